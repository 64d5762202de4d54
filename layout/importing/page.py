"""A PDF → a document: its words in the order they are drawn, gathered into lines, columns and heads by where they stand
and how large they are. What a page has as furniture is told from its copy."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from layout.diagnostics import Report
from layout.importing.apart import typed_pages
from layout.importing.gathering import Gathering
from layout.importing.lines import HardLine, one_paragraph, spaced
from layout.importing.rules import certainty, ends_sentence
from layout.importing.values import Document, Element, Passage, PictureFound, Place
from layout.pdf.raster import TypedPage
from layout.scripts import is_han
from layout.value import replace, value

MOST_PAGES = 400
MOST_CHARACTERS = 2_000_000
_SAME_LINE = 0.5  # of the lower height: how far two characters of a line overlap
_APART = 1.6  # em between two characters: beyond it another column or cell begins
_WORD_GAP = 0.18  # em between two Latin words at least
_WIDE_GAP = 0.6  # em between two Han that is a blank and no setting
_SMALL = 0.95  # times the size of the copy, and less, is a caption or a note
_NEXT_LINE = 2.3  # em from line to line inside a paragraph
_LIKE = 1.04  # sizes that differ by more are not of one paragraph
_HEAD = 1.18  # times the size of the copy, and more, is a head
_INDENT = 1.2  # em
_BELOW = 1.6  # sizes of the copy between a picture and its caption, or the head of photo news, at most
_SHORT = 1.5  # em by which a last line is short
_MARGIN = 0.09  # of the page's height at its head and foot, where furniture stands
_REPEATED = 3  # pages with the same line

Typed = tuple[str, float, float, float, float, float, str]
Pixels = tuple[bytes, float, float, float, float]


@value
class Row:
    """A line of a page. size: the commonest of its characters, points; font: likewise."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    page: int
    passage: Passage


def read(file: str, data: bytes, report: Report) -> Document:
    """Raises Damaged."""
    gathering = Gathering(file)
    counted: list[str] = []
    rows: list[Row] = []
    sizes: dict[int, float] = {}
    pictures: dict[int, tuple[Pixels, ...]] = {}
    for number, page in enumerate(typed_pages(data, MOST_PAGES, MOST_CHARACTERS), 1):
        counted.append("".join(each[0] for each in page.characters))
        rows += _rows(page, number, gathering)
        sizes[number] = page.size.height
        counted.append("".join(page.outside.split()))
        gathering.drop(page.outside, "outside", "page", number)
        pictures[number] = page.pictures
    copy_size, copy_font = _commonest(rows)
    elements: list[Element] = []
    for page_number, on_page in groupby(_furnished(rows, sizes, gathering, copy_size), key=lambda row: row.page):
        elements.append(Element("break", page=page_number))
        found = list(on_page)
        placed = _placed(found, pictures.pop(page_number, ()), file, copy_size)
        elements += _elements(found, copy_size, copy_font, placed)
    return Document(file, tuple(elements), tuple(gathering.left), "".join("".join(counted).split()), loose=True)


def _rows(page: TypedPage, number: int, gathering: Gathering) -> Iterator[Row]:
    """The lines of a page, as they are drawn."""
    line: list[Typed] = []
    for each in page.characters:
        if line and not _goes_on(line, each):
            yield _row(line, number, gathering)
            line = []
        line.append(each)
    if line:
        yield _row(line, number, gathering)


def _goes_on(line: Sequence[Typed], each: Typed) -> bool:
    last = line[-1]
    size = max(last[5], each[5], 1.0)
    if unicodedata.combining(each[0]):
        return True
    if each[1:5] == last[1:5]:  # one glyph for several characters
        return True
    common = min(last[4], each[4]) - max(last[2], each[2])
    lower = min(last[4] - last[2], each[4] - each[2])
    return (
        common >= _SAME_LINE * lower and -(2.2 if each[0] in "—…" else 0.8) * size <= each[1] - last[3] <= _APART * size
    )


