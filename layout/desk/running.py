"""The desk at work: its maker, its watch on the folder and its server, begun and ended together."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from threading import Event, Thread

from layout.desk.desk import Desk
from layout.desk.server import Keys, Reception
from layout.desk.watching import watch
from layout.diagnostics import Language
from layout.extras import need
from layout.processes import collect_seldom
from layout.serving import address_of
from layout.serving import run as serve

log = logging.getLogger("layout.desk")


def ready() -> None:
    """Raises LayoutError (NP950) where what the desk stands on is not installed."""
    for module in ("starlette", "uvicorn", "watchfiles"):
        need(module, "desk")


def run(
    given: str, language: Language, keys: Keys, listening: socket.socket, host: str, allowed: Sequence[str] = ()
) -> None:
    """Answer until the process is told to end. Raises FileNotFoundError: there is no such issue or folder."""
    collect_seldom()
    desk = Desk(given, language, allowed=allowed)
    reception = Reception(desk, address_of((host,)), keys, listening.getsockname()[1])
    stop = Event()
    watching = Thread(target=_watch, args=(desk, stop), name="desk-watch", daemon=True)
    desk.start()
    watching.start()
    try:
        serve(reception, listening, "desk", sending_seconds=None, leaving=reception.close)
    finally:
        stop.set()
        desk.end()


def _watch(desk: Desk, stop: Event) -> None:
    try:
        watch(desk.root, desk.changed, stop)
    except Exception:  # a folder on a disk that tells nothing: the desk goes on, and pages follow what it writes itself
        log.exception("%s", desk.root)
