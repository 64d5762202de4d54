"""Colour on the forms of a job: the plates that each page and each side of a sheet is to have, and whether the press
can print them there.

A form is one side of a sheet, all of whose pages are printed by the same units: colour on one of its pages is there for
the others too, and pages 1 and 2, front and back of one sheet, ask for colour on both of its sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from layout.diagnostics import Report, Span
from layout.display import BLACK, PROCESS, Ink, Markup, Page, PageInks, walk
from layout.folding import Flat
from layout.pagenames import listed

Form = tuple[int, bool, tuple[str, ...]]
"""A side of a sheet: its sheet, whether it is the back, and its plates."""


def plates(inks: PageInks | None) -> tuple[str, ...]:
    """Names of the plates of a page, those of the four first."""
    return PROCESS if inks is None else inks.plates


def spots(pages: Sequence[Page]) -> tuple[str, ...]:
    """The spot inks that pages are to be printed in beside black."""
    return tuple(dict.fromkeys(ink.spot for page in pages if page.inks is not None for ink in page.inks.spots))


def stand_ins(pages: Sequence[Page]) -> tuple[tuple[str, tuple[float, float, float, float]], ...]:
    """All spot inks of pages, with what stands in for each at full strength: one name has one in all of a file, the
    first that is given."""
    found: dict[str, tuple[float, float, float, float]] = {}
    for page in pages:
        for ink in spots_of(page):
            found.setdefault(ink.spot, ink.parts)
    return tuple(found.items())


def spots_of(page: Page) -> tuple[Ink, ...]:
    """The spot inks of a page, each once: those it is to be printed in, or, on one of all inks, that are on it."""
    own = [leaf.ink for leaf in walk(page.items) if not isinstance(leaf, Markup) and leaf.ink is not None]
    inks = own if page.inks is None else page.inks.beside
    return tuple({ink.spot: ink for ink in reversed(inks) if ink.spot}.values())


def of_form(form: Flat, pages: Sequence[Page]) -> PageInks | None:
    """What a side is printed in: everything that any of its pages has."""
    own = [pages[place].inks for place in form.places if place is not None]
    known = [inks for inks in own if inks is not None]
    if len(known) < len(own):
        return None
    return PageInks(tuple(dict.fromkeys(ink for inks in known for ink in inks.beside)), BLACK)


def forms(sides: Sequence[Flat], pages: Sequence[Page]) -> tuple[Form, ...]:
    """The sides of all sheets with the plates of each."""
    return tuple((side.sheet, side.back, _needed(side, pages)) for side in sides)


def _needed(side: Flat, pages: Sequence[Page]) -> tuple[str, ...]:
    """The plates of a side; of one with a page in four inks the spots of the others too."""
    own = [plates(pages[place].inks) for place in side.places if place is not None]
    found = {name for each in own for name in each}
    return (*(name for name in PROCESS if name in found), *sorted(found - set(PROCESS)))


def tell_forms(
    sides: Sequence[Flat], pages: Sequence[Page], sheet_inks: Sequence[tuple[int, int]], span: Span, report: Report
) -> None:
    """Report sides with more plates than the press prints there (NP916), and which pages could have colour.

    sheet_inks: how many inks the press prints on the two sides of each sheet, the last of them of every further sheet;
    () = it is not said. Whichever sheet and side needs most gets most.
    """
    if not sheet_inks or all(page.inks is None for page in pages):
        return
    sheets = [list(own) for _, own in groupby(sides, key=lambda side: side.sheet)]
    needs = {side: len(_needed(side, pages)) for side in sides}
    waiting = sorted(sheets, key=lambda own: sorted(needs[side] for side in own), reverse=True)
    had = [*sheet_inks, *[sheet_inks[-1]] * (len(sheets) - len(sheet_inks))]
    allowed: dict[Flat, int] = {}
    for own in waiting:
        wanted = sorted(needs[side] for side in own)
        fitting = [pair for pair in had if all(at >= need for at, need in zip(sorted(pair), wanted, strict=False))]
        pair = min(fitting, key=sum) if fitting else max(had, key=sum)
        had.remove(pair)
        most_last = sorted(own, key=lambda side: (needs[side], not side.back))
        allowed |= zip(most_last, sorted(pair)[-len(own) :], strict=True)
    could = [place for side in sides if allowed[side] >= len(PROCESS) for place in side.places if place is not None]
    for side in sides:
        if needs[side] > allowed[side]:
            report.add(
                "NP916",
                span,
                pages=listed(pages[place].number for place in side.places if place is not None),
                needs=needs[side],
                sheet=side.sheet,
                has=allowed[side],
                could=listed(sorted(pages[place].number for place in could)) or "—",
            )
