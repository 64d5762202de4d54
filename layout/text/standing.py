"""What of Latin letters and figures stands upright in a vertical line, and what lies sideways.

clreq 2.4.2 and 3.2.3, jlreq 3.2.3: a letter or a figure alone, and letters that stand for words (GDP), stand one below
another; a number of two or three figures stands level in one em (纵中横); words and longer numbers lie. What marks
become is in data/cjk/vertical.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from layout.diagnostics import resource
from layout.theme import TextStyle

Stand = Literal["cell", "single", "lying"]
"""How letters and figures stand: side by side in one cell, each in its own, or sideways."""

WIDEST_LINE = 1.1
"""Em of a cell across the line: a little wider than an ideograph (clreq 3.2.3); what is wider is drawn in to it."""

WIDEST_CELL = 1.45
"""Em that figures mixed with signs may take before they are drawn in (clreq 2.4.2: 3.0, A+, 2B)."""

_LONGEST_ACRONYM = 5  # letters; more one below another is no word any longer
_CONNECTORS = re.compile("([–～－〜·・‧•])")
_NUMBER = re.compile("[0-9]+")
_MIXED = re.compile(r"(?=.*[0-9A-Z])[0-9A-Za-z.+\-()±/]{2,3}")
_WORD = re.compile("[A-Za-zÀ-ɏͰ-ϿЀ-ԯ]{2,}")
_CAPITALS = re.compile("[A-Z]{2,}")


def standing(
    text: str, style: TextStyle, after: str, alone: bool, width: Callable[[str], float]
) -> list[tuple[Stand, int, int]]:
    """How the parts of a Latin word or number stand: (how, start, end).

    after: the character behind it. alone: no other Latin word is parted from it by a blank only. width: of a text, em.
    """
    lying: list[tuple[Stand, int, int]] = [("lying", 0, len(text))]
    if not alone:
        return lying
    found: list[tuple[Stand, int, int]] = []
    at = 0
    pieces = _CONNECTORS.split(text)
    year = style.years == "upright" and after == "年"
    for index, piece in enumerate(pieces):
        if index % 2:
            found.append(("single", at, at + 1))
        elif piece:
            parts = _parts(piece, style, year, width)
            if parts is None:
                return lying
            found += [(how, at + start, at + end) for how, start, end in parts]
        at += len(piece)
    return found


def _parts(
    text: str, style: TextStyle, year: bool, width: Callable[[str], float]
) -> list[tuple[Stand, int, int]] | None:
    """None = it lies."""
    if len(text) > 1 and text[-1] in "%‰°":
        rest = _parts(text[:-1], style, False, width)
        return None if rest is None else [*rest, ("single", len(text) - 1, len(text))]
    if len(text) == 1:
        upright = text.isalnum() or text in stands_alone()
        return [("single", 0, 1)] if upright else None
    if _NUMBER.fullmatch(text):
        if len(text) <= style.abreast:
            return [("cell", 0, len(text))]
        return _one_by_one(text) if year and len(text) == 4 else None
    if _CAPITALS.fullmatch(text) and style.acronyms == "upright" and len(text) <= _LONGEST_ACRONYM:
        return _one_by_one(text)
    if style.abreast and _MIXED.fullmatch(text) and not _WORD.fullmatch(text) and width(text) <= WIDEST_CELL:
        return [("cell", 0, len(text))]
    return None


def _one_by_one(text: str) -> list[tuple[Stand, int, int]]:
    return [("single", at, at + 1) for at in range(len(text))]


@cache
def lies() -> frozenset[str]:
    """Wide signs that lie sideways where their face has no vertical form of them."""
    return frozenset(_read()["lying"]["characters"])


@cache
def cornered() -> frozenset[str]:
    """Marks that move from the lower left to the upper right of their cell."""
    return frozenset(_read()["corner"]["characters"])


@cache
def stands_alone() -> frozenset[str]:
    """Signs among Latin ones that stand upright in a cell of their own."""
    return frozenset(_read()["single"]["characters"])


@cache
def kept_whole(language: str) -> frozenset[str]:
    """Marks that keep their em whatever stands beside them."""
    row = _read()["whole"]
    return frozenset(row["characters"] if language in row["languages"] else "")


@cache
def quotation(language: str) -> dict[str, str]:
    """The quotation marks that curved ones become."""
    row: dict[str, Any] = _read()["quotation"].get(language, {"marks": {}})
    return dict(row["marks"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(resource("cjk/vertical.toml").decode("utf-8"))
