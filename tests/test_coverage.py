"""Which characters of which standard the set has: counts are those that the standards themselves state."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layout.cli import command
from layout.coverage import by_face, covered, standards
from layout.fonts import FontBook
from layout.packs import packs

# GB/T 2312-1980; GB 18030-2022 §9; 通用规范汉字表 (2013); JIS X 0208:1997; KS X 1001; Unicode
STATED = {
    "gb2312": 6763,
    "gb18030-1": 27_584,
    "gb18030-2": 27_780,
    "gb18030-3": 87_887 + 228,
    "tgh": 8105,
    "tgh-1": 3500,
    "tgh-2": 3000,
    "tgh-3": 1605,
    "jisx0208": 6879,
    "ksx1001": 2350,
    "hangul": 11_172,
}


def test_a_standard_has_as_many_characters_as_it_states() -> None:
    found = {standard.key: len(standard.codes) for standard in standards()}
    assert {key: found[key] for key in STATED} == STATED


def test_each_standard_says_where_it_comes_from() -> None:
    assert all(standard.source and standard.name and standard.chinese and standard.codes for standard in standards())
    lists = {standard.key: standard.codes for standard in standards()}
    assert not lists["tgh-1"] & lists["tgh-2"]
    assert lists["tgh"] <= lists["gb18030-2"] <= lists["gb18030-3"]


def test_the_set_lacks_nothing_but_the_third_level_and_hong_kong(book: FontBook) -> None:
    lacking = {each.standard.key: each.packs for each in covered(book, packs()) if each.missing}
    assert lacking == {"gb18030-3": ("rare",), "hkscs": ("rare",)}


def test_every_role_prints_the_second_level(book: FontBook) -> None:
    level = next(standard for standard in standards() if standard.key == "gb18030-2")
    for role in book.roles:
        assert level.codes <= frozenset().union(*(face.codes for face in book.stack(role)))


def test_the_faces_a_standard_is_set_from_have_all_of_it_but_what_is_missing(book: FontBook) -> None:
    for each in covered(book, ()):
        assert sum(count for _, count in each.lenders) + len(each.missing) == len(each.standard.codes)
        assert each.share == pytest.approx(1 - len(each.missing) / len(each.standard.codes))


def test_a_face_is_counted_by_itself(book: FontBook) -> None:
    found = by_face(book)
    assert found["noto-serif-sc-400"]["tgh"] == 8105
    assert found["fandol-kai"]["gb2312"] == 6763
    assert found["fandol-kai"]["tgh"] < 8105


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["fonts", *arguments], obj="en", standalone_mode=False)


def test_the_table_says_share_and_missing_of_each_standard() -> None:
    found = json.loads(run("--coverage", "--format", "json").output)
    rows = {row["standard"]: row for row in found["standards"]}
    assert rows["gb18030-2"]["missing"] == 0
    assert rows["gb18030-3"]["packs"] == ["rare"]
    assert found["faces"]["fandol-kai"]["gb2312"] == 6763
    table = run("--coverage").output
    for row in rows.values():
        assert row["standard"] in table
    assert "npm @expo-google-fonts/noto-serif-sc" in table


def test_what_is_missing_is_listed_with_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layout.workspace.installed", lambda: ())  # of the faces that come with the program
    codes = json.loads(run("--missing", "gb18030-3", "--format", "json").output)["missing"]
    assert len(codes) == 60_102
    assert codes[0] == "U+20000"
    assert run("--missing", "gb18030-3").output.startswith("U+20000  𠀀𠀁")
    assert run("--missing", "gb18030-2").output == ""
    assert "gb18030-3" in str(run("--missing", "ebcdic").exception)


def test_a_pack_that_is_not_what_was_pinned_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archives").mkdir()
    told = run("--get", "rare", "--from", "archives", "--format", "json")
    assert [fault["code"] for fault in json.loads(told.output)["diagnostics"]] == ["NP410"]
    (tmp_path / "archives" / "fonts-hanazono_20170904-2.1_all.deb").write_bytes(b"!<arch>\n")
    told = run("--get", "rare", "--from", "archives")
    assert told.return_value == 1
    assert "NP410" in told.output
    assert not (tmp_path / "fonts").exists()
    assert "there is no pack" in str(run("--get", "nothing").exception)
