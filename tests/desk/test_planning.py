"""Plans chosen and stories moved in the browser, by click, by key and by dragging; undo takes each back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import box_of, opened, until
from working_desk import Working

FILE = "2026-05-24.yaml"


@pytest.fixture
def desk(demo: Working) -> Working:
    demo.restore()
    return demo


@contextmanager
def at(desk: Working, chromium: Any, number: int = 1) -> Iterator[Any]:
    """A window with a page on the table."""
    with opened(chromium, 1440, 900, host=desk.host) as window:
        page = window.page
        page.goto(f"{desk.address}#issue={FILE}&page={number}")
        page.wait_for_selector(".sheet .print g")
        page.evaluate("async (page) => (await import('/assets/store.js')).desk.go(page)", number)
        page.wait_for_selector(f".sheet[data-page='{number}'] .print g")
        yield page
        assert (window.said, window.elsewhere) == ([], [])


def drawing(desk: Working, number: int) -> list[list[str]]:
    """The plan of a page as the file has it: rows of names."""
    page = re.split(r"(?m)^  - page: ", desk.text(FILE))[number]
    block = re.search(r"(?m)^    plan: \|\n((?:      .*\n)+)", page)
    return [line.split() for line in block[1].splitlines()] if block else []


def undone(page: Any, desk: Working, before: str) -> None:
    page.locator(".history button").first.click()
    until(page, lambda: desk.text(FILE) == before, "the file as it was")


def names(rows: list[list[str]]) -> set[str]:
    return {name for row in rows for name in row}


def test_a_plan_is_chosen_with_a_click_and_undone(desk: Working, chromium: Any) -> None:
    before, drawn = desk.text(FILE), drawing(desk, 4)
    with at(desk, chromium, 4) as page:
        page.keyboard.press("a")
        cards = page.locator("dialog .card")
        cards.first.wait_for()
        assert cards.count() > 1
        assert page.locator("dialog .card.current").count() <= 1
        assert cards.first.locator(".print g").count() > 0
        page.locator("dialog .card:not(.current)").first.click()
        until(page, lambda: drawing(desk, 4) != drawn, "another plan")
        assert names(drawing(desk, 4)) >= names(drawn)  # no story is lost
        undone(page, desk, before)


def test_plans_are_gone_through_with_arrows_and_left_with_escape(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium, 4) as page:
        page.get_by_role("button", name="别的画法").click()
        page.locator("dialog .card").first.wait_for()
        page.locator("dialog .card").first.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("dialog .card").nth(1).evaluate("(card) => card === document.activeElement")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    assert desk.text(FILE) == before


def test_a_story_is_moved_by_keyboard_to_another_page(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as page:
        page.evaluate("async () => (await import('/assets/store.js')).desk.emit('move', { name: 'clinic', page: 1 })")
        page.wait_for_selector("dialog")
        page.locator("#move-page").select_option("2")
        page.get_by_role("button", name="移过去").click()
        until(page, lambda: desk.text(FILE) != before, "another file")
        assert "clinic" not in names(drawing(desk, 1))
        assert page.locator("#status .message.done").inner_text() != ""
        undone(page, desk, before)


def test_a_story_dragged_onto_another_changes_places_with_it(desk: Working, chromium: Any) -> None:
    before, drawn = desk.text(FILE), drawing(desk, 1)
    with at(desk, chromium) as page:
        hold(page, "clinic")
        spot = box_of(page.locator(".spot.swap").nth(order(page, "clinic", "night")))
        page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
        assert "对调" in page.locator(".ghost span").inner_text()
        page.mouse.up()
        until(page, lambda: desk.text(FILE) != before, "another file")
        swapped = {"clinic": "night", "night": "clinic"}
        assert drawing(desk, 1) == [[swapped.get(name, name) for name in row] for row in drawn]
        assert page.locator(".ghost, .spots").count() == 0
        undone(page, desk, before)


def test_a_drag_that_is_given_up_changes_nothing(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as page:
        hold(page, "clinic")
        page.keyboard.press("Escape")
        assert page.locator(".ghost, .spots").count() == 0
        page.mouse.up()
        page.wait_for_timeout(200)
        assert page.locator("dialog").count() == 0
    assert desk.text(FILE) == before


def test_a_row_of_the_list_is_dragged_to_a_page_of_the_flatplan(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as page:
        page.get_by_role("tab", name="稿件").click()
        page.keyboard.press("3")
        card = page.locator(".card[data-page='2']")
        card.wait_for()
        row = box_of(page.locator("[data-focus='1:clinic']"))
        page.mouse.move(row["x"] + 20, row["y"] + 10)
        page.mouse.down()
        page.mouse.move(row["x"] + 60, row["y"] + 30)
        to = box_of(card)
        page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] / 2)
        page.mouse.up()
        until(page, lambda: desk.text(FILE) != before, "another file")
        assert "clinic" not in names(drawing(desk, 1))
        undone(page, desk, before)


def hold(page: Any, name: str) -> None:
    """Takes a story by the grip that stands at its head, and begins to move it."""
    box = box_of(page.locator(f".story[data-story='{name}']"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(f".grip[data-name='{name}']")
    grip = box_of(page.locator(".grip"))
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 40, grip["y"] + 40)
    page.wait_for_selector(".spots")


def order(page: Any, held: str, other: str) -> int:
    """Which of the pairs of places on the page's stories is another's."""
    stories = page.locator(".sheet .story[data-story]").evaluate_all("all => all.map((each) => each.dataset.story)")
    return [name for name in stories if name != held].index(other)
