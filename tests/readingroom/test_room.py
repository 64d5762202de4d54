"""The pages of the reading room: whole, linked, in two languages, with every found word at its place."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

import pytest
import trial_archive
from trial_archive import OLDER, SCHOOL, SCRIPT, XIETU

from layout.archive import naming
from layout.archive.catalogue import Catalogue, rebuild
from layout.archive.store import Store
from layout.archive.values import Query
from layout.diagnostics import LayoutError
from layout.readingroom import addresses
from layout.readingroom.answers import Answer
from layout.readingroom.room import Asked, Room
from layout.readingroom.words import WORDS
from layout.units import Rect
from layout.value import replace

BASE = "https://papers.example.org/archive/"


class Seen(HTMLParser):
    """What a page has: its links, ids, classes, tags and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._open = [""]
        self.ld: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append((tag, given))
        self._open.append(given.get("type", tag))
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[key] for key in ("href", "src", "action") if key in given]

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._open[-1] == "application/ld+json" and data.strip():
            self.ld.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._open.append("")

    def of(self, tag: str, **given: str) -> list[dict[str, str]]:
        wanted = {key.rstrip("_"): value for key, value in given.items()}
        return [each for name, each in self.tags if name == tag and wanted.items() <= each.items()]


def ask(room: Room, path: str, **query: str) -> Answer:
    return room.answer(Asked(path, query, BASE))


def page(room: Room, path: str, **query: str) -> Seen:
    found = ask(room, path, **query)
    assert found.status == 200, path
    return Seen(found.body.decode())


def test_every_page_and_file_is_answered_and_every_link_leads_somewhere(room: Room) -> None:
    waiting = list(room.everything())
    known = {*waiting, *(f"en/{each}" for each in waiting if not each or each.endswith("/"))}
    assert len(known) > 300
    linked = set()
    for path in sorted(known):
        found = ask(room, path)
        assert found.status == 200, path
        if not found.media.startswith("text/html"):
            assert found.content()
            continue
        seen = Seen(found.body.decode())
        assert len(seen.ids) == len(set(seen.ids)), path
        here = BASE + addresses.link(path)
        for link in seen.links:
            target, _ = urldefrag(urljoin(here, link))
            if target.startswith(BASE):
                linked.add(unquote(urlsplit(target).path.removeprefix("/archive/")))
            else:
                assert target.startswith("https://"), (path, link)
    assert linked <= known
    assert known - linked <= {"robots.txt", "sitemap.xml", "assets/search.js"} | {
        each for each in known if each.endswith(("words.json", ".xml", "papers/collection.json"))
    } | {addresses.collection(paper.token) for paper in room.holdings().papers}


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "issues/",
        "issues/none/",
        f"issues/{SCHOOL}",
        f"issues/{SCHOOL}/pages/3/",
        f"issues/{SCHOOL}/pages/01/",
        f"issues/{SCHOOL}/pages/¹/",
        f"issues/{SCHOOL}/pages/1-small.xml",
        f"issues/{SCHOOL}/pages/../edition.json",
        f"issues/{SCHOOL}/edition.json",
        f"issues/{SCHOOL}/manifest-sha256.txt",
        f"issues/{SCHOOL}/articles/9999/",
        f"issues/{SCHOOL}/articles/0101/cutting/x/",
        f"issues/{SCHOOL}/articles/0101/cite.exe",
        "issues/../../catalogue.sqlite",
        "assets/base.html",
        "assets/../readingroom/room.css",
        "papers/小芦苇/1999/",
        "papers/小芦苇/2026/x/",
        "en/robots.txt",
        "en/en/",
        f"en/issues/{SCHOOL}/manifest.json",
        "/",
        "//",
    ],
)
def test_what_is_not_there_is_not_found(room: Room, path: str) -> None:
    found = ask(room, path)
    assert found.status == 404
    assert "没有这一页" in found.body.decode() or "no such page" in found.body.decode()


def test_the_calendar_marks_the_days_of_issues(room: Room) -> None:
    seen = page(room, "papers/小芦苇/")
    days = [each for each in seen.of("a") if each.get("aria-label", "").startswith("小芦苇 2026年")]
    assert [unquote(each["href"]).split("/")[-2] for each in days] == [OLDER, SCHOOL]
    assert len(seen.of("table")) == 12
    assert page(room, "papers/坏-b-报/").of("table") == []  # undated


