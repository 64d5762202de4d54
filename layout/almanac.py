"""Dates as a Chinese paper prints them: 2019年7月15日 星期一 农历己亥年六月十三.
The one door to borax, the lunar calendar."""

from __future__ import annotations

from datetime import date

_WEEKDAYS = "一二三四五六日"


def long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"


def lunar(day: date) -> str:
    """农历己亥年六月十三; "" outside the calendar's tables (1900–2100)."""
    from borax.calendars.lunardate import LunarDate

    try:
        when = LunarDate.from_solar_date(day.year, day.month, day.day)
    except ValueError:
        return ""
    return f"农历{when.gz_year}年{when.cn_str().partition('年')[2]}"
