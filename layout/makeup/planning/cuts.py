"""Pages by straight cuts: cut by guillotine.py from the shapes of the stories,
weighed by what depends on position, and set.

`cut_plans` gives them in the order in which they are found, a function of the page's prices and nothing else.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from itertools import accumulate, islice, permutations, product

from layout.issue import Constraint
from layout.makeup.modules.base import SIDEBARS, Fit
from layout.makeup.page_faults import PageFaults, rows_of
from layout.makeup.planning.cut_depths import cut_depths, leaves_of
from layout.makeup.planning.cut_tables import MOST_PIECES, Costs, stacked
from layout.makeup.planning.guillotine import Leaf, Slicer, Split, Tree
from layout.makeup.planning.plan import PagePlan
from layout.makeup.planning.previous import Places
from layout.makeup.planning.pricing import (
    ANYHOW,
    EVER,
    FIT,
    HOPEFUL,
    NEAR,
    OVERFULL,
    SHALLOWEST,
    TASTE,
    WELL,
    Pricing,
)
from layout.makeup.planning.shown import Surcharges, corrected, surcharges
from layout.makeup.planning.work import OutOfWork, Work
from layout.units import GridArea
from layout.value import value

MISSING = 40.0  # a row by which a page may miss its depth while pages are looked for


@value
class Phase:
    """How far a search goes. one_seam, dearest, tight: see cut_tables.py; fit: how badly a story may fit; far:
    weight of faults from which pages of less likely shapes do not come out either, where these of the right depth did
    not; settled: pages that are set. Of 300 random pages the farthest that came out later was at
    80 after the first phase, at 30 after the others; none came out after the third."""

    one_seam: bool
    dearest: float
    tight: bool
    fit: int
    far: float
    settled: int


@value
class Candidate:
    """A page that may be set. cost: what it is hoped to cost; seen: its tree as it was cut, and as it stands where that
    is another."""

    cost: float
    tree: Tree
    seen: tuple[Tree, ...]


@value
class Weighed:
    """Pages of a phase, the best first. more: what is in their costs that setting has shown; most: stories that were
    planned by themselves."""

    candidates: tuple[Candidate, ...]
    more: Surcharges
    most: int


PHASES = (
    Phase(True, 55.0, True, WELL, 100.0, 16),
    Phase(True, 120.0, True, WELL, 40.0, 16),
    Phase(True, 300.0, False, ANYHOW, 40.0, 8),
    Phase(False, 1000.0, False, ANYHOW, 40.0, 4),
)
LAST = Phase(True, 300.0, False, OVERFULL, 40.0, 8)  # where none of these found a page: it has not the room
OPENED = 4  # pages that are looked at for one that is weighed by position
NEARLY = 20.0  # weight of faults of a page for which unlikely shapes are worth as much work as likely ones
GOOD = 40.0  # looks of a page up to which none of less likely shapes is looked for …
SCARCE = 8  # … nor where there were more pages of likely ones
POOR = 120.0  # looks of a page from which it is looked for once more, with what setting has shown of its stories
HOPELESS = 3  # pages of a phase that are set where none has the right depth
BEYOND = 200.0  # cost from which a page is not of the right depth
REORDERED = 12  # pages of a phase whose pieces are tried in other orders too …
EXCHANGES = 3  # … by so many exchanges of neighbours …
WORTH = 1.0  # … each of which must make it cheaper by so much: the order of ranks is the one a reader expects
ORIENTATIONS = 16  # ways to order the pieces of one page that are tried for the sake of its adverts
CONSTRAINED = 96  # the same for the sake of constraints, which most ways do not keep
MOST_STORIES = 9  # beyond these the smallest are planned in pairs, or more, one above the other
LEAST_STORIES = 4  # not so few, because the tables of more are too much work
ROUNDS = 8  # times that the rows of one page are shared out anew at most, because setting shows other costs


def cut_plans(pricing: Pricing, work: Work, every: bool = False) -> Iterator[PagePlan]:
    """Plans in the order in which they are found; none where there is nothing to plan.

    Without `every`, a plan that cannot be better than the best so far is left out. Constraints are given up from the
    last where no page keeps them: those before matter more to whoever wrote them in this order. The search ends with
    its work; one plan is always found.
    """
    if not pricing.names:
        return
    if len(pricing.names) * SHALLOWEST > pricing.columns * pricing.rows:  # no arrangement has room for them all
        yield settled(pricing, _in_bands(pricing), 0.0, work)
        return
    constraints = pricing.library.page.constraints
    # On a vertical page the first of them keep the nameplate and adverts at their ends: these are not given up.
    reserved = len(pricing.narrow) if pricing.vertical else 0
    while True:
        found = False
        for plan in _search(pricing, constraints, work, every):
            found = True
            yield plan
        if found:
            return
        if len(constraints) <= reserved or work.spent:
            yield settled(pricing, _in_bands(pricing), 0.0, work)
            return
        constraints = constraints[:-1]


def _search(pricing: Pricing, constraints: tuple[Constraint, ...], work: Work, every: bool) -> Iterator[PagePlan]:
    best: PagePlan | None = None
    seen: frozenset[Tree] = frozenset()
    most = MOST_STORIES
    # A wish is rather given up than kept by a page that has not the room.
    for phase in (*PHASES[: work.allowance.phases], *(() if constraints else (LAST,))):
        weighed = _weighed(pricing, phase, constraints, {}, seen, most, work)
        if weighed is None:
            return
        before, most = seen, weighed.most
        best, tried = yield from _set(pricing, phase, weighed, best, work, every)
        seen = before.union(*(each.seen for each in weighed.candidates))
        if best is not None and best.faults.looks >= POOR and best.faults.weight <= phase.far and not work.spent:
            more = surcharges(pricing, best.places, work)
            # Pages that were weighed and not set may be among the best now.
            unset = before.union(*(each.seen for each in weighed.candidates[:tried]))
            again = _weighed(pricing, phase, constraints, more, unset, most, work) if more else None
            if again is not None:
                best, _ = yield from _set(pricing, phase, again, best, work, every)
                seen = seen.union(*(each.seen for each in again.candidates))
        if best is None:
            continue
        if work.spent:
            return
        likeliest = weighed.candidates
        right_depth = bool(likeliest) and likeliest[0].cost < BEYOND
        far = right_depth and best.faults.weight > phase.far and not pricing.few
        likely = phase is PHASES[0] and best.faults.looks >= GOOD and len(likeliest) <= SCARCE
        good = not best.faults.weight and not likely
        if good or far or not pricing.fillable() or phase is PHASES[work.allowance.phases - 1]:
            return


def _set(
    pricing: Pricing, phase: Phase, weighed: Weighed, best: PagePlan | None, work: Work, every: bool
) -> Generator[PagePlan, None, tuple[PagePlan | None, int]]:
    """The best of these pages, those that may be better than the best before set; the best of all, and how many were
    set."""
    number = 0
    for number, each in enumerate(weighed.candidates):
        if best is not None:
            beaten = not best.faults.weight and TASTE * each.cost >= best.faults.looks  # nor can any after it be better
            most = _most_set(phase, best, pricing, work) if each.cost < BEYOND or beaten else HOPELESS
            if work.spent or (beaten and not every) or number >= most:
                return best, number
        faults, places = _rows_shared(pricing, each.tree, work)
        if best is not None and not every and faults.weight > best.faults.weight:
            continue
        # What is known to cost more is not hoped for: it counts once, where the page is judged as it is set.
        known = sum([weighed.more.get((name, area.columns), 0.0) for name, area in places])
        plan = pricing.judged(places, each.cost - known, each.tree)
        yield plan
        if best is None or plan.faults.order < best.faults.order:
            best = plan
    return best, len(weighed.candidates)


def _most_set(phase: Phase, best: PagePlan, pricing: Pricing, work: Work) -> int:
    """Pages of a phase that are set: fewer of unlikely ones, unless little is lacking or the page is little work."""
    most = work.allowance.settled
    return most if best.faults.weight <= NEARLY or pricing.few else min(phase.settled, most)


def _weighed(
    pricing: Pricing,
    phase: Phase,
    constraints: tuple[Constraint, ...],
    more: Surcharges,
    seen: Set[Tree],
    most: int,
    work: Work,
) -> Weighed | None:
    """Pages of a phase that keep the constraints, by shape and position, the best first, but for those that were seen;
    None where none can be. most: stories that are planned by themselves."""
    # Pages with any number of seams are the last resort: no more are weighed than may be set.
    candidates = work.allowance.candidates if phase.one_seam else work.allowance.settled
    slicer, groups, most = _slicer(pricing, phase, more, most, work)
    if slicer is None:
        return None
    met = set(seen)
    found: list[tuple[float, int, Tree, Places | None, tuple[Tree, ...]]] = []
    for order, (cost, tree) in enumerate(slicer.pages()):
        if order >= OPENED * candidates or len(found) >= candidates:
            break
        whole = _spread(tree, groups)
        placed = _oriented(pricing, whole, constraints) if whole not in met else None
        if placed is not None:
            met.add(whole)
            found.append((cost + placed[0], order, *placed[1:], (whole,)))
    found.sort(key=lambda each: each[:2])
    for at, (cost, order, tree, places, known) in enumerate(found[:REORDERED]):
        cost, tree = _reordered(pricing, cost, tree, places, constraints)
        if tree not in met:
            met.add(tree)
            found[at] = cost, order, tree, None, (*known, tree)
    found.sort(key=lambda each: each[:2])
    return Weighed(tuple([Candidate(cost, tree, known) for cost, _, tree, _, known in found]), more, most)


def _slicer(
    pricing: Pricing, phase: Phase, more: Surcharges, most: int, work: Work
) -> tuple[Slicer | None, list[tuple[int, ...]], int]:
    """The tables of a phase, with as many stories by themselves, `most` at first, as its work allows;
    None where none are."""
    prices = pricing.shapes(phase.fit)
    if more:
        prices = corrected(prices, pricing.names, more)
    while most >= LEAST_STORIES and not work.spent:
        shapes, groups = _grouped(pricing, prices, most)
        if len(shapes) > MOST_PIECES:
            return None, [], most
        try:
            slicer = Slicer(
                shapes,
                pricing.columns,
                pricing.rows,
                pricing.gap,
                MISSING,
                phase.one_seam,
                phase.dearest,
                phase.tight,
                work,
            )
        except OutOfWork:
            most = min(most, len(shapes)) - 1
            continue
        return slicer, groups, most
    return None, [], most


def _grouped(
    pricing: Pricing, shapes: list[dict[int, dict[int, float]]], most: int
) -> tuple[list[Mapping[int, Costs]], list[tuple[int, ...]]]:
    """Shapes of the stories, and which stories each stands for: while there are too many the smallest are paired, then
    the smallest of these, one above the other."""
    found: dict[tuple[int, ...], Mapping[int, Costs]] = {(index,): shape for index, shape in enumerate(shapes)}
    alone = {index for index, story in enumerate(pricing.stories) if not index or story.role in SIDEBARS}
    alone.update(range(len(pricing.stories), len(shapes)))
    while len(found) > most:
        least = {
            group: min((w * d for w, costs in shape.items() for d in costs), default=0)
            for group, shape in found.items()
            if alone.isdisjoint(group)
        }
        small = sorted(least, key=lambda group: (least[group], group))
        pairs = list(zip(small[0::2], small[1::2], strict=False))[: len(found) - most]
        if not pairs:
            break
        for one, other in pairs:
            over, under = sorted((one, other))
            found[tuple(sorted((*one, *other)))] = _one_above_another(pricing, found.pop(over), found.pop(under))
    groups = sorted(found)
    return [found[group] for group in groups], groups


def _one_above_another(pricing: Pricing, over: Mapping[int, Costs], under: Mapping[int, Costs]) -> Mapping[int, Costs]:
    return {
        width: dict(stacked(over[width], under[width], pricing.gap, pricing.rows)) for width in over if width in under
    }


def _in_bands(pricing: Pricing) -> Tree:
    """Every story across the whole page, one under the other: what is left when nothing fits by far."""
    if pricing.vertical and pricing.narrow and pricing.stories:
        return _beside_reserved(pricing)
    return _stacked_leaves(range(len(pricing.names)), pricing.columns)


def _beside_reserved(pricing: Pricing) -> Tree:
    """The same on a vertical page, whose nameplate and adverts take tiers: each keeps its own, the last story stands
    after the nameplate."""
    names, reserved = pricing.names, pricing.narrow
    plate = [index for index, name in enumerate(names) if name in reserved and reserved[name].nameplate]
    ends = {
        end: [i for i, n in enumerate(names) if n in reserved and i not in plate and reserved[n].place == end]
        for end in ("head", "foot")
    }
    left = pricing.columns - sum(advert.columns for advert in reserved.values())
    if left < 1:
        return _stacked_leaves(range(len(names)), pricing.columns)
    stories = list(range(len(pricing.stories)))
    pieces: list[Tree] = []
    if plate:
        after = [stories.pop()] if len(stories) > 1 else []
        pieces.append(_stacked_leaves([*plate, *after], reserved[names[plate[0]]].columns))
    pieces += [Leaf(index, reserved[names[index]].columns) for index in ends["head"]]
    pieces.append(_stacked_leaves(stories, left))
    pieces += [Leaf(index, reserved[names[index]].columns) for index in ends["foot"]]
    return Split(False, tuple(pieces))


def _stacked_leaves(indices: Sequence[int], columns: int) -> Tree:
    leaves = tuple(Leaf(index, columns) for index in indices)
    return leaves[0] if len(leaves) == 1 else Split(True, leaves)


# -- positions -------------------------------------------------------------------------------------------------------


def _oriented(
    pricing: Pricing, tree: Tree, constraints: tuple[Constraint, ...]
) -> tuple[float, Tree, Places | None] | None:
    """The tree with its pieces in the order that costs least and keeps the constraints, and where they stand then if
    that is known; None when no order keeps them."""
    tree = _ordered(tree)
    depths = _Depths(pricing, tree).cheapest()  # the same in whatever order the pieces stand
    if not constraints and not pricing.narrow:
        places = _laid(pricing, tree, depths)
        return pricing.position_cost(places), tree, places
    best: tuple[float, Tree, None] | None = None
    most = CONSTRAINED if constraints else ORIENTATIONS
    for turned in islice(_turned(tree, most, _ends(pricing)), most):
        places = _laid(pricing, turned, depths)
        least = pricing.standing_cost(places)
        if (best is None or least < best[0] - 1e-9) and pricing.keeps(places, constraints):
            cost = least + pricing.neighbours_cost(places)
            if best is None or cost < best[0] - 1e-9:
                best = cost, turned, None  # what costs the same is shared out by the order of the pieces
    return best


def _reordered(
    pricing: Pricing, cost: float, tree: Tree, places: Places | None, constraints: tuple[Constraint, ...]
) -> tuple[float, Tree]:
    """The page with neighbouring pieces exchanged while that makes it cheaper and keeps the constraints. places: where
    they stand, None = that is to be found."""
    if places is None:
        places = _laid(pricing, tree, _Depths(pricing, tree).cheapest())
    shapes = cost - pricing.position_cost(places)
    for _ in range(EXCHANGES):
        found: tuple[float, Places, _Way] | None = None
        for way, other in _exchanged(tree, places, pricing.gap):
            limit = (cost if found is None else found[0]) - WORTH
            least = pricing.standing_cost(other)
            if shapes + least >= limit:  # nor is it less with what neighbours cost
                continue
            price = shapes + (least + pricing.neighbours_cost(other))
            if price < limit and pricing.keeps(other, constraints):
                found = price, other, way
        if found is None:
            break
        cost, places, way = found
        tree = _with_exchanged(tree, way)
    return cost, tree


_Way = tuple[int, ...]
"""Where two neighbouring pieces of a tree are: of each cut down to theirs the place of the piece, last of the first."""


def _exchanged(tree: Tree, places: Places, gap: int, first: int = 0) -> Iterator[tuple[_Way, Places]]:
    """The page with two neighbouring pieces of one of its cuts exchanged, where it has stood at `places`: all else
    stays where it is. first: place of the tree's first leaf among these."""
    if isinstance(tree, Leaf):
        return
    starts = list(accumulate([len(leaves_of(piece)) for piece in tree.pieces], initial=first))
    for at, (start, middle, end) in enumerate(zip(starts, starts[1:], starts[2:], strict=False)):
        one, other = places[start:middle], places[middle:end]
        if tree.stacked:
            there, here = min([area.row for _, area in one]), min([area.row for _, area in other])
            down = max([area.row + area.rows for _, area in other]) - here + gap
            moved = (*_moved(other, there - here, 0), *_moved(one, down, 0))
        else:
            there, here = min([area.column for _, area in one]), min([area.column for _, area in other])
            aside = max([area.column + area.columns for _, area in other]) - here
            moved = (*_moved(other, 0, there - here), *_moved(one, 0, aside))
        yield (at,), (*places[:start], *moved, *places[end:])
    for at, piece in enumerate(tree.pieces):
        for way, found in _exchanged(piece, places, gap, starts[at]):
            yield (at, *way), found


