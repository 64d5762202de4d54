"""Edits of a YAML text where its composed nodes stand, so that every line that is not meant stays as it was typed.

Each function gives edits of the text the tree was composed from; `edited` makes the new text. A place in the tree is a
path of positions (entries.Path). A value keeps its style while that holds it (retyping.py); what comes new is written
as writing.py writes. What cannot be done without harm is refused (scalars.Refused), in words that a person understands.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.diagnostics import short
from layout.source.entries import (
    Entry,
    Path,
    Place,
    aliases,
    at,
    beginning,
    bottom,
    column,
    comments_in,
    content_end,
    find,
    keeps_blank_lines,
    last_scalar,
    line_end,
    line_start,
    next_line,
    own_line,
    path_to,
    place_of,
    refuse_repeated,
    top,
)
from layout.source.retyping import (
    Edit,
    closed,
    comment_behind_mark,
    edited,
    line_end_of,
    past_blank_lines,
    refuse_shared,
    typed_anew,
    with_value,
)
from layout.source.scalars import Refused, in_style, key_on_one_line, reads_as
from layout.source.text import Node
from layout.source.writing import Tree, comments_of, flow_text, item_lines, pair_lines, tree_of


def with_key(root: Node, path: Path, names: Sequence[str], value: Tree, before: Sequence[str] = ()) -> tuple[Edit, ...]:
    """A key of the mapping at `path` set to a value. names: all the key's names, the first is what a new one is called;
    before: names of the keys a new one stands before, else it comes last."""
    mapping = at(root, path)
    index = find(mapping, tuple(names))
    if index is None:
        position = find(mapping, tuple(before)) if before else None
        return inserted(root, path, len(mapping.pairs) if position is None else position, value, names[0])
    node = mapping.pairs[index][1]
    if isinstance(value, str) and node.kind == "scalar":
        return with_value(root, (*path, index), value)
    place = place_of(root, path)
    refuse_repeated(root, path)
    entry = place.entries[index]
    if not entry.alias:
        refuse_shared(root, entry.node)
    return closed(place.text, _replaced(place, index, value))


def _replaced(place: Place, index: int, value: Tree) -> tuple[Edit, ...]:
    """The whole value of an entry, of another kind than before."""
    entry, text = place.entries[index], place.text
    if place.flow:
        typed = flow_text(value)
        over = _comments_over(place, entry, comments_of(value))
        if entry.after == -1:
            return (Edit(entry.end, entry.end, f": {typed}"), *over)
        return (Edit(entry.start, entry.end, (" " if entry.start == entry.after else "") + typed), *over)
    end_of_line = line_end_of(text, entry.mark)
    lines = pair_lines("k", value) if entry.key is not None else item_lines(value)
    mark = "k:" if entry.key is not None else "-"
    own = next(index for index, line in enumerate(lines) if line.startswith(mark))
    over = _comments_over(place, entry, lines[:own])
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


def on_its_line(root: Node, path: Path, value: str) -> tuple[Edit, ...]:
    """A scalar's value typed anew on the line of its key, whatever stood there: a block too gives way to one word."""
    place = place_of(root, path[:-1])
    entry = place.entries[path[-1]]
    if not entry.alias:
        refuse_shared(root, entry.node)
    return typed_anew(place, entry, value)


def without_entry(root: Node, path: Path) -> tuple[Edit, ...]:
    """A pair or an item gone, with the comments that are its own; `{}` or `[]` where nothing else was there."""
    place = place_of(root, path[:-1])
    refuse_repeated(root, path[:-1])
    index = path[-1]
    if not place.entries[index].alias:
        _refuse_needed(root, place.entries[index].node)
    return _taken(place, index)


def without_key(root: Node, path: Path, names: Sequence[str]) -> tuple[Edit, ...]:
    """As without_entry, for a key of the mapping at `path`; no edit where it has none."""
    index = find(at(root, path), tuple(names))
    return () if index is None else without_entry(root, (*path, index))


def _refuse_needed(root: Node, node: Node) -> None:
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


def _taken(place: Place, index: int) -> tuple[Edit, ...]:
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


def _flow_end(entry: Entry, text: str) -> int:
    """Where an entry between brackets ends; a key with nothing behind it keeps the blank after its colon, for `a:,` is
    no pair."""
    return entry.end + (entry.start == entry.end == entry.after and text[entry.end : entry.end + 1] == " ")


