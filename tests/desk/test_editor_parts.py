"""The parts of the copy editor that need no server: counting, offsets, marks, merging, sending, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import browser
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.counting import count_text
from layout.diagnostics import resource

DESK = Path(__file__).parents[2] / "layout/data/desk"
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
FEW = settings(max_examples=40, deadline=None)
COPY = st.text(st.sampled_from("新桥通车，“好”Ab 1\n　𠮷😀é**__~~{|}^/"), max_size=40)


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """An empty page that may import the desk's modules from the folder they come in."""

    def serve(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(content_type="text/html", body="<!doctype html><title>parts</title>")
            return
        data = resource(path.replace("/assets/", "desk/", 1))
        route.fulfill(content_type=KINDS[Path(path).suffix] + "; charset=utf-8", body=data)

    with browser() as chromium:
        context = chromium.new_context()
        context.route("**/*", serve)
        opened = context.new_page()
        opened.goto("http://desk.test/")
        yield opened
        context.close()


def call(page: Any, module: str, name: str, *given: Any) -> Any:
    """What a function of a module answers."""
    return page.evaluate(
        "async ([module, name, given]) => (await import(`/assets/${module}.js`))[name](...given)",
        [module, name, list(given)],
    )


@FEW
@given(text=COPY)
def test_the_editor_counts_as_the_program_does(page: Any, text: str) -> None:
    counted = count_text(text)
    assert call(page, "offsets", "counts", text) == {"characters": counted.characters, "han": counted.han}


@FEW
@given(text=COPY, data=st.data())
def test_characters_and_units_are_told_apart_and_back(page: Any, text: str, data: st.DataObject) -> None:
    character = data.draw(st.integers(0, len(text)))
    units = len(text[:character].encode("utf-16-le")) // 2
    assert call(page, "offsets", "unitsOf", text, character) == units
    assert call(page, "offsets", "charactersBefore", text, units) == character


def test_an_offset_past_the_text_is_its_end(page: Any) -> None:
    assert call(page, "offsets", "unitsOf", "𠮷野", 9) == 3
    assert call(page, "offsets", "charactersBefore", "𠮷野", 9) == 2


PLACES = [[0, 10, 7], [5, 11, 3], [9, 13, 3]]
"""Three lines of a block: five characters, four, and the rest, with a blank line between."""


@pytest.mark.parametrize("offset", range(15))
def test_a_place_of_the_file_leads_back_to_its_character(page: Any, offset: int) -> None:
    place = call(page, "offsets", "placeOf", PLACES, offset)
    assert call(page, "offsets", "offsetOf", PLACES, 15, place["line"], place["column"]) == offset


def test_a_place_before_or_between_the_lines_of_a_field_is_not_in_it(page: Any) -> None:
    assert call(page, "offsets", "offsetOf", PLACES, 15, 10, 6) is None
    assert call(page, "offsets", "offsetOf", PLACES, 15, 12, 1) is None
    assert call(page, "offsets", "offsetOf", PLACES, 15, 14, 3) is None


def test_a_column_behind_a_line_is_the_end_of_that_line(page: Any) -> None:
    assert call(page, "offsets", "offsetOf", PLACES, 15, 11, 99) == 9


def test_line_ends_of_windows_are_one_character_in_the_editor_and_places_stay(page: Any) -> None:
    text, places = "甲乙\r\n\r\n丙", [[0, 1, 1], [6, 3, 1]]
    assert call(page, "offsets", "withoutReturns", text, places) == ["甲乙\n\n丙", [[0, 1, 1], [4, 3, 1]]]


def wrapped(page: Any, text: str, start: int, end: int, **mark: Any) -> tuple[str, int, int]:
    made = call(page, "signs", "wrapped", text, start, end, mark)
    return text[: made["from"]] + made["insert"] + text[made["to"] :], made["anchor"], made["head"]


@pytest.mark.parametrize(("before", "after"), [("**", "**"), ("*", "*"), ("__", "__"), ("《", "》"), ("^", "^")])
def test_a_mark_put_on_twice_is_taken_off(page: Any, before: str, after: str) -> None:
    once, start, end = wrapped(page, "昨天通车了", 2, 4, before=before, after=after)
    assert once == f"昨天{before}通车{after}了"
    assert once[start:end] == "通车"
    assert wrapped(page, once, start, end, before=before, after=after) == ("昨天通车了", 2, 4)


def test_a_mark_selected_with_its_words_is_taken_off(page: Any) -> None:
    assert wrapped(page, "昨天**通车**了", 2, 8, before="**", after="**")[0] == "昨天通车了"


def test_dots_inside_of_strong_words_are_not_taken_for_its_asterisks(page: Any) -> None:
    assert wrapped(page, "**通车**", 2, 4, before="*", after="*")[0] == "***通车***"


def test_a_reading_is_typed_behind_its_words(page: Any) -> None:
    assert wrapped(page, "芦汀", 0, 2, before="{", after="|}", fill=1) == ("{芦汀|}", 4, 4)


def test_a_sign_alone_stands_behind_what_is_selected(page: Any) -> None:
    assert wrapped(page, "他说再来", 1, 2, before="——", after="") == ("他说——再来", 4, 4)


@FEW
@given(was=COPY, other=COPY)
def test_a_change_on_one_side_only_is_the_merge(page: Any, was: str, other: str) -> None:
    assert call(page, "conflict", "merged", was, other, was) == other
    assert call(page, "conflict", "merged", was, was, other) == other


def test_two_changes_apart_are_merged_and_two_on_one_word_are_not(page: Any) -> None:
    was = "昨天新桥通车，全镇群众奔走相告。"
    mine, theirs = "昨天上午新桥通车，全镇群众奔走相告。", "昨天新桥通车，全县群众奔走相告。"
    assert call(page, "conflict", "merged", was, mine, theirs) == "昨天上午新桥通车，全县群众奔走相告。"
    assert call(page, "conflict", "merged", was, "今天新桥通车，全镇群众奔走相告。", "前天新桥通车。") is None


@FEW
@given(one=COPY, other=COPY)
def test_what_is_shown_of_a_text_is_all_of_it_with_the_differences_marked(page: Any, one: str, other: str) -> None:
    shown = page.evaluate(
        """async ([one, other]) => {
             const { pieces } = await import("/assets/conflict.js");
             const { diff } = await import("/assets/codemirror/codemirror.js");
             return pieces(other, diff(one, other), "fromB", "toB");
           }""",
        [one, other],
    )
    assert "".join(words for words, _ in shown) == other
    if one == other:
        assert not any(is_new for _, is_new in shown)


def test_of_what_is_typed_while_a_request_runs_only_the_last_is_sent(page: Any) -> None:
    sent, settled = page.evaluate(
        """async () => {
             const { latest } = await import("/assets/sending.js");
             const sent = [], settled = [], ends = [];
             const send = (value) => (sent.push(value), new Promise((end) => ends.push(end)));
             const queue = latest(send, (answer) => settled.push(answer), 0);
             const tick = () => new Promise((done) => setTimeout(done, 5));
             queue.push("一"); await tick();
             queue.push("一二"); queue.push("一二三"); await tick();
             ends[0]("first"); await tick();
             ends[1]("second"); await tick();
             return [sent, settled];
           }"""
    )
    assert sent == ["一", "一二三"]
    assert settled == ["second"]  # the first was no longer what is on the screen


def test_a_request_that_fails_does_not_stop_the_next(page: Any) -> None:
    settled = page.evaluate(
        """async () => {
             const { latest } = await import("/assets/sending.js");
             const settled = [];
             const send = async (value) => { if (value === 1) throw new Error("lost"); return value; };
             const told = (answer, value, error) => settled.push([answer, error?.message ?? ""]);
             const queue = latest(send, told, 0);
             queue.push(1); await queue.flush();
             queue.push(2); await queue.flush();
             return settled;
           }"""
    )
    assert settled == [[None, "lost"], [2, ""]]


@pytest.mark.parametrize("fault", ["send", "settled"])
def test_what_throws_at_once_does_not_stop_the_next(page: Any, fault: str) -> None:
    sent = page.evaluate(
        """async (fault) => {
             const { latest } = await import("/assets/sending.js");
             const sent = [];
             const failing = (name, value) => { if (name === fault && value === 1) throw new Error(name); };
             const send = (value) => (sent.push(value), failing("send", value), Promise.resolve(value));
             const queue = latest(send, (_answer, value) => failing("settled", value), 0);
             queue.push(1); await queue.flush().catch(() => {});
             queue.push(2); await queue.flush();
             return sent;
           }""",
        fault,
    )
    assert sent == [1, 2]


def test_what_was_sent_before_its_rest_was_over_does_not_stop_the_next(page: Any) -> None:
    sent = page.evaluate(
        """async () => {
             const { latest } = await import("/assets/sending.js");
             const sent = [], ends = [];
             const queue = latest((value) => (sent.push(value), new Promise((end) => ends.push(end))), () => {}, 1);
             const moment = () => new Promise((done) => setTimeout(done, 10));
             queue.push(1); queue.flush();
             queue.push(2); ends[0]();  // the second goes on the heels of the first
             while (sent.length < 2) await null;
             ends[1](); await moment();  // its rest ends with nothing left to send
             queue.push(3); await moment();
             return sent;
           }"""
    )
    assert sent == [1, 2, 3]


def test_what_waits_and_is_dropped_is_not_sent(page: Any) -> None:
    sent = page.evaluate(
        """async () => {
             const { latest } = await import("/assets/sending.js");
             const sent = [];
             const queue = latest(async (value) => sent.push(value), () => {}, 1);
             queue.push(1); await queue.drop();
             await new Promise((done) => setTimeout(done, 10));
             return sent;
           }"""
    )
    assert sent == []


def kept(page: Any, script: str) -> Any:
    return page.evaluate(
        f"""async () => {{
              const {{ keep, kept, forget, sweep }} = await import("/assets/unsaved.js");
              localStorage.clear();
              const where = {{ folder: "demo", issue: "a.yaml", story: "lead", path: ["items", 0, "body"] }};
              {script}
            }}"""
    )


def test_unsaved_text_is_found_again_by_its_field_and_no_other(page: Any) -> None:
    found = kept(
        page,
        """keep(localStorage, where, "d1", { value: "新", was: "旧" }, 5);
           keep(localStorage, where, "d2", { value: "更新", was: "旧" }, 9);
           const others = [{ story: "other" }, { path: ["items", 1, "body"] }, { folder: "x" }];
           return [{}, ...others].map((each) => kept(localStorage, { ...where, ...each }));""",
    )
    assert found == [
        [
            {"value": "更新", "was": "旧", "when": 9, "base": "d2"},
            {"value": "新", "was": "旧", "when": 5, "base": "d1"},
        ],
        *([], [], []),
    ]


def test_saved_text_is_forgotten_and_other_fields_are_not(page: Any) -> None:
    left = kept(
        page,
        """localStorage.setItem("desk.theme", "1");
           keep(localStorage, where, "d1", { value: "新", was: "旧" }, 5);
           keep(localStorage, { ...where, story: "other" }, "d1", { value: "新", was: "旧" }, 5);
           forget(localStorage, where);
           const left = [where, { ...where, story: "other" }].map((each) => kept(localStorage, each).length);
           return [...left, localStorage.getItem("desk.theme")];""",
    )
    assert left == [0, 1, "1"]


def test_unsaved_text_that_nobody_asked_for_in_a_month_goes(page: Any) -> None:
    left = kept(
        page,
        """const day = 86400000;
           keep(localStorage, where, "old", { value: "新", was: "旧" }, 0);
           keep(localStorage, where, "new", { value: "新", was: "旧" }, 20 * day);
           sweep(localStorage, 31 * day);
           return kept(localStorage, where).map((each) => each.base);""",
    )
    assert left == ["new"]


def test_a_browser_that_forbids_storage_stops_nobody(page: Any) -> None:
    answers = kept(
        page,
        """const full = new Proxy({}, { get() { throw new Error("forbidden"); } });
           keep(full, where, "d", { value: "新", was: "旧" }, 1);
           forget(full, where);
           sweep(full, 1);
           return kept(full, where);""",
    )
    assert answers == []
