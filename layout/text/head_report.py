"""`layout headline`: how the heads of a file would break, line by line, with the ways that came after the best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from layout.issue import Copy
from layout.text import headline as heads
from layout.text.paragraph import Typesetter
from layout.text.phrases import WITHIN_WORD, sense
from layout.theme import TextStyle
from layout.value import value

_BREAK = re.compile(r"[ \t\u3000]+/[ \t\u3000]+")
OTHERS = 4  # runners-up that are told
STYLE = TextStyle(font="song-black", size=40.0, smallest=20.0, leading=48.0, align="centre")


@value
class Way:
    """A way to set a head. breaks: where lines begin, characters from the head's start. size: points; tracking: em;
    scale: width of the outlines; cost: against the other ways."""

    breaks: tuple[int, ...]
    size: float
    tracking: float
    scale: float
    cost: float

    def as_json(self) -> dict[str, object]:
        return {
            "breaks": list(self.breaks),
            "size": self.size,
            "tracking": round(self.tracking, 4),
            "width": round(self.scale, 4),
            "cost": round(self.cost, 3),
        }


@value
class Headline:
    """A head and the ways to set it, the best first. No ways: it fits at no size."""

    text: str
    ways: tuple[Way, ...]

    def lines(self, way: Way) -> tuple[str, ...]:
        """What stands on each line."""
        edges = (0, *way.breaks, len(self.text))
        return tuple(self.text[start:end] for start, end in pairwise(edges))

    def as_json(self) -> dict[str, Any]:
        best: dict[str, object] = (
            self.ways[0].as_json() if self.ways else {"breaks": [], "size": None, "tracking": None}
        )
        return {"text": self.text, **best, "others": [way.as_json() for way in self.ways[1 : 1 + OTHERS]]}


def break_heads(
    setter: Typesetter,
    texts: Sequence[str],
    lines: int | None = None,
    measure: float | None = None,
    style: TextStyle = STYLE,
) -> list[Headline]:
    """How each head would be set; “ / ” in one breaks it by hand.

    lines: so many, or fewer where the head has no place for more; None = one or two, as the measure asks. measure: em
    of the style's full size; None = wide enough for the better half of the ways to stand at full size.
    """
    return [_headline(setter, text, lines, measure, style) for text in texts]


def _headline(setter: Typesetter, text: str, lines: int | None, measure: float | None, style: TextStyle) -> Headline:
    parts = [part for part in _BREAK.split(text) if part]
    if len(parts) > 1:
        return _by_hand(setter, parts, measure, style)
    sheet = setter.sheet(Copy(text), style)
    if not len(sheet.items):
        return Headline(text, ())
    if measure is None:
        # Wide enough for any two lines: sense alone decides.
        measure = sheet.edges[-1] + 1
    costs = sense(text, style.language)
    breakings = heads.Breakings(sheet, costs)
    for least in range(lines or 1, 0, -1):
        found = breakings.by_sense(
            measure * style.size,
            style.size,
            style.smallest,
            max(least, lines or 2),
            False,
            least,
            wanted=heads.MOST_WAYS,
        )
        # A word is not torn for the sake of a number of lines.
        found = [
            head for head in found if all(costs[sheet.items.starts[p.first]] < WITHIN_WORD for p in head.pieces[1:])
        ]
        if found:
            starts = sheet.items.starts
            ways = [
                Way(tuple(starts[p.first] for p in h.pieces[1:]), h.size, h.tracking, h.scale, h.cost) for h in found
            ]
            return Headline(text, tuple(ways))
    return Headline(text, ())


def _by_hand(setter: Typesetter, parts: list[str], measure: float | None, style: TextStyle) -> Headline:
    """A head broken by its editor keeps its lines; only its size is found."""
    pieces = [heads.whole(setter.sheet(Copy(part), style)) for part in parts]
    width = measure if measure is not None else max(piece.width for piece in pieces) + 1
    found = heads.by_hand(pieces, width * style.size, style.size, style.smallest, False)
    breaks = tuple(accumulate(map(len, parts[:-1])))
    ways = () if found is None else (Way(breaks, found.size, found.tracking, found.scale, found.cost),)
    return Headline("".join(parts), ways)
