"""What some stories say of themselves besides their copy: the instalment of a serial (连载), what a correction (更正)
mends.

Both tie a story to another issue by what the YAML says and by nothing else: no other issue's file is looked for.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from layout.fields import Fields
from layout.issue.copy import line_of
from layout.issue.dates import read_date
from layout.issue.values import Block, Copy, Correction, Serial, SerialState
from layout.source import Node


def serial_of(fields: Fields) -> Serial | None:
    """The instalment of a story; NP269 where the first goes on with another."""
    node = fields.node_of("serial")
    if node is None:
        return None
    given = Fields(node, "serial", fields.report)
    title = given.require_text("title")
    number = given.whole("number", 0, 1, 9999)
    after = _line(given, "after")
    if number == 1 and after is not None:
        fields.report.add("NP269", given.keys["after"].span)
    state = cast(SerialState, given.choice("state", ""))
    return None if title is None else Serial(line_of(title), _line(given, "author"), number, state, after)


def correction_of(fields: Fields, day: date | None) -> Correction | None:
    """What a correction mends. day: of the issue. NP271 where the wrong words are the right ones; NP272 where what it
    mends is no earlier than the issue."""
    node = fields.node_of("corrects")
    if node is None:
        return None
    given = Fields(node, "correction", fields.report)
    when = given.read("date", read_date, "NP206", None)
    if when is not None and day is not None and when >= day:
        fields.report.add("NP272", given.keys["date"].span, date=when.isoformat())
    wrong, right = given.require_text("wrong"), given.require_text("right")
    if wrong is not None and right is not None and wrong.value.strip() == right.value.strip():
        fields.report.add("NP271", right.span)
    given.require("date")
    return Correction(
        when,
        given.page("page", 0),
        _line(given, "headline"),
        line_of(wrong) if wrong is not None else None,
        line_of(right) if right is not None else None,
    )


def correcting(correction: Correction, page: str) -> tuple[Block, ...]:
    """The copy of a correction that has none of its own. page: what the page is called, "" = none is said."""
    when, head = correction.day, correction.headline
    said = "本报" if when is None else f"本报{when.year}年{when.month}月{when.day}日"
    said += page + (f"《{head.text}》一文" if head is not None else "")
    wrong, right = correction.wrong, correction.right
    if wrong is None or right is None:
        return ()
    # The words themselves keep their places in the file.
    within = "中" if page or head is not None else ""
    parts = [Copy(f"{said}{within}，“"), wrong, Copy("”应为“"), right, Copy("”。特此更正，并向读者致歉。")]
    offsets: list[int] = []
    for part in parts:
        at = offsets[-1] if offsets else wrong.start
        own = part.offsets or range(part.start, part.start + len(part.text))
        offsets += own if part is wrong else [at] * len(part.text)
    text = "".join(part.text for part in parts)
    return (Block("paragraph", Copy(text, (), wrong.node, 0, tuple(offsets))),)


def _line(fields: Fields, key: str) -> Copy | None:
    node: Node | None = fields.scalar(key)
    return line_of(node) if node and node.value.strip() else None
