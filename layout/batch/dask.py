"""The same jobs on a Dask cluster that is there already. The one door to `distributed`.

The files of an issue travel with its task and not through the workers' memory: of a worker that is lost nothing was
kept, and the scheduler gives its tasks to another.
"""

from __future__ import annotations

import gc
import logging
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from layout.batch.runners import Runner
from layout.batch.values import Job, Made
from layout.batch.work import Worker, failed
from layout.diagnostics import NOWHERE, LayoutError, Report
from layout.extras import need
from layout.processes import collect_seldom

if TYPE_CHECKING:
    import distributed

_AHEAD = 2  # jobs for each thread of the cluster: one at work, one on its way
_PATIENCE = "30s"  # to find the scheduler, and its first worker
_TALKATIVE = ("distributed", "tornado", "asyncio")  # tracebacks of what is told as NP972, and of workers that are lost
_ONE_AT_A_TIME = threading.Lock()  # a session is for one thread; more of them would only wait for Python anyway


def on_dask(address: str) -> Runner:
    """The workers of the cluster at this address, such as tcp://10.0.0.1:8786. Its run raises LayoutError where
    `distributed` is not installed (NP950) or the cluster does not answer (NP972)."""

    def run(jobs: Iterator[Job]) -> Iterator[tuple[Job, Made]]:
        library: Any = need("distributed", "cluster")
        for name in [*logging.root.manager.loggerDict]:
            if name.startswith(_TALKATIVE):
                logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            client = library.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise _unreached(address, error) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except (OSError, TimeoutError) as error:
                raise _unreached(address, error) from None
            yield from _gathered(address, client, library.as_completed(loop=client.loop), jobs)

    return run


def _gathered(
    address: str, client: distributed.Client, done: distributed.as_completed, jobs: Iterator[Job]
) -> Iterator[tuple[Job, Made]]:
    waiting: dict[Any, Job] = {}
    suspects: list[Job] = []
    alone = False
    while True:
        try:
            room = 1 if alone else _AHEAD * max(1, sum(client.nthreads().values()))
        except OSError as error:
            raise _unreached(address, error) from None
        while len(waiting) < room and (job := next(jobs, None)):
            with warnings.catch_warnings():  # an issue with its pictures is «a large graph»
                warnings.simplefilter("ignore")
                future = client.submit(on_worker, job, pure=False)
            waiting[future] = job
            done.add(future)
        if not waiting:
            if not suspects:
                return
            jobs, suspects, alone = iter(suspects), [], True
            continue
        future = next(done)
        job = waiting.pop(future)
        if future.status == "finished":
            yield job, future.result()
        elif future.cancelled():  # the scheduler is gone, and with it all that it had been given
            raise _unreached(address, ConnectionError("it was lost in the middle of the work"))
        elif _is_suspect(future.exception()) and not alone:
            suspects.append(job)
        else:
            yield job, failed(job.bundle.issue, *_fault(future.exception()))
        future.release()


def _is_suspect(error: BaseException) -> bool:
    """Whether workers died that had the job (distributed.scheduler.allowed-failures of them), by it or by another that
    they had too: at the end it is tried once more, with no other beside it."""
    return type(error).__name__ == "KilledWorker"


def _fault(error: BaseException) -> tuple[str, str]:
    """The code and its reason; what is no death is a worker on which the program does not run."""
    return ("NP970" if _is_suspect(error) else "NP971"), f"{type(error).__name__}: {_first_line(error)}"


def on_worker(job: Job) -> Made:
    """What a worker of the cluster is sent."""
    with _ONE_AT_A_TIME:
        thresholds = gc.get_threshold()
        collect_seldom()
        try:
            return _worker().made(job)
        finally:
            gc.set_threshold(*thresholds)  # the process is not ours


@cache
def _worker() -> Worker:
    return Worker()


def _unreached(address: str, error: BaseException) -> LayoutError:
    report = Report()
    report.add("NP972", NOWHERE, address=address, reason=_first_line(error))
    return LayoutError(report)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
