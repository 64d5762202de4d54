"""The words that a head may be cut into: every one that some likely cutting has, for the grammar to choose among.

Numbers with their units, quotations, titles of works and Latin words are found by their form, names of persons by the
family name; all else is in the dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from layout.text.lexicon import entries, entry, trade

UNLIKELY = 30  # cost above the cheapest cutting from which a word is not looked at
_BY_FORM = 20  # cost of what has a form of its own, a number or a quotation
_SPELLED = 34  # of a number in Chinese numerals
_NAME = 72  # of a name in three characters that no dictionary has
_SHORT_NAME = 68
_PLACE_NAME = 62  # of a place that no dictionary has
_PERSON = "员师长手家工生民者"  # what a word for somebody ends with, behind which a name may stand
_QUALITY = "率量价额值"  # what is told of a thing: 就业率, 票价
_FROM, _UNTIL = "从由", "到变至向"
_LONGEST_OF_PAIR = 4  # characters of what stands after 从 and after 到
_TWICE = "一二三四五六七八九十百千万半边越又有无大小自各同亦可"
_SHAPED = re.compile("以.[促带助代固强换].|有.必.|接.即.|[应能].尽.|无.不.")  # 以赛促练, 有诉必应
_SHAPED_LONG = re.compile("先..[后再]..|边..边..|半..半..")  # 先看病后付费, 边建设边投产
_SHAPE = 64  # cost of four characters in such a form
_PAIR = 52  # cost of either half of a pair, and of each character that both have more
_CONTEST = "赛杯"  # what a contest is named by; it says where, as a date says when
_UNSURE = 8  # of a tag that the dictionary has where the trade knows another
_RARE = 20  # of a name after a family name that is a common word too
_A_WORD = 12  # of a name that holds a common word
_COMMON = 56  # cost of a word up to which it is common

WHOLE = re.compile(r"《[^《》]*》|“[^“”]*”|‘[^‘’]*’|（[^（）]*）|「[^「」]*」|『[^『』]*』|【[^【】]*】|\([^()]*\)")
FIGURE = re.compile(r"[0-9０-９]+(?:[.:,．∶：×—-][0-9０-９]+)*[%％‰℃]?")
_DIGITS = r"[0-9０-９]+(?:[.:,．∶：×—-][0-9０-９]+)*"
_NUMERALS = "[一二两三四五六七八九十百千万亿几数半]+"
_FIGURES = "(?:[0-9０-９]+|[一二三四五六七八九十〇零]+)"
_UNIT = (
    r"号线|号楼|号院|号门|弄|毛钱|块钱|元钱|个百分点|个多月|个月|平方米|立方米|平方公里|公里|公斤|千克|小时|分钟|秒钟|周年|学期|兆瓦级?|千瓦级?|号线|号楼|年级|学年|人次|亿元|万元|万人|万吨|万亩|万册|"
    r"[年月日时点分秒岁届次个名位人家户所座栋间条件项份只头匹台辆艘部本册篇首期批种类倍成元米吨斤克亩里层号路周季轮场支代枚起张块片株棵对双句段门口级度万亿天站处"
    r"旬角载毛盏封把碗顶架桶瓶箱包盒颗粒滴根朵幅杯届曲环圈趟桌]"
)
AMOUNT = re.compile(rf"[0-9０-９]+(?:[.,．][0-9０-９]+)*(?:[%％‰℃]|{_UNIT})?")  # one number of a figure, with its unit
_COUNTED = "个名位户家所座栋间条项份只头匹台辆艘部本册篇首期批种类块片株棵对双句段支枝张盏封把架朵幅场颗"
_ADDRESS = ("号线", "号楼", "号院", "号门", "弄")
_LASTING = ("年", "载", "天", "日", "周", "小时", "分钟", "月", "季", "周年")
MEASURED = re.compile(
    rf"(?:第?[前近约超逾]?(?:{_DIGITS}|{_NUMERALS})(?:比(?:{_DIGITS}|{_NUMERALS}))?)"
    rf"(?:[米分秒点时][0-9]+[分秒]?|[%％‰℃°]|[余多几]?[万亿]?(?:{_UNIT})?[多余]?)"
)
_DATE = re.compile(
    rf"(?:{_FIGURES}(?:[—–-]{_FIGURES})?学?年)?(?:{_FIGURES}月)?(?:{_FIGURES}[日号])?(?:{_FIGURES}[时点])?(?:{_FIGURES}分)?(?<=[年月日号时点分])"
)
_RATIO = re.compile(rf"{_DIGITS}[%％‰℃]?|{_NUMERALS}比{_NUMERALS}")
_SCORE = re.compile(
    "(?:[0-9０-９]+[∶：:比][0-9０-９]+|[一二三四五六七八九十零]+比[一二三四五六七八九十零]+)(?![0-9０-９])"
)
_CLASS = re.compile(r"(?:高|初|大)[一二三四]（[0-9一二三四五六七八九十]+）班")
_PLACE = re.compile(
    "(?![的得地了着过在从向对与和为把被是有不个各全本我这])[\u4e00-\u9fff]{2}(?:街道|社区|小区|新村|中学|小学|大桥|公园|[镇乡村路县])"
)
_LATIN = re.compile(
    "[A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f][A-Za-z0-9Ａ-Ｚａ-ｚ０-９\u00c0-\u024f.+&'/-]*(?: [A-Za-z0-9][A-Za-z0-9.+-]*)*"
    "|[0-9]+[A-Za-z]+[0-9A-Za-z]*级?"
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# What begins with one of these characters may be of the form; most characters are none of them.
_NUMERAL = frozenset("一二两三四五六七八九十百千万亿几数半第前近约超逾0123456789０１２３４５６７８９")
_OPENING = frozenset("《“‘（「『【(")
_OF_SCHOOLS = frozenset("高初大")
_SHAPED_FIRST = frozenset("以有接应能无")
_SHAPED_LONG_FIRST = frozenset("先边半")


class Edge(NamedTuple):
    """A word that may stand from `start` to before `end`. tags: with the cost of each, the word's own in it."""

    start: int
    end: int
    tags: tuple[tuple[str, int], ...]


