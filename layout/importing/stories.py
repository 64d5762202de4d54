"""The elements of a document → its stories: what is a head, which copy is whose, where pictures and notes belong.

Where the source tells its own structure (styles, sizes, tags) its order is kept. Where it does not, heads and copy are
matched by what they say. What is unsure is kept as a doubt beside the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import zip_longest

from layout.diagnostics import short
from layout.importing.heads import Head, goes_on, head_of
from layout.importing.matching import Match, match, pairs
from layout.importing.rules import certainty, found
from layout.importing.tagging import CLEARLY, SURE, Tag, Tagged, copy_size, tagged
from layout.importing.values import (
    BodyBlock,
    Document,
    Doubt,
    Element,
    Part,
    Passage,
    PictureFound,
    Story,
    TableFound,
    joined,
)
from layout.issue.values import BlockKind
from layout.value import replace, value

_MINOR = 1.25  # times the size of the copy, and less, is the head of a brief or a subhead
_SHORT_NAME = 8  # characters of a section's name at most
_BLOCKS: dict[str, BlockKind] = {"subhead": "subhead", "item": "item"}
_NAMELESS = re.compile("[\ufffd\ue000-\uf8ff]")  # replacement character; private use, whose look only a font knows


@value
class Found:
    """The stories of a document, what of it was left out, and the section names met, each with its page (0 = none)."""

    stories: tuple[Story, ...]
    left: tuple[Passage, ...]
    banners: tuple[tuple[int, Passage], ...]


def stories_of(document: Document) -> Found:
    left = list(document.left)
    banners: list[tuple[int, Passage]] = []
    kept: list[Tagged] = []
    for each in tagged(document):
        if isinstance(each, Passage):
            left.append(each)
        elif each.tag == "break" and each.element.passage.parts and all(p != each.element.page for p, _ in banners):
            # The first names the page, those after it the story that follows.
            banners.append((each.element.page, each.element.passage.stripped()))
            kept.append(Tagged("break", Element("break")))
        else:
            kept.append(each)
    groups = _groups(kept, document)
    heads = [group for group in groups if group[0].tag == "head"]
    assigned = _assigned(groups, heads, document)
    builder = _Builder(groups, heads, assigned)
    stories = tuple(builder.stories())
    if builder.section is not None:
        left.append(builder.section.left("furniture"))
    return Found(stories, tuple(left), tuple(banners))


# Which belong together


def _groups(elements: Sequence[Tagged], document: Document) -> list[tuple[Tagged, ...]]:
    """Lines of one head together; everything else by itself."""
    groups: list[list[Tagged]] = []
    loose, size = document.loose, copy_size(document.elements)
    copies = [each.element.text for each in elements if each.tag == "copy"] if loose else []
    whole = pairs("\n".join(copies))
    for each in elements:
        last = groups[-1] if groups else []
        both = each.tag == "head" and bool(last) and last[-1].tag == "head"
        if both and _one_head(last, each, loose, whole, size):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [tuple(group) for group in groups]


def _one_head(group: Sequence[Tagged], each: Tagged, loose: bool, copy: Set[str], size: float) -> bool:
    before, element = group[-1].element, each.element
    if before.page != element.page or len(group) >= 6:
        return False
    # A section's name over the first of its briefs: short, and much larger than a line that is hardly more than copy.
    if certainty("deck", element.text):
        return True
    section = loose and before.size >= CLEARLY * element.size and len(before.text) <= _SHORT_NAME
    if size and section and element.size <= _MINOR * size:
        return False
    if element.blank < 0:  # the next line of one paragraph
        return True
    if not loose:
        return not (before.level and element.level and element.level <= before.level and before.style == element.style)
    if certainty("subhead", before.text):
        return False
    if certainty("kicker", element.text) and len(group) > sum(bool(certainty("kicker", g.element.text)) for g in group):
        return False
    if certainty("kicker", before.text):
        return True
    return not element.blank or goes_on(before.text, element.text, copy)


@value
class _Assigned:
    """Of each group that is copy: the head it goes with, −1 = none, and whether that is sure."""

    heads: tuple[Match | None, ...]


def _assigned(
    groups: Sequence[tuple[Tagged, ...]], heads: Sequence[tuple[Tagged, ...]], document: Document
) -> _Assigned:
    copies: list[str] = []
    near: list[int] = []
    parted: list[bool] = []
    places: list[int] = []
    last, number, between = -1, -1, True
    for at, group in enumerate(groups):
        tag = group[0].tag
        if tag == "head":
            number += 1
            last, between = number, True
        elif tag in ("copy", "item", "subhead"):
            copies.append(group[0].element.text)
            near.append(last)
            parted.append(between)
            places.append(at)
            last, between = -1, False
        elif tag == "break":
            last, between = -1, True
    texts = [" ".join(each.element.text for each in head) for head in heads]
    if document.loose:
        matches = match(texts, copies, near, parted, bool(copy_size(document.elements)))
    else:
        matches = []
        for head, apart in zip(near, parted, strict=True):
            goes = head if head >= 0 else -1 if not matches or (apart and not heads) else matches[-1].head
            matches.append(Match(goes, True))
    found: list[Match | None] = [None] * len(groups)
    for at, one in zip(places, matches, strict=True):
        found[at] = one
    return _Assigned(tuple(found))


# The stories


class _Draft:
    """A story while its parts come in."""

    def __init__(self, head: tuple[Tagged, ...] = (), number: int = -1) -> None:
        self.head, self.number = head, number
        self.byline: Passage | None = None
        self.banner: Passage | None = None
        self.blocks: list[BodyBlock] = []
        self.notes: list[BodyBlock] = []
        self.pictures: list[PictureFound] = []
        self.tables: list[TableFound] = []
        self.doubts: list[Doubt] = []
        self.first = 0
        self.page = head[0].element.page if head else 0


class _Builder:
    """Goes through the groups of a document once and puts each into its story.

    present: the story whose copy came last; under: the one whose head has just come.
    """

    def __init__(
        self, groups: Sequence[tuple[Tagged, ...]], heads: Sequence[tuple[Tagged, ...]], assigned: _Assigned
    ) -> None:
        self.groups, self.assigned = groups, assigned
        self.drafts = [_Draft(head, number) for number, head in enumerate(heads)]
        self.order: list[_Draft] = []
        self.present: _Draft | None = None
        self.under: _Draft | None = None
        self.waiting: list[Tagged] = []
        self.section: Passage | None = None
        self.seen = -1

    def stories(self) -> Iterator[Story]:
        for at, group in enumerate(self.groups):
            self._put(at, group[0].tag, group[0].element)
        self._settle(len(self.groups))
        last = self.under or self.present
        if self.waiting and last is None:
            last = self._headless(len(self.groups), self.waiting[0].element)
        for each in self.waiting:
            assert last is not None
            self._add(last, each.tag, each.element)
        for draft, following in zip_longest(self.drafts, self.drafts[1:]):
            if draft in self.order:
                continue
            bare = not (draft.blocks or draft.tables or draft.pictures or draft.byline)
            if bare and following is not None and _is_section(draft, following):
                own = [draft.banner, draft.head[0].element.passage.stripped(), following.banner]
                following.banner = joined([each for each in own if each is not None], "\u3000")
                words = (("text", draft.head[0].element.text),)
                following.doubts.append(Doubt("banner", "", words))
                continue
            self.order.append(draft)
            if bare:
                draft.doubts.append(Doubt("no_body"))
        return map(_story, sorted(self.order, key=lambda draft: draft.first))

    def _put(self, at: int, tag: Tag, element: Element) -> None:
        if tag == "head":
            self.seen += 1
            self.under, self.present = self.drafts[self.seen], None
            if self.under not in self.order:
                self.under.first = at
        elif tag == "break":
            self._settle(at)
            self.present = self.under = None
            if element.passage.parts:
                self.section = _after(self.section, element.passage.stripped())
        elif tag in ("copy", "item", "subhead"):
            draft = self._home(at, element)
            for each in self.waiting:
                self._add(draft, each.tag, each.element)
            self.waiting = []
            self.present, self.under = draft, None
            self._add(draft, tag, element)
        elif tag in ("caption", "credit") and self._beside(element, tag):
            pass
        elif (home := self.under or self.present) is not None:
            self._add(home, tag, element)
        else:
            self.waiting.append(Tagged(tag, element))

    def _settle(self, at: int) -> None:
        """A table that no head or copy came to is a story of its own."""
        if any(each.tag == "table" for each in self.waiting):
            draft = self._headless(at, self.waiting[0].element)
            for each in self.waiting:
                self._add(draft, each.tag, each.element)
            self.waiting = []

    def _home(self, at: int, element: Element) -> _Draft:
        """The story that a piece of copy belongs to."""
        found = self.assigned.heads[at]
        if found is None or found.head < 0:
            if self.present is not None and self.present.number < 0:
                return self.present
            return self._headless(at, element)
        draft = self.drafts[found.head]
        if draft not in self.order:
            self.order.append(draft)
            self._name(draft)
            if draft is not self.under:
                draft.doubts.append(Doubt("head_order"))
                draft.first = at
        elif draft is not self.present:
            draft.doubts.append(Doubt("story_break"))
        return draft

    def _headless(self, at: int, element: Element) -> _Draft:
        draft = _Draft()
        draft.first, draft.page = at, element.page
        self._name(draft)
        draft.doubts.append(Doubt("no_head"))
        self.order.append(draft)
        return draft

    def _name(self, draft: _Draft) -> None:
        """A section's name that waited for the story behind it."""
        if self.section is not None and draft.banner is None:
            words = (("text", self.section.text),)
            draft.banner, self.section = self.section, None
            draft.doubts.append(Doubt("banner", "", words))

    def _add(self, draft: _Draft, tag: Tag, element: Element) -> None:
        passage = element.passage.stripped()
        draft.doubts += element.doubts
        if tag == "byline" and not draft.blocks:  # one behind the copy stays there
            draft.byline = passage if draft.byline is None else joined((draft.byline, passage), "\u3000")
            if certainty("byline", element.text) < SURE and element.passage.parts:
                draft.doubts.append(Doubt("byline", "byline"))
        elif tag == "picture" and element.picture is not None:
            draft.pictures.append(element.picture)
        elif tag == "table" and element.table is not None:
            table = element.table
            if table.title is None and draft.blocks and certainty("table_title", draft.blocks[-1].passage.text):
                table = replace(table, title=plain(draft.blocks.pop().passage))
            draft.tables.append(table)
        elif tag == "note":
            draft.notes.append(BodyBlock("paragraph", passage))
        else:
            if tag in ("caption", "credit"):
                draft.doubts.append(Doubt("caption_alone", "body", (("text", short(passage.text, 12)),)))
            draft.blocks.append(BodyBlock(_BLOCKS.get(tag, "paragraph"), passage))

    def _beside(self, element: Element, tag: str) -> bool:
        """Put a caption or a credit to the last picture that has none."""
        draft = self.under or self.present
        pictures = draft.pictures if draft is not None else []
        for at in range(len(pictures) - 1, -1, -1):
            if (captioned := _captioned(pictures[at], element, tag)) is not None:
                pictures[at] = captioned
                return True
        for at in range(len(self.waiting) - 1, -1, -1):
            waiting = self.waiting[at].element
            if waiting.picture is not None and (captioned := _captioned(waiting.picture, element, tag)) is not None:
                self.waiting[at] = Tagged("picture", replace(waiting, picture=captioned))
                return True
        return False


