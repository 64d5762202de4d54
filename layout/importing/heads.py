"""The lines of a head → kicker, headline and deck, with what is unsure about it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from layout.importing.lines import width
from layout.importing.matching import pairs
from layout.importing.rules import certainty
from layout.importing.values import Doubt, Element, Passage
from layout.value import value

_LONGER = 1.3  # a second line that is so much longer than the first is a deck
_LARGER = 1.1  # sizes that differ by more are told apart
_STYLES = {
    "kicker": ("kicker", "引题", "肩题", "eyebrow", "over"),
    "deck": ("deck", "副题", "副标题", "subtitle", "subhead", "standfirst", "dek"),
    "headline": ("headline", "主题", "title", "标题"),
}


@value
class Head:
    """A head as read. Each is a list of lines."""

    kicker: tuple[Passage, ...] = ()
    headline: tuple[Passage, ...] = ()
    deck: tuple[Passage, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(line.text for line in (*self.kicker, *self.headline, *self.deck))


def head_of(lines: Sequence[Element], copy: Set[str] = frozenset()) -> Head:
    """lines: of one head, from top to bottom. copy: pairs of its story, as far as it is known: two lines are one
    headline where the copy says again what stands across their break."""
    kinds, sure = _kinds(lines, copy)
    parts: dict[str, list[Passage]] = {"kicker": [], "headline": [], "deck": []}
    for line, kind in zip(lines, kinds, strict=True):
        parts[kind].append(line.passage.stripped())
    doubts = () if sure else (Doubt("head_lines", "headline"),)
    return Head(tuple(parts["kicker"]), tuple(parts["headline"]), tuple(parts["deck"]), doubts)


def _kinds(lines: Sequence[Element], copy: Set[str]) -> tuple[list[str], bool]:
    kinds = ["" for _ in lines]
    for at, line in enumerate(lines):
        kinds[at] = _by_style(line) or _by_words(line, at, len(lines))
    open_lines = [at for at, kind in enumerate(kinds) if not kind]
    if not open_lines:
        if "headline" not in kinds:
            kinds[0] = "headline"
        return kinds, True
    if "headline" in kinds:
        main = kinds.index("headline")
        for at in open_lines:
            kinds[at] = "kicker" if at < main else "deck"
        return kinds, all(lines[at].style or lines[at].size for at in open_lines)
    sizes = [lines[at].size for at in open_lines]
    if all(sizes) and max(sizes) > _LARGER * min(sizes):
        largest = max(sizes)
        main = next(at for at in open_lines if lines[at].size == largest)
        for at in open_lines:
            same = lines[at].size * _LARGER >= largest
            kinds[at] = "headline" if same else "kicker" if at < main else "deck"
        return kinds, True
    return _by_length(lines, kinds, open_lines, copy)


def _by_style(line: Element) -> str:
    named = line.style.casefold()
    return next((kind for kind, words in _STYLES.items() if any(word in named for word in words)), "") if named else ""


def _by_words(line: Element, at: int, count: int) -> str:
    if at and certainty("deck", line.text):
        return "deck"
    if at + 1 < count and certainty("kicker", line.text):
        return "kicker"
    return ""


def _by_length(
    lines: Sequence[Element], kinds: list[str], open_lines: Sequence[int], copy: Set[str]
) -> tuple[list[str], bool]:
    """Lines of one size or none: the first is the headline; what is much longer and no continuation is a deck."""
    first = open_lines[0]
    kinds[first] = "headline"
    sure = True
    for before, at in pairwise(open_lines):
        continues = kinds[before] == "headline" and goes_on(lines[before].text, lines[at].text, copy)
        longer = width(lines[at].text) >= _LONGER * width(lines[first].text)
        deck = kinds[before] == "deck" or (longer and not continues)
        kinds[at] = "deck" if deck else "headline"
        sure = sure and continues
    return kinds, sure


def goes_on(before: str, after: str, copy: Set[str]) -> bool:
    """Whether the copy, as its pairs, says again what stands across the break of two lines."""
    across = pairs(before[-1:] + after[:1])
    return bool(across) and across <= copy