def inserted(
    root: Node, path: Path, position: int, value: Tree, key: str | None = None, above: Sequence[str] = ()
) -> tuple[Edit, ...]:
    """A new entry at a position of the collection at `path`, counted from 0, the number of entries = the end.

    key: of a pair, None for an item. above: comment lines, without their `#`. An empty value (`stories:` with nothing
    behind it) becomes the collection.
    """
    refuse_repeated(root, path)
    node = at(root, path)
    if path and node.kind == "scalar" and not node.value.strip():
        return _first(root, path, value, key, above)
    place = place_of(root, path)
    if (place.node.kind == "mapping") != (key is not None):
        raise Refused("kind")
    if key is not None and find(place.node, (key,)) is not None:
        raise Refused("taken", key=short(key))
    position = max(0, min(position, len(place.entries)))
    if not place.entries and place.flow and path and not place_of(root, path[:-1]).flow:
        return _first(root, path, value, key, above)
    if place.flow:
        typed = (f"{key_on_one_line(key, True)}: " if key is not None else "") + flow_text(value)
        comments = [*(f"# {line}" for line in above), *comments_of(value)]
        return (_put_into_flow(place, position, typed), *_comments_over(place, None, comments))
    lines = pair_lines(key, value) if key is not None else item_lines(value)
    return closed(place.text, _put(place, position, [*(f"# {line}" for line in above), *lines], not lines[-1]))


def _first(root: Node, path: Path, value: Tree, key: str | None, above: Sequence[str]) -> tuple[Edit, ...]:
    """The first entry of a collection that is empty, or of a key that has nothing behind it."""
    outer = place_of(root, path[:-1])
    entry = outer.entries[path[-1]]
    tree: Tree = {key: value} if key is not None else [value]
    if outer.flow:
        return (*_replaced(outer, path[-1], tree), *_comments_over(outer, None, [f"# {line}" for line in above]))
    lines = pair_lines(key, value) if key is not None else item_lines(value)
    return _below(outer, entry, [*(f"# {line}" for line in above), *lines], not lines[-1])


def _below(outer: Place, entry: Entry, lines: Sequence[str], keeps: bool) -> tuple[Edit, ...]:
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


def _lines_at(text: str, spot: int, lines: Sequence[str], column: int) -> Edit:
    """Lines put in where one begins, or behind the last of a text without a line end at its end."""
    end_of_line = "\r\n" if text[spot - 2 : spot] == "\r\n" else line_end_of(text, max(0, spot - 1))
    typed = [" " * column + line if line else "" for line in lines]
    if spot and text[spot - 1] not in ("\n", "\r"):
        return Edit(spot, spot, "".join(end_of_line + line for line in typed) + end_of_line * (not typed[-1]))
    return Edit(spot, spot, "".join(line + end_of_line for line in typed))


def _put_into_flow(place: Place, position: int, typed: str) -> Edit:
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


def _put(place: Place, position: int, lines: Sequence[str], keeps: bool) -> tuple[Edit, ...]:
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


def renamed(root: Node, path: Path, key: str) -> tuple[Edit, ...]:
    """The key of a pair as another word."""
    place = place_of(root, path[:-1])
    refuse_repeated(root, path[:-1])
    entry = place.entries[path[-1]]
    if entry.key is None:
        raise Refused("kind")
    if entry.key.value == key:
        return ()
    if find(place.node, (key,)) is not None:
        raise Refused("taken", key=short(key))
    typed = key_on_one_line(key, place.flow)
    if entry.after == -1 and typed == key and not reads_as(key, key, "", 0, True, True):
        typed = in_style(key, '"')
    return (Edit(beginning(entry.key), entry.key.end, typed),)


