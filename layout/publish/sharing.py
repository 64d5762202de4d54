"""Pictures to share (分享图): an article as a long picture (长图), set by our own typesetter.

The picture is a page of the display list without its photographs, which are put in from their files, so that they have
the colours of the screen and not of newsprint. What is longer than messaging apps take goes on in a further picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast, get_args

from layout.articles.values import Article, Block
from layout.diagnostics import Report
from layout.display import EM_ASCENT, Fill, Group, Ink, Item, Page, Rule
from layout.issue.values import Copy, Emphasis, EmphasisKind
from layout.labels import label, label_width
from layout.makeup.blocks.qr import QUIET, code
from layout.onscreen import to_screen
from layout.page_words import page_called
from layout.pdf.job import Job
from layout.pdf.raster import samples
from layout.pictures.web import Samples, encoded, fitted, pasted
from layout.pipeline import Session
from layout.publish.values import Photo, Piece
from layout.text.drawing import drawn
from layout.text.paragraph import Line, Typesetter
from layout.theme import TextStyle
from layout.units import Rect, Size
from layout.value import replace, value

WIDTH = 1080
"""Pixels: what telephones show from edge to edge."""

LONGEST = 20_000
"""Pixels: longer pictures are scaled down past reading, or refused, by messaging apps."""

QUALITY = 88
"""Of the JPEG: type keeps its edges."""

_SCALE = 2.0  # pixels a point
_MARGIN = 42.0  # points
_MEASURE = WIDTH / _SCALE - 2 * _MARGIN  # 24 em of the body
_BODY = TextStyle(font="song", size=19, leading=33, indent=2)
_STYLES = {
    "name": TextStyle(font="brush", size=44, leading=52, align="left"),
    "kicker": TextStyle(font="kai", size=20, leading=28, align="left"),
    "headline": TextStyle(font="song-black", size=36, leading=47, smallest=26, align="left"),
    "deck": TextStyle(font="kai", size=20, leading=28, align="left"),
    "byline": TextStyle(font="fangsong", size=17, leading=26, align="left"),
    "paragraph": _BODY,
    "item": replace(_BODY, indent=0.0),
    "subhead": TextStyle(font="sans-bold", size=21, leading=33, align="left"),
    "brief": TextStyle(font="sans-bold", size=23, leading=33, align="left"),
    "quote": TextStyle(font="kai", size=23, leading=36, align="left"),
    "caption": TextStyle(font="kai", size=15, leading=22, align="justify"),
    "table": TextStyle(font="sans-bold", size=18, leading=28, align="left"),
    "cell": TextStyle(font="song", size=16, leading=24, align="left"),
}
_AIR = {"kicker": 6.0, "headline": 10.0, "deck": 8.0, "byline": 8.0, "subhead": 16.0, "item": 4.0, "caption": 6.0}
_AFTER_PARAGRAPH = 10.0
_BLACK = Ink(0.6, 0.5, 0.5, 1.0)  # a black that a screen shows as one: black ink alone is a brown on newsprint
_GRAY = Ink(0.2, 0.15, 0.15, 0.75)
_LINE = Ink(0.0, 0.0, 0.0, 0.25)
_CODE = 96.0  # points: side of the code
_TALLEST = 620.0  # points: most height of a picture
_FOOT = 64.0  # points: of the last lines, without a code


@value
class Frame:
    """What every picture of an issue says. accent: of the paper; base: address of the edition, "" = not said."""

    name: str
    dated: str
    accent: Ink
    base: str = ""
    language: str = "zh-CN"


@value
class _Row:
    """A part that is not torn. height: points; items: at a left edge and a top; photo: what is put in afterwards, and
    its box from there."""

    height: float
    items: Callable[[float, float], Iterator[Item]]
    photo: tuple[str, Rect] | None = None
    role: str = ""


@value
class _Made:
    """A page drawn, and its photographs with their places, points."""

    page: Page
    photos: tuple[tuple[str, Rect], ...]


def long_pictures(
    session: Session,
    pieces: Sequence[Piece],
    frame: Frame,
    job: Job,
    photos: Mapping[str, Samples],
    sections: Mapping[int, str],
) -> Iterator[tuple[bytes, ...]]:
    """The JPEG files of each piece, one unless it is longer than LONGEST. job: of the issue, for its inks; photos: by
    the names they were typed with; sections: of pages, by number."""
    told = Report()  # what is wrong with a font was told with the pages
    setter = session.setter(told)
    made = [_pages(piece, frame, setter, photos, sections) for piece in pieces]
    pages = tuple(
        replace(each.page, number=number) for number, each in enumerate((each for some in made for each in some), 1)
    )
    if not pages:
        return
    pdf = session.write(pages, replace(job, standard="a-2a", marks=False, attachments=()), told)
    seen = samples(to_screen(pdf, job.intent), 72 * _SCALE)
    for some in made:
        files = []
        for each in some:
            width, height, data = next(seen)
            whole = pasted(Samples(width, height, data), [(photos[name], _pixels(box)) for name, box in each.photos])
            files.append(encoded(whole, "jpeg", QUALITY))
        yield tuple(files)


def _pixels(box: Rect) -> tuple[int, int, int, int]:
    return round(box.x * _SCALE), round(box.y * _SCALE), round(box.width * _SCALE), round(box.height * _SCALE)


def _pages(
    piece: Piece, frame: Frame, setter: Typesetter, photos: Mapping[str, Samples], sections: Mapping[int, str]
) -> list[_Made]:
    address = frame.base + piece.address if frame.base else ""
    called = page_called(piece.page, frame.language)
    where = called + (f"　{sections[piece.page]}" if sections.get(piece.page) else "")
    known = {photo.source: photo for each in (piece, *piece.briefs) for photo in each.photos}
    writer = _Rows(setter, frame, photos, known)
    named = () if piece.headed else writer.headline(piece.title)
    rows = [*named, *writer.article(piece.article)]
    foot = _foot(setter, frame, called, address)
    head = _head(setter, frame, where, piece.label)
    parts = _parted(rows, LONGEST / _SCALE - head.height - foot.height - 2 * _MARGIN - _BODY.leading)
    made = []
    for number, part in enumerate(parts, 1):
        going = [] if len(parts) == 1 else [_going(setter, piece.title, number, len(parts))]
        made.append(_drawn([head, *going, *part, foot]))
    return made


def _parted(rows: list[_Row], most: float) -> list[list[_Row]]:
    """Rows in as few parts as hold them, none longer than `most` points, no head last in its part."""
    parts: list[list[_Row]] = [[]]
    filled = 0.0
    for row in rows:
        if parts[-1] and filled + row.height > most:
            carried: list[_Row] = []
            while len(parts[-1]) > 1 and parts[-1][-1].role in ("subhead", "brief"):
                carried.insert(0, parts[-1].pop())
            parts.append(carried)
            filled = sum(each.height for each in carried)
        parts[-1].append(row)
        filled += row.height
    return parts


def _drawn(rows: Sequence[_Row]) -> _Made:
    y, items, photos = _MARGIN, list[Item](), []
    for row in rows:
        items += row.items(_MARGIN, y)
        if row.photo is not None:
            name, box = row.photo
            photos.append((name, Rect(_MARGIN + box.x, y + box.y, box.width, box.height)))
        y += row.height
    height = round((y + _MARGIN) * _SCALE) / _SCALE
    page = Page(1, Size(WIDTH / _SCALE, height), 0.0, (Group("story", tuple(items)),))
    return _Made(page, tuple(photos))


def _head(setter: Typesetter, frame: Frame, where: str, kind: str) -> _Row:
    """The paper's name, the day and the page."""
    said = setter.headline((Copy(frame.name),), replace(_STYLES["name"], smallest=24.0), _MEASURE * 0.6, 1)
    name = said or setter.typeset(Copy(frame.name), replace(_STYLES["name"], size=24.0), _MEASURE * 0.6)

    def items(x: float, y: float) -> Iterator[Item]:
        baseline = y + EM_ASCENT * name.style.size
        for line in name.lines[:1]:
            yield from drawn(line, x, baseline, frame.accent)
        for at, words in enumerate(filter(None, (frame.dated, f"{where}　{kind}" if kind else where))):
            left = x + _MEASURE - label_width(words, setter, 15.0, "sans")
            yield from label(words, left, y + 17 + at * 22, setter, 15.0, _BLACK, "sans")
        yield Rule(x, y + 60, x + _MEASURE, y + 60, 2.0, frame.accent)
        yield Rule(x, y + 64, x + _MEASURE, y + 64, 0.5, frame.accent)

    return _Row(84.0, items)


