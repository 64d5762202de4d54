"""A scalar's value typed anew where it stands, in its own style and with as few characters changed as can be.

Several ways are tried, those that change least first; one is taken when what it makes of the entry's lines reads as the
wanted value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from layout.diagnostics import short
from layout.source.entries import (
    Entry,
    Path,
    Place,
    beginning,
    block_indent,
    block_lines,
    content_end,
    line_end,
    next_line,
    place_of,
    refuse_repeated,
    without_properties,
)
from layout.source.scalars import (
    Refused,
    chomping,
    fits_a_block,
    in_style,
    literal,
    on_one_line,
    reads_as,
    refuse_unfit,
)
from layout.source.text import Node, Runs
from layout.value import replace
from layout.value import value as frozen


@frozen
class Edit:
    """The characters from start to end give way to the text."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Raises ValueError where two are about the same characters."""
    pieces: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < last or edit.end < edit.start or edit.end > len(text):
            raise ValueError("two edits are about the same characters")
        pieces += (text[last : edit.start], edit.text)
        last = edit.end
    return "".join((*pieces, text[last:]))


def with_value(root: Node, path: Path, value: str) -> tuple[Edit, ...]:
    """A scalar's value replaced in its own style, of a block only the lines that differ.

    Where the style cannot hold the value it is the nearest that can: `|` for lines, else quotes.
    """
    refuse_unfit(value)
    if not path:
        raise Refused("collection")
    place = place_of(root, path[:-1])
    refuse_repeated(root, path[:-1])
    entry = place.entries[path[-1]]
    if entry.node.kind != "scalar":
        raise Refused("text")
    if entry.node.style == "!":
        raise Refused("fault")
    if not entry.alias and entry.node.value == value:
        return ()
    if not entry.alias and entry.start < entry.end:
        refuse_shared(root, entry.node)
    for edits in _ways(place, entry, value):
        if _holds(place, entry, edits, value):
            changed = tuple(edit for edit in edits if place.text[edit.start : edit.end] != edit.text)
            is_last = entry.node.style in ("|", ">") and entry.node.end == len(place.text)
            ends = len(value) - len(value.rstrip("\n")) + (not value.rstrip("\n"))
            return closed(place.text, changed, is_last, ends) if value[-1:] == "\n" else changed
    raise Refused("unfit", text=short(value))


def closed(text: str, edits: tuple[Edit, ...], last: bool = False, ends: int = 1) -> tuple[Edit, ...]:
    """The edits, and line ends at the end of a file that has none, where they (or `last`: what they are about) reach
    to it: without one the last line of a `|` there would read as a line without an end. ends: how many."""
    reach = last or (bool(edits) and max(edit.end for edit in edits) == len(text))
    if not edits or not reach:
        return edits
    made = edited(text, edits).replace("\r\n", "\n").replace("\r", "\n")
    there = len(made) - len(made.rstrip("\n"))
    return edits if there >= ends else (*edits, Edit(len(text), len(text), line_end_of(text, 0) * (ends - there)))


def refuse_shared(root: Node, node: Node) -> None:
    """Raises Refused for a node that aliases stand for: to change it would change them."""
    waiting, seen = [root], 0
    while waiting:
        each = waiting.pop()
        seen += each is node
        waiting += each.items
        waiting += (value for _, value in each.pairs)
    if seen > 1:
        raise Refused("shared")


def _holds(place: Place, entry: Entry, edits: Sequence[Edit], value: str) -> bool:
    """Whether the entry reads as the value with these edits made. Its own lines alone are read again."""
    text = place.text
    start = entry.mark if entry.key is None or place.flow else entry.key.end
    end = max([content_end(entry), *(edit.end for edit in edits)])
    if not entry.alias and entry.node.style in ("|", ">") and end < (stop := entry.node.end):
        end = stop - len(text[end:stop]) + len(text[end:stop].rstrip(" ").removesuffix("\n").removesuffix("\r"))
    start = min([start, *(edit.start for edit in edits)])
    typed = edited(text[start:end], [Edit(e.start - start, e.end - start, e.text) for e in edits])
    bare = typed[1:] if entry.key is None and not place.flow else typed
    if entry.key is not None:
        bare = typed[entry.key.end - start :].lstrip(" \t").removeprefix(":")
    bare = without_properties(bare.strip(" \t\r\n") if place.flow else bare.lstrip(" \t"))
    styles = ("", "'", '"') if place.flow else ("", "'", '"', "|", ">")
    return any(reads_as(bare, value, style, place.column, place.flow, entry.key is None) for style in styles)


