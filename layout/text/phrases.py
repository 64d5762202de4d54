"""How well a head breaks before each of its characters, by sense.

Simplified copy is cut into words by a dictionary with parts of speech (data/cjk/words.txt), and what a sub-editor knows
about neighbouring words says where a line may end: a subject may part from what it does, never a preposition from its
noun. budoux's model is the second witness, and the only one for Traditional Chinese and Japanese.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from layout.diagnostics import resource

NEVER = float("inf")
AT_BLANK = -1.5  # 对题: two halves parted by an ideographic space
AT_MARK = -0.5
AT_WORD = 1.5
GOOD = 0.8  # taken off where rules recommend a place
WITHIN_WORD = 6.0
_DOUBT = 1.0  # where budoux sees no phrase begin
_HALVED = 2.0
_QUOTED = 3.0  # within a title or a quotation that is too long to stay whole
_PIVOTED = 4.0
_COMPLEMENTS = ("到", "给", "于", "至", "成", "为", "向", "在", "入", "出")
_ACTS = ("v", "d", "p", "i")
_PIVOTS = ("让", "使", "令", "把", "被", "将", "叫")

_WHOLE = re.compile(r"《[^《》]*》|“[^“”]*”|‘[^‘’]*’|（[^（）]*）|「[^「」]*」|『[^『』]*』|【[^【】]*】|\([^()]*\)")
_FIGURE = r"[第前近约超逾]?(?:[0-9０-９]+(?:[.:,．∶][0-9]+)*|[一二两三四五六七八九十百千万亿几数半]+)"
_UNIT = (
    r"个百分点|个多月|个月|平方米|立方米|平方公里|公里|公斤|千克|小时|分钟|号线|号楼|年级|学年|人次|亿元|万元|万人|"
    r"[年月日时点分秒岁届次个名位人家户所座栋间条件项份只头匹台辆艘部本册篇首期批种类倍成元米吨斤克亩里层号路周季轮场支代枚起张块片株棵对双句段门口级度万亿]"
)
_NUMBER = re.compile(rf"{_FIGURE}(?:比{_FIGURE})?[%％‰℃余多几]*(?:{_UNIT})*[多余]?")
_MARK = re.compile(r"[，；：！？。…]+|——+")
_CONNECTOR = re.compile("(?<=.)[—–～·-](?=.)")
_HALVES = re.compile(r"(?<=...)[，；？！ 　]+(?=...)")
_HAN = re.compile("[\u4e00-\u9fff]+")


class Word(NamedTuple):
    """A word of a head. tag: part of speech as in words.txt; x = unknown, N = number, Q = quoted, L = not Chinese."""

    start: int
    text: str
    tag: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sense(text: str, language: str = "zh-Hans") -> list[float]:
    """Cost of a line that begins at each character; NEVER for the first, and where a phrase may not be parted.

    Quotes, titles in 《》 and brackets stay whole unless they are most of the head.
    """
    costs = _by_words(text, language) if language == "zh-Hans" else _by_model(text, language)
    if _HALVES.search(text):
        # Where the writer made two halves, a break within one of them is second best.
        costs = [cost + _HALVED for cost in costs]
    for match in _MARK.finditer(text):
        _set(costs, match.end(), AT_MARK)
    for match in re.finditer("、", text):
        _set(costs, match.end(), 2 * AT_WORD)
    for match in _CONNECTOR.finditer(text):
        if text[match.start() - 1] != match[0] != text[match.end()]:  # 中国—东盟, 约翰·史密斯
            costs[match.start()] = costs[match.end()] = WITHIN_WORD + 2
    for match in re.finditer("[ 　]+", text):
        _set(costs, match.end(), AT_BLANK if "　" in match[0] else AT_MARK)
    for match in (*_NUMBER.finditer(text), *_WHOLE.finditer(text)):
        if match.end() - match.start() <= max(2, 0.6 * len(text)):
            for at in range(match.start() + 1, match.end()):
                costs[at] = NEVER
    if costs:
        costs[0] = NEVER
    return costs


def _set(costs: list[float], at: int, cost: float) -> None:
    if at < len(costs):
        costs[at] = cost


def _by_words(text: str, language: str) -> list[float]:
    costs = [WITHIN_WORD + 2] * len(text)
    doubted = set(range(len(text))) - set(_phrases(text, language))
    found = words(text)
    for index, (left, right) in enumerate(pairwise(found)):
        cost = _between(left, right) + (_DOUBT if right.start in doubted else 0.0)
        # 让山里人|少跑: whom a pivot word puts to work does not part from the work.
        costs[right.start] = max(cost, _PIVOTED) if right.tag in "vdpn" and _pivot(found, index) else cost
    for match in _WHOLE.finditer(text):
        if match.end() - match.start() < len(text):
            for at in range(match.start() + 1, match.end()):
                costs[at] += _QUOTED
    return costs


def _pivot(found: list[Word], index: int) -> bool:
    for word in reversed(found[max(0, index - 3) : index + 1]):
        if word.text in _PIVOTS:
            return True
        if word.tag in ("v", "L"):
            return False
    return False


def _by_model(text: str, language: str) -> list[float]:
    rules = _rules()
    costs = [WITHIN_WORD] * len(text)
    for at in _phrases(text, language):
        costs[at] = AT_WORD
    for at in range(1, len(text)):
        if text.startswith(rules["first"], at) or text.endswith(rules["last"], 0, at):
            costs[at] = max(0.5, costs[at] - GOOD)
        if (
            text[at] in rules["never_first"]
            or text[at - 1] in rules["never_last"]
            or text.startswith(rules["titles"], at)
        ):
            costs[at] = max(costs[at], WITHIN_WORD) + 2
    return costs


def _between(left: Word, right: Word) -> float:
    """Cost of ending a line between two words: the grammar of heads, as costs."""
    rules = _rules()
    if right.tag in ("u", "y", "f", "q") or left.tag in ("p", "c"):
        return WITHIN_WORD + 2
    if left.tag == "v" and right.text in _COMPLEMENTS:
        return WITHIN_WORD - 1
    if left.tag in ("nr", "x") and right.text.startswith(rules["titles"]):
        return WITHIN_WORD + 2
    if right.tag == "nr" and left.text.endswith(rules["titles"]):
        return WITHIN_WORD - 1
    if left.tag == "N" and right.tag in ("n", "N", "q", "x", "a", "ns"):
        # 七部门, 一户居民 stay together; 9月1日, 5.6% stand alone.
        return WITHIN_WORD - 0.5 if not re.search("[年月日时点岁%％]$", left.text) else 2.5
    if left.tag == "N" and right.tag == "v":
        return 2.0  # two of three are objects: 新增三条|定制公交线路
    if left.tag == "d":
        return WITHIN_WORD
    if left.text.endswith(rules["last"]):
        return 0.5 if right.tag in _ACTS else 2.0
    if left.tag == "u":
        return 2.6 if left.text == "的" else 2.0
    if left.tag in ("a", "b", "r", "m"):
        return 4.5
    if (
        len(left.text) == len(right.text) == 1
        and left.tag not in ("L", "N")
        and right.tag not in ("p", "c", "L", "N", "d")
    ):
        return WITHIN_WORD - 1  # two characters no dictionary knew: most likely one word
    return _predicate(left, right)


def _predicate(left: Word, right: Word) -> float:
    """Between words that could each end a phrase: best where a subject or a time ends and what is done begins."""
    acts = right.tag in _ACTS
    if right.tag == "t":
        return 1.0
    if left.tag in ("v", "i", "x"):
        cost = 1.6 if right.tag == "Q" else 3.2 if right.tag == "v" else 2.4
        return cost + (1.0 if len(left.text) == 1 else 0.0)
    if left.tag in ("t", "f"):
        return 0.8 if not left.start or left.tag == "f" else 1.4
    if left.tag == "nr":
        return 0.8 if right.tag != "c" else 2.4
    if acts:
        return 0.6
    if right.tag == "c":
        return 3.0
    return {"N": 1.4, "b": 1.5, "r": 1.5, "Q": 1.5, "a": 2.0}.get(right.tag, 4.0)


def words(text: str) -> list[Word]:
    """The words of a head in order, every character in one: the dictionary's likeliest, numbers,
    quotes and names whole."""
    out: list[Word] = []
    at = 0
    while at < len(text):
        whole = _WHOLE.match(text, at)
        number = _NUMBER.match(text, at)
        run = _HAN.match(text, at)
        if whole and whole.end() - at <= max(2, 0.6 * len(text)):
            out.append(Word(at, whole[0], "Q"))
        elif number and not (run and _longer(text, at, number.end())):
            out.append(Word(at, number[0], "N"))
        elif run:
            # A number in the middle of Chinese begins a run of its own.
            end = next((m.start() for m in _NUMBER.finditer(text, at + 1, run.end()) if not _swallowed(text, m, at)), 0)
            out += _dictionary(text, at, end or run.end())
        else:
            after = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*|.", re.DOTALL).match(text, at)
            assert after is not None
            out.append(Word(at, after[0], "L"))
        at = out[-1].end
    return list(_named(out))


def _longer(text: str, start: int, end: int) -> bool:
    """Whether a word of the dictionary begins here and reaches over the number: 一律, 十分, 半导体."""
    reach = max((size for size in range(2, 6) if _entry(text[start : start + size])), default=0)
    if re.match("[0-9０-９第]", text[start]):
        return False
    tag = (_entry(text[start : start + reach]) or ("", 0))[0]
    return start + reach > end or (start + reach == end and tag not in ("m", "t", "q", "x", ""))


def _swallowed(text: str, number: re.Match[str], start: int) -> bool:
    """Whether the number is part of a word that begins before it: 统一, 唯一."""
    if re.match("[0-9０-９第]", number[0]):
        return False
    at = number.start()
    if len(number[0]) > 1 and number[0][-1] not in "一二三四五六七八九十百千万亿":
        return False
    return any(
        _entry(text[first:last])
        for first in range(max(start, at - 3), at)
        for last in range(at + 1, min(at + 4, len(text)) + 1)
    )


def _dictionary(text: str, start: int, end: int) -> Iterator[Word]:
    """The cheapest way through the dictionary (a unigram model, as jieba's)."""
    best = [0.0] + [NEVER] * (end - start)
    origin = [0] * (end - start + 1)
    tags = [""] * (end - start + 1)
    for at in range(end - start):
        for size in range(1, min(5, end - start - at) + 1):
            entry = _entry(text[start + at : start + at + size])
            if entry is None:
                if size > 1:
                    continue
                entry = ("x", 68)
            if best[at] + entry[1] < best[at + size]:
                best[at + size], origin[at + size], tags[at + size] = best[at] + entry[1], at, entry[0]
    found = []
    at = end - start
    while at:
        found.append(Word(start + origin[at], text[start + origin[at] : start + at], tags[at]))
        at = origin[at]
    yield from reversed(found)


def _named(found: list[Word]) -> Iterator[Word]:
    """Given names joined to the family name beside a title: 书记李国栋, 王建民同志, 张师傅."""
    rules = _rules()
    at = 0
    while at < len(found):
        word = found[at]
        after = at + 1
        if len(word.text) == 1 and word.text in rules["surnames"] and word.text not in rules["tags"]:
            titled = at > 0 and found[at - 1].text.endswith((*rules["titles"], *"人员手师家长年生民"))
            room = 2
            while after < len(found) and not found[after].text.startswith(rules["titles"]):
                if len(found[after].text) > room or found[after].tag in ("N", "Q", "L", "u", "p", "c"):
                    break
                room -= len(found[after].text)
                after += 1
            follows = after < len(found) and found[after].text.startswith(rules["titles"])
            after += int(follows and after == at + 1)  # 张师傅 is a name whole
            if titled or follows:
                word = Word(word.start, "".join([each.text for each in found[at:after]]), "nr")
            else:
                after = at + 1
        yield word
        at = after


@cache
def _entry(word: str) -> tuple[str, int] | None:
    """Tag and cost of a word of the dictionary; None = it has none such."""
    tagged: str | None = _rules()["tags"].get(word)
    found = _looked_up(word.encode() + b" ")
    if found:
        tag = found.rstrip(b"0123456789")
        return tagged or tag.decode(), int(found[len(tag) :])
    return (tagged, 44) if tagged else None


def _looked_up(key: bytes) -> bytes:
    """What stands behind the key on its line of the dictionary, found by halving the file: 15 µs, where splitting it
    into its lines would take 10 ms of every build."""
    data = _lexicon()
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", start)
        if data.startswith(key, start):
            return data[start + len(key) : end]
        if data[start : start + len(key)] < key:
            low = end + 1
        else:
            high = start
    return b""


def _phrases(text: str, language: str) -> Sequence[int]:
    """Where phrases begin by budoux, the first left out."""
    out, at = [], 0
    for phrase in _parser(language).parse(text):
        at += len(phrase)
        out.append(at)
    return out[:-1]


@cache
def _parser(language: str) -> Any:
    import budoux

    if language == "ja":
        return budoux.load_default_japanese_parser()
    if language.startswith("zh-Hant"):
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()


@cache
def _lexicon() -> bytes:
    """The lines of the dictionary, sorted, in UTF-8."""
    data = resource("cjk/words.txt")
    return data[data.index(b"\n") + 1 :]


@cache
def _rules() -> dict[str, Any]:
    data = tomllib.loads(resource("cjk/headline.toml").decode("utf-8"))
    return {
        "never_first": data["never_first"],
        "never_last": data["never_last"],
        "first": tuple(data["good_first"]),
        "last": tuple(data["good_last"]),
        "titles": tuple(data["titles"]),
        "surnames": data["surnames"],
        "tags": {word: tag for tag, words in data["tags"].items() for word in words.split()},
    }
