"""The tables of the importers: every row is used, every name used has its row, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from layout.diagnostics import resource
from layout.importing.gathering import mend, radicals

CODE = "\n".join(path.read_text("utf-8") for path in Path(__file__).parents[2].glob("layout/importing/*.py"))


def table(name: str) -> dict[str, object]:
    return tomllib.loads(resource(f"importing/{name}.toml").decode("utf-8"))


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("doubts", r'Doubt\(\s*"(\w+)"'),
        ("rules", r'(?:certainty|found|rules)\("(\w+)"|\["(banner|marks)"\]'),
    ],
)
def test_every_row_is_used_and_every_name_has_its_row(name: str, used: str) -> None:
    named = {
        each for match in re.findall(used, CODE) for each in ([match] if isinstance(match, str) else match) if each
    }
    assert named == set(table(name))


def test_every_reason_is_given_somewhere() -> None:
    assert [reason for reason in table("reasons") if f'"{reason}"' not in CODE] == []


@pytest.mark.parametrize("name", ["doubts", "reasons"])
def test_every_row_speaks_both_languages(name: str) -> None:
    for row in table(name).values():
        assert isinstance(row, dict)
        assert {"en", "zh"} <= set(row)
        assert re.findall(r"\{\w+\}", row["en"]) == re.findall(r"\{\w+\}", row["zh"])


def test_every_radical_becomes_an_ideograph() -> None:
    assert all(0x2E80 <= ord(radical) <= 0x2EFF for radical in radicals())
    assert all(0x4E00 <= ord(each) <= 0x9FFF for each in radicals().values())
    assert [chr(code) for code in range(0x2F00, 0x2FD6) if not 0x4E00 <= ord(mend(chr(code))) <= 0x9FFF] == []
