"""The folder of an edition: all copy, every link, the same bytes, whole or not at all."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from publish.conftest import BASE, ROOT, checked

from layout.articles.values import Edition
from layout.cli import main
from layout.diagnostics import Report
from layout.package.folder import SUMS, verify
from layout.pictures import Refused
from layout.pipeline import Proof, Session, Workspace
from layout.publish import publishing
from layout.publish.arranging import copies
from layout.publish.pages import article_page, sheet_page
from layout.publish.publishing import pieces_of, prepare, publish
from layout.publish.values import Area, Issue, Sheet
from layout.value import replace

XIETU = "issues/xietu/2019-07-15.yaml"


class Read(HTMLParser):
    """What a web page holds: its addresses, ids, heads and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.heads: list[int] = []
        self.text = ""
        self.alts: list[str | None] = []
        self._script = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._script = tag == "script"
        if (id := named.get("id")) is not None:
            self.ids.append(id)
        if re.fullmatch(r"h\d", tag):
            self.heads.append(int(tag[1]))
        if tag == "img":
            self.alts.append(named.get("alt"))
        for name in ("href", "src"):
            if (address := named.get(name)) is not None and named.get("rel") not in ("canonical", "external"):
                self.addresses.append(address)
        for each in (named.get("srcset") or "").split(","):
            if each.strip():
                self.addresses.append(each.split()[0])

    def handle_data(self, data: str) -> None:
        if not self._script:
            self.text += data


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, Read]]:
    return ((name, Read(data.decode())) for name, data in files.items() if name.endswith(".html"))


def test_every_article_is_there_once(files: dict[str, bytes]) -> None:
    _, proof = checked("xietu/2019-07-15")
    edition = Session(Workspace(ROOT)).edition(proof)
    counts = Counter(id for name, read in pages(files) if name[0] == "a" for id in read.ids if re.match(r"a\d", id))
    assert counts == Counter(f"a{article.id}" for article in edition.walk())


def test_all_copy_is_there(files: dict[str, bytes]) -> None:
    _, proof = checked("xietu/2019-07-15")
    assert proof.issue is not None
    text = "".join("".join(read.text.split()) for name, read in pages(files) if name[0] == "a")
    for paragraph in copies(proof.issue):
        assert text.count(paragraph) == 1, paragraph


