"""What is wrong with an archive, as what is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from layout.archive.store import NoArchive, Store
from layout.diagnostics import LayoutError, Report, Span


def fault(code: str, file: Path | str = "", hint: str = "hint", **values: Any) -> LayoutError:
    """file: the folder or file it is about, "" = none."""
    report = Report()
    report.add(code, Span(str(file)), hint=hint, file=str(file), **values)
    return LayoutError(report)


def archive_at(folder: Path) -> Store:
    """The archive in this folder. Raises LayoutError (NP951)."""
    try:
        return Store.open(folder)
    except NoArchive as error:
        raise fault("NP951", folder, str(error), folder=str(folder)) from None
