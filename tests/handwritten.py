"""YAML as people type it, from a source of randomness: every style, comments everywhere, odd indents, brackets; and
values that are awkward in YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from layout.source import Node
from layout.source.scalars import Refused
from layout.source.writing import Tree

WORDS = (
    *(
        "新桥",
        "通车",
        "lead",
        "a b",
        "1",
        "yes",
        "是",
        "x: y",
        "# d",
        "- d",
        "a #b",
        "it's",
        'say "hi"',
        "{x}",
        "[y",
        "*z",
    ),
    *(
        "&w",
        "?q",
        "|",
        "> f",
        "%p",
        "@a",
        "`t",
        "　全角",
        "末 ",
        " 首",
        "\ttab",
        "tab\tin",
        "",
        "“引”",
        "标题：副",
        "null",
    ),
    *(
        "~",
        "2019-07-15",
        "a, b",
        "\u2028x",
        "e\u0301",
        "\U0001f600",
        "-",
        "--- x",
        "...",
        ":",
        "::",
        "a:",
        "!t",
        "'",
        '"',
    ),
    *("\\n", "#", "a/b / c", "\ufeffbom", "k: |"),
)
KEYS = ("a", "b", "键", "title", "正文", "x-1", "'q k'", '"dq"', "c d", "e", "f")
COMMENTS = ("# 注一", "#注二", "# - 注三", "# 注四")
_LINES = ("文一段。", "line two", "  more in", "- dash", "# hash", "a: b", "##", "插题", " one")


def refusal(step: Callable[[], object]) -> str:
    """Why a step is refused; "" where it is done."""
    try:
        step()
    except Refused as refused:
        return refused.reason
    return ""


def awkward(random: Random) -> str:
    """A value: a word or two, or some lines."""
    if random.random() < 0.3:
        lines = [random.choice(WORDS) if random.random() < 0.8 else "" for _ in range(random.randint(1, 4))]
        return "\n".join(lines) + random.choice(["", "\n", "\n", "\n\n"])
    return "".join(random.choice(WORDS) for _ in range(random.randint(1, 2)))


def tree(random: Random, depth: int = 2) -> Tree:
    kind = random.random()
    if kind < 0.6 or depth == 0:
        return awkward(random)
    if kind < 0.8:
        keys = random.sample(["k1", "键二", "p: q", "z"], random.randint(0, 3))
        return {key: tree(random, depth - 1) for key in keys}
    return [tree(random, depth - 1) for _ in range(random.randint(0, 3))]


def document(random: Random) -> str:
    """The text of a file; it may have faults of YAML."""
    text = random.choice(["", "", "# 文件头\n"]) + _block(random, 0, 3, "mapping") + random.choice(["\n", "\n", ""])
    return text.replace("\n", "\r\n") if random.random() < 0.2 else text


def with_aliases(random: Random, text: str) -> str:
    """The text with one of its values, or of its blocks, repeated elsewhere by an alias."""
    values = list(re.finditer(r"(?<=: )(?:通车|新桥|甲|乙)[^\n,}\]#]*(?=[\n,}\]#])", text))
    if len(values) > 1:
        later = random.choice(values[1:])
        first = values[0].start()
        text = f"{text[:first]}&n {text[first : later.start()]}*n {text[later.end() :]}"
    block = re.search(r"^( *)(?:a|e|f|b):(?= *\n\1 +\S)", text, re.MULTILINE)
    if block and random.random() < 0.6:
        text = f"{text[: block.end()]} &m{text[block.end() :]}" + ("" if text.endswith("\n") else "\n") + "zz: *m\n"
    return text


def paths(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    yield path, node
    for index, each in enumerate([value for _, value in node.pairs] or node.items):
        yield from paths(each, (*path, index))


def _block(random: Random, column: int, depth: int, kind: str) -> str:
    lines: list[str] = []
    count = random.randint(1, 4)
    pad = " " * column
    for key in random.sample(KEYS, count):
        above = range(random.choice([0, 0, 0, 1, 2]))
        lines += [pad + random.choice(COMMENTS[:3]) if random.random() < 0.7 else "" for _ in above]
        head = pad + (f"{key}:" if kind == "mapping" else "-")
        behind = random.choice(["", "", "", f"  {COMMENTS[3]}", f" {COMMENTS[3]}"])
        chance = random.random()
        if chance < 0.6 or depth == 0:
            typed = _scalar(random, column, False)
            lines.append(head + (" " * random.choice([1, 1, 1, 3]) + typed if typed else ""))
            lines[-1] += "" if typed[:1] in ("|", ">") else behind
        elif chance < 0.75:
            lines.append(f"{head} {_flow(random, 2)}{behind}")
        else:
            inner = random.choice(["mapping", "sequence"])
            if kind == "sequence" and random.random() < 0.6:
                below = _block(random, column + 2, depth - 1, inner).split("\n")
                while not below[0].strip() or below[0].lstrip().startswith("#"):
                    below.pop(0)
                lines.append("\n".join([f"{pad}- {below[0][column + 2 :]}", *below[1:]]))
            else:
                level = inner == "sequence" and kind == "mapping" and random.random() < 0.4
                inside = column if level else column + random.choice([1, 2, 2, 4])
                lines.append(f"{head}{behind}\n{_block(random, inside, depth - 1, inner)}")
                if random.random() < 0.15:
                    lines.append(f"{' ' * inside}{COMMENTS[0]}")
    return "\n".join(lines)


def _words(random: Random) -> str:
    return "".join(
        random.choice(["新桥", "通车", "甲", "lead", " 乙", "，丙"]) for _ in range(random.randint(1, 3))
    ).strip()


def _scalar(random: Random, column: int, flow: bool) -> str:
    chance, words = random.random(), _words(random)
    if chance < 0.35:
        return words
    if chance < 0.45:
        return f"'{words}''s'"
    if chance < 0.55:
        return f'"{words}\\t\\u4e2d"'
    if flow:
        return words
    if chance < 0.6:
        return ""
    pad = " " * (column + random.choice([1, 2, 2, 4]))
    if chance < 0.85:
        lines = [random.choice(_LINES) if random.random() < 0.75 else "" for _ in range(random.randint(1, 5))]
        while lines and lines[0][:1] in ("", " "):
            lines.pop(0)
        body = "\n".join(pad + line if line else random.choice(["", "", " "]) for line in lines or ["段"])
        mark = random.choice(["|", "|", "|-", "|+", ">", ">-", ">+"])
        return f"{mark}{random.choice(['', '', f'  {COMMENTS[3]}'])}\n{body}" + "\n" * random.choice([0, 0, 1, 2])
    if chance < 0.93:
        return f"{words}\n{pad}{words}" + random.choice(["", f"\n\n{pad}三"])
    return f'"{words}\n{pad}q"'


def _flow(random: Random, depth: int) -> str:
    count = random.randint(0, 3)
    pairs = random.random() < 0.5
    items: list[str] = []
    for key in random.sample(["a", "b", "键", "k"], count):
        value = _flow(random, depth - 1) if depth and random.random() < 0.2 else _scalar(random, 0, True)
        items.append(value if not pairs else key if random.random() < 0.1 else f"{key}: {value}")
    between = random.choice([", ", ", ", ",\n      "])
    opened, closed = "{}" if pairs else "[]"
    return opened + between.join(items) + random.choice(["", "", " "]) + closed
