"""Copy dropped on the desk, pasted or chosen: accounted for before anything is written, put where the editor says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import drop, opened, until
from working_desk import Working, copy_of, working

FILE = "2019-07-15.yaml"
COPY = """河滨步道本周贯通

本报讯　河滨步道最后一段昨天贯通，全长2.6公里，沿线新添座椅48张。

市政部门介绍，步道夜间照明到22时，雨天也能走。
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    with working(copy_of("xietu", tmp_path_factory.mktemp("incoming") / "xietu")) as found:
        yield found


@pytest.fixture
def desk(shared: Working) -> Working:
    shared.restore()
    return shared


@contextmanager
def at(desk: Working, chromium: Any) -> Iterator[Any]:
    with opened(chromium, 1440, 900, host=desk.host) as window:
        page = window.page
        page.goto(desk.address)
        page.wait_for_selector(".sheet .print g")
        yield page
        assert window.elsewhere == []
        assert window.faults() == []
        assert window.said == []


def paste(page: Any, text: str) -> None:
    page.evaluate(
        """(text) => {
             const clipboardData = new DataTransfer();
             clipboardData.setData("text/plain", text);
             document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
           }""",
        text,
    )


def written(page: Any, desk: Working, text: str, name: str = FILE) -> None:
    until(page, lambda: (desk.root / name).exists() and text in desk.text(name), f"{text} in {name}")


def test_a_file_that_is_dropped_is_accounted_for_and_put_on_a_page(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as page:
        drop(page, "步道.txt", COPY.encode("gb18030"))
        dialog = page.locator("dialog.arriving")
        dialog.wait_for()
        assert dialog.locator(".stories li b").all_inner_texts() == ["河滨步道本周贯通"]
        assert "每一个字都有着落" in dialog.inner_text()
        assert desk.text(FILE) == before  # not before somebody says where
        page.get_by_role("button", name="放上去").click()
        written(page, desk, "河滨步道最后一段昨天贯通")
        kept = desk.text(FILE)
        name = re.search(r"(?m)^ +(\S+):\n +headline: 河滨步道本周贯通", kept)
        assert name
        assert re.search(rf"(?m)^ +({name[1]} ?)+$", kept)  # it is drawn, or it would not be printed
        assert [line for line in before.splitlines() if line not in kept.splitlines()] == []
        page.locator(".history button").first.click()
        until(page, lambda: desk.text(FILE) == before, "the file as it was")


def test_pasted_text_becomes_an_issue_of_its_own(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as page:
        paste(page, COPY)
        page.locator("dialog.arriving").wait_for()
        page.get_by_label("放到").select_option("new")
        page.get_by_label("新文件名").fill("2019-07-22.yaml")
        page.get_by_role("button", name="放上去").click()
        written(page, desk, "河滨步道最后一段昨天贯通", "2019-07-22.yaml")
        page.wait_for_function("() => location.hash.includes('2019-07-22')")
        page.wait_for_function(
            "() => [...document.querySelectorAll('.sheet .print')].some((each) => each.textContent.includes('河滨'))"
        )


def test_copy_that_is_put_nowhere_changes_nothing(desk: Working, chromium: Any) -> None:
    before = desk.text(FILE)
    with at(desk, chromium) as page:
        page.keyboard.press("o")
        page.get_by_label("或把文字粘贴在这里").fill(COPY)
        page.get_by_role("button", name="读入").click()
        page.locator("dialog.arriving").wait_for()
        page.keyboard.press("Escape")
        page.get_by_text("没有放，文件没有动").wait_for()
    assert desk.text(FILE) == before


def test_text_pasted_into_a_field_is_no_import(desk: Working, chromium: Any) -> None:
    with at(desk, chromium) as page:
        page.evaluate("async () => (await import('/assets/store.js')).desk.emit('story', { page: 2, name: 'lead' })")
        body = page.locator("[data-path=body] .cm-content")
        body.click()
        page.evaluate(
            """(text) => {
                 const clipboardData = new DataTransfer();
                 clipboardData.setData("text/plain", text);
                 document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
               }""",
            COPY,
        )
        assert "河滨步道最后一段" in body.inner_text()
        page.wait_for_timeout(300)
        assert page.locator("dialog").count() == 0
