"""A whole run: what is done already left out, jobs given out, what comes back put in place and written down."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from layout.batch.bundle import Collector
from layout.batch.placing import Placed, cleared, placed
from layout.batch.values import Bundle, Job, Made, Task
from layout.diagnostics import Diagnostic
from layout.pipeline import Workspace
from layout.value import value

if TYPE_CHECKING:
    from layout.batch.journal import Journal
    from layout.batch.runners import Runner

Place = Callable[[Workspace, Bundle, Made], Placed]
Settle = Callable[[Bundle, Made], Made]


@value
class Done:
    """One issue of a run. index: in the order asked. skipped: it was done before and nothing has changed.
    faults: of making and of writing."""

    index: int
    issue: str
    made: Made
    faults: tuple[Diagnostic, ...] = ()
    written: tuple[str, ...] = ()
    skipped: bool = False

    @property
    def failed(self) -> bool:
        return self.made.failed or any(fault.severity == "error" for fault in self.faults)

    @property
    def first_error(self) -> Diagnostic | None:
        return next((fault for fault in self.faults if fault.severity == "error"), None)


class Full(OSError):
    """The disk takes nothing more; what was there still stands. done: the issue that could not be written."""

    def __init__(self, done: Done, reason: str) -> None:
        super().__init__(reason)
        self.done = done


def run(
    workspace: Workspace,
    issues: Sequence[str],
    task: Task,
    runner: Runner,
    journal: Journal | None = None,
    place: Place = placed,
    ground: str = "",
    settle: Settle = lambda bundle, made: made,
) -> Iterator[Done]:
    """Do the task with each issue; each is told as it is done. Raises Full, and what the runner raises.

    place: puts the outputs of one issue in place, in this process. ground: workers must be of it, "" = need not.
    settle: gives outputs the names they will have, where no worker can know them (the next version of a bag); called
    once for each issue, before the journal is told.
    """
    collector = Collector(workspace)
    before: deque[Done] = deque()
    order: dict[str, deque[int]] = {}

    def jobs() -> Iterator[Job]:
        for index, issue in enumerate(issues):
            bundle = collector.bundle(issue)
            if journal is not None and journal.stands(bundle):
                before.append(Done(index, issue, Made(), skipped=True))
                continue
            order.setdefault(issue, deque()).append(index)
            yield Job(task, bundle, ground)

    if journal is not None:
        cleared(workspace, sorted({str(PurePosixPath(name).parent) for name in journal.outputs}))
    for job, made in runner(jobs()):
        while before:
            yield before.popleft()
        bundle = job.bundle
        made = settle(bundle, made)
        if journal is not None and made.outputs and not made.failed:
            try:
                journal.begin(bundle, made)
            except OSError as error:
                raise Full(Done(order[bundle.issue].popleft(), bundle.issue, made, made.faults), str(error)) from None
        put = place(workspace, bundle, made)
        faults = (*made.faults, *put.faults)
        done = Done(order[bundle.issue].popleft(), bundle.issue, made, faults, put.written, put.same)
        if put.full:
            raise Full(done, put.faults[-1].message() if put.faults else "")
        yield done
    yield from before
