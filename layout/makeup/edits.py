"""Edits of copy as an editor would make them, to try on the page what they come to: so many characters more or less, a
picture higher or lower."""

from __future__ import annotations

from layout.issue import Block, Copy, Story
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


def _changed(block: Block, delta: int) -> Block:
    text = block.copy.text
    if delta > 0:
        plain = [c for c in text if "一" <= c <= "龥"] or ["字"]
        added = "".join(plain[index % len(plain)] for index in range(delta))
        changed = text[:-1] + added + text[-1:]
    else:
        changed = text[: len(text) + delta - 1] + text[-1:] if delta else text
    return replace(block, copy=Copy(changed, tuple(e for e in block.copy.emphases if e.end <= len(changed))))


def longest_item(story: Story) -> int:
    return max(range(len(story.items)), key=lambda index: (length(story.items[index]), -index))


def length(story: Story) -> int:
    if story.items:
        return length(story.items[longest_item(story)])
    return sum(len(block.copy.text) for block in story.body if block.kind == "paragraph")


__all__ = ["edited", "length", "longest_item", "paragraph_order", "with_picture"]
