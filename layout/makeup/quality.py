"""The checks of a page (Q01 …, docs/page-checks.md), each plain geometry over the made-up page,
and the score they make.

Score = 100 − Σ weight × amount, never under 0. An error-level check blocks the press build; the diagnostics that tell
the editor what to do are raised where the numbers are known, in make-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Literal

from layout.diagnostics import Language, fill, resource
from layout.display import Frame, GlyphRun, Group, Item
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, SIDEBARS, Placed
from layout.units import Rect
from layout.value import replace, value

TOMBSTONE = 1.4  # heads side by side are told apart from this ratio of sizes on


@value
class Check:
    """One check's outcome. amount: in the check's own unit, 0 = kept; story: whose it is, "" = the page's; box: where
    it is, points, None = the whole story or page."""

    id: str
    amount: float
    severity: Literal["ok", "warning", "error"]
    story: str = ""
    box: Rect | None = None

    def message(self, language: Language = "en") -> str:
        """What the check found, in words."""
        return fill(_messages()[self.id][language], (("story", self.story), ("amount", f"{self.amount:g}")))


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    return tomllib.loads(resource("messages/quality.toml").decode("utf-8"))


WEIGHTS = {
    "Q01": 1.0,
    "Q02": 4.0,
    "Q03": 2.0,
    "Q04": 20.0,
    "Q05": 6.0,
    "Q06": 0.5,
    "Q07": 1.0,
    "Q08": 6.0,
    "Q09": 1.0,
    "Q10": 3.0,
    "Q11": 1.0,
    "Q12": 0.5,
    "Q13": 3.0,
    "Q14": 0.5,
    "Q15": 3.0,
    "Q16": 2.0,
    "Q18": 6.0,
    "Q19": 1.0,
    "Q20": 0.5,
    "Q21": 0.2,
    "Q23": 0.5,
    "Q24": 0.5,
}
MOST_AMOUNT = 20.0  # of a check, in the score
ERROR = 10.0  # what every check of error level takes besides
MOST_WHITE = 3.0  # per cent of the page (Q19)
MOST_FAMILIES = 4  # song, sans, kai, and fangsong for bylines and notices (Q20)
MOST_BOXES = 3
LONGEST_LEG = 40  # rows (Q11)
MEASURE = 14.0  # em, of the columns that rows are counted of; tiers are narrower, so that they may have more
GREY = 20  # rows of two legs side by side without head, picture or subhead (Q12)
LOOSE = 0.10  # em between ideographs (Q21)
LOOSE_SHARE = 0.05  # of a page's lines
LEAST_PPI = 100.0
# Q17 (stories in L) is kept by every page made here: modules are rectangles. Q22 is not given; Q25 (ink) is
# measured on the finished file, by preflight.


def judge(
    placed: tuple[Placed, ...], grid: PageGrid, ruled: bool, form: tuple[Check, ...] = ()
) -> tuple[float, tuple[Check, ...]]:
    """The page's score and every check that is not kept, worst first. ruled: column rules stand between neighbours;
    form: what was found in the page's furniture (Q24)."""
    checks = [check for module in placed for check in _of_module(module, grid)]
    checks += _tombstones(placed, ruled)
    checks += _ranks(placed)
    checks += _through(placed, grid)
    checks += _art(placed)
    checks += _white(placed, grid)
    checks += _type(placed)
    checks += _boxes(placed)
    checks += form
    score = 100.0 - sum([points(check) for check in checks])
    order = {"error": 0, "warning": 1, "ok": 2}
    return max(0.0, round(score, 1)), tuple(sorted(checks, key=lambda check: (order[check.severity], check.id)))


def points(check: Check) -> float:
    """What it takes of the score."""
    return WEIGHTS[check.id] * min(check.amount, MOST_AMOUNT) + (ERROR if check.severity == "error" else 0.0)


def of_form(name: str, dated: bool, number: str) -> tuple[Check, ...]:
    """What a paper must say of itself on its pages: name, date, number of the issue (Q24)."""
    missing = sum((not name, not dated, not number))
    return (Check("Q24", missing, "warning"),) if missing else ()


