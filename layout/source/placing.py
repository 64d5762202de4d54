"""Where lines come and go in a YAML text: the value of an entry, its lines and its comments, in a block and between
brackets. The edits (edits.py) are made of these; each gives what is to be typed where."""

from __future__ import annotations

from collections.abc import Sequence

from layout.diagnostics import short
from layout.source.entries import (
    Entry,
    Place,
    beginning,
    bottom,
    column,
    content_end,
    keeps_blank_lines,
    last_scalar,
    line_end,
    line_start,
    next_line,
    own_line,
    top,
)
from layout.source.retyping import (
    Edit,
    closed,
    comment_behind_mark,
    line_end_of,
    past_blank_lines,
)
from layout.source.scalars import Refused
from layout.source.text import Node
from layout.source.writing import Tree, comments_of, flow_text, item_lines, pair_lines


def replacing(place: Place, index: int, value: Tree) -> tuple[Edit, ...]:
    """The whole value of an entry, of another kind than before."""
    entry, text = place.entries[index], place.text
    if place.flow:
        typed = flow_text(value)
        over = comments_over(place, entry, comments_of(value))
        if entry.after == -1:
            return (Edit(entry.end, entry.end, f": {typed}"), *over)
        return (Edit(entry.start, entry.end, (" " if entry.start == entry.after else "") + typed), *over)
    end_of_line = line_end_of(text, entry.mark)
    lines = pair_lines("k", value) if entry.key is not None else item_lines(value)
    mark = "k:" if entry.key is not None else "-"
    own = next(index for index, line in enumerate(lines) if line.startswith(mark))
    over = comments_over(place, entry, lines[:own])
    lines = lines[own:]
    head = lines[0][2 if entry.key is not None else 1 :]
    pad = " " * place.column
    below = "".join(end_of_line + (pad + line if line else "") for line in lines[1:])
    end = content_end(entry)
    first = line_end(text, entry.after)
    comment = text[entry.after : first] if entry.start > first or entry.start == entry.end else ""
    if comment.strip().startswith("#"):  # behind the key: it stays there
        return (Edit(entry.after, entry.after, head), Edit(first, max(first, end), below), *over)
    stop = line_end(text, end)
    if below and first == stop and text[end:stop].strip().startswith("#"):  # behind the old value
        return (Edit(entry.after, end, head), Edit(stop, stop, below), *over)
    return (Edit(entry.after, end, head + comment_behind_mark(place, entry) + below), *over)


def comments_over(place: Place, entry: Entry | None, comments: Sequence[str]) -> tuple[Edit, ...]:
    """Comment lines above the line on which an entry stands, or the one that has the brackets around it."""
    while place.flow and place.above is not None:
        place, entry = place.above, place.entry
    if not comments:
        return ()
    text = place.text
    spot = line_start(text, place.node.start if place.flow or entry is None else entry.mark)
    typed = text[spot : line_end(text, spot)]
    pad = typed[: len(typed) - len(typed.lstrip(" "))]
    return (Edit(spot, spot, "".join(f"{pad}{line}{line_end_of(text, spot)}" for line in comments)),)


def putting_below(outer: Place, entry: Entry, lines: Sequence[str], keeps: bool) -> tuple[Edit, ...]:
    """Lines below a key or dash that has nothing behind it, or an empty collection, which goes."""
    text = outer.text
    lead = entry.start
    while lead > entry.after and text[lead - 1] in " \t":
        lead -= 1
    spot = bottom(outer, outer.entries.index(entry))
    if keeps:
        spot = past_blank_lines(text, spot)
    put = _lines_at(text, spot, lines, outer.column + 2)
    return closed(text, (*([Edit(lead, entry.end, "")] if lead < entry.end else ()), put))


def putting(place: Place, position: int, lines: Sequence[str], keeps: bool) -> tuple[Edit, ...]:
    """Lines put into a block before one of its entries or behind the last. keeps: blank lines below them would be
    theirs."""
    text, entries = place.text, place.entries
    pad = " " * place.column
    end_of_line = line_end_of(text, entries[0].mark)
    typed = [pad + line if line else "" for line in lines]
    if position == 0 and not own_line(text, entries[0].mark):
        mark = entries[0].mark
        below = "".join(end_of_line + line for line in typed[1:])
        return (Edit(mark, mark, f"{typed[0].lstrip(' ')}{below}{end_of_line}{pad}"),)
    if position < len(entries):
        start = top(place, position)
        return (_lines_at(text, start, lines, place.column),)
    start = bottom(place, len(entries) - 1)
    if keeps:
        start = past_blank_lines(text, start)
    return (_lines_at(text, start, lines, place.column),)


