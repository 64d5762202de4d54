"""The reading room in Chromium: search, lit words, keyboard alone, a phone, axe-core; by the server and as plain files.

Needs Debian's `chromium` and, from PyPI, playwright (without browsers of its own) and axe-playwright-python.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trial_archive
from patience import PATIENCE
from trial_archive import SCHOOL

from layout.readingroom import addresses, server
from layout.readingroom.room import Room
from layout.readingroom.site import write_site
from layout.workspace import Workspace

CHROMIUM = next(
    (Path(path) for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None
)
if CHROMIUM is None:
    pytest.skip("chromium is not installed", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("uvicorn")
pytest.importorskip("opencc")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WORDS = "同学"
PAGES = {
    "home": "",
    "calendar": "papers/小芦苇/",
    "issue": f"issues/{SCHOOL}/",
    "page": f"issues/{SCHOOL}/pages/1/?q={WORDS}",
    "article": f"issues/{SCHOOL}/articles/0101/?q={WORDS}",
    "cutting": f"issues/{SCHOOL}/articles/0101/cutting/",
    "search": f"search/?q={WORDS}&paper=小芦苇",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trial_archive.make(tmp_path_factory.mktemp("archive"), drawn=True)


@pytest.fixture(scope="module")
def served(archive: Path) -> Iterator[str]:
    """Address of the room, by its server."""
    import uvicorn

    started: list[Any] = []
    plain = uvicorn.Server.run
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.Server, "run", lambda self, sockets: (started.append(self), plain(self, sockets)))
        listening = server.listen("127.0.0.1", 0)
        thread = threading.Thread(target=server.serve, args=(Room(archive), server.address_of(), listening))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        started[0].should_exit = True
        thread.join(10)
        listening.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def plain(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the room, as plain files on any host."""
    folder = tmp_path_factory.mktemp("host")
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    address = f"http://127.0.0.1:{host.server_port}/papers/"
    write_site(Workspace(), Room(archive, plain=True), str(folder / "papers"), address)
    thread = threading.Thread(target=host.serve_forever)
    thread.start()
    yield address
    host.shutdown()
    thread.join(10)
    host.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield made
        made.close()


class Reader:
    """A page of a browser that remembers what went wrong and whom it asked. Each has a profile of its own."""

    def __init__(self, browser: Any, room: str, **given: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | given))
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page = self.context.new_page()
        self.room, self.faults = room, list[str]()
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda asked: asked.url.startswith(room) or self.faults.append(asked.url))

    def open(self, path: str) -> Any:
        self.page.goto(self.room + path)
        return self.page


@pytest.fixture(params=["served", "plain"])
def reader(request: pytest.FixtureRequest, browser: Any) -> Iterator[Reader]:
    made = Reader(browser, request.getfixturevalue(request.param))
    yield made
    made.context.close()
    assert made.faults == []


def test_a_word_is_looked_for_found_and_lit_on_the_page_and_in_the_text(reader: Reader) -> None:
    page = reader.open("")
    page.fill('.top input[name="q"]', WORDS)
    page.press('.top input[name="q"]', "Enter")
    page.wait_for_selector(".hits li")
    assert page.inner_text(".total").startswith("找到 ")
    assert set(page.locator(".hits mark").all_inner_texts()) == {WORDS}
    assert page.locator(".hits .small rect.lit").count() > 0
    page.click(".hits .thumb >> nth=0")
    page.wait_for_selector("svg.sheet rect.lit")
    count = page.locator("svg.sheet rect.lit").count()
    assert page.inner_text('[data-do="next"] .count') == str(count)
    page.click(".beside .contents a >> nth=0")
    page.wait_for_selector(".copy h1")
    assert "q=%E5%90%8C" in page.url
    for link in page.locator(".copy mark").all_inner_texts():
        assert link == WORDS


def test_a_lit_word_lies_on_its_ink_at_any_size(reader: Reader) -> None:
    page = reader.open(f"issues/{SCHOOL}/pages/1/?q={WORDS}")
    page.wait_for_selector("svg.sheet rect.lit")
    edition, _ = trial_archive.built("school/2026-06-01.yaml", True)
    width = edition.pages[0].size.width
    measure = """() => {
        const image = document.querySelector("svg.sheet image").getBoundingClientRect();
        const rects = [...document.querySelectorAll("svg.sheet rect.lit")];
        return rects.map((each) => {
            const box = each.getBBox(), at = each.getScreenCTM(), x = at.a * box.x + at.e, w = at.a * box.width;
            return [(x - image.left) / image.width, w / image.width, box.x, box.width];
        });
    }"""
    for key in ("", "+", "+"):
        if key:
            page.keyboard.press(key)
        for left, wide, x, points in page.evaluate(measure):
            assert left == pytest.approx(x / width, abs=2e-3)
            assert wide == pytest.approx(points / width, abs=2e-3)
    # The picture is dark inside each box and light just above it, between two lines.
    found = page.evaluate("""async () => {
        const sheet = document.querySelector("svg.sheet");
        const picture = await createImageBitmap(await (await fetch(sheet.querySelector("image").href.baseVal)).blob());
        const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
        pen.drawImage(picture, 0, 0);
        const scale = picture.width / Number(sheet.dataset.width);
        const ink = (x, y, width, height) => {
            const { data } = pen.getImageData(x * scale, y * scale, width * scale, Math.max(height * scale, 1));
            let dark = 0;
            for (let at = 0; at < data.length; at += 4) dark += 255 - data[at + 1];
            return dark / (data.length / 4) / 255;
        };
        return [...sheet.querySelectorAll("rect.lit")].map((each) => {
            const { x, y, width, height } = each.getBBox();
            return [ink(x, y, width, height), ink(x, y - 0.5, width, 1)];
        });
    }""")
    assert found, "no word is lit"
    for inside, above in found:
        assert inside > 0.1
        assert above < inside / 3, found