def _going(setter: Typesetter, title: str, number: int, parts: int) -> _Row:
    words = f"{title}（{number}/{parts}）"

    def items(x: float, y: float) -> Iterator[Item]:
        yield from label(words, x, y + 14, setter, 15.0, _GRAY, "sans", _MEASURE)

    return _Row(_BODY.leading, items)


def _foot(setter: Typesetter, frame: Frame, where: str, address: str) -> _Row:
    """The paper and the day once more, and the code of the article's address."""

    def items(x: float, y: float) -> Iterator[Item]:
        yield Rule(x, y + 24, x + _MEASURE, y + 24, 0.5, _LINE)
        top = y + 24 + (_CODE / 2 if address else 0)
        yield from label(f"《{frame.name}》", x, top + 22, setter, 17.0, _BLACK, "sans-bold", _MEASURE - _CODE)
        yield from label(f"{frame.dated}　{where}", x, top + 44, setter, 14.0, _GRAY, "sans", _MEASURE - _CODE - 24)
        if address:
            yield from label("扫码看原文和版面", x, top, setter, 14.0, _GRAY, "sans", _MEASURE - _CODE - 24)
            yield code(address, x + _MEASURE - _CODE, y + 24 + 4 * QUIET, _CODE, _BLACK)

    return _Row(_FOOT + (_CODE if address else 8.0), items)


