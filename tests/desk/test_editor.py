"""The copy editor at work: what is typed is counted, seen on the page and saved, and nobody's copy is lost."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import Watched, box_of, opened, until
from working_desk import Working, copy_of, working

FILE = "2026-05-24.yaml"
HEAD = "旧窑场长成野花坡"
NO_REST = "window.setTimeout = ((soon) => (run, wait) => (wait < 1000 ? soon(run, wait) : 0))(window.setTimeout)"
"""A browser in which nobody rests long enough for a file to be written."""


@pytest.fixture
def desk(demo: Working) -> Working:
    """A desk whose files are as they came, with nothing typed."""
    demo.restore()
    return demo


@contextmanager
def at(desk: Working, chromium: Any, story: str = "lead", saves: bool = False, **how: Any) -> Iterator[Watched]:
    """A window with a story open in its editor. saves: by itself."""
    with opened(chromium, 1440, 900, host=desk.host, **how) as window:
        page = window.page
        page.add_init_script(f"localStorage.setItem('desk.autosave', '{str(saves).lower()}')")
        page.goto(desk.address)
        open_story(page, story)
        yield window
        page.evaluate("localStorage.setItem('desk.autosave', 'false')")  # a window that shuts saves into the next test
        refused = [said for said in window.said if "409" not in said]  # a browser tells its console of each
        assert (refused, window.elsewhere) == ([], [])


def open_story(page: Any, name: str, number: int = 1) -> None:
    page.wait_for_selector(".sheet .print g")
    page.evaluate(
        """async ([page, name]) => (await import("/assets/store.js")).desk.emit("story", { page, name })""",
        [number, name],
    )
    page.wait_for_selector(".fields .field")


def field(page: Any, path: str) -> Any:
    return page.locator(f'[data-path="{path}"] .cm-content')


def notes(page: Any, path: str) -> Any:
    return page.locator(f'[data-path="{path}"] .notes')


def write(page: Any, path: str, text: str, key: str = "End") -> None:
    field(page, path).click()
    page.keyboard.press(key)
    page.keyboard.insert_text(text)


def sees(page: Any, text: str) -> None:
    """Waits until a text stands on the page that is shown, in whatever lines."""
    page.wait_for_function(
        """text => [...document.querySelectorAll(".sheet .print")].some(
             (each) => each.textContent.replace(/\\s/g, "").includes(text))""",
        arg=text,
    )


def saved(desk: Working, text: str, page: Any) -> None:
    """Waits until the file says a text."""
    until(page, lambda: text in desk.text(FILE), f"{text} in the file")


def outside(desk: Working, old: str, new: str) -> None:
    """Somebody else changes the file."""
    text = desk.text(FILE)
    assert text.count(old) == 1
    (desk.root / FILE).write_text(text.replace(old, new), "utf-8")


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_what_is_typed_is_counted_at_once_and_the_page_follows(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as window:
        page = window.page
        count = page.locator('[data-path="headline"] .count')
        assert count.inner_text() == "8 字"
        write(page, "headline", "了")
        assert count.inner_text() == "9 字"
        sees(page, HEAD + "了")
        assert page.locator(".chip.draft").count() == 1
        assert page.locator('[data-path="headline"] .fit').inner_text().startswith("版面上排 1 行")
        write(page, "headline", "， 县里第2窑Ⅱ")
        assert count.inner_text() == "16 字，其中汉字 13"
    assert desk.text(FILE) == before  # a draft is nobody's file


def test_saving_changes_the_one_line_and_keeps_the_rest_of_the_file(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        page.keyboard.press("Control+s")
        saved(desk, HEAD + "了", page)
        page.wait_for_selector(".chip.draft", state="detached")
        sees(page, HEAD + "了")
    assert changed(before, desk.text(FILE)) == [f"-         headline: {HEAD}", f"+         headline: {HEAD}了"]


def test_a_body_is_saved_paragraph_by_paragraph_as_it_stood(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as window:
        page = window.page
        write(page, "body", "今天，", "Control+Home")
        page.keyboard.press("Control+s")
        saved(desk, "今天，清晨6时10分", page)
    lines = changed(before, desk.text(FILE))
    assert len(lines) == 2
    assert lines[0][2:].strip() == lines[1][2:].strip().removeprefix("今天，")


def test_copy_in_a_file_of_its_own_is_saved_there_with_its_line_ends(tmp_path: Path, chromium: Any) -> None:
    root = copy_of("school", tmp_path / "school")
    name = next(path.name for path in root.glob("20*.yaml"))
    (root / "copy.md").write_bytes("第一段。\r\n\r\n第二段。\r\n".encode())
    with_file(root / name, "copy.md")
    with working(root) as desk, opened(chromium, 1440, 900, host=desk.host) as window:
        page = window.page
        page.add_init_script("localStorage.setItem('desk.autosave', 'false')")
        page.goto(desk.address)
        story = desk.desk.state(name, "zh")["pages"][0]["stories"][0]["name"]
        open_story(page, story)
        assert not page.locator("#editor").evaluate("(pane) => pane.classList.contains('dirty')")
        write(page, "body", "了", "Control+End")
        page.keyboard.press("Control+s")
        until(page, lambda: "了".encode() in (root / "copy.md").read_bytes(), "了 in the file")
        assert (root / "copy.md").read_bytes() == "第一段。\r\n\r\n第二段。了\r\n".encode()
        assert window.said == []


def with_file(issue: Path, name: str) -> None:
    """The body of the issue's first story comes from a file."""
    text = issue.read_text("utf-8")
    body = re.search(r"(?m)^( +)(body|正文): \|\n(?:(?:\1 +.*)?\n)+", text)
    assert body
    issue.write_text(text.replace(body[0], f"{body[1]}{body[2]}: {{file: {name}}}\n"), "utf-8")


