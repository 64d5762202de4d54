"""An .xlsx → a document: each sheet a table, its cells as they are shown. The one door to openpyxl."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from layout.diagnostics import Report, Span
from layout.importing.container import Container, Damaged
from layout.importing.gathering import Gathering
from layout.importing.numberformats import shown
from layout.importing.values import Document, Doubt, Element, Passage, TableFound

_ROWS = 5_000  # of a sheet: a table of a paper has fifty
_COLUMNS = 64
_CELLS = 50_000  # of a file
_DEFAULT = re.compile(r"(?:Sheet|工作表|Chart|表)[ ]?\d{0,3}", re.IGNORECASE)


def read(file: str, data: bytes, report: Report) -> Document:
    """Raises Damaged."""
    from layout.extras import need

    container = Container(data)
    for name in sorted(container.names):
        if name.endswith((".xml", ".rels")):
            container.xml(name)  # within bounds, or Damaged: openpyxl has none
    need("openpyxl", "import")
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _document(file, book, report)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError) as error:
        # What openpyxl raises for a broken file is whatever it stumbles over.
        raise Damaged("NP983", reason=str(error) or type(error).__name__) from None


def _document(file: str, book: Any, report: Report) -> Document:
    gathering = Gathering(file)
    counted: list[str] = []
    elements: list[Element] = []
    cells = 0
    for sheet in book.worksheets:
        rows: list[tuple[int, list[tuple[Any, str]]]] = []
        for number, row in enumerate(sheet.iter_rows(max_col=_COLUMNS + 1), 1):
            # A sheet may say that it has a million rows and have ten.
            if number > _ROWS * 20:
                break
            values = [(cell.value, getattr(cell, "number_format", "General") or "General") for cell in row]
            if not any(value not in (None, "") for value, _ in values):
                continue
            cells += len(values)
            if len(rows) >= _ROWS or cells > _CELLS:
                raise Damaged("NP984", what=f"sheet “{sheet.title}”", most=f"{_ROWS} rows")
            if len(values) > _COLUMNS and values[_COLUMNS][0] not in (None, ""):
                raise Damaged("NP984", what=f"sheet “{sheet.title}”", most=f"{_COLUMNS} columns")
            rows.append((number, values))
        counted.append("".join(sheet.title.split()))
        counted += ["".join(shown(*cell)[0].split()) for _, row in rows for cell in row]
        elements += _sheet(sheet.title, rows, gathering, file, report)
    return Document(file, tuple(elements), tuple(gathering.left), "".join(counted))


def _sheet(
    title: str, rows: list[tuple[int, list[tuple[Any, str]]]], gathering: Gathering, file: str, report: Report
) -> Iterator[Element]:
    """A sheet's heading, table and lines below it."""
    yield Element("break")
    named = not _DEFAULT.fullmatch(title.strip())
    heads = 0
    while heads < len(rows) and len(rows) - heads > 1 and _filled(rows[heads][1]) == 1:
        heads += 1
    if named and rows and not heads:
        gathering.begin("row", 0, title)
        gathering.keep(title)
        yield Element("heading", gathering.passage(), level=1)
    else:
        gathering.drop(title, "sheet", part=title)
    doubts: list[Doubt] = []
    lines = [_line(title, number, row, gathering, doubts) for number, row in rows]
    foot = len(lines)
    while foot > heads + 1 and sum(bool(passage.parts) for passage in lines[foot - 1]) == 1:
        foot -= 1
    for at, line in enumerate(lines[:heads]):
        passage = next(each for each in line if each.parts)
        yield Element("heading" if at == 0 else "text", passage, level=1 if at == 0 else 0)
    table = _table(lines[heads:foot])
    if table is not None:
        yield Element("table", table=table, doubts=tuple(dict.fromkeys(doubts[:3])))
    else:
        foot = heads
    for line in lines[foot:]:
        for passage in line:
            if passage.parts:
                yield Element("text", passage)
    for doubt in doubts[3:4]:
        report.add("NP986", Span(file), story=title, where=title, doubt=dict(doubt.values)["text"])


def _line(
    title: str, number: int, row: list[tuple[Any, str]], gathering: Gathering, doubts: list[Doubt]
) -> tuple[Passage, ...]:
    """The cells of a row as they are shown; what is shown as it is stored is a doubt."""
    passages: list[Passage] = []
    for value, form in row:
        gathering.begin("row", number, title)
        text, known = shown(value, form)
        gathering.keep(text)
        passages.append(gathering.passage().stripped())
        if not known:
            doubts.append(Doubt("as_stored", "", (("text", text),)))
    return tuple(passages)


def _table(lines: list[tuple[Passage, ...]]) -> TableFound | None:
    """Lines without the columns that are empty; None where no two are left."""
    columns = [at for at in range(max(map(len, lines), default=0)) if any(at < len(r) and r[at].parts for r in lines)]
    if len(columns) < 2:
        return None
    return TableFound(tuple(tuple(row[at] if at < len(row) else Passage() for at in columns) for row in lines))


def _filled(row: list[tuple[Any, str]]) -> int:
    return sum(value not in (None, "") for value, _ in row)
