"""What changes in the paper's folder, told as it happens. The one door to watchfiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from layout.extras import need

if TYPE_CHECKING:
    from watchfiles import Change

STEP = 5
"""Milliseconds without news after which a change is told: an editor's write and rename come within one."""
TOGETHER = 40
"""Milliseconds after which it is told whatever comes: a hundred pictures copied in are told bit by bit."""


def watch(folder: Path, told: Callable[[frozenset[str]], None], stop: Event) -> None:
    """Tell the names that changed, until `stop` is set. Our own unfinished files are not told. Raises LayoutError
    (NP950) without watchfiles."""
    watchfiles = need("watchfiles", "desk")

    def wanted(change: Change, path: str) -> bool:
        name = path.rpartition("/")[2]
        return not (name.startswith(".") and name.endswith(".tmp"))

    for changes in watchfiles.watch(
        folder,
        watch_filter=wanted,
        debounce=TOGETHER,
        step=STEP,
        stop_event=stop,
        rust_timeout=500,
        yield_on_timeout=False,
    ):
        told(frozenset(path for _, path in changes))
