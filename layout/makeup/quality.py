"""The checks of a page (NEWSPAPER.md Q01 …), each plain geometry over the made-up page, and the score they make.

Score = 100 − Σ weight × amount, never under 0. An error-level check blocks the press build; the diagnostics that tell the editor
what to do are raised where the numbers are known, in make-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from layout.diagnostics import Language
from layout.display import GlyphRun, Group, Item
from layout.makeup.grid import PageGrid
from layout.makeup.jumps import LEAST_AFTER, LEAST_BEFORE
from layout.makeup.modules import Placed
from layout.value import value

TOMBSTONE = 1.4  # heads side by side are told apart from this ratio of sizes on


@value
class Check:
    """One check's outcome. amount: in the check's own unit, 0 = kept; story: whose it is, "" = the page's."""

    id: str
    amount: float
    severity: Literal["ok", "warning", "error"]
    story: str = ""

    def message(self, language: Language = "en") -> str:
        """What the check found, in words."""
        words = _messages()[self.id][language]
        return words.replace("{story}", self.story).replace("{amount}", f"{self.amount:g}")


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    file = resources.files("layout") / "data" / "messages" / "quality.toml"
    return tomllib.loads(file.read_text("utf-8"))


WEIGHTS = {
    "Q01": 1.0,
    "Q02": 4.0,
    "Q03": 2.0,
    "Q04": 20.0,
    "Q05": 6.0,
    "Q08": 6.0,
    "Q10": 3.0,
    "Q11": 1.0,
    "Q13": 3.0,
    "Q15": 3.0,
    "Q18": 6.0,
}


def judge(placed: tuple[Placed, ...], grid: PageGrid, ruled: bool) -> tuple[float, tuple[Check, ...]]:
    """The page's score and every check that is not kept, worst first. ruled: column rules stand between neighbours."""
    checks = [check for module in placed for check in _of_module(module, grid)]
    checks += _tombstones(placed, ruled)
    checks += _ranks(placed)
    score = 100.0 - sum(WEIGHTS[check.id] * min(check.amount, 20.0) for check in checks)
    order = {"error": 0, "warning": 1, "ok": 2}
    return max(0.0, round(score, 1)), tuple(sorted(checks, key=lambda check: (order[check.severity], check.id)))


def _of_module(module: Placed, grid: PageGrid) -> Iterator[Check]:
    name = module.story.name
    if module.overset:
        yield Check("Q01", module.overset, "error", name)
    if module.empty:
        yield Check("Q02", module.empty, "error" if module.empty >= 3 else "warning", name)
    feet = [leg.room - leg.rows for leg in module.legs]
    uneven = max(feet, default=0) - min(feet, default=0)
    if uneven > 1:
        yield Check("Q03", uneven, "warning", name)
    off = off_grid(module, grid)
    if off > 0.05:
        yield Check("Q04", off, "error", name)
    for leg in module.legs:
        if module.head_rows and not leg.picture and 0 < leg.rows < 3 and _lines(module) >= 3 * len(module.legs):
            yield Check("Q08", 1, "error", name)
    if module.turn is not None and module.turn.rows < (LEAST_BEFORE if module.turn.leaving else LEAST_AFTER):
        yield Check("Q18", 1, "error", name)
    if module.widows:
        yield Check("Q10", module.widows, "warning", name)
    short = sum(1 for leg in module.legs if 0 < leg.rows < (5 if leg.picture else 3) or leg.rows > 40)
    if short and module.story.role in ("lead", "story"):
        yield Check("Q11", short, "warning", name)
    cropped = sum(1 for crop in module.crops if crop > 0.25 + 1e-6)
    if cropped:
        yield Check("Q15", cropped, "warning", name)


def _lines(module: Placed) -> int:
    return sum(leg.rows for leg in module.legs)


def off_grid(module: Placed, grid: PageGrid) -> float:
    """How far the worst body baseline stands off the page grid, points (R20)."""
    first = grid.baseline(0)
    worst = 0.0
    for run in _paragraph_runs(module.items, False):
        rows = (run.baseline - first) / grid.leading
        worst = max(worst, abs(rows - round(rows)) * grid.leading)
    return worst


def _paragraph_runs(items: tuple[Item, ...], inside: bool) -> Iterator[GlyphRun]:
    for item in items:
        if isinstance(item, Group):
            if item.role != "quote":  # set larger, between its rules
                yield from _paragraph_runs(item.items, item.role == "paragraph")
        elif inside and isinstance(item, GlyphRun):
            yield item


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
