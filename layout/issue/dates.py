"""Dates as people type them."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:[ T].*)?")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[-/.])\d{1,2}日?")


def read_date(text: str) -> date:
    """2019-07-15, 2019-7-15, 2019/7/15 or 2019年7月15日. Raises ValueError."""
    match = _DATE.fullmatch(text.replace(" ", "") if "年" in text else text)
    if match is None:
        raise ValueError(text, "year" if _NO_YEAR.fullmatch(text) else "hint")
    year, month, day, month_zh, day_zh = match.groups()
    try:
        return date(int(year), int(month or month_zh), int(day or day_zh))
    except ValueError:
        raise ValueError(text, "calendar") from None
