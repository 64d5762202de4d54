"""Whether the bar of docs/quality.md holds beyond the committed copy:
`python bench/quality/broad.py [--characters 60000] [--seed 1]`.

Paragraphs are made from the sentences of copy/sentences.txt, with names, places and numbers drawn by a seeded
generator, and set on each measure. Besides what the setting does, each paragraph's floor is told: the fewest loose
lines that any legal breaking of it has, found by trying them all (floor.py). Where the two agree, no better setting
exists under the rules.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from floor import fewest_loose

from layout.fontset import open_book
from layout.issue import Copy
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

COPY = Path(__file__).parent / "copy"
SENTENCES = (COPY / "sentences.txt").read_text("utf-8").splitlines()
LATIN = (COPY / "latin-sentences.txt").read_text("utf-8").splitlines()
NAMES = [
    "周砚",
    "纪闻舟",
    "宋望山",
    "陈丽",
    "欧阳若水",
    "王建国",
    "李小满",
    "祝知行",
    "司徒远",
    "何田",
    "戚小满",
    "马一鸣",
    "阿依努尔·买买提",
]
TOWNS = ["南埠镇", "望舒桥", "芦汀县", "桂花巷", "东街", "青石板村", "白鹭洲", "上塘"]


def paragraphs(characters: int, seed: int, latin: bool) -> list[str]:
    """News paragraphs of one to five sentences each, so many characters in all; the same for the same seed.

    latin: every other sentence has a Latin word, an address or a sign.
    """
    draw = random.Random(seed)
    out: list[str] = []
    while sum(map(len, out)) < characters:
        found = draw.sample(SENTENCES, draw.randint(1, 5))
        if latin:
            found = [draw.choice(LATIN) if draw.random() < 0.5 else each for each in found]
        out.append("".join(filled(each, draw) for each in found))
    return out


def filled(sentence: str, draw: random.Random) -> str:
    values = {
        "name": lambda: draw.choice(NAMES),
        "town": lambda: draw.choice(TOWNS),
        "d": lambda: draw.choice([str(draw.randint(2, 9)), "三", "十二"]),
        "n": lambda: str(draw.randint(10, 99)),
        "N": lambda: str(draw.randint(100, 29_999)),
        "f": lambda: f"{draw.randint(1, 39)}.{draw.randint(1, 99)}",
        "p": lambda: f"{draw.randint(1, 60)}.{draw.randint(1, 9)}",
        "m": lambda: str(draw.randint(1, 12)),
        "D": lambda: str(draw.randint(1, 30)),
        "h": lambda: str(draw.randint(7, 10)),
        "A": lambda: str(draw.randint(70, 101)),
        "y": lambda: str(draw.randint(1949, 1999)),
        "Y": lambda: str(draw.randint(2000, 2028)),
    }
    return re.sub(r"\{(\w+)\}", lambda slot: values[slot[1]](), sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measures", default="12,13,14,15,16,17,18")
    parser.add_argument("--latin", action="store_true", help="every other sentence has Latin in it")
    parser.add_argument(
        "--show", action="store_true", help="print every loose line and what any legal breaking would leave"
    )
    chosen = parser.parse_args()
    copies = paragraphs(chosen.characters, chosen.seed, chosen.latin)
    print(f"{sum(map(len, copies))} characters, {len(copies)} paragraphs")
    print(
        "| em | lines | gap mean | worst | over .10 | of them first lines | floor | not flush | isolated | ends ≥ 3 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    setter = Typesetter(open_book())
    style = TextStyle(indent=2)
    for measure in [float(each) for each in chosen.measures.split(",")]:
        set_ones = [setter.typeset(Copy(text), style, measure * style.size) for text in copies]
        full = [(row, line) for one in set_ones for row, line in enumerate(one.lines) if not line.last]
        gaps = [line.gap for _, line in full]
        loose = [(row, line) for row, line in full if line.gap > 0.1005]
        floor = sum(
            fewest_loose(setter, text, style, measure)
            for text, one in zip(copies, set_ones, strict=True)
            if any(line.gap > 0.1005 and not line.last for line in one.lines)
        )
        ends = [len(re.sub(r"[\W_]", "", one.lines[-1].text)) for one in set_ones if len(one.lines) > 1]
        short = sum(abs(line.width - measure * style.size) > 0.01 for _, line in full)
        print(
            f"| {measure:g} | {len(full)} | {sum(gaps) / len(gaps):.4f} | {max(gaps):.3f} | {len(loose)}"
            f" | {sum(not row for row, _ in loose)} | {floor} | {short} | {sum(end < 2 for end in ends)}"
            f" | {sum(end >= 3 for end in ends) / len(ends):.1%} |",
            flush=True,
        )
        if chosen.show:
            print("\n".join(f"  {line.gap:.3f} {line.text}" for _, line in loose))


if __name__ == "__main__":
    main()