def _moved(places: Places, rows: int, columns: int) -> Iterator[tuple[str, GridArea]]:
    for name, area in places:
        yield name, GridArea(area.column + columns, area.columns, area.row + rows, area.rows)


def _with_exchanged(tree: Tree, way: _Way) -> Tree:
    assert isinstance(tree, Split)
    at, *rest = way
    pieces = list(tree.pieces)
    if rest:
        pieces[at] = _with_exchanged(pieces[at], tuple(rest))
    else:
        pieces[at : at + 2] = pieces[at + 1], pieces[at]
    return Split(tree.stacked, tuple(pieces))


def _laid(pricing: Pricing, tree: Tree, depths: Mapping[int, int]) -> Places:
    """Where the leaves of a tree stand on the page."""
    places: list[tuple[str, GridArea]] = []
    _lay(pricing, tree, depths, pricing.part.row, 0, places)
    return tuple(places)


def _lay(
    pricing: Pricing, tree: Tree, depths: Mapping[int, int], row: int, column: int, places: list[tuple[str, GridArea]]
) -> tuple[int, int]:
    """Put where the leaves of a tree stand into `places`; its foot and its right edge."""
    if isinstance(tree, Leaf):
        rows = depths[tree.story]
        places.append((pricing.names[tree.story], GridArea(column, tree.columns, row, rows)))
        return row + rows, column + tree.columns
    foot, right, stacked = row, column, tree.stacked
    for piece in tree.pieces:
        under, beyond = _lay(pricing, piece, depths, row, column, places)
        if under > foot:
            foot = under
        if beyond > right:
            right = beyond
        if stacked:
            row = under + pricing.gap
        else:
            column = beyond
    return foot, right


