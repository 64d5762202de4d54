"""Areas that lead elsewhere → groups of the glyphs in them, for whoever tells a link by what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from layout.display import GlyphRun, Group, Item, Link, Page
from layout.value import replace

_EDGE = 0.01  # points: what two sums of the same advances may differ by
_ADDRESS = "/:?#[]@!$&'()*+,;=%-._~"  # what RFC 3986 lets stand in an address; all else is written %XX


def uri(address: str) -> str:
    """An address as it may stand in a file."""
    return quote(address, safe=_ADDRESS)


def with_link_groups(page: Page) -> Page:
    """The page with each link and its glyphs in a group "link" named by its address; the page itself where there is
    none."""
    items = _grouped(page.items)
    return page if items is page.items else replace(page, items=items)


def _grouped(items: tuple[Item, ...]) -> tuple[Item, ...]:
    links = [item for item in items if isinstance(item, Link)]
    inner = tuple(_within(item) if isinstance(item, Group) else item for item in items)
    if not links:
        return inner if any(new is not old for new, old in zip(inner, items, strict=True)) else items
    return tuple(each for item in inner for each in _parted(item, links))


def _within(group: Group) -> Group:
    """The group with the links inside it as groups."""
    items = _grouped(group.items)
    return group if items is group.items else replace(group, items=items)


def _parted(item: Item, links: Sequence[Link]) -> Iterator[Item]:
    if isinstance(item, Link):
        return
    if not isinstance(item, GlyphRun) or not item.glyphs or item.reading:
        yield item
        return
    at = 0
    inside = [_link_at(item, index, links) for index in range(len(item.glyphs))]
    while at < len(inside):
        end = at
        while end < len(inside) and inside[end] is inside[at]:
            end += 1
        run = replace(
            item,
            glyphs=item.glyphs[at:end],
            xs=item.xs[at:end],
            texts=item.texts[at:end],
            after=item.after if end == len(inside) else "",
        )
        link = inside[at]
        yield run if link is None else Group("link", (link, run), link.address)
        at = end


def _link_at(run: GlyphRun, index: int, links: Sequence[Link]) -> Link | None:
    """The link that a glyph of a run stands in."""
    x = run.x + run.xs[index]
    for link in links:
        box = link.rect
        if box.y < run.baseline < box.bottom + _EDGE and box.x - _EDGE <= x < box.right - _EDGE:
            return link
    return None
