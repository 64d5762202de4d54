"""The standing head of a serial (连载): behind the work's title its author and the number of the instalment; and the
lines that tie an instalment to the one before it and the one after."""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import Serial
from layout.makeup.blocks.furniture import one_line, width_of
from layout.makeup.blocks.heads import lines_of
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import replace

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))  # first and last number, and the first's character
_STATES = {"continues": "（未完待续）", "ends": "（连载完）"}
_MOST_WIDTH = 0.6  # of the standing head's width, for what stands behind the title


def numeral(number: int) -> str:
    """十二, 一百零三: a whole number below ten thousand in Chinese."""
    said, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if zero and said else "") + _DIGITS[digit] + _PLACES[place]
        zero = not digit
    return said.removeprefix("一") if said.startswith("一十") else said or _DIGITS[0]


def instalment(number: int, form: str) -> str:
    """⑦, （七） or 第7回. Beyond 50 there are no circled numbers; they stand in brackets then."""
    if form == "numbered":
        return f"第{number}回"
    if form == "circled":
        for first, last, sign in _CIRCLED:
            if first <= number <= last:
                return chr(sign + number - first)
    return f"（{numeral(number)}）"


def going_on(serial: Serial) -> str:
    """What stands below an instalment; "" = nothing."""
    return _STATES.get(serial.state, "")


def coming_from(serial: Serial) -> str:
    """What stands above an instalment; "" = nothing."""
    return f"（上接{serial.after.text}）" if serial.after is not None else ""


def beside_title(serial: Serial, x: float, y: float, width: float, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """Author and instalment flush right in the standing head whose upper edge is y, above its rule or on its bar."""
    banner, style = theme.styles["banner"], theme.styles["serial"]
    height = banner.size * 1.62
    top, right = y + height - style.size - 4.0, x + width
    if theme.words["banner_form"] == "bar":
        style = replace(style, ink=banner.ink)
        top, right = y + (height - style.size) / 2, right - style.size
    number = instalment(serial.number, theme.words["serial_number"]) if serial.number else ""
    written = theme.words["serial_author"] if serial.author is not None else ""
    rest = one_line("　".join(part for part in (written, number) if part), style, setter, width * _MOST_WIDTH)
    left = right - width_of(rest)
    if serial.author is not None:
        name = one_line(serial.author, style, setter, width * _MOST_WIDTH)
        yield Group("byline", tuple(lines_of(name, left - width_of(name) - style.size / 2, top)))
    yield Group("artifact", tuple(lines_of(rest, left, top)))


__all__ = ["beside_title", "coming_from", "going_on", "instalment", "numeral"]
