"""How well a head breaks before each of its characters, by sense.

Chinese copy is read as a sub-editor reads it: cut into words, the words joined into phrases by a small grammar
(grammar.py), and a line ends more gladly the looser two phrases hang together: a subject may part from what it does,
never a preposition from its noun. budoux's model is the second witness, and the only one for Japanese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from layout.diagnostics import resource
from layout.text.grammar import MOST_PLACES, Joint, read, relations
from layout.text.headwords import AMOUNT, FIGURE, MEASURED, WHOLE, edges, likeliest

NEVER = float("inf")
AT_BLANK = -3.0  # 对题: two halves parted by an ideographic space
AT_MARK = -2.5
AT_COLON = -3.2
AT_PAUSE = 3.0  # 、
AT_WORD = 1.5
WITHIN_WORD = 6.0
_TORN = WITHIN_WORD + 2
_DOUBT = 0.6  # where budoux sees no phrase begin
_HALVED = 1.8  # within one of the parts that the writer made by a mark
_QUOTED = 3.0  # within a title or a quotation that is too long to stay whole
_TEARING = 1.5  # through a word of the likeliest reading
_LEADING = 2.5  # behind a word that leads on to the next, as every adverb does
_LEADERS = tuple("谁他她它我你您在从向对为与和把被将以由让使及给用就才都也还又再更最很不没未")
_DEEPER = 0.4  # for each phrase round the two that meet
_UNLIKELY = 0.45  # for each unit that a reading costs more than the likeliest
_ALIKE = 12.0  # units that two clauses in step may cost more than the likeliest reading, and be as welcome
_CLAUSE = 1.5  # within one of several clauses
_SHORT = 0.5  # for each character that a part is shorter than _FULL
_FULL = 3
_LEADING_ON = 1.5  # after a particle that leads on to what follows
_LONG = 4  # characters from which both parts of a name of a thing can stand on lines of their own
_LONG_PARTS = 1.0
_CLOSE = ("compound", "tail", "verbs", "attribute", "object", "complement", "serial", "subject", "topic")
_SINGLE = 2.0  # where one character of a phrase would part from the other
_SHORT_NOUN = 0.6  # where 的 would part from a noun shorter than that

LONGEST_READ = 120  # characters of a head that is read by its grammar; what is longer is no head

_MARK = re.compile(r"[，；：！？。…]+[”’」』》）]?|——+")
_STOPS = re.compile(r"[，；：:！？。…—“”‘’「」『』《》（）()【】]|(?<![A-Za-z0-9])[ ]|[ ](?![A-Za-z0-9])|　")
_CONNECTOR = re.compile("(?<=.)[—–～·-](?=.)")
_HALVES = re.compile(r"(?<=..)[，；？！：　]+(?=...)")


class Word(NamedTuple):
    """A word of a head. tag: its label in grammar.toml, “-” for a mark or a blank."""

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
    if language == "ja" or len(text) > LONGEST_READ:
        costs = _by_model(text, language)
    else:
        costs = _by_grammar(_simplified(text), text, language)
    if _HALVES.search(text):
        # Where the writer made two halves, a break within one of them is second best.
        costs = [cost + _HALVED for cost in costs]
    for match in _MARK.finditer(text):
        _set(costs, match.end(), AT_COLON if match[0] == "：" else AT_MARK)
    for match in re.finditer("、", text):
        _set(costs, match.end(), AT_MARK if language == "ja" else AT_PAUSE)
    for match in _CONNECTOR.finditer(text):
        if text[match.start() - 1] != match[0] != text[match.end()]:  # 中国—东盟, 约翰·史密斯
            costs[match.start()] = costs[match.end()] = WITHIN_WORD + 2
    for match in re.finditer("[ 　]+", text):
        if "　" in match[0]:
            _set(costs, match.end(), AT_BLANK)
    for match in (*FIGURE.finditer(text), *MEASURED.finditer(text), *AMOUNT.finditer(text)):
        if re.search("[0-9０-９]", match[0]) and match.end() - match.start() <= max(2, 0.6 * len(text)):
            costs[match.start() + 1 : match.end()] = [NEVER] * (match.end() - match.start() - 1)
    for match in WHOLE.finditer(text):
        inside = match.end() - match.start() - 1
        if _stays_whole(match, text):
            costs[match.start() + 1 : match.end()] = [NEVER] * inside
        elif match.end() - match.start() < len(text):
            for at in range(match.start() + 1, match.end()):
                costs[at] += _QUOTED
    if costs:
        costs[0] = NEVER
    return costs


def words(text: str) -> list[Word]:
    """The words of a head in order, every character in one: those of the likeliest reading."""
    found: list[Word] = []
    for start, end in _stretches(text):
        found += [Word(at, text[at], "-") for at in range(found[-1].end if found else 0, start)]
        tree = read(edges(text[start:end]), end - start)
        found += [Word(start + first, text[start + first : start + last], tag) for first, last, tag in tree.words]
    found += [Word(at, text[at], "-") for at in range(found[-1].end if found else 0, len(text))]
    return found


def _set(costs: list[float], at: int, cost: float) -> None:
    if at < len(costs):
        costs[at] = cost


def _stays_whole(match: re.Match[str], text: str) -> bool:
    return match.end() - match.start() <= max(2, 0.6 * len(text))


def _by_grammar(text: str, typed: str, language: str) -> list[float]:
    costs = [_TORN] * len(text)
    doubted = set(range(len(text))) - set(_phrases(typed, language))
    for start, end in _stretches(text):
        _set(costs, start, AT_WORD)
        found = edges(text[start:end])
        tree = read(found, end - start)
        cut = {start + at for at in likeliest(found, end - start)}
        words = {start + first for first, _, _ in tree.words}
        leading = {
            start + last
            for first, last, tag in tree.words
            if tag == "D" or text[start + first : start + last] in _LEADERS
        }
        for joint in tree.joints:
            at = start + joint.at
            cost = _cost(joint) + _DOUBT * (at in doubted) + _TEARING * ((at not in words) + (at not in cut))
            if joint.relation == "clauses" and joint.doubt and _are_alike(text[start:at], text[at:end]):
                cost -= _UNLIKELY * min(joint.doubt, _ALIKE)
            costs[at] = min(costs[at], cost + _LEADING * (at in leading))
    return costs


def _are_alike(left: str, right: str) -> bool:
    """Whether the halves of a pair go in step (门前有绿地/出门见公园): as long as each other, with a verb of one
    character or the same character at the same place in both, or both begin with when it is."""
    if len(left) != len(right):
        return False
    if any(map(str.__eq__, left, right)):
        return True
    (left_verbs, left_time), (right_verbs, right_time) = _rhythm(left), _rhythm(right)
    return (left_time and right_time) or not left_verbs.isdisjoint(right_verbs)


def _rhythm(half: str) -> tuple[set[int], bool]:
    """Where verbs of one character stand behind a word, and whether the first word is a time."""
    found = edges(half)
    cut = likeliest(found, len(half)) | {len(half)}
    words = [edge for edge in found if edge.start in cut and edge.end in cut]
    verbs = {edge.start for edge in words if edge.start and edge.end == edge.start + 1 and "v1" in dict(edge.tags)}
    return verbs, any(edge.start == 0 and "t" in dict(edge.tags) for edge in words)


def _cost(joint: Joint) -> float:
    """Of ending a line between two phrases."""
    cost = relations()[joint.relation] + _DEEPER * joint.depth + _CLAUSE * bool(joint.clauses)
    cost += _UNLIKELY * joint.doubt
    if joint.relation in ("compound", "attributive") and min(joint.left, joint.right) >= _LONG:
        cost -= _LONG_PARTS
    if joint.relation == "attributive" and joint.right < _LONG:
        cost += _SHORT_NOUN
    if joint.relation == "coordination" and joint.right <= _LONG:
        cost += _SHORT_NOUN * 2
    if joint.relation in _CLOSE and 1 in (joint.left, joint.right):
        cost += _SINGLE
    return cost + _SHORT * max(0, _FULL - joint.left) + _SHORT * max(0, _FULL - joint.right)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what is read as one: what stands between marks and blanks. A quotation that stays whole is a
    word; what is longer than a head is read by parts."""
    kept = [(match.start(), match.end()) for match in WHOLE.finditer(text) if _stays_whole(match, text)]
    inside = {at for start, end in kept for at in range(start, end)}
    inside |= {at for match in FIGURE.finditer(text) for at in range(match.start(), match.end())}
    start = 0
    for at in range(len(text) + 1):
        parted = at == len(text) or (at not in inside and _STOPS.match(text, at))
        if parted or (at - start >= MOST_PLACES and at not in inside):
            if at > start:
                yield start, at
            start = at + 1 if parted else at


def _by_model(text: str, language: str) -> list[float]:
    """Where phrases begin, by budoux alone."""
    costs = [_TORN] * len(text)
    for at in _phrases(text, language):
        costs[at] = AT_WORD + _LEADING_ON * text[:at].endswith(("の", "と", "や", "も"))
    return costs


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


def _simplified(text: str) -> str:
    """Character by character, so that places stay; the dictionary is of simplified words."""
    return text.translate(_traditional())


@cache
def _traditional() -> dict[int, int]:
    lines = resource("cjk/traditional.txt").decode("utf-8").splitlines()
    return {ord(line[0]): ord(line[1]) for line in lines if not line.startswith("#")}
