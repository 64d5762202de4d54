"""A .docx → a document: as Word shows it, with its numbers, and with what is left out.

Read from WordprocessingML itself (ECMA-376-1 §17) rather than through a library's paragraphs: those leave out text
boxes, notes, fields, deletions and numbers, and unpack every part of the file whatever its size.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from layout.diagnostics import Report
from layout.importing.container import Container, Damaged, bound_cells
from layout.importing.gathering import Gathering
from layout.importing.numbering import Counters, Level, spaced
from layout.importing.values import Document, Doubt, Element, ElementKind, Passage, TableFound
from layout.importing.wordparts import TEXTS, Parts, all_text, cells_of, chosen_of, rows_of
from layout.importing.wordruns import Runs, note_number
from layout.importing.wordstyles import Look, Styles, attribute, child, children, local, whole
from layout.value import replace

_ROWS = 20_000  # of a table
_COLUMNS = 63  # Word has no more


def read(file: str, data: bytes, report: Report) -> Document:
    """Raises Damaged. Told: pictures that cannot be taken over (NP987)."""
    return _Reader(file, Container(data), report).document()


class _Reader:
    """Goes through the parts of one file in order."""

    def __init__(self, file: str, container: Container, report: Report) -> None:
        self.file = file
        self.parts = parts = Parts(container)
        self.gathering = Gathering(file)
        self.styles = Styles(parts.xml(parts.related("styles")), parts.xml(parts.related("numbering")))
        self.runs = Runs(file, parts, self.styles, self.gathering, report, self._blocks)
        self.counters = Counters()
        self.elements: list[Element] = []
        self.counted: list[str] = []
        self.part = ""
        self.paragraphs = 0
        self.carried: Passage | None = None  # of a paragraph whose mark was deleted

    def document(self) -> Document:
        root = self.parts.xml(self.parts.main)
        if root is None:
            raise Damaged("NP983", reason=f"no {self.parts.main}")
        self._count(root)
        body = child(root, "body")
        for element in self._blocks(body if body is not None else root):
            self.elements.append(element)
        self._flush()
        for kind in ("footnotes", "endnotes"):
            self._notes(kind)
        for kind, reason in (("comments", "comment"), ("header", "header"), ("footer", "footer")):
            for name in self.parts.all_related(kind):
                self._leave(name, reason)
        return Document(self.file, tuple(self.elements), tuple(self.gathering.left), "".join(self.counted))

    def _count(self, root: Any) -> None:
        """The characters of a part by a reading of its own: every text there is, in the order of the file."""
        for each in root.iter():
            if isinstance(each.tag, str) and local(each) in TEXTS and each.text:
                self.counted.append("".join(each.text.split()))

    def _leave(self, name: str, reason: str) -> None:
        """A part with nothing in the copy."""
        root = self.parts.xml(name)
        if root is None:
            return
        self._count(root)
        self.gathering.drop(all_text(root), reason, part=posixpath.basename(name))

    def _notes(self, kind: str) -> None:
        """Foot- or endnotes: those that are referred to, at the end; others are left out."""
        root = self.parts.xml(self.parts.related(kind))
        if root is None:
            return
        self._count(root)
        self.part = kind
        for note in children(root, kind[:-1]):
            identity = attribute(note, "id")
            count = self.runs.note(kind[:-1], identity)
            if count is None:
                self.gathering.drop(all_text(note), "unused", part=kind)
                continue
            label: str | None = note_number(kind[:-1], count)
            for element in self._blocks(note):
                if element.kind == "table":
                    self.elements.append(element)
                    continue
                passage = element.passage
                if label is not None:
                    self.gathering.begin("paragraph", count, kind)
                    self.gathering.add(f"{label} ", "note")
                    passage, label = Passage((*self.gathering.passage().parts, *passage.stripped().parts)), None
                self.elements.append(Element("note", passage))
        self.part = ""

    # Blocks

    def _blocks(self, parent: Any) -> Iterator[Element]:
        for each in parent:
            if not isinstance(each.tag, str):
                continue
            match local(each):
                case "p":
                    yield from self._paragraph(each)
                case "tbl":
                    yield from self._table(each)
                case "sdt" | "ins" | "moveTo" | "customXml" | "sdtContent":
                    content = child(each, "sdtContent") if local(each) == "sdt" else each
                    if content is not None:
                        yield from self._blocks(content)
                case "del" | "moveFrom":
                    self._drop(each, "deleted")
                case "AlternateContent":
                    yield from self._alternate_blocks(each)

    def _alternate_blocks(self, each: Any) -> Iterator[Element]:
        chosen, others = chosen_of(each)
        if chosen is not None:
            yield from self._blocks(chosen)
        for other in others:
            self._drop(other, "alternate")

    def _drop(self, node: Any, reason: str) -> None:
        self.gathering.drop(all_text(node), reason, "paragraph", self.paragraphs, self.part)

    def _paragraph(self, node: Any) -> Iterator[Element]:
        self.paragraphs += 1
        look = self.styles.paragraph(node)
        suspended = self.gathering.suspend()
        self.gathering.begin("paragraph", self.paragraphs, self.part)
        label = self._label(look)
        if label:
            self.gathering.add(label, "number")
        hung = self.runs.read(node, look)
        passage = self.gathering.passage()
        self.gathering.resume(suspended)
        if self.carried is not None:
            passage = Passage((*self.carried.parts, *passage.parts))
            self.carried = None
        if _mark_deleted(node):
            self.carried = passage
        else:
            yield from _lines(passage, look, self._kind(look, label))
        yield from hung

    def _flush(self) -> None:
        if self.carried is not None:
            self.elements += _lines(self.carried, Look(), "text")
            self.carried = None

    def _kind(self, look: Look, label: str) -> ElementKind:
        if look.style_is("toc"):
            return "furniture"
        if look.style_is("caption", "题注", "图注"):
            return "caption"
        if look.level and not self.part:
            return "heading"
        if look.style_is("title", "subtitle", "标题", "副标题", "引题", "主题", "副题") and not self.part:
            return "heading"
        return "item" if look.list_of and not label else "text"

    def _label(self, look: Look) -> str:
        """The number Word sets before a paragraph; "" for none and for a bullet, which the copy has as an item."""
        if look.list_of == "":
            return ""
        found = self.styles.list_levels(look.list_of)
        if found is None:
            return ""
        abstract, levels, overrides = found
        label = self.counters.label(abstract, look.list_of, look.list_level, levels, overrides)
        return spaced(label, levels.get(look.list_level, Level()).after)

    def _table(self, node: Any) -> Iterator[Element]:
        rows: list[tuple[Passage, ...]] = []
        merged, count = False, 0
        after: list[Element] = []
        for row in rows_of(node):
            if len(rows) >= _ROWS:
                raise Damaged("NP984", what=f"a table of more than {_ROWS} rows", most=f"{_ROWS} rows")
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                self._drop(row, "deleted")
                continue
            cells: list[Passage] = []
            for cell in cells_of(row):
                found = child(cell, "tcPr")
                span = child(found, "gridSpan") if found is not None else None
                merged = merged or span is not None or (found is not None and child(found, "vMerge") is not None)
                cells.append(self._cell(cell, after))
                width = min(whole(attribute(span, "val")), _COLUMNS) if span is not None else 1
                cells += [Passage()] * (width - 1)
                count += max(width, 1)
                bound_cells(count)
            rows.append(tuple(cells))
        kept = [row for row in rows if _has_copy(row)]
        if len(kept) > 1 and max(len(row) for row in kept) > 1:
            doubts = (Doubt("merged"),) if merged else ()
            widest = max(len(row) for row in kept)
            bound_cells(widest * len(kept))
            filled = tuple((*row, *[Passage()] * (widest - len(row))) for row in kept)
            spare = [cell for row in rows if not _has_copy(row) for cell in row if cell.parts]
            self.gathering.left += [cell.left("unseen") for cell in spare]
            yield Element("table", table=TableFound(filled), doubts=doubts)
        else:
            # A table of one cell or column is a frame somebody drew around copy.
            for row in rows:
                for cell in row:
                    if cell.parts:
                        yield Element("text", cell)
        yield from after

    def _cell(self, cell: Any, after: list[Element]) -> Passage:
        parts: list[Any] = []
        for element in self._blocks(cell):
            if element.kind in ("picture", "table"):
                after.append(element)
            elif element.passage.parts:
                if parts:
                    self.gathering.begin("paragraph", self.paragraphs, self.part)
                    self.gathering.add(" ", "")
                    parts += self.gathering.passage().parts
                parts += element.passage.parts
        return Passage(tuple(parts))


def _lines(passage: Passage, look: Look, kind: ElementKind) -> Iterator[Element]:
    """A paragraph as one element, or several where it was broken by hand."""
    text = passage.text
    bold = _wholly_bold(passage)
    if bold:
        passage = Passage(tuple(replace(part, mark="") if part.mark == "strong" else part for part in passage.parts))
    turns = [at for at, character in enumerate(text) if character == "\n"]
    pieces = [passage.cut(*ends).stripped() for ends in zip([0, *turns], [*turns, len(text)], strict=True)]
    first = True
    for piece in pieces:
        if piece.parts:
            yield Element(
                kind,
                piece,
                look.level,
                look.style,
                look.centred,
                bold or look.bold,
                look.size,
                blank=0 if first else -1,
            )
            first = False


def _wholly_bold(passage: Passage) -> bool:
    shown = [part for part in passage.parts if part.result.strip() and part.source]
    return bool(shown) and all(part.mark == "strong" for part in shown)


def _has_copy(row: tuple[Passage, ...]) -> bool:
    return any(cell.text.strip() for cell in row)


def _mark_deleted(node: Any) -> bool:
    properties = child(node, "pPr")
    run = child(properties, "rPr") if properties is not None else None
    return run is not None and child(run, "del") is not None
