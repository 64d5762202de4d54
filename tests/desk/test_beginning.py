"""A desk on an empty folder: some questions, and a paper stands on the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import opened
from working_desk import Working, working


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Working]:
    with working(tmp_path) as found:
        yield found


def test_who_has_nothing_has_a_paper_after_a_few_questions(desk: Working, chromium: Any) -> None:
    with opened(chromium, host=desk.host) as window:
        page = window.page
        page.goto(desk.address)
        name = page.get_by_label("报名（报头上的字）")
        name.wait_for()
        assert page.locator("#pages, #panel").first.is_hidden()
        assert window.faults() == []
        name.fill("芦汀校报")
        page.get_by_label("哪一类报纸").select_option("school")
        page.get_by_role("button", name="EN").click()  # what was answered stays when the language is another
        assert page.get_by_label("Name of the paper").input_value() == "芦汀校报"
        assert page.get_by_label("What kind of paper").input_value() == "school"
        page.get_by_role("button", name="Make the first issue").click()
        page.wait_for_selector(".sheet .print g")
        assert page.locator("#start").is_hidden()
        assert page.locator("h1.paper").inner_text() == "芦汀校报"
        assert (window.said, window.elsewhere) == ([], [])
    assert "芦汀校报" in "".join(path.read_text("utf-8") for path in desk.root.rglob("*.yaml"))


def test_an_answer_that_cannot_be_is_told_and_nothing_is_written(desk: Working, chromium: Any) -> None:
    with opened(chromium, host=desk.host) as window:
        page = window.page
        page.goto(desk.address)
        name = page.get_by_label("报名（报头上的字）")
        name.wait_for()
        name.fill("")
        page.get_by_role("button", name="排出第一期").click()
        assert "报名" in page.get_by_role("alert").inner_text()
        assert name.evaluate("(input) => input === document.activeElement")
        name.fill("芦汀校报")
        page.get_by_label("放在哪个文件夹").fill("../elsewhere")
        page.get_by_role("button", name="排出第一期").click()
        page.wait_for_function("() => document.querySelector('.fault').textContent.includes('elsewhere')")
        assert page.get_by_role("button", name="排出第一期").is_enabled()
    assert list(desk.root.iterdir()) == []


def test_who_may_only_read_is_asked_nothing(desk: Working, chromium: Any) -> None:
    with opened(chromium, host=desk.host) as window:
        page = window.page
        page.goto(desk.reader)
        page.get_by_text("还没有报纸").wait_for()
        assert page.locator("form").count() == 0
        assert window.said == []
