"""The desk over HTTP, as docs/desk-protocol.md says. A door to Starlette.

The desk may write into the paper's files, so it trusts nobody: a request is refused before it is looked at when its
Host is not one of ours, when a browser says that another site sent it, when it has not the key that the address printed
at the start gives (a cookie), and, where it would write, without the token that only a page of ours can read.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from layout.desk.acting import Acts
from layout.desk.asking import Refusal
from layout.desk.desk import Desk
from layout.desk.showing import Snapshot, text
from layout.diagnostics import Language, LayoutError, Wording, resource
from layout.extras import need
from layout.serving import MOST_HEADERS, Address, is_ours
from layout.value import value

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_PATH = 512
"""Bytes of an address as it is sent."""
LONGEST_QUERY = 4096
MOST_BODY = 2_000_000
"""Bytes of what is written: a story of 300,000 characters is 900,000."""
MOST_FILES = 96_000_000
"""Bytes of an import: sixty photographs in base 64."""
WORKERS = 6
"""Answers made at a time."""
SLOW_WORKERS = 3
"""Of those that take seconds: whoever asks for them again and again keeps nobody from saving."""
STREAMS = 96
"""Of events at a time; a window has one."""
READING_STREAMS = 64
"""Of who may only read."""
WAITING = 256
"""Events kept for a browser that does not take them; then it is told to begin anew."""
ALIVE = 15.0
"""Seconds after which a silent stream says that it lives: proxies and phones close what is silent longer."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Of every answer."""
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_SLOW = frozenset(["GET plans", "GET plates", "GET before", "POST proof", "POST build", "POST import"])
_ASSET = re.compile(r"(?:[a-z0-9-]+/)?[a-z0-9-]+\.(?:js|css|svg|json|txt)")

log = logging.getLogger("layout.desk")


@value
class Keys:
    """What opens the desk. writer, reader: in the address of who may write, or only read; token: what a page of the
    writer's sends along when it writes."""

    writer: str
    reader: str
    token: str


def fresh_keys() -> Keys:
    """Of one run of the desk."""
    return Keys(*(secrets.token_urlsafe(24) for _ in range(3)))


Answer = Callable[[dict[str, str], Language], Any]
Act = Callable[[dict[str, Any], Language], Any]