def edges(text: str) -> list[Edge]:
    """The words of every likely cutting, in order of where they start; they reach from end to end."""
    inside = {at for start, end in _atoms(text) for at in range(start + 1, end)}
    found: list[list[Edge]] = []
    for at in range(len(text)):
        here = [] if at in inside else [edge for edge in _words_at(text, at) if edge.end not in inside]
        if not here and at not in inside:
            here = [
                Edge(at, next(end for end in range(at + 1, len(text) + 1) if end not in inside), (("L", _BY_FORM),))
            ]
        found.append(here)
    return _near(found, UNLIKELY)


def likeliest(words: list[Edge], length: int) -> set[int]:
    """Where words begin in the cheapest cutting, whatever the grammar says."""
    found: list[list[Edge]] = [[] for _ in range(length)]
    for edge in words:
        found[edge.start].append(edge)
    return {edge.start for edge in _near(found, 1e-9)}


def _near(found: Sequence[Sequence[Edge]], beyond: float) -> list[Edge]:
    """The words, by where they start, of the cuttings that cost no more than the cheapest and so much beyond."""
    length, never = len(found), float("inf")
    costs = [[(edge, edge.end, min([cost for _, cost in edge.tags])) for edge in here] for here in found]
    least = [0.0] + [never] * length  # up to each place
    for before, here in zip(least, costs, strict=False):  # which is filled as it goes
        for _, end, cost in here:
            if before + cost < least[end]:
                least[end] = before + cost
    rest = [never] * length + [0.0]  # from each place on
    for at in range(length - 1, -1, -1):
        for _, end, cost in costs[at]:
            if rest[end] + cost < rest[at]:
                rest[at] = rest[end] + cost
    limit = least[-1] + beyond
    return [
        edge
        for before, here in zip(least, costs, strict=False)
        for edge, end, cost in here
        if before + cost + rest[end] <= limit
    ]


def _atoms(text: str) -> Iterator[tuple[int, int]]:
    """What is one by its form, and never torn: titles and quotations, Latin words, figures."""
    at = 0
    while at < len(text):
        if "\u4e00" <= text[at] <= "\u9fff":  # nothing of the kind begins with an ideograph
            at += 1
            continue
        found = WHOLE.match(text, at) or _LATIN.match(text, at) or FIGURE.match(text, at)
        if found:
            yield at, found.end()
        at = found.end() if found else at + 1


def _words_at(text: str, at: int) -> Iterator[Edge]:
    character = text[at]
    whole = WHOLE.match(text, at) if character in _OPENING else None
    if whole:
        yield Edge(at, whole.end(), (("W" if whole[0][0] == "《" else "Q", _BY_FORM),))
        return
    if character == "、":
        yield Edge(at, at + 1, (("、", 4),))
        return
    han = _HAN.match(character)
    latin = None if han else _LATIN.match(text, at)
    if latin:
        yield Edge(at, latin.end(), (("L", _BY_FORM),))
    if character in _NUMERAL:
        yield from _numbers_at(text, at)
    if han:
        class_of_school = _CLASS.match(text, at) if character in _OF_SCHOOLS else None
        if class_of_school:
            yield Edge(at, class_of_school.end(), (("n", _BY_FORM),))
        for size, (sure, unsure, cost) in entries(text, at):
            if size == 1:
                sure, unsure = _bare(sure), _bare(unsure)
            tags = [(tag, cost) for tag in sure] + [(tag, cost + _UNSURE) for tag in unsure]
            if size > 1:
                ending = text[at + size - 1]
                if ending in _QUALITY:
                    tags.append(("quality", cost))
                if ending in _CONTEST:
                    tags.append(("event", cost + 1))
                if ending in _PERSON and sure[0] in ("n", "b"):
                    tags.append(("person", cost + 4))
            yield Edge(at, at + size, tuple(tags))
        yield from _pairs_at(text, at)
        yield from _names_at(text, at)
        yield from _places_at(text, at)
    elif not latin and not _DIGIT.match(character):
        yield Edge(at, at + 1, (("L", _BY_FORM),))


