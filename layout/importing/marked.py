"""Markdown → a document. What each block says comes from markdown-it; where each character of it stands is found again
in the text, so that every sign of markup is accounted for."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import Any

from layout.diagnostics import Report
from layout.importing.gathering import Gathering
from layout.importing.plain import text_of
from layout.importing.values import Document, Element, ElementKind, Passage, PictureFound, TableFound
from layout.scripts import is_han
from layout.value import replace

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")


def read(file: str, data: bytes, report: Report) -> Document | None:
    """None when it is no text."""
    from layout.extras import need

    need("markdown_it", "import")
    from markdown_it import MarkdownIt

    typed = text_of(file, data, report)
    if typed is None:
        return None
    text = re.sub("\r\n?", "\n", typed)
    counted = "".join(text.split())
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    front = _FRONT_MATTER.match(text)
    # Blank lines in its place, so that lines keep their numbers.
    plain = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    return _Walk(file, text, counted, front.end() if front else 0).document(parser.parse(plain))


class _Walk:
    """Goes through the tokens of a text, a place in the text going along."""

    def __init__(self, file: str, text: str, counted: str, begin: int) -> None:
        self.file, self.text, self.counted = file, text, counted
        self.gathering = Gathering(file)
        self.gathering.drop(text[:begin], "front", "line", 1)
        self.at = begin
        self.looked = -1  # how far there is no entity
        self.next_entity: re.Match[str] | None = None
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.elements: list[Element] = []
        self.lists: list[str] = []  # of each open list: the number of its item that is to come, "" = a bullet
        self.rows: list[list[Passage]] = []
        self.pictures: list[Element] = []

    def document(self, tokens: list[Any]) -> Document:
        kind: ElementKind = "text"
        level = 0
        for token in tokens:
            match token.type:
                case "heading_open":
                    kind, level = "heading", int(token.tag[1:])
                case "heading_close" | "paragraph_close":
                    kind, level = "text", 0
                case "bullet_list_open" | "ordered_list_open":
                    self.lists.append("")
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.lists[-1] = f"{token.info}{token.markup}" if token.info else "-"
                case "table_open":
                    self.rows = []
                case "tr_open":
                    self.rows.append([])
                case "table_close":
                    self._table()
                case "inline":
                    self._inline(token, kind, level)
                case "fence" | "code_block":
                    self._code(token)
                case "html_block":
                    self._skip(token.map[1], "html")
                case "hr":
                    self._skip(token.map[1], "separator")
                    self.elements.append(Element("break"))
        self.gathering.drop(self.text[self.at :], "markup", "line", len(self.starts))
        return Document(self.file, tuple(self.elements), tuple(self.gathering.left), self.counted)

    def _start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def _skip(self, line: int, reason: str) -> None:
        end = max(self.at, self._start(line))
        self.gathering.drop(self.text[self.at : end], reason, "line", line)
        self.at = end

    def _inline(self, token: Any, kind: ElementKind, level: int) -> None:
        in_table = bool(self.rows)
        end = self._start(token.map[1]) if token.map else len(self.text)
        self.gathering.begin("line", token.map[0] + 1 if token.map else 0)
        if self.lists and self.lists[-1] not in ("", "-"):
            self._put(f"{self.lists[-1]} ", end, "", "")
            self.lists[-1] = ""
        elif self.lists and self.lists[-1] == "-":
            kind = "item" if kind == "text" else kind
            self.lists[-1] = ""
        self._children(token.children or [], end)
        if not in_table:
            self._rest(end)
        passage = self.gathering.passage()
        if in_table:
            self.rows[-1].append(passage.stripped())
            return
        bold = bool(passage.text.strip()) and all(p.mark == "strong" for p in passage.parts if p.result.strip())
        if bold:
            passage = Passage(
                tuple(replace(part, mark="") if part.mark == "strong" else part for part in passage.parts)
            )
        turns = [at for at, character in enumerate(passage.text) if character == "\n"]
        for number, ends in enumerate(zip([0, *turns], [*turns, len(passage.text)], strict=True)):
            piece = passage.cut(*ends).stripped() if turns else passage.stripped()
            if piece.parts:
                self.elements.append(Element(kind, piece, level, bold=bold, blank=-1 if number else 1))
        self.elements += self.pictures
        self.pictures = []

    def _children(self, children: list[Any], end: int) -> None:
        marks: list[tuple[str, str]] = []
        for at, child in enumerate(children):
            mark, given = marks[-1] if marks else ("", "")
            match child.type:
                case "text" | "code_inline" | "text_special":
                    self._put(child.content, end, mark, given)
                case "softbreak":
                    after = next((each.content for each in islice(children, at + 1, None) if each.content), "")
                    before = self.gathering.last
                    if before and after and not (is_wide(before) or is_wide(after[0])):
                        self.gathering.add(" ", "")
                case "hardbreak":
                    self.gathering.turn()
                case "strong_open":
                    marks.append(("strong", ""))
                case "link_open":
                    address = str(child.attrGet("href") or "")
                    fits = address.startswith(("http://", "https://", "mailto:")) and not re.search(r"[()\s]", address)
                    marks.append(("link", address) if fits else (mark, given))
                case "em_open" | "s_open":
                    marks.append((mark, given))
                case "strong_close" | "link_close" | "em_close" | "s_close":
                    marks.pop()
                case "image":
                    self._picture(child, end)

    def _put(self, content: str, end: int, mark: str, given: str) -> None:
        """Copy that stands in the text from here on, with signs of markup between."""
        run = ""
        for character in content:
            if character.isspace():
                run += " "
                continue
            place = self.text.find(character, self.at, end)
            entity = self._entity(end)
            if entity is not None and (place < 0 or entity.start() <= place) and html.unescape(entity[0]) == character:
                self.gathering.keep(run, mark, given)
                run = ""
                self._leave(entity.start())
                self.gathering.change(entity[0], character, "entity")
                self.at = entity.end()
                continue
            if place < 0:
                run += character  # told by the account: nothing is passed over
                continue
            if self.text[self.at : place].strip():
                self.gathering.keep(run, mark, given)
                run = ""
                self._leave(place)
            run += character
            self.at = place + 1
        self.gathering.keep(run, mark, given)

    def _entity(self, end: int) -> re.Match[str] | None:
        """The next one before the end of a block; looked for once, not for every character before it."""
        if self.at > self.looked or (self.next_entity is not None and self.next_entity.start() < self.at):
            self.next_entity = _ENTITY.search(self.text, self.at)
            self.looked = len(self.text) if self.next_entity is None else self.next_entity.start()
        found = self.next_entity
        return found if found is not None and found.end() <= end else None

    def _leave(self, place: int) -> None:
        signs = self.text[self.at : place]
        around = self.text[self.at - 1 : self.at] + self.text[place : place + 1]
        if signs == "*" and around.isascii() and around.isalnum():
            self.gathering.keep(signs)  # 3*4*5 is a sum here, emphasis in Markdown
        else:
            self.gathering.leave(signs, "markup")
        self.at = place

    def _rest(self, end: int) -> None:
        """Signs behind the last character of a block."""
        if self.at < end:
            self._leave(end)

    def _picture(self, token: Any, end: int) -> None:
        address = str(token.attrGet("src") or "")
        alt = str(token.content or "")
        suspended = self.gathering.suspend()
        self.gathering.begin("line", 0)
        self._put(alt, end, "", "")
        caption = self.gathering.passage().stripped()
        place = self.gathering.place
        self.gathering.resume(suspended)
        picture = PictureFound(address, b"", place, "", caption if alt.strip() else None, address=address)
        self.pictures.append(Element("picture", picture=picture))

    def _code(self, token: Any) -> None:
        first, last = token.map
        self._skip(first, "markup")
        for line in range(first, last):
            start, end = max(self.at, self._start(line)), self._start(line + 1)
            text = self.text[start:end]
            self.at = max(self.at, end)
            fence = token.type == "fence" and (line == first or (line == last - 1 and set(text.strip()) <= set("`~")))
            if fence:
                self.gathering.drop(text, "markup", "line", line + 1)
            elif text.strip():
                self.gathering.begin("line", line + 1)
                self.gathering.keep(text)
                self.elements.append(Element("text", self.gathering.passage().stripped()))

    def _table(self) -> None:
        rows = tuple(tuple(row) for row in self.rows)
        self.rows = []
        if rows:
            self.elements.append(Element("table", table=TableFound(rows)))


def is_wide(character: str) -> bool:
    """Han, and marks as wide as Han: no blank stands at a line's end beside them."""
    return is_han(character) or character >= "\u2e80"