def _after(before: Passage | None, passage: Passage) -> Passage:
    """Two names of sections in a row are one."""
    return passage if before is None else joined((before, passage), "\u3000")


def _is_section(draft: _Draft, following: _Draft) -> bool:
    """Whether a head without copy names the section that the next story begins: short, and larger than its head."""
    line, next_line = draft.head[0].element, following.head[0].element
    if (
        len(draft.head) > 1
        or len(line.text) > _SHORT_NAME
        or line.page != next_line.page
        or draft.number + 1 != following.number
    ):
        return False
    return line.size > next_line.size > 0 or (not line.size and bool(certainty("subhead", line.text)))


def _captioned(picture: PictureFound, element: Element, tag: str) -> PictureFound | None:
    """The picture with its caption or credit; None where it has one."""
    words = plain(element.passage.stripped())
    if tag == "caption":
        guessed = element.kind != "caption" or bool(element.page)
        return replace(picture, caption=words, guessed=guessed) if picture.caption is None else None
    return replace(picture, credit=words) if picture.credit is None else None


def _story(draft: _Draft) -> Story:
    blocks = list(draft.blocks)
    if draft.byline is not None and not (draft.head or blocks or draft.pictures or draft.tables):
        # A name alone is no byline: of what?
        blocks, draft.byline = [BodyBlock("paragraph", draft.byline)], None
    copy = pairs("\n".join(block.passage.text for block in blocks))
    head = head_of([each.element for each in draft.head], copy) if draft.head else Head()
    dateline, blocks = _dateline(blocks)
    doubts = [*draft.doubts, *head.doubts]
    if draft.notes:
        doubts.append(Doubt("note", "body"))
    lines = [each.element.passage for each in draft.head] + [block.passage for block in blocks]
    nameless = next((found for line in lines if (found := _NAMELESS.search(line.text))), None)
    if nameless is not None:
        around = nameless.string[max(0, nameless.start() - 6) : nameless.end() + 6]
        doubts.append(Doubt("unreadable", "", (("text", around),)))
    return Story(
        tuple(map(plain, head.kicker)),
        tuple(map(plain, head.headline)),
        tuple(map(plain, head.deck)),
        plain(draft.byline) if draft.byline else None,
        dateline,
        (*blocks, *draft.notes),
        tuple(draft.pictures),
        tuple(draft.tables),
        banner=draft.banner and plain(draft.banner),
        page=draft.page,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _dateline(blocks: list[BodyBlock]) -> tuple[Passage | None, list[BodyBlock]]:
    """The dateline at the head of the copy, and the copy behind it."""
    if not blocks or blocks[0].kind != "paragraph":
        return None, blocks
    passage = blocks[0].passage
    opening = found("dateline", passage.text)
    if opening is None or opening.end() >= len(passage.text):
        return None, blocks
    rest = passage.cut(opening.end()).stripped()
    return plain(passage.cut(0, opening.end()).stripped()), [BodyBlock("paragraph", rest), *blocks[1:]]


def plain(passage: Passage) -> Passage:
    """A passage for a place that takes no markup: readings are left out, and told."""
    parts: list[Part] = []
    for part in passage.parts:
        if part.mark == "ruby":
            base = replace(part, source=part.result, reason="", mark="", value="")
            after = part.source.startswith(part.result)
            rest = part.source[len(part.result) :] if after else part.source[: -len(part.result)]
            reading = replace(part, source=rest, result="", reason="reading", mark="", value="")
            # In the order of the source, in which either may come first.
            first, second = (base, reading) if after else (reading, base)
            index, offset = part.order
            parts += (first, replace(second, order=(index, offset + len(first.source))))
        else:
            parts.append(replace(part, mark="", value=""))
    return Passage(tuple(parts))
