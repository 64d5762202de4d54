"""Addresses stay whole where a line can hold them, and break by their parts where none can (R7)."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.fontset import open_book
from layout.issue import Copy
from layout.text.addresses import address_cuts, in_address, phones, tears
from layout.text.linebreak import DEMERITS
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
ADDRESSES = (
    *("abc@qq.com", "news@xietu.gov.cn", "www.xuhui.gov.cn", "https://xt.gov.cn/tg"),
    *("021—64037890", "（021）64037890", "138 1234 5678", "+86 21 6403 7890"),
)
OPEN = 0.25  # em: a line more open than that is told (NP503)


def put(setter: Typesetter, text: str, measure: float, **keys: float) -> Paragraph:
    return setter.typeset(Copy(text), TextStyle(size=10, **keys), measure * 10)  # type: ignore[arg-type]


@cache
def opened() -> Typesetter:
    return Typesetter(open_book())


def lines(setter: Typesetter, text: str, measure: float) -> list[str]:
    return [line.text for line in put(setter, text, measure).lines]


def test_a_mail_address_goes_whole_to_the_next_line(setter: Typesetter) -> None:
    found = lines(setter, "来稿请寄本报编辑部收稿邮箱abc@qq.com收到后即予答复", 16)
    assert found == ["来稿请寄本报编辑部收稿邮箱", "abc@qq.com收到后即予答复"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_not_torn_where_the_line_before_stays_a_line(setter: Typesetter, address: str) -> None:
    for before in range(11, 20):
        for measure in (before, before + 0.5, before + 1):  # gaps of 0 to .1 em in the line before
            found = lines(setter, HAN[:before] + address + HAN[:6], measure)
            assert any(address in line for line in found)


def test_it_is_torn_before_the_line_before_becomes_a_row_of_holes(setter: Typesetter) -> None:
    # Whole on the second line it would leave nine characters on fourteen em: gaps of .63 em.
    found = put(setter, "来稿请寄到本报编辑news@xietu.gov.cn谢谢", 14)
    assert all(line.gap <= OPEN for line in found.lines)
    assert found.lines[1].text.startswith("@")


def test_a_mail_address_breaks_before_its_sign_or_after_a_stop_of_its_domain() -> None:
    def parts(text: str) -> list[str]:
        edges = [0, *(address_cuts(text) or ()), len(text)]
        return [text[a:b] for a, b in pairwise(edges)]

    assert parts("abc@mail.qq.com") == ["abc", "@mail.", "qq.", "com"]
    assert parts("E-mail:abc@qq.com") == ["E-mail:", "abc", "@qq.", "com"]
    assert parts("a@b.cn/c@d.cn") == ["a", "@b.", "cn/", "c", "@d.", "cn"]
    assert parts("https://a.cn/b?c=d") == ["https://", "a.", "cn/", "b?", "c=", "d"]


def test_the_name_of_a_mailbox_is_the_last_to_be_torn() -> None:
    cuts = address_cuts("zhang.san@qq.com") or {}
    assert cuts[6] > max(cost for at, cost in cuts.items() if at != 6)


@pytest.mark.parametrize("text", ["state-of-the-art", "Node.js", "5G-A", "3.14", "A/B"])
def test_a_word_is_no_address(text: str) -> None:
    assert address_cuts(text) is None


@pytest.mark.parametrize(
    "number",
    [
        *("021-64037890", "021—64037890", "0571 8888 8888", "（021）64037890", "021-64037890转12"),
        *("138 1234 5678", "400-820-8820", "+86 21 6403 7890", "00852 2345 6789"),
    ],
)
def test_a_telephone_number_is_known_by_its_parts(number: str) -> None:
    assert [f"电话{number}，"[a:b] for a, b in phones(f"电话{number}，")] == [number]


@pytest.mark.parametrize("text", ["2019 2020 2021", "1949—2019", "第021 6403", "3.021-64037890", "138 1234 56789"])
def test_other_numbers_are_none(text: str) -> None:
    assert not list(phones(text))


def test_an_address_wider_than_the_measure_breaks_as_it_must(setter: Typesetter) -> None:
    address = "https://www.example.com/news/list?page=3&sort=new_first"
    found = put(setter, f"网址{address}请查看", 12)
    assert all(re.search(r"([/.?&=_@-]|[一-鿿]|first)\Z", line.text) for line in found.lines[:-1])


def test_only_an_address_that_no_line_holds_is_torn_cheaply(setter: Typesetter) -> None:
    items = setter.sheet(Copy("网址www.xuhui.gov.cn/news请查看"), TextStyle()).items
    width = sum(items.widths) - 5
    assert items.with_long_addresses(width + 0.01) is items
    torn = [joint.cost for joint in items.joints if tears(joint.cost)]
    cheap = [joint.cost for joint in items.with_long_addresses(width - 0.01).joints if in_address(joint.cost)]
    assert len(cheap) == len(torn) == 4
    assert max(cheap) < 200 < DEMERITS.loose + 4000 < min(torn)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*ADDRESSES, "近日，", "居民在社区", "垃圾分类。"]), max_size=20), st.integers(8, 30))
def test_copy_with_addresses_is_set_whole_and_in_order(parts: list[str], measure: int) -> None:
    text = "".join(parts)
    assert "".join(line.text for line in put(opened(), text, measure).lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["a" * 30_000 + "@", "a-" * 15_000 + ".com", "a@" + "b." * 15_000, "021-" * 8_000])
def test_hostile_copy_is_looked_through_in_one_pass(text: str) -> None:
    begun = process_time()
    address_cuts(text)
    list(phones(text))
    assert process_time() - begun < 2  # some 30 ms; 20 s where each place looks at all that follows
