"""How far long work is, on a terminal: a line of stages, or a bar of issues."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from layout.cli.printing import WORDS

if TYPE_CHECKING:
    from layout.diagnostics import Language

_LONG = 3  # pages: fewer are done before a line of progress could be read


class Progress:
    """One line on a terminal while long work runs; nothing elsewhere.
    Stages call it with their name and the pages done."""

    def __init__(self, language: Language) -> None:
        self._words = WORDS[language]
        self._status: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._status is None:
            # rich takes as long to import as a page takes to set: only for what lasts.
            if total < _LONG or not sys.stderr.isatty():
                return
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        self._status.update(self._words[stage] + (f" {done}/{total}" if done else ""))

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._status is not None:
            self._status.stop()


class Bar:
    """A bar on a terminal while many issues are done, with the time that is left; nothing elsewhere."""

    def __init__(self, language: Language, total: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty() and total >= _LONG:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = TextColumn(WORDS[language]["issues"]), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            # Without a thread of its own, which would forbid to fork (processes.can_fork).
            options: dict[str, Any] = {"console": Console(stderr=True), "auto_refresh": False, "transient": True}
            self._bar = Progress(*columns, TextColumn("{task.description}"), **options)
            self._task = self._bar.add_task("", total=total)
            self._bar.start()

    def __call__(self, failed: str) -> None:
        """One more is done. failed: what is said of those that failed so far."""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=failed, refresh=True)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The bar taken away while something is printed."""
        if self._bar is not None:
            self._bar.stop()
        yield
        if self._bar is not None:
            self._bar.start()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._bar is not None:
            self._bar.stop()


__all__ = ["Bar", "Progress"]
