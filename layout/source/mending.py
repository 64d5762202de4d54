"""The YAML library's complaints as an editor's notes: what was probably meant, where, and how to go on past it.

A mark that YAML reads as its own is mended into its full-width twin; a line that stands askew is moved in or out.
"""

from __future__ import annotations

import re
from typing import Literal

from layout.diagnostics import short
from layout.value import value

_WIDE = {sign: chr(ord(sign) + 0xFEE0) for sign in ":[]{}\"'@`%*&!|>-?,#\\"}
Edit = tuple[int, int, str]

_CLOSER = {"[": "]", "{": "}", '"': '"', "'": "'"}
# What may stand before a value on its line: indentation, dashes of a list, a key in or out of braces.
_KEY = re.compile(r"""[ \t]*(?:-[ \t]+)*(?:"[^"]*"|'[^']*'|[^\s#\[\]{},"'][^#\[\]{}]*?)[ \t]*:(?=[ \t]|$)""")
_TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
WIDE_INDENT = re.compile(
    r"^([ \t]*[\u3000\xa0][ \t\u3000\xa0]*)(?:-[ \t]|[^\s:]{1,24}[ \t]*:(?:[ \t]|$))", re.MULTILINE
)
_BELOW = re.compile(r"\s*\n([ ]*)[^\s]")
_LONGEST_KEY = 16
_COPY = re.compile("[，。、；：？！“”（）《》]")
_PLACED = frozenset("-?:")  # marks that are tokens in some places and not in others
_BLOCK_SCALARS = frozenset("|>")
_NAMING = frozenset("*&!%")  # marks before a name: of an alias, an anchor, a tag, a directive
_QUOTED = {"'": re.compile("'(?:[^']|'')*+'"), '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)}
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*")
SUBHEAD = re.compile(r"[ \t]+(##+[ \t\u3000]+\S[^\r\n]*)")
_ODD_BLANKS = "\u3000\xa0"


@value
class Stop:
    """Where and in what state reading stopped.

    by: who stopped it: the bounds of this program ("too deep", "too many"), a check of its own ("wide blank",
    "escape"), or the library's scanner (characters → tokens) or parser (tokens → events). at: offset that the complaint
    is about. began: offset of what was being read when the complaint came, None = nothing in particular. within: for a
    parser, which kind of open collection begins at `began`, "" = none. before: the quoted or bracketed value that ended
    just before.
    """

    by: Literal["too deep", "too many", "wide blank", "escape", "scanner", "parser"]
    at: int
    began: int | None = None
    within: Literal["", "block", "flow"] = ""
    before: tuple[int, int] | None = None
    most: int = 0
    sentence: str = ""


@value
class Fault:
    """What to report, and how reading may go on: edits (offset, characters taken out, text put in); () = it may not."""

    code: str
    offset: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"
    others: tuple[tuple[str, int], ...] = ()
    edits: tuple[Edit, ...] = ()


def explain(text: str, stop: Stop) -> Fault:
    """An editor's note for the library's complaint.

    From the state that reading was in and from the characters there: the library's sentences change with its version,
    and its C and Python parts differ in them.
    """
    if stop.by == "too deep":
        return Fault("NP119", stop.at, values=(("most", stop.most),))
    if stop.by == "too many":
        return Fault("NP118", stop.at, values=(("most", stop.most),))
    if fault := _tab(text, stop) or _wide_blank(text, stop):
        return fault
    if stop.by == "escape" or (stop.by == "scanner" and _inside_quotes(text, stop)):
        return _in_quotes(text, stop)
    if fault := _subhead(text, stop):
        return fault
    return _unscanned(text, stop) if stop.by == "scanner" else _unparsed(text, stop)


def _unscanned(text: str, stop: Stop) -> Fault:
    """The scanner could not make a token of what stands there."""
    began = stop.began
    if began is None or began == stop.at:
        mark = text[stop.at : stop.at + 1]
        if mark in _PLACED:
            return _not_here(text, stop)
        if mark.isalnum():  # any letter or figure can begin a word, so this is a complaint of a kind not known here
            return Fault("NP101", stop.at, values=(("problem", stop.sentence),))
        return _reserved(text, stop.at)
    # A key must end on its own line, so a scanner that went on beyond the line was looking for the key's colon.
    if text[began] in _BLOCK_SCALARS or (text[began] in _NAMING and "\n" not in text[began : stop.at]):
        return _reserved(text, began)
    return _no_colon(text, began)


def _unparsed(text: str, stop: Stop) -> Fault:
    """A whole token, but not one that may follow here."""
    if stop.within == "flow" and stop.began is not None:
        return _in_brackets(text, stop, stop.began)
    if stop.within == "block" or (stop.began is None and text[stop.at : stop.at + 1] != "%"):
        return _not_a_key(text, stop)
    return _reserved(text, stop.at)


def _inside_quotes(text: str, stop: Stop) -> bool:
    """Whether a quotation was open where the scanner stopped."""
    if stop.began is None or text[stop.began : stop.began + 1] not in _QUOTED:
        return False
    return _QUOTED[text[stop.began]].match(text, stop.began, stop.at) is None


def _tab(text: str, stop: Stop) -> Fault | None:
    """A tab before the first character of the line; all tabs that indent are taken for blanks from here on."""
    start, _ = _line(text, min(stop.at, len(text) - 1) if text else 0)
    indent = text[start : start + _indent(text, start)]
    if "\t" not in indent or stop.at > start + len(indent):
        return None
    return Fault("NP107", start + indent.index("\t"), edits=untabbed(text, 4))


def _wide_blank(text: str, stop: Stop) -> Fault | None:
    """A full-width or no-break blank before the key of the line; each is taken for as many blanks as it is wide."""
    start, end = _line(text, min(stop.at, len(text) - 1) if text else 0)
    found = WIDE_INDENT.match(text, start, end)
    if found is None:
        return None
    offset = next(at for at in range(start, end) if text[at] not in " \t")
    edits = []
    for line in WIDE_INDENT.finditer(text):
        wide = sum(2 if blank == "\u3000" else 1 for blank in line[1])
        edits.append((line.start(), len(line[1]), " " * wide))
    return Fault(
        "NP127", offset, found.end(1) - offset, (("character", f"U+{ord(text[offset]):04X}"),), edits=tuple(edits)
    )


def _subhead(text: str, stop: Stop) -> Fault | None:
    """A `## subhead` right above, in copy that has no “|”: YAML took it for a comment, and the copy ended there."""
    start, _ = _line(text, min(stop.at, len(text) - 1) if text else 0)
    while start > 0:
        start, end = _line(text, start - 1)
        if text[start:end].strip():
            found = SUBHEAD.match(text, start, end)
            return subhead_fault(text, found.start(1), end) if found else None
    return None


def subhead_fault(text: str, at: int, end: int) -> Fault:
    typed = text[at:end].rstrip()
    marks = len(typed) - len(typed.lstrip("#"))
    edits = tuple((at + mark, 1, _WIDE["#"]) for mark in range(marks))
    return Fault("NP125", at, len(typed), (("text", short(typed)),), "subhead", edits=edits)


def untabbed(text: str, width: int) -> tuple[Edit, ...]:
    """Edits that make every tab of the indentation into blanks, with tab stops `width` columns apart."""
    return tuple(
        (found.start(), len(found[0]), " " * len(found[0].expandtabs(width))) for found in _TABS.finditer(text)
    )


def _in_quotes(text: str, stop: Stop) -> Fault:
    opening = stop.began if stop.began is not None else stop.at
    # Without its closing quote a quotation is read to the end of the file or of the document.
    unclosed = stop.at >= len(text) or text.startswith(("---", "..."), stop.at)
    if stop.by == "escape" or not unclosed:
        at = text.rfind("\\", 0, stop.at + 1)
        return Fault("NP126", at, 2, (("escape", text[at : at + 2]),), edits=_swap(text, at))
    return Fault("NP105", opening, 1, (("quote", text[opening]),), edits=_swap(text, opening))


def _reserved(text: str, at: int) -> Fault:
    """A value that begins with a mark YAML keeps for itself."""
    mark = text[at : at + 1]
    if mark in "]}" and mark:
        return Fault("NP122", at, 1, (("bracket", mark),), "closing", edits=_swap(text, at))
    return Fault("NP104", at, _rest(text, at), (("mark", mark),), edits=_swap(text, at) if mark in _WIDE else ())


def _not_here(text: str, stop: Stop) -> Fault:
    """A colon, dash or question mark where none may stand."""
    at = stop.at
    start = _line(text, at)[0]
    if text[at : at + 1] != ":":
        return Fault("NP104", at, _rest(text, at), (("mark", text[at : at + 1]),), edits=_swap(text, at))
    value = _value_start(text, start, at)
    if value is not None:
        return _colon(text, value, at)
    above = _line_above(text, start)
    if above is None:
        return Fault("NP106", at)
    if not _KEY.match(text, *above) or _indent(text, above[0]) == _indent(text, start):
        return _no_colon(text, above[0] + _indent(text, above[0]))
    # The line above has its value already, so what is indented below it continues that value: copy, or a key gone
    # astray.
    first = start + _indent(text, start)
    if at - first > _LONGEST_KEY or _COPY.search(text, first, at):
        return _colon(text, first, at)
    return _indented(text, start)


def _colon(text: str, value: int, at: int, marks: str = "") -> Fault:
    """A value with a colon and a blank in it. value, at: offsets of the value and of the colon;
    marks: what ends the value."""
    end = min((found for mark in marks if (found := text.find(mark, at)) >= 0), default=len(text))
    typed = text[value : min(end, _line(text, at)[1])].rstrip()
    return Fault("NP103", value, len(typed), (("text", typed),), edits=_swap(text, at))


def _no_colon(text: str, at: int) -> Fault:
    """A line that should be `key: value`."""
    start, end = _line(text, at)
    match = _DASHES.match(text, start)
    at = max(at, match.end() if match else at)
    line = text[at:end]
    for colon, hint in (("\uff1a", "wide"), (":", "blank")):
        before, found, after = line.partition(colon)
        if found and before and len(before) <= 20:
            edits = ((at + len(before), 1, ": " if after else ":"),)
            values = (("text", before), ("character", f"U+{ord(after[0]):04X}" if after else ""))
            if hint == "blank" and after[:1] and after[0] in _ODD_BLANKS:
                hint = "odd"
            return Fault("NP123", at, end - at, values, hint, edits=edits)
    return Fault("NP123", at, end - at, (("text", line[:24]),), edits=((at, 1, "#"),) if line else ())


def _in_brackets(text: str, stop: Stop, opening: int) -> Fault:
    """A bracket that is not closed, or a value inside brackets that needs quotes."""
    bracket = text[opening]
    closer = _CLOSER.get(bracket, bracket)
    last = _line(text, opening)[1]
    if text[stop.at : stop.at + 1] == ":" and (value := _value_start(text, opening, stop.at)) is not None:
        return _colon(text, value, stop.at, ",}]")
    if stop.at < last and closer in text[stop.at : last]:
        inner = stop.before[0] if stop.before and stop.before[0] > opening else None
        if inner is not None:
            wide = stop.before[1] - inner if stop.before else 1
            return Fault("NP104", inner, wide, (("mark", text[inner]),), edits=_swap_pair(text, inner, last))
        return Fault("NP122", opening, 1, (("bracket", bracket),), "inside", (("here", stop.at),), _swap(text, opening))
    here = (("here", min(stop.at, len(text) - 1)),)
    return Fault("NP122", opening, 1, (("bracket", bracket),), others=here, edits=_swap(text, opening))


def _not_a_key(text: str, stop: Stop) -> Fault:
    """Something follows where the next key or list item should begin."""
    at = stop.at
    start, _ = _line(text, at)
    if stop.before and text[stop.before[1] : at].strip(" \t") == "" and text[start:at].strip(" \t-"):
        opening, closing = stop.before
        if "\n" in text[opening:closing] and text[opening] in "\"'":
            return Fault("NP105", opening, 1, (("quote", text[opening]),), edits=_swap(text, opening))
        return Fault(
            "NP104", opening, _rest(text, opening), (("mark", text[opening]),), edits=_swap_pair(text, opening, at)
        )
    if stop.began is None:  # the document is over
        return Fault("NP115", at)
    return _indented(text, start)


def _indented(text: str, start: int) -> Fault:
    """A line indented otherwise than its neighbours."""
    at = start + _indent(text, start)
    if text[at : at + 1] == ":":
        return Fault("NP120", at, hint="empty", edits=_swap(text, at))
    above = _line_above(text, start)
    others = (("above", above[0] + _indent(text, above[0])),) if above else ()
    wanted = _fitting(text, start, at - start)
    edits = ((start, at - start, " " * wanted),) if wanted is not None else ()
    return Fault("NP106", at, others=others, edits=edits)


def _fitting(text: str, start: int, typed: int) -> int | None:
    """The indentation nearest to what was typed, of the blocks that are open above the line;
    None when there is none else.

    A line that opens a block of its own stays to the left of what stands in it.
    """
    open_at: list[int] = []
    above = _line_above(text, start)
    while above and (not open_at or open_at[-1] > 0) and len(open_at) < 100:
        indent = _indent(text, above[0])
        if not open_at or indent < open_at[-1]:
            open_at.append(indent)
        above = _line_above(text, above[0])
    end = _line(text, start)[1]
    if text[start:end].rstrip().endswith(":"):
        below = _BELOW.match(text, end)
        if below and len(below[1]) > typed:
            open_at = [indent for indent in open_at if indent < len(below[1])]
    fitting = [indent for indent in open_at if indent != typed]
    return min(fitting, key=lambda indent: (abs(indent - typed), -indent), default=None)


def _swap(text: str, at: int) -> tuple[Edit, ...]:
    return ((at, 1, _WIDE.get(text[at : at + 1], "\u3000")),)


def _swap_pair(text: str, opening: int, end: int) -> tuple[Edit, ...]:
    """The mark that opens a value, and those that could close it before `end`, made full-width."""
    marks = (text[opening], _CLOSER.get(text[opening], text[opening]))
    return tuple((at, 1, _WIDE[text[at]]) for at in range(opening, end) if text[at] in marks)


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
    end = start
    while end < len(text) and text[end] in " \t":
        end += 1
    return end - start


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