class Reception:
    """The desk as an ASGI application. at: the names it has."""

    def __init__(self, desk: Desk, at: Address, keys: Keys, port: int = 0) -> None:
        need("starlette", "desk")
        self._cookie = f"layout-desk-{port}"  # browsers give the cookies of one port to every other of the host
        self.desk, self.at, self.keys = desk, at, keys
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
        self._slow = ThreadPoolExecutor(SLOW_WORKERS, thread_name_prefix="desk-slow")
        self._streams: set[_Stream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        desk.tell(self._tell)
        self._answers: dict[str, Answer] = {
            "state": lambda q, lang: desk.state(_given(q, "issue"), lang),
            "page": lambda q, lang: desk.page(_given(q, "issue"), _whole(q, "page")),
            "words": lambda q, lang: desk.words(_given(q, "issue"), _whole(q, "page")),
            "story": lambda q, lang: desk.story(_given(q, "issue"), _whole(q, "page"), _given(q, "name")),
            "stories": lambda q, lang: desk.stories(_given(q, "issue")),
            "plans": lambda q, lang: desk.plans(_given(q, "issue"), _whole(q, "page"), lang),
            "overlay": lambda q, lang: desk.overlay(_given(q, "issue"), _whole(q, "page"), _given(q, "kind"), lang),
            "plates": lambda q, lang: desk.plates(_given(q, "issue")),
            "before": lambda q, lang: desk.before(_given(q, "issue"), _whole(q, "page")),
        }
        acts = Acts(desk)
        self._acts: dict[str, Act] = {
            "draft": lambda a, lang: acts.draft(a),
            "save": acts.save,
            "discard": lambda a, lang: acts.discard(a),
            "undo": lambda a, lang: acts.undo(a),
            "redo": lambda a, lang: acts.undo(a, again=True),
            "plans": acts.choose,
            "move": acts.move,
            "silence": acts.silence,
            "fix": acts.fix,
            "import": acts.take_in,
            "import/place": acts.place,
            "proof": acts.proof,
            "build": acts.build,
            "new": acts.new,
            "open": lambda a, lang: acts.open(a),
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        from starlette.requests import Request

        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1003})
            return
        self._loop = asyncio.get_running_loop()
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except Refusal as refusal:
            response = _refused(refusal, self.desk.language)
        except Exception:
            log.exception("%s", scope["path"])
            response = _refused(Refusal(500, "出错了 / something went wrong"), self.desk.language)
        for name, given in HEADERS.items():
            response.headers.setdefault(name, given)
        await response(scope, receive, send)

    # -- who may ask -------------------------------------------------------------------------------------------------

    async def _response(self, request: Request) -> Response:
        self._guard(request)
        path = request.scope["path"]
        if path == "/" and "key" in request.query_params:
            return self._let_in(request)
        writes = self._role(request)
        if request.method == "POST":
            return await self._post(request, path, writes)
        return await self._get(request, path, writes)

    def _guard(self, request: Request) -> None:
        scope = request.scope
        if not is_ours(request.headers.getlist("host"), self.at.hosts):
            raise Refusal(421, "不是这里的网址 / not a name of this desk")
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refusal(405, "GET, POST")
        if len(scope.get("raw_path") or b"") > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            raise Refusal(414, "地址太长 / address too long")
        if sum(len(name) + len(given) for name, given in scope["headers"]) > MOST_HEADERS:
            raise Refusal(431, "请求头太大 / head too large")
        # Browsers say where a request comes from (Fetch Metadata); a page of another site gets nothing, pictures too.
        site = request.headers.get("sec-fetch-site", "same-origin")
        opened = request.headers.get("sec-fetch-mode") == "navigate" and request.method == "GET"
        if site not in ("same-origin", "none") and not (opened and scope["path"] == "/"):
            raise Refusal(403, "别的网站不能用这里 / other sites may not use this desk")

    def _role(self, request: Request) -> bool:
        """Whether the browser may write; one that may not even read is refused."""
        given = request.cookies.get(self._cookie, "")
        if hmac.compare_digest(given.encode(), self.keys.writer.encode()):
            return True
        if hmac.compare_digest(given.encode(), self.keys.reader.encode()):
            return False
        raise Refusal(403, "请用启动时终端里给出的网址打开 / open the address that the terminal printed at the start")

    def _let_in(self, request: Request) -> Response:
        """The address with the key becomes a cookie and an address without it."""
        from starlette.responses import Response

        key = request.query_params["key"].encode()
        known = next((k for k in (self.keys.writer, self.keys.reader) if hmac.compare_digest(key, k.encode())), None)
        if known is None:
            raise Refusal(403, "这个网址的钥匙不对 / this address has a wrong key")
        response = Response(status_code=303, headers={"location": "/"})
        response.set_cookie(self._cookie, known, httponly=True, samesite="strict", path="/")
        return response

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _get(self, request: Request, path: str, writes: bool) -> Response:
        if path == "/":
            return self._shell(writes)
        if path.startswith("/assets/"):
            return _asset(path.removeprefix("/assets/"))
        query = dict(request.query_params)
        language: Language = "en" if query.get("lang") == "en" else "zh" if "lang" in query else self.desk.language
        try:
            return await self._answered(path, query, language, writes)
        except Refusal as refusal:
            return _refused(refusal, language)

    async def _answered(self, path: str, query: dict[str, str], language: Language, writes: bool) -> Response:
        from starlette.responses import Response

        if path == "/api/events":
            return self._events(_given(query, "issue"), language, writes)
        if path == "/api/desk":
            return _json(await self._aside(lambda: self.desk.about(writes)))
        if path == "/api/plate":
            plate = await self._aside(
                lambda: self.desk.plate(_given(query, "issue"), _whole(query, "page"), _given(query, "plate")),
                slow=True,
            )
            return Response(plate, media_type="image/png")
        if path.startswith("/api/font/"):
            face, _, number = path.removeprefix("/api/font/").rpartition("/")
            if not number.isdecimal():
                raise Refusal(404, path)
            data = await self._aside(lambda: self.desk.font(face, int(number[:9])))
            return Response(data, media_type="font/otf", headers={"cache-control": "private, max-age=86400, immutable"})
        if path.startswith("/api/picture/"):
            suffix, data = await self._aside(lambda: self.desk.picture(path.removeprefix("/api/picture/")), slow=True)
            kind = "image/png" if suffix == "png" else "image/jpeg"
            return Response(data, media_type=kind, headers={"cache-control": "private, max-age=86400, immutable"})
        name = path.removeprefix("/api/") if path.startswith("/api/") else ""
        answer = self._answers.get(name)
        if answer is None:
            raise Refusal(404, path)
        return _json(await self._aside(lambda: answer(query, language), slow=f"GET {name}" in _SLOW))

    async def _post(self, request: Request, path: str, writes: bool) -> Response:
        token = request.headers.get("x-desk-token", "")
        if not writes or not hmac.compare_digest(token.encode(), self.keys.token.encode()):
            raise Refusal(403, "这里只能看 / this desk may only be looked at")
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
            raise Refusal(403, "别的网站不能用这里 / other sites may not use this desk")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, "application/json")
        name = path.removeprefix("/api/") if path.startswith("/api/") else ""
        act = self._acts.get(name)
        if act is None:
            raise Refusal(404, path)
        asked = await _body(request, MOST_FILES if path == "/api/import" else MOST_BODY)
        language: Language = "en" if asked.get("lang") == "en" else "zh" if "lang" in asked else self.desk.language
        try:
            return _json(await self._aside(lambda: act(asked, language), slow=f"POST {name}" in _SLOW))
        except Refusal as refusal:
            return _refused(refusal, language)

    async def _aside(self, answer: Callable[[], Any], slow: bool = False) -> Any:
        """What takes longer than a moment is made by a worker."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._slow if slow else self._workers, answer)
        except LayoutError as error:
            first = next(iter(error.report))
            raise Refusal(422, Wording(first.message("en"), first.message("zh")), first.code) from None
        except OSError as error:
            raise Refusal(422, error.strerror or str(error)) from None

    def _shell(self, writes: bool) -> Response:
        from starlette.responses import Response

        nonce = secrets.token_urlsafe(16)
        page = resource("desk/index.html").decode("utf-8")
        page = page.replace("{{ token }}", self.keys.token if writes else "").replace("{{ nonce }}", nonce)
        return Response(
            page,
            media_type="text/html",
            headers={"content-security-policy": _POLICY.format(nonce=nonce)},
        )

    # -- events ------------------------------------------------------------------------------------------------------

    def _events(self, issue: str, language: Language, writes: bool) -> Response:
        from starlette.responses import StreamingResponse

        if len(self._streams) >= (STREAMS if writes else READING_STREAMS):
            raise Refusal(503, "开的窗口太多 / too many windows are open")
        stream = _Stream(issue, language)

        async def lines() -> AsyncIterator[bytes]:
            self._streams.add(stream)  # not before: a stream that is never begun would never be taken away
            try:
                yield b": \n\n"
                while True:
                    try:
                        event = await asyncio.wait_for(stream.queue.get(), ALIVE)
                    except TimeoutError:
                        yield b": \n\n"
                        continue
                    if event is None:
                        return
                    yield event
            finally:
                self._streams.discard(stream)

        return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    def _tell(self, event: str, issue: str, now: Snapshot | None, before: Snapshot | None) -> None:
        """Called in the maker's thread."""
        if self._loop is None or self._loop.is_closed():
            return
        said: dict[Language, bytes] = {}
        for stream in tuple(self._streams):
            if event == "issues":
                data = _event("issues", b"{}")
            elif stream.issue != issue or now is None or before is None:
                continue
            else:
                data = said.get(stream.language) or _event("made", text(self.desk.change(now, before, stream.language)))
                said[stream.language] = data
            self._loop.call_soon_threadsafe(stream.put, data)

    def close(self) -> None:
        """End every stream."""
        if self._loop is not None and not self._loop.is_closed():
            for stream in tuple(self._streams):
                self._loop.call_soon_threadsafe(stream.put, _event("bye", b"{}"))
                self._loop.call_soon_threadsafe(stream.put, None)