def _ways(place: Place, entry: Entry, value: str) -> Iterator[list[Edit]]:
    """Edits that may give the value, those that change least first."""
    text, node = place.text, entry.node
    empty = entry.start == entry.end or bool(entry.alias)
    style = "" if empty else node.style
    end_of_line = line_end_of(text, entry.mark)
    if not value and style == "" and not place.flow and entry.key is not None:
        yield [Edit(entry.after, entry.end, "")]
    if not empty and style in ("|", ">"):
        yield from _block_ways(place, entry, value, end_of_line)
    elif not empty and (not fits_a_block(value) or style == '"') and (value or style):
        yield from _spliced(node, value, end_of_line)
        yield [Edit(beginning(node), node.end, in_style(value, style))]
    start = entry.start if empty else beginning(node)
    if fits_a_block(value) and not place.flow and style != '"' and not _deeper_comment(place, entry):
        yield _as_block(place, entry, value, start, end_of_line)
    yield list(typed_anew(place, entry, value, style if style in ("'", '"') else ""))


def typed_anew(place: Place, entry: Entry, value: str, quotes: str = "") -> tuple[Edit, ...]:
    """The entry's value on one line behind its colon or dash, in these quotes if it can be; a comment behind the mark
    of a block stays."""
    typed = on_one_line(value, quotes, place.flow, entry.key is None)
    if entry.after == -1:
        return (Edit(entry.end, entry.end, f": {typed}"),)
    start = entry.start if entry.alias or entry.start == entry.end else beginning(entry.node)
    blank = " " if start == entry.after and entry.mark != start else ""
    return (Edit(start, content_end(entry), blank + typed + comment_behind_mark(place, entry)),)


def _as_block(place: Place, entry: Entry, value: str, start: int, end_of_line: str) -> list[Edit]:
    """The value below `|`; a comment behind the old value stays behind the mark."""
    text = place.text
    mark, lines = literal(value, 2, place.column, end_of_line)
    end = content_end(entry)
    stop = line_end(text, end)
    kept = comment_behind_mark(place, entry) or (text[end:stop].rstrip() if text[end:stop].strip()[:1] == "#" else "")
    while mark[-1] == "+":  # blank lines below would fall to it
        below = next_line(text, stop)
        if below == stop or below == len(text) or text[below : line_end(text, below)].strip(" \t"):
            break
        stop = line_end(text, below)
    blank = " " if start == entry.after else ""
    return [Edit(start, stop, f"{blank}{mark}{kept}{end_of_line if lines else ''}{lines}")]


def _deeper_comment(place: Place, entry: Entry) -> bool:
    """Whether comment lines below an entry stand as far in as a block would: they would become its copy."""
    text = place.text
    at_line = past_blank_lines(text, next_line(text, content_end(entry)))
    line = text[at_line : line_end(text, at_line)]
    bare = line.lstrip(" \t")
    return bare[:1] == "#" and len(line) - len(bare) > place.column


def comment_behind_mark(place: Place, entry: Entry) -> str:
    """The comment behind the mark of a block, with the blanks before it."""
    if entry.alias or entry.start == entry.end or entry.node.style not in ("|", ">"):
        return ""
    start = beginning(entry.node)
    head = place.text[start : line_end(place.text, start)]
    at_hash = head.find("#")
    return head[len(head[:at_hash].rstrip()) :] if at_hash >= 0 else ""


def line_end_of(text: str, offset: int) -> str:
    """The line end of the line, or of the file's first where it has none."""
    for start in (line_end(text, offset), line_end(text, 0)):
        end = next_line(text, start)
        if end > start:
            return text[start:end]
    return "\n"


def _spliced(node: Node, value: str, end_of_line: str) -> Iterator[list[Edit]]:
    """The part that differs put in place of the old, where the style allows that."""
    before, after = _common(node.value, value)
    middle = value[before : len(value) - after]
    runs = Runs(replace(node, start=beginning(node)))
    start = runs.offset(before) if before < len(node.value) else _last(node)
    end = runs.offset(len(node.value) - after) if after else _last(node)
    if not node.value or end < start:
        return
    typed = in_style(middle, node.style)
    yield [Edit(start, end, typed[1:-1] if node.style in ("'", '"') else typed)]
    if node.style == ">" and "\n" in middle:
        indent = " " * block_indent(node, block_lines(node))
        yield [Edit(start, end, (end_of_line + end_of_line + indent).join(middle.split("\n")))]


