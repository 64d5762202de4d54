"""Feeds, sitemap, EPUB and the XML for digital newspaper systems, each by its own rules."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree as ET

from lxml import etree
from publish.conftest import BASE, ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PAPER = "{https://broadsheet-layout.example/ns/epaper/1}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
SINGLES = 8  # four stories, four briefs


def test_the_atom_feed_has_every_article(files: dict[str, bytes]) -> None:
    feed = ET.fromstring(files["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == SINGLES
    for each in (feed, *entries):  # RFC 4287 §4.1.1, §4.1.2
        for name in ("id", "title", "updated"):
            assert each.findtext(f"{ATOM}{name}")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == SINGLES
    assert all(id and id.startswith("urn:uuid:") for id in ids)
    links = [entry.find(f"{ATOM}link").attrib["href"] for entry in entries]  # type: ignore[union-attr]
    assert links[0] == f"{BASE}a0201.html"
    assert links[-1] == f"{BASE}a0205.html#a0209"
    assert feed.findtext(f"{ATOM}updated") == "2019-07-15T00:00:00+08:00"


def test_the_json_feed_says_the_same(files: dict[str, bytes]) -> None:
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [
        entry.findtext(f"{ATOM}id") for entry in ET.fromstring(files["feed.xml"]).findall(f"{ATOM}entry")
    ]
    for item in feed["items"]:
        assert item["url"].startswith(BASE)
        assert item["content_html"].startswith("<")
    assert feed["items"][0]["image"] == f"{BASE}pictures/0201-1.jpg"


def test_the_sitemap_names_every_web_page(files: dict[str, bytes]) -> None:
    named = [each.text for each in ET.fromstring(files["sitemap.xml"]).iter() if each.tag.endswith("}loc")]
    pages = {name for name in files if name.endswith(".html")}
    assert set(named) == {BASE} | {BASE + name for name in pages - {"index.html"}}


def test_the_xml_keeps_its_schema_and_its_coordinates(files: dict[str, bytes]) -> None:
    schema = etree.XMLSchema(etree.parse(str(ROOT / "layout/data/publish/epaper.xsd")))
    schema.assertValid(etree.fromstring(files["epaper.xml"]))
    root = ET.fromstring(files["epaper.xml"])
    articles = list(root.iter(f"{PAPER}article"))
    assert [each.get("kind") for each in articles] == ["article"] * 4 + ["panel"] + ["brief"] * 4
    for each in articles:
        corners = [tuple(map(float, corner.split(","))) for corner in (each.get("polygon") or "").split()]
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in corners)
        assert len(corners) >= 4
    for each in root.iter():
        if each.tag in (f"{PAPER}picture", f"{PAPER}pdf"):
            assert each.get("file") in files
    assert articles[-1].findtext(f"{PAPER}introtitle") == "康巨："


def test_the_epub_is_packed_as_readers_expect(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["issue.epub"])) as archive:
        entries = archive.infolist()
        assert entries[0].filename == "mimetype"
        assert entries[0].compress_type == zipfile.ZIP_STORED
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        package = ET.fromstring(archive.read("EPUB/package.opf"))
        nav = ET.fromstring(archive.read("EPUB/nav.xhtml"))
        names = set(archive.namelist())
    for item in package.iter(f"{OPF}item"):
        assert f"EPUB/{item.get('href')}" in names
    assert len(package.findall(f"{OPF}manifest/{OPF}item[@properties='cover-image']")) == 1
    moments = package.findall(f"{OPF}metadata/{OPF}meta[@property='dcterms:modified']")
    assert [each.text for each in moments] == ["2019-07-15T00:00:00Z"]
    kinds = {each.get(EPUB_TYPE): len(each.findall(f".//{XHTML}a")) for each in nav.iter(f"{XHTML}nav")}
    assert kinds == {"toc": 1 + 5 + 4, "page-list": 1, "landmarks": 1}
