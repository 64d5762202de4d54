"""Dates as the papers of each region print them: 2019年7月15日 星期一 农历己亥年六月十三, 中華民國115年5月24日,
令和8年（2026年）5月24日 日曜日. The one door to borax, the lunar calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

CALENDARS = ("common", "minguo", "minguo-characters", "minguo-common", "era", "common-era")
"""In what years a paper counts (data/keys.toml, value_calendar)."""

_WEEKDAYS = {"zh": "一二三四五六日", "ja": "月火水木金土日"}
_DIGITS = "〇一二三四五六七八九"
# The first day of each era: 元号を改める政令 (2019), 昭和64年政令第1号, 大正15年詔書, 明治45年詔書, 明治元年太政官布告.
_ERAS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1868, 10, 23)),
)
_MINGUO = 1911  # 民國元年 is 1912
# What borax writes of months, and Taiwan in other characters.
_TRADITIONAL = str.maketrans("农历闰腊", "農曆閏臘")


def long_date(day: date, calendar: str = "common") -> str:
    """The day in one of CALENDARS; in the common one where the other has no such year."""
    common, month = f"{day.year}年", f"{day.month}月{day.day}日"
    minguo = day.year - _MINGUO
    match calendar:
        case "minguo" if minguo > 0:
            return f"中華民國{minguo if minguo > 1 else '元'}年{month}"
        case "minguo-characters" if minguo > 0:
            year = "".join(_DIGITS[int(digit)] for digit in str(minguo)) if minguo > 1 else "元"
            return f"中華民國{year}年{_counted(day.month)}月{_counted(day.day)}日"
        case "minguo-common" if minguo > 0:
            return f"中華民國{minguo if minguo > 1 else '元'}年（{day.year}）{month}"
        case "era" if era := era_year(day):
            return f"{era}（{common}）{month}"
        case "common-era" if era := era_year(day):
            return f"{common}（{era}）{month}"
        case _:
            return common + month


def era_year(day: date) -> str:
    """令和8年, 平成元年; "" before 1868."""
    for name, first in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{year if year > 1 else '元'}年"
    return ""


def weekday(day: date, language: str = "zh-Hans") -> str:
    if language == "ja":
        return f"{_WEEKDAYS['ja'][day.weekday()]}曜日"
    return f"星期{_WEEKDAYS['zh'][day.weekday()]}"


def lunar(day: date, language: str = "zh-Hans") -> str:
    """农历己亥年六月十三; "" outside the calendar's tables (1900–2100), and in a Japanese paper: the 旧暦 there is
    reckoned for another meridian."""
    from borax.calendars.lunardate import LunarDate

    if language == "ja":
        return ""
    try:
        when = LunarDate.from_solar_date(day.year, day.month, day.day)
    except ValueError:
        return ""
    words = f"农历{when.gz_year}年{when.cn_str().partition('年')[2]}"
    return words.translate(_TRADITIONAL) if language.startswith("zh-Hant") else words


def _counted(number: int) -> str:
    """A day or a month: 五, 十, 二十四."""
    return "".join(_places(number))


def _places(number: int) -> Iterator[str]:
    tens, ones = divmod(number, 10)
    if tens:
        yield (_DIGITS[tens] if tens > 1 else "") + "十"
    if ones:
        yield _DIGITS[ones]
