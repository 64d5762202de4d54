"""Which story stands where: an editor's drawing read into cells, or drawings of our own to choose from.

A drawing has one word a base column and one line a band; a story's words form a rectangle. `auto` draws every page that stacks
the stories in rank order, briefs as a sidebar or a foot strip, and leaves the choice to copyfit's costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from layout.diagnostics import Report
from layout.issue import Page, Story
from layout.value import value

KEPT = 12  # drawings that copyfit weighs in full
FULLEST_BAND = 3  # stories side by side at most


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


def draw(page: Page, columns: int, rows: int, gap: int, wanted: Callable[[Story, int], int]) -> tuple[Drawing, ...]:
    """Drawings worth weighing for a page without a plan, the likeliest first.

    wanted: the depth in rows a story would like at a width in columns.
    """
    briefs = [story for story in page.stories if story.role == "briefs"]
    others = sorted((story for story in page.stories if story.role != "briefs"), key=lambda story: story.rank or 999)
    weighed: list[tuple[float, int, Drawing]] = []
    for order, drawing in enumerate(_drawings(others, briefs, columns)):
        weighed.append((_misfit(drawing, page, rows, gap, wanted), order, drawing))
    weighed.sort(key=lambda item: item[:2])
    return tuple(drawing for _, _, drawing in weighed[:KEPT])


def _drawings(others: list[Story], briefs: list[Story], columns: int) -> Iterator[Drawing]:
    if not others:
        yield Drawing(tuple(Spot(b.name, 0, columns, i, i) for i, b in enumerate(briefs)), max(1, len(briefs)))
        return
    sidebar = briefs[:1] if columns > 2 else []
    foot = briefs[len(sidebar) :]
    for groups in _groups(len(others)):
        bands = len(groups)
        for height in range(bands, 0, -1) if sidebar else [0]:
            widths = [columns - 1 if band < height else columns for band in range(bands)]
            for splits in product(*(tuple(_splits(width, count)) for width, count in zip(widths, groups, strict=True))):
                spots: list[Spot] = []
                stories = iter(others)
                for band, split in enumerate(splits):
                    column = 0
                    for part in split:
                        spots.append(Spot(next(stories).name, column, part, band, band))
                        column += part
                if sidebar:
                    spots.append(Spot(sidebar[0].name, columns - 1, 1, 0, height - 1))
                spots += [Spot(b.name, 0, columns, bands + i, bands + i) for i, b in enumerate(foot)]
                yield Drawing(tuple(spots), bands + len(foot))


def _groups(count: int) -> Iterator[tuple[int, ...]]:
    """Ways to part `count` stories, in order, into bands of one to three."""
    if count == 0:
        yield ()
        return
    for first in range(1, min(FULLEST_BAND, count) + 1):
        for rest in _groups(count - first):
            yield (first, *rest)


def _splits(width: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Ways to part `width` columns into `parts`, wider or equal first."""
    if parts == 1:
        yield (width,)
        return
    for first in range(width - parts + 1, 0, -1):
        for rest in _splits(width - first, parts - 1):
            if rest[0] <= first:
                yield (first, *rest)


def _misfit(drawing: Drawing, page: Page, rows: int, gap: int, wanted: Callable[[Story, int], int]) -> float:
    """How far a drawing is from tiling the page, in rows: neighbours of unequal depth, and the page too full or too empty."""
    stories = {story.name: story for story in page.stories}
    depths = [0] * drawing.bands
    misfit = 0.0
    inside = [spot for spot in drawing.spots if spot.first == spot.last]
    for spot in inside:
        depths[spot.first] = max(depths[spot.first], wanted(stories[spot.story], spot.columns))
    for spot in inside:
        misfit += (depths[spot.first] - wanted(stories[spot.story], spot.columns)) * spot.columns
    for spot in drawing.spots:
        if spot.first != spot.last:
            have = sum(depths[spot.first : spot.last + 1]) + gap * (spot.last - spot.first)
            misfit += abs(have - wanted(stories[spot.story], spot.columns)) * spot.columns
    columns = max(spot.column + spot.columns for spot in drawing.spots)
    return misfit + abs(sum(depths) + gap * (drawing.bands - 1) - rows) * columns
