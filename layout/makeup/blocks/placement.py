"""What stands in a story beside its running text: pictures, tables, pull quotes, codes,
each a block of whole rows on some legs.

A block knows how many rows it may take and draws itself; a stand says where in the story it goes. Make-up moves both
about by their rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

from layout.display import Item
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.value import value

# over: above the head, across the story · beside: its legs from head to foot, head and text next to it ·
# top, foot: at the head or foot of its legs · middle: between the lines of a leg
Where = Literal["over", "beside", "top", "foot", "middle"]


class Block(Protocol):
    """A block of whole rows. least, most: rows it may take; paragraphs: every paragraph it draws."""

    @property
    def width(self) -> float: ...

    @property
    def least(self) -> int: ...

    @property
    def most(self) -> int: ...

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]: ...

    def crop_amount(self, rows: int) -> float:
        """How far `rows` are from what the block would like: of a picture, |log(frame aspect / picture aspect)|."""

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """The block with its top left corner at x, y, standing on `rows` rows."""


class FixedRows:
    """The part of a block that takes its own rows and no others."""

    __slots__ = ()

    rows: int

    @property
    def least(self) -> int:
        return self.rows

    @property
    def most(self) -> int:
        return self.rows

    def crop_amount(self, rows: int) -> float:
        return 0.0


@value
class Stand:
    """A block's place in its story: legs leg … leg + legs, and where in them."""

    block: Block
    leg: int
    legs: int
    where: Where
