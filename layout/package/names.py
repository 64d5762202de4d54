"""What files are called at the shop: a press's pattern filled in for a page, a form, a plate.

A queue of a CTP sorts by names alone, so nothing in one is guessed: what a pattern wants and an issue has not is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from layout.diagnostics import Report, Span
from layout.pagenames import page_name, section_of

_FIELD = re.compile(r"\{(\w+)\}")
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_PROCESS = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}


def token(words: str) -> str:
    """A name that files and XML take: letters of any script, digits, `.`, `-`, `_`."""
    return re.sub(r"[^\w.\-]+", "-", words).strip("-.") or "job"


def apart(words: Iterable[str]) -> dict[str, str]:
    """The token of each of several names; where two are alike, also but for capitals, the later has a number."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for each in dict.fromkeys(words):
        plain = name = token(each)
        number = 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        made[each] = name
    return made


def of_issue(paper: str, code: str, issued: date | None, number: str, edition: str) -> dict[str, str]:
    """What every name may have in it. code: the paper's, of ASCII; "" = not said."""
    return {
        "paper": token(paper),
        "code": code,
        "date": f"{issued:%Y%m%d}" if issued else "undated",
        "yymmdd": f"{issued:%y%m%d}" if issued else "undated",
        "mmdd": f"{issued:%m%d}" if issued else "undated",
        "number": number,
        "edition": edition,
    }


def of_page(number: int) -> dict[str, str]:
    return {"page": page_name(number, padded=True), "section": section_of(number)}


def of_form(sheet: int, back: bool) -> dict[str, str]:
    return {"sheet": f"{sheet:02d}", "side": "B" if back else "F"}


def of_plate(ink: str) -> dict[str, str]:
    return {"colour": _PROCESS.get(ink) or token(ink)}


def fields(pattern: str) -> set[str]:
    return set(_FIELD.findall(pattern))


def filled(pattern: str, values: Mapping[str, str]) -> str:
    name = _FIELD.sub(lambda match: values.get(match[1], ""), pattern)
    return _UNFIT.sub("-", name)


def lacking(pattern: str, values: Sequence[Mapping[str, str]], file: str, report: Report) -> bool:
    """Whether a pattern wants what a file has not; told as NP904."""
    wanting = sorted({field for each in values for field in fields(pattern) if not each.get(field)})
    for field in wanting:
        report.add("NP904", Span(file), pattern=pattern, field="{" + field + "}")
    return bool(wanting)


def unfit(names: Iterable[str], pattern: str, ascii_only: bool, file: str, report: Report) -> bool:
    """Whether names cannot be told apart, by a system that takes a for A too (NP906), or are not of ASCII where the
    press takes no other (NP907)."""
    known: dict[str, str] = {}
    clash = strange = False
    for name in names:
        other = known.setdefault(name.casefold(), name)
        if other is not name and not clash:
            report.add("NP906", Span(file), name=name, pattern=pattern)
            clash = True
        if ascii_only and not name.isascii() and not strange:
            report.add("NP907", Span(file), name=name)
            strange = True
    return clash or strange
