"""Edits of copy as an editor would make them, to try on the page what they come to: so many characters more or less, a
picture higher or lower."""

from __future__ import annotations

from layout.issue import Block, Copy, Story
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.value import replace


def with_picture(story: Story, number: int, rows: int) -> Story:
    """The story with picture `number` (from 1) of so many rows."""
    pictures = list(story.pictures)
    pictures[number - 1] = replace(pictures[number - 1], rows=rows)
    return replace(story, pictures=tuple(pictures))


def edited(story: Story, delta: int, last: bool = False) -> Story:
    """The story with so many characters more (+) or less (−) before the last mark of its longest paragraph,
    or of its last.

    Of briefs, the longest is edited. A paragraph that is too short for a cut loses what it can,
    the one before it the rest.
    """
    if story.items:
        index = longest_item(story)
        item = edited(story.items[index], delta, last)
        return replace(story, items=(*story.items[:index], item, *story.items[index + 1 :]))
    body = list(story.body)
    order = paragraph_order(story, last)
    if delta > 0:
        body[order[0]] = _changed(body[order[0]], delta)
    for index in order:
        if delta < 0:
            take = min(-delta, max(0, len(body[index].copy.text) - 2))
            body[index] = _changed(body[index], -take)
            delta += take
    return replace(story, body=tuple(body))


def paragraph_order(story: Story, last: bool) -> list[int]:
    paragraphs = [index for index, block in enumerate(story.body) if block.kind == "paragraph"] or [0]
    if last:
        return paragraphs[::-1]
    return sorted(paragraphs, key=lambda index: (-len(story.body[index].copy.text), index))


def characters_for(copy: Copy, style: TextStyle, measure: float, lines: int, setter: Typesetter) -> int:
    """The fewest characters by which a paragraph must grow (lines > 0) or shrink to have so many lines more or fewer,
    found by breaking it; of a cut that is longer than the paragraph, about as many."""
    sign, wanted = (1 if lines > 0 else -1), abs(lines)
    a_line = max(1, int(measure / style.size))
    high = wanted * a_line
    if sign < 0 and high >= len(copy.text):
        return high  # the paragraph before it gives the rest
    now = lines_of(copy, style, measure, 0, setter)

    def changed(count: int) -> int:
        """Lines more or fewer, in the direction asked for."""
        return sign * (lines_of(copy, style, measure, sign * count, setter) - now)

    low = max(0, high - a_line)
    while changed(high) < wanted and high < (wanted + 2) * a_line:
        low, high = high, high + max(1, a_line // 4)
    while low and changed(low) >= wanted:
        low, high = max(0, low - a_line), low
    while high - low > 1:
        middle = (low + high) // 2
        if changed(middle) >= wanted:
            high = middle
        else:
            low = middle
    return high


def lines_of(copy: Copy, style: TextStyle, measure: float, delta: int, setter: Typesetter) -> int:
    """Lines of a paragraph with so many characters more or less."""
    return len(setter.typeset(_changed(Block("paragraph", copy), delta).copy, style, measure).lines)


def _changed(block: Block, delta: int) -> Block:
    text = block.copy.text
    if not delta:
        return block
    if delta > 0:
        plain = [c for c in text if "一" <= c <= "龥"] or ["字"]
        added = "".join(plain[index % len(plain)] for index in range(delta))
        changed = text[:-1] + added + text[-1:]
    else:
        changed = text[: max(0, len(text) + delta - 1)] + text[-1:]
    return replace(block, copy=Copy(changed, tuple(e for e in block.copy.emphases if e.end <= len(changed))))


def longest_item(story: Story) -> int:
    return max(range(len(story.items)), key=lambda index: (length(story.items[index]), -index))


def length(story: Story) -> int:
    if story.items:
        return length(story.items[longest_item(story)])
    return sum(len(block.copy.text) for block in story.body if block.kind == "paragraph")


__all__ = [
    "characters_for",
    "edited",
    "length",
    "lines_of",
    "longest_item",
    "paragraph_order",
    "with_picture",
]