def _row(line: Sequence[Typed], number: int, gathering: Gathering) -> Row:
    gathering.begin("page", number)
    before: Typed | None = None
    for each in line:
        if before is not None and each[1] - before[3] >= each[5] * (_WORD_GAP if _latin(before, each) else _WIDE_GAP):
            gathering.keep(" ")
        gathering.keep(each[0])
        before = each
    passage = gathering.passage()
    size = Counter(round(each[5], 1) for each in line).most_common(1)[0][0]
    font = Counter(each[6] for each in line if is_han(each[0]) or not any(is_han(e[0]) for e in line)).most_common(1)[
        0
    ][0]
    left, top = min(each[1] for each in line), min(each[2] for each in line)
    right, bottom = max(each[3] for each in line), max(each[4] for each in line)
    return Row(passage.text, left, top, right, bottom, size, font, number, passage)


def _latin(before: Typed, each: Typed) -> bool:
    return before[0] < "\u2000" and each[0] < "\u2000"


def _commonest(rows: Sequence[Row]) -> tuple[float, str]:
    """Size and font of most of the copy."""
    counts: Counter[tuple[float, str]] = Counter()
    for row in rows:
        counts[row.size, row.font] += len(row.text)
    return counts.most_common(1)[0][0] if counts else (0.0, "")


def _furnished(rows: Sequence[Row], heights: dict[int, float], gathering: Gathering, copy_size: float) -> Iterator[Row]:
    """The rows but for those that are furniture, which are left out."""
    told = Counter((row.text.strip(), round(row.top)) for row in rows)
    for row in rows:
        height = heights[row.page]
        at_edge = row.top < _MARGIN * height or row.bottom > (1 - _MARGIN) * height
        text = row.text.strip()
        if at_edge and told[text, round(row.top)] >= _REPEATED:
            gathering.left.append(row.passage.left("repeated"))
        elif at_edge and row.size < _HEAD * copy_size and (certainty("furniture", text) or certainty("edge", text)):
            gathering.left.append(row.passage.left("furniture"))
        else:
            yield row


def _placed(rows: Sequence[Row], pictures: Sequence[Pixels], file: str, copy_size: float) -> dict[int, list[Element]]:
    """Pictures by the index of the row they stand before or behind."""
    found: dict[int, list[Element]] = {}
    for number, picture in enumerate(pictures, 1):
        if not rows:
            break
        data = picture[0]
        end = ".jpg" if data[:3] == b"\xff\xd8\xff" else ".png"
        shown = PictureFound(f"page{rows[0].page}-{number}{end}", data, Place(file, "page", rows[0].page))
        element = Element("picture", picture=shown, page=rows[0].page)
        found.setdefault(_row_of(picture, rows, copy_size), []).append(element)
    return found


def _row_of(picture: Pixels, rows: Sequence[Row], copy_size: float) -> int:
    """The row that tells a picture's story: right below it, where its caption or the head of photo news is; else the
    nearest above it; else the nearest of all."""
    _, left, top, right, bottom = picture
    below: list[tuple[float, int]] = []
    above: list[tuple[float, int]] = []
    for at, row in enumerate(rows):
        across = min(right, row.right) - max(left, row.left)
        if across < 0.5 * min(right - left, row.right - row.left):
            continue
        if -row.size <= row.top - bottom <= _BELOW * copy_size:
            below.append((row.top - bottom, at))
        elif row.bottom <= top + row.size:
            above.append((top - row.bottom, at))
    if below or above:
        return min(below or above)[1]
    middle = (left + right) / 2, (top + bottom) / 2
    return min(
        range(len(rows)),
        key=lambda at: abs(rows[at].left - middle[0]) + abs((rows[at].top + rows[at].bottom) / 2 - middle[1]),
    )


