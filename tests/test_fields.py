"""The table of keys: read fast, whole, without a name that means two things,
and every name of it explained in docs/yaml.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report, resource
from layout.fields import Tongue, keys, names, narrow, spellings
from layout.issue import read_issue
from layout.theme import read_theme

DOCS = (Path(__file__).parents[1] / "docs/yaml.md").read_text("utf-8")
NAMES = (Path(__file__).parents[1] / "docs/key-names.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


def test_the_fast_reading_of_the_table_is_what_a_toml_parser_reads() -> None:
    for tongue, file in (("zh", "keys.toml"), ("zh-Hant", "keys.zh-Hant.toml"), ("ja", "keys.ja.toml")):
        for kind, rows in tomllib.loads(resource(file).decode()).items():
            assert {key: keys(tongue)[kind][key] for key in rows} == {key: tuple(rows[key].split()) for key in rows}


@pytest.mark.parametrize("kind", keys())
def test_no_name_means_two_things(kind: str) -> None:
    every = [name for key in keys()[kind] for name in (key, *spellings(kind, key))]
    assert sorted(every) == sorted(names(kind))


@pytest.mark.parametrize("tongue", ["zh-Hant", "ja"])
def test_what_has_a_traditional_or_japanese_name_is_a_key(tongue: Tongue) -> None:
    file = f"keys.{tongue}.toml"
    for kind, rows in tomllib.loads(resource(file).decode()).items():
        assert set(rows) <= set(keys()[kind]), kind
        assert all(value.split() for value in rows.values())


@pytest.mark.parametrize("tongue", ["zh-Hant", "ja"])
def test_every_name_of_another_region_is_in_its_list(tongue: Tongue) -> None:
    for kind, rows in tomllib.loads(resource(f"keys.{tongue}.toml").decode()).items():
        for key, others in rows.items():
            assert f"| `{key}` |" in NAMES
            assert all(other in NAMES for other in others.split()), (kind, key)


def test_a_slip_in_a_japanese_key_is_told_the_nearest_one() -> None:
    report = Report()
    read_issue(Drawer({"i.yaml": "新聞: 川\n紙面:\n  - 面: 1\n    記時: {}\n"}), "i.yaml", report)
    slip = next(fault for fault in report if fault.code == "NP131")
    assert "記事" in slip.advice()


@pytest.mark.parametrize("kind", keys())
def test_every_name_is_in_the_manual(kind: str) -> None:
    for key, others in keys()[kind].items():
        assert f"`{key}`" in DOCS
        assert all(other in DOCS for other in others)


@pytest.mark.parametrize("example", [text for text in EXAMPLES if not text.startswith(" ")])
def test_the_examples_of_the_manual_read_without_a_word(example: str) -> None:
    report = Report()
    read = read_theme if example.startswith("extends") else read_issue
    read(Drawer({"i.yaml": example, "copy/opera.md": "近日，斜土街道沪剧队举办汇演。"}), "i.yaml", report)
    assert faults(report) == []


def test_full_width_digits_and_signs_are_narrowed() -> None:
    assert narrow("　１２．５：") == "12.5:"
