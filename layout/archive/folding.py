"""How words are compared: as they are looked for, not as they are set.

Folded: NFKC and case (Unicode NFKC_Casefold, so that full width is half width), traditional and Japanese forms of
characters as simplified ones, blanks only between words of letters, typographic quotation marks as straight ones, and
nothing that is not seen. Each character is folded by itself: a word folds the same alone and in a sentence, so whatever
stands in the copy is found by being typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from layout.extras import need

_UNSEEN = {"Cc", "Cf", "Cn", "Cs"}  # controls, soft hyphens and joiners, what is no character
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they choose a shape of the character before them
_EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # ideographs, kana, bopomofo and their marks
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BLANKS = re.compile(" +")
_LOOSE = re.compile(f" (?![^\\W_{_EAST_ASIAN}])|(?<![^\\W_{_EAST_ASIAN}]) ")  # a blank that is not between letters
_LETTER = re.compile(f"[^\\W_{_EAST_ASIAN}]")
_ALIKE = str.maketrans(
    # What OpenCC leaves to the words round it, or takes for simplified already; and shapes of Hong Kong and Taiwan.
    "著乾瞭藉馀锺衞敍枱暱簷痺",
    "着干了借余钟卫叙台昵檐痹",
) | str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def fold(text: str) -> str:
    """The text as it is compared; one paragraph or what was typed. Raises LayoutError (NP950) without opencc."""
    return _tight(unicodedata.normalize("NFC", text).translate(_table()))


def fold_placed(text: str) -> tuple[str, tuple[int, ...]]:
    """The same, and for each of its characters the place in `text` of the one it was made from."""
    table = _table()
    if unicodedata.is_normalized("NFC", text):
        folded = text.translate(table)
        if table.uneven.isdisjoint(text):
            return folded, tuple(range(len(text)))
    made: list[tuple[str, int]] = []
    for at, cluster in _clusters(text):
        made += ((each, at) for each in cluster.translate(table))
    kept: list[tuple[str, int]] = []
    for each, at in made:
        if kept and kept[-1][0] == " " and (each == " " or not _LETTER.match(each)):
            kept.pop()
        if each != " " or (kept and _LETTER.match(kept[-1][0])):
            kept.append((each, at))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(each for each, _ in kept), tuple(at for _, at in kept)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the accents behind it, composed, and its place."""
    if unicodedata.is_normalized("NFC", text):
        yield from enumerate(text)
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, unicodedata.normalize("NFC", text[start:at])
            start = at


def _tight(text: str) -> str:
    return _LOOSE.sub("", _BLANKS.sub(" ", text)) if " " in text else text


@cache
def _table() -> _Table:
    need("opencc", "archive")
    from opencc import OpenCC

    return _Table(OpenCC("t2s"), OpenCC("jp2t"))


def _of_japan_alone(character: str) -> bool:
    """Whether no Chinese character set has it: 芸, 弁 or 余 of Japan are characters of other words in China, 駅 and 図
    of none."""
    for charset in ("gb2312", "big5"):
        try:
            character.encode(charset)
        except UnicodeEncodeError:
            continue
        return False
    return True


class _Table(dict[int, str]):
    """What each character is folded to, found when it is first met (for str.translate). uneven: those met that are
    folded to none, to a blank or to several."""

    def __init__(self, simplified: Any, traditional: Any) -> None:
        self._simplified, self._traditional = simplified, traditional
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        made = self[code] = self._folded(chr(code))
        if len(made) != 1 or made == " ":
            self.uneven.add(chr(code))
        return made

    def _old_form(self, character: str) -> str:
        """The Traditional character for one that Japan simplified in its own way: 駅 → 驛."""
        return str(self._traditional.convert(character)) if _of_japan_alone(character) else character

    def _folded(self, character: str) -> str:
        if character.isspace():
            return " "
        if unicodedata.category(character) in _UNSEEN or _SELECTORS.match(character):
            return ""
        made = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
        if _IDEOGRAPH.search(made):
            made = "".join(self._simplified.convert(self._old_form(each)) for each in made)
        return made.translate(_ALIKE)
