"""What an issue file says of itself, found by patterns and without composing its YAML: for lists of many issues and for
a shell that completes words. Nothing is reported; a file that is broken further down is listed all the same."""

from __future__ import annotations

import re
from functools import cache

from layout.fields import names
from layout.issue.dates import read_date
from layout.pagenames import page_number
from layout.value import value

_FIELD = re.compile(r"^([^\s#:：-][^:：\n]{0,20}+):(.*)$", re.MULTILINE)


@value
class Glance:
    """date: ISO 8601, "" = none that can be read. pages: their numbers, in order."""

    title: str = ""
    date: str = ""
    number: str = ""
    pages: tuple[int, ...] = ()


def glance(text: str) -> Glance | None:
    """None for what is no issue."""
    known = names("issue")
    said: dict[str, str] = {}
    for match in _FIELD.finditer(text):
        field = known.get(match[1].strip())
        if field is not None:
            said.setdefault(field, match[2].split(" #")[0].strip().strip("\"'"))
    if not {"pages", "stories"} & said.keys():
        return None
    try:
        date = read_date(said.get("date", "")).isoformat()
    except ValueError:
        date = ""
    # The page that a story goes on to is written alike, and is one of the issue's own.
    pages = sorted({number for name in _page_names().findall(text) if (number := _number(name))})
    return Glance(said.get("title", ""), date, said.get("number", ""), tuple(pages))


def _number(name: str) -> int:
    """0 for what is no page."""
    try:
        return page_number(name)
    except ValueError:
        return 0


@cache
def _page_names() -> re.Pattern[str]:
    called = "|".join(re.escape(key) for key, field in names("page").items() if field == "page")
    return re.compile(rf"^[-{{ \t]*+(?:{called})[ \t]*+:[ \t]*+[\"']?([A-Za-z]?\d{{1,4}})", re.MULTILINE)


__all__ = ["Glance", "glance"]
