"""What an importer finds, as values: parts of a source with their fate, elements in the order of the source, and the
manuscript made of them.

Every character of a source is in exactly one `Part`, wherever that part ends up; this is what the account rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Literal

from layout.issue.values import BlockKind, EmphasisKind, Role
from layout.value import replace, value

Unit = Literal["line", "paragraph", "page", "row", ""]
ElementKind = Literal["text", "heading", "item", "caption", "note", "picture", "table", "furniture", "break"]


@value
class Place:
    """Where something stands in a source. number: of its line, paragraph, page or row, from 1; part: of the file, such
    as a sheet's name or "footnotes", "" = its main text; offset: characters into the line or paragraph, from 0."""

    file: str
    unit: Unit = ""
    number: int = 0
    part: str = ""
    offset: int = 0


@value
class Part:
    """A run of characters with one fate.

    source: as it stands in the source, "" = added by us; result: what the copy has of it, "" = left out. reason: why
    they differ, a row of data/importing/reasons.toml; "" = they do not. mark: how the run is set, value: its reading or
    address, of which a reading is copy too. order: its place among all parts of the sources.
    """

    source: str
    result: str
    reason: str = ""
    place: Place = Place("")
    order: tuple[int, int] = (0, 0)
    mark: EmphasisKind | Literal[""] = ""
    value: str = ""

    @property
    def kept(self) -> str:
        """All its copy, the reading above it too."""
        return self.result + self.value if self.mark == "ruby" else self.result


@value
class Passage:
    """A paragraph, a line of a head, a cell: parts in the order they are read."""

    parts: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        """As printed, readings left out."""
        return "".join(part.result for part in self.parts)

    @property
    def place(self) -> Place:
        return self.parts[0].place if self.parts else Place("")

    def cut(self, start: int, end: int | None = None) -> Passage:
        """Characters start ≤ i < end of its text; what was left out goes with the character behind it."""
        whole = len(self.text)
        end = whole if end is None else end
        found: list[Part] = []
        at = 0
        for part in self.parts:
            length = len(part.result)
            if not length:
                if start <= at < end or at == end == whole:
                    found.append(part)
                continue
            first, last = max(start - at, 0), min(end - at, length)
            if first < last:
                found.append(part if last - first == length else _slice(part, first, last))
            at += length
        return Passage(tuple(found))

    def stripped(self) -> Passage:
        """Without blanks at either end of its text: they are nobody's copy and go without a word."""
        text = self.text
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        return self.without(((0, start), (max(start, end), len(text)))) if (start, end) != (0, len(text)) else self

    def without(self, blanks: Iterable[tuple[int, int]]) -> Passage:
        """Without the blanks start ≤ i < end of its text; ranges in order, apart from each other."""
        ranges = [(start, end) for start, end in blanks if start < end]
        found: list[Part] = []
        at = passed = 0
        for part in self.parts:
            while passed < len(ranges) and ranges[passed][1] <= at:
                passed += 1
            found += _outside(part, at, ranges, passed)
            at += len(part.result)
        return Passage(tuple(found))

    def left(self, reason: str) -> Passage:
        """The same with nothing of it in the copy."""
        return Passage(
            tuple(
                replace(part, result="", reason=reason if part.result else part.reason, mark="", value="")
                for part in self.parts
                if part.source.strip()
            )
        )


def joined(passages: Iterable[Passage], between: str = "") -> Passage:
    """One passage of several, with a blank or nothing between them."""
    parts: list[Part] = []
    for passage in passages:
        if parts and between and passage.parts:
            parts.append(Part("", between, "", passage.place, passage.parts[0].order))
        parts += passage.parts
    return Passage(tuple(parts))