# -- settling --------------------------------------------------------------------------------------------------------


def weight_again(pricing: Pricing, tree: Tree, work: Work) -> float:
    """Weight of the faults of a page cut as it was before, its depths found anew. Where copy is over or a foot empty,
    that alone counts: only a page that may be whole is judged."""
    faults, places = _rows_shared(pricing, tree, work)
    return faults.weight or pricing.judged(places, 0.0, tree).faults.weight


def settled(pricing: Pricing, tree: Tree, bound: float, work: Work) -> PagePlan:
    """The tree with every module set."""
    return pricing.judged(_rows_shared(pricing, tree, work)[1], bound, tree)


def _rows_shared(pricing: Pricing, tree: Tree, work: Work) -> tuple[PageFaults, Places]:
    """Where the modules stand, and what is over and empty then; where setting shows the arithmetic wrong the rows are
    shared out anew."""
    depths = _Depths(pricing, tree)
    best: tuple[PageFaults, Places] | None = None
    for _ in range(ROUNDS):
        places = _laid(pricing, tree, depths.cheapest())
        work.set(places)
        fits = [pricing.fit(name, area) for name, area in places]
        faults = rows_of(fits)
        if best is None or faults.order < best[0].order:
            best = faults, places
        if not depths.learn(places, fits) or work.spent:
            break
    assert best is not None
    return best