def _of_module(module: Placed, grid: PageGrid) -> Iterator[Check]:
    if module.inside is not None:
        yield from (replace(each, box=None) for each in _of_module(module.inside.placed, module.inside.grid))
        return
    name = module.story.name
    if module.overset:
        yield Check("Q01", module.overset, "error", name)
    if module.empty:
        yield Check("Q02", module.empty, "error" if module.empty >= 3 else "warning", name)
    feet = [leg.room - leg.rows for leg in module.legs]
    uneven = max(feet, default=0) - min(feet, default=0)
    if uneven > 1:
        yield Check("Q03", uneven, "warning", name)
    runs = _paragraph_runs(module.items)
    off = _off_grid(runs, grid)
    if off > 0.05:
        yield Check("Q04", off, "error", name)
    for leg in module.legs:
        if module.head_rows and not leg.picture and 0 < leg.rows < 3 and _lines(module) >= 3 * len(module.legs):
            yield Check("Q08", 1, "error", name)
    if module.turn is not None and module.turn.rows < (LEAST_BEFORE if module.turn.leaving else LEAST_AFTER):
        yield Check("Q18", 1, "error", name)
    if module.widows:
        yield Check("Q10", module.widows, "warning", name)
    yield from _head_to_text(module, runs, grid)
    yield from _grey(module, grid)
    yield from _picture_places(module, runs, grid)
    yield from _pixels(module, grid)
    # A tier may run from one side of the page to the other: the eye need not find its way back to a far head of it.
    longest = grid.rows if grid.vertical else LONGEST_LEG
    short = sum(1 for leg in module.legs if 0 < leg.rows < (5 if leg.picture else 3) or leg.rows > longest)
    if short and module.story.role in ("lead", "story"):
        yield Check("Q11", short, "warning", name)
    cropped = sum(1 for crop in module.crops if crop > 0.25 + 1e-6)
    if cropped:
        yield Check("Q15", cropped, "warning", name)


def _head_to_text(module: Placed, text: list[GlyphRun], grid: PageGrid) -> Iterator[Check]:
    """题文脱节: rows of white between a head and what stands nearest under it, text or picture, beyond one (Q09)."""
    heads = [group for group in _groups(module.items) if group.role in ("headline", "deck", "byline")]
    runs = [item for group in heads for item in group.items if isinstance(item, GlyphRun) and item.xs]
    if not runs or module.story.over_picture:  # its text stands under the picture
        return
    foot = max(run.baseline + 0.12 * run.size for run in runs)
    left, right = min(run.x for run in runs) - grid.measure, max(run.x + run.xs[-1] for run in runs)
    tops = [r.baseline - 0.88 * r.size for r in text if left <= r.x <= right]
    tops += [rect.y for rect in module.pictures]
    tops += [rect.rect.y for group in _groups(module.items) for rect in group.items if isinstance(rect, Frame)]
    gap = (min((top for top in tops if top > foot - 2.0), default=foot) - foot) / grid.leading
    if module.story.arrived:
        gap -= 1  # （上接第1版） stands between them on a row of its own
    if gap > 2.0:
        box = Rect(grid.x(module.area.column), foot, grid.span(module.area.columns), gap * grid.leading)
        yield Check("Q09", round(gap - 1.0, 1), "warning" if gap <= 3.5 else "error", module.story.name, box)


def _grey(module: Placed, grid: PageGrid) -> Iterator[Check]:
    """A grey block: two legs side by side, each long, with nothing in them to rest the eye (Q12)."""
    longest = GREY * MEASURE * grid.body_size / grid.measure if grid.vertical else GREY
    story = module.story
    plain = not story.pictures and not story.pull_quotes and all(block.kind == "paragraph" for block in story.body)
    if plain and story.body and sum(1 for leg in module.legs if leg.rows > longest) > 1:
        yield Check("Q12", 1, "warning", story.name)


def _picture_places(module: Placed, text: list[GlyphRun], grid: PageGrid) -> Iterator[Check]:
    """Pictures in the middle of a leg: text of the story right above and right below (Q16)."""
    if not module.pictures:
        return
    lines = [(run.x, run.baseline) for run in text]
    for rect in module.pictures:
        beside = [y for x, y in lines if rect.x - 1 <= x < rect.right - 1]
        near = 12 * grid.leading
        if any(rect.y - near < y <= rect.y for y in beside) and any(
            rect.bottom <= y < rect.bottom + near for y in beside
        ):
            yield Check("Q16", 1, "warning", module.story.name, rect)


def _pixels(module: Placed, grid: PageGrid) -> Iterator[Check]:
    """Pictures of too few pixels for their size (Q15); preflight says more of them."""
    for picture, rect in zip(module.story.pictures, module.pictures, strict=False):
        if picture.pixels is not None and rect.width > 0 and rect.height > 0:
            box = grid.on_paper(rect)
            ppi = 72.0 * min(1.0 * picture.pixels.width / box.width, picture.pixels.height / box.height)
            if 0 < ppi < LEAST_PPI:
                yield Check("Q15", 1, "warning", module.story.name, rect)


def _lines(module: Placed) -> int:
    return sum(leg.rows for leg in module.legs)


def off_grid(module: Placed, grid: PageGrid) -> float:
    """How far the worst body baseline stands off the page grid, points (R20)."""
    return _off_grid(_paragraph_runs(module.items), grid)


