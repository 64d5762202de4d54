"""How processes work: each seldom looks for cycles; and on all cores, one forked for each share of the work, what it
made sent back pickled. The same results as in one process."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, TypeVar

_Result = TypeVar("_Result")


def collect_seldom() -> None:
    """Look for cycles no sooner than they can be worth it: one page makes some hundred thousand values and hardly any,
    and 20 ms of a small build went to looking for them."""
    gc.set_threshold(200_000, 20, 20)


def keep_aside() -> None:
    """Take what there is by now for what stays: cycles are looked for in later values alone. Of a session that has made
    up an issue these are a million, and looking through them takes 0.2 s."""
    gc.freeze()


def cores() -> int:
    """Processes this one may use: LAYOUT_JOBS, else the cores it may run on."""
    named = os.environ.get("LAYOUT_JOBS", "")
    if named.isdecimal():
        return max(1, int(named))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Forking is safe where no other thread could hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def shared_out(
    make: Callable[[int], _Result],
    weights: Sequence[float],
    jobs: int,
    done: Callable[[int], None] = lambda index: None,
    least: float = 0.0,
) -> list[_Result]:
    """[make(0), make(1), …], made by up to `jobs` processes.

    weights: of the pieces, about how long each takes; least: of what others would take, else all is made here. done:
    called for each piece once it is here. What a process could not send back is made here again, so that its fault is
    raised here.
    """
    found: dict[int, _Result] = {}
    own, *others = _shares(weights, max(1, min(jobs, len(weights))))
    taken = sum(weights[index] for share in others for index in share)
    if others and (taken < least or not can_fork()):
        own, others = list(range(len(weights))), []
    children = [_start(make, share) for share in others]
    try:
        for index in own:
            found[index] = make(index)
            done(index)
        for child in children:
            for index, result in _received(child):
                found[index] = result
                done(index)
    finally:
        for pid, opened in children:
            opened.close()
            with suppress(OSError):  # it has ended, unless something was raised here
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    for index in range(len(weights)):
        if index not in found:
            found[index] = make(index)
            done(index)
    return [found[index] for index in range(len(weights))]


def _shares(weights: Sequence[float], jobs: int) -> list[list[int]]:
    """The heaviest piece first, each to the process that has least."""
    shares: list[list[int]] = [[] for _ in range(jobs)]
    loads = [0.0] * jobs
    for index in sorted(range(len(weights)), key=lambda index: -weights[index]):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += weights[index]
    return shares


def _start(make: Callable[[int], object], share: Sequence[int]) -> tuple[int, BinaryIO]:
    """A process that makes a share and sends it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, open(reading, "rb")
    status = 1
    try:
        import pickle  # here and below: a run that shares nothing out does without

        os.close(reading)
        # All of it first: a pipe holds 64 KiB, and nobody reads before the parent's own share is made.
        made = [pickle.dumps((index, make(index)), pickle.HIGHEST_PROTOCOL) for index in share]
        with open(writing, "wb") as opened:
            opened.writelines(made)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is flushed or closed twice


def _received(child: tuple[int, BinaryIO]) -> list[tuple[int, Any]]:
    import pickle

    pieces: list[tuple[int, Any]] = []
    with suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            pieces.append(pickle.load(child[1]))
    return pieces