def test_a_moment_of_rest_saves_by_itself(desk: Working, chromium: Any) -> None:
    with at(desk, chromium, saves=True) as window:
        write(window.page, "headline", "了")
        saved(desk, HEAD + "了", window.page)


def test_leaving_a_field_saves_it(desk: Working, chromium: Any) -> None:
    with at(desk, chromium, saves=True) as window:
        page = window.page
        page.evaluate(NO_REST)
        write(page, "headline", "了")
        field(page, "deck").click()
        saved(desk, HEAD + "了", page)


def test_a_head_breaks_by_hand_where_enter_is_pressed_and_stays_one_line(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "")
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        assert field(page, "headline").inner_text() == "旧窑场长成 / 野花坡"
        assert page.locator('[data-path="headline"] .cm-break').count() == 1
        page.keyboard.press("End")
        page.evaluate(
            """() => {
                 const data = new DataTransfer();
                 data.setData("text/plain", "甲\\n\\n乙\\n");
                 const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
                 document.activeElement.dispatchEvent(paste);
               }"""
        )
        assert field(page, "headline").inner_text() == "旧窑场长成 / 野花坡甲 / 乙"


def test_nothing_is_sent_in_the_middle_of_a_composition(desk: Working, chromium: Any) -> None:
    with at(desk, chromium, saves=True) as window:
        page = window.page
        sent: list[str] = []
        page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.post_data_json["value"]))
        write(page, "headline", "")
        keyboard = page.context.new_cdp_session(page)
        for typed in ("l", "le", "了"):
            keyboard.send(
                "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            )
            page.wait_for_timeout(80)
        assert sent == []
        keyboard.send("Input.insertText", {"text": "了"})
        sees(page, HEAD + "了")
        assert set(sent) == {HEAD + "了"}


def test_a_field_the_story_has_not_is_added_where_it_belongs(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium, "clinic") as window:
        page = window.page
        page.get_by_role("button", name="+ 副题").click()
        page.keyboard.insert_text("药箱编了号")
        order = page.locator(".field").evaluate_all("all => all.map((each) => each.dataset.path)")
        assert order == ["kicker", "headline", "deck", "body"]
        page.keyboard.press("Control+s")
        saved(desk, "deck: 药箱编了号", page)
    assert [line[0] for line in changed(before, desk.text(FILE))] == ["+"]


def test_marks_are_put_round_the_selection_and_taken_off(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        write(page, "deck", "")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Control+b")
        assert field(page, "deck").inner_text().endswith("首日**见闻**")
        page.keyboard.press("Control+b")
        page.get_by_role("button", name="《》").click()
        assert field(page, "deck").inner_text().endswith("首日《见闻》")


def test_control_z_takes_typing_back_in_the_field(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        write(window.page, "headline", "了")
        window.page.keyboard.press("Control+z")
        assert field(window.page, "headline").inner_text() == HEAD
        window.page.wait_for_selector(".chip.draft", state="detached")


def test_what_was_saved_is_undone_to_the_byte_and_done_again(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        page.keyboard.press("Control+s")
        saved(desk, HEAD + "了", page)
        page.locator(".history button").first.click()
        page.wait_for_function(
            "head => document.querySelector('[data-path=headline] .cm-content').innerText === head", arg=HEAD
        )
        assert desk.text(FILE) == before
        page.locator(".history button").last.click()
        saved(desk, HEAD + "了", page)


def test_an_edit_elsewhere_in_the_file_stops_nobody(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        outside(desk, "周六的诊室搬进老祠堂", "周六的诊室搬进了老祠堂")
        page.wait_for_timeout(300)
        page.keyboard.press("Control+s")
        saved(desk, HEAD + "了", page)
        assert "周六的诊室搬进了老祠堂" in desk.text(FILE)
        assert page.locator("dialog").count() == 0


def test_a_field_changed_outside_is_shown_where_nothing_was_typed(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        outside(desk, HEAD, "旧窑场长成大花坡")
        window.page.wait_for_function(
            "() => document.querySelector('[data-path=headline] .cm-content').innerText === '旧窑场长成大花坡'"
        )


@contextmanager
def in_conflict(desk: Working, chromium: Any) -> Iterator[Any]:
    """Mine says 旧窑场长成了野花坡, the file 老窑场长成野花坡; both are on the table."""
    with at(desk, chromium) as window:
        page = window.page
        field(page, "headline").click()
        page.keyboard.press("End")
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.insert_text("了")
        outside(desk, HEAD, "老窑场长成野花坡")
        notes(page, "headline").get_by_text("别处也改了").wait_for()
        assert "老窑场长成野花坡" in desk.text(FILE)
        field(page, "headline").press("Control+s")
        page.wait_for_selector("dialog.conflict")
        columns = [page.locator(f"dialog .{side} .text").inner_text() for side in ("was", "mine", "theirs")]
        assert columns == [HEAD, "旧窑场长成了野花坡", "老窑场长成野花坡"]
        assert page.locator("dialog .mine mark").all_inner_texts() == ["了"]
        assert window.faults() == []
        yield page


def test_mine_is_written_only_after_both_were_shown(desk: Working, chromium: Any) -> None:
    with in_conflict(desk, chromium) as page:
        page.get_by_role("button", name="用我的").click()
        saved(desk, "headline: 旧窑场长成了野花坡", page)


def test_theirs_can_be_taken(desk: Working, chromium: Any) -> None:
    with in_conflict(desk, chromium) as page:
        page.get_by_role("button", name="用文件里的").click()
        page.wait_for_selector(".chip.draft", state="detached")
        assert field(page, "headline").inner_text() == "老窑场长成野花坡"
        assert "headline: 老窑场长成野花坡" in desk.text(FILE)


def test_changes_that_do_not_touch_are_offered_together(desk: Working, chromium: Any) -> None:
    with in_conflict(desk, chromium) as page:
        page.get_by_role("button", name="合起来改").click()
        assert page.locator("dialog .merging .cm-content").inner_text() == "老窑场长成了野花坡"
        page.get_by_role("button", name="存合好的").click()
        saved(desk, "headline: 老窑场长成了野花坡", page)


def test_a_conflict_put_off_leaves_both_texts_where_they_are(desk: Working, chromium: Any) -> None:
    with in_conflict(desk, chromium) as page:
        page.keyboard.press("Escape")
        assert field(page, "headline").inner_text() == "旧窑场长成了野花坡"
        assert "headline: 老窑场长成野花坡" in desk.text(FILE)
        assert notes(page, "headline").get_by_role("button", name="对照着选").is_visible()


def test_nothing_is_lost_while_the_file_cannot_be_read(desk: Working, chromium: Any) -> None:
    whole = desk.text(FILE)
    with opened(chromium, 1440, 900, host=desk.host) as window:
        page = window.page
        page.add_init_script("localStorage.setItem('desk.autosave', 'false')")
        page.goto(desk.address)
        open_story(page, "lead")
        write(page, "headline", "了")
        (desk.root / FILE).write_text(whole + "  - [\n", "utf-8")
        page.wait_for_selector(".banner.stale")
        page.keyboard.press("Control+s")
        page.get_by_text("没有存上").wait_for()
        assert field(page, "headline").inner_text() == HEAD + "了"
        assert desk.text(FILE) == whole + "  - [\n"
        (desk.root / FILE).write_text(whole, "utf-8")
        page.wait_for_selector(".banner.stale", state="detached")
        field(page, "headline").press("Control+s")
        saved(desk, HEAD + "了", page)


def test_typing_by_itself_never_opens_a_dialog(desk: Working, chromium: Any) -> None:
    with at(desk, chromium, saves=True) as window:
        page = window.page
        write(page, "headline", "了")
        outside(desk, HEAD, "老窑场长成野花坡")
        notes(page, "headline").get_by_text("别处也改了").wait_for()
        page.wait_for_timeout(2500)  # longer than it rests before it saves
        assert page.locator("dialog").count() == 0
        assert "headline: 老窑场长成野花坡" in desk.text(FILE)


def test_unsaved_text_is_offered_back_after_the_page_was_left(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        sees(page, HEAD + "了")
        page.reload()
        open_story(page, "lead")
        assert field(page, "headline").inner_text() == HEAD
        page.get_by_role("button", name="找回来").click()
        assert field(page, "headline").inner_text() == HEAD + "了"
        page.keyboard.press("Control+s")
        saved(desk, HEAD + "了", page)
        page.reload()
        open_story(page, "lead")
        assert page.get_by_role("button", name="找回来").count() == 0


def test_unsaved_text_outlives_the_desk(tmp_path: Path, chromium: Any) -> None:
    root = copy_of("demo", tmp_path / "demo")
    with working(root) as first, at(first, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        sees(page, HEAD + "了")
        kept = page.evaluate("JSON.stringify(localStorage)")
    with working(root) as second, opened(chromium, host=second.host) as window:
        page = window.page
        page.add_init_script(f"Object.assign(localStorage, JSON.parse({kept!r}))")
        page.goto(second.address)
        open_story(page, "lead")
        page.get_by_role("button", name="找回来").click()
        assert field(page, "headline").inner_text() == HEAD + "了"


def test_unsaved_text_that_is_thrown_away_is_gone_from_the_page_too(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        write(page, "headline", "了")
        sees(page, HEAD + "了")
        page.reload()
        open_story(page, "lead")
        page.get_by_role("button", name="不要了").click()
        page.wait_for_selector(".chip.draft", state="detached")
        assert desk.text(FILE).count(HEAD + "了") == 0


def test_two_windows_see_what_the_other_saved_and_lose_nothing(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as one, at(desk, chromium) as other:
        write(one.page, "headline", "了")
        sees(one.page, HEAD + "了")
        other.page.wait_for_timeout(300)
        assert field(other.page, "headline").inner_text() == HEAD  # what is not saved is only on the page
        one.page.keyboard.press("Control+s")
        other.page.wait_for_function(
            "head => document.querySelector('[data-path=headline] .cm-content').innerText === head", arg=HEAD + "了"
        )
        write(other.page, "deck", "记")
        write(one.page, "kicker", "记")
        other.page.keyboard.press("Control+s")
        one.page.keyboard.press("Control+s")
        saved(desk, "首日见闻记", other.page)
        saved(desk, "野花种子记", one.page)


def test_two_windows_on_one_field_are_told_of_each_other(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as one, at(desk, chromium) as other:
        write(one.page, "headline", "甲")
        write(other.page, "headline", "乙")
        one.page.keyboard.press("Control+s")
        saved(desk, HEAD + "甲", one.page)
        other.page.keyboard.press("Control+s")
        other.page.wait_for_selector("dialog.conflict")
        assert HEAD + "甲" in desk.text(FILE)


def test_the_caret_is_shown_on_the_page_and_a_word_of_the_page_in_the_copy(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        field(page, "headline").click()
        page.keyboard.press("Home")
        page.wait_for_selector(".mark.word")
        mark = box_of(page.locator(".mark.word").first)
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(
            "left => document.querySelector('.mark.word')?.getBoundingClientRect().left > left + 20", arg=mark["x"]
        )
        page.keyboard.press("Escape")
        page.mouse.click(mark["x"] + mark["width"] * 2.5, mark["y"] + mark["height"] / 2)
        page.wait_for_function("() => document.activeElement?.closest('[data-path=headline]')")
        page.keyboard.insert_text("|")
        assert re.fullmatch(r"旧窑\|场长成野花坡", field(page, "headline").inner_text())


def test_alt_and_arrows_go_from_field_to_field_and_on_to_the_next_story(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        field(page, "headline").click()
        page.keyboard.press("Alt+ArrowDown")
        assert page.evaluate("document.activeElement.closest('.field').dataset.path") == "deck"
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
        assert page.evaluate("document.activeElement.closest('.field').dataset.path") == "kicker"
        field(page, "pictures.0.alt").click()
        page.keyboard.press("Alt+ArrowDown")
        page.wait_for_function(
            "() => document.querySelector('.editor-head .title').textContent.startsWith('图书馆新馆')"
        )
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "pages"


def test_what_the_page_says_of_a_story_stands_over_its_copy(desk: Working, chromium: Any) -> None:
    with at(desk, chromium, "fair") as window:
        page = window.page
        assert page.locator(".editor-head .state").inner_text() in ("合适", "") or "还可写" in page.inner_text(".state")
        write(page, "body", "又有几十名学生赶来观看。" * 40, "Control+End")
        page.wait_for_function("() => document.querySelector('.editor-head .state').textContent.startsWith('超')")


def test_a_finding_stands_below_its_field_and_is_mended_with_a_click(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        outside(desk, HEAD, "二个旧窑场长成野花坡")
        page.locator('[data-path="headline"] .cm-lintRange').first.wait_for()
        write(page, "deck", "记")  # what is typed is saved first: a fix is written into the copy that was checked
        notes(page, "headline").get_by_role("button", name="改成“两个”").click()
        saved(desk, "headline: 两个旧窑场长成野花坡", page)
        saved(desk, "首日见闻记", page)
        page.wait_for_function("() => !document.querySelector('[data-path=headline] .notes').textContent")
        assert field(page, "headline").inner_text() == "两个旧窑场长成野花坡"


def test_a_finding_is_silenced_where_the_editor_knows_better(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as window:
        page = window.page
        outside(desk, HEAD, "二个旧窑场长成野花坡")
        notes(page, "headline").get_by_role("button", name="这里不再提示").click()
        page.wait_for_function("() => !document.querySelector('[data-path=headline] .notes').textContent")
        assert "headline: 二个旧窑场长成野花坡  #" in desk.text(FILE)


def test_the_desk_that_only_reads_has_no_editor(desk: Working, chromium: Any) -> None:
    with opened(chromium, host=desk.host) as window:
        page = window.page
        page.goto(desk.reader)
        page.wait_for_selector(".sheet .print g")
        page.keyboard.press("a")
        page.keyboard.press("o")
        box = box_of(page.locator(".sheet .print"))
        page.mouse.dblclick(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        page.wait_for_timeout(300)
        assert page.locator("#editor").is_hidden()
        assert page.locator(".grip, dialog, .set.writing").count() == 0
        assert window.said == []


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_nobody_is_shut_out_of_the_editor(desk: Working, chromium: Any, language: str, scheme: Any) -> None:
    with at(desk, chromium, color_scheme=scheme) as window:
        page = window.page
        if language == "en":
            page.get_by_role("button", name="English").click()
            assert page.locator('[data-path="headline"] .name').inner_text() == "headline"
        write(page, "headline", "，县里第二砖瓦厂停了十二年之后")
        page.wait_for_timeout(500)
        assert window.faults() == []