class _Depths:
    """How deep the stories of a tree stand, with what setting has shown so far."""

    def __init__(self, pricing: Pricing, tree: Tree) -> None:
        self._pricing, self._tree = pricing, tree
        self._leaves = leaves_of(tree)
        self._extra: list[dict[int, float]] = [{} for _ in self._leaves]  # what each costs beyond what was hoped

    def cheapest(self) -> dict[int, int]:
        """Depth of each story's module that makes the tree cheapest over all rows of the page."""
        pricing = self._pricing
        for limit in (HOPEFUL, NEAR, EVER):
            costs = [self._costs(leaf, extra, limit) for leaf, extra in zip(self._leaves, self._extra, strict=True)]
            depths = cut_depths(self._tree, costs, pricing.gap, pricing.rows)
            if depths is not None:
                return {leaf.story: depth for leaf, depth in zip(self._leaves, depths, strict=True)}
        return _even(pricing, self._tree, pricing.rows)

    def learn(self, places: Places, fits: Sequence[Fit]) -> bool:
        """Put in what the modules cost as set; whether one of them was not known yet."""
        new = False
        for (name, area), fit, extra in zip(places, fits, self._extra, strict=True):
            if area.rows not in extra:
                new = True
                extra[area.rows] = FIT * (fit.price - self._pricing.module(name, area.columns).cost(area.rows))
        return new

    def _costs(self, leaf: Leaf, extra: Mapping[int, float], limit: float) -> Costs:
        """Depths and costs of a leaf, true costs in the place of hoped ones where the module was set."""
        table = self._pricing.table(self._pricing.names[leaf.story], leaf.columns, limit)
        if not extra:
            return table.below
        costs = dict(table.below)
        for depth, more in extra.items():
            if depth not in table.prices:
                continue
            price = table.prices[depth] + more
            if price < limit:
                costs[depth] = price
            else:
                costs.pop(depth, None)
        return costs


