"""An issue's text while it is being amended: a step at a time, each read again and held to the law.

The law: after a step the text composes to the tree it had, but for what the step is about, and to that exactly; no
fault is new. A step that would break it is refused, whatever the reason, before anybody sees its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, get_args

from layout.diagnostics import Report
from layout.fields import Tongue, keys, names, narrow, tongues_of
from layout.pagenames import page_number
from layout.source import Node, Source, compose
from layout.source.edits import (
    Edit,
    Path,
    at,
    edited,
    inserted,
    moved,
    on_its_line,
    renamed,
    with_key,
    with_value,
    without_entry,
)
from layout.source.scalars import Refused
from layout.source.writing import Tree, plain_tree, tree_of

_HAN = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


class Working:
    """A text and its tree; each method is one step. Raises Refused where the text has faults of YAML, as every step
    does for what it cannot do."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text, self.root = text, _read(file, text)

    # -- steps --------------------------------------------------------------------------------------------------------

    def set_value(self, path: Path, value: str) -> None:
        def change(tree: Any) -> None:
            _put(tree, path, value)

        self._step(with_value(self.root, path, value), change)

    def set_word(self, path: Path, value: str) -> None:
        """As set_value, on the line of the key, whatever stood there."""

        def change(tree: Any) -> None:
            _put(tree, path, value)

        self._step(on_its_line(self.root, path, value), change)

    def set_key(self, path: Path, kind: str, name: str, value: Tree) -> None:
        """A key of the mapping at a path, by its English name; a new one is called as the file's language has it, and
        stands where the table of keys has it."""
        mapping = at(self.root, path)
        index = key_index(mapping, kind, name)
        if index is not None:
            typed = mapping.pairs[index][0].value

            def replace(tree: Any) -> None:
                _put(tree, (*path, index), plain_tree(value))

            self._step(with_key(self.root, path, (typed,), value), replace)
            return
        order = list(keys()[kind])
        later = set(order[order.index(name) + 1 :])
        position = next(
            (i for i, (key, _) in enumerate(mapping.pairs) if english(kind, key.value) in later), len(mapping.pairs)
        )
        self.insert(path, position, value, self.called(kind, name))

    def insert(self, path: Path, position: int, value: Tree, key: str | None = None) -> None:
        self._close()

        def change(tree: Any) -> None:
            _insert(_collection(tree, path, key), position, plain_tree(value), key)

        self._step(inserted(self.root, path, position, value, key), change)

    def take(self, path: Path) -> None:
        def change(tree: Any) -> None:
            _take(_within(tree, path[:-1]), path[-1])

        self._step(without_entry(self.root, path), change)

    def move(self, path: Path, to: Path, position: int) -> None:
        self._close()
        key = at(self.root, path[:-1]).pairs[path[-1]][0].value if at(self.root, path[:-1]).pairs else None

        def change(tree: Any) -> None:
            origin, target = _within(tree, path[:-1]), _collection(tree, to, key)
            place = position
            if origin is target and path[-1] < position:
                place -= 1
            _insert(target, place, _take(origin, path[-1]), key)

        self._step(moved(self.root, path, to, position), change)

    def rename(self, path: Path, key: str) -> None:
        def change(tree: Any) -> None:
            mapping = _within(tree, path[:-1])
            pairs = [(key if i == path[-1] else old, each) for i, (old, each) in enumerate(mapping.items())]
            mapping.clear()
            mapping.update(pairs)

        self._step(renamed(self.root, path, key), change)

    def add(self, edits: Sequence[Edit]) -> None:
        """Edits that change no value: comments."""
        self._step(edits, lambda tree: None)

    def _close(self) -> None:
        """A line end at the end of a file that has none: the last line of a `|` there would read otherwise when
        something came below it."""
        if self.text[-1:] not in ("\n", "\r"):
            self.text += "\r\n" if "\r\n" in self.text else "\n"
            self.root = _read(self.file, self.text)

    def _step(self, edits: Sequence[Edit], change: Callable[[Any], None]) -> None:
        wanted: Any = tree_of(self.root)
        change(wanted)
        text = edited(self.text, edits)
        root = _read(self.file, text)
        if not _equal(tree_of(root), wanted):
            raise Refused("hint")
        self.text, self.root = text, root

    # -- names --------------------------------------------------------------------------------------------------------

    def called(self, kind: str, name: str) -> str:
        """What the file calls a key or, of a kind `value_…`, a value: in the language of most of its keys."""
        return called(self.root, kind, name)


def called(root: Node, kind: str, name: str) -> str:
    """What a file calls a key or, of a kind `value_…`, a value: in the language of most of its keys."""
    spoken = tongue(root)
    return name if spoken == "en" else keys(spoken)[kind][name][0]


