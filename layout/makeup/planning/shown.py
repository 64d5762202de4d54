"""What setting has shown of the prices of a page: a story that costs more at a width than was hoped, however deep it
stands there, is dearer at that width when the page is looked for once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layout.makeup.planning.previous import Places
from layout.makeup.planning.pricing import FIT, Pricing
from layout.makeup.planning.work import Work
from layout.value import replace

Surcharges = Mapping[tuple[str, int], float]
"""What stories cost at widths beyond what was hoped, at every depth."""

CLEARLY = 12.0  # from which it is worth while to look once more


def surcharges(pricing: Pricing, places: Places, work: Work) -> Surcharges:
    """Of the stories of a page as it is set: what those that cost clearly more than was hoped, and would at all depths
    that are likely at their widths, cost there at least."""
    found: dict[tuple[str, int], float] = {}
    for name, area in places:
        hoped = pricing.price(name, area.columns)
        if not hoped or _beyond(pricing, name, area.columns, area.rows) < CLEARLY:
            continue
        work.set(tuple([(name, replace(area, rows=depth)) for depth in hoped]))
        true = min([price + _beyond(pricing, name, area.columns, depth) for depth, price in hoped.items()])
        if true - min(hoped.values()) >= CLEARLY:
            found[name, area.columns] = true - min(hoped.values())
    return found


def _beyond(pricing: Pricing, name: str, width: int, depth: int) -> float:
    """What a story costs there, set, beyond what was hoped."""
    module = pricing.module(name, width)
    return FIT * (module.fit(depth).price - module.cost(depth))


def corrected(
    shapes: Sequence[Mapping[int, Mapping[int, float]]], names: Sequence[str], more: Surcharges
) -> list[dict[int, dict[int, float]]]:
    """Prices by width and depth of the stories of these names, with what they cost beyond them."""
    return [
        {
            width: {depth: price + more.get((name, width), 0.0) for depth, price in costs.items()}
            for width, costs in shape.items()
        }
        for name, shape in zip(names, shapes, strict=True)
    ]


__all__ = ["Surcharges", "corrected", "surcharges"]