def _even(pricing: Pricing, tree: Tree, rows: int) -> dict[int, int]:
    """Rows shared out by number of stories: a page with more stories than rows to begin with."""
    if isinstance(tree, Leaf):
        return {tree.story: max(1, rows)}
    depths: dict[int, int] = {}
    share = max(1, (rows - pricing.gap * (len(tree.pieces) - 1)) // len(tree.pieces)) if tree.stacked else rows
    for piece in tree.pieces:
        depths |= _even(pricing, piece, share)
    return depths


# -- trees -----------------------------------------------------------------------------------------------------------


def _first(tree: Tree) -> int:
    return tree.story if isinstance(tree, Leaf) else min(_first(piece) for piece in tree.pieces)


def _spread(tree: Tree, groups: Sequence[tuple[int, ...]]) -> Tree:
    """The tree with every pair of stories that was planned as one parted again."""
    if isinstance(tree, Leaf):
        leaves = tuple(Leaf(index, tree.columns) for index in groups[tree.story])
        return leaves[0] if len(leaves) == 1 else Split(True, leaves)
    pieces: list[Tree] = []
    for piece in tree.pieces:
        inner = _spread(piece, groups)
        pieces += inner.pieces if isinstance(inner, Split) and inner.stacked == tree.stacked else (inner,)
    return Split(tree.stacked, tuple(pieces))


def _ordered(tree: Tree) -> Tree:
    """Pieces by the rank of their first story, so that the first stories stand at the top and on the left."""
    if isinstance(tree, Leaf):
        return tree
    return Split(tree.stacked, tuple(sorted((_ordered(piece) for piece in tree.pieces), key=_first)))


def _ends(pricing: Pricing) -> Mapping[int, str]:
    """Narrow adverts and where they stand, head or foot of the page."""
    first = len(pricing.stories)
    if pricing.vertical:
        return {}
    return {index: pricing.narrow[name].place for index, name in enumerate(pricing.names[first:], first)}


def _turned(tree: Tree, most: int, ends: Mapping[int, str]) -> Iterator[Tree]:
    """The tree with its pieces in every order, its own first, that brings adverts to their ends of the page: in a stack
    a piece with one for the head is the first, one for the foot the last. No more than `most` orders of a piece."""
    if isinstance(tree, Leaf):
        yield tree
        return
    pieces = [tuple(islice(_turned(piece, most, ends), most)) for piece in tree.pieces]
    places = [
        {ends[leaf.story] for leaf in leaves_of(piece) if leaf.story in ends} if ends else set()
        for piece in tree.pieces
    ]
    for order in permutations(range(len(pieces))):
        if tree.stacked and any("head" in places[index] for index in order[1:]):
            continue
        if tree.stacked and any("foot" in places[index] for index in order[:-1]):
            continue
        for inner in product(*(pieces[index] for index in order)):
            yield Split(tree.stacked, inner)


__all__ = ["cut_plans", "settled", "weight_again"]
