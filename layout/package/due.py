"""When the papers must be there, from what a paper or the command says:
a day, or so many days before the issue's own."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_CLOCK = r"(\d{1,2}):(\d{2})"
_DAY = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:[ T]{_CLOCK})?")
_BEFORE = re.compile(
    rf"(?:(\d{{1,2}}) days? before|前\s*(\d{{1,2}}|一|两|二|三)\s*[天日]|(当天|当日|same day))\s*{_CLOCK}"
)
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3}


def due_time(text: str, issued: date | None) -> datetime | None:
    """`2019-07-14 20:00`, `前一天 20:00`, `2 days before 18:00`, `当天 5:30`; a day alone is its noon. "" = not said.

    issued: the issue's date, None = undated. Raises ValueError for anything else, or for days before an undated issue.
    """
    text = text.strip().replace("：", ":")
    if not text:
        return None
    if match := _DAY.fullmatch(text):
        year, month, day, hour, minute = match.groups()
        return datetime.combine(date(int(year), int(month), int(day)), time(int(hour or 12), int(minute or 0)))
    match = _BEFORE.fullmatch(text)
    if match is None or issued is None:
        raise ValueError(text)
    english, chinese, _, hour, minute = match.groups()
    days = int(english) if english else _NUMBERS.get(chinese, 0) or int(chinese) if chinese else 0
    return datetime.combine(issued - timedelta(days=days), time(int(hour), int(minute)))
