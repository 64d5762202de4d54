"""Packs of faces: folders with a fonts.yaml of their own, installed as wheels of the entry point group `layout.fonts`.

The program comes with the faces a mainland paper needs every day. Rare characters and the forms of other regions are
large and asked for seldom, so they come as packages: `fonts/packs/NAME` is the project of one, its wheel carries the
faces, and what stands here finds the folders of those that are installed. Nothing is downloaded when a page is built.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

GROUP = "layout.fonts"
MANIFEST = "fonts.yaml"


def installed(paths: Sequence[str] | None = None) -> tuple[Path, ...]:
    """The folders of the packs that are installed, by name. paths: where packages lie, None = those of this Python."""
    places = sys.path if paths is None else list(paths)
    if not any(map(_names_the_group, places)):
        return ()
    from importlib.metadata import distributions

    found: dict[str, Path] = {}
    for each in distributions(path=places):
        for entry in each.entry_points:
            folder = Path(str(each.locate_file(entry.value.replace(".", "/"))))
            if entry.group == GROUP and (folder / MANIFEST).is_file():
                found.setdefault(entry.name, folder)
    return tuple(found[name] for name in sorted(found))


def inside(folder: Path) -> tuple[Path, ...]:
    """The packs that lie in a folder of the user's: each folder in it that has a fonts.yaml, by name."""
    return tuple(sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")))


def _names_the_group(place: str) -> bool:
    """Whether some package that lies here may have a pack. importlib.metadata takes a twentieth of a short run, and
    most desks have none."""
    try:
        names = [each.name for each in os.scandir(place or ".") if each.name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return False
    for name in names:
        try:
            with open(os.path.join(place, name, "entry_points.txt"), "rb") as file:
                if f"[{GROUP}]".encode() in file.read():
                    return True
        except OSError:
            continue
    return False
