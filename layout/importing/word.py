"""A .docx → a document: as Word shows it, with its numbers, and with what is left out.

Read from WordprocessingML itself (ECMA-376-1 §17) rather than through a library's paragraphs: those leave out text
boxes, notes, fields, deletions and numbers, and unpack every part of the file whatever its size.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from layout.diagnostics import Report, Span
from layout.importing import trees
from layout.importing.container import Container, Damaged, bound_cells
from layout.importing.gathering import Gathering
from layout.importing.numbering import Counters, Level, number, spaced
from layout.importing.values import Document, Doubt, Element, ElementKind, Passage, PictureFound, TableFound
from layout.importing.wordstyles import Look, Styles, attribute, child, children, flag, local, whole
from layout.value import replace

_TEXTS = {"t", "delText", "instrText", "delInstrText"}
_INSIDE = {
    "ins",
    "moveTo",
    "smartTag",
    "sdtContent",
    "customXml",
    "bdo",
    "dir",
    "fldSimple",
    "sdt",
    "oMath",
    "oMathPara",
}
_GONE = {"del", "moveFrom"}
_KNOWN = {"wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "wp14", "a14", "cx", "cx1", "am3d"}
_NO_PICTURE = (".emf", ".wmf", ".emz", ".wmz")
_DASHES = {"noBreakHyphen": "-"}
_ROWS = 20_000  # of a table
_COLUMNS = 63  # Word has no more
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0x6C: "●", 0xA1: "○", 0x75: "◆",
    0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0x76: "❖", 0xAB: "★", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺",
}  # fmt: skip


def read(file: str, data: bytes, report: Report) -> Document:
    """Raises Damaged. Told: pictures that cannot be taken over (NP987)."""
    return _Reader(file, Container(data), report).document()


class _Reader:
    """Goes through the parts of one file in order."""

    def __init__(self, file: str, container: Container, report: Report) -> None:
        self.file, self.container, self.report = file, container, report
        self.main = self._main()
        self.gathering = Gathering(file)
        self.relations = self._relations(self.main)
        self.styles = Styles(self._xml(self._related("styles")), self._xml(self._related("numbering")))
        self.counters = Counters()
        self.elements: list[Element] = []
        self.counted: list[str] = []
        self.part = ""
        self.paragraphs = 0
        self.notes: dict[tuple[str, str], int] = {}
        self.noted: dict[str, int] = {}  # of each kind: how many
        self.field: list[str] = []  # of each open field: "instruction" or "result"
        self.carried: Passage | None = None  # of a paragraph whose mark was deleted
        self.boxes: list[Element] = []

    def document(self) -> Document:
        root = self._xml(self.main)
        if root is None:
            raise Damaged("NP983", reason=f"no {self.main}")
        self._count(root)
        body = child(root, "body")
        for element in self._blocks(body if body is not None else root):
            self.elements.append(element)
        self._flush()
        for kind in ("footnotes", "endnotes"):
            self._notes(kind)
        for kind, reason in (("comments", "comment"), ("header", "header"), ("footer", "footer")):
            for name in self._all_related(kind):
                self._leave(name, reason)
        return Document(self.file, tuple(self.elements), tuple(self.gathering.left), "".join(self.counted))

    # Parts

    def _main(self) -> str:
        root = trees.xml(self.container.xml("_rels/.rels") or b"<none/>")
        for relation in root:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def _relations(self, part: str) -> Mapping[str, tuple[str, str, bool]]:
        """Of a part: id → kind, target, whether it lies outside the file."""
        folder, base = posixpath.split(part)
        data = self.container.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, tuple[str, str, bool]] = {}
        for each in trees.xml(data) if data is not None else ():
            kind = str(each.get("Type", "")).rpartition("/")[2]
            target, outside = str(each.get("Target", "")), each.get("TargetMode") == "External"
            if not outside:
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(each.get("Id", ""))] = kind, target, outside
        return found

    def _all_related(self, kind: str) -> list[str]:
        named = [target for each, target, outside in self.relations.values() if each == kind and not outside]
        return sorted(dict.fromkeys(named))

    def _related(self, kind: str) -> str:
        return next(iter(self._all_related(kind)), "")

    def _xml(self, name: str) -> Any:
        data = self.container.xml(name) if name else None
        return None if data is None else trees.xml(data)

    def _count(self, root: Any) -> None:
        """The characters of a part by a reading of its own: every text there is, in the order of the file."""
        for each in root.iter():
            if isinstance(each.tag, str) and local(each) in _TEXTS and each.text:
                self.counted.append("".join(each.text.split()))

    def _leave(self, name: str, reason: str) -> None:
        """A part with nothing in the copy."""
        root = self._xml(name)
        if root is None:
            return
        self._count(root)
        self.gathering.drop(_all_text(root), reason, part=posixpath.basename(name))

    def _notes(self, kind: str) -> None:
        """Foot- or endnotes: those that are referred to, at the end; others are left out."""
        root = self._xml(self._related(kind))
        if root is None:
            return
        self._count(root)
        self.part = kind
        for note in children(root, kind[:-1]):
            identity = attribute(note, "id")
            count = self.notes.get((kind[:-1], identity))
            if count is None:
                self.gathering.drop(_all_text(note), "unused", part=kind)
                continue
            label: str | None = self._note_number(kind[:-1], count)
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

    def _note_number(self, kind: str, count: int) -> str:
        return number(count, "lowerRoman" if kind == "endnote" else "decimal")

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
        chosen, others = _chosen(each)
        if chosen is not None:
            yield from self._blocks(chosen)
        for other in others:
            self._drop(other, "alternate")

    def _drop(self, node: Any, reason: str) -> None:
        self.gathering.drop(_all_text(node), reason, "paragraph", self.paragraphs, self.part)

    def _paragraph(self, node: Any) -> Iterator[Element]:
        self.paragraphs += 1
        number_here = self.paragraphs
        look = self.styles.paragraph(node)
        suspended = self.gathering.suspend()
        self.gathering.begin("paragraph", number_here, self.part)
        boxes, self.boxes = self.boxes, []
        pieces: list[Element] = []
        label = self._label(look)
        if label:
            self.gathering.add(label, "number")
        self._runs(node, look, pieces)
        passage = self.gathering.passage()
        self.gathering.resume(suspended)
        found, self.boxes = self.boxes, boxes
        if self.carried is not None:
            passage = Passage((*self.carried.parts, *passage.parts))
            self.carried = None
        if _mark_deleted(node):
            self.carried = passage
        else:
            yield from _lines(passage, look, self._kind(look, label))
        yield from pieces
        yield from found

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

    # Runs

    def _runs(self, parent: Any, look: Look, pieces: list[Element], link: str = "") -> None:
        for each in parent:
            if not isinstance(each.tag, str):
                continue
            name = local(each)
            if name == "r":
                self._run(each, look, pieces, link)
            elif name in _GONE:
                self._leave_inside(each, "deleted")
            elif name == "hyperlink":
                _, target, outside = self.relations.get(_relation_id(each), ("", "", False))
                self._runs(each, look, pieces, target if outside and _is_address(target) else link)
            elif name == "sdt":
                content = child(each, "sdtContent")
                properties = child(each, "sdtPr")
                if content is not None and properties is not None and child(properties, "showingPlcHdr") is not None:
                    self._leave_inside(content, "placeholder")
                elif content is not None:
                    self._runs(content, look, pieces, link)
            elif name in _INSIDE:
                self._runs(each, look, pieces, link)
            elif name == "AlternateContent":
                chosen, others = _chosen(each)
                if chosen is not None:
                    self._runs(chosen, look, pieces, link)
                for other in others:
                    self._leave_inside(other, "alternate")
            elif name in _TEXTS and each.text:  # of a formula
                self.gathering.keep(each.text)
            elif name not in ("pPr", "rPr"):
                self._runs(each, look, pieces, link)

    def _run(self, run: Any, look: Look, pieces: list[Element], link: str) -> None:
        properties = child(run, "rPr")
        hidden = look.hidden if properties is None else flag(properties, "vanish", look.hidden)
        mark, given = self._mark(properties, look, link)
        if properties is not None and (child(properties, "del") is not None):
            self._leave_inside(run, "deleted")
            return
        for each in run:
            if isinstance(each.tag, str):
                self._in_run(each, hidden, mark, given, look, pieces, link)

    def _in_run(
        self, each: Any, hidden: bool, mark: str, given: str, look: Look, pieces: list[Element], link: str
    ) -> None:
        name = local(each)
        put = self.gathering
        match name:
            case "t":
                text = each.text or ""
                if hidden:
                    put.leave(text, "hidden")
                elif "instruction" in self.field[-1:]:
                    put.leave(text, "instruction")
                else:
                    put.keep(text, mark, given)
            case "delText":
                put.leave(each.text or "", "deleted")
            case "instrText" | "delInstrText":
                put.leave(each.text or "", "instruction")
            case "tab" | "ptab":
                put.keep(" ")
            case "br" | "cr":
                if attribute(each, "type") not in ("page", "column"):
                    put.turn()
            case "noBreakHyphen":
                put.add("-", "sign")
            case "sym":
                self._symbol(each)
            case "fldChar":
                self._field(attribute(each, "fldCharType"))
            case "footnoteReference" | "endnoteReference":
                self._reference(name.removesuffix("Reference"), attribute(each, "id"))
            case "ruby":
                self._ruby(each)
            case "drawing" | "pict" | "object":
                self._drawing(each, pieces)
            case "AlternateContent":
                chosen, others = _chosen(each)
                for inner in chosen if chosen is not None else ():
                    if isinstance(inner.tag, str):
                        self._in_run(inner, hidden, mark, given, look, pieces, link)
                for other in others:
                    self._leave_inside(other, "alternate")
            case "rPr" | "softHyphen" | "lastRenderedPageBreak" | "annotationRef":
                pass
            case _:
                self._leave_inside(each, "instruction")

    def _mark(self, properties: Any, look: Look, link: str) -> tuple[str, str]:
        if link:
            return "link", link
        if properties is None:
            return ("strong", "") if look.bold else ("", "")
        raised = child(properties, "vertAlign")
        if raised is not None and attribute(raised, "val") == "superscript":
            return "super", ""
        dotted = child(properties, "em")
        if dotted is not None and attribute(dotted, "val") not in ("", "none"):
            return "dots", ""
        bold = self.styles.run_bold(properties, look)
        return ("strong", "") if bold else ("", "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.field.append("instruction")
        elif kind == "separate" and self.field:
            self.field[-1] = "result"
        elif kind == "end" and self.field:
            self.field.pop()

    def _symbol(self, each: Any) -> None:
        code = attribute(each, "char")
        try:
            value = int(code, 16) & 0xFF
        except ValueError:
            return
        font = attribute(each, "font").casefold()
        shown = _WINGDINGS.get(value, "") if "wingdings" in font else chr(value) if "symbol" not in font else ""
        if shown and shown.isprintable():
            self.gathering.add(shown, "sign")
        else:
            self.report.add("NP987", Span(self.file), hint="symbol", picture=f"{attribute(each, 'font')} {code}")

    def _reference(self, kind: str, identity: str) -> None:
        if (kind, identity) not in self.notes:
            self.noted[kind] = self.notes[kind, identity] = self.noted.get(kind, 0) + 1
        count = self.notes[kind, identity]
        self.gathering.add(self._note_number(kind, count), "note", "super")

    def _ruby(self, each: Any) -> None:
        """rt stands before its base in the file (§17.3.3.25)."""
        reading, base = child(each, "rt"), child(each, "rubyBase")
        self.gathering.ruby(_all_text(base), _all_text(reading), reading_first=True)

    def _leave_inside(self, node: Any, reason: str) -> None:
        self.gathering.leave(_all_text(node), reason)

    def _drawing(self, node: Any, pieces: list[Element], alt: str = "") -> None:
        """Pictures, and the paragraphs of text boxes, which stand behind the paragraph they hang on."""
        for each in node:
            if not isinstance(each.tag, str):
                continue
            name = local(each)
            if name == "txbxContent":
                suspended = self.gathering.suspend()
                for element in self._blocks(each):
                    doubts = (Doubt("box", "", (("text", element.text[:12]),)),) if element.text else ()
                    self.boxes.append(replace(element, doubts=(*element.doubts, *doubts)))
                self.gathering.resume(suspended)
                continue
            if name == "AlternateContent":
                chosen, others = _chosen(each)
                if chosen is not None:
                    self._drawing(chosen, pieces, alt)
                for other in others:
                    self._leave_inside(other, "alternate")
                continue
            if name in _TEXTS and each.text:
                self.gathering.keep(each.text)
            if name == "docPr":
                alt = each.get("descr") or ""
            identity = _relation_id(each)
            if name in ("blip", "imagedata") and identity:
                self._picture(identity, alt, pieces)
            self._drawing(each, pieces, alt)

    def _picture(self, identity: str, alt: str, pieces: list[Element]) -> None:
        _, target, outside = self.relations.get(identity, ("", "", True))
        name = posixpath.basename(target)
        span = Span(self.file)
        if outside:
            self.report.add("NP987", span, hint="linked", picture=name or identity)
            return
        if name.lower().endswith(_NO_PICTURE):
            self.report.add("NP987", span, hint="format", picture=name)
            return
        data = self.container.picture(target)
        if data is None:
            self.report.add("NP987", span, picture=name)
            return
        place = self.gathering.place
        pieces.append(Element("picture", picture=PictureFound(name, data, place, " ".join(alt.split()))))

    def _table(self, node: Any) -> Iterator[Element]:
        rows: list[tuple[Passage, ...]] = []
        merged, count = False, 0
        after: list[Element] = []
        for row in _rows(node):
            if len(rows) >= _ROWS:
                raise Damaged("NP984", what=f"a table of more than {_ROWS} rows", most=f"{_ROWS} rows")
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                self._drop(row, "deleted")
                continue
            cells: list[Passage] = []
            for cell in _cells(row):
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


def _chosen(each: Any) -> tuple[Any, list[Any]]:
    """Of an mc:AlternateContent: the version for a program of today, and the others."""
    choices = [inner for inner in each if isinstance(inner.tag, str) and local(inner) in ("Choice", "Fallback")]
    for inner in choices:
        wanted = str(inner.get("Requires", "")).split()
        if local(inner) == "Fallback" or all(one in _KNOWN for one in wanted):
            return inner, [other for other in choices if other is not inner]
    return None, choices


def _all_text(node: Any) -> str:
    if node is None:
        return ""
    return "".join(each.text or "" for each in node.iter() if isinstance(each.tag, str) and local(each) in _TEXTS)


def _rows(table: Any) -> Iterator[Any]:
    for each in table:
        if isinstance(each.tag, str):
            if local(each) == "tr":
                yield each
            elif local(each) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from _rows(each)


def _cells(row: Any) -> Iterator[Any]:
    for each in row:
        if isinstance(each.tag, str):
            if local(each) == "tc":
                yield each
            elif local(each) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from _cells(each)


def _relation_id(node: Any) -> str:
    for name, value in node.attrib.items():
        if name.rpartition("}")[2] in ("embed", "id", "link") and "relationships" in name:
            return str(value)
    return ""


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://", "mailto:")) and not any(each in target for each in "() \t\n")
