"""What the editor said of some characters → groups of their glyphs, for whoever tells a link or an emphasis by what it
holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from layout.display import GlyphRun, Group, Item, Markup, Page
from layout.units import Rect
from layout.value import replace

_INNER = re.compile(r"#(\d{1,5})/(.*)", re.DOTALL)
_EDGE = 0.01  # points: what two sums of the same advances may differ by
_ADDRESS = "/:?#[]@!$&'()*+,;=%-._~"  # what RFC 3986 lets stand in an address; all else is written %XX


def address_of(page: int, story: str) -> str:
    """Of a story on a page of the same edition, as a link's address: #1003/opera."""
    return f"#{page}/{story}"


def inner(address: str) -> tuple[int, str]:
    """Page and story that an address within the edition leads to; (0, "") where it leads out of it."""
    match = _INNER.fullmatch(address)
    return (int(match[1]), match[2]) if match else (0, "")


def uri(address: str) -> str:
    """An address as it may stand in a file."""
    return quote(address, safe=_ADDRESS)


def with_link_groups(page: Page) -> Page:
    """The page with each link and its glyphs in a group "link" named by its address; the page itself where there is
    none."""
    return _with_groups(page, emphases=False)


def with_markup_groups(page: Page) -> Page:
    """The same, and each emphasis with its glyphs in a group "emphasis" named by its kind, inside a link's."""
    return _with_groups(page, emphases=True)


def _with_groups(page: Page, emphases: bool) -> Page:
    items = _grouped(page.items, emphases)
    return page if items is page.items else replace(page, items=items)


def _grouped(items: tuple[Item, ...], emphases: bool) -> tuple[Item, ...]:
    said = [item for item in items if isinstance(item, Markup) and (emphases or item.kind == "link")]
    inner = tuple(_within(item, emphases) if isinstance(item, Group) else item for item in items)
    if not said:
        return inner if any(new is not old for new, old in zip(inner, items, strict=True)) else items
    said.sort(key=lambda each: each.kind != "link")
    return tuple(each for item in inner for each in _parted(item, said))


def _within(group: Group, emphases: bool) -> Group:
    """The group with what is said of characters inside it as groups."""
    items = _grouped(group.items, emphases)
    return group if items is group.items else replace(group, items=items)


def _parted(item: Item, said: Sequence[Markup]) -> Iterator[Item]:
    if isinstance(item, Markup) and item in said:
        return
    if not isinstance(item, GlyphRun) or not item.glyphs or item.reading:
        yield item
        return
    at = 0
    of_each = [_said_at(item, index, said) for index in range(len(item.glyphs))]
    while at < len(of_each):
        end = at
        while end < len(of_each) and of_each[end] == of_each[at]:
            end += 1
        made: Item = replace(
            item,
            glyphs=item.glyphs[at:end],
            xs=item.xs[at:end],
            texts=item.texts[at:end],
            after=item.after if end == len(of_each) else "",
        )
        for each in reversed(of_each[at]):
            link = each.kind == "link"
            made = Group("link" if link else "emphasis", (each, made), each.value if link else each.kind)
        yield made
        at = end


def _said_at(run: GlyphRun, index: int, said: Sequence[Markup]) -> list[Markup]:
    """What is said of a glyph of a run."""
    along, across = ("y", "x") if run.turn else ("x", "y")
    at = (run.baseline if run.turn else run.x) + run.xs[index]
    line = run.x if run.turn else run.baseline
    return [each for each in said if _holds(each.rect, along, at, -_EDGE) and _holds(each.rect, across, line, _EDGE)]


def _holds(box: Rect, axis: str, at: float, edge: float) -> bool:
    """Whether a box holds a place of an axis. edge: added to its end; a negative one to its beginning too, so that of
    boxes in a row each place is in one."""
    start = box.x if axis == "x" else box.y
    end = box.right if axis == "x" else box.bottom
    return start + min(edge, 0.0) <= at < end + edge
