"""Templates of the package → HTML. The one door to Jinja. Whatever is put in is escaped, unless it is Markup."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layout.extras import need

if TYPE_CHECKING:
    from jinja2 import Environment

HOME = Path(__file__).parents[1] / "data" / "readingroom"
ASSETS = {
    "icon.svg": "image/svg+xml",
    "room.css": "text/css; charset=utf-8",
    "room.js": "text/javascript; charset=utf-8",
    "search.js": "text/javascript; charset=utf-8",
}
"""What the pages ask for, and its media type."""


def render(template: str, values: dict[str, Any]) -> bytes:
    """The page, as UTF-8. template: its name without ending. Raises LayoutError (NP950) without Jinja."""
    return _environment().get_template(f"{template}.html").render(values).encode()


def markup(html: str) -> Any:
    """Text that is HTML already."""
    return need("markupsafe", "archive").Markup(html)


def data_block(found: Any) -> Any:
    """JSON to stand inside a script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def asset(name: str) -> bytes:
    return (HOME / name).read_bytes()


@cache
def asset_mark(name: str) -> str:
    """What changes when an asset does."""
    return sha256(asset(name)).hexdigest()[:12]


@cache
def _environment() -> Environment:
    jinja2 = need("jinja2", "archive")
    made: Environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HOME),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.update(asset_mark=asset_mark)
    return made
