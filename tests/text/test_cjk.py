"""Every row of the class table says what it stands on, and each class behaves at its joints as its clause asks."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from layout.text.cjk import NEVER, classes, rules

LANGUAGES = ["zh-Hans", "zh-Hant", "ja", "ko"]


def table(name: str) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((resources.files("layout") / "data" / "cjk" / name).read_text("utf-8"))


def code(character: str, language: str = "zh-Hans") -> str:
    return character.translate(classes(language))


def test_every_row_names_its_clause() -> None:
    assert all(row["clause"] and row["name"] and len(row["code"]) == 1 for row in table("classes.toml")["class"])


def test_no_character_stands_in_two_rows() -> None:
    common = [row for row in table("classes.toml")["class"] if "languages" not in row]
    characters = "".join(row.get("characters", "") for row in common)
    assert len(characters) == len(set(characters))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", "、，。．：；？！”’）》〉」』】〕］–～－／")
def test_marks_never_head_a_line(mark: str, language: str) -> None:
    assert rules(language, "quanjiao", "gb")["H" + code(mark, language)].cost == NEVER


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", "“‘（《〈「『【〔［／")
def test_openers_never_end_a_line(mark: str, language: str) -> None:
    assert rules(language, "quanjiao", "gb")[code(mark, language) + "H"].cost == NEVER


def test_the_solidus_may_end_a_line_at_the_basic_level_only() -> None:
    assert rules("zh-Hans", "quanjiao", "basic")["／H"].cost == 0
    assert rules("zh-Hans", "quanjiao", "gb")["／H"].cost == NEVER


def test_a_dash_may_head_a_line_but_not_at_the_strict_level() -> None:
    assert 0 < rules("zh-Hans", "quanjiao", "gb")["HD"].cost < NEVER
    assert rules("zh-Hans", "quanjiao", "strict")["HD"].cost == NEVER


def test_without_prohibitions_anything_may_head_a_line() -> None:
    assert rules("zh-Hant", "quanjiao", "none")["HP"].cost == 0


@pytest.mark.parametrize("kana", "っゃーゝ々")
def test_small_kana_are_bound_in_japanese_only(kana: str) -> None:
    assert rules("ja", "quanjiao", "gb")["H" + code(kana, "ja")].cost == NEVER
    assert rules("zh-Hans", "quanjiao", "gb")["H" + code(kana)].cost == 0


@pytest.mark.parametrize("style", ["quanjiao", "hangmobanjiao"])
@pytest.mark.parametrize("pair", ["，“", "。”", "”。", "》《", "））", "（“", "：“", "！”"])
def test_two_marks_take_one_and_a_half_em(pair: str, style: str) -> None:
    assert rules("zh-Hans", style, "gb")[code(pair)].gap == -0.5


def test_styles_trim_their_own_marks() -> None:
    gaps = {
        style: [rules("zh-Hans", style, "gb")[pair].gap for pair in ("PH", "SH", "HO")]
        for style in ("quanjiao", "kaiming", "banjiao", "hangmobanjiao")
    }
    assert gaps == {
        "quanjiao": [0, 0, 0],
        "kaiming": [-0.5, 0, -0.5],
        "banjiao": [-0.5, -0.5, -0.5],
        "hangmobanjiao": [0, 0, 0],
    }


def test_han_and_latin_stand_a_quarter_em_apart() -> None:
    joint = rules("zh-Hans", "quanjiao", "gb")["HL"]
    assert (joint.gap, joint.gap - joint.shrink, joint.gap + joint.stretch) == (1 / 4, 1 / 8, 1 / 2)
    assert rules("zh-Hans", "quanjiao", "gb")["PL"].gap == 0


def test_nothing_is_stretched_beside_connectors_and_solidus() -> None:
    book = rules("zh-Hans", "quanjiao", "gb")
    assert not any(book[pair].spot for pair in ("HN", "NH", "H／", "／H", "HM", "MH", "HP", "OH"))
    assert book["HH"].spot
    assert book["PH"].spot
