"""Pages → the issue as it is read. Words and their boxes come from the glyphs that are printed, not from a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import category

from layout.articles.elements import Element, Outline, outline
from layout.articles.markup import with_markup_groups
from layout.articles.roles import ROLES
from layout.articles.values import About, Article, Block, Corrected, Edition, Line, PageText, Picture, Word
from layout.display import GlyphRun, Image, Leaf, Markup, Page, Path, Rule, walk
from layout.face import Face
from layout.fonts import FontBook
from layout.pagenames import page_name
from layout.runs import em_box, goes_on, ink_box
from layout.scripts import composition, is_han
from layout.units import Rect, union
from layout.value import replace

NOTHING: Mapping[str, Corrected] = {}
_SOFT_HYPHEN = "\u00ad"  # how a run tells the hyphen of a broken word: it is no copy
_ARTICLES = ("story", "briefs", "brief", "index", "advert")

Said = tuple[int, GlyphRun, str, tuple[str, ...]]
"""A run: its page, its glyphs, the address it leads to, its emphases."""


def read(
    pages: Sequence[Page],
    fonts: FontBook,
    about: About,
    sections: Mapping[int, str],
    corrected: Mapping[str, Corrected] = NOTHING,
) -> Edition:
    """The edition of an issue's pages. sections: banner of a page, by its number; corrected: what a correction mends,
    by its story's name."""
    linked = [with_markup_groups(page) for page in pages]
    return _Reader(outline(linked), linked, fonts).edition(about, sections, corrected)


class _Reader:
    def __init__(self, tree: Outline, pages: Sequence[Page], fonts: FontBook) -> None:
        self._tree, self._pages, self._fonts = tree, pages, fonts
        self._corrected: Mapping[str, Corrected] = NOTHING
        self._counts = dict.fromkeys((page.number for page in pages), 0)

    def edition(self, about: About, sections: Mapping[int, str], corrected: Mapping[str, Corrected]) -> Edition:
        self._corrected = corrected
        articles = tuple(self._article(kid) for kid in self._tree.root.kids if isinstance(kid, Element))
        pages = tuple(
            PageText(page.number, page.trim, sections.get(page.number, ""), self._furniture(index), page.label)
            for index, page in enumerate(self._pages)
        )
        return Edition(about, pages, articles)

    def _article(self, element: Element) -> Article:
        boxes = self._boxes(element)
        first = boxes[0][0]
        self._counts[first] += 1
        id = f"{page_name(first, padded=True)}{self._counts[first]:02d}"
        blocks, articles = [], []
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.role in _ARTICLES:
                    articles.append(self._article(kid))
                else:
                    blocks.append(self._block(kid))
        role = "briefs" if any(article.role == "brief" for article in articles) else element.role
        corrects = self._corrected.get(element.name.rpartition("/")[2])
        return Article(id, role, element.name, boxes, tuple(blocks), tuple(articles), corrects)

    def _boxes(self, element: Element) -> tuple[tuple[int, Rect], ...]:
        found: dict[int, Rect] = {}
        for page, group in element.groups:
            number = self._pages[page].number
            for leaf in walk(group.items):
                box = self._box(leaf)
                if box is not None:
                    found[number] = union(found[number], box) if number in found else box
        if not found:  # a story without anything printed still stands somewhere
            page = element.groups[0][0] if element.groups else 0
            found[self._pages[page].number] = Rect(0, 0, 0, 0)
        return tuple((number, _rounded(box)) for number, box in found.items())

    def _box(self, leaf: Leaf) -> Rect | None:
        """What a leaf takes: of type its em boxes."""
        match leaf:
            case GlyphRun():
                return em_box(leaf, self._fonts.face(leaf.face)) if leaf.glyphs else None
            case Rule():
                left, top = min(leaf.x0, leaf.x1), min(leaf.y0, leaf.y1)
                return Rect(left, top, abs(leaf.x1 - leaf.x0), abs(leaf.y1 - leaf.y0))
            case Markup():
                return None
            case _:
                return leaf.rect

    def _block(self, element: Element) -> Block:
        if element.role == "image":
            return Block("image", picture=self._picture(element))
        if ROLES[element.role].groups:
            kids = (kid for kid in element.kids if isinstance(kid, Element))
            return Block(element.role, blocks=tuple(map(self._block, kids)), level=element.level)
        heads = element.name if element.role == "header" else ""
        return Block(element.role, tuple(self._lines(element)), level=element.level, span=element.span, heads=heads)

    def _picture(self, element: Element) -> Picture:
        page, index = next(kid for kid in element.kids if not isinstance(kid, Element))
        leaf = self._tree.leaves[page][index]
        number = self._pages[page].number
        if isinstance(leaf, Image):
            return Picture(number, _rounded(leaf.rect), leaf.file, element.alt, leaf.whole or leaf.crop)
        assert isinstance(leaf, Path)
        return Picture(number, _rounded(leaf.rect), "", element.alt)

    def _lines(self, element: Element) -> Iterator[Line]:
        return set_lines(self._runs(element, "", ()), self._fonts)

    def _runs(self, element: Element, link: str, emphases: tuple[str, ...]) -> Iterator[Said]:
        for kid in element.kids:
            if isinstance(kid, Element):
                inner = (*emphases, kid.name) if kid.role == "emphasis" else emphases
                yield from self._runs(kid, kid.name if kid.role == "link" else link, inner)
                continue
            leaf = self._tree.leaves[kid[0]][kid[1]]
            if isinstance(leaf, GlyphRun) and leaf.glyphs:
                yield self._pages[kid[0]].number, leaf, link, emphases

    def _furniture(self, page: int) -> tuple[Line, ...]:
        number = self._pages[page].number
        pairs = zip(self._tree.leaves[page], self._tree.owners[page], strict=True)
        runs: Iterator[Said] = (
            (number, leaf, "", ())
            for leaf, owner in pairs
            if owner is None and isinstance(leaf, GlyphRun) and leaf.glyphs
        )
        return tuple(set_lines(runs, self._fonts))


