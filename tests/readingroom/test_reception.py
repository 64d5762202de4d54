"""The reading room over HTTP: what is refused, what may be kept, and what a reader is never told."""

from __future__ import annotations

import gzip
import logging
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE
from trial_archive import SCHOOL

from layout import serving
from layout.archive import naming
from layout.readingroom import addresses, server
from layout.readingroom.rendering import asset_mark
from layout.readingroom.room import Asked, Room

testclient = pytest.importorskip("starlette.testclient")
ISSUE = addresses.link(f"/issues/{SCHOOL}/")
FILE = ISSUE + addresses.link(f"{SCHOOL}.pdf")


@pytest.fixture(scope="module")
def client(room: Room) -> testclient.TestClient:
    return testclient.TestClient(
        server.Reception(room, server.address_of(["papers.example.org"])),
        base_url="http://localhost:8000",
        raise_server_exceptions=False,
        follow_redirects=False,
    )


@pytest.mark.parametrize("path", ["/", ISSUE, "/nothing", "/assets/room.css", FILE, "/search/?q=" + "x" * 300])
def test_every_answer_says_what_a_browser_may_do(client: testclient.TestClient, path: str) -> None:
    found = client.get(path)
    policy = found.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in found.headers
    assert "server" not in found.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "GE"])
def test_only_reading_is_done(client: testclient.TestClient, method: str) -> None:
    found = client.request(method, "/")
    assert found.status_code == 405
    assert found.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "evil.example:localhost",
        "localhost:8000:1",
        "localhost/",
        "",
        " ",
        "[::1",
        "127.0.0.1.",
        "papers.example.org, evil.example",
    ],
)
def test_another_host_is_refused(client: testclient.TestClient, host: str) -> None:
    found = client.get("/", headers={"host": host})
    assert found.status_code == 421
    assert "evil" not in found.text


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:9", "[::1]:8000", "papers.example.org", "PAPERS.example.org:443"]
)
def test_the_names_of_the_house_are_answered(client: testclient.TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_the_address_of_the_house_is_one_of_its_names(room: Room) -> None:
    at = server.address_of(base="https://papers.example.org/old")
    assert at.base == "https://papers.example.org/old/"
    assert "papers.example.org" in at.hosts
    client = testclient.TestClient(server.Reception(room, at), base_url="http://papers.example.org")
    assert 'href="https://papers.example.org/old/"' in client.get("/").text


ABROAD = [
    "/../catalogue.sqlite",
    "/%2e%2e/catalogue.sqlite",
    "/..%2fcatalogue.sqlite",
    "/%2e%2e%2fcatalogue.sqlite",
    "/%252e%252e%252fcatalogue.sqlite",
    "/..%5ccatalogue.sqlite",
    "/..\\catalogue.sqlite",
    "/%c0%ae%c0%ae/catalogue.sqlite",
    "/assets/../../readingroom/base.html",
    "/assets/%2e%2e%2frendering.py",
    "/assets/..%2f..%2f..%2fetc%2fpasswd",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/file:///etc/passwd",
    f"{ISSUE}..%2f..%2fcatalogue.sqlite",
    f"{ISSUE}pages/..%2f..%2fedition.json",
    f"{ISSUE}pages/1%00.jpg",
    f"{ISSUE}pages/1.jpg%00",
    f"{ISSUE}pages/1.jpg%0d%0aset-cookie:%20a=b",
    f"{ISSUE}pages/%ff%fe.jpg",
    f"{ISSUE}articles/..%2f..%2f..%2fmanifest-sha256.txt",
    f"{ISSUE}edition.json",
    "/catalogue.sqlite",
    "/archive.json",
    "/bags/",
    "/papers/..%2f..%2f/",
    "/papers/%2e%2e/collection.json",
    "/issues/" + "%2e%2e/" * 12 + "etc/passwd",
]


@pytest.mark.parametrize("path", ABROAD)
def test_no_way_leads_out_of_the_archive(client: testclient.TestClient, path: str) -> None:
    scope_path = path
    found = client.get(scope_path)
    assert found.status_code in (400, 404)
    assert "root:" not in found.text
    assert "SQLite" not in found.text
    assert "set-cookie" not in found.headers


def test_what_is_too_long_is_not_looked_at(client: testclient.TestClient) -> None:
    assert client.get("/" + "a" * 2000).status_code == 414
    assert client.get("/search/?q=" + "a" * 5000).status_code == 414
    assert client.get("/search/?" + "&".join(f"a{n}=1" for n in range(100))).status_code == 400
    assert client.get("/search/?q=" + quote("报" * 201)).status_code == 400
    assert client.get("/search/?q=" + quote("报" * 200)).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=a%0d%0ab", "q=%ff%fe", "q=%80", "q=a\\b"])
def test_controls_and_broken_letters_are_no_question(client: testclient.TestClient, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 400


def test_a_forgotten_stroke_leads_on_within_the_house(client: testclient.TestClient) -> None:
    found = client.get(ISSUE[:-1] + "?q=%0a")
    assert found.status_code == 400
    found = client.get(f"{ISSUE[:-1]}?q=%E6%A1%A5")
    assert found.status_code == 308
    assert found.headers["location"] == f"http://localhost:8000{ISSUE}?q=%E6%A1%A5"
    assert client.get("/%2fevil.example").status_code == 404


def test_only_the_first_of_two_answers_counts(client: testclient.TestClient) -> None:
    assert 'value="桥"' in client.get("/search/?q=桥&q=<b>").text


def test_files_come_with_the_sums_of_their_bag_and_in_parts(client: testclient.TestClient, archive: Path) -> None:
    data = next((archive / naming.BAGS).rglob(f"{SCHOOL}.pdf")).read_bytes()
    whole = client.get(FILE)
    assert whole.content == data
    assert whole.headers["etag"] == f'"{sha256(data).hexdigest()}"'
    assert whole.headers["content-type"] == "application/pdf"
    part = client.get(FILE, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(data)}"
    assert client.get(FILE, headers={"range": "bytes=999999999-"}).status_code == 416
    assert client.get(FILE, headers={"range": "bytes=-5"}).content == data[-5:]
    assert client.get(FILE, headers={"range": "bytes=0-4", "if-range": '"other"'}).content == data
    for tags in (whole.headers["etag"], f'"a", {whole.headers["etag"]}', "*"):
        again = client.get(FILE, headers={"if-none-match": tags})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(FILE, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("asked", ["items=0-1", "bytes=", "bytes=a-b", "bytes", "lines=1-2"])
def test_a_range_that_is_none_is_not_asked(client: testclient.TestClient, asked: str) -> None:
    assert client.get(FILE, headers={"range": asked}).status_code == 200


def test_heads_come_without_bodies(client: testclient.TestClient) -> None:
    found = client.head(FILE)
    assert found.status_code == 200
    assert found.content == b""
    assert int(found.headers["content-length"]) > 0


def test_text_is_packed_where_that_is_taken(room: Room, client: testclient.TestClient) -> None:
    with client.stream("GET", ISSUE, headers={"accept-encoding": "gzip"}) as found:
        packed = b"".join(found.iter_raw())
    plain = client.get(ISSUE, headers={"accept-encoding": "identity"})
    assert found.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2
    assert found.headers["etag"] == "W/" + plain.headers["etag"]
    assert found.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in client.get(ISSUE, headers={"accept-encoding": "gzip;q=0"}).headers
    assert client.get(ISSUE, headers={"if-none-match": found.headers["etag"]}).status_code == 304


def test_what_may_be_kept_how_long(client: testclient.TestClient) -> None:
    assert "immutable" in client.get(f"/assets/room.css?{asset_mark('room.css')}").headers["cache-control"]
    assert "immutable" not in client.get("/assets/room.css?old").headers["cache-control"]
    assert client.get(ISSUE).headers["cache-control"] == "public, max-age=60"
    assert client.get("/nothing").headers["cache-control"] == "no-store"


def test_viewers_of_other_houses_may_fetch_pictures_and_manifests_alone(client: testclient.TestClient) -> None:
    for path in (f"{ISSUE}manifest.json", f"{ISSUE}pages/1.jpg", "/collection.json"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get(ISSUE).headers
    assert client.get(f"{ISSUE}manifest.json").headers["content-type"].startswith("application/ld+json")


def test_what_breaks_inside_is_not_told(archive: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    copy = shutil.copytree(archive, tmp_path / "copy")
    room = Room(copy)
    for path in copy.rglob(naming.EDITION):
        path.write_bytes(b"{}")
    client = testclient.TestClient(
        server.Reception(room, server.address_of()), base_url="http://localhost", raise_server_exceptions=False
    )
    with caplog.at_level(logging.ERROR, server.log.name):
        found = client.get(ISSUE)
    assert found.status_code == 500
    assert "Traceback" not in found.text
    assert str(tmp_path) not in found.text
    assert caplog.records
    (copy / naming.CATALOGUE).unlink()
    (copy / naming.CATALOGUE).write_bytes(b"nothing")
    assert client.get("/search/?q=a").status_code == 500


def test_an_answer_that_takes_too_long_is_given_up(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()

    class Slow(Room):
        def __init__(self) -> None:
            pass

        def answer(self, asked: Asked):  # type: ignore[no-untyped-def]
            held.wait(PATIENCE)
            return room.answer(asked)

    reception = server.Reception(Slow(), server.address_of(), seconds=0.05)
    found = testclient.TestClient(reception, base_url="http://localhost").get("/")
    held.set()
    assert found.status_code == 503
    assert found.headers["retry-after"] == "10"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that begin now are patient for half a second."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.5)


@pytest.fixture
def served(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server."""
    uvicorn = pytest.importorskip("uvicorn")
    started: list[object] = []
    plain = uvicorn.Server.run
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: (started.append(self), plain(self, sockets)))
    listening = server.listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.serve, args=(room, server.address_of(), listening))
    thread.start()
    yield listening.getsockname()[1]
    started[0].should_exit = True  # type: ignore[attr-defined]
    thread.join(PATIENCE)
    listening.close()
    assert not thread.is_alive()


def _said(port: int, *pieces: bytes, pause: float = 0) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        got = b""
        with suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            while more := connection.recv(65536):
                got += more
        return got


def test_over_the_wire(served: int) -> None:
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert _said(served, head).startswith(b"HTTP/1.1 200 ")
    assert _said(served, head.replace(b"localhost", b"evil.example")).startswith(b"HTTP/1.1 421 ")
    assert _said(served, head.replace(b"GET /", b"GET /..%2f..%2fetc%2fpasswd")).startswith(b"HTTP/1.1 404 ")
    assert _said(served, head.replace(b"GET /", b"GET /a%0d%0aSet-Cookie:x")).startswith(b"HTTP/1.1 400 ")
    assert _said(served, head.replace(b"GET /", b"GET //evil.example")).startswith(b"HTTP/1.1 404 ")
    assert _said(served, head.replace(b"GET /", b"GET http://evil.example/")).startswith(b"HTTP/1.1 404 ")
    assert _said(served, head.replace(b"Host:", b"X: " + b"a" * 70_000 + b"\r\nHost:")).startswith(b"HTTP/1.1 4")
    assert _said(served, head.replace(b"Host: localhost\r\n", b"Host: localhost\r\nHost: evil\r\n")).startswith(
        b"HTTP/1.1 4"
    )
    assert _said(served, head.replace(b"HTTP/1.1", b"HTTP/1.1\r\nHost")).startswith(b"HTTP/1.1 4")
    assert b"<html" not in _said(served, b"HEAD" + head[3:])
    two = _said(served, head.replace(b"close", b"keep-alive") + head)
    assert two.count(b"HTTP/1.1 200 ") == 2


def test_a_head_that_drips_in_is_not_waited_for(hurried: None, served: int) -> None:
    assert _said(served) == b""
    assert _said(served, *[b"GET / HT", b"TP/1.1\r\n", b"Host: loc", b"alhost\r\n", b"\r\n"], pause=0.2) == b""


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["issues", "papers", "en", "search", "assets", SCHOOL, "pages", "articles", "0101", "1", "..", ""]
            ),
            st.text(max_size=12),
        ),
        max_size=7,
    ),
    st.dictionaries(
        st.sampled_from(["q", "since", "until", "paper", "section", "author", "page", "newest", "p"]), st.text()
    ),
)
@settings(max_examples=100)
def test_whatever_is_asked_is_answered(room: Room, parts: list[str], query: dict[str, str]) -> None:
    found = room.answer(Asked("/".join(parts), query, "http://localhost/"))
    assert found.status in (200, 400, 404)


@pytest.mark.parametrize("instead", ["gone", "link", "folder"])
def test_a_file_that_is_not_the_bags_own_is_not_sent(archive: Path, tmp_path: Path, instead: str) -> None:
    copy = tmp_path / "archive"
    shutil.copytree(archive, copy)
    (file,) = copy.rglob(f"{SCHOOL}.pdf")
    file.unlink()
    if instead == "link":
        file.symlink_to("/etc/hostname")
    elif instead == "folder":
        file.mkdir()
    client = testclient.TestClient(
        server.Reception(Room(copy), server.address_of(["localhost"])), base_url="http://localhost:8000"
    )
    found = client.get(FILE)
    assert found.status_code == 500
    assert "content-security-policy" in found.headers
    assert Path("/etc/hostname").read_bytes() not in found.content
