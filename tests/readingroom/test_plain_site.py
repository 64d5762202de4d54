"""The reading room as plain files: the server's bytes, whole or not at all, and an index that finds what stands there
and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from test_room import Seen
from trial_archive import SCHOOL

from layout.archive import naming
from layout.archive.catalogue import Catalogue
from layout.archive.folding import fold
from layout.archive.places import words_of
from layout.archive.values import Query
from layout.cli import main
from layout.diagnostics import LayoutError
from layout.readingroom import addresses, wordlists
from layout.readingroom.room import Asked, Room
from layout.readingroom.site import INDEX, MARKER, write_site
from layout.workspace import Workspace

BASE = "https://papers.example.org/archive/"


@pytest.fixture(scope="module")
def site(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    write_site(Workspace(), Room(archive, plain=True), str(folder), BASE)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_archive_gives_the_same_bytes(archive: Path, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(archive, tmp_path / "elsewhere")
    made = write_site(Workspace(), Room(copy, plain=True), str(tmp_path / "b"), BASE)
    assert files(tmp_path / "b") == files(site)
    assert made == len(files(site))


def test_the_files_are_the_servers_answers(archive: Path, site: Path) -> None:
    room = Room(archive)
    for path in (f"issues/{SCHOOL}/manifest.json", f"issues/{SCHOOL}/pages/1.jpg", "feed.atom", "assets/room.css"):
        assert (site / path).read_bytes() == room.answer(Asked(path, {}, BASE)).content()
    page = (site / "issues" / SCHOOL / "index.html").read_text("utf-8")
    served = room.answer(Asked(f"issues/{SCHOOL}/", {}, BASE)).body.decode()
    assert [line for line in page.splitlines() if "search.js" not in line] == served.splitlines()


def test_every_link_of_every_file_leads_to_a_file(site: Path) -> None:
    there = files(site)
    for name, data in there.items():
        if not name.endswith(".html"):
            continue
        here = BASE + addresses.link(name.removesuffix("index.html"))
        for link in Seen(data.decode()).links:
            target = unquote(urlsplit(urldefrag(urljoin(here, link))[0]).path)
            if link.startswith("https://") and not link.startswith(BASE):
                continue
            path = target.removeprefix("/archive/")
            assert (f"{path}index.html" if not path or path.endswith("/") else path) in there, (name, link)


def found_by_index(site: Path, words: str) -> set[tuple[str, str]]:
    """What search.js finds, by the same steps: pairs one after the other."""
    about = json.loads((site / INDEX / "about.json").read_bytes())
    hits: set[int] | None = None
    for word in words_of(words):
        counted: set[int] = set()
        places: dict[int, set[int]] | None = None
        closed = [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        for offset, pair in enumerate(closed):
            number = wordlists.shard_of(pair)
            shard = json.loads((site / INDEX / f"{number}.json").read_bytes()) if number in about["shards"] else {}
            entries = [shard.get(pair, [])] if len(pair) == 2 else [shard[each] for each in shard if each[0] == pair]
            there: dict[int, set[int]] = {}
            for entry in entries:
                at = article = 0
                while at < len(entry):
                    article, count, place = article + entry[at], entry[at + 1], 0
                    for step in entry[at + 2 : at + 2 + count]:
                        place += step
                        there.setdefault(article, set()).add(place - offset)
                    at += 2 + count
            places = there if places is None else {each: places[each] & there.get(each, set()) for each in places}
        counted = {article for article, at in (places or {}).items() if at}
        hits = counted if hits is None else hits & counted
    rows = [
        row
        for number in range(-(-about["articles"] // about["chunk"]))
        for row in json.loads((site / INDEX / f"articles-{number}.json").read_bytes())
    ]
    return {(about["issues"][rows[each][0]][0], rows[each][1]) for each in hits or ()}


@pytest.mark.parametrize(
    "words",
    [
        "同学",
        "同學",
        "学",
        "桥",
        "同学 老师",
        "“同学们”",
        "的一",
        "不存在的话",
        "6",
        "60",
        "script",
        "</SCRIPT>",
        "ａｌｅｒｔ(1)",
        "，",
    ],
)
def test_the_index_finds_what_the_catalogue_finds(archive: Path, site: Path, words: str) -> None:
    with Catalogue.open(archive, readonly=True) as catalogue:
        found = catalogue.search(Query(words, most=1000))
    assert found_by_index(site, words) == {(hit.issue, hit.article) for hit in found.hits}


def test_how_characters_are_folded_is_what_the_archive_does(site: Path) -> None:
    folds = json.loads((site / INDEX / "about.json").read_bytes())["folds"]
    assert folds["學"] == "学"
    assert folds["Ｓ"] == "s"
    assert all(fold(character) == folded for character, folded in folds.items())


def test_only_a_site_is_replaced(archive: Path, tmp_path: Path) -> None:
    room = Room(archive, plain=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "mine", tmp_path / "file", archive, archive / "site", archive.parent):
        with pytest.raises(LayoutError) as caught:
            write_site(Workspace(), room, str(target), BASE)
        assert [fault.code for fault in caught.value.report] == ["NP961"]
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / MARKER).write_text('{"files": ["stale.html"]}')
    (tmp_path / "old" / "CNAME").write_text("papers.example.org")
    with pytest.raises(LayoutError):
        write_site(Workspace(), room, str(tmp_path / "old"), BASE)
    assert (tmp_path / "old" / "CNAME").exists()
    (tmp_path / "old" / "CNAME").unlink()
    (tmp_path / "old" / "stale.html").write_text("")
    write_site(Workspace(), room, str(tmp_path / "old"), BASE)
    assert not (tmp_path / "old" / "stale.html").exists()
    assert (tmp_path / "old" / "index.html").is_file()


def test_an_archive_with_a_hole_gives_no_site(archive: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(archive, tmp_path / "copy")
    next(copy.rglob(f"{SCHOOL}.pdf")).unlink()
    with pytest.raises(LayoutError) as caught:
        write_site(Workspace(), Room(copy, plain=True), str(tmp_path / "site"), BASE)
    assert [fault.code for fault in caught.value.report] == ["NP962"]
    assert not (tmp_path / "site").exists()
    (next(copy.rglob(naming.EDITION))).write_bytes(b"{")
    with pytest.raises(LayoutError) as caught:
        write_site(Workspace(), Room(copy, plain=True), str(tmp_path / "site"), BASE)
    assert [fault.code for fault in caught.value.report] == ["NP962"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_the_verb_writes_a_site(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = str(tmp_path / "site")
    assert (
        run("--lang", "en", "archive", "site", str(archive), "-o", target, "--base-url", BASE, "--name", "A & B") == 0
    )
    assert target in capsys.readouterr().err
    assert "<title>A &amp; B</title>" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert run("--lang", "en", "archive", "site", str(tmp_path), "-o", target, "--base-url", BASE) == 1
    assert "NP951" in capsys.readouterr().err


@pytest.mark.parametrize("base", ["papers.example.org", "ftp://a.b/", "https://", "https://a.b/?q", "https://me@a.b/"])
def test_an_address_that_is_none_is_refused(archive: Path, tmp_path: Path, base: str) -> None:
    assert run("archive", "site", str(archive), "-o", str(tmp_path / "x"), "--base-url", base) == 2


def test_the_verb_serves(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from layout.readingroom import server

    asked = []
    monkeypatch.setattr(server, "serve", lambda room, at, listening, behind: asked.append((at, behind)))
    arguments = ("--lang", "en", "archive", "serve", str(archive), "--port", "0")
    assert run(*arguments, "--allow-host", "papers.example.org", "--behind-proxy") == 0
    assert "http://127.0.0.1:" in capsys.readouterr().err
    ((at, behind),) = asked
    assert at.hosts == {"localhost", "127.0.0.1", "[::1]", "papers.example.org"}
    assert behind


def test_a_port_that_is_taken_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from layout.readingroom.server import listen

    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        assert run("--lang", "en", "archive", "serve", str(archive), "--port", port) == 1
    assert "NP960" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LayoutError) as caught:
        write_site(Workspace(), Room(archive, plain=True), str(tmp_path / "file" / "site"), BASE)
    assert [fault.code for fault in caught.value.report] == ["NP901"]
