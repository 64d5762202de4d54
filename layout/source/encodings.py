"""Bytes of plain text in any encoding that Chinese copy comes in → text, and the name of the encoding.

A mark at the beginning decides; then UTF-8, which nothing else looks like. What is left is told apart by how common the
characters are that each encoding makes of it: the others' bytes give rare ones.
"""

from __future__ import annotations

import codecs
import re

from layout.value import value

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_HZ = re.compile(rb"~\{(?:[\x21-\x7e]{2})+~\}")  # RFC 1843
_SAMPLE = 20_000  # characters looked at
_SHORT = 60  # bytes: a file so short may be UTF-8 by chance
_USUAL = 0.1  # what it counts that characters are in a national standard, beside being common
_LIKELY = 0.09  # a score that text of an encoding has at least: all of its characters usual, or a tenth common
# The commonest characters of news in simplified and traditional script, with the marks between them: some 45 % of any
# copy. Counted over bench/quality/copy and the samples; no other use is made of their order.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如"
    "水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但"
    "質這為個國時來們對會可發年動說產種麼後過學進著麵電裡還與關內數變區應開當從業體兩實現機點經長車書報記者通訊第版上午月號年日街道居委社區群众志愿者活動"
    "记者通讯社区街道居民活动服务工作近日举办参加开展安全文化志愿者同学老师校园城市建设项目群众干部"
    "，。、：；“”（）《》！？「」—…　"
)


@value
class Decoded:
    """Text and the encoding it was in. told: the file says so itself, by a mark or by being UTF-8; sure: it does, or
    nothing else fits."""

    text: str
    encoding: str
    told: bool = True
    sure: bool = True


def decode_any(data: bytes, by_chance: bool = True) -> Decoded | None:
    """The text without a byte-order mark; None where the bytes are no text in any of these encodings.

    by_chance: what can be UTF-8 may be GBK all the same, where it is short and reads better so; else it is UTF-8.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            return None if text is None or "\0" in text else Decoded(text, name)
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        if text.isascii() and "~{" in text and _HZ.search(data):
            hz = _strict(data, "hz")
            if hz is not None and _share(hz) > _LIKELY:
                return Decoded(hz, "hz", False)
        beyond = sum(byte > 0x7F for byte in data[: _SHORT + 1])
        # Two words in GBK can be valid UTF-8 by chance: in pairs of bytes, signs of no script that is written here.
        pairs = by_chance and beyond >= 4 and len(data) <= _SHORT and max(text) < "\u0800"
        other = _strict(data, "gb18030") if pairs else None
        if other is None or _share(text) + _usual(text) > 0 or _share(other) + _usual(other) < 1:
            return Decoded(text, "utf-8")
        return Decoded(other, "gb18030", False, False)
    found: list[tuple[float, int, str, str]] = []
    for order, name in enumerate(_LEGACY):
        text = _strict(data, name)
        if text is not None and "\0" not in text and not _controls(text):
            found.append((_share(text) + _USUAL * _usual(text), -order, name, text))
    if not found:
        return None
    score, _, name, text = max(found)
    if name != "gb18030" and score < _LIKELY:
        return None
    others = max((each[0] for each in found if each[2] != name), default=0.0)
    return Decoded(text, name, False, score > _LIKELY and others < score / 2)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _share(text: str) -> float:
    """Of the characters beyond ASCII, the part that is common."""
    sample = [character for character in text[:_SAMPLE] if character > "\x7f"]
    if not sample:  # Latin alone: as good as any
        return 0.5
    return sum(character in COMMON for character in sample) / len(sample)


def _usual(text: str) -> float:
    """Of the characters beyond ASCII, the part that GB 2312 or Big5 has."""
    sample = [character for character in text[:_SAMPLE] if character > "\x7f"]
    if not sample:
        return 1.0
    return sum(_encodes(character, "gb2312") or _encodes(character, "big5") for character in sample) / len(sample)


def _encodes(character: str, name: str) -> bool:
    try:
        character.encode(name)
    except UnicodeEncodeError:
        return False
    return True


def _controls(text: str) -> bool:
    """Whether there are control characters that no copy has."""
    return any(character < " " and character not in "\t\n\r\f\v\x1a" for character in text[:_SAMPLE])
