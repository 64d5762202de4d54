"""Where words stand in an article: what is compared, and the boxes of what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.archive.folding import fold, fold_placed
from layout.archive.values import Lit
from layout.articles.values import Article, Block, Line, Word
from layout.units import Rect

SNIPPET = 64
"""Characters of a snippet at most: two lines of a list."""

_BEFORE = 20  # of them before the first place
_QUOTES = '"＂“”„‟'
_WORDS = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^\\s{_QUOTES}]+)")


def words_of(query: str) -> tuple[str, ...]:
    """What is looked for, folded: words between blanks, and what stands in quotes, straight or Chinese. A quote that
    is not closed is none. Raises LayoutError (NP950)."""
    found = (fold(match[1] if match[1] is not None else match[2]) for match in _WORDS.finditer(query))
    return tuple(dict.fromkeys(word for word in found if word))


def parts_of(article: Article) -> list[tuple[str, Block]]:
    """Everything of an article that is searched, in reading order: role of the block it belongs to (of a quote's
    paragraph: quote), and the block of one run of text. What is found never runs over two of them."""
    return [part for block in article.blocks for part in _parts(block, block.role)]


def _parts(block: Block, role: str) -> Iterator[tuple[str, Block]]:
    if block.lines and block.text:
        yield role, block
    for each in block.blocks:
        yield from _parts(each, "quote" if role == "quote" else each.role)


def lit(article: Article, words: tuple[str, ...]) -> tuple[Lit, ...]:
    """Every place of an article in which one of the folded words stands: a box for each line of it, in reading order.
    A word of letters is lit whole, also over a hyphen."""
    return tuple(dict.fromkeys(each for _, block in parts_of(article) for each in _lit(block, words)))


def _lit(block: Block, words: tuple[str, ...]) -> Iterator[Lit]:
    if not any(word in (folded := fold(block.text)) for word in words):
        return
    placed = [(line, word) for line in block.lines for word in line.words]
    text = "".join(word.text + word.after for _, word in placed)
    owner: list[int] = []  # of each character, the word it stands in
    for index, (_, word) in enumerate(placed):
        owner += [index] * len(word.text + word.after)
    folded, origins = fold_placed(text)
    for first, last in sorted(spans(folded, words)):
        start, end = owner[origins[first]], owner[origins[last - 1]]
        if start and _broken(placed[start - 1][0], placed[start - 1][1]):
            start -= 1
        if end + 1 < len(placed) and _broken(*placed[end]):
            end += 1
        yield from _boxes(placed[start : end + 1])


def _broken(line: Line, word: Word) -> bool:
    """Whether the word goes on on the next line."""
    return line.broken is not None and word is line.words[-1]


def _boxes(placed: list[tuple[Line, Word]]) -> Iterator[Lit]:
    first = 0
    for at in range(1, len(placed) + 1):
        if at == len(placed) or placed[at][0] is not placed[first][0]:
            boxes = [word.box for _, word in placed[first:at]]
            left, top = min(box.x for box in boxes), min(box.y for box in boxes)
            width, height = max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top
            yield Lit(placed[first][0].page, Rect(left, top, round(width, 2), round(height, 2)))
            first = at


def spans(folded: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """First and last + 1 of every place of the words in a folded text."""
    for word in words:
        at = folded.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = folded.find(word, at + 1)


def snippet(parts: list[str], words: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Words round the first place in these texts, else the start of the first, as (text, whether it was looked
    for)."""
    for text in parts:
        folded, origins = fold_placed(text)
        found = sorted(spans(folded, words))
        if found:
            return _cut(text, _marked(text, origins, found), origins[found[0][0]])
    return _cut(parts[0], [False] * len(parts[0]), 0) if parts else ()


def _marked(text: str, origins: tuple[int, ...], found: list[tuple[int, int]]) -> list[bool]:
    marked = [False] * len(text)
    for first, last in found:
        end = origins[last] if last < len(origins) and origins[last] > origins[last - 1] else origins[last - 1] + 1
        if origins[last - 1] + 1 < end and text[end - 1].isspace():
            end = origins[last - 1] + 1
        marked[origins[first] : end] = [True] * (end - origins[first])
    return marked


def _cut(text: str, marked: list[bool], at: int) -> tuple[tuple[str, bool], ...]:
    start = max(0, min(at - _BEFORE, len(text) - SNIPPET))
    end = min(len(text), start + SNIPPET)
    made: list[tuple[str, bool]] = [("…", False)] if start else []
    first = start
    for at in range(start + 1, end + 1):
        if at == end or marked[at] != marked[first]:
            made.append((text[first:at], marked[first]))
            first = at
    if end < len(text):
        made.append(("…", False))
    return tuple(made)
