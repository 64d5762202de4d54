"""A string as YAML's five styles write it, and the proof that it reads back.

Which characters a plain or folded scalar may hold is a page of conditions in the YAML specification, and this program's
own composing has some more. Nothing here repeats them: what is to be written is composed first, and taken only where
exactly the wanted string comes back without a word.
"""

from __future__ import annotations

import re

from layout.diagnostics import Report, fill, short, table
from layout.source.composing import compose
from layout.source.text import Source

_REFUSED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile('["\\\\\t\r\n\x80-\x9f\u2028\u2029\ufeff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\r": "\\r", "\n": "\\n"}
_UNFIT_FOR_BLOCKS = re.compile("[\r\x80-\x9f\u2028\u2029\ufeff]")
_SIMPLE = re.compile(
    r"[\u4e00-\u9fffA-Za-z（《“【‘](?:[\u4e00-\u9fff\w，。、；：？！“”（）《》…—·./+%-]| (?=[\w\u4e00-\u9fff]))*"
)
_LONGEST_KEY = 256  # characters; YAML allows 1024 with all that stands before the colon


class Refused(ValueError):
    """An edit that cannot be made without harm. reason: a hint of NP140; values: what fills its words."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = tuple(values.items())

    def __str__(self) -> str:
        return fill(table("NP140")[self.reason]["en"], self.values)


def refuse_unfit(value: str) -> None:
    """Raises Refused for what cannot stand in a YAML file: control characters and halves of characters."""
    if found := _REFUSED.search(value):
        raise Refused("character", character=f"U+{ord(found[0]):04X}", text=short(value[max(0, found.start() - 8) :]))


def reads_as(typed: str, value: str, style: str, column: int = 0, flow: bool = False, item: bool = False) -> bool:
    """Whether `typed`, behind a key (or the dash of an item) that stands at `column`, is read as the value in that
    style, without a fault and without harm to what follows it. flow: between brackets."""
    pad = " " * column
    if flow:  # before a comma, and before a blank
        text = f"[{typed}, {typed} ]\n" if item else f"{{k: {typed}, z: {typed} }}\n"
    elif item:
        text = f"{pad}- {typed}\n{pad}- z\n"
    else:
        text = f"{pad}k: {typed}\n{pad}z: z\n"
    report = Report()
    root = compose(Source("", text), report)
    if root is None or len(report):
        return False
    nodes = root.items if item else tuple(node for _, node in root.pairs)
    wanted = value, "scalar", style
    return len(nodes) == 2 and all((each.value, each.kind, each.style) == wanted for each in nodes[: 1 + flow])


def on_one_line(value: str, style: str = "", flow: bool = False, item: bool = False) -> str:
    """The value as it is typed on one line: plain where that can be, else quoted; style: quotes to be kept if they can.
    Raises Refused for what no YAML holds."""
    refuse_unfit(value)
    if style == "" and _SIMPLE.fullmatch(value):
        return value
    others = ("", "'", '"') if '"' in value or "\\" in value else ("", '"', "'")
    for each in dict.fromkeys((style, *others) if style else others):
        typed = in_style(value, each)
        if not typed and (flow or item):  # a comma or a dash with nothing looks like a slip
            continue
        if "\n" not in typed and "\r" not in typed and reads_as(typed, value, each, 0, flow, item):
            return typed
    raise Refused("unfit", text=short(value))


def in_style(value: str, style: str) -> str:
    """The value on one line in the style "", "'" or '"', whether that holds it or not."""
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == '"':
        return '"' + _ESCAPED.sub(_escape, value) + '"'
    return value


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    known = _ESCAPES.get(character)
    return known or (f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}")


def key_on_one_line(key: str, flow: bool = False) -> str:
    """A key as it is typed. Raises Refused for one that no mapping may have."""
    refuse_unfit(key)
    if not key.strip() or len(key) > _LONGEST_KEY:
        raise Refused("key", key=short(key))
    if _SIMPLE.fullmatch(key):
        return key
    for style in ("", '"', "'"):
        typed = in_style(key, style)
        report = Report()
        root = compose(Source("", f"{{{typed}: z, z z: z}}\n" if flow else f"{typed}: z\nz z: z\n"), report)
        if root is not None and not len(report) and [k.value for k, _ in root.pairs] == [key, "z z"]:
            return typed
    raise Refused("key", key=short(key))


def fits_a_block(value: str) -> bool:
    """Whether `|` can hold the value: it has lines, and no line end that YAML would take for another."""
    return "\n" in value and not _UNFIT_FOR_BLOCKS.search(value)


def chomping(value: str) -> str:
    """The sign behind `|` by which the line ends at the end of the value come back."""
    body = value.rstrip("\n")
    if not body:
        return "+" if value else ""
    ends = len(value) - len(body)
    return "-" if ends == 0 else "" if ends == 1 else "+"


def literal(value: str, deeper: int, column: int, end_of_line: str = "\n") -> tuple[str, str]:
    """The value below `|`: the mark with its signs, and the lines, each without the line end after it.

    column: where the key or dash stands; deeper: blanks by which the lines stand further in.
    """
    lines = value.split("\n")
    if value.endswith("\n"):
        lines.pop()
    first = next((line for line in lines if line), "")
    sign = str(deeper) if first[:1] in (" ", "\t") or (lines and not lines[0] and first[:1] == " ") else ""
    pad = " " * (column + deeper)
    return f"|{sign}{chomping(value)}", end_of_line.join(pad + line if line else "" for line in lines)
