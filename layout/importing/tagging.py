"""What each element of a document is: head, copy, byline, caption … by the source's own word, its look, and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from layout.diagnostics import short
from layout.importing.lines import width
from layout.importing.rules import certainty, ends_line, is_banner, looks_like_copy, opens_story
from layout.importing.values import Document, Doubt, Element, Passage
from layout.value import replace, value

CLEARLY = 1.3  # times the size of the copy, and more, is no subhead
SURE = 0.8  # a guess less certain than this is marked
_LARGER = 1.15  # times the size of the copy, and more, is a head
_LONGEST_HEAD = 40.0  # em: a longer line is copy
_LONGEST_CAPTION = 120.0  # em
_FIRST_LINE = 1.5  # em that the first line of a paragraph is set in, at least
_SUBHEAD = 16.0  # em: a longer line amid copy is a head
_SEPARATOR = re.compile(r"[-=—_*＊·.…~～\s]{3,}")

Tag = Literal["head", "copy", "subhead", "item", "byline", "caption", "credit", "picture", "table", "note", "break"]


@value
class Tagged:
    tag: Tag
    element: Element


def tagged(document: Document) -> Iterator[Tagged | Passage]:
    """Each element with its tag; those left out as passages."""
    size = copy_size(document.elements)
    levels = _levels(document)
    last: Tag = "break"
    for at, element in enumerate(document.elements):
        following = _next_copy(document.elements, at)
        for each in _one(element, document, size, levels, last, following):
            if isinstance(each, Tagged):
                last = each.tag
            yield each


def _one(
    element: Element, document: Document, size: float, levels: tuple[int, int], last: Tag, following: Element | None
) -> Iterator[Tagged | Passage]:
    text = element.text
    plain = {"picture": "picture", "table": "table", "note": "note", "item": "item", "caption": "caption"}
    if element.kind == "caption" and document.loose and certainty("furniture", text):
        yield element.passage.left("furniture")
    elif element.kind in plain:
        yield Tagged(plain[element.kind], element)  # type: ignore[arg-type]
    elif element.kind == "break":
        yield Tagged("break", Element("break", page=element.page))
    elif not text:
        if element.passage.parts:
            yield element.passage.left("unseen")
    else:
        yield from _by_text(element, document, size, levels, last, following)


def _by_text(
    element: Element, document: Document, size: float, levels: tuple[int, int], last: Tag, following: Element | None
) -> Iterator[Tagged | Passage]:
    """A line that the file does not say all of: by what it says, then by its look."""
    text = element.text
    if element.kind == "furniture" or (document.loose and _is_furniture(text, last)):
        yield element.passage.left("furniture")
        yield Tagged("break", Element("break", page=element.page))
    elif _SEPARATOR.fullmatch(text):
        yield element.passage.left("separator")
        yield Tagged("break", Element("break", page=element.page))
    elif element.kind == "heading" and (0 < element.level < levels[0] or certainty("issue_name", text)):
        yield Tagged("break", element)
    elif element.kind == "heading":
        yield Tagged("subhead" if levels[1] and element.level >= levels[1] and last != "break" else "head", element)
    elif (document.loose and is_banner(text)) or certainty("issue_name", text):
        yield Tagged("break", element)
    elif width(text) <= _LONGEST_HEAD and certainty("byline", text):
        yield Tagged("byline", element)
    elif certainty("caption", text) and width(text) <= _LONGEST_CAPTION:
        yield Tagged("caption", element)
    elif certainty("credit", text):
        yield Tagged("credit", element)
    else:
        tag = _running(element, document, size, last, following)
        if tag == "subhead" and document.loose and not certainty("subhead", text):
            doubt = Doubt("subhead", "body", (("text", short(text, 16)),))
            element = replace(element, doubts=(*element.doubts, doubt))
        yield Tagged(tag, element)


def _is_furniture(text: str, last: Tag) -> bool:
    """Whether a line is of a page's head or foot; one with a date only before any story."""
    return bool(certainty("furniture", text) or (last == "break" and certainty("edge", text)))


