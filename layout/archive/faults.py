"""What is wrong with an archive, as what is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from layout.diagnostics import LayoutError, Report, Span


def fault(code: str, file: Path | str = "", **values: Any) -> LayoutError:
    """file: the folder or file it is about, "" = none."""
    report = Report()
    report.add(code, Span(str(file)), file=str(file), **values)
    return LayoutError(report)
