"""From an issue in YAML to a press-ready newspaper page.

The public names come in when they are first used, so that `import layout` costs nothing and `layout
--version` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout.version import VERSION

if TYPE_CHECKING:
    from layout.diagnostics import Diagnostic, LayoutError, Report, Span
    from layout.pipeline import Proof, Session, Workspace, build, check

__version__ = VERSION

__all__ = ["Diagnostic", "LayoutError", "Proof", "Report", "Session", "Span", "Workspace", "build", "check"]

_HOMES = {
    "layout.diagnostics": ("Diagnostic", "LayoutError", "Report", "Span"),
    "layout.pipeline": ("Proof", "Session", "Workspace", "build", "check"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
