"""Makes layout/data/cjk/words.txt, by which heads are cut into words, from the dictionary of jieba (MIT licence).

    pip install -r bench/requirements.txt && python bench/lexicon.py

Left out: names of persons that are rare (most were cut out of running copy by machine), words over six characters,
numbers over three, and what is not Chinese. Costs are −4 ln of the share of all words.
"""

from __future__ import annotations

from math import log
from pathlib import Path

import jieba

HOME = Path(__file__).resolve().parent.parent
WORDS = HOME / "layout" / "data" / "cjk" / "words.txt"
LONGEST = 6
LONGEST_NUMBER = 3
NAME_SEEN = 30  # times, of a person's name that is no accident
SEEN = 3
HEADER = (
    "# Words with part of speech and cost (-4 ln of frequency), sorted; made by bench/lexicon.py from the dictionary "
    f"of jieba {jieba.__version__}, © 2013 Sun Junyi, MIT licence.\n"
)
# jieba's tags (of ICTCLAS) as ours: names of places and bodies are nouns, and set phrases (l) are told from idioms (i).
TAGS = {"nt": "n", "nz": "n", "j": "n", "ng": "n", "s": "s", "z": "a", "zg": "x", "g": "x"}
TAGS |= {"vi": "v", "vg": "v", "vd": "v", "vq": "v", "ag": "a", "dg": "d", "tg": "t", "rr": "r", "rz": "r", "rg": "r"}
TAGS |= {"nrt": "nr", "nrfg": "nr", "mq": "m", "mg": "m", "df": "d", "k": "u", "h": "x", "o": "x", "e": "y"}
TAGS |= dict.fromkeys(("ul", "uv", "ud", "uj", "uz", "ug"), "u")


def rows() -> list[tuple[str, str, int]]:
    source = Path(jieba.__file__).parent / "dict.txt"
    read = [line.split() for line in source.read_text("utf-8").splitlines()]
    total = sum(int(count) for _, count, _ in read)
    found = []
    for word, seen, tag in read:
        ours, count = TAGS.get(tag, tag), int(seen)
        if len(word) > LONGEST or not all("\u4e00" <= character <= "\u9fff" for character in word):
            continue
        if len(word) > 1 and count < (NAME_SEEN if ours == "nr" else SEEN):
            continue
        if ours == "m" and len(word) > LONGEST_NUMBER:
            continue
        found.append((word, ours, round(-4 * log(max(count, 1) / total))))
    return sorted(found)


if __name__ == "__main__":
    WORDS.write_text(HEADER + "".join(f"{word} {tag}{cost}\n" for word, tag, cost in rows()), "utf-8")
