"""What stands in a paragraph of a .docx: its runs with their dress, fields, notes, readings, signs, and what hangs on
it, pictures and text boxes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

from layout.diagnostics import Report, Span
from layout.importing.gathering import Gathering
from layout.importing.numbering import number
from layout.importing.values import Doubt, Element, PictureFound
from layout.importing.wordparts import TEXTS, Parts, all_text, chosen_of, relation_id
from layout.importing.wordstyles import Look, Styles, attribute, child, flag, local
from layout.value import replace, value

_GONE = {"del", "moveFrom"}
_NO_PICTURE = (".emf", ".wmf", ".emz", ".wmz")
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0x6C: "●", 0xA1: "○", 0x75: "◆",
    0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0x76: "❖", 0xAB: "★", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺",
}  # fmt: skip


@value
class Dress:
    """How the text of a run is taken over. mark, value: as of `Gathering.keep`."""

    hidden: bool
    mark: str
    value: str


class Runs:
    """The paragraphs of one file, in its order. blocks: what is inside a text box."""

    def __init__(
        self,
        file: str,
        parts: Parts,
        styles: Styles,
        gathering: Gathering,
        report: Report,
        blocks: Callable[[Any], Iterator[Element]],
    ) -> None:
        self._file, self._parts, self._styles = file, parts, styles
        self._gathering, self._report, self._blocks = gathering, report, blocks
        self._notes: dict[tuple[str, str], int] = {}
        self._noted: dict[str, int] = {}  # of each kind: how many
        self._fields: list[str] = []  # of each open field: "instruction" or "result"
        self._pictures: list[Element] = []
        self._boxes: list[Element] = []

    def read(self, node: Any, look: Look) -> tuple[Element, ...]:
        """Gather the text of a paragraph; what hangs on it, pictures before the paragraphs of text boxes."""
        outer = self._pictures, self._boxes
        self._pictures, self._boxes = [], []
        self._runs(node, look)
        hung = *self._pictures, *self._boxes
        self._pictures, self._boxes = outer
        return hung

    def note(self, kind: str, identity: str) -> int | None:
        """Which of its kind a note is, by the order in which they are referred to; None = by nothing."""
        return self._notes.get((kind, identity))

    def _runs(self, parent: Any, look: Look, link: str = "") -> None:
        for each in parent:
            if not isinstance(each.tag, str):
                continue
            name = local(each)
            if name == "r":
                self._run(each, look, link)
            elif name in _GONE:
                self._leave_inside(each, "deleted")
            elif name == "hyperlink":
                _, target, outside = self._parts.relations.get(relation_id(each), ("", "", False))
                self._runs(each, look, target if outside and _is_address(target) else link)
            elif name == "sdt":
                content = child(each, "sdtContent")
                properties = child(each, "sdtPr")
                if content is not None and properties is not None and child(properties, "showingPlcHdr") is not None:
                    self._leave_inside(content, "placeholder")
                elif content is not None:
                    self._runs(content, look, link)
            elif name == "AlternateContent":
                chosen, others = chosen_of(each)
                if chosen is not None:
                    self._runs(chosen, look, link)
                for other in others:
                    self._leave_inside(other, "alternate")
            elif name in TEXTS and each.text:  # of a formula
                self._gathering.keep(each.text)
            elif name not in ("pPr", "rPr"):
                self._runs(each, look, link)

    def _run(self, run: Any, look: Look, link: str) -> None:
        properties = child(run, "rPr")
        hidden = look.hidden if properties is None else flag(properties, "vanish", look.hidden)
        dress = Dress(hidden, *self._mark(properties, look, link))
        if properties is not None and (child(properties, "del") is not None):
            self._leave_inside(run, "deleted")
            return
        for each in run:
            if isinstance(each.tag, str):
                self._in_run(each, dress)

    def _in_run(self, each: Any, dress: Dress) -> None:
        name = local(each)
        put = self._gathering
        match name:
            case "t":
                self._text(each.text or "", dress)
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
                self._drawing(each)
            case "AlternateContent":
                chosen, others = chosen_of(each)
                for inner in chosen if chosen is not None else ():
                    if isinstance(inner.tag, str):
                        self._in_run(inner, dress)
                for other in others:
                    self._leave_inside(other, "alternate")
            case "rPr" | "softHyphen" | "lastRenderedPageBreak" | "annotationRef":
                pass
            case _:
                self._leave_inside(each, "instruction")

    def _text(self, text: str, dress: Dress) -> None:
        if dress.hidden:
            self._gathering.leave(text, "hidden")
        elif "instruction" in self._fields[-1:]:
            self._gathering.leave(text, "instruction")
        else:
            self._gathering.keep(text, dress.mark, dress.value)

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
        bold = self._styles.run_bold(properties, look)
        return ("strong", "") if bold else ("", "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("instruction")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, each: Any) -> None:
        code = attribute(each, "char")
        try:
            value = int(code, 16) & 0xFF
        except ValueError:
            return
        font = attribute(each, "font").casefold()
        shown = _WINGDINGS.get(value, "") if "wingdings" in font else chr(value) if "symbol" not in font else ""
        if shown and shown.isprintable():
            self._gathering.add(shown, "sign")
        else:
            self._report.add("NP987", Span(self._file), hint="symbol", picture=f"{attribute(each, 'font')} {code}")

    def _reference(self, kind: str, identity: str) -> None:
        if (kind, identity) not in self._notes:
            self._noted[kind] = self._notes[kind, identity] = self._noted.get(kind, 0) + 1
        count = self._notes[kind, identity]
        self._gathering.add(note_number(kind, count), "note", "super")

    def _ruby(self, each: Any) -> None:
        """rt stands before its base in the file (§17.3.3.25)."""
        reading, base = child(each, "rt"), child(each, "rubyBase")
        self._gathering.ruby(all_text(base), all_text(reading), reading_first=True)

    def _leave_inside(self, node: Any, reason: str) -> None:
        self._gathering.leave(all_text(node), reason)

    def _drawing(self, node: Any, alt: str = "") -> None:
        """Pictures, and the paragraphs of text boxes, which stand behind the paragraph they hang on."""
        for each in node:
            if not isinstance(each.tag, str):
                continue
            name = local(each)
            if name == "txbxContent":
                suspended = self._gathering.suspend()
                for element in self._blocks(each):
                    doubts = (Doubt("box", "", (("text", element.text[:12]),)),) if element.text else ()
                    self._boxes.append(replace(element, doubts=(*element.doubts, *doubts)))
                self._gathering.resume(suspended)
                continue
            if name == "AlternateContent":
                chosen, others = chosen_of(each)
                if chosen is not None:
                    self._drawing(chosen, alt)
                for other in others:
                    self._leave_inside(other, "alternate")
                continue
            if name in TEXTS and each.text:
                self._gathering.keep(each.text)
            if name == "docPr":
                alt = each.get("descr") or ""
            identity = relation_id(each)
            if name in ("blip", "imagedata") and identity:
                self._picture(identity, alt)
            self._drawing(each, alt)

    def _picture(self, identity: str, alt: str) -> None:
        _, target, outside = self._parts.relations.get(identity, ("", "", True))
        name = posixpath.basename(target)
        span = Span(self._file)
        if outside:
            self._report.add("NP987", span, hint="linked", picture=name or identity)
            return
        if name.lower().endswith(_NO_PICTURE):
            self._report.add("NP987", span, hint="format", picture=name)
            return
        data = self._parts.picture(target)
        if data is None:
            self._report.add("NP987", span, picture=name)
            return
        place = self._gathering.place
        self._pictures.append(Element("picture", picture=PictureFound(name, data, place, " ".join(alt.split()))))


def note_number(kind: str, count: int) -> str:
    return number(count, "lowerRoman" if kind == "endnote" else "decimal")


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://", "mailto:")) and not any(each in target for each in "() \t\n")


__all__ = ["Runs", "note_number"]
