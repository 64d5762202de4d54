"""Plain text → a document: in any Chinese encoding, as typed or pasted from a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.diagnostics import Report, Span
from layout.importing.gathering import Gathering
from layout.importing.lines import HardLine, elements
from layout.importing.values import Document
from layout.source.encodings import decode_any

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def read(file: str, data: bytes, report: Report) -> Document | None:
    """None when it is no text."""
    text = text_of(file, data, report)
    if text is None:
        return None
    gathering = Gathering(file)
    lines = hard_lines(_LINE_END.split(text), gathering)
    return Document(file, elements(lines), tuple(gathering.left), "".join(text.split()), loose=True)


def text_of(file: str, data: bytes, report: Report) -> str | None:
    """None when it is no text (NP981). Told: an encoding that was guessed (NP982)."""
    decoded = decode_any(data)
    if decoded is None:
        report.add("NP981", Span(file), file=file)
        return None
    if not decoded.sure:
        report.add("NP982", Span(file), file=file, encoding=decoded.encoding)
    return decoded.text


def hard_lines(lines: Sequence[str], gathering: Gathering) -> tuple[HardLine, ...]:
    found: list[HardLine] = []
    blank = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            blank += 1
            continue
        gathering.begin("line", number)
        gathering.keep(line)
        passage = gathering.passage()
        if passage.text.strip():
            found.append(HardLine(passage, blank))
            blank = 0
        else:
            gathering.left.append(passage)
    return tuple(found)
