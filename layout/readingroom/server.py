"""The reading room over HTTP. A door to Starlette.

Read only: GET and HEAD, no cookies, no state. A request is refused before the room sees it when its Host is not one of
ours, or its address or query is longer than any of ours; everything else is looked up by name. What goes wrong inside
is told to the log and never to the reader.
"""

from __future__ import annotations

import asyncio
import errno
import gzip
import logging
import os
import re
import socket
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from layout.diagnostics import LayoutError
from layout.extras import need
from layout.readingroom import addresses
from layout.readingroom.answers import HTML, JPEG, JSON, MANIFEST, PDF, Answer
from layout.readingroom.rendering import ASSETS, asset_mark
from layout.readingroom.room import Asked, Room
from layout.serving import MOST_HEADERS, Address, address_of, is_ours, listen, run

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_PATH = 1024
"""Bytes of an address as it is sent: the longest of ours has some 400."""
LONGEST_QUERY = 4096
"""Bytes of a query as it is sent: 200 characters of words are 1,800 bytes in per cent."""
MOST_FIELDS = 16
"""Parts of a query: the form has nine."""
SECONDS = 15.0
"""For an answer to be made; then the reader is told to come again."""
WORKERS = 8
"""Answers made at a time."""

_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
"""Of every answer."""
_OPEN = {JPEG, PDF, MANIFEST, JSON}
"""What viewers of other houses may fetch (IIIF Presentation API 3.0 §6.2)."""
_PACKED = 1024  # bytes: of less, packing saves nothing
_MINUTE, _HOUR, _YEAR = 60, 3600, 31_536_000

# Ranges that are none are not asked (RFC 9110 §14.2).
_RANGE = rb"(?:\d{1,15}-\d{0,15}|-\d{1,15})"
_RANGES = re.compile(rb"bytes=" + _RANGE + rb"(?: ?, ?" + _RANGE + rb")*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")

log = logging.getLogger("layout.readingroom")


class Reception:
    """The room as an ASGI application."""

    def __init__(self, room: Room, at: Address, seconds: float = SECONDS) -> None:
        need("starlette", "archive")
        self.room, self.at = room, at
        self._seconds = seconds
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="reading-room")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        from starlette.requests import Request

        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1003})
            return
        scope["headers"] = [each for each in scope["headers"] if each[0] != b"range" or _RANGES.fullmatch(each[1])]
        response = await self._response(Request(scope))
        for name, given in HEADERS.items():
            response.headers[name] = given
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            asked = self._asked(request)
        except ValueError:
            return _plain(400)
        loop = asyncio.get_running_loop()
        try:
            made = await asyncio.wait_for(loop.run_in_executor(self._workers, self._answer, asked), self._seconds)
            return await loop.run_in_executor(self._workers, _sent, request, made)
        except TimeoutError:
            log.error("%s took longer than %s s", asked.path, self._seconds)
            return _plain(503, {"retry-after": "10"})
        except (LayoutError, OSError) as error:
            log.error("%s: %s", asked.path, error)
        except Exception:
            log.exception("%s", asked.path)
        return _plain(500)

    def _refused(self, request: Request) -> Response | None:
        scope = request.scope
        if request.method not in ("GET", "HEAD"):
            return _plain(405, {"allow": "GET, HEAD"})
        if not is_ours(request.headers.getlist("host"), self.at.hosts):
            return _plain(421)
        if len(scope.get("raw_path") or b"") > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            return _plain(414)
        if sum(len(name) + len(given) for name, given in scope["headers"]) > MOST_HEADERS:
            return _plain(431)
        if _CONTROL.search(scope["path"]):
            return _plain(400)
        return None

    def _asked(self, request: Request) -> Asked:
        """Raises ValueError for a query that is none."""
        given = request.scope["query_string"].decode("ascii")
        parts = parse_qsl(given, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        query: dict[str, str] = {}
        for name, text in parts:
            if _CONTROL.search(text):
                raise ValueError("a query has no controls")
            query.setdefault(name, text)
        base = self.at.base or f"{request.url.scheme}://{request.headers['host']}/"
        return Asked(request.scope["path"].removeprefix("/"), query, base)

    def _answer(self, asked: Asked) -> Answer:
        made = self.room.answer(asked)
        if made.status == 404 and not asked.path.endswith("/"):
            # Somebody left the last stroke out: only an address of ours is led to.
            full = Asked(asked.path + "/", asked.query, asked.base)
            if self.room.answer(full).status == 200:
                return Answer("", status=308, name=asked.base + addresses.link(full.path, full.query))
        return made


def _sent(request: Request, made: Answer) -> Response:
    """The answer with what the reader's machine may keep, packed where it takes that."""
    from starlette.responses import FileResponse, Response

    if made.status == 308:
        return Response(status_code=308, headers={"location": made.name, "cache-control": f"max-age={_HOUR}"})
    headers = {"etag": f'"{made.digest}"', "cache-control": _keep(request, made), "vary": "accept-encoding"}
    if made.media in _OPEN:
        headers |= {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    if made.name:
        headers["content-disposition"] = f'attachment; filename="{made.name}"'
    if made.status == 200 and _has(request.headers.get("if-none-match", ""), made.digest):
        return Response(status_code=304, headers=headers)
    if made.file is not None:
        if not stat.S_ISREG(os.lstat(made.file).st_mode):  # a link may lead out of the archive
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(made.file))
        return FileResponse(made.file, headers=headers, media_type=made.media, stat_result=os.stat(made.file))
    body = made.body
    if len(body) > _PACKED and _takes_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, 6, mtime=0)
        headers |= {"content-encoding": "gzip", "etag": f'W/"{made.digest}"'}
    return Response(body, made.status, headers, made.media)


def _keep(request: Request, made: Answer) -> str:
    if made.status != 200:
        return "no-store"
    name = request.scope["path"].removeprefix(f"/{addresses.ASSETS}")
    if name in ASSETS and request.scope["query_string"].decode("ascii") == asset_mark(name):
        return f"public, max-age={_YEAR}, immutable"
    return f"public, max-age={_MINUTE if made.media == HTML else _HOUR}"


def _has(tags: str, digest: str) -> bool:
    """Whether If-None-Match names what we have (RFC 9110 §13.1.2, weak comparison)."""
    return tags.strip() == "*" or f'"{digest}"' in {tag.strip().removeprefix("W/") for tag in tags.split(",")}


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


_SAID = {
    400: "400 请求看不懂 / Bad request",
    405: "405 这里只能读 / Read only",
    414: "414 地址太长 / Address too long",
    421: "421 不是这里的网址 / Not a name of this site",
    431: "431 请求头太大 / Head too large",
    500: "500 出错了，请稍后再试 / Something went wrong; please try again later",
    503: "503 现在忙不过来，请稍后再试 / Too busy just now; please try again later",
}


def _plain(status: int, headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(_SAID[status] + "\n", status, {"cache-control": "no-store", **(headers or {})})


def ready() -> None:
    """Raises LayoutError (NP950) where what the server stands on is not installed."""
    for module in ("starlette", "uvicorn", "jinja2", "opencc"):
        need(module, "archive")


def serve(room: Room, at: Address, listening: socket.socket, behind_proxy: bool = False) -> None:
    """Answer until the process is told to end, as `serving.run` says."""
    run(Reception(room, at), listening, "archive", behind_proxy)


__all__ = ["HEADERS", "Reception", "address_of", "listen", "ready", "serve"]
