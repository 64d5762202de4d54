"""What a reader could measure on a finished PDF of plain set copy: where each glyph stands, and what follows from that.

PDFium tells each glyph's origin; nothing here knows which engine set the page. Lengths are em.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pypdfium2
import pypdfium2.raw as pdfium

CLOSERS = "、，。．：；？！”’）》〉」』】〕］…—"[:-2] + "–～－·・‧／"
OPENERS = "“‘（《〈「『【〔［"
_HYPHENS = "-\u00ad\ufffe\x02"  # PDFium shows a hyphen at a line end as one of these
_HAN = re.compile("[\u3400-\u9fff\u3040-\u309f\u30a0-\u30ff々〇]")


@dataclass(frozen=True)
class Glyph:
    """A character as it stands. x: its origin from the measure's left edge; right: of its advance box;
    ink: right of its ink."""

    text: str
    x: float
    right: float
    ink: float


@dataclass(frozen=True)
class Line:
    """gap: mean distance added between neighbouring ideographs; short: how far its end stands off the measure; last: of
    its paragraph."""

    text: str
    gap: float
    short: float
    over: float
    last: bool
    tight: float


def lines_of(file: Path, size: float, left: float, measure: float, copy: list[str]) -> list[Line]:
    """The lines of a PDF whose column begins `left` points from the page's edge. copy: its paragraphs."""
    ends, total = set(), 0
    for paragraph in copy:
        total += len(bare(paragraph))
        ends.add(total)
    out: list[Line] = []
    expected = bare("".join(copy))
    done = 0
    document = pypdfium2.PdfDocument(file)
    for page in document:
        for glyphs in _rows(page, size, left):
            if glyphs[-1].text in _HYPHENS:
                # Typed, or put there where a word was parted: the copy knows.
                typed = expected[done + len(glyphs) - 1 : done + len(glyphs)] == "-"
                glyphs[-1] = replace(glyphs[-1], text="-" if typed else "\u00ad")
            text = "".join(glyph.text for glyph in glyphs)
            done += len(bare(text))
            out.append(_line(text, glyphs, measure, done in ends))
    if done != total:
        print(f"  {file.name}: {done} characters came back of {total}")
    return out


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def _rows(page: pypdfium2.PdfPage, size: float, left: float) -> list[list[Glyph]]:
    text = page.get_textpage()
    rows: list[tuple[float, list[Glyph]]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, index))
        if character.isspace() or pdfium.FPDFText_IsGenerated(text, index) == 1 or character == "\u200b":
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        right = text.get_charbox(index, loose=True)[2]
        ink = text.get_charbox(index)[2]
        glyph = Glyph(character, (x.value - left) / size, (right - left) / size, (ink - left) / size)
        if rows and abs(rows[-1][0] - y.value) < size / 4:
            rows[-1][1].append(glyph)
        else:
            rows.append((y.value, [glyph]))
    return [glyphs for _, glyphs in rows]


def _line(text: str, glyphs: list[Glyph], measure: float, last: bool) -> Line:
    gaps = [
        after.x - before.x - 1
        for before, after in pairwise(glyphs)
        if _HAN.match(before.text) and _HAN.match(after.text)
    ]
    end = glyphs[-1]
    if _HAN.match(end.text):
        edges = [end.x + 1]
    elif end.text in CLOSERS + "—…":
        edges = [end.x + 1, end.x + 0.5, end.right]  # a mark may end a line whole or halved
        if end.text in "—…" and len(glyphs) > 1 and glyphs[-2].text == end.text:
            edges.append((glyphs[-2].x + end.right) / 2 + 1)  # the stroke stands in the middle of its two em
    else:
        edges = [end.right]
    short = min((measure - edge for edge in edges), key=abs)
    return Line(
        text,
        mean(gaps) if gaps else 0.0,
        short,
        max(glyph.ink for glyph in glyphs) - measure,
        last,
        min(gaps, default=0.0),
    )


def hard_faults(lines: list[Line]) -> list[str]:
    """R1–R3, torn dashes and ellipses (R5), ink past the measure; squeezed ideographs (R17)."""
    found = []
    begins = True
    for index, line in enumerate(lines):
        if not begins and line.text[0] in CLOSERS:
            found.append(f"{line.text[0]} heads {line.text}")
        if not line.last and line.text[-1] in OPENERS:
            found.append(f"{line.text[-1]} ends {line.text}")
        if (
            not line.last
            and index + 1 < len(lines)
            and line.text[-1] == lines[index + 1].text[0]
            and line.text[-1] in "—…"
        ):
            found.append(f"{line.text[-1]} torn")
        if line.over > 0.02:
            found.append(f"{line.over:.2f} em past the measure: {line.text}")
        if line.tight < -0.02:
            found.append(f"squeezed {-line.tight:.2f} em: {line.text}")
        begins = line.last
    return found


@dataclass(frozen=True)
class Figures:
    lines: int
    mean: float
    worst: float
    loose: int
    ragged: int
    faults: int
    isolated: int
    ends: float


def figures(lines: list[Line]) -> Figures:
    """mean, worst: gap between ideographs of all lines but last ones; loose: over .10; ragged: lines, not last, that
    stand more than .05 em off the measure; isolated: paragraphs that end in one character; ends: part of the paragraphs
    of more than one line whose last line has three characters or more."""
    full = [line for line in lines if not line.last]
    gaps = [max(0.0, line.gap) for line in full]
    lasts = [line for before, line in pairwise(lines) if line.last and not before.last]
    counts = [len(re.sub(r"[\W_]", "", line.text)) for line in lasts]
    return Figures(
        len(lines),
        mean(gaps),
        max(gaps),
        sum(gap > 0.1005 for gap in gaps),
        sum(abs(line.short) > 0.05 for line in full),
        len(hard_faults(lines)),
        sum(count < 2 for count in counts),
        sum(count >= 3 for count in counts) / max(1, len(counts)),
    )
