"""The one door to the compiled loops of `layout/_speed.c`: the module with all of them, or None.

Whoever has such a loop keeps it in plain Python too: that is its specification, and what runs where no compiler was
there when the package was built, or where LAYOUT_PURE=1 asks for it. Both give the same result bit for bit, so that a
page does not depend on which of them made it.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

EDITION = 7  # of the functions' arguments and results: a module built from an older source is not taken


def _module() -> Any:
    if os.environ.get("LAYOUT_PURE") == "1":
        return None
    try:
        module = import_module("layout._speed")
    except ImportError:
        return None
    return module if getattr(module, "EDITION", None) == EDITION else None


COMPILED = _module()

__all__ = ["COMPILED", "EDITION"]
