"""Copy → items, with the faces of one font book."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from layout.display import Turn
from layout.fonts import FontBook
from layout.issue import Copy
from layout.scripts import is_western
from layout.text.addresses import TORN_ADDRESS, phones
from layout.text.cjk import NEVER, Joint, rules
from layout.text.codes import codes_of
from layout.text.glyphs import Glyphs
from layout.text.interlinear import INTERLINEAR, TOLD, keep_readings
from layout.text.items import Items, Part
from layout.text.pieces import Pieces
from layout.text.upright import UprightPieces
from layout.theme import TextStyle

SUPERIOR = 0.6  # size of a superscript, em
RISE = 0.38  # of its baseline, em


class Shaper:
    """Shapes copy with the faces of one book."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self.glyphs = Glyphs(fonts)

    def items(self, copy: Copy, style: TextStyle) -> Items:
        """The items of a copy, leading and trailing blanks left out.
        Blanks pasted beside Han and full-width marks are dropped."""
        book = rules(style.language, style.punctuation, style.level, style.vertical, style.hanging)
        items = Items(book, len(copy.text))
        codes = codes_of(copy.text, book)
        pieces = (UprightPieces if style.vertical else Pieces)(self.glyphs, copy.text, codes, style, items)
        for role, start, end, above in _stretches(copy, codes, style):
            first = len(items)
            pieces.set(role, start, end, above)
            if above:
                _raise(items, first)
            self._fallen(items, copy.text[start:end], start, role, style.latin)
        _keep_phones(items, copy.text)
        if copy.emphases:
            items.interlinear = tuple([each for each in copy.emphases if each.kind in INTERLINEAR or each.kind in TOLD])
            keep_readings(items, copy.text)
        return items

    def _fallen(self, items: Items, text: str, start: int, role: str, latin: str) -> None:
        if self._fonts.fell_back(text, role) or (latin and self._fonts.fell_back(text, latin)):
            items.fallen += [
                (start + index, latin if latin and is_western(text[index]) else role, wanted, used)
                for index, wanted, used in self._fonts.fallbacks(text, role, latin)
            ]


def _stretches(copy: Copy, codes: str, style: TextStyle) -> list[tuple[str, int, int, bool]]:
    """Stretches set alike: their role (`strong` where the copy asks for it), and whether they stand above the line."""
    strong = [each for each in copy.emphases if each.kind == "strong"]
    above = [each for each in copy.emphases if each.kind == "super"]
    if not strong and not above:
        return [(style.font, 0, len(copy.text), False)]
    typed = {at for each in (*strong, *above) for at in (each.start, each.end)}
    edges = sorted({0, len(copy.text), *(_after_cluster(codes, at) for at in typed)})
    return [
        (
            style.strong if any(each.start <= start < each.end for each in strong) else style.font,
            start,
            end,
            any(each.start <= start < each.end for each in above),
        )
        for start, end in pairwise(edges)
    ]


def _keep_phones(items: Items, text: str) -> None:
    """What parts a telephone number is no place to end a line, but at the price of a torn address (R7)."""
    for start, end in phones(text):
        for index in range(bisect_right(items.starts, start), bisect_left(items.starts, end)):
            joint = items.joints[index]
            items.joints[index] = joint._replace(cost=max(joint.cost, TORN_ADDRESS))


def _after_cluster(codes: str, at: int) -> int:
    """The next place where no cluster and no double dash or ellipsis is cut (R5)."""
    while 0 < at < len(codes) and (
        codes[at] in "cj" or codes[at - 1] == "j" or (codes[at] == codes[at - 1] and codes[at] in "DEr")
    ):
        at += 1
    return at


def _raise(items: Items, first: int) -> None:
    """Superscripts: the items from `first` on, small, above the line, close to what stands before and whole with it."""
    for index in range(first, len(items)):
        part = items.parts.get(index)
        if part is None:
            turn: Turn = "vertical" if items.rules.vertical else ""
            part = Part(items.faces[index], (items.glyphs[index],), (0.0,), (items.texts[index],), turn=turn)
        items.parts[index] = part.scaled(SUPERIOR, RISE)
        items.widths[index] *= SUPERIOR
        if index:
            items.joints[index] = Joint(cost=NEVER)
