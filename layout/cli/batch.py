"""One task for many issues: what the options of such a verb ask; how what comes of it is told, logged and summed up.

`layout build` and `layout archive add` are such verbs; they say what the task is and how its outputs are put in place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from layout.cli.options import open_workspace
from layout.cli.printing import WORDS, as_json, as_text, say, tell
from layout.cli.progress import Bar
from layout.diagnostics import NOWHERE, Language, LayoutError, Report, Span, reason_of
from layout.pipeline import Workspace
from layout.processes import cores
from layout.value import replace, value

if TYPE_CHECKING:
    from layout.batch.running import Done, Full, Place, Settle
    from layout.batch.values import Task

LOG = ".log"
_STEPS = {"..": "_up", "/": "_root"}


@value
class Batch:
    """What the options say (layout.cli.options.batch_options). jobs: processes, 0 = as many as there are cores."""

    jobs: int = 0
    resume: bool = False
    log: str | None = None
    address: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked that one issue alone would not need."""
        return self.resume or self.log is not None or self.address is not None


def do_all(
    issues: Sequence[str],
    task: Task,
    batch: Batch,
    journal_file: str,
    language: Language,
    form: str,
    place: Place | None = None,
    settle: Settle = lambda bundle, made: made,
) -> int:
    """Do the task with every issue, tell of each in the order asked, and sum up. The exit status: 1 where one failed.

    journal_file: where --resume keeps what is done. place: puts one issue's outputs in place, None = each by
    itself under its name (layout.batch.placing.placed). settle: as in layout.batch.running.run.
    """
    from layout.batch.placing import placed
    from layout.batch.running import Full

    workspace, told = open_workspace(), _Told(language, form, batch.log, issues)
    try:
        with Bar(language, len(issues)) as bar:
            for done in _all(workspace, issues, task, batch, journal_file, place or placed, settle):
                with bar.aside():
                    told.take(done)
                bar(told.failures)
    except Full as error:
        told.take(error.done)
        told.stop(error, journal_file if batch.resume else "")
    except LayoutError as error:
        told.flush()
        tell(error.report, (), form, language, workspace, to_error=form == "text")
        return 1
    told.sum_up()
    return int(told.failed)


def _all(
    workspace: Workspace,
    issues: Sequence[str],
    task: Task,
    batch: Batch,
    journal_file: str,
    place: Place,
    settle: Settle,
) -> Iterator[Done]:
    from layout.batch.grounds import ground
    from layout.batch.journal import Journal
    from layout.batch.runners import here, processes
    from layout.batch.running import run
    from layout.shelf import folder

    jobs = min(batch.jobs or cores(), len(issues))
    shelf = folder(os.environ)
    grounds = ground() if batch.resume or batch.address else ""
    needed = grounds if batch.address else ""
    if batch.address:
        from layout.batch.dask import on_dask

        runner = on_dask(batch.address)
    else:
        runner = here(shelf) if jobs == 1 else processes(jobs, shelf)
    if not batch.resume:
        yield from run(workspace, issues, task, runner, None, place, needed, settle)
        return
    try:
        journal = Journal(workspace, journal_file, task, grounds, resume=True)
    except OSError as error:
        report = Report()
        report.add("NP901", Span(journal_file), file=journal_file, reason=reason_of(error))
        raise LayoutError(report) from None
    with closing(journal):
        yield from run(workspace, issues, task, runner, journal, place, needed, settle)


class _Told:
    """What has been told so far; what came too early waits for its turn."""

    def __init__(self, language: Language, form: str, log: str | None, issues: Sequence[str]) -> None:
        self._language, self._form, self._log, self._issues = language, form, log, issues
        self._words = WORDS[language]
        self._workspace = Workspace()
        self._waiting: dict[int, Done] = {}
        self._next = 0
        self._made = self._skipped = 0
        self._failed: list[tuple[int, Done]] = []
        self._report = Report()

    @property
    def failed(self) -> bool:
        return bool(self._failed) or self._report.failed

    @property
    def failures(self) -> str:
        return self._words["failed"].format(n=len(self._failed)) if self._failed else ""

    def take(self, done: Done) -> None:
        done = replace(done, made=replace(done.made, outputs=()))  # they are in place by now
        if done.skipped:
            self._skipped += 1
        elif done.failed:
            self._failed.append((done.index, done))
        else:
            self._made += 1
        self._waiting[done.index] = done
        while (ready := self._waiting.pop(self._next, None)) is not None:
            self._tell(ready)
            self._next += 1

    def flush(self) -> None:
        for index in sorted(self._waiting):
            self._tell(self._waiting.pop(index))

    def stop(self, reason: Full, journal: str) -> None:
        self.flush()
        left = len(self._issues) - self._made - self._skipped - len(self._failed)
        hint = "resume" if journal else "hint"
        self._report.add("NP974", NOWHERE, hint=hint, issue=reason.done.issue, reason=str(reason), left=left)
        tell(self._report, (), self._form, self._language, self._workspace, to_error=self._form == "text")

    def sum_up(self) -> None:
        if self._form != "text" or len(self._issues) == 1:
            return
        counts = ("made", self._made), ("as before", self._skipped), ("failed", len(self._failed))
        say(", ".join(self._words[name].format(n=n) for name, n in counts if n), err=True)
        for _, done in sorted(self._failed, key=lambda each: each[0]):
            error = done.first_error
            said = f"error[{error.code}]: {error.message(self._language)}" if error else _check(done, self._language)
            say(f"  {done.issue}: {said}", fg="red", err=True)

    def _tell(self, done: Done) -> None:
        report = Report()
        report.extend(done.faults)
        if self._form == "text":
            say(f"{done.issue}:", err=True)
        if done.skipped:
            if self._form == "text":
                say(self._words["skipped"], err=True)
            else:
                say(as_json({"diagnostics": [], "pages": [], "skipped": True}))
            return  # the log of its run stands
        to_error = self._form == "text"
        pages = done.made.pages
        tell(report, pages, self._form, self._language, self._workspace, to_error=to_error, written=done.written)
        if self._log is not None:
            self._write_log(self._log, done, report)

    def _write_log(self, folder: str, done: Done, report: Report) -> None:
        lines = [text for _, text in as_text(report, done.made.pages, self._language, self._workspace)]
        lines += [self._words["wrote"].format(file=file) for file in done.written]
        text = "\n".join([*lines, *filter(None, [done.made.trace])]) + "\n"
        name = log_name(folder, done.issue)
        if any(self._workspace.same(name, issue) for issue in self._issues):
            self._report.add("NP902", Span(name), file=name)
            return
        try:
            self._workspace.make_folder(str(PurePosixPath(name).parent))
            self._workspace.write(name, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            if not self._report.failed:  # once is enough
                self._report.add("NP901", Span(name), file=name, reason=reason_of(error))
                tell(self._report, (), self._form, self._language, self._workspace, to_error=self._form == "text")


def log_name(folder: str, issue: str) -> str:
    """The log of an issue: a/2026-01-01.yaml → DIR/a/2026-01-01.log; never above DIR, and of two issues never one."""
    parts = [_STEPS.get(part, part) for part in PurePosixPath(issue).parts] or ["issue"]
    last = parts[-1].removesuffix(".yaml")
    return str(PurePosixPath(folder, *parts[:-1], f"{last}{LOG}"))


def _check(done: Done, language: Language) -> str:
    """What the build stopped at where there is no error of the material."""
    found = [check for made in done.made.pages for check in made.checks if check.severity == "error"]
    return f"{found[0].id} {found[0].message(language)}" if found else ""
