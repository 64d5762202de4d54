"""What fonts/subsets makes, as far as it can be made without fetching: the figures drawn from the set's own faces."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from layout.diagnostics import resource
from layout.fonts import FontBook
from layout.scripts import composition

HERE = Path(__file__).parents[1] / "fonts"
TABLE = tomllib.loads((HERE / "subsets/subsets.toml").read_text("utf-8"))


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(HERE / "subsets"), *sys.path])
    monkeypatch.delitem(sys.modules, "figures", raising=False)
    return import_module("figures")


def test_the_small_figures_are_those_the_script_draws(figures: ModuleType, book: FontBook) -> None:
    rules = TABLE["figures"]
    files = [HERE / file for file in rules["families"][2]]  # the smallest: reading the others takes seconds
    made = TTFont(BytesIO(figures.figures(files, 0, rules["stem"], rules["most"])))
    there = TTFont(HERE / "figures" / files[0].name.replace("_", "Figures_"))
    assert made.getBestCmap() == there.getBestCmap()
    for name in made.getGlyphOrder():
        assert made["hmtx"][name] == there["hmtx"][name]
        assert made["glyf"][name] == there["glyf"][name]


def test_every_small_figure_and_fraction_is_drawn(book: FontBook) -> None:
    wanted = [chr(code) for code in range(0xB2, 0x218A) if composition(chr(code))[0]]
    for face in book.faces:
        if face.entry.small:
            small = book.face(face.entry.small)
            lacking = [each for each in wanted if not small.has(each)]
            assert not [each for each in lacking if all(map(face.has, composition(each)[1].replace("⁄", "/")))]


def test_the_list_of_standards_is_the_scripts_own() -> None:
    text = resource("standards.toml").decode("utf-8")
    for row in tomllib.loads(text)["standard"]:
        if row["key"].startswith("tgh-"):
            text = text.replace(row["characters"], f"@{row['key']}@")
    assert text == (HERE / "subsets/standards.toml").read_text("utf-8")


def test_every_face_that_is_cut_has_its_source_pinned(book: FontBook) -> None:
    for folder, families in TABLE["faces"].items():
        for key, family in families.items():
            pinned = TABLE["archives"][family.get("archive", key)]
            assert pinned["url"].startswith("https://")
            assert len(pinned["sha256"]) == 64
            names = [each["name"] for each in family.get("between", ())]
            names += [family["file"].format(weight=weight) for weight in family.get("weights", ())]
            assert names
            assert all((HERE / folder / name).is_file() for name in names)
