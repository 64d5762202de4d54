"""Heads of a planned page in harmony: what stands in its place keeps it, but no head is larger than one of a higher
rank that had to be set smaller, and those of one rank are nearly of one size.

Only what is larger is set smaller, on the rows that it has: the white goes round it, the text stands as it did.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.makeup.modules.base import Placed
from layout.makeup.modules.fallbacks import Fallbacks
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.styles import headline_style
from layout.text.headline import STEP
from layout.theme import TextStyle


def in_harmony(placed: tuple[Placed, ...], library: ModuleLibrary) -> tuple[Placed, ...]:
    """The modules, some with smaller heads; in their order."""
    found = {module.story.name: module for module in placed}
    heads = sorted(filter(_ranked, placed), key=lambda module: module.story.rank)
    done: list[Placed] = []
    for module in heads:
        most = min(_limits(module, done, heads, library), default=module.head_size)
        other = _smaller(module, most // STEP * STEP, library) if most < module.head_size else module
        found[module.story.name] = other
        done.append(other)
    return tuple([found[module.story.name] for module in placed])


def _ranked(module: Placed) -> bool:
    story = module.story
    return bool(module.head_size and story.rank and story.role in ("lead", "story") and not story.arrived)


def _limits(module: Placed, done: list[Placed], heads: list[Placed], library: ModuleLibrary) -> Iterator[float]:
    """Sizes that a head may not be above, points: of higher ranks in styles no smaller than its own; of its like; and
    of the lead, less what parts that from all others."""
    numbers, own = library.theme.numbers, _style(module, library)
    for other in done:
        if other.story.rank < module.story.rank and _style(other, library).size >= own.size:
            yield max(own.smallest, other.head_size)
            if other is done[0] and other.story.rank == 1:
                yield max(own.smallest, other.head_size - numbers["head_lead"])
    like = [each.head_size for each in heads if not each.head_strain and _style(each, library).size == own.size]
    if like:
        yield max(own.smallest, min(like) * numbers["head_likeness"])


def _style(module: Placed, library: ModuleLibrary) -> TextStyle:
    return library.theme.styles[headline_style(module.story, module.area.columns)]


def _smaller(module: Placed, most: float, library: ModuleLibrary) -> Placed:
    """The module with a head of at most `most` points, where it is of a kind that can have one."""
    area = module.area
    for each in (library, library.relaxed):
        own = each.get(module.story.name, area.column, area.columns)
        if isinstance(own, StoryModule | Fallbacks) and _is_of(module, own.place(area.row, area.rows)):
            return own.in_smaller_head(area.row, area.rows, most) or module
    return module


def _is_of(module: Placed, other: Placed) -> bool:
    return (module.cost, module.legs, module.tactics) == (other.cost, other.legs, other.tactics)


__all__ = ["in_harmony"]