class _Rows:
    """The rows of an article. seen: the photographs' samples; shown: what is known of them; both by their names."""

    def __init__(
        self, setter: Typesetter, frame: Frame, seen: Mapping[str, Samples], shown: Mapping[str, Photo]
    ) -> None:
        self._setter, self._frame, self._seen, self._shown = setter, frame, seen, shown

    def article(self, article: Article, brief: bool = False) -> Iterator[_Row]:
        for block in article.blocks:
            yield from self._block(block, brief)
        for each in article.articles:
            yield _gap(18.0)
            yield from self.article(each, brief=True)

    def _block(self, block: Block, brief: bool) -> Iterator[_Row]:
        role = "brief" if brief and block.role == "headline" else block.role
        match role:
            case "figure" | "image":
                yield from self._figure(block)
            case "table":
                yield from self._table(block)
            case "quote":
                yield from self._quote(block)
            case "list":
                for item in block.blocks:
                    yield from self._item(_copy(item))
            case "headline":
                yield from self.headline(block.text)
            case "byline":
                yield from self._text(_copy(block), role, _GRAY)
                yield _gap(6.0)
            case _:
                yield from self._text(_copy(block), role if role in _STYLES else "paragraph")

    def headline(self, text: str) -> Iterator[_Row]:
        style = _STYLES["headline"]
        lines = tuple(Copy(each) for each in text.split(" ")) if _is_broken(text) else (Copy(text),)
        head = self._setter.headline(lines, style, _MEASURE, 3) or self._setter.typeset(Copy(text), style, _MEASURE)
        for line in head.lines:
            leading, size = head.style.leading, head.style.size
            yield _Row(leading, _line(line, (leading - size) / 2 + EM_ASCENT * size, _BLACK))
        yield _gap(_AIR["headline"])

    def _text(self, copy: Copy, role: str, ink: Ink = _BLACK, left: float = 0.0) -> Iterator[_Row]:
        if not copy.text:
            return
        style = _STYLES[role]
        set_ = self._setter.typeset(copy, style, (_MEASURE - left) // style.size * style.size)
        if role == "subhead":
            yield _gap(_AIR[role], role)
        for line in set_.lines:
            baseline = (style.leading - style.size) / 2 + EM_ASCENT * style.size
            yield _Row(style.leading, _line(line, baseline, ink, left), role=role)
        air = _AFTER_PARAGRAPH if role == "paragraph" else _AIR.get(role, 4.0)
        yield _gap(air if role != "subhead" else 4.0, role)

    def _item(self, copy: Copy) -> Iterator[_Row]:
        """An item of a list, with a dot before it."""
        first, size = True, _BODY.size
        for row in self._text(copy, "item", left=size):

            def items(x: float, y: float, row: _Row = row, first: bool = first) -> Iterator[Item]:
                if first:
                    yield Fill(Rect(x + 5, y + _BODY.leading / 2 - 2.5, 5.0, 5.0), self._frame.accent)
                yield from row.items(x, y)

            yield replace(row, items=items)
            first = False
        yield _gap(2.0)

    def _figure(self, block: Block) -> Iterator[_Row]:
        picture = next((each.picture for each in block.walk() if each.picture is not None), None)
        photo = None if picture is None else self._shown.get(picture.file)
        if picture is None or photo is None:
            return
        width, height = fitted(photo.width, photo.height, _MEASURE, _TALLEST)
        box = Rect((_MEASURE - width) / 2, 8.0, width, height)
        yield _Row(height + 16.0, _nothing, (picture.file, box))
        said = "　".join(each.text for each in block.blocks if each.role == "caption")
        yield from self._text(Copy(said), "caption", _GRAY)
        yield _gap(14.0)

    def _quote(self, block: Block) -> Iterator[_Row]:
        bar = self._frame.accent
        yield _gap(10.0)
        for row in self._text(Copy(block.text.replace("\n", "")), "quote", bar, 22.0):

            def items(x: float, y: float, row: _Row = row) -> Iterator[Item]:
                yield Fill(Rect(x, y, 3.0, row.height + 0.5), bar)
                yield from row.items(x, y)

            yield replace(row, items=items)
        yield _gap(16.0)

    def _table(self, block: Block) -> Iterator[_Row]:
        """Columns as wide as their longest cells ask for, in proportion where that is too wide."""
        yield _gap(12.0)
        for each in block.blocks:
            if each.role == "caption":
                yield from self._text(Copy(each.text), "table")
        rows = [row.blocks for row in block.blocks if row.role == "row"]
        style = _STYLES["cell"]
        count = max((len(row) for row in rows), default=0)
        wanted = [
            max(label_width(row[at].text, self._setter, style.size, style.font) for row in rows if at < len(row)) + 18
            for at in range(count)
        ]
        share = _MEASURE / sum(wanted) if wanted else 1.0
        widths = [each * share for each in wanted]
        for row in rows:
            yield self._cells(row, widths)
        yield _gap(16.0)

    def _cells(self, cells: Sequence[Block], widths: Sequence[float]) -> _Row:
        set_ = []
        for cell, width in zip(cells, widths, strict=False):
            style = replace(_STYLES["cell"], font="sans-bold") if cell.role == "header" else _STYLES["cell"]
            measure = max(style.size * 2, (width - 10) // style.size * style.size)
            set_.append(self._setter.typeset(Copy(cell.text), style, measure))
        leading, size = _STYLES["cell"].leading, _STYLES["cell"].size
        height = max((len(each.lines) for each in set_), default=1) * leading + 12

        def items(x: float, y: float) -> Iterator[Item]:
            left = x
            for paragraph, width in zip(set_, widths, strict=False):
                for at, line in enumerate(paragraph.lines):
                    baseline = y + 6 + at * leading + (leading - size) / 2 + EM_ASCENT * size
                    yield from drawn(line, left, baseline, _BLACK)
                left += width
            yield Rule(x, y + height, x + _MEASURE, y + height, 0.5, _LINE)

        return _Row(height, items)


def _is_broken(text: str) -> bool:
    """Whether a head was broken by hand: two lines or three that a blank parts, of ideographs."""
    return 2 <= len(text.split(" ")) <= 3 and not any(part.isascii() for part in text.split(" "))


def _nothing(x: float, y: float) -> Iterator[Item]:
    return iter(())


def _gap(height: float, role: str = "") -> _Row:
    return _Row(height, _nothing, role=role)


def _line(line: Line, baseline: float, ink: Ink, left: float = 0.0) -> Callable[[float, float], Iterator[Item]]:
    def items(x: float, y: float) -> Iterator[Item]:
        yield from drawn(line, x + left, y + baseline, ink)

    return items


def _copy(block: Block) -> Copy:
    """A block's text with the emphases the editor gave it."""
    kinds = get_args(EmphasisKind)
    said = tuple(Emphasis(start, end, cast(EmphasisKind, kind)) for start, end, kind in block.emphases if kind in kinds)
    return Copy(block.text, said)
