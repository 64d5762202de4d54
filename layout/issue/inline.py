"""The small Markdown inside a paragraph → emphases over its copy. Every character stays or is markup.

Markup is what docs/yaml.md names and nothing else; an asterisk that closes nothing prints as an asterisk. A backslash
right before a sign of markup makes it a plain sign (of several, each pair stands for one); anywhere else it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.issue.values import Copy, Emphasis, EmphasisKind

# Patterns of rare signs, compiled when copy first has some: that takes 5 ms.
_LINK = r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:|www\.)[^()\s]*)\)"
_RUBY = r"\{([^{}|\n]+)\|([^{}|\n]+)\}"
_STRONG = r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*"
_DOTS = r"(?<!\*)\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)"
# Names and book titles have a Chinese character in them: Latin copy may hold the same signs (__init__, ~~). Several may
# touch, but more signs than those are blanks to be filled in by hand: ____.
_HAN = r"(?=[^{0}\n]*?[\u3400-\u9fff])[^{0}\n]*+"
_NAMES = rf"(?<!_)(?:__{_HAN.format('_')}__)+(?!_)"
_BOOKS = rf"(?<!~)(?:~~{_HAN.format('~')}~~)+(?!~)"
_NAME = "__([^_]+)__"
_BOOK = "~~([^~]+)~~"
_SUPER = r"(?<=[^\s^])\^([^\s^]{1,8})\^"
# What may open strong type, and what closes it.
_OPENS = re.compile(r"\*\*(?=[^\s*])")
_CLOSES = re.compile(r"(?<=[^\s*])\*\*")
_SIGNS = re.compile(r"[*_~^{\[]")
_ESCAPED = re.compile(r"(\\+)([*_~^{\[])")

_Found = tuple[int, int, EmphasisKind, str]


def inline(copy: Copy) -> Copy:
    """The copy without the signs of its markup, and what they say as emphases."""
    if not _SIGNS.search(copy.text):
        return copy
    text = copy.text
    dropped, literal = _escaped(text)
    found: list[_Found] = []
    owners = [0] * len(text)  # the innermost emphasis of each character, from 1
    for pattern, kind in _KINDS:
        # What is markup already is out of sight for the next kind.
        masked = "".join(["\0" if at in dropped or at in literal else character for at, character in enumerate(text)])
        for match in _matches(pattern, masked):
            start, end = match.span(1)
            # It would begin inside another emphasis and end outside, or the other way round.
            crosses = owners[match.start()] != owners[match.end() - 1]
            # Or another would stand in what goes: in an address, in a reading.
            crosses = crosses or any(owners[at] != owners[match.start()] for at in range(end, match.end()))
            if crosses or (kind == "dots" and _is_sum(text, match)):
                continue
            dropped.update(range(match.start(), start), range(end, match.end()))
            found.append((start, end, kind, text[slice(*match.span(2))] if match.re.groups > 1 else ""))
            around = owners[match.start()]
            for at in range(start, end):
                owners[at] = len(found) if owners[at] == around else owners[at]
    if not dropped:
        return copy
    kept = [at for at in range(len(text)) if at not in dropped]
    place = {at: new for new, at in enumerate(kept)}
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(text)))
    return Copy(
        "".join([text[at] for at in kept]),
        tuple(sorted(_placed(found, place), key=lambda each: (each.start, -each.end))),
        copy.node,
        copy.start,
        tuple([offsets[at] for at in kept]),
    )


def escaped(text: str) -> str:
    """The text as it is typed where none of its signs is markup."""
    return _TYPED.sub(lambda match: match[1] * 2 + "\\" + match[2], text)


_TYPED = re.compile(r"(\\*)([*_~^{\[])")


def _escaped(text: str) -> tuple[set[int], set[int]]:
    """The backslashes that go, and the signs that are none of markup."""
    dropped: set[int] = set()
    literal: set[int] = set()
    for match in _ESCAPED.finditer(text):
        count = len(match[1])
        dropped.update(range(match.start(), match.start() + (count + 1) // 2))
        if count % 2:
            literal.add(match.start(2))
    return dropped, literal


_KINDS: tuple[tuple[str, EmphasisKind], ...] = (
    (_LINK, "link"),
    (_RUBY, "ruby"),
    (_STRONG, "strong"),
    (_DOTS, "dots"),
    (_NAME, "name"),
    (_BOOK, "book"),
    (_SUPER, "super"),
)


def _matches(kind: str, text: str) -> Iterator[re.Match[str]]:
    pattern, chain = re.compile(kind), {_NAME: _NAMES, _BOOK: _BOOKS}.get(kind)
    if kind == _STRONG:
        yield from _strongs(pattern, text)
    elif chain is None:
        yield from pattern.finditer(text)
    else:
        for several in re.finditer(chain, text):
            yield from pattern.finditer(text, *several.span())


def _strongs(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As finditer, but what closes is looked for once for all that is open before it."""
    at = 0
    while (opens := _OPENS.search(text, at)) is not None:
        closes = _CLOSES.search(text, opens.end() + 1)
        if closes is None:
            return
        turn = text.find("\n", opens.start(), closes.start())
        match = pattern.match(text, opens.start()) if turn < 0 else None
        if match is not None:
            yield match
        at = turn + 1 if turn >= 0 else closes.end()


def _placed(found: list[_Found], place: dict[int, int]) -> Iterator[Emphasis]:
    for start, end, kind, value in found:
        inside = [place[at] for at in range(start, end) if at in place]
        yield Emphasis(inside[0], inside[-1] + 1, kind, value)


def _is_sum(text: str, match: re.Match[str]) -> bool:
    """3*4*5: an asterisk between two Latin letters or digits."""
    return _in_a_word(text, match.start()) or _in_a_word(text, match.end() - 1)


def _in_a_word(text: str, index: int) -> bool:
    around = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()
