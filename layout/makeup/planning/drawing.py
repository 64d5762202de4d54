"""Which story stands where: an editor's drawing read into cells.

A drawing has one word a base column and one line a band; a story's words form a rectangle.
"""

from __future__ import annotations

from layout.diagnostics import Report
from layout.issue import Page
from layout.value import value


@value
class Spot:
    """A story's rectangle in a drawing: base columns and bands, last inclusive."""

    story: str
    column: int
    columns: int
    first: int
    last: int


@value
class Drawing:
    """A page's stories on its columns and bands."""

    spots: tuple[Spot, ...]
    bands: int


def read_drawing(page: Page, columns: int, report: Report) -> Drawing | None:
    """The page's own drawing; None when it cannot be followed (NP610 wrong number of columns, NP611 no rectangle,
    NP612 a story that is not drawn)."""
    assert page.plan is not None
    plan = page.plan
    wrong = [band for band in plan.bands if len(band) != columns]
    if wrong:
        report.add("NP610", plan.span, page=page.number, found=len(wrong[0]), columns=columns, band=" ".join(wrong[0]))
        return None
    places: dict[str, list[tuple[int, int]]] = {}
    for band, names in enumerate(plan.bands):
        for column, name in enumerate(names):
            places.setdefault(name, []).append((column, band))
    spots: list[Spot] = []
    sound = True
    known = {story.name for story in page.stories} | {advert.name for advert in page.adverts}
    for name, cells in places.items():
        across = [column for column, _ in cells]
        down = [band for _, band in cells]
        spot = Spot(name, min(across), max(across) - min(across) + 1, min(down), max(down))
        if spot.columns * (spot.last - spot.first + 1) != len(cells):
            report.add("NP611", plan.span, story=name, page=page.number)
            sound = False
        sound = sound and name in known
        spots.append(spot)
    for story in page.stories:
        if story.name not in places:
            report.add("NP612", story.span, story=story.name, page=page.number)
            sound = False
    if not sound:
        return None
    return reserve(Drawing(tuple(spots), len(plan.bands)), page, columns, report)


def reserve(drawing: Drawing, page: Page, columns: int, report: Report) -> Drawing | None:
    """The drawing with a band of its own for each advert of full width that is not drawn; a narrower one must be (NP614)."""
    drawn = {spot.story for spot in drawing.spots}
    spots, bands = list(drawing.spots), drawing.bands
    for advert in page.adverts:
        if advert.name in drawn:
            continue
        if advert.columns < columns:
            report.add("NP614", advert.span, advert=advert.name, columns=advert.columns, page=page.number)
            return None
        if advert.place == "head":
            spots = [Spot(s.story, s.column, s.columns, s.first + 1, s.last + 1) for s in spots]
        band = 0 if advert.place == "head" else bands
        spots.append(Spot(advert.name, 0, columns, band, band))
        bands += 1
    return Drawing(tuple(spots), bands)
