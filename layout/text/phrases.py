"""How well a head breaks before each of its characters, by sense.

Two witnesses: budoux's model for where words begin, and the trade's rules (data/cjk/headline.toml) for what may not be parted.
Neither knows grammar; together they rarely break a phrase where a reader stumbles.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

NEVER = float("inf")
AT_BLANK = -0.5  # 对题: two halves parted by an ideographic space
AT_MARK = 0.0
AT_WORD = 1.5
GOOD = 0.8  # taken off where rules recommend a place
WITHIN_WORD = 6.0

_WHOLE = re.compile(r"《[^《》]*》|“[^“”]*”|‘[^‘’]*’|（[^（）]*）|「[^「」]*」|『[^『』]*』|【[^【】]*】|\([^()]*\)")
_NUMBER = re.compile(
    r"第?[0-9０-９一二两三四五六七八九十百千万亿几数]+(?:[.:,．][0-9]+)*[%％‰℃余多]*[年月日时点分秒岁届次个名位人家户所座栋间条件项份只头匹台辆艘部本册篇首期批种类倍成元米吨斤亩里层号路周季轮场支代万亿]*"
)
_MARK = re.compile(r"[，；：！？。…—]+")


def sense(text: str, language: str = "zh-Hans") -> list[float]:
    """Cost of a line that begins at each character; NEVER for the first, and where a phrase may not be parted.

    Quotes, titles in 《》 and brackets stay whole unless they are most of the head.
    """
    rules = _rules()
    costs = [WITHIN_WORD] * len(text)
    for at in _words(text, language):
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
    for match in _MARK.finditer(text):
        _set(costs, match.end(), AT_MARK)
    for match in re.finditer("[、·]", text):
        _set(costs, match.end(), 2 * AT_WORD)
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


def _words(text: str, language: str) -> Sequence[int]:
    """Where words begin, the first left out."""
    out, at = [], 0
    for word in _parser(language).parse(text):
        at += len(word)
        out.append(at)
    return out[:-1]


@cache
def _parser(language: str) -> Any:
    import budoux

    if language == "ja":
        return budoux.load_default_japanese_parser()
    if language == "zh-Hant":
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()


@cache
def _rules() -> dict[str, Any]:
    data = tomllib.loads((resources.files("layout") / "data" / "cjk" / "headline.toml").read_text("utf-8"))
    return {
        "never_first": data["never_first"],
        "never_last": data["never_last"],
        "first": tuple(data["good_first"]),
        "last": tuple(data["good_last"]),
        "titles": tuple(data["titles"]),
    }
