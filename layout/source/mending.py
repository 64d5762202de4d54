"""The YAML library's complaints as an editor's notes: what was probably meant, where, and how to go on past it.

A mend keeps the text's length, so that every place stays true: a mark that YAML reads as its own becomes its full-width twin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = {
    ":": "\uff1a", "[": "\uff3b", "]": "\uff3d", "{": "\uff5b", "}": "\uff5d", '"': "\uff02", "'": "\uff07", "@": "\uff20",
    "`": "\uff40", "%": "\uff05", "*": "\uff0a", "&": "\uff06", "!": "\uff01", "|": "\uff5c", ">": "\uff1e", "-": "\uff0d",
    "?": "\uff1f", ",": "\uff0c", "#": "\uff03", "\\": "\uff3c",
}  # fmt: skip
_CLOSER = {"[": "]", "{": "}", '"': '"', "'": "'"}
# What may stand before a value on its line: indentation, dashes of a list, a key in or out of braces.
_KEY = re.compile(r"""[ \t]*(?:-[ \t]+)*(?:"[^"]*"|'[^']*'|[^\s#\[\]{},"'][^#\[\]{}]*?)[ \t]*:(?=[ \t]|$)""")
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where reading stopped: the library's words, offsets, and the quoted or bracketed value that ended just before."""

    problem: str
    at: int
    context: str = ""
    context_at: int | None = None
    before: tuple[int, int] | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What to report, and the text with which reading may go on; None = it may not."""

    code: str
    offset: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"
    others: tuple[tuple[str, int], ...] = ()
    mended: str | None = None


def explain(text: str, stop: Stop) -> Fault:
    """An editor's note for the library's complaint."""
    problem, context = stop.problem, stop.context
    if problem == "too deep":
        return Fault("NP119", stop.at, values=(("most", stop.most),))
    if problem == "too many":
        return Fault("NP118", stop.at, values=(("most", stop.most),))
    if tab := _tab(text, stop):
        return tab
    if "quoted scalar" in context:
        return _in_quotes(text, stop)
    if "block scalar" in context or "alias" in context or "anchor" in context or "tag" in context:
        return _reserved(text, stop.context_at if stop.context_at is not None else stop.at)
    if "directive" in context or "cannot start any token" in problem or "node content" in problem:
        return _reserved(text, stop.at if "directive" not in context else stop.context_at or 0)
    if "not allowed in this context" in problem:
        return _not_here(text, stop)
    if "could not find expected ':'" in problem and stop.context_at is not None:
        return _no_colon(text, stop.context_at)
    if "flow" in context and stop.context_at is not None:
        return _in_brackets(text, stop, stop.context_at)
    if "did not find expected" in problem:
        return _not_a_key(text, stop)
    return Fault("NP101", stop.at, values=(("problem", problem),))


def _tab(text: str, stop: Stop) -> Fault | None:
    """A tab before the first character of the line; all tabs that indent are taken for blanks from here on."""
    start, _ = _line(text, min(stop.at, len(text) - 1) if text else 0)
    match = re.compile(r"[ \t]*").match(text, start)
    indent = match[0] if match else ""
    if "\t" not in indent or stop.at > start + len(indent):
        return None
    offset = start + indent.index("\t")
    mended = re.sub(r"(?m)^[ \t]*\t[ \t]*", lambda found: " " * len(found[0]), text)
    return Fault("NP107", offset, mended=mended)


def _in_quotes(text: str, stop: Stop) -> Fault:
    opening = stop.context_at if stop.context_at is not None else stop.at
    if "escape" in stop.problem:
        escape = text[stop.at - 1 : stop.at + 1] if text[stop.at : stop.at + 1] != "\\" else text[stop.at : stop.at + 2]
        at = text.rfind("\\", 0, stop.at + 1)
        return Fault("NP126", at, len(escape), (("escape", text[at : at + 2]),), mended=_swap(text, at))
    return Fault("NP105", opening, 1, (("quote", text[opening]),), mended=_swap(text, opening))


def _reserved(text: str, at: int) -> Fault:
    """A value that begins with a mark YAML keeps for itself."""
    mark = text[at : at + 1]
    if mark in "]}" and mark:
        return Fault("NP122", at, 1, (("bracket", mark),), "closing", mended=_swap(text, at))
    return Fault("NP104", at, _rest(text, at), (("mark", mark),), mended=_swap(text, at) if mark in _WIDE else None)


def _not_here(text: str, stop: Stop) -> Fault:
    """A colon, dash or question mark where none may stand."""
    at = stop.at
    start, end = _line(text, at)
    if text[at : at + 1] != ":":
        return Fault("NP104", at, _rest(text, at), (("mark", text[at : at + 1]),), mended=_swap(text, at))
    value = _value_start(text, start, at)
    if value is not None:
        return Fault("NP103", value, end - value, (("text", text[value:end].strip()),), mended=_swap(text, at))
    above = _line_above(text, start)
    if above is None:
        return Fault("NP106", at)
    if not _KEY.match(text, *above) or _indent(text, above[0]) == _indent(text, start):
        return _no_colon(text, above[0] + _indent(text, above[0]))
    # The line above has its value already, so what is indented below it continues that value.
    return _indented(text, start)


def _no_colon(text: str, at: int) -> Fault:
    """A line that should be `key: value`."""
    start, end = _line(text, at)
    match = _DASHES.match(text, start)
    at = max(at, match.end() if match else at)
    line = text[at:end]
    for colon, hint in (("\uff1a", "wide"), (":", "blank")):
        before, found, after = line.partition(colon)
        if found and before and len(before) <= 20:
            colon_at = at + len(before)
            mended = text[:colon_at] + (": " if after else ":") + text[colon_at + (2 if after else 1) :]
            return Fault("NP123", at, end - at, (("text", before),), hint, mended=mended)
    return Fault(
        "NP123", at, end - at, (("text", line[:24]),), mended=text[:at] + "#" + text[at + 1 :] if line else None
    )


def _in_brackets(text: str, stop: Stop, opening: int) -> Fault:
    """A bracket that is not closed, or a value inside brackets that needs quotes."""
    bracket = text[opening]
    closer = _CLOSER.get(bracket, bracket)
    last = _line(text, opening)[1]
    if stop.at < last and closer in text[stop.at : last]:
        inner = stop.before[0] if stop.before and stop.before[0] > opening else None
        if inner is not None:
            return Fault("NP104", inner, stop.before[1] - inner if stop.before else 1, (("mark", text[inner]),),
                         mended=_swap_pair(text, inner, last))  # fmt: skip
        return Fault("NP122", opening, 1, (("bracket", bracket),), "inside", (("here", stop.at),))
    return Fault("NP122", opening, 1, (("bracket", bracket),), others=(("here", min(stop.at, len(text) - 1)),))


def _not_a_key(text: str, stop: Stop) -> Fault:
    """Something follows where the next key or list item should begin."""
    at = stop.at
    start, _ = _line(text, at)
    if stop.before and text[stop.before[1] : at].strip(" \t") == "" and text[start:at].strip(" \t-"):
        opening, closing = stop.before
        if "\n" in text[opening:closing] and text[opening] in "\"'":
            return Fault("NP105", opening, 1, (("quote", text[opening]),), mended=_swap(text, opening))
        return Fault(
            "NP104", opening, _rest(text, opening), (("mark", text[opening]),), mended=_swap_pair(text, opening, at)
        )
    if "document start" in stop.problem:
        return Fault("NP115", at)
    return _indented(text, start)


def _indented(text: str, start: int) -> Fault:
    """A line indented otherwise than its neighbours."""
    at = start + _indent(text, start)
    above = _line_above(text, start)
    others = (("above", above[0] + _indent(text, above[0])),) if above else ()
    return Fault("NP106", at, 1, (("blanks", at - start),), others=others)


def _swap(text: str, at: int) -> str:
    return text[:at] + _WIDE.get(text[at : at + 1], "\u3000") + text[at + 1 :]


def _swap_pair(text: str, opening: int, end: int) -> str:
    """The text with the mark that opens a value, and those that could close it before `end`, made full-width."""
    closer = _CLOSER.get(text[opening], text[opening])
    value = text[opening:end].replace(text[opening], _WIDE[text[opening]]).replace(closer, _WIDE[closer])
    return text[:opening] + value + text[end:]


def _line(text: str, at: int) -> tuple[int, int]:
    """Start and end of the line that holds offset `at`."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return start, end - 1 if text[end - 1 : end] == "\r" else end


def _line_above(text: str, start: int) -> tuple[int, int] | None:
    """The nearest line above that says something."""
    while start > 0:
        start, end = _line(text, start - 1)
        if text[start:end].strip() and not text[start:end].lstrip().startswith("#"):
            return start, end
    return None


def _indent(text: str, start: int) -> int:
    match = re.compile(r"[ \t]*").match(text, start)
    return match.end() - start if match else 0


def _rest(text: str, at: int) -> int:
    return max(1, len(text[at : _line(text, at)[1]].rstrip()))


def _value_start(text: str, start: int, colon: int) -> int | None:
    """Where the value begins on a line that has a key of its own before the colon at `colon`; None when it has none."""
    match = _KEY.match(text, start, colon)
    if match is None:
        # A key inside braces: {headline: 通知: 停水}
        opening = max(text.rfind(mark, start, colon) for mark in "{,[")
        if opening < 0 or (match := _KEY.match(text, opening + 1, colon)) is None:
            return None
    value = match.end()
    while value < colon and text[value] in " \t":
        value += 1
    return value if value < colon else None
