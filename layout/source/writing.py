"""A tree → YAML as an editor would type it: Chinese as it is, copy of more than one line below `|`, quotes only where
YAML needs them, no line folded, two blanks a level.

Importers, `layout learn` and `layout new` write with it, and so do edits of what was not there before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layout.diagnostics import Report
from layout.source.composing import DEEPEST, compose
from layout.source.scalars import fits_a_block, key_on_one_line, literal, on_one_line
from layout.source.text import Node, Source
from layout.value import value

_STEP = 2  # blanks a level


@value
class Commented:
    """A value of a tree with comments: lines above its key or dash, and words behind it on its first line; all without
    their `#`."""

    content: Tree
    above: tuple[str, ...] = ()
    behind: str = ""


@value
class Inline:
    """A mapping or list that is to stand on one line, between brackets."""

    content: Tree


Tree = str | Mapping[str, "Tree"] | Sequence["Tree"] | Commented | Inline


def written(tree: Tree, head: Sequence[str] = ()) -> str:
    """The text of a file that composes to the tree. head: comment lines at its beginning, without their `#`.

    Raises ValueError for what cannot be composed again: control characters, empty or doubled keys, a tree that is
    deeper than an issue may be.
    """
    content = _content(tree)
    if isinstance(content, str):
        raise ValueError("a file is a mapping or a list")
    lines = [*_comments(head), *(_comments(tree.above) if isinstance(tree, Commented) else ()), *_lines(content, 0)]
    text = "\n".join(lines) + "\n"
    root = compose(Source("", text), Report())
    if root is None or not same(root, content):
        raise ValueError("the tree cannot be written as YAML")
    return text


def pair_lines(key: str, tree: Tree, depth: int = 0) -> list[str]:
    """The lines of a pair as they stand at column 0, without their line ends."""
    return _behind(f"{key_on_one_line(key)}:", tree, depth)


def item_lines(tree: Tree, depth: int = 0) -> list[str]:
    """The lines of an item as they stand at column 0, the dash on the first that is no comment."""
    content = _content(tree)
    if isinstance(content, str) or not content or _inline(tree):
        return _behind("-", tree, depth)
    inner = _lines(content, depth + 1)
    opening = next(index for index, line in enumerate(inner) if not line.startswith("#"))
    comments = [*(_comments(tree.above) if isinstance(tree, Commented) else ()), *inner[:opening]]
    lines = [" " * _STEP + line if line else "" for line in inner[opening:]]
    lines[0] = "- " + lines[0][_STEP:]
    return [*comments, *lines]


def flow_text(tree: Tree) -> str:
    """The tree on one line, between brackets; its comments have no place there."""
    content = _content(tree)
    if isinstance(content, str):
        return on_one_line(content, "", True) if content else '""'
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key_on_one_line(k, True)}: {flow_text(v)}" for k, v in content.items()) + "}"
    return "[" + ", ".join(map(flow_text, content)) + "]"


def comments_of(tree: Tree) -> list[str]:
    """Every comment of a tree as lines of their own, `#` and all: for where it has to stand on one line."""
    found: list[str] = []
    if isinstance(tree, Commented):
        found += [*_comments(tree.above), *(_comments([tree.behind]) if tree.behind.strip() else ())]
    content = tree.content if isinstance(tree, Commented | Inline) else tree
    if isinstance(content, Commented | Inline):
        return [*found, *comments_of(content)]
    inner = () if isinstance(content, str) else content.values() if isinstance(content, Mapping) else content
    return [*found, *(line for each in inner for line in comments_of(each))]


def tree_of(node: Node) -> Tree:
    """The tree that a node is, comments left aside."""
    if node.kind == "mapping":
        return {key.value: tree_of(each) for key, each in node.pairs}
    return [tree_of(each) for each in node.items] if node.kind == "sequence" else node.value


def same(node: Node, tree: Tree) -> bool:
    """Whether a node is the tree, keys in the same order."""
    content = _content(tree)
    if isinstance(content, str):
        return node.kind == "scalar" and node.value == content
    if isinstance(content, Mapping):
        return (
            node.kind == "mapping"
            and [key.value for key, _ in node.pairs] == list(content)
            and all(same(each, content[key.value]) for key, each in node.pairs)
        )
    return node.kind == "sequence" and len(node.items) == len(content) and all(map(same, node.items, content))


def plain_tree(tree: Tree) -> Tree:
    """A tree without comments and brackets, of dicts, lists and strings alone."""
    content = _content(tree)
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return {key: plain_tree(each) for key, each in content.items()}
    return [plain_tree(each) for each in content]


def _content(tree: Tree) -> str | Mapping[str, Tree] | Sequence[Tree]:
    while isinstance(tree, (Commented, Inline)):
        tree = tree.content
    return tree


def _inline(tree: Tree) -> bool:
    while isinstance(tree, Commented):
        tree = tree.content
    return isinstance(tree, Inline)


def _comments(lines: Sequence[str]) -> list[str]:
    return [f"# {line}".rstrip() for each in lines for line in (each.splitlines() or [""])]


def _lines(content: str | Mapping[str, Tree] | Sequence[Tree], depth: int) -> list[str]:
    if depth > DEEPEST:
        raise ValueError(f"more than {DEEPEST} levels")
    assert not isinstance(content, str)
    if not content:
        return ["{}" if isinstance(content, Mapping) else "[]"]
    if isinstance(content, Mapping):
        return [line for key, each in content.items() for line in pair_lines(key, each, depth)]
    return [line for each in content for line in item_lines(each, depth)]


def _behind(mark: str, tree: Tree, depth: int) -> list[str]:
    """A key or dash with its value: behind it where that is one line, else below."""
    content = _content(tree)
    above, behind = (tree.above, tree.behind) if isinstance(tree, Commented) else ((), "")
    comments = _comments(above)
    note = "".join(f"  {line}" for line in _comments([" ".join(behind.split())])) if behind.strip() else ""
    if isinstance(content, str):
        if fits_a_block(content):
            sign, lines = literal(content, _STEP, 0)
            return [*comments, f"{mark} {sign}{note}", *lines.split("\n")]
        item = mark == "-"
        typed = on_one_line(content, "", False, item) if content or item else ""
        return [*comments, f"{mark} {typed}".rstrip(" ") + note if not typed else f"{mark} {typed}{note}"]
    if not content or _inline(tree):
        return [*comments, f"{mark} {flow_text(content)}{note}"]
    inner = _lines(content, depth + 1)
    return [*comments, mark + note, *(" " * _STEP + line if line else "" for line in inner)]
