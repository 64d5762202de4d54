"""White: lines right through the page, cells that nobody owns, trapped holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.display import GlyphRun, walk
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import SIDEBARS, Placed
from layout.makeup.quality.shapes import low_or_narrow, narrow, shallow, stacked, twins
from layout.makeup.quality.sight import Sight, first, groups
from layout.makeup.quality.values import Check
from layout.units import GridArea, Rect
from layout.value import replace

MOST_WHITE = 3.0  # per cent of the page (Q19)
TEXTS = ("lead", "story", "comment", "notice")  # roles whose copy runs in legs (Q26, Q27)
MOST_HOLES = 3  # white cells within a story (Q35)
TALL = 9  # rows of a head on one column (Q45)
FILLER_ROWS, FILLER_COLUMNS = 6, 2  # that an ornament takes at most (Q42)


def through(placed: tuple[Placed, ...], grid: PageGrid) -> list[Check]:
    """White right through the page: across it (Q06) and down it (Q07). On a vertical page the seams of the grid run
    down the paper and its gutters across."""
    seams, splits = list(_seams(placed, grid)), list(_splits(placed, grid))
    if not grid.vertical:
        return seams + splits
    across = (
        [Check("Q06", len(splits), "warning" if len(splits) == 1 else "error", "", splits[0].box)] if splits else []
    )
    return across + [replace(each, id="Q07", severity="warning") for each in seams]


def _seams(placed: tuple[Placed, ...], grid: PageGrid) -> Iterator[Check]:
    """通线: white lines right across the type area between stories; a box or an advert breaks them (Q06)."""
    ending: dict[int, list[Placed]] = {}
    beginning: dict[int, list[Placed]] = {}
    for module in placed:
        ending.setdefault(module.area.foot, []).append(module)
        beginning.setdefault(module.area.row, []).append(module)
    seams: list[int] = []
    rows = sorted(beginning)
    reach, passed = (
        0,
        0,
    )  # the lowest foot of all modules that begin above a row, and how many of these rows were passed
    for foot in sorted(ending)[:-1]:
        while passed < len(rows) and rows[passed] < foot:
            reach = max(reach, *(module.area.foot for module in beginning[rows[passed]]))
            passed += 1
        over = [module for row in range(foot - 2, foot + 1) for module in ending.get(row, ())]
        under = [module for row in range(foot, foot + 3) for module in beginning.get(row, ())]
        if reach <= foot and not all(module.boxed for module in over) and not all(module.boxed for module in under):
            seams.append(foot)
    if seams:
        box = Rect(grid.left, grid.y(seams[0]), grid.width, grid.leading)
        yield Check("Q06", len(seams), "warning" if len(seams) == 1 else "error", "", box)


def _splits(placed: tuple[Placed, ...], grid: PageGrid) -> Iterator[Check]:
    """断版: a gutter down the whole page, but for the one beside a sidebar (Q07)."""
    modules = [module for module in placed if module.area.columns < grid.columns]
    if len(modules) < len(placed):
        return
    for column in range(1, grid.columns):
        left = [module for module in modules if module.area.column + module.area.columns <= column]
        right = [module for module in modules if module.area.column >= column]
        if left and right and len(left) + len(right) == len(modules):
            if all(m.boxed or m.story.role in SIDEBARS for m in left) or all(
                m.boxed or m.story.role in SIDEBARS for m in right
            ):
                continue
            top = min(module.area.row for module in modules)
            foot = max(module.area.row + module.area.rows for module in modules)
            x = grid.x(column) - grid.gutter
            box = Rect(x, grid.y(top), grid.gutter, (foot - top) * grid.leading)
            yield Check("Q07", 1, "warning", "", box)


def white(placed: tuple[Placed, ...], grid: PageGrid) -> Iterator[Check]:
    """White that no style owns: rows left empty in legs, and cells of the page where nothing stands (Q19), per cent."""
    if not placed:
        return
    top = min(module.area.row for module in placed)
    cells = grid.columns * (grid.rows - top)
    taken = sum(m.area.columns * m.area.rows for m in placed)
    gaps = sum(m.area.columns for m in placed if m.area.row + m.area.rows < grid.rows)
    empty = sum(
        (leg.room - leg.rows) * m.area.columns / max(1, len(m.legs))
        for m in placed
        for leg in m.legs
        if leg.room > leg.rows and m.inside is None
    )
    empty += sum(white_part(m) * m.area.columns * m.area.rows for m in placed if m.inside is not None)
    share = 100.0 * (max(0.0, cells - taken - gaps) + empty) / max(1, cells)
    if share > MOST_WHITE:
        yield Check("Q19", round(share, 1), "warning")


def white_part(module: Placed) -> float:
    """The part of its place that is white, of a module whose rows are not those of the page."""
    if module.inside is not None and module.inside.white:
        return module.inside.white
    room = sum(leg.room for leg in module.legs)
    return sum(max(0, leg.room - leg.rows) for leg in module.legs) / room if room else 0.0


def shapes(seen: Sequence[Sight], page: GridArea, grid: PageGrid) -> Iterator[Check]:
    """Shallow stories (Q26), and those of one shape above each other (Q27)."""
    if grid.vertical:  # its tiers are cut from the page's height, and stories stand beside each other
        return
    for each in seen:
        module = each.module
        if module.story.role in TEXTS and module.inside is None and not module.halved:
            lacking = shallow(module.area.columns, module.area.rows - module.head_rows - 2 * module.boxed)
            if lacking:
                yield Check("Q26", lacking, "warning", module.story.name, each.box)
    plain = [each for each in seen if each.module.story.role in TEXTS and not each.module.boxed]
    for _, lower in stacked([each.module.area for each in plain]):
        yield Check("Q27", 1, "warning", plain[lower].module.story.name, plain[lower].box)
    for _, right in twins([each.module.area for each in plain]):
        yield Check("Q27", 1, "warning", plain[right].module.story.name, plain[right].box)
    yield from _places(seen, page, grid)


def _places(seen: Sequence[Sight], page: GridArea, grid: PageGrid) -> Iterator[Check]:
    """Where the first story stands (Q44), and stories on one column (Q45)."""
    texts = [each for each in seen if each.module.story.role in (*TEXTS, "photo-news") and not each.module.halved]
    lead = first(texts)
    spread = any(each.module.halved for each in seen)  # then the page's own stories stand where that leaves them room
    if lead is not None and not spread and (amount := low_or_narrow(lead.module.area, page)):
        yield Check("Q44", amount, "warning", lead.module.story.name, lead.box)
    plain = [each for each in texts if not each.module.boxed]
    for index in narrow([each.module.area for each in plain], page):
        yield Check("Q45", 1, "warning", plain[index].module.story.name, plain[index].box)
    for each in texts:
        if each.module.area.columns == 1 and each.block is not None and each.block.height > TALL * grid.leading:
            yield Check("Q45", 1, "warning", each.module.story.name, each.block)


def holes(seen: Sequence[Sight]) -> Iterator[Check]:
    """White trapped within a story (Q35)."""
    for each in seen:
        if each.holes > MOST_HOLES:
            yield Check("Q35", each.holes - MOST_HOLES, "warning", each.module.story.name, each.hole or each.block)


def fillers(seen: Sequence[Sight]) -> Iterator[Check]:
    """Ornaments that fill white: each, and how far it is too deep or too wide (Q42)."""
    found = [(each, rows) for each in seen for name, rows in each.module.tactics if name == "filler" and rows]
    for each, rows in found:
        columns = each.module.area.columns / max(1, len(each.module.legs))
        amount = 1 + max(0, rows - FILLER_ROWS) + max(0.0, columns - FILLER_COLUMNS)
        yield Check("Q42", round(amount, 1), "warning", each.module.story.name, each.box)


def briefs(seen: Sequence[Sight], grid: PageGrid) -> Iterator[Check]:
    """Rows of white between briefs where they are more than two, halves of the squares of those beyond one; and by how
    much they are unlike (Q38)."""
    for each in seen:
        if each.module.story.role == "briefs" and each.module.inside is None:
            gaps = list(_gaps(each, grid))
            amount = sum((gap - 1) ** 2 for gap in gaps if gap > 2) / 2 + (max(gaps) - min(gaps) if gaps else 0)
            if amount:
                yield Check("Q38", amount, "warning", each.module.story.name, each.box)


def _gaps(each: Sight, grid: PageGrid) -> Iterator[int]:
    """Rows of white between each two briefs of a panel that follow each other in a leg."""
    wide = each.box.width / max(1, len(each.module.legs))
    legs: dict[int, list[tuple[int, int]]] = {}
    for group in groups(each.module.items):
        if group.role == "brief":
            rows: dict[int, list[int]] = {}
            for run in walk(group.items):
                if isinstance(run, GlyphRun) and run.xs:
                    row = int((run.baseline - each.box.y) / grid.leading)
                    rows.setdefault(int((run.x - each.box.x) / wide), []).append(row)
            for leg, found in rows.items():
                legs.setdefault(leg, []).append((min(found), max(found)))
    for parts in legs.values():
        yield from (below[0] - above[1] - 1 for above, below in pairwise(sorted(parts)))