def _last(node: Node) -> int:
    """Where the value's last character ends in the text."""
    if node.style in ("|", ">"):
        return block_lines(node)[-1][1]
    return node.end - (node.style in ("'", '"'))


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many characters, or lines, two texts share at the beginning, and how many of the rest at the end."""
    most = min(len(old), len(new))
    before = 0
    while before < most and old[before] == new[before]:
        before += 1
    after = 0
    while after < most - before and old[-1 - after] == new[-1 - after]:
        after += 1
    return before, after


# -- blocks ----------------------------------------------------------------------------------------------------------


def _block_ways(place: Place, entry: Entry, value: str, end_of_line: str) -> Iterator[list[Edit]]:
    node = entry.node
    if node.style == "|":
        if value.strip("\n") or not _deeper_comment(place, entry):
            yield _literal_lines(place, node, value, end_of_line)
            yield _literal_lines(place, node, value, end_of_line, whole=True)
        return
    body, old = value.rstrip("\n"), node.value.rstrip("\n")
    if not body:
        return
    signs = _signs(place.text, node, value)
    if old:
        for edits in _spliced(replace(node, value=old), body, end_of_line):
            yield [*signs, *edits]
    lines = block_lines(node, chomping(value) == "+")
    pad = " " * (block_indent(node, lines) or place.column + 2)
    typed = (end_of_line + end_of_line).join(pad + line if line else "" for line in body.split("\n"))
    if len(lines) == 1:
        yield [*signs, Edit(lines[0][1], lines[0][1], end_of_line + typed)]
    else:
        yield [*signs, Edit(lines[1][0], lines[-1][1], typed)]


def _literal_lines(place: Place, node: Node, value: str, end_of_line: str, whole: bool = False) -> list[Edit]:
    """The lines of a `|` that differ, or with whole all of them, and its signs where they must."""
    lines = block_lines(node, chomping(value) == "+")
    indent = block_indent(node, lines) or place.column + 2
    new, old = _lines_in(value), _lines_in(node.value)[: len(lines) - 1]
    old += [""] * (len(lines) - 1 - len(old))  # blank lines that were not its own and would be now
    before, after = (0, 0) if whole else _common(old, new)
    typed = [" " * indent + line if line else "" for line in new[before : len(new) - after]]
    first, last = 1 + before, len(lines) - after
    opening = next((line for line in new if line.strip(" ")), " ")  # a blank there would count as indent
    deeper = indent - place.column if opening[0] in (" ", "\t") or any(new[: new.index(opening)]) else 0
    edits = _signs(place.text, node, value, deeper if deeper < 10 else 0)
    if first < last and typed:
        edits.append(Edit(lines[first][0], lines[last - 1][1], end_of_line.join(typed)))
    elif first < last:
        edits.append(Edit(lines[first - 1][1], lines[last - 1][1], ""))
    elif typed:
        edits.append(Edit(lines[first - 1][1], lines[first - 1][1], "".join(end_of_line + line for line in typed)))
    return edits


def _lines_in(value: str) -> list[str]:
    return value.removesuffix("\n").split("\n") if value else []


def _signs(text: str, node: Node, value: str, deeper: int = 0) -> list[Edit]:
    """The signs behind the mark of a block, changed where the value asks for others. deeper: blanks by which its lines
    stand further in, to be told unless they are, 0 = no need."""
    start = beginning(node) + 1
    end = start
    while text[end : end + 1] and text[end] in "+-0123456789":
        end += 1
    digit = "".join(each for each in text[start:end] if each.isdigit())
    sign = text[start:end].replace(digit, "")
    wanted = (digit or (str(deeper) if deeper else "")) + (chomping(value) if value else sign)
    return [] if digit + sign == wanted or sign + digit == wanted else [Edit(start, end, wanted)]


def past_blank_lines(text: str, offset: int) -> int:
    while offset < len(text) and not text[offset : line_end(text, offset)].strip(" \t"):
        offset = next_line(text, offset)
    return offset