def test_a_jumped_story_is_read_whole(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    assert proof.issue.date is not None
    pieces = pieces_of(edition, proof.issue, {})
    piece = next(piece for piece in pieces if piece.article.name == "library")
    sheet = Sheet(1, "", "index.html", (("pages/01-720.webp", 720),), 720, 1000, "", "", (), pieces)
    issue = Issue(edition.about, proof.issue.date, (sheet,))
    read = Read(article_page(issue, piece, edition, (10, 10)))
    text = "".join(read.text.split())
    story = next(story for story in proof.issue.pages[0].stories if story.name == "library")
    for block in story.body:
        assert "".join(block.copy.text.split()) in text
    assert "续第2版" in text


def test_markup_in_copy_stays_copy(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    assert proof.issue.date is not None
    evil = '</script><script>alert("1")</script>&amp;'
    (piece, *others) = pieces_of(edition, proof.issue, {})
    piece = replace(piece, title=evil, label=evil, summary=evil, deck=evil, authors=(evil,))
    sheet = Sheet(1, evil, "index.html", (("pages/01-720.webp", 720),), 720, 1000, "", "", (), (piece, *others))
    sheet = replace(sheet, areas=(Area(piece, ((0, 0), (1, 0), (1, 1), (0, 1))),))
    issue = Issue(replace(edition.about, paper=evil, publisher=evil), proof.issue.date, (sheet,), BASE)
    for source in (article_page(issue, piece, edition, (10, 10)), sheet_page(issue, sheet, (10, 10))):
        assert "<script>alert" not in source
        assert "&amp;amp;" in source


def test_every_link_within_leads_somewhere(files: dict[str, bytes]) -> None:
    ids = {name: set(read.ids) for name, read in pages(files)}
    count = 0
    for name, read in pages(files):
        for address in read.addresses:
            if address.startswith("data:"):
                continue
            assert not re.match(r"[a-z]+:|/", address), address  # relative, so that the folder works from anywhere
            file, _, anchor = unquote(address).partition("#")
            file = file or name
            assert file in files, (name, address)
            assert not anchor or anchor in ids[file], (name, address)
            count += 1
    assert count > 100


def test_every_page_is_in_order_for_who_cannot_see_it(files: dict[str, bytes]) -> None:
    for name, read in pages(files):
        assert read.heads[0] == 1, name
        assert read.heads.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(read.heads, read.heads[1:], strict=False)), name
        assert all(alt is not None for alt in read.alts), name
        assert len(set(read.ids)) == len(read.ids), name
        assert '<html lang="zh-CN">' in files[name].decode()


def test_nothing_is_asked_of_other_hosts(files: dict[str, bytes]) -> None:
    for name in ("style.css", "reading.js"):
        assert not re.search(rb"https?:|//\w|@import|url\(", files[name].replace(b"// Remembers", b"")), name


def test_structured_data_says_what_the_article_is(files: dict[str, bytes]) -> None:
    source = files["a0201.html"].decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    data = json.loads(found)
    assert data["@type"] == "NewsArticle"
    assert data["headline"].startswith("中央扫黑除恶第16督导组")
    assert data["datePublished"] == "2019-07-15"
    assert data["url"] == f"{BASE}a0201.html"
    assert data["image"] == f"{BASE}pictures/0201-1.jpg"
    assert f'<meta property="og:image" content="{BASE}share/0201.jpg">' in source


def test_the_same_issue_gives_the_same_bytes_and_an_address_adds_to_them(files: dict[str, bytes]) -> None:
    session, proof = checked("xietu/2019-07-15")
    made = prepare(session, proof)
    assert made is not None
    assert files.keys() - made.keys() == {"sitemap.xml"}
    assert b"canonical" not in made["index.html"]
    differ = {name for name in made if made[name] != files[name]}
    assert not [name for name in differ if not name.endswith((".html", ".xml", ".json")) and name[:7] != "share/0"]
    alone = Session(Workspace(ROOT), jobs=1, again=False)
    assert prepare(alone, alone.check(XIETU), BASE) == files


def issue(tmp_path: Path, change: tuple[str, str]) -> Path:
    """The sample beside its paper, changed."""
    folder = ROOT / "issues/xietu"
    shutil.copytree(folder / "images", tmp_path / "images")
    shutil.copy(folder / "paper.yaml", tmp_path)
    text = (folder / "2019-07-15.yaml").read_text("utf-8")
    assert change[0] in text
    file = tmp_path / "2019-07-15.yaml"
    file.write_text(text.replace(*change), "utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    with pytest.raises(SystemExit) as ended:
        main(["publish", *arguments, "--lang", "en"])
    told = capsys.readouterr()
    return ended.value.code, told.out + told.err


def test_an_issue_with_errors_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = issue(tmp_path, ("number: 128", "number: 128\nnumber: 129"))
    target = tmp_path / "out"
    target.mkdir()
    status, said = run(capsys, str(file), "-o", str(target))
    assert status == 1
    assert "NP102" in said
    assert list(target.iterdir()) == []


def test_an_issue_without_a_date_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = issue(tmp_path, ("date: 2019-07-15\n", "")).rename(tmp_path / "undated.yaml")
    status, said = run(capsys, str(file), "-o", str(tmp_path / "out"))
    assert status == 1
    assert "NP965" in said
    assert not (tmp_path / "out").exists()


def test_a_picture_that_no_screen_can_show_stops_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise Refused("its colour profile is damaged")

    monkeypatch.setattr(publishing, "shown", refuse)
    proof, done = publish(Session(Workspace(ROOT), again=False), XIETU, str(tmp_path / "out"))
    assert not done
    assert {fault.code for fault in proof.report} == {"NP966"}
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_of_ones_own_is_left_alone(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "prepare", lambda *_: files)
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    _, done = publish(Session(Workspace(ROOT), again=False), XIETU, str(target))
    assert not done
    assert [each.name for each in target.iterdir()] == ["mine.txt"]


def test_an_address_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("paper.example", "ftp://paper.example/", "https://paper.example/?a=1", 'https://x/"><b>'):
        status, said = run(capsys, XIETU, "-o", "nowhere", "--base-url", address)
        assert status == 2
        assert "--base-url" in said


def test_an_edition_as_a_zip(tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "prepare", lambda *_: files)
    target = tmp_path / "out.zip"
    proof, done = publish(Session(Workspace(ROOT), again=False), XIETU, str(target))
    assert done, list(proof.report)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert "index.html" in archive.namelist()


WRITER = """
import sys
from pathlib import Path
from layout.package.folder import with_sums
from layout.workspace import Workspace
round = 0
while True:
    files = {f"{part}/{number}.txt": b"%d" % round * 2000 for part in "abc" for number in range(20)}
    Workspace(Path(sys.argv[1])).write_folder("edition", with_sums(files))
    round += 1
    print(round, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_at_any_moment_what_stands_there_is_whole(tmp_path: Path) -> None:
    moments = random.Random(4127)
    for _ in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moments.uniform(0, 0.1))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        report = Report()
        assert verify(Workspace(tmp_path), "edition", report) == 60
        assert not len(report), list(report)
    # Who writes next clears away what the killed ones left.
    Workspace(tmp_path).write_folder("edition", {SUMS: b""})
    assert sorted(each.name for each in tmp_path.iterdir()) == ["edition"]


@pytest.mark.skipif(os.name == "nt", reason="no renameat2 there")
def test_what_a_killed_writer_had_taken_away_is_put_back(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".edition.{ended.pid}.old"
    left.mkdir()
    (left / "a").write_bytes(b"old")

    class Full(dict[str, bytes]):
        def items(self) -> object:  # type: ignore[override]
            raise OSError(28, "no space left")

    with pytest.raises(OSError, match="no space"):
        Workspace(tmp_path).write_folder("edition", Full())
    assert (tmp_path / "edition" / "a").read_bytes() == b"old"
