"""How heads are broken, beside what a sub-editor marked: `python bench/heads.py [--making] [--wrong] [--speed]`.

The table is tests/text/copy/heads.txt, 518 heads of our own, marked before any system was run on them; half of it was
for making the rules, half for judging them; both halves and the second judging set have been looked at since. Peers:
BudouX alone, jieba alone (pip install -r bench/requirements.txt), and both together: places where both see a boundary,
BudouX's where they agree on none. A peer has no costs, so it takes the boundary nearest the middle of the head (in
three lines the two that make the longest line shortest), and no line of it begins or ends with a mark that may not.
--making: without the second judging set and the peers. --wrong lists what was broken badly. --speed times the costs of
sense.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, combinations, pairwise
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME), str(HOME / "tests")]

from headtable import AGAIN, FRESH, MORE, MarkedHead, after_blank, marked_heads, width  # noqa: E402

from layout.fontset import open_book  # noqa: E402
from layout.text.head_report import STYLE, break_heads  # noqa: E402
from layout.text.paragraph import Typesetter  # noqa: E402
from layout.value import replace  # noqa: E402

NOT_FIRST = "，。、；：！？）》」』”’…—　 "
NOT_LAST = "（《「『“‘"
Breaker = Callable[[str, str, int], tuple[int, ...]]


def ours(setter: Typesetter) -> Breaker:
    def breaks(text: str, language: str, lines: int) -> tuple[int, ...]:
        (found,) = break_heads(setter, [text], lines=lines, style=replace(STYLE, language=language))
        return found.ways[0].breaks if found.ways else ()

    return breaks


@cache
def parser(language: str) -> Any:
    import budoux

    return {
        "zh-Hans": budoux.load_default_simplified_chinese_parser,
        "zh-Hant": budoux.load_default_traditional_chinese_parser,
        "ja": budoux.load_default_japanese_parser,
    }[language]()


def by_budoux(text: str, language: str) -> list[int]:
    return list(accumulate(map(len, parser(language).parse(text))))[:-1]


def by_jieba(text: str, language: str) -> list[int]:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return list(accumulate(map(len, jieba.cut(text))))[:-1]


def by_both(text: str, language: str) -> list[int]:
    phrases = by_budoux(text, language)
    return sorted(set(phrases) & set(by_jieba(text, language))) or phrases


def balanced(places: Callable[[str, str], list[int]]) -> Breaker:
    def breaks(text: str, language: str, lines: int) -> tuple[int, ...]:
        allowed = sorted(
            {
                after_blank(text, at)
                for at in places(text, language)
                if text[at] not in NOT_FIRST.strip() and text[at - 1] not in NOT_LAST
            }
            - {len(text)}
        )

        def longest(ends: tuple[int, ...]) -> float:
            return max(width(text[a:b].strip()) for a, b in pairwise((0, *ends, len(text))))

        return min(combinations(allowed, lines - 1), key=longest, default=())

    return breaks


def judged(heads: Sequence[MarkedHead], systems: dict[str, Breaker], lines: int) -> dict[str, dict[str, list[int]]]:
    """Acceptable and best of each system, by kind; “all” of them together."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: {name: [0, 0, 0] for name in systems})
    for head in heads:
        for name, breaks in systems.items():
            at = breaks(head.text, head.language, lines)
            for kind in (head.kind, "all"):
                count = counts[kind][name]
                count[0] += 1
                if len(at) == lines - 1:
                    count[1] += head.passes(at)
                    count[2] += head.is_best(at)
    return counts


def table(title: str, counts: dict[str, dict[str, list[int]]], systems: Sequence[str]) -> Iterator[str]:
    yield f"| {title} | heads | " + " | ".join(systems) + " |"
    yield "|---" * (2 + len(systems)) + "|"
    for kind in (*[each for each in counts if each != "all"], "all"):
        row = counts[kind]
        share = kind == "all"
        cells = [_cell(row[name], share) for name in systems]
        yield f"| {kind} | {row[systems[0]][0]} | " + " | ".join(cells) + " |"


def _cell(count: list[int], share: bool) -> str:
    heads, passed, best = count
    if share:
        return f"**{passed / heads:.1%} · {best / heads:.1%}**"
    return f"{passed} · {best}"


def wrong(heads: Sequence[MarkedHead], breaks: Breaker, lines: int) -> Iterator[str]:
    for head in heads:
        at = breaks(head.text, head.language, lines)
        if len(at) != lines - 1 or not head.passes(at):
            verdict = "not acceptable"
        elif not head.is_best(at):
            verdict = "passes"
        else:
            continue
        shown = "/".join(head.text[a:b] for a, b in pairwise((0, *at, len(head.text))))
        wanted = " ".join(f"{head.text[:at]}/{head.text[at:]}" for at in sorted(head.best))
        if lines == 3:
            wanted = str(sorted(head.best_in_three))
        yield f"- {head.kind}: {shown} — {verdict}; best {wanted}"


def speed(heads: Sequence[MarkedHead]) -> Iterator[str]:
    """Processor time of the costs of sense alone: the first head of a process, the median and slowest of the others."""
    from layout.text.phrases import sense

    start = time.process_time()
    sense(heads[0].text, heads[0].language)
    first = time.process_time() - start
    times = []
    for head in heads[1:]:
        start = time.process_time()
        sense(head.text, head.language)
        times.append(time.process_time() - start)
    yield f"first head {first * 1000:.1f} ms; then median {statistics.median(times) * 1000:.2f} ms, "
    yield f"slowest {max(times) * 1000:.2f} ms of {len(times)} heads"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--making", action="store_true", help="the making half alone")
    options.add_argument("--wrong", action="store_true", help="list what was not broken at its best")
    options.add_argument("--speed", action="store_true", help="time the costs of sense, in a fresh process")
    asked = options.parse_args()
    if asked.speed:
        print("".join(speed([head for head in marked_heads() if head.language == "zh-Hans"])))
        return
    setter = Typesetter(open_book())
    systems = {
        "ours": ours(setter),
        "BudouX": balanced(by_budoux),
        "jieba": balanced(by_jieba),
        "both": balanced(by_both),
    }
    if asked.making:
        systems = {"ours": systems["ours"]}
    sets = {
        "making half": [head for head in marked_heads() if not head.judged],
        "first judging half": [head for head in marked_heads() if head.judged],
        "later, for making": list(marked_heads(MORE)),
        "second judging set": list(marked_heads(AGAIN)),
        "third judging set": list(marked_heads(FRESH)),
    }
    if asked.making:
        del sets["second judging set"]
    for name, some in sets.items():
        for lines in (2, 3):
            chosen = some if lines == 2 else [head for head in some if head.best_in_three]
            if not chosen:
                continue
            counts = judged(chosen, systems, lines)
            print("\n".join(table(f"{name}, {lines} lines", counts, list(systems))), end="\n\n")
            if asked.wrong:
                print("\n".join(wrong(chosen, systems["ours"], lines)), end="\n\n")


if __name__ == "__main__":
    main()
