"""What our servers share: how they listen, under which names, and how long they wait. The door to uvicorn.

uvicorn by itself waits for ever for a head that comes a byte a minute, and for a reader that takes an answer so; and it
answers under any name, which lets a page of another site ask through a name that it leads to this machine.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from layout.diagnostics import visible
from layout.extras import need
from layout.value import value

HEAD_SECONDS = 10.0
"""For a request's head to arrive."""
SENDING_SECONDS = 900.0
"""For an answer to be taken: a PDF of 50 MB at half a megabit a second."""
IDLE_SECONDS = 10
"""A connection without a question is kept open."""
CONNECTIONS = 256
"""At a time; the next is told to come again."""
LEAVING_SECONDS = 5
"""For answers under way when the process is told to end."""
MOST_HEADERS = 16 * 1024
"""Bytes of a request's head."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::[0-9]{1,5})?", re.IGNORECASE)


@value
class Address:
    """How a server is reached. hosts: names in the Host header that are ours; base: absolute address, "" = as asked."""

    hosts: frozenset[str]
    base: str = ""


def address_of(hosts: Iterable[str] = (), base: str = "") -> Address:
    """The names of this machine alone, those given, and that of the address."""
    names = {*LOOPBACK, *hosts}
    if base:
        base = base.rstrip("/") + "/"
        names.add(urlsplit(base).netloc.rpartition("@")[2])
    return Address(frozenset(found[1].lower() for name in names if (found := _HOST.fullmatch(name))), base)


def is_ours(asked: list[str], hosts: frozenset[str]) -> bool:
    """Whether the Host header, given once, names one of these."""
    found = _HOST.fullmatch(asked[0]) if len(asked) == 1 else None
    return found is not None and found[1].lower() in hosts


def listen(host: str, port: int) -> socket.socket:
    """The socket the server takes its readers from. port 0: any that is free. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host.strip("[]"), port), family=family, backlog=128)
    # asyncio turns Nagle's delay off only where a socket says that it is TCP's; every answer would wait 40 ms else.
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())


def run(
    application: Any,
    listening: socket.socket,
    extra: str,
    behind_proxy: bool = False,
    sending_seconds: float | None = SENDING_SECONDS,
    leaving: Callable[[], None] | None = None,
) -> None:
    """Answer until the process is told to end.

    application: of ASGI; extra: what brings uvicorn; behind_proxy: a proxy on this machine says whether the reader came
    by https (X-Forwarded-Proto); sending_seconds: None = as long as the reader listens; leaving: called when
    the process is told to end. Raises LayoutError (NP950) without uvicorn."""
    uvicorn = need("uvicorn", extra)
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Visible())
    config = uvicorn.Config(
        application,
        http=_protocol(HEAD_SECONDS, sending_seconds),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LEAVING_SECONDS,
        h11_max_incomplete_event_size=MOST_HEADERS,
    )
    server = uvicorn.Server(config)
    if leaving is not None:
        told = server.handle_exit

        def handle_exit(number: int, frame: Any) -> None:
            leaving()
            told(number, frame)

        server.handle_exit = handle_exit
    server.run(sockets=[listening])


class Visible(logging.Formatter):
    """What a log says on a terminal, with control characters of names and copy shown, not obeyed."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record), "\n\t")


def _protocol(head_seconds: float, sending_seconds: float | None) -> type[asyncio.Protocol]:
    """uvicorn's reading of HTTP/1.1, with times. sending_seconds: None = any."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Timed(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def _wait(self, seconds: float | None) -> None:
            self._stop()
            if seconds is not None:
                self._timer = self.loop.call_later(seconds, self.transport.abort)

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait(head_seconds)

        def data_received(self, data: bytes) -> None:
            was = self.cycle
            super().data_received(data)
            if self.cycle is not was:
                self._wait(sending_seconds)
            elif self._timer is None:
                self._wait(head_seconds)

        def on_response_complete(self) -> None:
            self._stop()  # uvicorn's own time for idle connections begins
            was = self.cycle
            super().on_response_complete()
            if self.cycle is not was:
                self._wait(sending_seconds)  # the next question had come already

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

    return Timed
