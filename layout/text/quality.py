"""How well copy is set, line by line, and what would mend it: for `check --format json`,
the galley's JSON and the proofs.

A loose line has its ideographs parted by more than a tenth of an em, or stays short by so much; a tight one gave up
most of what its marks could give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

from layout.display import GlyphRun, Group, Ink, Item, Page, Rule
from layout.issue import Copy
from layout.text.lines import Line
from layout.text.paragraph import Paragraph, Typesetter
from layout.turning import turned, unturned
from layout.value import replace, value

Grade = Literal["even", "loose", "very loose", "tight"]
LOOSE, VERY_LOOSE = 0.10, 0.25  # em between ideographs
DISPLAY = 16.0  # points; larger lines, such as a couplet's, are parted by design
TIGHT = 0.75  # em taken from the marks of one line
MOST = 6  # characters a cure may cut or add

_INKS: dict[Grade, Ink] = {
    "loose": Ink(0, 0.45, 0.9, 0),
    "very loose": Ink(0, 0.9, 0.7, 0),
    "tight": Ink(0.8, 0.3, 0, 0),
}
_HAN = re.compile("[\u3400-\u9fff]")
_MARK = re.compile("[，。、；：？！”’）》〉」』】〕］“‘（《〈「『【〔［]")


@value
class Cure:
    """What mends a story's worst line. paragraph: counted from 1; characters: to cut (−) or to add (+)."""

    paragraph: int
    characters: int

    def as_json(self) -> dict[str, object]:
        verb = "cut" if self.characters < 0 else "add"
        count = abs(self.characters)
        words = f"{verb} {count} character{'s' * (count > 1)} in paragraph {self.paragraph}"
        return {"paragraph": self.paragraph, "characters": self.characters, "advice": words}


def grade(gap: float, squeezed: float) -> Grade:
    """gap: between ideographs, squeezed: taken from the marks of a line; em."""
    if gap > VERY_LOOSE:
        return "very loose"
    if gap > LOOSE:
        return "loose"
    return "tight" if squeezed > TIGHT else "even"


def openness(line: Line, paragraph: Paragraph) -> float:
    """Em between the ideographs of a line, or that it lacks to be flush where nothing may be parted;
    a last line is never open."""
    if line.last or paragraph.style.align != "justify":
        return 0.0
    return max(line.gap, (paragraph.measure - line.width) / paragraph.style.size)


def line_json(line: Line, paragraph: Paragraph) -> dict[str, object]:
    """What a line's setting cost: gap and squeezed in em, demerits as line breaking counts them."""
    return {
        "gap": round(line.gap, 5),
        "squeezed": round(line.squeezed, 5),
        "demerits": round(line.demerits, 1),
        "grade": grade(openness(line, paragraph), line.squeezed),
    }


def story_json(paragraphs: Sequence[Paragraph], setter: Typesetter) -> dict[str, Any]:
    """The lines of a story's paragraphs, and its nearest cure,
    null where nothing is amiss or a few characters cannot mend it."""
    cure = nearest_cure(paragraphs, setter)
    return {
        "paragraphs": [
            [{"text": line.text, **line_json(line, paragraph)} for line in paragraph.lines] for paragraph in paragraphs
        ],
        "cure": cure and cure.as_json(),
    }


def nearest_cure(paragraphs: Sequence[Paragraph], setter: Typesetter) -> Cure | None:
    """The fewest characters that, cut or added, leave the paragraph with the worst line without a loose one."""
    looseness = [max((openness(line, each) for line in each.lines), default=0.0) for each in paragraphs]
    worst = max(range(len(looseness)), key=looseness.__getitem__, default=0)
    if not looseness or looseness[worst] <= LOOSE:
        return None
    paragraph = paragraphs[worst]
    for count in range(1, MOST + 1):
        for characters in (-count, count):
            other = _changed(paragraph, characters)
            if other is None:
                continue
            tried = setter.typeset(other, paragraph.style, paragraph.measure)
            if not _bad(tried) and all(openness(line, tried) <= LOOSE for line in tried.lines):
                return Cure(worst + 1, characters)
    return None


