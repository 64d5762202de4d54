"""The checks of a page (Q01 …, docs/page-checks.md), each plain geometry over the made-up page,
and the score they make.

Score = 100 − Σ weight × amount, never under 0. An error-level check blocks the press build; the diagnostics that tell
the editor what to do are raised where the numbers are known, in make-up.

Rooms: values (outcomes, weights); shapes (what is known of a page before it is drawn, which planning asks too); sight
(what the eye sees of a module); and the checks by subject.
"""

from __future__ import annotations

from functools import lru_cache

from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.quality.adverts import neighbours
from layout.makeup.quality.form import SetType, boxes, of_form, of_nameplate, of_rules, set_type, types
from layout.makeup.quality.heads import of_heads
from layout.makeup.quality.order import order
from layout.makeup.quality.pictures import art, dominant, far_from_heads
from layout.makeup.quality.sight import Sight, see
from layout.makeup.quality.space import briefs, fillers, holes, shapes, through, white
from layout.makeup.quality.stories import of_story, off_grid
from layout.makeup.quality.tone import tone
from layout.makeup.quality.values import WEIGHTS, Check, points
from layout.units import GridArea, Rect
from layout.value import value

_KEPT = 128  # modules: those of some ten pages


class _Same:
    """A module as a key: the very same one, for it is long to compare."""

    __slots__ = ("module",)

    def __init__(self, module: Placed) -> None:
        self.module = module

    def __hash__(self) -> int:
        return id(self.module)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.module is other.module


@value
class _Looked:
    """What is found of one module alone."""

    sight: Sight
    checks: tuple[Check, ...]
    type: SetType


@lru_cache(_KEPT)
def _looked_at(key: _Same, grid: PageGrid) -> _Looked:
    """The same module stands on many a page that is weighed."""
    module = key.module
    return _Looked(see(module, grid), tuple(of_story(module, grid)), set_type(module))


def judge(
    placed: tuple[Placed, ...], grid: PageGrid, ruled: bool, form: tuple[Check, ...] = (), front: bool = False
) -> tuple[float, tuple[Check, ...]]:
    """The page's score and every check that is not kept, worst first. ruled: column rules stand between neighbours;
    form: what was found in the page's furniture (Q24, Q40) and rules (Q41); front: it opens a section."""
    looked = [_looked_at(_Same(module), grid) for module in placed]
    seen = [each.sight for each in looked]
    top = min((module.area.row for module in placed), default=0)
    page = Rect(grid.left, grid.y(top), grid.width, (grid.rows - top) * grid.leading)
    checks = [check for each in looked for check in each.checks]
    checks += of_heads(placed, seen, grid, ruled)
    checks += through(placed, grid)
    checks += art(placed)
    checks += dominant(seen, page, grid, front)
    checks += far_from_heads(seen, grid)
    checks += white(placed, grid)
    area = GridArea(0, grid.columns, top, grid.rows - top)
    checks += shapes(seen, area, grid)
    checks += order(seen, area, grid)
    checks += holes(seen)
    checks += fillers(seen)
    checks += briefs(seen, grid)
    checks += tone(seen, page, grid)
    checks += neighbours(seen, top, grid)
    checks += types([each.type for each in looked])
    checks += boxes(placed)
    checks += form
    score = 100.0 - sum([points(check) for check in checks])
    levels = {"error": 0, "warning": 1, "ok": 2}
    return max(0.0, round(score, 1)), tuple(sorted(checks, key=lambda check: (levels[check.severity], check.id)))


__all__ = ["WEIGHTS", "Check", "judge", "of_form", "of_nameplate", "of_rules", "off_grid", "points"]