def _elements(
    rows: Sequence[Row], copy_size: float, copy_font: str, pictures: Mapping[int, list[Element]]
) -> Iterator[Element]:
    """Heads line by line, copy by paragraphs; pictures before the block in which the row stands that they are at."""
    before: Row | None = None
    held: list[Element] = []
    done = 0
    for block in _blocks(rows):
        held += [each for at in range(done, done + len(block)) for each in pictures.get(at, ())]
        done += len(block)
        size = block[0].size
        if size >= _HEAD * copy_size and len(block) <= 6:  # pictures wait for the end of the head
            for row in block:
                near = before is not None and _beneath(before, row)
                alone = len(block) == 1 and done < len(rows)
                yield _line(row, copy_font, near, alone and _is_centred(row, rows[done]))
                before = row
            continue
        yield from held
        held = []
        if len(block) == 1 and size <= _SMALL * copy_size and not certainty("credit", block[0].text.strip()):
            passage = spaced(block[0].passage.stripped(), head=True)
            yield Element("caption", passage, size=size, page=block[0].page, blank=1)
        elif len(block) == 1:
            below = rows[done] if done < len(rows) else None
            near = before is not None and _beneath(before, block[0])
            yield _line(block[0], copy_font, near, below is not None and _is_centred(block[0], below))
        elif size <= _SMALL * copy_size:
            # A caption is one paragraph, however its lines end.
            yield replace(_joined(block), kind="caption", size=size, page=block[0].page, blank=1)
        else:
            for element in _paragraphs(block):
                yield replace(element, size=size, page=block[0].page, blank=1)
        before = block[-1]
    yield from held


def _is_centred(row: Row, below: Row) -> bool:
    """Whether a line stands in the middle of the column that goes on below it, as a subhead does."""
    left, right = row.left - below.left, below.right - row.right
    return min(left, right) >= 0.8 * row.size and abs(left - right) <= 1.5 * row.size + _INDENT * 2 * row.size


def _line(row: Row, copy_font: str, near: bool, centred: bool) -> Element:
    passage = spaced(row.passage.stripped(), head=True)
    return Element(
        "text",
        passage,
        size=row.size,
        bold=row.font != copy_font,
        centred=centred,
        blank=0 if near else 1,
        page=row.page,
    )


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one size that follow one another, down a column or into the next."""
    block: list[Row] = []
    for row in rows:
        if block and not _follows(block[-1], row):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _follows(before: Row, row: Row) -> bool:
    em = max(before.size, row.size)
    if em > _LIKE * min(before.size, row.size):
        return False
    if before.font != row.font:
        # A dateline in a bolder face may fill most of a first line: it reaches the edge, as no head of a brief does.
        return _beneath(before, row) and before.right >= row.right - em and before.left >= row.left - 0.2 * em
    if _beneath(before, row):
        return True
    # The next column: it begins higher up, beside, and the last one had not come to an end.
    return row.left > before.left + em and row.top < before.top and not before.text.rstrip().endswith(("：",))


def _beneath(before: Row, row: Row) -> bool:
    em = max(before.size, row.size)
    apart = row.top - before.bottom
    across = min(before.right, row.right) - max(before.left, row.left)
    return -0.6 * em <= apart <= (_NEXT_LINE - 1) * em and across > 0


def _paragraphs(block: Sequence[Row]) -> Iterator[Element]:
    """The paragraphs of a block: a line set in begins one, and what follows a short line that ends a sentence."""
    columns = _columns(block)
    paragraph: list[Row] = []
    for at, row in enumerate(block):
        left, right = columns[at]
        em = row.size
        if paragraph:
            last, (_, edge) = block[at - 1], columns[at - 1]
            indented = row.left - left >= _INDENT * em and right - left > 6 * em
            ended = ends_sentence(last.text) and edge - last.right >= _SHORT * em
            loose = len(paragraph) == 1 and not ends_sentence(last.text) and edge - last.right >= 4 * em
            if indented or ended or loose:
                yield _joined(paragraph)
                paragraph = []
        paragraph.append(row)
    if paragraph:
        yield _joined(paragraph)


def _columns(block: Sequence[Row]) -> list[tuple[float, float]]:
    """Left and right edge of the column each row stands in: of the rows that follow it down, from one head to the
    next."""
    found: list[tuple[float, float]] = []
    run: list[Row] = []
    for row in block:
        if run and row.top < run[-1].top:
            found += [(min(r.left for r in run), max(r.right for r in run))] * len(run)
            run = []
        run.append(row)
    return found + [(min(r.left for r in run), max(r.right for r in run))] * len(run)


def _joined(rows: Sequence[Row]) -> Element:
    """Rows as one paragraph: words meet with a blank, Han without, hyphens at line ends go."""
    lines = tuple(HardLine(row.passage, 0) for row in rows)
    return one_paragraph(lines)
