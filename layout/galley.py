"""The galley proof (小样): plain-text copy set in columns, without make-up, for reading and for counting lines.

A blank line ends a paragraph; each file starts a new page, and what does not fit on one page goes on to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from layout.diagnostics import Diagnostic, Report, Span, did_you_mean
from layout.display import Group, Page
from layout.issue import Copy
from layout.pdf.job import Job
from layout.pipeline import Session, Watch, silent
from layout.source import Files, Source
from layout.source.encodings import decode_any
from layout.source.reading import read_bytes
from layout.text.drawing import drawn
from layout.text.faults import faults_of
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.text.quality import Cure, line_json, nearest_cure
from layout.theme import TextStyle
from layout.units import Size
from layout.value import replace, value

MARGIN = 20.0  # points around the columns
GUTTER = 12.0  # points between columns
_ASCENT = 0.88  # em from the top of the em box to the baseline
_LARGEST = 14_400.0  # ISO 32000-1 annex C: no side of a page is longer, in points

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


class CannotSet(ValueError):
    """A galley was asked for in a way that nothing can be set; the message says why."""


@value
class Setting:
    """How a galley is set: measure and indent in em, size and leading in points, rows a column, columns a page.

    Raises CannotSet for what no page could hold.
    """

    measure: float = 14.0
    size: float = 9.5
    leading: float = 14.25
    indent: float = 2.0
    language: str = "zh-Hans"
    font: str = "song"
    columns: int = 1
    rows: int = 60

    def __post_init__(self) -> None:
        for name, least, most in (("size", 1, 1000), ("leading", 1, 2000), ("measure", 1, 1000), ("indent", 0, 1000)):
            value = getattr(self, name)
            if not (isfinite(value) and least <= value <= most):
                raise CannotSet(f"{name} is {value:g}; it must be from {least} to {most}")
        if self.indent > self.measure - 1:
            raise CannotSet(f"an indent of {self.indent:g} em leaves no room on a measure of {self.measure:g} em")
        if max(self._width(self.columns), self._height(self.rows)) > _LARGEST:
            raise CannotSet("the page would be longer than the 14,400 pt a PDF page may be; take fewer columns or rows")

    @property
    def style(self) -> TextStyle:
        return TextStyle(
            font=self.font, size=self.size, leading=self.leading, indent=self.indent, language=self.language
        )

    @property
    def width(self) -> float:
        """Of a column, points."""
        return self.measure * self.size

    def x(self, column: int) -> float:
        """Left edge of a column on its page; columns count from 0."""
        return MARGIN + column * (self.width + GUTTER)

    def page_size(self, lines: int) -> Size:
        """The page that so many lines ask for: as many columns and rows as are used, and margins."""
        columns = max(1, -(-lines // self.rows))
        return Size(self._width(columns), self._height(max(1, min(lines, self.rows))))

    def _width(self, columns: int) -> float:
        return 2 * MARGIN + columns * self.width + (columns - 1) * GUTTER

    def _height(self, rows: int) -> float:
        return 2 * MARGIN + rows * self.leading


@value
class SetLine:
    """A line of the galley. page, column: from 1. x, baseline: points, of its first character; y down from the page's
    top. quality: what its setting cost, as text.quality.line_json."""

    text: str
    page: int
    column: int
    x: float
    baseline: float
    gap: float
    last: bool
    quality: tuple[tuple[str, object], ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "text": self.text,
            "page": self.page,
            "column": self.column,
            "x": round(self.x, 4),
            "baseline": round(self.baseline, 4),
            "last": self.last,
            **dict(self.quality),
        }


@value
class SetFile:
    """A file of copy as set. characters: all but blanks."""

    file: str
    characters: int
    lines: tuple[SetLine, ...]
    cure: Cure | None = None


@value
class Galley:
    """The pages of a galley and where each line of each file stands on them. No pages: no file could be read."""

    pages: tuple[Page, ...]
    files: tuple[SetFile, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "files": [
                {
                    "file": file.file,
                    "characters": file.characters,
                    "cure": file.cure and file.cure.as_json(),
                    "lines": [line.as_json() for line in file.lines],
                }
                for file in self.files
            ]
        }


@value
class _Text:
    """A paragraph's text, and its parts: offset of each in the text and in the source, ascending."""

    text: str
    source: Source
    parts: tuple[tuple[int, int], ...]

    def span(self, index: int, length: int = 1) -> Span:
        """Where character `index` was typed."""
        part, typed = self.parts[max(0, bisect_right(self.parts, (index, len(self.source.text))) - 1)]
        return self.source.place(typed + index - part, length)


def set_files(
    session: Session,
    files: Sequence[str],
    setting: Setting,
    report: Report,
    watch: Watch = silent,
) -> Galley:
    """Set each file of copy; a file that cannot be read has no lines and no page.
    Raises CannotSet: no such font role."""
    setter = session.setter(report)
    setting = replace(setting, font=_role(setting.font, setter))
    pages: list[Page] = []
    galley: list[SetFile] = []
    for done, file in enumerate(files):
        watch("make-up", done, len(files))
        source = read_copy(session.workspace, file, report)
        if source is None:
            galley.append(SetFile(file, 0, ()))
            continue
        paragraphs = [
            (piece, setter.typeset(Copy(piece.text), setting.style, setting.width))
            for piece in _paragraphs(source, setting.language)
        ]
        if not paragraphs:
            report.add("NP914", Span(file))
        _report_faults(paragraphs, report)
        lines = _place(paragraphs, setting, len(pages) + 1)
        cure = nearest_cure([paragraph for _, paragraph in paragraphs], setter)
        characters = sum(not character.isspace() for character in source.text)
        galley.append(SetFile(file, characters, tuple(line for line, _, _ in lines), cure))
        pages += _pages(lines, file, setting, len(pages) + 1)
    return Galley(tuple(pages), tuple(galley))