def test_pages_articles_and_issues_are_turned_over(room: Room) -> None:
    def turn(path: str, rel: str) -> list[str]:
        here = BASE + addresses.link(path)
        return [unquote(urljoin(here, each["href"])).removeprefix(BASE) for each in page(room, path).of("a", rel=rel)]

    assert turn(f"issues/{SCHOOL}/pages/1/", "next") == [f"issues/{SCHOOL}/pages/2/"]
    assert turn(f"issues/{SCHOOL}/pages/1/", "prev") == []
    assert turn(f"issues/{SCHOOL}/pages/2/", "prev") == [f"issues/{SCHOOL}/pages/1/"]
    assert turn(f"issues/{SCHOOL}/", "prev") == [f"issues/{OLDER}/"]
    assert turn(f"issues/{OLDER}/", "next") == [f"issues/{SCHOOL}/"]
    assert turn(f"issues/{SCHOOL}/articles/0102/", "prev") == [f"issues/{SCHOOL}/articles/0101/"]
    assert turn(f"en/issues/{SCHOOL}/articles/0102/", "next") == [f"en/issues/{SCHOOL}/articles/0103/"]


def test_english_has_the_same_pages_and_says_so(room: Room) -> None:
    chinese, english = page(room, f"issues/{SCHOOL}/pages/2/"), page(room, f"en/issues/{SCHOOL}/pages/2/")
    assert chinese.of("html", lang="zh-CN")
    assert english.of("html", lang="en")
    assert "上一版" in chinese.words
    assert "Previous page" in english.words
    assert len(chinese.of("rect")) == len(english.of("rect"))
    for seen in (chinese, english):
        assert {each["hreflang"] for each in seen.of("link", rel="alternate") if "hreflang" in each} == {"zh-CN", "en"}
        assert seen.of("link", rel="canonical")[0]["href"] == BASE + addresses.link(f"issues/{SCHOOL}/pages/2/")


def test_found_words_are_lit_at_the_catalogues_boxes(room: Room, archive: Path) -> None:
    with Catalogue.open(archive, readonly=True) as catalogue:
        hits = [hit for hit in catalogue.search(Query("同学", most=50)).hits if hit.issue == SCHOOL]
    wanted = sorted((each.box.x - 1, each.box.y - 1) for hit in hits for each in hit.lit if each.page == 1)
    assert len(wanted) > 3
    seen = page(room, f"issues/{SCHOOL}/pages/1/", q="同学")
    lit = sorted((float(each["x"]), float(each["y"])) for each in seen.of("rect", class_="lit") if "height" in each)
    assert lit == [(pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01)) for x, y in wanted]
    assert seen.of("button", **{"data-do": "next"})[0].get("hidden") is None
    assert page(room, f"issues/{SCHOOL}/pages/1/").of("rect", class_="lit") == []


def test_found_words_are_marked_in_the_text(room: Room, archive: Path) -> None:
    with Catalogue.open(archive, readonly=True) as catalogue:
        hit = next(hit for hit in catalogue.search(Query("同學", most=50)).hits if hit.issue == SCHOOL)
    html = ask(room, f"issues/{SCHOOL}/articles/{hit.article}/", q="同學").body.decode()
    assert html.count("<mark>同学</mark>") == len(hit.lit)
    assert "<mark>" not in ask(room, f"issues/{SCHOOL}/articles/{hit.article}/", q="飞船").body.decode()


def test_search_finds_filters_and_turns_over(room: Room) -> None:
    def total(**query: str) -> int:
        words = page(room, "search/", **query).words
        return int(re.search(r"找到 (\d+) 篇", words)[1]) if "找到 " in words else 0  # type: ignore[index]

    everything = total(since="2019-01-01")
    assert everything > 20
    assert total(q="同学") > total(q="同学 老师") > 0
    assert total(since="2026-05-25", until="2026-05-25") == 2
    assert 0 < total(paper="斜土社区") < everything
    assert 0 < total(section="芦苇荡副刊", paper="小芦苇") < everything
    assert total(page="2", paper="斜土社区") == total(paper="斜土社区")
    assert total(author="邵一苇") > 0
    assert total(q="没有这样的话") == 0
    first, second = page(room, "search/", since="2019-01-01"), page(room, "search/", since="2019-01-01", p="2")
    assert first.of("a", rel="next")
    assert second.of("a", rel="prev")
    assert dict(parse_qsl(urlsplit(first.of("a", rel="next")[0]["href"]).query)) == {"since": "2019-01-01", "p": "2"}
    assert "找到" not in page(room, "search/").words


