"""Writes layout/data/standards.toml: which characters each standard has, for `layout fonts --coverage`.

The 通用规范汉字表 comes from Unihan (kTGH) as Debian publishes Unicode 15.0; charsets older than Unicode from Python's
codecs, which the program asks itself; everything else is ranges of Unicode.
"""

from __future__ import annotations

import bz2
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from make import CLONE, fetched

from layout.fetching import Archive, Member, collected

UNIHAN = Archive(
    "unicode-data",
    (
        "https://deb.debian.org/debian/pool/main/u/unicode-data/unicode-data_15.0.0-1_all.deb",
        "https://snapshot.debian.org/archive/debian/20250520T000000Z/pool/main/u/unicode-data/unicode-data_15.0.0-1_all.deb",
    ),
    "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
)
MAPPINGS = Member("mappings", UNIHAN.name, "usr/share/unicode/Unihan_OtherMappings.txt.bz2")
LISTS = {"tgh-1": (1, 3500), "tgh-2": (3501, 6500), "tgh-3": (6501, 8105)}
HEAD = Path(__file__).with_name("standards.toml")


def main() -> None:
    found = dict(collected([UNIHAN], [MAPPINGS], fetched))
    ranks: dict[str, int] = {}
    for line in bz2.decompress(found["mappings"]).decode("utf-8").splitlines():
        if "\tkTGH\t" in line:
            code, _, value = line.split("\t")
            ranks[chr(int(code[2:], 16))] = int(value.partition(":")[2])
    text = HEAD.read_text("utf-8")
    for key, (first, last) in LISTS.items():
        characters = "".join(sorted(each for each, rank in ranks.items() if first <= rank <= last))
        assert len(characters) == last - first + 1, key
        text = text.replace(f"@{key}@", characters)
    (CLONE / "layout" / "data" / "standards.toml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
