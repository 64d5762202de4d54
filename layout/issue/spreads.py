"""What runs over two facing pages (跨版), as an issue has it: which pages, and whether these face each other.

A spread is read before the pages, for a page that something runs over needs nothing of its own; whether its pages are
there is judged when all are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal, cast

from layout.diagnostics import Report, Span, short
from layout.fields import Fields, names, narrow
from layout.issue.values import Advert, Page, Spread, Story
from layout.pagenames import page_name, page_number
from layout.value import replace

_PAIR = re.compile(r"([A-Za-z]?\d{1,4})\s*(?:[-–—、,]|至)\s*([A-Za-z]?\d{1,4})")
# In a story over two pages: what would be parted by the fold, or belongs to one page.
_NOT_OVER_TWO = ("tables", "items", "jump", "columns", "box", "border", "banner")


@dataclass(frozen=True, slots=True)
class Spanning:
    """A spread as typed. pages: () where they could not be understood, which was told."""

    fields: Fields
    pages: tuple[int, ...]
    name: str
    story: Story | None
    advert: Advert | None

    @property
    def span(self) -> Span:
        at = self.fields.node_of("pages")
        return self.fields.node.span if at is None else at.span


def typed_pages(fields: Fields, report: Report) -> tuple[int, ...]:
    """The two 版次 of `pages: 2-3` or `A2-A3`; () and NP275 where they are no two pages."""
    node = fields.require_text("pages")
    if node is None:
        return ()
    found = _PAIR.fullmatch(narrow(node.value).strip())
    try:
        if found is not None:
            return page_number(found[1]), page_number(found[2])
    except ValueError:
        pass
    report.add("NP275", node.span, text=short(node.value.strip()))
    return ()


def placed_spreads(
    spanning: Sequence[Spanning], pages: Sequence[Page], taken: Set[str], report: Report
) -> tuple[Spread, ...]:
    """The spreads that can be made up; the others are told. taken: names of the stories of the issue."""
    there = {page.number for page in pages}
    homes: dict[int, Span] = {}
    known = set(taken)
    spreads: list[Spread] = []
    for each in spanning:
        spread = _spread(each, report)
        if not each.pages:
            continue
        left, right = each.pages
        if right != left + 1 or left % 2:
            report.add("NP276", each.span, left=page_name(left), right=page_name(right))
        elif missing := [page for page in each.pages if page not in there]:
            report.add("NP277", each.span, page=missing[0])
        elif first := next((homes[page] for page in each.pages if page in homes), None):
            report.add("NP278", each.span, others=(("first", first),), left=page_name(left), right=page_name(right))
        elif spread is not None:
            if spread.name in known:
                report.add("NP281", each.fields.node.span, name=spread.name)
                continue
            known.add(spread.name)
            homes |= dict.fromkeys(each.pages, each.span)
            spreads.append(spread)
    return tuple(spreads)


def _spread(each: Spanning, report: Report) -> Spread | None:
    """The spread itself; None where it is neither a story nor an advert, or both (NP279)."""
    fields, story, advert = each.fields, each.story, each.advert
    given = [key for key in ("story", "advert") if fields.node_of(key) is not None]
    if len(given) != 1:
        if fields.whole_block:
            report.add("NP279", fields.node.span)
        return None
    if story is not None:
        _tell_not_over_two(fields, report)
        for picture in story.pictures:
            if picture.outline:
                report.add("NP283", picture.span, file=picture.file)
        story = replace(story, tables=(), items=(), jump=None, columns=None, box=False, border="", banner=None)
    automatic = fields.text("bridged") in names("value_auto")
    left = each.pages[0] if each.pages else 0
    return Spread(
        each.name,
        left,
        cast(Literal["head", "foot"], fields.choice("place", "head")),
        fields.whole("rows", None, 3, 400),
        None if automatic else fields.flag("bridged", None),
        story,
        advert,
        each.span,
    )


def _tell_not_over_two(fields: Fields, report: Report) -> None:
    """NP280 for what a story over two pages cannot have."""
    node = fields.node_of("story")
    assert node is not None
    if node.kind == "mapping":
        known = names("story")
        for key, _ in node.pairs:
            if known.get(key.value.strip()) in _NOT_OVER_TWO:
                report.add("NP280", key.span, key=key.value.strip())
