"""Which pages the press prints in colour (彩版), which in black and a second ink (套红), which in black alone.

A paper says it under `press`, an issue may say it otherwise for itself; what is typed names pages and inks, what is
resolved has the inks. Once anything is said, a page that is not named is printed in black.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from layout.diagnostics import NOWHERE, Report, Span, did_you_mean, short
from layout.display import BLACK, Ink, PageInks
from layout.fields import Fields, names, narrow, wrong_kind
from layout.pagenames import SECTION, page_name, page_number
from layout.source import Node
from layout.theme.layers import name_of
from layout.value import replace, value

SPOT = "Spot"
"""The plate's name where the accent of a paper that names no spot ink is printed as one."""
PLATES = ("All", "None", "Cyan", "Magenta", "Yellow", "Black")
"""Names of what every press has, and of all plates and none (ISO 32000-1 §8.6.6.4): no spot's."""

_TO = re.compile(r"\s*[-–—至]\s*")
_BETWEEN = re.compile(r"[\s,、]+")


@value
class SpotPages:
    """Pages of black and one ink more, as typed. ink: its name, "" = the paper's."""

    pages: tuple[int, ...]
    ink: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@value
class PagesSaid:
    """Pages by their inks, as typed. colour: None = every page that is not said to have a spot."""

    colour: tuple[int, ...] | None = ()
    spots: tuple[SpotPages, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def every(self) -> tuple[int, ...]:
        """All pages that are named."""
        return (*(self.colour or ()), *(page for each in self.spots for page in each.pages))


@value
class Printed:
    """What the pages of a paper are printed in. colour: those of all inks, None = every other; beside: 版次 and the ink
    it has beside black; accent: the house style's, which that ink stands in for."""

    colour: tuple[int, ...] | None = None
    beside: tuple[tuple[int, Ink], ...] = ()
    accent: Ink = BLACK

    def inks(self, page: int) -> PageInks | None:
        """Those of a page, None = all."""
        second = dict(self.beside).get(page)
        if second is not None:
            return PageInks((second,), self.accent)
        return None if self.colour is None or page in self.colour else PageInks()


def read_pages_said(rows: Mapping[str, Node], report: Report) -> PagesSaid | None:
    """What the keys `colour` and `spot` of a press say; None where neither is given. NP292 for what is no page, NP293
    for a page that is named twice."""
    colour, spot = rows.get("colour"), rows.get("spot")
    if colour is None and spot is None:
        return None
    listed = () if colour is None else _pages(colour, report)
    spots = tuple(_spots(spot, report)) if spot is not None else ()
    taken = set(listed or ())
    for each in spots:
        for page in each.pages:
            if page in taken:
                report.add("NP293", each.span, page=page)
            taken.add(page)
    first = colour or spot
    return PagesSaid(listed, spots, NOWHERE if first is None else first.span)


def _spots(node: Node, report: Report) -> Iterator[SpotPages]:
    """Pages in a row; or pages with the name of their ink, one such block or several."""
    blocks = (node,) if node.kind == "mapping" else tuple(each for each in node.items if each.kind == "mapping")
    if not blocks:
        yield SpotPages(_pages(node, report) or (), "", node.span)
        return
    for each in blocks:
        fields = Fields(each, "spot", report)
        named = fields.require("pages")
        ink = fields.scalar("ink")
        if named is not None:
            span = named.span if ink is None else ink.span
            yield SpotPages(_pages(named, report) or (), "" if ink is None else ink.value.strip(), span)
    for each in node.items:
        if each.kind != "mapping":
            wrong_kind(each, "mapping", report)


def _pages(node: Node, report: Report) -> tuple[int, ...] | None:
    """Pages by their names, one or a list: 1, A3, 5-8; None = all of them."""
    if node.kind == "mapping":
        wrong_kind(node, "list", report)
        return ()
    if node.kind == "scalar" and narrow(node.value).casefold() in names("value_pages"):
        return pages_in(node.value)
    found: list[int] = []
    for each in node.items if node.kind == "sequence" else (node,):
        if each.kind != "scalar":
            wrong_kind(each, "text", report)
            continue
        for typed in _parts(each.value):
            try:
                found += _range(typed)
            except ValueError:
                report.add("NP292", each.span, text=short(typed))
    return tuple(dict.fromkeys(found))


def pages_in(typed: str) -> tuple[int, ...] | None:
    """The pages of `1, 4`, `A3 5-8`, `none`; None = `all`. Raises ValueError for what is no page."""
    known = names("value_pages").get(narrow(typed).casefold())
    if known is not None:
        return None if known == "all" else ()
    parts = tuple(_parts(typed))
    if not parts:
        raise ValueError(typed)
    return tuple(page for each in parts for page in _range(each))


def _parts(typed: str) -> Iterator[str]:
    yield from filter(None, _BETWEEN.split(_TO.sub("-", narrow(typed))))


def _range(typed: str) -> Sequence[int]:
    """The pages of `3`, `A3`, `5-8`. Raises ValueError for what are none, or run backwards."""
    begin, to, end = typed.partition("-")
    try:
        first = page_number(begin)
        last = page_number(end) if to else first
    except ValueError:
        raise ValueError(typed) from None
    if not first <= last < first + SECTION:
        raise ValueError(typed)
    return range(first, last + 1)


def resolved(said: PagesSaid, inks: Mapping[str, Ink], report: Report) -> Printed:
    """With the inks of the paper. A spot that it has not is reported (NP294) and its pages are black."""
    beside: list[tuple[int, Ink]] = []
    for each in said.spots:
        second = _second(each, inks, report)
        if second is not None:
            beside += ((page, second) for page in each.pages)
    return Printed(said.colour, tuple(sorted(dict(beside).items())), inks.get("accent", BLACK))


def _second(said: SpotPages, inks: Mapping[str, Ink], report: Report) -> Ink | None:
    """The ink beside black, at full strength: the one named, else the accent, else the one spot ink there is."""
    spots = {ink.spot: name for name, ink in inks.items() if ink.spot}
    name = name_of("inks", said.ink) if said.ink else "accent"
    if not said.ink and not inks["accent"].spot and spots:
        if len(spots) > 1:
            report.add("NP294", said.span, hint="several", name="", known=", ".join(spots.values()))
            return None
        (name,) = spots.values()
    ink = inks.get(name) or next((ink for ink in inks.values() if ink.spot == said.ink != ""), None)
    if ink is None:
        near = did_you_mean(said.ink, inks)
        report.add("NP294", said.span, hint="nearest" if near else "hint", name=short(said.ink), nearest=near)
        return None
    if ink.black_only:
        report.add("NP295", said.span, name=short(said.ink or "accent"))
        return None
    return _full(ink, said.ink)


def _full(ink: Ink, name: str) -> Ink:
    """An ink as a plate has it: a spot; one of the four, where it is made of it alone; else what it is made of as a
    spot under its name."""
    if ink.spot:
        return replace(ink, tint=1.0)
    parts = (ink.cyan, ink.magenta, ink.yellow, ink.black)
    if sum(part > 0 for part in parts) == 1:
        cyan, magenta, yellow, black = (float(part > 0) for part in parts)
        return Ink(cyan, magenta, yellow, black)
    return Ink(*parts, SPOT if not name or name in PLATES else name)


def without_pages(said: PagesSaid, there: Sequence[int], report: Report) -> None:
    """NP296 for pages that the issue names and has not."""
    missing = [page for page in said.every if page not in there]
    if missing:
        report.add("NP296", said.span, pages=", ".join(map(page_name, missing)))
