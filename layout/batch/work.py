"""The pure function: an issue's files → its outputs and faults. Nothing of the disk is touched but the program's own
fonts and data, and a shelf where one is named."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Mapping

from layout.batch.bundle import InMemory
from layout.batch.values import Bundle, Job, Made, Task
from layout.diagnostics import Diagnostic, Report, Span
from layout.pipeline import Session
from layout.value import FrozenMap

_PAGES = 64
"""Pages that a session makes before a fresh one takes its place. What a session keeps helps a desk that comes back to
its pages; here nobody does, and it would grow to half a gigabyte. A fresh one costs 2 per cent of the 64 pages."""


def made_from(files: Mapping[str, bytes], issue: str, task: Task) -> Made:
    """What a task makes of an issue whose files are these, by the names they have for each other (`2019/07.yaml`,
    `paper.yaml`, `2019/images/bridge.jpg`)."""
    return Worker().made(Job(task, Bundle(issue, FrozenMap(files))))


class Worker:
    """Makes one issue after another with the fonts, styles and plates of one session.

    shelf: folder of the pieces kept from run to run, "" = none.
    """

    def __init__(self, shelf: str = "") -> None:
        self._workspace = InMemory()
        self._shelf = shelf
        self._session = self._fresh()

    def _fresh(self) -> Session:
        self._pages = 0
        return Session(self._workspace, again=False, shelf=self._shelf)

    def warm(self) -> None:
        """Open the fonts and import what writes, so that processes forked now need not."""
        import layout.pdf.writer  # noqa: F401

        self._session.setter(Report())

    def made(self, job: Job) -> Made:
        """Never raises an Exception: what goes wrong in the program itself is a fault of the issue (NP971)."""
        bundle = job.bundle
        if job.ground:
            from layout.batch.grounds import ground

            if job.ground != ground():
                return failed(bundle.issue, "NP973")
        self._workspace.hold(bundle.files, bundle.seen, bundle.refused)
        if self._pages >= _PAGES:
            self._session = self._fresh()
            gc.collect()
        try:
            made = job.task.made(self._session, bundle.issue)
            self._pages += max(1, len(made.pages))
            return made
        except Exception as error:  # a back-catalogue must not stop at one issue
            last = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"
            return failed(bundle.issue, "NP971", reason, "".join(traceback.format_exception(error)))


def failed(issue: str, code: str, reason: str = "", trace: str = "") -> Made:
    """An issue of which nothing came. code: why."""
    values = (("file", issue), *((("reason", reason),) if reason else ()))
    return Made((), (Diagnostic(code, Span(issue), values),), (), True, trace)
