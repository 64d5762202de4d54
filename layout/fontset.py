"""fonts.yaml → FontBook: the set that comes with the program, and the faces and roles a user puts beside it.

In a checkout the set stands at fonts/ beside the package, in an installed package at layout/data/fonts. The user's own
folders are fonts/user and those of LAYOUT_FONTS; a face dropped there without a word joins the fallback of every role.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from layout.diagnostics import Report
from layout.fonts import Choice, FaceEntry, FontBook, Role


def open_book(home: Path | None = None, extra: Sequence[Path] = (), report: Report | None = None) -> FontBook:
    """The font book of a set. home: its folder, None = the set of this installation; extra: the user's own folders."""
    report = Report() if report is None else report
    home = folder() if home is None else home
    entries, roles = _read(home / "fonts.yaml", report)
    return FontBook(entries, roles, report)


def folder() -> Path:
    """Where the set stands: layout/data/fonts of a wheel, else fonts/ of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "data" / "fonts"
    return installed if installed.is_dir() else package.parent / "fonts"


def _read(path: Path, report: Report) -> tuple[list[FaceEntry], list[Role]]:
    import yaml

    manifest = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    entries = [
        FaceEntry(key, path.parent / face["file"], face["sha256"], face["bytes"], face["licence"], face["source"])
        for key, face in manifest["faces"].items()
    ]
    roles = [
        Role(
            name,
            role["name"],
            tuple(
                Choice(face) if isinstance(face, str) else Choice(face["face"], face["only"]) for face in role["stack"]
            ),
        )
        for name, role in manifest["roles"].items()
    ]
    return entries, roles