def moved(root: Node, path: Path, to: Path, position: int, key: str | None = None) -> tuple[Edit, ...]:
    """An entry taken with its comments out of its collection and put into another, or elsewhere in its own.

    to: path of the other collection; position: in it as it is now, before the entry is taken out. key: the pair's new
    key, None = as it is. Its lines keep their content and move in or out together.
    """
    source = place_of(root, path[:-1])
    for each in (path[:-1], to):
        refuse_repeated(root, each)
    index = path[-1]
    entry = source.entries[index]
    if to[: len(path)] == path:
        raise Refused("itself")
    if to == path[:-1] and position in (index, index + 1):
        return renamed(root, path, key) if key is not None else ()
    target = at(root, to)
    if (entry.key is None) != (target.kind == "sequence") and (target.kind != "scalar" or target.value.strip()):
        raise Refused("kind")
    name = None if entry.key is None else key if key is not None else entry.key.value
    if name is not None and to != path[:-1] and target.kind == "mapping" and find(target, (name,)) is not None:
        raise Refused("taken", key=short(name))
    lines = _lines_of(source, index, name)
    place = place_of(root, to) if target.kind != "scalar" else None
    if not entry.alias and (source.flow or (place is not None and place.flow)):  # typed anew, without its anchors
        _refuse_needed(root, entry.node)
    if place is None or not place.entries:
        put = _first_lines(root, to, lines, source, index, name)
    elif place.flow:
        put = (
            _put_into_flow(place, position, _flowing(source, index, name)),
            *_comments_over(place, None, _comments_of_block(source, index)),
        )
    else:
        put = _put(place, max(0, min(position, len(place.entries))), lines, keeps_blank_lines(last_scalar(entry)))
    taken = _taken(source, index)
    _refuse_disorder(root, entry, min(edit.start for edit in put))
    # Blank lines may go with an entry; what is put among them comes to stand behind.
    past = {spot: each.end for each in taken for spot in range(each.start + 1, each.end)}
    put = tuple(
        Edit(past.get(e.start, e.start), past.get(e.end, e.end), e.text) if e.start == e.end else e for e in put
    )
    return closed(source.text, (*taken, *put))


def _refuse_disorder(root: Node, entry: Entry, spot: int) -> None:
    """Raises Refused where an entry that is put there would bring an alias before what it repeats."""
    inside = range(entry.mark, content_end(entry))
    for alias, anchor, name in aliases(root):
        here, there = (spot if offset in inside else offset for offset in (alias, anchor))
        if (alias in inside) != (anchor in inside) and here <= there:
            raise Refused("order", name=name)


def _comments_of_block(source: Place, index: int) -> list[str]:
    """The comments of an entry of a block, for where it is to stand between brackets."""
    if source.flow:
        return []
    return comments_in(source.entries[index].node, top(source, index), bottom(source, index))


def _comments_over(place: Place, entry: Entry | None, comments: Sequence[str]) -> tuple[Edit, ...]:
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


def _lines_of(place: Place, index: int, name: str | None) -> list[str]:
    """The lines of an entry with its comments, as if it stood at column 0."""
    text, entry = place.text, place.entries[index]
    if place.flow:
        tree = tree_of(entry.node)
        return item_lines(tree) if name is None else pair_lines(name, tree)
    start, end = top(place, index), bottom(place, index)
    typed = text[start:end]
    if name is not None and entry.key is not None and name != entry.key.value:
        a, b = beginning(entry.key) - start, entry.key.end - start
        typed = typed[:a] + key_on_one_line(name) + typed[b:]
    if not own_line(text, entry.mark):
        typed = " " * place.column + typed
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [line[place.column :] if not line[: place.column].strip(" ") else line.lstrip(" ") for line in lines]


def _first_lines(
    root: Node, to: Path, lines: Sequence[str], source: Place, index: int, name: str | None
) -> tuple[Edit, ...]:
    outer = place_of(root, to[:-1])
    entry = outer.entries[to[-1]]
    if outer.flow:
        tree = tree_of(source.entries[index].node)
        put = _replaced(outer, to[-1], {name: tree} if name is not None else [tree])
        return (*put, *_comments_over(outer, None, _comments_of_block(source, index)))
    return _below(outer, entry, lines, keeps_blank_lines(last_scalar(source.entries[index])))


def _flowing(place: Place, index: int, name: str | None) -> str:
    entry = place.entries[index]
    if place.flow and (name is None or entry.key is None or name == entry.key.value):
        return place.text[entry.mark : entry.end] + " " * (entry.end == entry.after)
    return (f"{key_on_one_line(name, True)}: " if name is not None else "") + flow_text(tree_of(entry.node))


__all__ = [
    "Edit",
    "Path",
    "at",
    "edited",
    "find",
    "inserted",
    "moved",
    "on_its_line",
    "path_to",
    "renamed",
    "with_key",
    "with_value",
    "without_entry",
    "without_key",
]