@dataclass(slots=True)
class _Growing:
    """A line while it grows."""

    page: int
    run: GlyphRun  # the last of it
    words: list[Word] = field(default_factory=list)
    readings: list[Word] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)
    broken: Rect | None = None
    size: float = 0.0
    vertical: bool = False

    def goes_on(self, page: int, run: GlyphRun) -> bool:
        """Whether a run stands on this line."""
        return page == self.page and goes_on(self.run, run)

    def line(self) -> Line:
        return Line(
            *(self.page, _rounded(union(*self.boxes)), self.size, tuple(self.words), self.broken),
            *(tuple(self.readings), self.vertical),
        )


def set_lines(runs: Iterator[Said], fonts: FontBook) -> Iterator[Line]:
    """The lines that runs stand on."""
    line: _Growing | None = None
    for page, run, link, emphases in runs:
        if line is None or not line.goes_on(page, run):
            if line is not None:
                yield line.line()
            line = _Growing(page, run)
        if not run.reading:
            line.run = run
        face = fonts.face(run.face)
        blanks, words, broken = _words(run, face, link, emphases)
        if run.reading:
            line.readings += words
            continue
        line.size = max(line.size, round(run.size, 2))
        line.vertical = line.vertical or bool(run.turn)
        line.boxes.append(em_box(run, face))
        if blanks and line.words:
            line.words[-1] = replace(line.words[-1], after=line.words[-1].after + blanks)
        if words and line.words and not line.words[-1].after and _one_word(line.words[-1], words[0]):
            last = line.words.pop()
            words[0] = replace(words[0], text=last.text + words[0].text, box=_rounded(union(last.box, words[0].box)))
        line.words += words
        line.broken = broken or line.broken
    if line is not None:
        yield line.line()


def _one_word(left: Word, right: Word) -> bool:
    same = (left.link, left.emphases) == (right.link, right.emphases)
    return same and _is_letter(left.text[-1]) and _is_letter(right.text[0])


def _is_letter(character: str) -> bool:
    """Whether it is of a word: letters and figures, with their marks (བོད) and small signs (10⁻³), but no Han."""
    return (character.isalnum() or bool(composition(character)[0]) or category(character)[0] == "M") and not is_han(
        character
    )


def _words(run: GlyphRun, face: Face, link: str, emphases: tuple[str, ...]) -> tuple[str, list[Word], Rect | None]:
    """The blanks a run begins with, its words, and the box of the hyphen that ends it."""
    words: list[Word] = []
    before = ""
    broken: Rect | None = None
    for text, box in _clusters(run, face):
        if text == _SOFT_HYPHEN:
            broken = _rounded(box)
        elif text.isspace():
            if words:
                words[-1] = replace(words[-1], after=words[-1].after + text)
            else:
                before += text
        elif words and not words[-1].after and _is_letter(words[-1].text[-1]) and _is_letter(text[0]):
            last = words[-1]
            words[-1] = replace(last, text=last.text + text, box=_rounded(union(last.box, box)))
        else:
            words.append(Word(text, _rounded(box), "", link, emphases))
    if words and run.after:
        words[-1] = replace(words[-1], after=words[-1].after + run.after)
    return before, words, broken


def _clusters(run: GlyphRun, face: Face) -> Iterator[tuple[str, Rect]]:
    """The characters of a run, each with the ink of all its glyphs."""
    text, box = "", None
    for index, said in enumerate(run.texts):
        ink = ink_box(run, face, index)
        if said and text:
            yield text, box or ink
            text, box = "", None
        text += said
        if ink.width > 0 and ink.height > 0:
            box = ink if box is None else union(box, ink)
    if text:
        yield text, box or em_box(run, face)


def _rounded(box: Rect) -> Rect:
    return Rect(round(box.x, 2), round(box.y, 2), round(box.width, 2), round(box.height, 2))
