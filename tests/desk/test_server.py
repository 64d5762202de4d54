"""Who may ask the desk, and for what: every hostile request is refused, nothing outside the folder is read."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from patience import PATIENCE

from layout.desk.asking import Refusal
from layout.desk.desk import Desk
from layout.desk.server import MOST_BODY, READING_STREAMS, Keys, Reception
from layout.issue.glance import glance
from layout.serving import address_of

testclient = pytest.importorskip("starlette.testclient")
ROOT = Path(__file__).parents[2]
FILE = "2019-07-15.yaml"
HERE = "http://localhost:8766"
KEYS = Keys("writer-key", "reader-key", "page-token")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk")
    (home / "secret.yaml").write_text("paper: secret\npages:\n  - page: 1\n", "utf-8")
    return Path(shutil.copytree(ROOT / "issues" / "xietu", home / "xietu"))


@pytest.fixture(scope="module")
def reception(folder: Path) -> Iterator[Reception]:
    desk = Desk(str(folder / FILE))
    desk.start()
    yield Reception(desk, address_of(["papers.example.org"]), KEYS, 8766)
    desk.end()


@pytest.fixture
def client(reception: Reception) -> Any:
    return testclient.TestClient(reception, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def writer(client: Any) -> Any:
    client.cookies.set("layout-desk-8766", KEYS.writer)
    client.headers["X-Desk-Token"] = KEYS.token
    client.headers["Origin"] = HERE
    return client


@pytest.fixture
def reader(reception: Reception) -> Any:
    client = testclient.TestClient(reception, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set("layout-desk-8766", KEYS.reader)
    return client


def post(client: Any, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, content=json.dumps(body), headers={"Content-Type": "application/json", **headers})


DRAFT = {"issue": FILE, "page": 2, "story": "lead", "path": ["headline"], "value": "新题", "base": ""}


def test_without_the_key_nothing_is_shown(client: Any) -> None:
    for path in ("/", "/api/desk", f"/api/state?issue={FILE}", "/assets/app.js", f"/api/events?issue={FILE}"):
        assert client.get(path).status_code == 403, path
    assert post(client, "/api/draft", DRAFT).status_code == 403


def test_the_printed_address_opens_the_desk_and_keeps_its_key_out_of_sight(client: Any) -> None:
    found = client.get("/", params={"key": KEYS.writer})
    assert found.status_code == 303
    assert found.headers["location"] == "/"
    cookie = found.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/", params={"key": "another"}).status_code == 403


def test_the_shell_has_the_token_for_who_may_write_alone(writer: Any, reader: Any) -> None:
    assert KEYS.token in writer.get("/").text
    assert KEYS.token not in reader.get("/").text
    policy = reader.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "localhost:80:90", ""])
def test_another_host_is_refused(writer: Any, host: str) -> None:
    assert writer.get("/api/desk", headers={"Host": host}).status_code == 421


def test_a_page_of_another_site_gets_nothing(writer: Any) -> None:
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site}
        assert writer.get("/api/desk", headers=headers).status_code == 403
        assert writer.get("/assets/app.js", headers=headers).status_code == 403
        assert post(writer, "/api/draft", DRAFT, **headers).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9999", "https://localhost"])
def test_a_post_from_another_origin_is_refused(writer: Any, origin: str) -> None:
    assert post(writer, "/api/draft", DRAFT, Origin=origin).status_code == 403


def test_what_is_not_told_or_is_no_name_is_refused(writer: Any) -> None:
    assert writer.get("/api/page").status_code == 400
    assert writer.get("/api/overlay", params={"issue": FILE, "page": 1, "kind": "none"}).status_code == 404
    for name in ("\0.yaml", "../paper.yaml", ""):
        assert writer.get("/api/state", params={"issue": name}).status_code == 404
    assert post(writer, "/api/draft", DRAFT | {"issue": "\ud800.yaml"}).status_code == 404


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有第 9 版"), ("en", "there is no page 9")])
def test_a_refusal_speaks_the_language_of_who_asked(writer: Any, lang: str, said: str) -> None:
    answer = writer.get("/api/page", params={"issue": FILE, "page": 9, "lang": lang})
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == said
    moved = post(writer, "/api/move", {"issue": FILE, "story": "无此稿", "from": 1, "to": 1, "lang": lang})
    assert moved.json()["error"]["message"] == {"zh": "没有“无此稿”这篇稿", "en": "there is no story “无此稿”"}[lang]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("token", ["", "page-toke", "page-token ", "PAGE-TOKEN"])
def test_without_the_token_nothing_is_written(writer: Any, token: str) -> None:
    assert post(writer, "/api/save", DRAFT, **{"X-Desk-Token": token}).status_code == 403


def test_who_may_only_read_writes_nothing_even_with_the_token(reader: Any) -> None:
    assert reader.get(f"/api/state?issue={FILE}").status_code == 200
    assert post(reader, "/api/save", DRAFT, **{"X-Desk-Token": KEYS.token, "Origin": HERE}).status_code == 403
    assert reader.get("/api/desk").json()["root"] == ""


def test_a_form_of_another_page_cannot_write(writer: Any) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert writer.post("/api/draft", content=json.dumps(DRAFT), headers={"Content-Type": kind}).status_code == 415


def test_a_body_that_is_too_large_is_refused_before_it_is_read(writer: Any) -> None:
    assert post(writer, "/api/draft", {**DRAFT, "value": "字" * MOST_BODY}).status_code == 413
    pieces = (b'{"issue": "' + b"x" * 100_000 for _ in range(60))
    found = writer.post("/api/draft", content=pieces, headers={"Content-Type": "application/json"})
    assert found.status_code == 413


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"', "[" * 100_000, '{"issue": 3}'])
def test_what_is_no_question_is_refused(writer: Any, body: str) -> None:
    found = writer.post("/api/draft", content=body, headers={"Content-Type": "application/json"})
    assert found.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(writer: Any, method: str) -> None:
    assert writer.request(method, "/api/desk").status_code == 405


OUT = [
    "../secret.yaml",
    "/etc/passwd",
    "xietu/../../secret.yaml",
    "..\\secret.yaml",
    "a\0b",
    "%2e%2e/secret.yaml",
    ".",
    "",
]


@pytest.mark.parametrize("name", OUT)
def test_no_name_leads_out_of_the_folder(writer: Any, name: str) -> None:
    for path in ("state", "stories"):
        assert writer.get(f"/api/{path}", params={"issue": name}).status_code in (400, 404), name
    assert post(writer, "/api/save", {**DRAFT, "issue": name, "was": ""}).status_code in (400, 404, 422)
    assert post(writer, "/api/build", {"issue": name}).status_code in (404, 422)


@pytest.mark.parametrize(
    "path",
    [
        *("/assets/../desk.py", "/assets/..%2f..%2fdesk%2fdesk.py", "/assets//etc/passwd", "/assets/index.html"),
        *("/assets/codemirror/../../keys.toml", "/assets/.env", "/assets/app.js%00.css"),
    ],
)
def test_assets_are_the_desks_own(writer: Any, path: str) -> None:
    assert writer.get(path).status_code == 404


def test_a_link_out_of_the_folder_is_not_there(writer: Any, folder: Path) -> None:
    (folder / "linked.yaml").symlink_to(folder.parent / "secret.yaml")
    (folder / "linked").symlink_to(folder.parent)
    try:
        for name in ("linked.yaml", "linked/secret.yaml"):
            assert writer.get("/api/state", params={"issue": name}).status_code == 404
            assert post(writer, "/api/build", {"issue": name}).status_code in (404, 422)
        assert "linked" not in json.dumps(writer.get("/api/desk").json()["issues"])
    finally:
        (folder / "linked.yaml").unlink()
        (folder / "linked").unlink()


def test_copy_and_pictures_from_outside_are_not_read(writer: Any, folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text("外面的文字", "utf-8")
    issue = folder / "reaching.yaml"
    issue.write_text(
        "paper: xietu\ndate: 2019-07-16\npages:\n  - page: 1\n    plan: auto\n    stories:\n      a:\n"
        "        headline: 一\n        body: {file: ../outside.txt}\n",
        "utf-8",
    )
    try:
        state = writer.get("/api/state", params={"issue": "reaching.yaml"}).json()
        assert any(fault["severity"] == "error" and "outside.txt" in fault["message"] for fault in state["diagnostics"])
        page = writer.get("/api/page", params={"issue": "reaching.yaml", "page": 1}).text
        assert "外面" not in page
    finally:
        issue.unlink()


def test_addresses_and_heads_have_lengths(writer: Any) -> None:
    assert writer.get("/" + "a" * 600).status_code == 414
    assert writer.get("/api/desk", params={"x": "a" * 5000}).status_code == 414
    assert writer.get("/api/desk", headers={"X-Long": "a" * 20_000}).status_code == 431


def test_every_answer_says_how_it_may_be_used(writer: Any) -> None:
    for path in ("/", "/api/desk", "/assets/app.js", "/nothing"):
        headers = writer.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/api/font/../0", "/api/font/noto-serif-sc-400/x", "/api/font/none/0", "/api/picture/x"]
)
def test_fonts_and_pictures_are_those_of_the_pages(writer: Any, path: str) -> None:
    assert writer.get(path).status_code == 404


def test_a_field_path_must_be_one(writer: Any) -> None:
    for path in ([], ["headline"] * 9, [-1], [1.5], [None], "headline", [True]):
        assert post(writer, "/api/draft", {**DRAFT, "path": path}).status_code == 400


def test_nobody_opens_an_editor_where_none_is_named(writer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("LAYOUT_EDITOR", raising=False)
    assert post(writer, "/api/open", {"file": FILE, "line": 1, "column": 1}).status_code == 501


@pytest.fixture
def import_of(writer: Any) -> Any:
    """Brings a text, or files by their names, to the desk; the import's name."""

    def bring(text: str = "", **files: bytes) -> str:
        given = [{"name": f"{name}.docx", "data": b64encode(data).decode()} for name, data in files.items()]
        answer = post(writer, "/api/import", {"text": text, "files": given, "issue": FILE})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["import"])

    return bring


