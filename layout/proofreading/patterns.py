"""Rules that are patterns, and the words that are often written wrong: what they find in a text, and what to write.

Every repetition of a pattern is bounded, so that the cost of a text is its length times the rules its characters can
break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import cast

from layout.proofreading.rules import rules
from layout.proofreading.values import Hit, Rule

_BLANK = re.compile(r"\{(\w+)(?:\|([^}]+))?\}")
_AROUND = 48  # characters before and after the words found in which an excuse may stand
_NUMERALS = "零一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def pattern_hits(text: str, sentences: bool) -> Iterator[Hit]:
    """What the patterns find. sentences: whether the text is running copy."""
    letters = set(text)
    for rule, pattern in _compiled():
        if (rule.needs and rule.needs.isdisjoint(letters)) or (rule.sentences and not sentences):
            continue
        find = _FINDERS.get(rule.kind, _replaced)
        for match in pattern.finditer(text):
            hit = find(rule, match)
            if hit is not None and not _excused(rule.unless, text, hit.start, hit.end):
                yield hit


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    found = []
    for rule in rules().values():
        pattern = _words_pattern(rule) if rule.kind == "words" else rule.pattern
        if pattern:
            found.append((rule, re.compile(pattern)))
    return tuple(found)


@cache
def _pattern(spelled: str) -> re.Pattern[str]:
    return re.compile(spelled)


def _excused(unless: tuple[str, ...], text: str, start: int, end: int) -> bool:
    """Whether one of these patterns covers some of the characters, seen with what stands around them."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return any(
        match.start() < end and match.end() > start
        for each in unless
        for match in _pattern(each).finditer(text, first, last)
    )


# Patterns


def _replaced(rule: Rule, match: re.Match[str]) -> Hit | None:
    """The match; where it has a group `wrong`, only that gives way."""
    start, end = _marked(match)
    found = match[0]
    before, after = found[: start - match.start()], found[end - match.start() :]
    instead = [before + _filled(rule, fix, match, match.string[start:end]) + after for fix in rule.fixes]
    kept = tuple(dict.fromkeys(each for each in instead if each != found))
    return Hit(rule.name, match.start(), match.end(), kept, rule.sure)


def _marked(match: re.Match[str]) -> tuple[int, int]:
    for name, number in match.re.groupindex.items():
        if name.startswith("wrong") and match.start(number) >= 0:
            return match.span(number)
    return match.span()


def _filled(rule: Rule, template: str, match: re.Match[str], wrong: str) -> str:
    """A template with its {groups} filled; a group that took no part is empty. {group|form}: in another form, or, where
    `form` is none of these, that behind it."""
    groups = match.groupdict("") | {"wrong": wrong, "0": match[0]}

    def fill(blank: re.Match[str]) -> str:
        text, form = groups[blank[1]], blank[2]
        if form is None:
            return text
        if form in _FORMS:
            return _FORMS[form](rule, text)
        return form if text else ""

    return _BLANK.sub(fill, template)


def _han(rule: Rule, text: str) -> str:
    """Digits as numerals: 15 → 十五, 5.5 → 五点五; numerals as they are."""
    whole, point, part = text.partition(".")
    if not whole.isascii() or not whole.isdigit():
        return text
    number = int(whole)
    if number < 100:
        tens, ones = divmod(number, 10)
        ten = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
        said = ten + (_NUMERALS[ones] if ones or not tens else "")
    else:
        said = "一百" if number == 100 else "".join(_NUMERALS[int(digit)] for digit in whole)
    return said + ("点" + "".join(_NUMERALS[int(digit)] for digit in part) if point else "")


def _half(rule: Rule, text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _by_table(rule: Rule, text: str) -> str:
    table = cast(Mapping[str, str], rule.parameters["table"])
    return table.get(text, text)


def _each_by_table(rule: Rule, text: str) -> str:
    table = cast(Mapping[str, str], rule.parameters["table"])
    return "".join(table.get(each, each) for each in text)


_FORMS: Mapping[str, Callable[[Rule, str], str]] = {
    "han": _han,
    "half": _half,
    "table": _by_table,
    "each": _each_by_table,
}


# Words


def _words(rule: Rule) -> Mapping[str, object]:
    return cast(Mapping[str, object], rule.parameters["words"])


def _words_pattern(rule: Rule) -> str:
    """The words as one pattern, by their first characters: a text is run through once for all of them."""
    ends: dict[str, list[str]] = {}
    for word in sorted(_words(rule), key=len, reverse=True):
        ends.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in ends.items())


def _word(rule: Rule, match: re.Match[str]) -> Hit | None:
    row = _words(rule)[match[0]]
    if isinstance(row, str):
        return Hit(rule.name, match.start(), match.end(), (row,), rule.sure)
    right, unless = (cast(Mapping[str, str], row).get(key, "") for key in ("right", "unless"))
    if _excused((unless,), match.string, *match.span()):
        return None
    return Hit(rule.name, match.start(), match.end(), (right,), rule.sure)


# Days of the week


def _weekday(rule: Rule, match: re.Match[str]) -> Hit | None:
    """A date whose day of the week is another one; None where it is right, and for a day the calendar has not."""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"])).weekday()
    except ValueError:
        return None
    if _WEEKDAYS.index(match["weekday"].replace("天", "日")) == day:
        return None
    right = match[0][: match.start("weekday") - match.start()] + _WEEKDAYS[day]
    return Hit(rule.name, match.start(), match.end(), (right,), rule.sure)


_FINDERS: Mapping[str, Callable[[Rule, re.Match[str]], Hit | None]] = {"words": _word, "weekday": _weekday}
