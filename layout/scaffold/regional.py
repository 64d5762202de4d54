"""A start for a paper of Taiwan, Hong Kong or Japan: a front page of the theme of its region, in its own keys and copy.

What it begins with stands whole in data/scaffold/zh-Hant and data/scaffold/ja; only name, date, theme and pack are put
in. Nothing is asked: statuses, presses and formats of the questions are the mainland's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from layout.diagnostics import resource
from layout.schema import FOLDER, Which, file_name, schema_bytes
from layout.theme import PACKS, PAPER_FILE

_SCHEMAS: tuple[Which, ...] = ("issue", "paper")
_THEMES = {"zh-Hant": "taiwan", "zh-Hant-HK": "hongkong", "ja": "japan"}
_FOLDERS = {"zh-Hant": "zh-Hant", "zh-Hant-HK": "zh-Hant", "ja": "ja"}
_NAMES = {"zh-Hant": "松坪時報", "zh-Hant-HK": "松坪時報", "ja": "霞川新報"}
_PICTURE = re.compile(r"images/([\w.-]+)")

REGIONS = tuple(_THEMES)
"""The languages that a start can be had in, besides the questions' own."""


def regional_files(language: str, day: date, name: str = "") -> dict[str, bytes]:
    """Name in the paper's folder → content. language: one of REGIONS; name "" = that of the sample."""
    issue = f"{day.isoformat()}.yaml"
    words: Mapping[str, str] = {
        "{name}": name or _NAMES[language],
        "{date}": day.isoformat(),
        "{issue}": issue,
        "{theme}": _THEMES[language],
        "{pack}": PACKS[language],
    }
    place = f"scaffold/{_FOLDERS[language]}"
    made = {
        target: _filled(f"{place}/{file}", words)
        for target, file in ((PAPER_FILE, "paper.yaml"), (issue, "issue.yaml"), ("README.md", "README.md"))
    }
    pictures = sorted(set(_PICTURE.findall(made[issue].decode())))
    return {
        **made,
        **{f"{FOLDER}/{file_name(which)}": schema_bytes(which) for which in _SCHEMAS},
        **{f"images/{picture}": resource(f"{place}/images/{picture}") for picture in pictures},
    }


def _filled(file: str, words: Mapping[str, str]) -> bytes:
    text = resource(file).decode("utf-8")
    for blank, word in words.items():
        text = text.replace(blank, word)
    return text.encode()
