"""Libraries that only some verbs need: told plainly where they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from layout.diagnostics import NOWHERE, LayoutError, Report


def need(module: str, extra: str) -> Any:
    """The module. Raises LayoutError (NP950) where it is not installed. extra: of broadsheet-layout that brings it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        report = Report()
        report.add("NP950", NOWHERE, module=error.name or module, extra=extra)
        raise LayoutError(report) from None