def _off_grid(runs: list[GlyphRun], grid: PageGrid) -> float:
    first = grid.baseline(0)
    worst = 0.0
    for baseline in {run.baseline for run in runs}:
        rows = (baseline - first) / grid.leading
        worst = max(worst, abs(rows - round(rows)) * grid.leading)
    return worst


def _paragraph_runs(items: tuple[Item, ...], inside: bool = False) -> list[GlyphRun]:
    """The lines of a module's paragraphs. inside: of one, or of an item of a list."""
    runs: list[GlyphRun] = []
    for item in items:
        if isinstance(item, Group):
            if item.role not in ("quote", "index"):  # set larger, between rules of their own
                runs += _paragraph_runs(item.items, item.role in ("paragraph", "item"))
        elif inside and isinstance(item, GlyphRun):
            runs.append(item)
    return runs


def _tombstones(placed: tuple[Placed, ...], ruled: bool) -> Iterator[Check]:
    """碰题: two heads side by side that a reader could run together (Q05)."""
    for index, left in enumerate(placed):
        for right in placed[index + 1 :]:
            if left.boxed or right.boxed or ruled or not left.head_size or not right.head_size:
                continue
            touching = (
                left.area.column + left.area.columns == right.area.column
                or right.area.column + right.area.columns == left.area.column
            )
            level = abs(left.area.row - right.area.row) < max(left.head_rows, right.head_rows)
            ratio = max(left.head_size, right.head_size) / min(left.head_size, right.head_size)
            if touching and level and ratio < TOMBSTONE:
                yield Check("Q05", 1, "error", right.story.name)


def _ranks(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """Head sizes follow rank, and the lead stands well above the next (Q13)."""
    heads = sorted(
        (m for m in placed if m.head_size and m.story.role in ("lead", "story") and m.story.rank),
        key=lambda module: module.story.rank,
    )
    for higher, lower in pairwise(heads):
        if lower.head_size > higher.head_size + 0.01:
            yield Check("Q13", 1, "warning", lower.story.name)
    if len(heads) > 1 and heads[0].head_size < heads[1].head_size + 10:
        yield Check("Q13", 1, "warning", heads[0].story.name)


# -- the page as a whole ---------------------------------------------------------------------------------------------


def _through(placed: tuple[Placed, ...], grid: PageGrid) -> list[Check]:
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


def _art(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """One dominant picture, twice the next at least (Q14)."""
    sizes = sorted((rect.width * rect.height for module in placed for rect in module.pictures), reverse=True)
    if len(sizes) > 1 and sizes[0] < 2 * sizes[1]:
        yield Check("Q14", 1, "warning")


def _white(placed: tuple[Placed, ...], grid: PageGrid) -> Iterator[Check]:
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
    empty += sum(_white_part(m) * m.area.columns * m.area.rows for m in placed if m.inside is not None)
    share = 100.0 * (max(0.0, cells - taken - gaps) + empty) / max(1, cells)
    if share > MOST_WHITE:
        yield Check("Q19", round(share, 1), "warning")


def _white_part(module: Placed) -> float:
    """The part of its place that is white, of a module whose rows are not those of the page."""
    if module.inside is not None and module.inside.white:
        return module.inside.white
    room = sum(leg.room for leg in module.legs)
    return sum(max(0, leg.room - leg.rows) for leg in module.legs) / room if room else 0.0


def _type(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """Families of type (Q20); lines set loose, and last lines of one character (Q21, Q10)."""
    families = {p.style.font.split("-")[0] for module in placed for p in module.paragraphs}
    if len(families) > MOST_FAMILIES:
        yield Check("Q20", len(families) - MOST_FAMILIES, "warning")
    lines = loose = 0
    for module in placed:
        alone = 0
        for paragraph in module.paragraphs:
            if paragraph.style.align != "justify" or not paragraph.lines:
                continue
            lines += len(paragraph.lines)
            loose += sum(1 for line in paragraph.lines if line.gap > LOOSE and not line.last)
            last = paragraph.copy.text[paragraph.lines[-1].start : paragraph.lines[-1].end]
            if len(paragraph.lines) > 1 and sum(map(str.isalnum, last)) <= 1:  # a mark is no company (R18)
                alone += 1
        if alone:
            yield Check("Q10", alone, "warning", module.story.name)
    if loose > LOOSE_SHARE * max(lines, 20):
        yield Check("Q21", loose, "warning")


def _boxes(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """Boxes and panels on the page, adverts left out (Q23)."""
    boxes = sum(1 for module in placed if module.boxed and module.story.role != "filler")
    if boxes > MOST_BOXES:
        yield Check("Q23", boxes - MOST_BOXES, "warning")


def _groups(items: tuple[Item, ...]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            if item.role in ("story", "box"):
                yield from _groups(item.items)
