"""The characters of a page that was not made here → lines and paragraphs, as far as their places tell.

No article is guessed: each page is one, in the order the file draws its words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.scripts import is_han
from layout.units import Rect, Size, union

Character = tuple[str, float, float, float, float]
"""Text, left, top, right, bottom of its ink, points from the trimmed corner; " " = a blank, at no place."""

UNSEEN = ("Cc", "Cf", "Cs", "Cn")
"""Categories of characters that nobody sees and some programs obey: no copy of a page."""

_JOINERS = "\u200c\u200d"
_SAME_LINE = 0.4  # of the lower character's height: how far two must overlap
_APART = 2.5  # em between two columns' lines
_NEXT_LINE = 2.4  # em from line to line inside a paragraph
_INDENT = 1.2  # em by which a paragraph's first line is set in
_LIKE = 1.25  # sizes that differ by more are a head and its text


def edition(about: About, sizes: Sequence[Size], pages: Sequence[Sequence[Character]]) -> Edition:
    """The edition of a file's pages. sizes: of their trims."""
    texts = tuple(PageText(number, size) for number, size in enumerate(sizes, 1))
    articles = tuple(
        Article(
            f"{number:02d}01",
            "story",
            f"{number}",
            ((number, Rect(0, 0, round(size.width, 2), round(size.height, 2))),),
            tuple(_blocks(list(_lines(page, number)))),
        )
        for number, (size, page) in enumerate(zip(sizes, pages, strict=True), 1)
    )
    return Edition(about, texts, articles)


def _lines(page: Sequence[Character], number: int) -> Iterator[Line]:
    words: list[Word] = []
    blank = False
    for text, left, top, right, bottom in _whole(page):
        if text == " ":
            blank = True
            continue
        if unicodedata.category(text) in UNSEEN and text not in _JOINERS:
            continue
        box = Rect(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))
        if words and not _goes_on(words, box):
            yield _line(words, number, blank)
            words = []
        elif words and blank and _parted(words[-1].text, text):
            words[-1] = Word(words[-1].text, words[-1].box, " ")
        if words and not blank and _one_word(words[-1].text, text):
            last = words.pop()
            box = _joined(last.box, box)
            text = last.text + text
        words.append(Word(text, box))
        blank = False
    if words:
        yield _line(words, number, False)


def _whole(page: Sequence[Character]) -> Iterator[Character]:
    """Characters beyond U+FFFF come in two halves."""
    high: Character | None = None
    for each in page:
        code = ord(each[0][0])
        if 0xD800 <= code < 0xDC00:
            high = each
        elif 0xDC00 <= code < 0xE000:
            if high is not None:
                whole = chr(0x10000 + ((ord(high[0]) - 0xD800) << 10) + (code - 0xDC00))
                yield whole, *high[1:]
            high = None
        else:
            yield each


def _goes_on(words: Sequence[Word], box: Rect) -> bool:
    """Whether a character stands on the line of these words."""
    last = words[-1].box
    height = max(word.box.height for word in words)
    top, bottom = min(word.box.y for word in words), max(word.box.bottom for word in words)
    common = min(bottom, box.bottom) - max(top, box.y)
    # Commas and dashes are low: what counts is that they stand within the line.
    beside = common >= _SAME_LINE * min(box.height, height) or (box.y >= top and box.bottom <= bottom + 0.3 * height)
    return beside and -0.5 * height <= box.x - last.right <= _APART * height


def _parted(left: str, right: str) -> bool:
    """Whether a blank between two words is copy: beside Han it is only a gap of setting."""
    return not is_han(left[-1]) and not is_han(right[0])


def _one_word(left: str, right: str) -> bool:
    return all(each.isalnum() and not is_han(each) for each in (left[-1], right[0]))


def _line(words: Sequence[Word], number: int, blank: bool) -> Line:
    box = words[0].box
    for word in words[1:]:
        box = _joined(box, word.box)
    size = round(max(word.box.height for word in words), 1)
    # A blank between two lines is copy only between words of letters.
    if blank and words[-1].text[-1].isalnum() and not is_han(words[-1].text[-1]):
        words = [*words[:-1], Word(words[-1].text, words[-1].box, " ")]
    return Line(number, box, size, tuple(words))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    block: list[Line] = []
    for line in lines:
        if block and not _continues(block, line):
            yield Block("paragraph", tuple(block))
            block = []
        block.append(line)
    if block:
        yield Block("paragraph", tuple(block))


def _continues(block: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on with a paragraph, at its column's foot in the next one too."""
    last = block[-1]
    if max(last.size, line.size) > _LIKE * min(last.size, line.size):
        return False
    em = max(last.size, line.size)
    down = line.box.y - last.box.y
    if down <= 0:
        return True
    left = min(each.box.x for each in block)
    return down <= _NEXT_LINE * em and line.box.x - left < _INDENT * em


def _joined(one: Rect, other: Rect) -> Rect:
    whole = union(one, other)
    return Rect(whole.x, whole.y, round(whole.width, 2), round(whole.height, 2))
