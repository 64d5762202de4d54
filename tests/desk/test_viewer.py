"""The pages at the desk in Chromium: seen, turned, zoomed, pointed at and compared; on a laptop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import Watched, box_of, opened
from browser import until as waited
from working_desk import Working, copy_of, working

FILE = "2026-05-24.yaml"
PLACE = "太阳刚越过"
POINT = (760, 420)  # of the window, on the page
PRINT = ".print"  # the paper itself: its colours are the press's, and axe takes ten seconds over its type


@pytest.fixture
def desk(demo: Working) -> Iterator[Working]:
    """A desk whose issue is left as it was found."""
    before = demo.text(FILE)
    yield demo
    if demo.text(FILE) != before:
        write(demo, before)


def write(desk: Working, text: str) -> None:
    """Another program saves the issue."""
    (desk.root / FILE).write_text(text, "utf-8")


@contextmanager
def looked_at(desk: Working, chromium: Any, width: int = 1280, height: int = 800, **how: Any) -> Iterator[Watched]:
    """A window on the desk with its first page drawn. reader: by the address that only reads; kept: what the browser
    remembers of an earlier visit."""
    address = desk.reader if how.pop("reader", False) else desk.address
    kept = how.pop("kept", {})
    with opened(chromium, width, height, host=desk.host, **how) as watched:
        for name, value in kept.items():
            watched.page.add_init_script(f"localStorage.setItem('desk.{name}', '{value}')")
        watched.page.goto(address)
        until(watched.page, "() => document.querySelector('.sheet .print text') !== null")
        yield watched
        assert (watched.said, watched.elsewhere) == ([], [])


def until(page: Any, condition: str, argument: Any = None) -> Any:
    """Waits for a function of the page to say so. The desk's policy forbids Playwright's own way, which is eval."""
    return waited(page, lambda: page.evaluate(condition, argument), f"{condition} {argument}")


def percent(page: Any) -> int:
    return int(page.locator(".percent").inner_text().rstrip("%"))


def scale(page: Any) -> float:
    """Pixels a point."""
    return float(page.evaluate("() => document.querySelector('.table').style.getPropertyValue('--scale')"))


def shown(page: Any) -> list[int]:
    found = page.evaluate("() => [...document.querySelectorAll('.sheet')].map((sheet) => sheet.dataset.page)")
    return [int(each) for each in found]


def scrolled(page: Any) -> list[int]:
    return page.evaluate("() => ['scrollLeft', 'scrollTop'].map((way) => document.querySelector('.scroller')[way])")


def key_list(page: Any) -> list[tuple[str, list[str]]]:
    """Every command's group and keys."""
    found = page.evaluate("async () => (await import('/assets/keys.js')).keys.list().map((e) => [e.group, e.keys])")
    return [(group, keys) for group, keys in found]


def share_at(page: Any, x: float, y: float) -> list[float]:
    """How far across and down the page a point of the window is, as shares of it."""
    box = box_of(page.locator(".sheet"))
    return [(x - box["x"]) / box["width"], (y - box["y"]) / box["height"]]


def settled(page: Any, number: int) -> None:
    until(page, "(n) => document.querySelector('.sheet')?.dataset.page === String(n)", number)


def chosen(page: Any) -> dict[str, Any]:
    """The place that is selected."""
    return page.evaluate("async () => (await import('/assets/store.js')).desk.selected")


# -- seen ------------------------------------------------------------------------------------------------------------