def test_the_page_is_turned_zoomed_and_read_by_the_keyboard_alone(reader: Reader) -> None:
    page = reader.open(f"issues/{SCHOOL}/pages/1/?q={WORDS}")
    page.wait_for_selector("svg.sheet rect.lit")
    press = page.keyboard.press
    press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    whole = page.get_attribute("svg.sheet", "viewBox")
    press("+")
    assert page.get_attribute("svg.sheet", "viewBox") != whole
    press("0")
    assert page.get_attribute("svg.sheet", "viewBox") == whole
    press("n")
    assert page.locator("rect.lit.now").count() == 1
    press("0")
    seen = set()
    for _ in range(60):
        press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.closest('svg.sheet a')?.id || document.activeElement.dataset.do || ''"
            )
        )
        assert page.evaluate("""() => {
            const at = document.activeElement, style = getComputedStyle(at);
            const area = at.querySelector && at.querySelector("rect.area");
            return at === document.body || at.matches("svg a") && parseFloat(getComputedStyle(area).strokeWidth) >= 3
                || parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
        }"""), page.evaluate("document.activeElement.outerHTML")
    assert {"in", "whole", "next", "a0101", "a0102"} <= seen
    press("ArrowRight")
    page.wait_for_url("**/pages/2/**")
    page.wait_for_selector("svg.sheet")
    press("ArrowLeft")
    page.wait_for_url("**/pages/1/**")
    page.focus("svg.sheet a#a0102")
    press("Enter")
    page.wait_for_url("**/articles/0102/**")


def test_a_page_is_moved_by_hand_without_opening_an_article(reader: Reader) -> None:
    page = reader.open(f"issues/{SCHOOL}/pages/1/")
    page.click('[data-do="width"]')
    before = page.get_attribute("svg.sheet", "viewBox")
    box = page.locator("svg.sheet").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.3, steps=4)
    page.mouse.up()
    assert page.get_attribute("svg.sheet", "viewBox") != before
    assert "/pages/1/" in page.url


@pytest.mark.parametrize(("width", "language"), [(360, ""), (360, "en/"), (1280, "")])
def test_every_page_fits_a_phone_and_a_desk(browser: Any, served: str, width: int, language: str) -> None:
    made = Reader(browser, served, viewport={"width": width, "height": 740})
    for name, path in PAGES.items():
        page = made.open(language + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, name
        assert page.locator("h1").first.is_visible()
    made.context.close()
    assert made.faults == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_serious(browser: Any, served: str, plain: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    kinds = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    made = Reader(browser, served, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    looked_at = [(served, path, "h1") for path in PAGES.values()]
    looked_at += [(served, f"en/{PAGES['page']}", "h1"), (plain, PAGES["search"], ".hits li")]
    for room, path, there in looked_at:
        made.room = room
        page = made.open(path)
        page.wait_for_selector(there)
        page.evaluate(script)
        result = page.evaluate("kinds => axe.run(document, {runOnly: kinds})", kinds)
        assert len(result["passes"]) > 10
        told = [
            (each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in result["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert told == [], path
    made.context.close()


def test_it_works_without_scripts(browser: Any, served: str) -> None:
    made = Reader(browser, served, java_script_enabled=False)
    page = made.open("")
    page.fill('.top input[name="q"]', WORDS)
    page.press('.top input[name="q"]', "Enter")
    page.click(".hits .thumb >> nth=0")
    assert page.locator("svg.sheet rect.lit").count() > 0
    assert not page.locator(".tools").is_visible()
    box = page.locator("svg.sheet image").bounding_box()
    assert box["width"] > 600
    page.click(".beside .contents a >> nth=0")
    assert page.locator(".copy h1").is_visible()
    made.context.close()


def test_a_cutting_is_printed_on_one_sheet(browser: Any, served: str) -> None:
    import pypdfium2

    made = Reader(browser, served)
    page = made.open(PAGES["cutting"])
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=False))
    assert len(printed) == 1
    words = printed[0].get_textpage().get_text_range()
    assert "小芦苇" in words
    assert "[N]. 小芦苇, 2026-06-01(1)." in words
    assert "检索" not in words
    made.context.close()


def test_the_site_is_found_in_the_language_that_is_chosen(reader: Reader) -> None:
    page = reader.open(f"issues/{SCHOOL}/pages/1/")
    page.click(".language")
    page.wait_for_url(f"**/en/{addresses.link(f'issues/{SCHOOL}/pages/1/')}")
    assert "Next page" in page.inner_text(".turn")
    assert page.evaluate("document.documentElement.lang") == "en"