def _bad(paragraph: Paragraph) -> bool:
    """Whether setting found fault with more than a rare character."""
    return any(fault.code != "NP402" for fault in paragraph.faults)


def _changed(paragraph: Paragraph, characters: int) -> Copy | None:
    """The copy with so many ideographs more or fewer in its loosest line, where an editor would look first; where that
    holds part of an address alone, in the line before."""
    at = max(range(len(paragraph.lines)), key=lambda row: openness(paragraph.lines[row], paragraph))
    text = paragraph.copy.text
    for line in (paragraph.lines[at], paragraph.lines[max(0, at - 1)]):
        han = [index for index in range(line.start, line.end) if _HAN.match(text[index])]
        if len(han) >= abs(characters):
            break
    else:
        return None
    if characters < 0:
        cut = set(han[:-characters])
        return _plain(paragraph.copy, "".join(c for index, c in enumerate(text) if index not in cut))
    return _plain(paragraph.copy, text[: han[0]] + "字" * characters + text[han[0] :])


def _plain(copy: Copy, text: str) -> Copy:
    return replace(copy, text=text, emphases=(), offsets=())


def evenness(page: Page, setter: Typesetter) -> Iterator[Item]:
    """An overlay of page proofs: a stroke under each loose (orange), very loose (red) and tight (blue) line of text, at
    the left of a vertical one."""
    for group in _paragraphs(page.items):
        items = [item for item in group.items if isinstance(item, GlyphRun)]
        if any(item.turn for item in items):
            level = [item for item in unturned(tuple(items), 0.0, 0.0) if isinstance(item, GlyphRun)]
            yield from turned(tuple(_strokes(level)), 0.0, 0.0)
        else:
            yield from _strokes(items)


def _strokes(runs: Sequence[GlyphRun]) -> Iterator[Item]:
    for run, right, gap, squeezed in _set_lines(runs):
        ink = _INKS.get(grade(gap, squeezed)) if run.size < DISPLAY else None
        if ink is not None:
            y = run.baseline + 0.2 * run.size
            yield Rule(run.x + run.xs[0], y, right, y, 0.12 * run.size, ink)


def _paragraphs(items: Sequence[Item]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            if item.role in ("paragraph", "item"):
                yield item
            yield from _paragraphs(item.items)


def _set_lines(runs: Sequence[GlyphRun]) -> Iterator[tuple[GlyphRun, float, float, float]]:
    """First run, right edge, gap and squeeze of each line, as its glyphs stand; figures in a cell part it."""
    line: list[GlyphRun] = []
    for run in runs:
        if not run.glyphs or run.rise:
            continue
        if line and (run.turn == "upright" or (run.baseline, run.x) != (line[-1].baseline, line[-1].x)):
            yield _measured(line)
            line = []
        if run.turn != "upright":
            line.append(run)
    if line:
        yield _measured(line)


def _measured(line: list[GlyphRun]) -> tuple[GlyphRun, float, float, float]:
    places = [(x / run.size, text) for run in line for x, text in zip(run.xs, run.texts, strict=True)]
    gaps, squeezed = [], 0.0
    for (x, before), (following, after) in pairwise(places):
        if _HAN.match(before) and _HAN.match(after):
            gaps.append(following - x - 1)
        elif _MARK.match(before) or _MARK.match(after):
            natural = 0.5 if _MARK.match(before) and _MARK.match(after) else 1.0
            squeezed += max(0.0, natural - (following - x)) if before and after and _wide(before) else 0.0
    run, last = line[0], line[-1]
    return run, last.x + last.xs[-1] + last.size, sum(gaps) / len(gaps) if gaps else 0.0, squeezed


def _wide(text: str) -> bool:
    return text >= "\u2010"
