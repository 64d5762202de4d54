"""Where words stand in an article: what is compared, and the boxes of what was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import accumulate, chain
from typing import Any

from layout.archive.folding import fold, fold_placed
from layout.archive.values import Lit
from layout.articles.stored import read_line
from layout.articles.values import Article, Block, Line
from layout.units import Rect, union

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
    made = (_lit([line.text for line in block.lines], block.lines.__getitem__, words) for _, block in parts_of(article))
    return tuple(dict.fromkeys(chain.from_iterable(made)))


def lit_stored(article: Mapping[str, Any], words: tuple[str, ...]) -> tuple[Lit, ...]:
    """The same of an article of a stored edition, as parsed; only the lines that are lit are read. Raises KeyError,
    TypeError or IndexError where it is none."""
    return tuple(dict.fromkeys(each for block in article["blocks"] for each in _lit_stored(block, words)))


def _lit_stored(block: Mapping[str, Any], words: tuple[str, ...]) -> Iterator[Lit]:
    lines = block.get("lines", ())
    yield from _lit([line["text"] for line in lines], cache(lambda at: read_line(lines[at])), words)
    for each in block.get("blocks", ()):
        yield from _lit_stored(each, words)


def _lit(texts: list[str], line_at: Callable[[int], Line], words: tuple[str, ...]) -> Iterator[Lit]:
    """texts: of the lines of a paragraph; line_at: each of them."""
    folded, origins = fold_placed("".join(texts))
    starts = list(accumulate(map(len, texts), initial=0))
    for first, last in sorted(spans(folded, words)):
        begin, end = origins[first], origins[last - 1]
        from_line, to_line = bisect_right(starts, begin) - 1, bisect_right(starts, end) - 1
        if from_line and line_at(from_line - 1).broken and begin - starts[from_line] < _first(line_at(from_line)):
            from_line -= 1
            begin = starts[from_line + 1] - 1
        if line_at(to_line).broken and starts[to_line + 1] - end <= _last(line_at(to_line)):
            to_line += 1
            end = starts[to_line]
        for at in range(from_line, to_line + 1):
            line = line_at(at)
            boxes = [box for from_, to, box in _placed(line, starts[at]) if to > begin and from_ <= end]
            if boxes:
                yield Lit(line.page, _union(boxes))


def _first(line: Line) -> int:
    return len(line.words[0].text) if line.words else 0


def _last(line: Line) -> int:
    return len(line.words[-1].text + line.words[-1].after) if line.words else 0


def _placed(line: Line, at: int) -> Iterator[tuple[int, int, Rect]]:
    """First and last + 1 of each word's characters, and its box; at: where the line begins."""
    for word in line.words:
        yield at, at + len(word.text), word.box
        at += len(word.text) + len(word.after)


def _union(boxes: list[Rect]) -> Rect:
    if len(boxes) == 1:
        return boxes[0]
    whole = union(*boxes)
    return Rect(whole.x, whole.y, round(whole.width, 2), round(whole.height, 2))


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