def test_a_page_is_set_in_its_own_faces(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        families = window.page.evaluate(
            "() => [...document.querySelectorAll('.print text')].map((text) => text.getAttribute('font-family'))"
        )
        loaded = window.page.evaluate(
            "() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family.replaceAll('\"', ''))"
        )
        assert len(set(families)) > 3
        assert set(families) <= set(loaded)
        words = window.page.locator(".print").inner_text().replace("\n", "")
        assert "旧窑场长成野花坡" in words
        assert "芦汀日报" in window.page.title()


def test_only_the_lines_that_changed_are_touched(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.evaluate(
            """() => {
              window.touched = [];
              window.groups = [...document.querySelectorAll('.print > svg')];
              new MutationObserver((all) => {
                for (const each of all) for (const node of [...each.addedNodes, ...each.removedNodes])
                  window.touched.push([node.nodeName, node.parentNode?.dataset?.story ?? '']);
              }).observe(document.querySelector('.print'), { childList: true, subtree: true });
            }"""
        )
        whole = page.evaluate("() => document.querySelectorAll('.print text').length")
        write(desk, desk.text(FILE).replace(PLACE, "太阳刚刚越过", 1))
        until(page, "() => document.querySelector('.print').textContent.includes('太阳刚刚越过')")
        touched = page.evaluate("() => window.touched")
        assert 0 < len(touched) < whole / 4
        assert {name for name, _ in touched} == {"text"}
        still = page.evaluate("() => window.groups.every((g) => g.isConnected)")
        assert still


def test_a_page_out_of_sight_changes_nothing_that_is_seen(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.evaluate(
            """() => {
              window.touched = 0;
              new MutationObserver((all) => (window.touched += all.length))
                .observe(document.querySelector('.print'), { childList: true, subtree: true, attributes: true });
            }"""
        )
        before = page.evaluate("async () => (await import('/assets/store.js')).desk.state.revision")
        write(desk, desk.text(FILE).replace("怎样为二百多名夜归人画出来", "怎样为三百多名夜归人画出来"))
        until(page, "async (r) => (await import('/assets/store.js')).desk.state.revision > r", before)
        assert page.evaluate("() => window.touched") == 0
        page.keyboard.press("PageDown")
        settled(page, 2)
        assert "怎样为三百多名夜归人画出来" in page.locator(".print").inner_text().replace("\n", "")


# -- zoomed, panned, turned ------------------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_pointer(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("r")  # a page that is smaller than its pane stands in the middle of it
        before, share = percent(page), share_at(page, *POINT)
        page.mouse.move(*POINT)
        page.keyboard.down("Control")
        for _ in range(6):
            page.mouse.wheel(0, -100)
        page.keyboard.up("Control")
        until(page, "(p) => parseInt(document.querySelector('.percent').textContent) > p * 2", before)
        assert share_at(page, *POINT) == pytest.approx(share, abs=0.002)
        assert page.evaluate("() => document.querySelector('.table').style.transform") == ""


def test_two_fingers_zoom(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium, 390, 844, reader=True, has_touch=True) as window:
        page = window.page
        before = scale(page)
        fingers = page.context.new_cdp_session(page)
        for kind, apart in (("touchStart", 40), ("touchMove", 80), ("touchMove", 120)):
            points = [{"x": 195 - apart, "y": 400}, {"x": 195 + apart, "y": 400}]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        until(page, "(s) => document.querySelector('.table').style.getPropertyValue('--scale') > s * 2.5", before)
        assert scale(page) == pytest.approx(before * 3, rel=0.02)


def test_the_page_fits_as_asked(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        room = box_of(page.locator(".scroller"))
        sheet = page.locator(".sheet")
        assert sheet.bounding_box()["height"] == pytest.approx(room["height"] - 48, abs=1)
        page.keyboard.press("w")
        assert sheet.bounding_box()["width"] == pytest.approx(room["width"] - 48, abs=1)
        page.keyboard.press("r")
        assert percent(page) == 100
        assert sheet.bounding_box()["width"] == pytest.approx(390 / 25.4 * 96, abs=1)  # the paper is 390 mm wide
        page.keyboard.press("-")
        assert percent(page) == 80
        page.locator(".percent").click()
        assert sheet.bounding_box()["height"] < room["height"]


def test_dragging_moves_the_page_and_selects_nothing(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("r")
        page.mouse.move(700, 500)
        page.mouse.down()
        page.mouse.move(640, 380, steps=4)
        page.mouse.up()
        moved = scrolled(page)
        page.mouse.move(700, 500)
        page.mouse.down()
        page.mouse.move(690, 470, steps=4)
        page.mouse.up()
        again = scrolled(page)
        assert [again[0] - moved[0], again[1] - moved[1]] == [10, 30]
        assert chosen(page) is None


def test_facing_pages_stand_side_by_side(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("2")
        until(page, "() => document.querySelector('.table').dataset.side === 'right'")  # page 1 is a right-hand page
        page.keyboard.press("PageDown")
        until(page, "() => document.querySelectorAll('.sheet').length === 2")
        assert shown(page) == [2, 3]
        left, right = (box_of(page.locator(".sheet").nth(each)) for each in (0, 1))
        assert left["x"] + left["width"] == pytest.approx(right["x"], abs=1)
        page.keyboard.press("PageDown")
        settled(page, 4)
        page.keyboard.press("PageUp")
        settled(page, 2)
        page.keyboard.press("1")
        until(page, "() => document.querySelectorAll('.sheet').length === 1")


def test_all_pages_are_seen_with_their_scores(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("3")
        until(page, "() => document.querySelectorAll('.card .print text').length > 500")
        cards = page.locator(".card")
        assert cards.count() == 4
        assert re.search(r"第 3 版.*\d+ 分.*合适|可写|超", cards.nth(2).inner_text().replace("\n", " "))
        assert page.evaluate("() => getComputedStyle(document.querySelector('.card')).contentVisibility") == "auto"
        cards.nth(2).locator("button").click()
        settled(page, 3)


# -- pointed at ------------------------------------------------------------------------------------------------------


def test_a_click_on_a_word_finds_where_it_was_typed(desk: Working, chromium: Any) -> None:
    lines = desk.text(FILE).splitlines()
    with looked_at(desk, chromium, reader=True) as window:  # who may write gets the editor beside the page
        page = window.page
        page.keyboard.press("w")
        for words, at in ((PLACE, 2), ("座位增至九百八十个", 3), ("今天　多云转小雨", 0)):
            spot = page.evaluate(
                """([words, at]) => {
                  for (const text of document.querySelectorAll('.print text')) {
                    const index = text.textContent.indexOf(words);
                    if (index < 0) continue;
                    const p = text.getStartPositionOfChar(index + at), q = text.getEndPositionOfChar(index + at);
                    const m = text.getScreenCTM();
                    return [(p.x + q.x) / 2 * m.a + m.e, p.y * m.d + m.f - 3];
                  }
                }""",
                [words, at],
            )
            assert spot is not None, words
            page.mouse.click(*spot)
            until(page, "() => document.querySelector('.mark.word') !== null")
            until(page, "async (c) => (await import('/assets/store.js')).desk.selected !== null")
            place = chosen(page)
            assert place["file"] == FILE
            assert lines[place["line"] - 1][place["column"] - 1] == words[at]
            mark = box_of(page.locator(".mark.word"))
            assert mark["x"] <= spot[0] <= mark["x"] + mark["width"]
            page.keyboard.press("Escape")
            assert page.locator(".mark").count() == 0


def test_a_place_chosen_elsewhere_is_marked_on_its_page(desk: Working, chromium: Any) -> None:
    lines = desk.text(FILE).splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "headline: 一把种子回家的路" in text)
    with looked_at(desk, chromium) as window:
        page = window.page
        page.evaluate(
            """async (line) => (await import('/assets/store.js')).desk
                 .select({ file: '2026-05-24.yaml', line, column: 1, length: 1, page: 3 }, 'panel')""",
            line,
        )  # the index on page 1 names this story too
        settled(page, 3)
        until(page, "() => document.querySelector('.mark.word') !== null")
        mark = box_of(page.locator(".mark.word"))
        title = box_of(page.locator(".print text", has_text="一把种子回家的路").first)
        assert mark["x"] == pytest.approx(title["x"], abs=4)


def test_stories_say_how_they_fit(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        box = page.locator(".stories .story[data-story=lead]")
        assert box.locator("i").first.evaluate("(e) => getComputedStyle(e).opacity") == "0"
        sheet = box_of(page.locator(".sheet"))
        page.mouse.move(sheet["x"] + sheet["width"] * 0.3, sheet["y"] + sheet["height"] * 0.4)
        until(page, "() => document.querySelector('.story.hover')?.dataset.story === 'lead'")
        flag = box.locator(".flag")
        assert re.search("合适|还可写 \\d+ 字|超 \\d+ 字", flag.inner_text())
        page.mouse.move(5, 5)
        until(page, "() => document.querySelector('.story.hover') === null")
        flag.focus()
        until(page, "() => getComputedStyle(document.querySelector('.story[data-story=lead] i')).opacity === '1'")


def test_a_finding_leads_to_its_place(desk: Working, chromium: Any) -> None:
    write(desk, desk.text(FILE).replace("images/meadow.jpg", "images/meadw.jpg"))
    with looked_at(desk, chromium, permissions=["clipboard-read", "clipboard-write"]) as window:
        page = window.page
        page.keyboard.press("End")
        settled(page, 4)
        until(page, "() => document.querySelector('.finding.error') !== null")
        finding = page.locator(".finding.error")
        assert "meadw.jpg" in finding.inner_text()
        where = finding.locator(".where").inner_text()
        assert re.fullmatch(rf"{re.escape(FILE)}:\d+:\d+", where)
        assert finding.locator("a").get_attribute("href") == f"vscode://file{desk.root}/{where}"
        finding.locator(".main").click()
        settled(page, 1)
        finding.get_by_role("button", name="复制位置").click()
        until(page, "async (w) => await navigator.clipboard.readText() === w", where)
        page.get_by_role("button", name="错误 1").click()
        assert finding.count() == 0
        page.get_by_role("button", name="错误 1").click()
        page.keyboard.press("n")
        assert page.evaluate("() => document.activeElement.matches('.finding .main')")


def test_copy_checks_are_mended_or_silenced_by_one_click(desk: Working, chromium: Any) -> None:
    text = desk.text(FILE)
    write(desk, text.replace("游客4380人次", "游客近4380余人次"))
    with looked_at(desk, chromium) as window:
        page = window.page
        finding = page.locator(".finding", has_text="近4380余")
        until(page, "() => document.querySelector('.act.mend') !== null")
        assert finding.locator(".act.mend").inner_text() == "近4380"
        finding.get_by_role("button", name="不再提醒").click()
        until(page, "() => document.querySelector('#status').textContent.includes('已改')")
        assert re.search("# (不查|nocheck)", desk.text(FILE))
        page.keyboard.press("Control+z")
        until(page, "() => document.querySelector('#status').textContent.includes('已撤销')")
        until(page, "() => document.querySelector('.act.mend') !== null")
        finding.locator(".act.mend").click()
        until(page, "() => document.querySelector('.act.mend') === null")
        assert desk.text(FILE) == text.replace("游客4380人次", "游客近4380人次")


def test_stories_and_scores_are_listed(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("s")
        row = page.locator(".storyrow", has_text="一把种子回家的路")
        row.locator(".main").click()
        settled(page, 3)
        until(page, "() => document.querySelector('.mark.story') !== null")
        page.get_by_role("tab", name="版面分").click()
        assert page.locator(".scorecard").count() == 4
        check = page.locator(".scorecard .finding", has_text="Q06").first
        check.locator(".main").click()
        until(page, "() => document.querySelector('.mark.check') !== null")
        box = box_of(page.locator(".mark.check"))
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        until(page, "() => document.querySelector('.check.hover span')?.offsetWidth > 0")
        assert page.locator(".check.hover").inner_text() in check.inner_text()


# -- what lies over it -----------------------------------------------------------------------------------------------


def test_overlays_lie_over_the_page_and_follow_it(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        for key, kind, holds in (("g", "baseline", "path"), ("c", "columns", "rect"), ("y", "proof", "text")):
            page.keyboard.press(key)
            until(page, "([k, h]) => document.querySelector(`.overlay.${k} ${h}`) !== null", [kind, holds])
        assert page.locator(".overlay.columns rect").count() == 6
        old = page.locator(".overlay.proof").get_attribute("data-digest")
        write(desk, desk.text(FILE).replace(PLACE, "太阳刚刚越过", 1))
        until(page, "(d) => document.querySelector('.overlay.proof')?.dataset.digest !== d", old)
        for key in "gcy":
            page.keyboard.press(key)
        assert page.locator(".overlay").count() == 0
        page.keyboard.press("b")
        until(page, "() => getComputedStyle(document.querySelector('.story i')).opacity === '1'")


def test_plates_and_the_heat_of_ink(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.get_by_role("button", name="叠加").click()
        until(page, "() => document.querySelectorAll('.plates button').length >= 6")
        page.locator(".plates button", has_text="青").click()
        until(page, "() => document.querySelector('img.plate')?.naturalWidth > 100")
        page.keyboard.press("Escape")
        page.keyboard.press("i")
        until(page, "() => document.querySelector('img.plate')?.src.includes('plate=ink')")
        until(page, "() => document.querySelector('img.plate').complete")
        assert re.search(r"总墨量.*上限 \d+%.*最重 [\d.]+%", page.locator(".legend").inner_text().replace("\n", " "))
        assert page.locator(".ramp li").count() > 3
        page.keyboard.press("i")
        until(page, "() => document.querySelector('img.plate') === null && document.querySelector('.legend').hidden")


def test_the_page_is_compared_with_the_last_proof(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.get_by_role("button", name="出大样").click()
        page.locator("dialog input").fill("2")
        page.locator("dialog button[type=submit]").click()
        until(page, "() => document.querySelector('#status').textContent.includes('第 2 校大样已出')")
        assert list(desk.root.glob("*proof.pdf"))
        write(desk, desk.text(FILE).replace("旧窑场长成野花坡", "旧窑场开成野花坡"))
        until(page, "() => document.querySelector('.print').textContent.includes('旧窑场开成野花坡')")
        page.keyboard.press("v")
        until(page, "() => document.querySelector('.sheet.before .print text') !== null")
        assert "旧窑场长成野花坡" in page.locator(".sheet.before .print").inner_text().replace("\n", "")
        assert "对照第 2 校" in page.locator(".bar.compare").inner_text()
        assert page.locator(".changelist button").count() >= 1
        assert page.locator(".changes .change").count() >= 1
        page.get_by_role("button", name="滑动").click()
        page.locator(".compare input[type=range]").fill("25")
        assert page.locator("div.was.slider").evaluate("(e) => e.style.clipPath") == "inset(0px 75% 0px 0px)"
        page.get_by_role("button", name="交替").click()
        until(page, "() => document.querySelector('div.was.blink.away') !== null")
        until(page, "() => document.querySelector('div.was.blink:not(.away)') !== null")
        page.keyboard.press("v")
        assert page.locator(".was, .sheet.before, .changes").count() == 0


# -- what must not be missed -----------------------------------------------------------------------------------------


def test_broken_yaml_leaves_the_last_good_page(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with looked_at(desk, chromium) as window:
        page = window.page
        words = page.locator(".print").inner_text()
        write(desk, before.replace("number: 4127", "number: [4127"))
        until(page, "() => document.querySelector('.banner.stale') !== null")
        banner = page.locator(".banner.stale").inner_text()
        assert "上一次好的版面" in banner
        assert f"{FILE}:4" in banner
        assert page.locator(".print").inner_text() == words
        assert window.faults(PRINT) == []
        write(desk, before)
        until(page, "() => document.querySelector('.banner.stale') === null")


def test_a_desk_that_cannot_be_reached_is_told_and_found_again(chromium: Any, tmp_path: Any) -> None:
    folder = copy_of("school", tmp_path / "school")
    with working(folder) as desk, opened(chromium, 1280, 800, host=desk.host) as window:
        window.page.goto(desk.address)
        until(window.page, "() => document.querySelector('.sheet .print text') !== null")
        until(window.page, "async () => (await import('/assets/store.js')).desk.online")
        window.page.context.set_offline(True)
        window.page.evaluate("async () => (await import('/assets/store.js')).desk.speak().catch(() => {})")
        until(window.page, "() => document.querySelector('.banner.lost') !== null")
        assert window.page.locator(".sheet .print text").count() > 100
        window.page.context.set_offline(False)
        until(window.page, "() => document.querySelector('.banner.lost') === null")


def test_changes_are_undone_and_done_again(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with looked_at(desk, chromium) as window:
        page = window.page
        undo = page.locator(".history button").first
        earlier = undo.get_attribute("title")
        page.evaluate(
            """async () => (await import('/assets/store.js')).desk.post('/api/save', {
                 issue: '2026-05-24.yaml', page: 1, story: 'lead', path: ['headline'],
                 value: '旧窑场开满花', was: '旧窑场长成野花坡' })"""
        )
        until(page, "(was) => document.querySelector('.history button').title !== was", earlier)
        assert "lead" in undo.get_attribute("title")
        assert "旧窑场开满花" in desk.text(FILE)
        page.keyboard.press("Control+z")
        until(page, "() => document.querySelector('#status').textContent.includes('已撤销')")
        assert desk.text(FILE) == before
        page.keyboard.press("Control+Shift+z")
        until(page, "() => document.querySelector('#status').textContent.includes('已重做')")
        assert "旧窑场开满花" in desk.text(FILE)
        until(page, "(was) => document.querySelector('.history button').title !== was", earlier)
        page.keyboard.press("Control+z")
        until(page, "(was) => document.querySelector('.history button').title === was", earlier)
        assert desk.text(FILE) == before


def test_the_press_file_is_made_or_the_faults_are_shown(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with looked_at(desk, chromium) as window:
        page = window.page
        page.get_by_role("button", name="出印刷 PDF").click()
        until(page, "() => document.querySelector('#status').textContent.includes('印刷 PDF 已出')")
        made = desk.root / FILE.replace(".yaml", ".pdf")
        assert made.read_bytes().startswith(b"%PDF")
        good = made.read_bytes()
        if page.locator("dialog").count():
            page.keyboard.press("Escape")
        write(desk, before.replace("images/meadow.jpg", "images/meadw.jpg"))
        until(page, "() => document.querySelector('.finding.error') !== null")
        page.get_by_role("button", name="出印刷 PDF").click()
        until(page, "() => document.querySelector('dialog .faults li') !== null")
        assert "meadw.jpg" in page.locator("dialog").inner_text()
        assert made.read_bytes() == good


# -- for whom --------------------------------------------------------------------------------------------------------


def test_language_and_light_are_remembered(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("l")
        until(page, "() => document.querySelector('.tabs').textContent.includes('Findings')")
        assert page.evaluate("() => document.documentElement.lang") == "en"
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
        dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        page.reload()
        until(page, "() => document.querySelector('.sheet .print text') !== null")
        assert "Findings" in page.locator(".tabs").inner_text()
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark
        assert page.evaluate("() => matchMedia('(prefers-color-scheme: light)').matches")


def test_the_server_speaks_the_language_that_is_chosen(desk: Working, chromium: Any) -> None:
    write(desk, desk.text(FILE).replace("images/meadow.jpg", "images/meadw.jpg"))
    with looked_at(desk, chromium, kept={"language": '"en"'}) as window:
        until(window.page, "() => document.querySelector('.finding .message')?.textContent.includes('picture')")
        window.page.keyboard.press("l")
        until(window.page, "() => document.querySelector('.finding .message')?.textContent.includes('图片')")


def test_a_browser_that_keeps_nothing_still_shows_the_page(desk: Working, chromium: Any) -> None:
    with opened(chromium, 1280, 800, host=desk.host) as window:
        window.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
        )
        window.page.goto(desk.reader)
        until(window.page, "() => document.querySelector('.sheet .print text') !== null")
        window.page.keyboard.press("2")
        until(window.page, "() => document.querySelector('.table').dataset.side === 'right'")
        assert window.said == []


def test_every_key_is_in_the_help(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium) as window:
        page = window.page
        page.keyboard.press("?")
        listed = page.locator("dialog dt").all_inner_texts()
        known = key_list(page)
        assert len(listed) == len(known)
        assert page.locator("dialog kbd").count() == sum(len(keys) for _, keys in known)
        # The editor's own keys are only listed here; it answers to them while one writes.
        taken = [key for group, keys in known if group != "editor" for key in keys]
        assert sorted(taken) == sorted(set(taken))
        assert window.faults(PRINT) == []
        page.keyboard.press("Escape")
        assert page.locator("dialog").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_everyone_can_use_it(desk: Working, chromium: Any, width: int, height: int, scheme: Any) -> None:
    write(desk, desk.text(FILE).replace("images/meadow.jpg", "images/meadw.jpg"))
    with looked_at(desk, chromium, width, height, reader=width < 700, color_scheme=scheme) as window:
        page = window.page
        page.keyboard.press("b")
        page.keyboard.press("f")
        until(page, "() => document.querySelector('.finding') !== null")
        assert window.faults(PRINT) == []
        page.keyboard.press("s")
        assert window.faults(PRINT) == []
        page.get_by_role("tab", name="版面分").click()
        assert window.faults(PRINT) == []
        page.keyboard.press("3")
        until(page, "() => document.querySelector('.card .print text') !== null")
        assert window.faults(PRINT) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_reads_and_does_not_write(desk: Working, chromium: Any) -> None:
    with looked_at(desk, chromium, 360, 740, reader=True, has_touch=True) as window:
        page = window.page
        assert page.evaluate("async () => (await import('/assets/store.js')).desk.writes") is False
        for name in ("出大样", "出印刷 PDF", "改稿", "撤销"):
            assert page.get_by_role("button", name=name).count() == 0
        sheet = box_of(page.locator(".sheet"))
        assert sheet["width"] == pytest.approx(360 - 16, abs=1)
        assert page.locator("#panel").is_hidden()
        opener = page.get_by_role("button", name="提示与稿件")
        opener.tap()
        assert page.locator("#panel").is_visible()
        page.get_by_role("tab", name="稿件").tap()
        page.locator(".storyrow .main").nth(2).tap()
        until(page, "() => document.querySelector('.mark.story') !== null")
        assert page.locator("#panel").is_hidden()
        page.get_by_role("button", name="下一版").tap()
        settled(page, 2)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