def _running(element: Element, document: Document, size: float, last: Tag, following: Element | None) -> Tag:
    """Copy, or a head or subhead that only its look tells."""
    text = element.text
    large = bool(size and element.size >= _LARGER * size)
    clearly = bool(size and element.size >= CLEARLY * size)
    if width(text) > _LONGEST_HEAD or (looks_like_copy(text) and not (clearly and document.loose)):
        return "copy"
    if last == "picture" and not large and (element.centred or 0 < element.size < size):
        return "caption"
    if certainty("subhead", text) and not large and _is_subhead(text, last, following):
        return "subhead"
    if not document.loose:
        return _by_dress(element, large, last, following)
    if not size:
        return _by_blanks(element, last, following)
    return "head" if clearly else _by_size(element, size, last, following)


def _by_dress(element: Element, large: bool, last: Tag, following: Element | None) -> Tag:
    """A line of a file whose paragraphs are whole."""
    if large or element.centred or element.bold:
        return "head" if large or element.centred or last in ("break", "head") else "subhead"
    return "head" if last == "break" and following is not None and following.kind == "text" else "copy"


def _by_blanks(element: Element, last: Tag, following: Element | None) -> Tag:
    """A line of plain text."""
    text = element.text
    if _is_copy_line(element, last, following):
        return "copy"
    if last in ("copy", "item") and width(text) <= _SUBHEAD and following is not None:
        alone = following.blank > 0 or element.blank == 0
        if alone and not opens_story(following.text) and looks_like_copy(following.text):
            return "subhead" if not certainty("kicker", text) else "head"
    return "head"


def _by_size(element: Element, size: float, last: Tag, following: Element | None) -> Tag:
    """A line of a page, little or no larger than its copy."""
    text = element.text
    close = last in ("head", "byline") and element.size <= _LARGER * size
    if close and width(text) <= _SUBHEAD and not ends_line(text):
        return "byline"
    if not element.bold or element.size < size:
        return "copy"
    # A line in another face, a little larger than the copy: a subhead inside a story, or the head of a brief.
    opens = following is not None and opens_story(following.text)
    heads = certainty("kicker", text) or last == "head" or opens or (element.page and not element.centred)
    return "subhead" if last in ("copy", "item") and not heads else "head"


def _is_subhead(text: str, last: Tag, following: Element | None) -> bool:
    """Whether a numbered line stands amid copy; before another head it names a section."""
    if following is not None and following.kind == "text" and not looks_like_copy(following.text):
        other = following.text
        if width(other) <= _SUBHEAD * 2 and not certainty("subhead", other) and not certainty("copy_line", other):
            return False
    return last in ("copy", "item", "subhead", "picture", "table", "byline") or text.startswith("其")


def _is_copy_line(element: Element, last: Tag, following: Element | None) -> bool:
    """Whether a short line without a full stop is copy all the same: set in as copy is, an item, who signs and when."""
    text = element.text
    if last == "break":
        return False
    sure = certainty("copy_line", text)
    dated = following is not None and certainty("copy_line", following.text) > 0 and "日" in following.text[-1:]
    return sure >= SURE or (sure > 0 and dated) or (last in ("copy", "item") and _FIRST_LINE <= element.indent <= 3)


def _next_copy(elements: Sequence[Element], at: int) -> Element | None:
    return elements[at + 1] if at + 1 < len(elements) else None


def copy_size(elements: Sequence[Element]) -> float:
    """The size most characters of running text have; 0 = the source tells none."""
    counts: dict[float, int] = {}
    for element in elements:
        if element.kind == "text" and element.size:
            counts[element.size] = counts.get(element.size, 0) + len(element.text)
    return max(counts, key=lambda each: (counts[each], -each)) if counts else 0.0


def _levels(document: Document) -> tuple[int, int]:
    """The level of headings that begin stories, and the level from which they are subheads (0 = none are)."""
    found = [element for element in document.elements if element.kind == "heading" and element.level]
    if not found:
        return 0, 0
    top = min(element.level for element in found)
    deeper = [element.level for element in found if element.level > top]
    if not deeper:
        return top, 0
    first = next(at for at, element in enumerate(document.elements) if element.kind == "heading")
    rest = document.elements[first + 1 :]
    # One highest heading with headings right below it names the page; the stories are the next level.
    alone = sum(element.level == top for element in found) == 1 and found[0].level == top
    if alone and len(deeper) > 1 and rest and rest[0].kind == "heading" and rest[0].level:
        story = min(deeper)
        lower = [level for level in deeper if level > story]
        return story, min(lower, default=0)
    return top, min(deeper)
