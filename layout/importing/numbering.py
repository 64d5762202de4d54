"""The numbers that Word sets before paragraphs, which a .docx has only as a rule: formats of ECMA-376-1 §17.18.59, and
the counting of §17.9 with its restarts and overrides."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from layout.diagnostics import resource
from layout.value import value

_LARGEST = 32_767  # what Word itself counts to
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@cache
def _formats() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(resource("importing/numbers.toml").decode("utf-8"))


def number(count: int, form: str) -> str:
    """A number as a format has it. A format that is not known, and what a row of signs does not reach, is decimal."""
    if form in ("none", "bullet"):
        return ""
    row = _formats().get(form)
    if row is None or not 0 <= count <= _LARGEST:
        return str(count)
    match row["way"]:
        case "count":
            digits = row["digits"]
            return "".join(digits[int(each)] for each in str(count)).rjust(row.get("least", 1), digits[0])
        case "words":
            return _words(count, row)
        case "letters":
            return row["signs"][(count - 1) % 26] * ((count - 1) // 26 + 1) if count else ""
        case "roman":
            told = _roman(count)
            return told.lower() if row.get("lower") else told
    signs = row["signs"]
    return signs[count - 1] if 1 <= count <= len(signs) else str(count)


def _words(count: int, row: dict[str, Any]) -> str:
    digits, ranks = row["digits"], row["ranks"]
    if count == 0 or (row.get("digits_from") and count >= row["digits_from"]):
        return "".join(digits[int(each)] for each in str(count))
    myriads, rest = divmod(count, 10_000)
    told = ""
    if myriads:
        told = _words(myriads, row) + "万"
        if rest and rest < 1_000 and "zero" in row:
            told += row["zero"]
    return told + _below(rest, digits, ranks, row, bool(myriads))


def _below(count: int, digits: str, ranks: str, row: dict[str, Any], inside: bool) -> str:
    """A number under ten thousand. inside: something stands before it."""
    told = ""
    gap = False
    for rank in range(len(ranks), -1, -1):
        digit = count // 10**rank % 10
        if not digit:
            gap = bool(told)
            continue
        if gap:
            told += row.get("zero", "")
            gap = False
        if rank == 0:
            told += digits[digit]
        elif digit == 1 and "one" in row:
            told += row["one"] + ranks[rank - 1]
        elif digit == 1 and rank == 1 and not told and not inside:
            told += row.get("ten", "") + ranks[0]
        else:
            told += digits[digit] + ranks[rank - 1]
    return told


def _roman(count: int) -> str:
    told = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        told += letters * times
    return told


@value
class Level:
    """One level of a list (§17.9.6). text: with %1 … %9 for the numbers; legal: all of them decimal; after: "tab",
    "space" or "nothing"; restart: the level, from 1, after which it begins again, 0 = never, None = any higher one."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    after: str = "tab"
    restart: int | None = None


class Counters:
    """How far the lists of a document have come. Lists of one abstract definition count together."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, abstract: str, instance: str, at: int, levels: dict[int, Level], overrides: dict[int, int]) -> str:
        """The number of the next paragraph on level `at` (from 0). overrides: where an instance begins, by level."""
        counts = self._counts.setdefault(abstract, {})
        level = levels.get(at, Level())
        if at in overrides and (instance, at) not in self._begun:
            counts[at] = overrides[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._begun.add((instance, at))
        for deeper in [each for each in counts if each > at]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            one = levels.get(place, Level())
            count = counts.get(place, overrides.get(place, one.start))
            return number(count, "decimal" if level.legal else one.form)

        return "" if level.form == "bullet" else _PLACE.sub(shown, level.text)


def spaced(label: str, after: str) -> str:
    """The label with what parts it from its paragraph: Word's tab is a blank beside Latin, a Han blank beside Han, and
    nothing where a mark stands between."""
    if not label or after == "nothing":
        return label
    last = label[-1]
    if last < "\u2e80":
        return label + " "
    return label + "\u3000" if last.isalnum() else label
