"""What the bytes of a result depend on besides the issue's files: program, libraries, fonts."""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

from layout.fontset import folder
from layout.version import VERSION
from layout.workspace import Workspace

_HOME = Path(__file__).resolve().parents[1]
_LIBRARIES = (
    *("borax", "budoux", "fonttools", "ortools", "pikepdf", "pillow", "pillow-heif", "pypdfium2", "pyphen", "pyyaml"),
    *("reportlab", "segno", "svg2pdf-py", "uharfbuzz"),
)


@cache
def ground() -> str:
    """Equal on two machines whose results are byte for byte the same; hexadecimal.

    The compiled loops are left out: they differ from machine to machine, and what they find does not.
    """
    found = blake2b(digest_size=16)
    said = VERSION, sys.version_info[:2], zlib.ZLIB_RUNTIME_VERSION, [(name, _version(name)) for name in _LIBRARIES]
    found.update(repr(said).encode())
    for file in _files(_HOME):
        found.update(f"{file.relative_to(_HOME).as_posix()}\0".encode())
        found.update(file.read_bytes())
    for file in _files(folder()):  # ours go with the program
        found.update(f"{file.relative_to(folder()).as_posix()}\0{file.stat().st_size}\0".encode())
    for place in Workspace().extra_fonts:
        for file in _files(place):
            found.update(f"{file.relative_to(place).as_posix()}\0".encode("utf-8", "surrogateescape"))
            found.update(file.read_bytes())
    return found.hexdigest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _files(home: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(home):
        here = Path(place)
        inside = [name for name in folders if name != "__pycache__" and here / name != _HOME / "data" / "fonts"]
        folders[:] = sorted(inside if home == _HOME else folders)
        for name in sorted(names):
            if not (here == _HOME and name.startswith("_speed.") and not name.endswith(".c")):
                yield here / name
