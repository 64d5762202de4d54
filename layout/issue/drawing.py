"""A page drawn by hand, as an issue has it: names in bands, and whether they make a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.diagnostics import Report, Span, did_you_mean, short
from layout.fields import names
from layout.source import INVISIBLE, Node

_WORD = re.compile(r"\S+")

NAMEPLATE = "报头"
"""The name of the nameplate's place on a vertical front page, in drawings and in the kept result."""


class Drawing:
    """A plan as drawn. bands: names, a row a line; cells: for each name the (band, column, offset) where it stands."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.cells: dict[str, list[tuple[int, int, int]]] = {}
        bands: list[tuple[str, ...]] = []
        self.offsets: list[int] = []
        at = 0
        for line in node.value.splitlines(keepends=True):
            words = list(_WORD.finditer(line))
            if words:
                named = tuple(_name(word[0]) for word in words)
                for column, word in enumerate(words):
                    self.cells.setdefault(named[column], []).append((len(bands), column, at + word.start()))
                bands.append(named)
                self.offsets.append(at + words[0].start())
            at += len(line)
        self.bands = tuple(bands)

    def check(self, known: Sequence[str], report: Report) -> bool:
        """Whether every name is a story's, every band as long as the first,
        and every story's cells fill a rectangle."""
        sound = True
        for name, cells in self.cells.items():
            if name not in known:
                unknown_story(name, self.node.locate(cells[0][2], len(name)), known, report)
                sound = False
        for band, offset in zip(self.bands, self.offsets, strict=True):
            if len(band) != len(self.bands[0]):
                report.add("NP210", self.node.locate(offset, 200), words=len(band), first=len(self.bands[0]))
                sound = False
        if sound:
            for name, cells in self.cells.items():
                bands = {band for band, _, _ in cells}
                columns = {column for _, column, _ in cells}
                whole = (max(bands) - min(bands) + 1) * (max(columns) - min(columns) + 1)
                if whole != len(cells):
                    report.add("NP209", self.node.locate(cells[0][2], len(name)), name=name)
                    sound = False
        return sound


def _name(word: str) -> str:
    """A word as the keys of the stories are read; the nameplate by its own name in whatever tongue it is typed."""
    name = word.translate(INVISIBLE)
    return NAMEPLATE if names("style_name").get(name) == "nameplate" else name


def unknown_story(name: str, span: Span, known: Sequence[str], report: Report) -> None:
    near = did_you_mean(name, known)
    report.add(
        "NP207",
        span,
        hint="nearest" if near else "hint" if known else "none",
        name=short(name),
        nearest=near,
        known=", ".join(known),
    )
