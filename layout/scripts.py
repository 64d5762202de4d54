"""What of a character decides its face: its script, the cluster it stands in, and whether it prints at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

# Han as a stack's `only: han` means it: ideographs with their compatibility forms and radicals, 々 〇 and Suzhou
# numerals.
_HAN = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
# Unicode 16 Default_Ignorable_Code_Point, as far as copy holds them: they print nothing in any face.
_IGNORABLE = (
    *((code, code) for code in (0xAD, 0x34F, 0x61C, 0xFEFF)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF)),
)
# Blocks in which nothing extends a cluster: nearly all copy is made of them alone.
_PLAIN = re.compile(
    "[\\0-\u02ff\u2010-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uffef]*"
)
_JOINER = "\u200d"
# Latin, Greek, Cyrillic letters with their marks: a word of them stands in one face where one has it whole.
_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-\u036fͰ-ԯ\u1ab0-\u1aff\u1dc0-\u1fff]+")
# What UCD decomposes into characters made small (<sub>, <super>) or set one over the other (<fraction>).
_COMPOSED = re.compile("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u215f\u2189]")
_EMOJI_STYLE = "\ufe0f"
_HAN_RUN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _HAN) + "]+")


def is_han(character: str) -> bool:
    return _within(character, _HAN)


def has_a_hand(character: str) -> bool:
    """Whether a reader sees that a character comes from another face: of Han, kana, ASCII letters and marks, yes; of
    signs and foreign letters, which look much alike in every face, no."""
    return (
        is_han(character) or "\u3000" <= character <= "\u312f" or "!" <= character <= "~" or "，" <= character <= "～"
    )


def han_runs(text: str) -> list[str]:
    """The stretches of a text for whose characters `is_han` holds."""
    return _HAN_RUN.findall(text)


def is_western(character: str) -> bool:
    """ASCII, and the Latin, Greek and Cyrillic letters: what a style's `latin:` sets."""
    code = ord(character)
    if code < 0x80:
        return code >= 0x20
    return (0xC0 <= code <= 0x52F and code not in (0xD7, 0xF7)) or 0x1E00 <= code <= 0x1FFF


def words(text: str) -> Iterable[tuple[int, int]]:
    """Start and end of each word of Latin, Greek or Cyrillic letters."""
    return (match.span() for match in _WORD.finditer(text))


def composition(character: str) -> tuple[str, str]:
    """How a small figure or a fraction is made: "sub", "super" or "fraction", and of which characters, as UCD has it:
    ₂ is a sub of 2, ⅓ the fraction 1⁄3. "", "" of any other."""
    if not _COMPOSED.match(character):
        return "", ""
    kind, _, codes = unicodedata.decomposition(character).partition("> ")
    return kind.lstrip("<"), "".join(chr(int(code, 16)) for code in codes.split())


def asks_for_emoji(cluster: str) -> bool:
    """Whether a cluster asks to be shown as an emoji, where its character is a sign of text as well (UTS #51 ED-8a)."""
    return _EMOJI_STYLE in cluster


def joins(character: str) -> bool:
    """Whether a letter changes its form beside others: of Arabic script, and Mongolian."""
    return unicodedata.bidirectional(character) in ("R", "AL") or "\u1820" <= character <= "\u18aa"


def runs_leftward(text: str) -> bool:
    """Whether a text begins with a letter of a script that is written from right to left."""
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def clusters(text: str) -> Iterable[tuple[int, int]]:
    """Start and end of each grapheme cluster, as far as type goes: a base with its marks,
    selectors and joined parts."""
    if _PLAIN.fullmatch(text):
        return zip(range(len(text)), range(1, len(text) + 1), strict=True)
    bounds = [index for index in range(1, len(text)) if text[index - 1] != _JOINER and not _extends(text[index])]
    return pairwise([0, *bounds, len(text)])


def _extends(character: str) -> bool:
    code = ord(character)
    return (
        character == _JOINER
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0020 <= code <= 0xE01EF
        or 0x1F3FB <= code <= 0x1F3FF
        or 0x1160 <= code <= 0x11FF  # vowels and final consonants of a Hangul syllable typed in parts
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
    )


def stand_in(character: str) -> str:
    """The character whose glyph decides whether a face has this one."""
    if _within(character, _IGNORABLE) or (character != "\u3000" and unicodedata.category(character) == "Zs"):
        return " "
    return character


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in ranges)
