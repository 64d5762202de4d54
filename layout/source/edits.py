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
    comments_in,
    content_end,
    find,
    keeps_blank_lines,
    last_scalar,
    own_line,
    path_to,
    place_of,
    refuse_repeated,
    top,
)
from layout.source.placing import (
    comments_over,
    putting,
    putting_below,
    putting_into_flow,
    refuse_needed,
    replacing,
    taking,
)
from layout.source.retyping import (
    Edit,
    closed,
    edited,
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
    return closed(place.text, replacing(place, index, value))


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
        refuse_needed(root, place.entries[index].node)
    return taking(place, index)


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
        return (putting_into_flow(place, position, typed), *comments_over(place, None, comments))
    lines = pair_lines(key, value) if key is not None else item_lines(value)
    return closed(place.text, putting(place, position, [*(f"# {line}" for line in above), *lines], not lines[-1]))


def _first(root: Node, path: Path, value: Tree, key: str | None, above: Sequence[str]) -> tuple[Edit, ...]:
    """The first entry of a collection that is empty, or of a key that has nothing behind it."""
    outer = place_of(root, path[:-1])
    entry = outer.entries[path[-1]]
    tree: Tree = {key: value} if key is not None else [value]
    if outer.flow:
        return (*replacing(outer, path[-1], tree), *comments_over(outer, None, [f"# {line}" for line in above]))
    lines = pair_lines(key, value) if key is not None else item_lines(value)
    return putting_below(outer, entry, [*(f"# {line}" for line in above), *lines], not lines[-1])


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
        refuse_needed(root, entry.node)
    if place is None or not place.entries:
        put = _first_lines(root, to, lines, source, index, name)
    elif place.flow:
        put = (
            putting_into_flow(place, position, _flowing(source, index, name)),
            *comments_over(place, None, _comments_of_block(source, index)),
        )
    else:
        put = putting(place, max(0, min(position, len(place.entries))), lines, keeps_blank_lines(last_scalar(entry)))
    taken = taking(source, index)
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
        put = replacing(outer, to[-1], {name: tree} if name is not None else [tree])
        return (*put, *comments_over(outer, None, _comments_of_block(source, index)))
    return putting_below(outer, entry, lines, keeps_blank_lines(last_scalar(source.entries[index])))


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
]