class _Stream:
    """One browser's events of one issue."""

    def __init__(self, issue: str, language: Language) -> None:
        self.issue, self.language = issue, language
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue()

    def put(self, event: bytes | None) -> None:
        if self.queue.qsize() >= WAITING:  # it begins anew when it comes back
            while not self.queue.empty():
                self.queue.get_nowait()
            event = None
        self.queue.put_nowait(event)


def _event(name: str, data: bytes) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


async def _body(request: Request, most: int) -> dict[str, Any]:
    """The JSON object that came, no longer than `most` bytes."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise Refusal(413, "太大了 / too large")
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise Refusal(413, "太大了 / too large")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal(400, "JSON?") from None
    if not isinstance(found, dict):
        raise Refusal(400, "JSON?")
    return found


def _asset(name: str) -> Response:
    from starlette.responses import Response

    if not _ASSET.fullmatch(name):
        raise Refusal(404, name)
    try:
        data = resource(f"desk/{name}")
    except OSError:
        raise Refusal(404, name) from None
    mark = blake2b(data, digest_size=8).hexdigest()
    return Response(
        data, media_type=_KINDS[name[name.rindex(".") :]], headers={"etag": f'"{mark}"', "cache-control": "no-cache"}
    )


def _json(what: Any) -> Response:
    from starlette.responses import Response

    return Response(text(what), media_type="application/json")


def _refused(refusal: Refusal, language: Language) -> Response:
    from starlette.responses import Response

    said: dict[str, Any] = {"error": {"message": refusal.spoken(language), "code": refusal.code}}
    if refusal.conflict is not None:
        said["conflict"] = refusal.conflict
    return Response(text(said), refusal.status, media_type="application/json")


def _given(query: dict[str, str], name: str) -> str:
    if name not in query:
        raise Refusal(400, f"{name}: ?")
    return query[name]


def _whole(query: dict[str, str], name: str) -> int:
    given = _given(query, name)
    if not given.isdecimal() or len(given) > 6:
        raise Refusal(400, f"{name}: ?")
    return int(given)
