"""A page as ALTO 4: its articles as composed blocks, their lines, and each word with the box of its ink.

https://www.loc.gov/standards/alto/ . Written with what 4.2 knows, so that it is valid by every later 4.x. Lengths are
tenths of a millimetre from the trimmed corner. An ideograph, a mark and a run of letters are one String each; SP stands
only where the copy has a blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from layout.articles.values import Article, Block, Edition, Line, PageText
from layout.display import EM_ASCENT
from layout.records.xml import document, place, plain, tenths
from layout.units import Rect, union
from layout.version import VERSION

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def article_block(id: str, page: int) -> str:
    """The ID of an article's block on a page: what METS points at."""
    return f"a{id}p{page}"


def alto(edition: Edition, page: PageText, picture: str) -> bytes:
    """The ALTO file of a page. picture: name of its picture, relative to the file."""
    return _Writer(edition, page).document(picture)


class _Writer:
    """IDs are numbered through the page."""

    def __init__(self, edition: Edition, page: PageText) -> None:
        self._edition, self._page = edition, page
        self._blocks = 0
        self._sizes: dict[float, str] = {}
        self._roles: dict[str, str] = {}

    def document(self, picture: str) -> bytes:
        page = self._page
        space = ET.Element("PrintSpace", place(Rect(0, 0, page.size.width, page.size.height)))
        for article in self._edition.articles:
            self._article(article, space)
        for line in page.furniture:
            self._text([line], "furniture", space)
        root = ET.Element(
            "alto",
            {
                "xmlns": NAMESPACE,
                "xmlns:xsi": _XSI,
                "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
                "SCHEMAVERSION": "4.2",
            },
        )
        self._description(root, picture)
        styles = ET.SubElement(root, "Styles")
        for size, name in self._sizes.items():
            ET.SubElement(styles, "TextStyle", {"ID": name, "FONTSIZE": f"{size:g}"})
        if not self._sizes:
            root.remove(styles)
        self._tags(root)
        found = ET.SubElement(
            ET.SubElement(root, "Layout"),
            "Page",
            {
                "ID": f"page{page.number}",
                "PHYSICAL_IMG_NR": str(page.number),
                "PRINTED_IMG_NR": page.called,
                "WIDTH": tenths(page.size.width),
                "HEIGHT": tenths(page.size.height),
            },
        )
        found.append(space)
        return document(root)

    def _description(self, root: ET.Element, picture: str) -> None:
        description = ET.SubElement(root, "Description")
        ET.SubElement(description, "MeasurementUnit").text = "mm10"
        source = ET.SubElement(description, "sourceImageInformation")
        ET.SubElement(source, "fileName").text = picture
        step = ET.SubElement(description, "Processing", {"ID": "made"})
        ET.SubElement(step, "processingCategory").text = "contentGeneration"
        origin = self._edition.about.origin
        ET.SubElement(step, "processingStepDescription").text = origin or "boxes of the glyphs that were printed"
        software = ET.SubElement(step, "processingSoftware")
        ET.SubElement(software, "softwareName").text = "broadsheet-layout"
        ET.SubElement(software, "softwareVersion").text = VERSION

    def _tags(self, root: ET.Element) -> None:
        tags = ET.SubElement(root, "Tags")
        for role, id in self._roles.items():
            ET.SubElement(tags, "LayoutTag", {"ID": id, "TYPE": "role", "LABEL": role})
        for article in self._edition.on(self._page.number):
            named = {"ID": f"tag{article.id}", "TYPE": article.role, "LABEL": plain(article.title or article.name)}
            ET.SubElement(tags, "StructureTag", named)
        if not len(tags):
            root.remove(tags)

    def _article(self, article: Article, parent: ET.Element) -> None:
        number = self._page.number
        box = dict(article.boxes).get(number)
        if box is None:
            return
        named = {"ID": article_block(article.id, number), **place(box), "TAGREFS": f"tag{article.id}"}
        found = ET.SubElement(parent, "ComposedBlock", {**named, "TYPE": article.role})
        for block in article.blocks:
            self._block(block, found)
        for brief in article.articles:
            self._article(brief, found)

    def _block(self, block: Block, parent: ET.Element) -> None:
        if block.picture is not None:
            if block.picture.page == self._page.number:
                self._blocks += 1
                named = {"ID": f"b{self._blocks}", **place(block.picture.box), "TAGREFS": self._role("image")}
                ET.SubElement(parent, "Illustration", {**named, "TYPE": plain(block.picture.alt)})
            return
        for leg in _legs(line for line in block.lines if line.page == self._page.number):
            self._text(leg, block.role, parent)
        for each in block.blocks:
            self._block(each, parent)

    def _text(self, lines: Sequence[Line], role: str, parent: ET.Element) -> None:
        """A text block of lines that stand below each other."""
        self._blocks += 1
        named = {"ID": f"b{self._blocks}", **place(union(*(line.box for line in lines)))}
        named |= {"TAGREFS": self._role(role), "LANG": self._edition.about.language}
        block = ET.SubElement(parent, "TextBlock", named)
        broken = ""
        for index, line in enumerate(lines):
            after = lines[index + 1] if index + 1 < len(lines) else None
            broken = self._line(line, block, broken, after)

    def _line(self, line: Line, parent: ET.Element, broken: str, after: Line | None) -> str:
        """A line. broken: the word that the line above broke, whole; the one that this line breaks is returned."""
        named = {**place(line.box), "STYLEREFS": self._style(line.size)}
        named["BASELINE"] = _baseline(line)
        found = ET.SubElement(parent, "TextLine", named)
        whole = ""
        for index, word in enumerate(line.words):
            content = {"CONTENT": plain(word.text), **place(word.box)}
            if broken and not index:
                content |= {"SUBS_TYPE": "HypPart2", "SUBS_CONTENT": plain(broken)}
            if line.broken is not None and index == len(line.words) - 1 and after is not None and after.words:
                whole = word.text + after.words[0].text
                content |= {"SUBS_TYPE": "HypPart1", "SUBS_CONTENT": plain(whole)}
            ET.SubElement(found, "String", content)
            if word.after and index < len(line.words) - 1:
                ET.SubElement(found, "SP", place(_gap(line, word.box, line.words[index + 1].box)))
        if line.broken is not None:
            ET.SubElement(found, "HYP", {"CONTENT": "-", **place(line.broken)})
        return whole

    def _style(self, size: float) -> str:
        return self._sizes.setdefault(size, f"size{len(self._sizes) + 1}")

    def _role(self, role: str) -> str:
        return self._roles.setdefault(role, f"role-{role}")


def _baseline(line: Line) -> str:
    """Of a vertical line a baseline of two points (ALTO 4.2 «BASELINE»): the axis its characters are centred on."""
    box = line.box
    if not line.vertical:
        return tenths(box.y + EM_ASCENT * box.height)
    axis = tenths(box.x + box.width / 2)
    return f"{axis},{tenths(box.y)} {axis},{tenths(box.bottom)}"


def _gap(line: Line, before: Rect, after: Rect) -> Rect:
    """What a blank between two words of a line takes."""
    if line.vertical:
        return Rect(line.box.x, before.bottom, line.box.width, max(0.0, after.y - before.bottom))
    return Rect(before.right, line.box.y, max(0.0, after.x - before.right), line.box.height)


def _follows(line: Line, before: Line) -> bool:
    """Whether a line stands below the one before, or left of it where they are vertical, in the same tier."""
    if not line.vertical:
        return line.box.y > before.box.y
    return line.box.x < before.box.x and line.box.y < before.box.bottom


def _legs(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines that stand below each other together: a paragraph begins again at the head of the next column."""
    leg: list[Line] = []
    for line in lines:
        if leg and not _follows(line, leg[-1]):
            yield leg
            leg = []
        leg.append(line)
    if leg:
        yield leg
