"""Colours as the package writes them."""

from __future__ import annotations

from collections.abc import Iterable

from layout.display import Ink
from layout.screen import colours

Colours = dict[Ink, str]
"""The Value of a colour (GB/T 33190-2016 §8.3.2), by ink: red, green and blue, 0 … 255."""


def seen(inks: Iterable[Ink], profile: bytes) -> Colours:
    """profile: the press's."""
    return {ink: " ".join(map(str, colour)) for ink, colour in colours.seen(inks, profile).items()}