def putting_into_flow(place: Place, position: int, typed: str) -> Edit:
    text, entries = place.text, place.entries
    if place.node.kind == "mapping" and text[beginning(place.node)] != "{":
        raise Refused("hand", text=short(text[place.node.start : place.node.end]))
    if not entries:
        start = beginning(place.node) + 1
        return Edit(start, start, typed)
    if position < len(entries):
        start = entries[position].mark
        lead = f"{line_end_of(text, start)}{' ' * column(text, start)}" if own_line(text, start) else " "
        return Edit(start, start, f"{typed},{lead}")
    last = entries[-1]
    lead = (
        f"{line_end_of(text, last.mark)}{' ' * column(text, last.mark)}"
        if len(entries) > 1 and own_line(text, last.mark)
        else " "
    )
    end = _flow_end(last, text)
    blank = " " if end == last.end == last.after else ""
    return Edit(end, end, f"{blank},{lead}{typed}")


def taking(place: Place, index: int) -> tuple[Edit, ...]:
    text, entries = place.text, place.entries
    if place.flow:
        return (_taken_from_flow(place, index),)
    start, end = top(place, index), bottom(place, index)
    empty = "{}" if place.node.kind == "mapping" else "[]"
    if len(entries) == 1:
        return _emptied(place, start, end, empty)
    if not own_line(text, entries[index].mark):  # behind the dash of the item that the collection is
        following = entries[index + 1].mark
        if text[end:following].strip(" \t"):  # comments of the next entry: they come behind the dash
            return (
                Edit(entries[index].mark, end + len(text[end:following]) - len(text[end:following].lstrip(" ")), ""),
            )
        return (Edit(entries[index].mark, following, ""),)
    if index and keeps_blank_lines(last_scalar(entries[index - 1])):  # to which the blank lines below would fall
        end = past_blank_lines(text, end)
    return (Edit(start, end, ""),)


def refuse_needed(root: Node, node: Node) -> None:
    """Raises Refused where aliases elsewhere stand for something inside the node."""
    inside: set[int] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if id(each) not in inside:
            inside.add(id(each))
            waiting += each.items
            waiting += (value for _, value in each.pairs)
    waiting, seen = [root], False
    while waiting:
        each = waiting.pop()
        if id(each) in inside:
            if each is not node or seen:
                raise Refused("shared")
            seen = True
            continue
        waiting += each.items
        waiting += (value for _, value in each.pairs)


def _emptied(place: Place, start: int, end: int, empty: str) -> tuple[Edit, ...]:
    text, entry = place.text, place.entry
    if entry is None:
        return (Edit(start, end, empty + line_end_of(text, start)),)
    if not own_line(text, place.entries[0].mark):  # `- - a`, `- a: b`
        rest = text[content_end(place.entries[0]) : end]
        return (Edit(start, end, empty + (rest if rest.strip() else line_end_of(text, start))),)
    behind = entry.after
    bare = beginning(place.node)
    if bare > place.node.start:  # an anchor
        found = text[place.node.start : bare]
        behind = place.node.start + len(found.split()[0])
    return (Edit(behind, behind, " " + empty), Edit(start, end, ""))


def _taken_from_flow(place: Place, index: int) -> Edit:
    text, entries = place.text, place.entries
    entry = entries[index]
    if place.node.kind == "mapping" and text[beginning(place.node)] != "{":
        raise Refused("hand", text=short(text[place.node.start : place.node.end]))
    if index + 1 < len(entries):
        end = text.index(",", entry.end) + 1
        stop = line_end(text, end)
        if text[end:stop].strip().startswith("#") or not text[end:stop].strip():
            if own_line(text, entry.mark):
                return Edit(line_start(text, entry.mark), next_line(text, end), "")
            return Edit(entry.mark, stop, "")
        while text[end : end + 1] in (" ", "\t"):
            end += 1
        return Edit(entry.mark, end, "")
    if index:
        return Edit(_flow_end(entries[index - 1], text), entry.end, "")
    return Edit(entry.mark, entry.end, "")


def _lines_at(text: str, spot: int, lines: Sequence[str], column: int) -> Edit:
    """Lines put in where one begins, or behind the last of a text without a line end at its end."""
    end_of_line = "\r\n" if text[spot - 2 : spot] == "\r\n" else line_end_of(text, max(0, spot - 1))
    typed = [" " * column + line if line else "" for line in lines]
    if spot and text[spot - 1] not in ("\n", "\r"):
        return Edit(spot, spot, "".join(end_of_line + line for line in typed) + end_of_line * (not typed[-1]))
    return Edit(spot, spot, "".join(line + end_of_line for line in typed))


def _flow_end(entry: Entry, text: str) -> int:
    """Where an entry between brackets ends; a key with nothing behind it keeps the blank after its colon, for `a:,` is
    no pair."""
    return entry.end + (entry.start == entry.end == entry.after and text[entry.end : entry.end + 1] == " ")