@pytest.mark.parametrize(
    "query",
    [
        {"q": "报" * 201},
        {"q": "报", "since": "yesterday"},
        {"q": "报", "until": "2026-02-30"},
        {"q": "报", "page": "²"},
        {"q": "报", "page": "1' OR 1"},
        {"q": "报", "p": "0"},
        {"q": "报", "p": "99999999999"},
        {"q": "报", "p": "251"},
        {"q": "报", "author": "名" * 81},
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(room: Room, query: dict[str, str]) -> None:
    found = ask(room, "search/", **query)
    assert found.status == 400
    assert 'role="alert"' in found.body.decode()


@pytest.mark.parametrize("words", ['"', "“", "*", "a AND", "NEAR(", "'; DROP TABLE found; --", "%", "\u202e", "​"])
def test_any_words_may_be_looked_for(room: Room, words: str) -> None:
    assert ask(room, "search/", q=words).status == 200


def test_what_is_typed_and_what_is_printed_is_never_markup(room: Room) -> None:
    paths = ["", "papers/坏-b-报/", f"issues/{trial_archive.HOSTILE}/", f"issues/{trial_archive.HOSTILE}/pages/1/"]
    paths += [f"issues/{trial_archive.HOSTILE}/articles/0101/{rest}" for rest in ("", "cutting/")]
    for path in [*paths, "search/"]:
        seen = page(room, path, q=SCRIPT)
        assert all("src" in each or each.get("type") == "application/ld+json" for each in seen.of("script")), path
        assert not seen.of("b")
        assert not any(key.startswith("on") or key == "style" for _, given in seen.tags for key in given), path
    ld = json.loads(page(room, f"issues/{trial_archive.HOSTILE}/articles/0101/").ld[0])
    assert ld["headline"] == SCRIPT


def test_links_in_copy_lead_only_to_the_web(room: Room) -> None:
    seen = page(room, f"issues/{trial_archive.HOSTILE}/articles/0101/")
    assert not [link for link in seen.links if link.startswith("javascript:")]


def test_an_article_tells_machines_what_it_is(room: Room) -> None:
    seen = page(room, f"issues/{SCHOOL}/articles/0101/")
    found = json.loads(seen.ld[0])
    assert found["@type"] == "NewsArticle"
    assert found["datePublished"] == "2026-06-01"
    assert found["url"] == BASE + addresses.link(f"issues/{SCHOOL}/articles/0101/")
    assert seen.of("meta", property="og:type")[0]["content"] == "article"
    assert seen.of("meta", property="og:image")[0]["content"].startswith(BASE)
    assert f"小芦苇, 2026-06-01({1})." in seen.words


def test_pictures_and_cuttings_are_parts_of_the_pages_picture(room: Room) -> None:
    edition, _ = trial_archive.built("school/2026-06-01.yaml", False)
    article = edition.articles[0]
    picture = next(block.picture for block in article.all_of("image") if block.picture)
    seen = page(room, f"issues/{SCHOOL}/articles/0101/")
    cut = seen.of("svg", class_="cut")[0]
    assert [float(each) for each in cut["viewbox"].split()] == pytest.approx(
        [picture.box.x, picture.box.y, picture.box.width, picture.box.height], abs=0.01
    )
    assert cut["aria-label"] == picture.alt
    slip = page(room, f"issues/{SCHOOL}/articles/0101/cutting/").of("svg", class_="facsimile")[0]
    x, y, width, height = (float(each) for each in slip["viewbox"].split())
    box = article.boxes[0][1]
    assert x < box.x < box.right < x + width
    assert y < box.y < box.bottom < y + height
    assert slip["width"] == f"{width:.2f}pt"  # at the size it was printed


def test_the_iiif_manifest_has_a_canvas_a_page_and_a_range_an_article(room: Room) -> None:
    found = json.loads(ask(room, f"issues/{SCHOOL}/manifest.json").body)
    edition, _ = trial_archive.built("school/2026-06-01.yaml", False)
    assert found["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert found["id"] == BASE + addresses.link(f"issues/{SCHOOL}/manifest.json")
    assert found["type"] == "Manifest"
    assert found["navDate"].startswith("2026-06-01T")
    canvases = {canvas["id"]: canvas for canvas in found["items"]}
    assert len(canvases) == len(edition.pages)
    for canvas in canvases.values():
        annotation = canvas["items"][0]["items"][0]
        assert annotation["motivation"] == "painting"
        assert annotation["target"] == canvas["id"]
        body = annotation["body"]
        assert (body["width"], body["height"]) == (canvas["width"], canvas["height"]) != (0, 0)
        path = unquote(body["id"].removeprefix(BASE))
        assert ask(room, path).media == "image/jpeg"
    (contents,) = found["structures"]
    assert [each["id"].rsplit("/", 1)[1] for each in contents["items"]] == [each.id for each in edition.articles]

    def places(range_: dict[str, object]) -> None:
        for each in range_["items"]:  # type: ignore[attr-defined]
            if each["type"] == "Range":
                places(each)
                continue
            canvas = canvases[each["source"]["id"]]
            x, y, width, height = map(int, each["selector"]["value"].removeprefix("xywh=").split(","))
            assert 0 <= x < x + width <= canvas["width"]
            assert 0 <= y < y + height <= canvas["height"]

    places(contents)
    ids = re.findall(r'"id":"([^"]+)","type":"(?:Range|Canvas|Annotation|AnnotationPage)","', json.dumps(found))
    assert len(ids) == len(set(ids))


def test_collections_lead_to_every_manifest(room: Room) -> None:
    papers = json.loads(ask(room, "collection.json").body)["items"]
    manifests = set()
    for paper in papers:
        found = json.loads(ask(room, unquote(paper["id"].removeprefix(BASE))).body)
        assert found["type"] == "Collection"
        manifests |= {unquote(each["id"].removeprefix(BASE)) for each in found["items"]}
    assert manifests == {addresses.manifest(name) for name in (SCHOOL, OLDER, XIETU, trial_archive.HOSTILE)}


def test_feed_and_sitemap_are_xml_with_every_issue(room: Room) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(ask(room, "feed.atom").body)
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}updated", "")[:10] for entry in entries] == [
        "2026-06-01",
        "2026-05-25",
        "2019-07-15",
        "1970-01-01",
    ]
    assert feed.findtext(f"{atom}updated") == "2026-06-01T12:00:00+08:00"
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 4
    sitemap = ET.fromstring(ask(room, "sitemap.xml").body)
    places = [unquote(each.text or "").removeprefix(BASE) for each in sitemap.iter() if each.tag.endswith("loc")]
    assert {addresses.issue(SCHOOL), addresses.paper("小芦苇", "2026"), ""} <= set(places)
    assert BASE + "sitemap.xml" in ask(room, "robots.txt").body.decode()


def test_the_same_question_has_the_same_answer(room: Room, archive: Path) -> None:
    other = Room(archive)
    for path in (
        "",
        f"issues/{SCHOOL}/",
        f"issues/{SCHOOL}/manifest.json",
        "feed.atom",
        f"issues/{SCHOOL}/articles/0101/",
    ):
        assert ask(room, path) == ask(other, path)


def test_what_is_put_in_later_is_seen_at_once(tmp_path: Path) -> None:
    Store.create(tmp_path)
    trial_archive.put(tmp_path, trial_archive.hostile(), b"")
    rebuild(tmp_path)
    room = Room(tmp_path)
    assert ask(room, f"issues/{SCHOOL}/").status == 404
    school, _ = trial_archive.built("school/2026-06-01.yaml", False)
    trial_archive.put(tmp_path, school, b"")
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.put(school, f"{naming.folder_of(school.about)}/v1", 1, 1, "0" * 64)
    assert ask(room, f"issues/{SCHOOL}/").status == 200
    changed = replace(school, articles=school.articles[:1])
    trial_archive.put(tmp_path, changed, b"", version=2)
    rebuild(tmp_path)
    assert ask(room, f"issues/{SCHOOL}/articles/0102/").status == 404
    assert not (tmp_path / f"{naming.CATALOGUE}-journal").exists()


def test_nothing_of_the_archive_is_written(archive: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(archive, tmp_path / "copy")
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    room = Room(copy)
    for path in room.everything():
        ask(room, path)
    ask(room, "search/", q="同学")
    after = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    assert {path for path in after if not path.name.endswith(("-shm", "-wal"))} == set(before)
    assert all(after[path] == before[path] for path in before)


def test_a_folder_that_is_no_archive_has_no_room(tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        Room(tmp_path)
    assert [fault.code for fault in caught.value.report] == ["NP951"]


def test_the_interface_says_the_same_in_both_languages() -> None:
    fields = {name: sorted(re.findall(r"{\w+}", text)) for name, text in WORDS["zh"].items()}
    assert {name: sorted(re.findall(r"{\w+}", text)) for name, text in WORDS["en"].items()} == fields


def test_a_page_that_is_one_article_can_be_looked_at(tmp_path: Path) -> None:
    one = trial_archive.hostile()
    article = replace(one.articles[0], boxes=((1, Rect(5, 5, 90, 130)),))
    Store.create(tmp_path)
    trial_archive.put(tmp_path, replace(one, articles=(article,)), b"")
    rebuild(tmp_path)
    seen = page(Room(tmp_path), f"issues/{trial_archive.HOSTILE}/pages/1/")
    assert seen.of("rect", class_="area") == []
    assert any(link.endswith("articles/0101/") for link in seen.links)