COPY = "街道举行活动\n\n昨天，街道举行了活动，居民都来参加，大家非常高兴。\n"


@pytest.mark.parametrize("name", ["paper.yaml", "a/paper", "../x", "/x", ".x", "a/.x", "a\nb", "a\\b", "con:x", "a?"])
def test_an_import_becomes_no_file_of_another_meaning(writer: Any, import_of: Any, folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    assert post(writer, "/api/import/place", {"import": import_of(COPY), "as": name}).status_code in (409, 422)
    assert sorted(folder.parent.rglob("*")) == before


def test_an_import_leaves_the_mark_and_what_was_written_since_it_was_read(
    writer: Any, import_of: Any, folder: Path
) -> None:
    brought = import_of(COPY)
    path = folder / "marked.yaml"
    path.write_bytes("\ufeffpages:\n  - page: 1\n    stories:\n      one: {headline: 别人写的}\n".encode())
    assert post(writer, "/api/import/place", {"import": brought, "issue": path.name, "page": 1}).status_code == 200
    assert path.read_bytes().startswith(
        "\ufeffpages:\n  - page: 1\n    stories:\n      one: {headline: 别人写的}\n".encode()
    )
    path.unlink()


def test_an_import_into_what_is_no_issue_leaves_it(writer: Any, import_of: Any, folder: Path) -> None:
    brought = import_of(COPY)
    for text in ("", "# 只有一句话\n", "pages: [\n", "a: 1\n", "- 1\n"):
        (folder / "none.yaml").write_text(text, "utf-8")
        for page in (0, 1):
            assert post(writer, "/api/import/place", {"import": brought, "issue": "none.yaml", "page": page}).is_error
            assert (folder / "none.yaml").read_text("utf-8") == text
    (folder / "none.yaml").unlink()


def test_two_imports_with_pictures_of_one_name_keep_both(writer: Any, import_of: Any, folder: Path) -> None:
    brought = [import_of(**{f"of{tone}": with_picture(tone)}) for tone in (10, 200)]
    (folder / "two.yaml").write_text("pages:\n  - page: 1\n", "utf-8")
    for each in brought:
        assert post(writer, "/api/import/place", {"import": each, "issue": "two.yaml"}).status_code == 200
    named = re.findall(r"images/image1[^\s,}]*", (folder / "two.yaml").read_text("utf-8"))
    assert len(set(named)) == 2
    assert {(folder / name).read_bytes() for name in named} == {picture(tone) for tone in (10, 200)}


def picture(tone: int) -> bytes:
    from PIL import Image

    made = BytesIO()
    Image.new("L", (60, 40), tone).save(made, "PNG")
    return made.getvalue()


def with_picture(tone: int) -> bytes:
    """A Word file with a picture, which Word calls image1.png, and some copy."""
    docx = pytest.importorskip("docx")
    made, found = docx.Document(), BytesIO()
    for line in COPY.split("\n\n"):
        made.add_paragraph(line.strip())
    made.add_picture(BytesIO(picture(tone)))
    made.save(found)
    return found.getvalue()


@pytest.mark.parametrize("files", [5, "abc", {"a": 1}, [1], [{"name": "a.txt", "data": ""}] * 201])
def test_what_is_no_list_of_files_is_refused(writer: Any, files: Any) -> None:
    assert post(writer, "/api/import", {"files": files}).status_code == 400


@pytest.mark.parametrize("name", ["pipe.yaml", "\ud800.yaml"])
def test_what_is_no_file_is_no_issue(writer: Any, folder: Path, name: str) -> None:
    if name.isascii():
        os.mkfifo(folder / name)
    assert post(writer, "/api/undo", {"issue": name}).status_code == 404
    assert writer.get("/api/desk").status_code == 200


def test_a_file_of_blanks_is_looked_through_at_once(folder: Path) -> None:
    blank = "pages:\n" + " " * 1_000_000 + "\n" + "\n" * 900_000
    assert glance(blank) is not None


def test_what_takes_seconds_keeps_nobody_from_the_desk(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    httpx, begun, done = pytest.importorskip("httpx"), Event(), Event()

    def plans(*asked: Any) -> dict[str, Any]:
        begun.set()
        return {"done": done.wait(PATIENCE)}

    monkeypatch.setattr(reception.desk, "plans", plans)

    async def asked() -> int:
        cookies, over = {"layout-desk-8766": KEYS.reader}, httpx.ASGITransport(reception)
        async with httpx.AsyncClient(transport=over, base_url=HERE, cookies=cookies) as client:
            plans = [asyncio.create_task(client.get(f"/api/plans?issue={FILE}&page=2")) for _ in range(40)]
            await asyncio.get_running_loop().run_in_executor(None, begun.wait, PATIENCE)
            answer = await asyncio.wait_for(client.get("/api/desk"), PATIENCE / 2)
            done.set()
            await asyncio.gather(*plans)
            return int(answer.status_code)

    assert asyncio.run(asked()) == 200


def test_streams_without_end_leave_room_for_who_writes(reception: Reception) -> None:
    async def opened() -> tuple[int, int]:
        begun: list[Any] = []
        for _ in range(READING_STREAMS):
            answer: Any = reception._events(FILE, "zh", False)
            await anext(answer.body_iterator)
            begun.append(answer.body_iterator)
        with pytest.raises(Refusal, match="too many"):
            reception._events(FILE, "zh", False)
        reception._events(FILE, "zh", True)  # one that is never begun is none
        there = len(reception._streams)
        for stream in begun:
            await stream.aclose()
        return there, len(reception._streams)

    assert asyncio.run(opened()) == (READING_STREAMS, 0)