_DIGIT = re.compile("[0-9０-９]")


def _numbers_at(text: str, at: int) -> Iterator[Edge]:
    score = _SCORE.match(text, at)
    if score:
        yield Edge(at, score.end(), (("S", _BY_FORM),))
        return
    date = _DATE.match(text, at)
    if date:
        yield Edge(at, date.end(), (("D", _BY_FORM if _DIGIT.search(date[0]) else _SPELLED),))
    measured = MEASURED.match(text, at)
    if measured and not (date and date.end() == measured.end()):
        cost = _BY_FORM if _DIGIT.search(measured[0]) else _SPELLED
        bare = re.fullmatch(rf"第?[前近约超逾]?(?:{_DIGITS}|{_NUMERALS})", measured[0])
        if bare and not _DIGIT.search(measured[0]) and len(measured[0]) == 1:
            cost += 8
        lasting = measured[0].endswith(_LASTING)
        tag = (
            "F"
            if bare
            else "address"
            if measured[0].endswith(_ADDRESS)
            else "U"
            if lasting
            else "C"
            if measured[0][-1] in _COUNTED
            else "N"
        )
        yield Edge(at, measured.end(), ((tag, cost),))
    ratio = _RATIO.match(text, at)
    if ratio and (not measured or ratio.end() != measured.end()):
        yield Edge(at, ratio.end(), (("F", _BY_FORM + 4),))


def _pairs_at(text: str, at: int) -> Iterator[Edge]:
    """从输血到造血, 由堵变疏: from one to another of as many characters; 三进三出, 边学边干."""
    if text[at] in _FROM:
        for size in range(1, _LONGEST_OF_PAIR + 1):
            end = at + 2 * (size + 1)
            if end <= len(text) and text[at + size + 1] in _UNTIL and _are_han(text[at:end]):
                yield Edge(at, end, (("i", _PAIR * (size + 1)),))
    twice = text[at : at + 4]
    alike = text[at] in _TWICE and len(twice) == 4 and twice[0] == twice[2] and len(set(twice)) == 3
    alike = alike and not (at + 5 <= len(text) and _is_common(text[at + 3 : at + 5]))  # 越干越有劲
    if (alike or (text[at] in _SHAPED_FIRST and _SHAPED.fullmatch(twice))) and _are_han(twice):
        yield Edge(at, at + 4, (("i", _SHAPE),))
    if text[at] in _SHAPED_LONG_FIRST and _SHAPED_LONG.match(text, at) and _are_han(text[at : at + 6]):
        yield Edge(at, at + 6, (("i", 2 * _PAIR),))


def _are_han(text: str) -> bool:
    return all(_HAN.match(each) for each in text)


def _names_at(text: str, at: int) -> Iterator[Edge]:
    one, two = surnames()
    rare = text[at] in names_that_are_words()
    family = 2 if text[at : at + 2] in two else 1 if text[at] in one or rare else 0
    if not family:
        return
    for given in (1, 2):
        end = at + family + given
        if end <= len(text) and all(_HAN.match(each) for each in text[at:end]):
            cost = (_NAME if given == 2 else _SHORT_NAME) + 8 * (family - 1) + _RARE * rare
            doubtful = any(_is_common(text[first : first + 2]) for first in range(at, end - 1))
            yield Edge(at, end, (("nr", cost + _A_WORD * doubtful),))


def _places_at(text: str, at: int) -> Iterator[Edge]:
    """斜土街道, 石湾镇: two characters and what a place is."""
    found = _PLACE.match(text, at)
    if found and not any(
        len(text[first : first + 2]) == 2 and _is_common(text[first : first + 2])
        for first in range(max(0, at - 1), at + 2)
    ):
        yield Edge(at, found.end(), (("ns", _PLACE_NAME),))


def _bare(tags: tuple[str, ...]) -> tuple[str, ...]:
    """A verb of one character hardly stands without an object, a family name without a given one, a noun by itself."""
    return tuple([f"{tag}1" if tag in ("v", "nr", "n") else tag for tag in tags])


def _is_common(word: str) -> bool:
    known = entry(word)
    return known is not None and known[2] <= _COMMON and "nr" not in known[1]


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Family names of one character and of two."""
    return frozenset(trade()["surnames"]), frozenset(trade()["surnames_of_two"])


@cache
def names_that_are_words() -> frozenset[str]:
    """Family names of one character that are common words too."""
    return frozenset(trade()["surnames_that_are_words"])