def _slice(part: Part, first: int, last: int) -> Part:
    """A run of a part. One whose source and result differ is not cut inside its source: the source goes with the
    first."""
    index, offset = part.order
    if part.source == part.result:
        run = part.result[first:last]
        return replace(part, source=run, result=run, order=(index, offset + first))
    source = part.source if first == 0 else ""
    reading = part.value if first == 0 or part.mark == "link" else ""
    return replace(part, source=source, result=part.result[first:last], value=reading, order=(index, offset + first))


def _outside(part: Part, at: int, ranges: Sequence[tuple[int, int]], passed: int) -> list[Part]:
    """What is left of a part whose text begins at `at` when ranges are taken out. passed: how many end before it."""
    length = len(part.result)
    left: list[tuple[int, int]] = []
    here, touched = 0, False
    for start, end in islice(ranges, passed, None):
        if start >= at + length:
            break
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            touched = True
            left += [(here, first)] if here < first else []
            here = last
    if not touched:
        return [part]
    left += [(here, length)] if here < length else []
    if part.source == part.result:
        return [_slice(part, first, last) for first, last in left]
    return [replace(part, result="".join(part.result[first:last] for first, last in left))]


@value
class Doubt:
    """Something to be looked at: a row of data/importing/doubts.toml and what fills its words. field: of the story,
    "" = the story itself."""

    name: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()
    certainty: float = 0.5


@value
class PictureFound:
    """A picture of a source. name: a file's, relative to the issue. data: b"" = the source only names it. alt: what the
    source says it shows. address: where a web page has it. guessed: its caption is one by its place or words alone."""

    name: str
    data: bytes
    place: Place
    alt: str = ""
    caption: Passage | None = None
    credit: Passage | None = None
    address: str = ""
    guessed: bool = False


@value
class TableFound:
    """A table of a source: rows of cells."""

    rows: tuple[tuple[Passage, ...], ...]
    title: Passage | None = None
    header: bool = True


@value
class Element:
    """A thing of a source in its order. level: of a heading, 1 = the highest, 0 = none told. size: of its type in
    points, 0 = not told. style: the source's own word for what it is. blank: blank lines before it, −1 = the next line
    of one paragraph. indent: of its first line, em."""

    kind: ElementKind
    passage: Passage = Passage()
    level: int = 0
    style: str = ""
    centred: bool = False
    bold: bool = False
    size: float = 0.0
    blank: int = 0
    picture: PictureFound | None = None
    table: TableFound | None = None
    page: int = 0
    doubts: tuple[Doubt, ...] = ()
    indent: float = 0.0

    @property
    def text(self) -> str:
        return self.passage.text.strip()


@value
class Document:
    """A source as read. elements: in its order. left: passages with nothing in the copy. counted: its characters but
    blanks, by a reading of its own, which the account is held to. loose: an order of its lines that no program has
    told, as in text pasted from a page: heads may stand behind their stories."""

    file: str
    elements: tuple[Element, ...]
    left: tuple[Passage, ...]
    counted: str
    loose: bool = False


@value
class BodyBlock:
    kind: BlockKind
    passage: Passage


@value
class Story:
    """A story as it was recognised. Heads are lines. banner: the section that begins with it; page: 0 = none told."""

    kicker: tuple[Passage, ...] = ()
    headline: tuple[Passage, ...] = ()
    deck: tuple[Passage, ...] = ()
    byline: Passage | None = None
    dateline: Passage | None = None
    body: tuple[BodyBlock, ...] = ()
    pictures: tuple[PictureFound, ...] = ()
    tables: tuple[TableFound, ...] = ()
    role: Role = "story"
    banner: Passage | None = None
    page: int = 0
    items: tuple[Story, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def length(self) -> int:
        """Characters of its body."""
        return sum(len(block.passage.text) for block in self.body) + sum(item.length for item in self.items)


@value
class Manuscript:
    """What was found in one or several sources. left: what stands in no story, each passage with its reason."""

    stories: tuple[Story, ...]
    left: tuple[Passage, ...] = ()
    banners: tuple[tuple[int, Passage], ...] = ()
    doubts: tuple[Doubt, ...] = ()