def _role(named: str, setter: Typesetter) -> str:
    """The font role by either of its names."""
    roles = setter.fonts.roles
    known = {role.chinese: name for name, role in roles.items()} | {name: name for name in roles}
    if named not in known:
        near = did_you_mean(named, known)
        raise CannotSet(
            f"there is no font role “{named}”; "
            + (f"did you mean {near}?" if near else f"there are {', '.join(roles)}")
        )
    return known[named]


def _printed(name: str) -> str:
    """A file's name for print: one that is no UTF-8 shows ? for its odd bytes."""
    return name.encode("utf-8", "replace").decode("utf-8")


def proof(session: Session, galley: Galley, setting: Setting, report: Report, watch: Watch = silent) -> bytes:
    """The PDF of a galley. It is for the desk, not for the press: undated, without marks."""
    title = ", ".join(_printed(file.file) for file in galley.files)
    return session.write(galley.pages, Job(title=title, language=setting.language, marks=False), report, watch)


def read_copy(files: Files, file: str, report: Report) -> Source | None:
    """A file of plain text in any encoding that Chinese copy comes in; one that the file does not name is told (NP913).

    None when it cannot be read (NP110–NP113) or is no text (NP912).
    """
    data = read_bytes(files, file, report)
    if data is None:
        return None
    decoded = decode_any(data, by_chance=False)
    if decoded is None:
        bad = _first_bad(data)
        hint = "binary" if 0 in data else "hint"
        report.add("NP912", Span(file), hint=hint, byte=f"0x{data[bad]:02X}", offset=bad + 1)
        return None
    if not decoded.told:
        report.add("NP913", Span(file), encoding=decoded.encoding.upper())
    return Source(file, decoded.text)


def _first_bad(data: bytes) -> int:
    """The first byte that is no text: a NUL, else where UTF-8 ends."""
    # No program writes NUL into copy: the file is a picture.
    if 0 in data:
        return data.index(0)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _paragraphs(source: Source, language: str) -> Iterator[_Text]:
    """Blank lines part paragraphs; the lines of one are joined,
    with a space where words meet and none between ideographs."""
    for copy, lines in groupby(_lines(source.text), key=lambda pair: bool(pair[1].strip())):
        if not copy:
            continue
        joined, parts = "", []
        for start, line in lines:
            words = line.strip()
            if joined and _takes_space(joined[-1], words[0], language):
                joined += " "
            parts.append((len(joined), start + len(line) - len(line.lstrip())))
            joined += words
        yield _Text(joined.replace("\t", " "), source, tuple(parts))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its offset in the text."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def _takes_space(before: str, after: str, language: str) -> bool:
    """Korean parts its words by spaces; Chinese and Japanese do not."""
    return language == "ko" or (before < "\u2e80" and after < "\u2e80")


def _report_faults(paragraphs: Sequence[tuple[_Text, Paragraph]], report: Report) -> None:
    for index, fault in faults_of(paragraph.faults for _, paragraph in paragraphs):
        place = paragraphs[index][0].span(fault.index, fault.length)
        report.extend([Diagnostic(fault.code, place, fault.values, fault.hint)])


def _place(
    paragraphs: Sequence[tuple[_Text, Paragraph]], setting: Setting, first_page: int
) -> list[tuple[SetLine, Line, tuple[_Text, Paragraph]]]:
    """Each line with its place, going down the columns and over the pages."""
    placed: list[tuple[SetLine, Line, tuple[_Text, Paragraph]]] = []
    for source in paragraphs:
        for line in source[1].lines:
            column, row = divmod(len(placed), setting.rows)
            page, column = divmod(column, setting.columns)
            start = min((run.left for run in line.runs if run.xs), default=0.0)
            place = SetLine(
                line.text,
                first_page + page,
                column + 1,
                setting.x(column) + start,
                MARGIN + row * setting.leading + _ASCENT * setting.size,
                line.gap,
                line.last,
                tuple(line_json(line, source[1]).items()),
            )
            placed.append((place, line, source))
    return placed


def _pages(
    lines: Sequence[tuple[SetLine, Line, tuple[_Text, Paragraph]]], file: str, setting: Setting, first: int
) -> list[Page]:
    """The pages of one file, at least one; lines of a paragraph are grouped for the exporter's reading order."""
    pages: list[Page] = []
    held = setting.rows * setting.columns
    for start in range(0, max(1, len(lines)), held):
        shown = lines[start : start + held]
        items = tuple(
            Group(
                "paragraph",
                tuple(
                    item
                    for place, line, source in group
                    for item in drawn(
                        line, setting.x(place.column - 1), place.baseline, origin=source[0].span(line.start)
                    )
                ),
            )
            for _, group in groupby(shown, key=lambda entry: id(entry[2]))
        )
        size = setting.page_size(max(1, len(shown)))
        pages.append(Page(first + len(pages), size, 0.0, (Group("story", items, _printed(file)),)))
    return pages
