"""A paragraph's text as class codes, one a character;
marks that Latin surroundings make Latin signs are told apart here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.text.cjk import WESTERN, Rules

# Needed by few paragraphs, so compiled when first needed.
_APOSTROPHE = r"(?<=[A-Za-z0-9À-ɏ])’(?=[A-Za-zÀ-ɏ])|(?<=[A-Za-z])’(?=\s[A-Za-z])"
_QUOTED = r"“[^“”]*”|‘[^‘’]*’"
_WIDE_MINUS = r"－(?=[￥＄￡$€£¥]?\.?[0-9０-９])"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"  # an emoji like any other (UTS #51 ED-14c)
_CHINESE_DIGITS = "〇一二三四五六七八九十百千"


def codes_of(text: str, book: Rules) -> str:
    """Class codes of the text, one a character;
    quotation marks and apostrophes in Latin surroundings are Latin signs."""
    codes = text.translate(book.classes)
    if "’" in text:
        codes = _recode(codes, [match.start() for match in re.finditer(_APOSTROPHE, text)], "L")
    if "“" in text or "‘" in text:
        codes = _narrow_quotes(text, codes)
    if "－" in text:
        signs = [match.start() for match in re.finditer(_WIDE_MINUS, text) if not joins(text, codes, match.start())]
        codes = _recode(codes, signs, "$")
    if book.kept_whole and not book.kept_whole.isdisjoint(text):
        codes = _recode(codes, list(_whole(text, codes, book.kept_whole)), "X")
    if "\u20e3" in text:
        codes = _recode(codes, [match.start() for match in re.finditer(_KEYCAP, text)], "H")
    if '"' in text:
        # Straight quotation marks take turns: opening, closing.
        at = [index for index, character in enumerate(text) if character == '"']
        codes = _recode(_recode(codes, at[::2], "o"), at[1::2], "p")
    return codes


def _whole(text: str, codes: str, kept: frozenset[str]) -> Iterator[int]:
    """Marks that keep their em in a vertical line; of a group of ？！ the odd one, for two share theirs."""
    for match in re.finditer("!+|P", codes):
        if len(match[0]) % 2 and text[match.end() - 1] in kept:
            yield match.end() - 1


def joins(text: str, codes: str, at: int) -> bool:
    """Whether a stroke before a number joins it to what stands before it (3－5, 6月－9月),
    so is not its sign (是－3℃)."""
    while at and codes[at - 1] in "ixz":  # no width: 9月\u00ad－
        at -= 1
    before = codes[at - 1] if at else ""
    if before == "h":
        return at > 1 and (codes[at - 2] in "dw" or text[at - 2] in _CHINESE_DIGITS)
    return (bool(before) and before in "dwUpk") or (before == "L" and text[at - 1] not in "$€£¥±+")


def _recode(codes: str, indexes: list[int], code: str) -> str:
    out = list(codes)
    for index in indexes:
        out[index] = code
    return "".join(out)


def _narrow_quotes(text: str, codes: str) -> str:
    """Quotation marks stand narrow where all they hold and what stands around them is Latin (clreq 3.1.6, 3.2.1)."""
    chinese = re.compile("[HhKwPS!CODEB]")
    for match in re.finditer(_QUOTED, text):
        inside = codes[match.start() + 1 : match.end() - 1]
        around = (codes[: match.start()].rstrip("b")[-1:], codes[match.end() :].lstrip("b")[:1])
        latin_around = all(code in WESTERN for code in around) and ("".join(around) or not chinese.search(codes))
        if latin_around and not chinese.search(inside):
            codes = _recode(_recode(codes, [match.start()], "o"), [match.end() - 1], "p")
    return codes
