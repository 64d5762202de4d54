"""The table of keys: read fast, whole, without a name that means two things,
and every name of it explained in docs/yaml.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report, resource
from layout.fields import keys, names, narrow
from layout.issue import read_issue
from layout.theme import read_theme

DOCS = (Path(__file__).parents[1] / "docs/yaml.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


def test_the_fast_reading_of_the_table_is_what_a_toml_parser_reads() -> None:
    table = tomllib.loads(resource("keys.toml").decode())
    assert keys() == {kind: {key: tuple(value.split()) for key, value in rows.items()} for kind, rows in table.items()}


@pytest.mark.parametrize("kind", keys())
def test_no_name_means_two_things(kind: str) -> None:
    every = [name for key, others in keys()[kind].items() for name in (key, *others)]
    assert sorted(every) == sorted(names(kind))


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
