"""A story that may stand in more ways than the house style wants.

On a page that will not come out otherwise: on a leg less or more than its base columns (变栏), with half-wide marks
(开明), its pictures wider and narrower. On any page: on fewer and wider legs where on its base columns they would be
shallow: a short text stretched over many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cached_property, partial
from heapq import heappop, heappush
from itertools import islice
from typing import Self

from layout.issue import Story
from layout.makeup.grid import MOST_MEASURE, PageGrid
from layout.makeup.modules.base import TOLD, Fit, HeadFacts, Placed
from layout.makeup.modules.story import StoryModule
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import replace

RESPLIT = 6.0  # a story on a leg less or more than its base columns
MERGED = 3.0  # one that would be shallow on them, on fewer
CLOSER = 10.0  # a story with half-wide marks
LEAST_MEASURE = 11.0  # em, of a leg that was re-split
TRIED = 3  # variants set before the best of them is taken
MANY = 3  # base columns from which fewer legs are weighed on any page


class _Variant:
    """One way to set the story, at a price; its module is made when it is first asked for."""

    def __init__(self, price: float, tactics: tuple[tuple[str, int], ...], make: Callable[[], StoryModule]) -> None:
        self.price, self.tactics, self._make = price, tactics, make

    @cached_property
    def module(self) -> StoryModule:
        return self._make()

    def cost(self, depth: int) -> float:
        return self.price + self.module.cost(depth)


class Fallbacks:
    """The variants of one story as one module: what each depth costs is what it costs the cheapest of them."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._variants = [
            _Variant(price, tactics, partial(StoryModule, other, column, columns, grid, theme, setter, self._relaxed))
            for price, other, tactics in sorted(self._ways(grid, theme), key=lambda each: each[0])
        ]
        self._fits: dict[int, tuple[int, Fit]] = {}

    _relaxed = True

    def _ways(self, grid: PageGrid, theme: Theme) -> Iterator[_Way]:
        """Each way to set the story, its own first."""
        story, columns = self.story, self.columns
        legs = [0]
        if not story.columns and story.role in ("lead", "story"):
            legs += [count for count in (columns - 1, columns + 1) if count > 1 and _is_fit(count, columns, grid)]
        closer = not story.punctuation and theme.styles["body"].punctuation == "quanjiao"
        for punctuation in ("", "kaiming") if closer else ("",):
            for count in legs:
                price, other, tactics = _on_legs(story, count, RESPLIT)
                if punctuation:
                    other, tactics = replace(other, punctuation=punctuation), (*tactics, ("punctuation", 1))
                yield price + (CLOSER if punctuation else 0.0), other, tactics

    def _asked(self, depth: int) -> list[_Variant]:
        """The variants that are weighed at a depth."""
        return self._variants

    @property
    def head_strain(self) -> int:
        return self._variants[0].module.head_strain

    def cost(self, depth: int) -> float:
        least = float("inf")
        for variant in self._asked(depth):  # the cheaper first, and no cost is below 0
            if variant.price >= least:
                break
            least = min(least, variant.cost(depth))
        return least

    def holds(self, depth: int) -> bool:
        return any(variant.module.holds(depth) for variant in self._asked(depth))

    def largest_picture(self, depth: int) -> float:
        """As StoryModule has it."""
        least = min(self._asked(depth), key=lambda variant: variant.cost(depth))
        return least.module.largest_picture(depth)

    def fit(self, depth: int) -> Fit:
        return self._best(depth)[1]

    def place(self, row: int, depth: int) -> Placed:
        variant = self._variants[self._best(depth)[0]]
        return self._as(variant, variant.module.place(row, depth))

    def in_smaller_head(self, row: int, depth: int, most: float) -> Placed | None:
        """As StoryModule has it."""
        variant = self._variants[self._best(depth)[0]]
        made = variant.module.in_smaller_head(row, depth, most)
        return None if made is None else self._as(variant, made)

    def _as(self, variant: _Variant, made: Placed) -> Placed:
        """What a variant came to, as the story's."""
        if not variant.price:
            return made
        return replace(
            made, story=self.story, cost=variant.price + made.cost, tactics=(*variant.tactics, *made.tactics)
        )

    @property
    def head(self) -> HeadFacts:
        return self._variants[0].module.head

    def moved(self, column: int) -> Self:
        def there(variant: _Variant) -> StoryModule:
            return variant.module.moved(column)

        other = copy(self)
        other.column = column
        other._variants = [_Variant(each.price, each.tactics, partial(there, each)) for each in self._variants]
        return other

    def _best(self, depth: int) -> tuple[int, Fit]:
        """Which variant is cheapest once it is set, and what it comes to."""
        if depth not in self._fits:
            best: tuple[int, Fit] | None = None
            for hoped, index in islice(self._hopeful(depth), TRIED):
                if best is not None and hoped >= best[1].cost:
                    break
                variant = self._variants[index]
                fit = variant.module.fit(depth)
                if best is None or variant.price + fit.cost < best[1].cost:
                    best = index, replace(fit, cost=variant.price + fit.cost)
            assert best is not None
            self._fits[depth] = best
        return self._fits[depth]

    def _hopeful(self, depth: int) -> Iterator[tuple[float, int]]:
        """What each variant is hoped to cost, and its place, the cheapest first; none is made whose price alone is more
        than what another costs."""
        made: list[tuple[float, int]] = []
        for index, variant in enumerate(self._asked(depth)):
            while made and variant.price >= made[0][0]:
                yield heappop(made)
            heappush(made, (variant.cost(depth), index))
        while made:
            yield heappop(made)


class Resplit(Fallbacks):
    """A story of many base columns: on as many legs; where these would be shallow on two thirds or half as many, which
    are no deeper, but leave the eye fewer steps from leg to leg."""

    _relaxed = False

    def _ways(self, grid: PageGrid, theme: Theme) -> Iterator[_Way]:
        columns = self.columns
        for count in dict.fromkeys((0, (2 * columns + 1) // 3, max(2, columns // 2))):
            if not count or _is_fit(count, columns, grid):
                yield _on_legs(self.story, count, MERGED)

    def _asked(self, depth: int) -> list[_Variant]:
        return self._variants if self._variants[0].module.is_shallow(depth) else self._variants[:1]


_Way = tuple[float, Story, tuple[tuple[str, int], ...]]
"""A price, the story that asks for it, and the tactics that it comes to."""


def resplit(
    story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
) -> Resplit | StoryModule:
    """A story in the ways of the house."""
    many = columns >= MANY and not story.columns and story.role in TOLD and not grid.vertical
    return (Resplit if many else StoryModule)(story, column, columns, grid, theme, setter)


def _is_fit(legs: int, columns: int, grid: PageGrid) -> bool:
    """Whether so many legs on these base columns are neither too narrow nor too wide to read."""
    return LEAST_MEASURE <= grid.span(columns) / grid.body_size / legs - 1.0 <= MOST_MEASURE


def _on_legs(story: Story, count: int, price: float) -> _Way:
    """The story on so many legs, 0 = its base columns."""
    if not count:
        return 0.0, story, ()
    return price, replace(story, columns=count), (("legs", count),)
