"""Who does the jobs on this machine: this process, or several of which each may die.

A runner takes jobs as it has room for them and gives each back with what came of it, in the order they are done: a few
jobs and results are in memory, however many there are.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pickle import UnpicklingError
from typing import Any

from layout.batch.values import Job, Made
from layout.batch.work import Worker, failed
from layout.processes import can_fork, collect_seldom

Runner = Callable[[Iterator[Job]], Iterator[tuple[Job, Made]]]


def here(shelf: str = "") -> Runner:
    """This process does them all."""

    def run(jobs: Iterator[Job]) -> Iterator[tuple[Job, Made]]:
        worker = Worker(shelf)
        for job in jobs:
            yield job, worker.made(job)

    return run


def processes(count: int, shelf: str = "") -> Runner:
    """So many further processes. A job whose process dies (a crash of a library, no memory, SIGKILL) is tried once more
    in a fresh one; if that dies too, the issue has failed (NP970)."""

    def run(jobs: Iterator[Job]) -> Iterator[tuple[Job, Made]]:
        with _Processes(count, shelf) as pool:
            yield from pool.run(jobs)

    return run


class _Processes:
    """The processes of one run."""

    def __init__(self, count: int, shelf: str) -> None:
        self._count, self._shelf = count, shelf
        self._warm: Worker | None = None
        self._idle: list[_Process] = []
        self._busy: dict[Connection, tuple[_Process, Job, bool]] = {}

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *raised: object) -> None:
        for process in self._all:
            process.end()

    @property
    def _all(self) -> list[_Process]:
        return [*self._idle, *(process for process, _, _ in self._busy.values())]

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Made]]:
        ready: deque[Job] = deque()  # one, collected while all are busy
        while True:
            while len(self._busy) < self._count and (job := ready.popleft() if ready else next(jobs, None)):
                self._give(job, self._idle.pop() if self._idle else self._started(), again=False)
            if not self._busy:
                return
            if not ready and not wait(list(self._busy), 0) and (job := next(jobs, None)):
                ready.append(job)
            for pipe in wait(list(self._busy)):
                assert isinstance(pipe, Connection)
                process, job, again = self._busy.pop(pipe)
                made = process.received()
                if made is not None:
                    self._idle.append(process)
                    yield job, made
                    continue
                reason = process.ended()
                if again:
                    yield job, failed(job.bundle.issue, "NP970", reason)
                else:
                    self._give(job, self._started(), again=True)

    def _give(self, job: Job, process: _Process, again: bool) -> None:
        if not process.sent(job):  # it died while it had nothing to do, or dies of the job: the pipe says so at once
            process.ended()
            process = self._started()
            process.sent(job)
        self._busy[process.pipe] = process, job, again

    def _started(self) -> _Process:
        forks = can_fork()
        if forks and self._warm is None:
            self._warm = Worker(self._shelf)
            self._warm.warm()
            gc.freeze()  # what is there by now is shared with all processes, as long as nobody writes into it
        return _Process(self._warm if forks else None, self._shelf, [process.pipe for process in self._all])


class _Process:
    """One process that does jobs. warm: a worker for it, where it is forked."""

    def __init__(self, warm: Worker | None, shelf: str, others: list[Connection]) -> None:
        context: Any = get_context("spawn" if warm is None else "fork")
        self.pipe, theirs = context.Pipe()
        # Of the pipes of others it has copies if it is forked, and they would never see this end of theirs closed.
        inherited = [] if warm is None else [self.pipe, *others]
        self._process = context.Process(target=_serve, args=(theirs, inherited, warm, shelf), daemon=True)
        self._process.start()
        theirs.close()

    def sent(self, job: Job) -> bool:
        try:
            self.pipe.send(job)
        except OSError:
            return False
        return True

    def received(self) -> Made | None:
        try:
            made: Made = self.pipe.recv()
        except (EOFError, OSError, UnpicklingError):
            return None
        return made

    def ended(self) -> str:
        """How it came to its end."""
        self.end()
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"exit status {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"

    def end(self) -> None:
        self.pipe.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection, inherited: list[Connection], warm: Worker | None, shelf: str) -> None:
    """What a process does until the coordinator closes the pipe, or is no more."""
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the coordinator ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    collect_seldom()
    worker = warm or Worker(shelf)
    try:
        while True:
            pipe.send(worker.made(pipe.recv()))
    except (EOFError, OSError):
        return