def tongue(root: Node) -> Tongue | Literal["en"]:
    """What most keys of a file are written in. Names that Simplified shares with others count for all of them, and
    Simplified comes first."""
    typed = list(_typed(root))
    if not chinese(root):
        return "en"
    found = Counter(each for key in typed for each in tongues_of(key))
    spoken: tuple[Tongue, ...] = get_args(Tongue)
    return max(spoken, key=lambda each: found[each])


def chinese(root: Node) -> bool:
    """Whether most keys of a file are Chinese or Japanese."""
    typed = list(_typed(root))
    han = sum(bool(_HAN.search(key)) for key in typed)
    return han > len(typed) - han


def _typed(root: Node) -> Iterator[str]:
    """Every key of a file but the names of stories."""
    waiting = [(root, "issue")]
    while waiting:
        node, kind = waiting.pop()
        for key, each in node.pairs:
            if kind != "names":
                yield key.value
            name = names("page").get(key.value)
            waiting.append((each, "names" if name == "stories" and kind != "names" else "any"))
        waiting += ((each, "any") for each in node.items)


def english(kind: str, key: str) -> str | None:
    """A key's English name, None for none of the kind."""
    known = names(kind)
    return known.get(key) or known.get(key.strip().casefold().replace("-", "_"))


def key_index(mapping: Node, kind: str, name: str) -> int | None:
    """Which pair of a mapping has the key, by its English name."""
    return next((i for i, (key, _) in enumerate(mapping.pairs) if english(kind, key.value) == name), None)


def page_path(root: Node, number: int) -> Path:
    """Where a page stands. Raises Refused."""
    index = key_index(root, "issue", "pages")
    if index is not None:
        pages = root.pairs[index][1]
        last = 0
        for place, page in enumerate(pages.items or (pages,)):
            given = key_index(page, "page", "page")
            typed = narrow(page.pairs[given][1].value) if given is not None else ""
            # One without a number takes the next, as in reading.
            last = _number(typed) or last + 1
            if last == number and page.kind == "mapping":
                return (index, place) if pages.items else (index,)
    raise Refused("page", number=number)


def _number(typed: str) -> int:
    """The number of a page; 0 for what is none."""
    try:
        return page_number(typed)
    except ValueError:
        return 0


def story_path(root: Node, page: int | None, story: str) -> Path:
    """Where a story stands: among those of its page, else among those of the issue. Raises Refused."""
    for base, kind in ((page_path(root, page), "page"), ((), "issue")) if page is not None else (((), "issue"),):
        mapping = at(root, base)
        index = key_index(mapping, kind, "stories")
        if index is not None:
            for place, (key, _) in enumerate(mapping.pairs[index][1].pairs):
                if key.value.strip() == story:
                    return (*base, index, place)
    raise Refused("story", story=story)


def value_at(root: Node, path: Path) -> Tree:
    return tree_of(at(root, path))


def _read(file: str, text: str) -> Node:
    root, sound = composed(file, text)
    if root is None or not sound or root.kind != "mapping":
        raise Refused("fault")
    return root


def composed(file: str, text: str) -> tuple[Node | None, bool]:
    """The tree of a text, and whether it has no faults."""
    report = Report()
    root = compose(Source(file, text), report)
    return root, not report.failed


def _equal(one: Any, other: Any) -> bool:
    """Whether two trees are one, keys in the same order."""
    if isinstance(one, dict):
        return isinstance(other, dict) and list(one) == list(other) and all(_equal(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)


def _within(tree: Any, path: Path) -> Any:
    for index in path:
        tree = list(tree.values())[index] if isinstance(tree, dict) else tree[index]
    return tree


def _put(tree: Any, path: Path, value: Any) -> None:
    holder = _within(tree, path[:-1])
    if isinstance(holder, dict):
        holder[list(holder)[path[-1]]] = value
    else:
        holder[path[-1]] = value


def _collection(tree: Any, path: Path, key: str | None) -> Any:
    """The collection at a path; what is empty there becomes one."""
    found = _within(tree, path)
    if isinstance(found, str) or not found:
        found = found if isinstance(found, list if key is None else dict) else ([] if key is None else {})
        if path:
            _put(tree, path, found)
    return found


def _insert(collection: Any, position: int, value: Any, key: str | None) -> None:
    if key is None:
        collection.insert(position, value)
        return
    pairs = list(collection.items())
    pairs.insert(position, (key, value))
    collection.clear()
    collection.update(pairs)


def _take(collection: Any, index: int) -> Any:
    return collection.pop(index if isinstance(collection, list) else list(collection)[index])
