"""Where Latin words may be hyphenated: Hunspell's patterns, by pyphen.
The one door to it, opened only for a line that needs it."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any


@cache
def places(word: str) -> tuple[int, ...]:
    """Offsets at which a word may be parted: two letters stay before, three after. Foreign words in Chinese copy are
    taken for English, and their letters without accents."""
    letters = "".join([unicodedata.normalize("NFD", letter)[0] for letter in word])
    return tuple([at for at in _patterns().positions(letters) if 2 <= at <= len(word) - 3])


@cache
def _patterns() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_US")
