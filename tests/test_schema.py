"""The schema knows every key and no other, accepts what the readers accept, and refuses what they refuse for its
shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from drawer import Drawer

from layout.cli import command
from layout.diagnostics import Report
from layout.fields import keys, spellings
from layout.issue import read_issue
from layout.scaffold import Start, scaffold_files
from layout.schema import Which, file_name, held, kind_below, modeline, schema, schema_bytes
from layout.theme import read_theme

ROOT = Path(__file__).parent.parent
VALIDATORS = {which: jsonschema.Draft7Validator(schema(which)) for which in ("issue", "paper")}
SAMPLES = sorted(ROOT.glob("issues/*/*.yaml"))
MAKEUP = sorted((ROOT / "tests/issues/makeup").rglob("*.yaml"))
THEMES = sorted((ROOT / "layout/data/themes").glob("*.yaml"))
BROKEN = sorted((ROOT / "tests/issues").glob("*.yaml"))
# Faults of a value's shape, which a schema can see.
SHAPES = {"NP130", "NP131", "NP132", "NP133", "NP134", "NP135", "NP136", "NP137", "NP139"}
SHAPES |= {"NP206", "NP260", "NP218", "NP275", "NP292", "NP302", "NP305", "NP306", "NP311", "NP313", "NP314", "NP315"}
# What has such a fault for a reason that only the program knows: a day that no calendar has, a point off the picture, a
# theme of one's own that extends itself, inks of which one is beyond 100 %; the rest of a file that YAML refuses.
UNSEEN = {"date_impossible", "focus", "paper_extends_itself", "paper_ink", "many_faults"}


class Typed(yaml.BaseLoader):
    """YAML as an editor's server reads it: the core schema of YAML 1.2."""


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)", list("-+.0123456789")),
):
    Typed.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
for tag in ("null", "bool", "int", "float"):
    Typed.add_constructor(f"tag:yaml.org,2002:{tag}", getattr(yaml.SafeLoader, f"construct_yaml_{tag}"))
Typed.bool_values = yaml.SafeLoader.bool_values  # type: ignore[attr-defined]


def kind_of(path: Path) -> Which:
    return "paper" if path.stem.startswith("paper") or path in THEMES else "issue"


def wrong(which: Which, content: object) -> list[str]:
    return [f"{list(error.absolute_path)} {error.message[:120]}" for error in VALIDATORS[which].iter_errors(content)]


def as_typed_and_as_text(text: str) -> Iterator[Any]:
    for loader in (Typed, yaml.BaseLoader):
        yield yaml.load(text, loader)


def test_every_key_has_a_kind_of_value_and_no_other_has() -> None:
    blocks = {name for name in keys() if not name.startswith("value_") and not name.endswith("_name")}
    assert set(held()) == blocks
    for name in blocks:
        assert set(held()[name]) == set(keys()[name])
        assert all(each.en and each.zh for each in held()[name].values())


def test_what_stands_behind_a_key_is_known_by_how_it_is_typed() -> None:
    assert kind_below("issue", "pages", False) == kind_below("issue", "pages", True) == "page"
    assert kind_below("page", "stories", True) == "*story"
    assert kind_below("proofreading", "leaders", False) == "leader"
    assert kind_below("proofreading", "leaders", True) == "copy"  # a file of them
    assert kind_below("theme", "inks", True) == kind_below("story", "headline", False) == ""


def test_every_name_is_in_the_schema_and_no_other() -> None:
    for which in ("issue", "paper"):
        made = schema(which)
        jsonschema.Draft7Validator.check_schema(made)
        for name, block in made["definitions"].items():
            if name.startswith("value_"):
                known = [each for english in keys()[name] for each in (english, *spellings(name, english))]
                assert [each for each in block["anyOf"][0]["enum"] if not isinstance(each, bool)] == known
            else:
                known = [each for english in keys()[name] for each in (english, *spellings(name, english))]
                assert list(block["properties"]) == known
    reached = {name for which in ("issue", "paper") for name in schema(which)["definitions"]}
    assert reached >= set(held())


@pytest.mark.parametrize("path", [*SAMPLES, *MAKEUP, *THEMES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_the_program_accepts_the_schema_accepts(path: Path) -> None:
    for content in as_typed_and_as_text(path.read_text("utf-8")):
        assert wrong(kind_of(path), content) == []


def expected(path: Path) -> set[str]:
    return set(re.findall(r"# (?:error|warning) (NP\d{3})", path.read_text("utf-8")))


def is_yaml(path: Path) -> bool:
    """Whether an editor reads it, and the program finds no fault of YAML in it, which only it mends."""
    try:
        yaml.load(path.read_text("utf-8"), Typed)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return not any(code[:4] in ("NP10", "NP11", "NP12") for code in expected(path))


@pytest.mark.parametrize(
    "path", [each for each in BROKEN if each.stem not in UNSEEN and is_yaml(each)], ids=lambda path: path.stem
)
def test_a_broken_file_is_refused_for_its_shape_and_for_nothing_else(path: Path) -> None:
    content = yaml.load(path.read_text("utf-8"), Typed)
    assert bool(wrong(kind_of(path), content)) == bool(expected(path) & SHAPES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_paper_validates_and_has_its_schemas_beside(language: Any) -> None:
    files = scaffold_files(Start(date(2026, 4, 1), pages=4, columns=6, press="coated", language=language))
    for name, which in (("paper.yaml", "paper"), ("2026-04-01.yaml", "issue")):
        text = files[name].decode()
        for content in as_typed_and_as_text(text):
            assert wrong(which, content) == []
        first = text.splitlines()[0]
        assert first == f"# {modeline(which)}"
        assert files[first.split("$schema=")[1]] == schema_bytes(which)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_samples_name_the_schema_that_stands_beside_them(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first == f"# {modeline(kind_of(path), '../')}"
    assert (path.parent / first.split("$schema=")[1]).read_bytes() == schema_bytes(kind_of(path))


# -- each key, beside its reader -------------------------------------------------------------------------------------

A_PAGE: dict[str, Any] = {
    "page": 1,
    "stories": {"a": {"headline": "题", "body": "文"}, "b": {"headline": "题", "body": "文"}},
}
FILES = {"a.jpg": b"", "a.csv": "一,二\n", "a.md": "文", "house.yaml": "extends: base\n"}


def document(block: str, key: str, content: object) -> tuple[Which, dict[str, Any]]:
    """A file with one key of one block given."""
    given = {key: content}
    story = {"headline": "题", "body": "文"}
    page = json.loads(json.dumps(A_PAGE))
    match block:
        case "issue":
            return "issue", {"pages": [page], **given}
        case "issue_press":
            return "issue", {"pages": [page], "press": given}
        case "page":
            return "issue", {"pages": [page | given]}
        case "credits" | "ear" | "plan":
            return "issue", {"pages": [page | {block: given}]}
        case "advert":
            return "issue", {"pages": [page | {"adverts": [{"columns": 5, "rows": 5} | given]}]}
        case "constraint":
            return "issue", {"pages": [page | {"constraints": [{"story": "a"} | given]}]}
        case "fold_strip":
            pages = [{"page": 2}, {"page": 3, "stories": {"c": story}}]
            strip = {"pages": "2-3", "notices": [story]} | given
            return "issue", {"fold_strips": [strip], "pages": [page, *pages]}
        case "spread":
            pages = [{"page": 2}, {"page": 3, "stories": {"c": story}}]
            return "issue", {"spreads": [{"pages": "2-3", "story": story} | given], "pages": [page, *pages]}
        case "story":
            page["stories"]["a"] = story | given
        case "brief":
            page["stories"]["a"] = {"role": "briefs", "items": [story | given]}
        case "copy":
            page["stories"]["a"] = story | {"body": given}
        case "picture":
            page["stories"]["a"] = story | {"pictures": [{"file": "a.jpg"} | given]}
        case "group":
            page["stories"]["a"] = story | {"group": {"pictures": [{"file": "a.jpg"}] * 2} | given}
        case "table":
            page["stories"]["a"] = story | {"tables": [{"rows": ["一 | 二"]} | given]}
        case "serial":
            page["stories"]["a"] = story | {"serial": {"title": "题"} | given}
        case "correction":
            mended = {"date": "2019-07-01", "wrong": "甲", "right": "乙"}
            page["stories"]["a"] = {"role": "correction", "corrects": mended | given}
        case "jump":
            page["stories"]["a"] = story | {"jump": {"to": 2} | given}
        case "theme":
            return "paper", given
        case "leader" | "forbidden":
            return "paper", {"proofreading": {"leaders" if block == "leader" else block: ["一", given]}}
        case "spot":
            return "paper", {"press": {"spot": {"pages": [2]} | given}}
        case "style":
            return "paper", {"styles": {"body": given}}
        case _:
            return "paper", {block: given}
    return "issue", {"pages": [page, {"page": 2, "stories": {"c": story}}]}


RIGHT: dict[str, list[Any]] = {
    "text": ["文", 12, True],
    "texts": ["文", ["一", 2]],
    "date": ["2019-07-15", "2019/7/5", "2019年7月15日"],
    "page": [3, "12", " 1000 ", "A3", "b07", "Ａ３"],
    "flag": [True, False, "是", "Off"],
    "length": ["30 mm", "12.5字", "５０ pt"],
    "ems": [0.5, "2 字", "50%"],
    "focus": ["0.5 0.35", "50% 35%"],
    "trim": ["272 x 390 mm", "272×390"],
    "weight": [45, "45 克", "60 g/m²"],
    "share": ["85%", "0.85", 1],
    "sections": [8, "8+8", "16 + 4"],
    "pages": ["2-3", "２－３", "2至3"],
    "page_list": [4, "1、4", "A1-A4, B1", [1, "5-8", "Ａ３"], [], "all", "全部"],
    "ink": ["K 7%", "accent", [0, 100, 100, 0], ["PANTONE 186 C", 0, 100, 81, 4]],
    "cells": [["一 | 二", ["一", 2]], [["一", "二"]]],
    "extends": ["broadsheet", "house.yaml"],
}
WRONG: dict[str, list[Any]] = {
    "text": [["文"], {"a": "b"}],
    "texts": [[{"a": "b"}], [["文"]]],
    "date": ["七月", ["2019-07-15"], {"a": 1}],
    "page": [0, 1001, "三", "A1000", "A0", "3A", [3]],
    "flag": ["也许", 7, ["是"]],
    "length": ["三", "12 el", ["3 mm"]],
    "ems": ["很多", ["1"]],
    "focus": ["中间", [0.5, 0.35]],
    "trim": ["A3", "272", ["272 x 390 mm"]],
    "weight": ["厚", ["45 g"]],
    "share": ["扁", ["85%"]],
    "sections": ["两叠", [8, 8]],
    "pages": ["中间", "2", [2, 3]],
    "page_list": ["头版", 0, [1, "封面"], {"a": 1}, [[1]]],
    "ink": [],
    "cells": [[{"a": "b"}]],
    "extends": ["brodsheet", ["base"]],
}
CASES = [
    (block, key, kinds)
    for block, rows in held().items()
    for key, holds in rows.items()
    for kinds in (holds.kinds,)
    if not any(kind[0] in ("block", "list", "map", "named", "entries") for kind in kinds)
]


def values(kinds: tuple[tuple[str, ...], ...], table: dict[str, list[Any]], right: bool) -> list[Any]:
    found: list[Any] = []
    for name, *words in kinds:
        if name == "whole":
            least, most = int(words[0]), int(words[1])
            found += [least, str(most), f" {least} "] if right else [most + 1, least - 1, "三", [least]]
        elif name == "choice":
            table_name = f"value_{words[0]}"
            names = [each for name in keys()[table_name] for each in (name, *spellings(table_name, name))]
            # An English name in capitals, where it has none of its own and is asked for alone.
            loud = [names[0].upper()] if names[0].islower() and len(kinds) == 1 else []
            found += [*names, *loud] if right else ["天晓得", [names[0]]]
        else:
            found += table[name]
            if name == "length" and words:
                found += [9] if right else []
    if not right and len(kinds) > 1:  # what one kind refuses another may take
        found = [each for each in found if isinstance(each, list)]
    return found


def shapes(which: Which, content: object) -> set[str]:
    """The codes of faults of shape that the reader finds."""
    report = Report()
    name = "paper.yaml" if which == "paper" else "i.yaml"
    read = read_theme if which == "paper" else read_issue
    read(Drawer({**FILES, name: json.dumps(content, ensure_ascii=False)}), name, report)
    return {fault.code for fault in report} & SHAPES


@pytest.mark.parametrize(("block", "key", "kinds"), CASES, ids=lambda each: each if isinstance(each, str) else "")
def test_reader_and_schema_take_the_same_values(block: str, key: str, kinds: tuple[tuple[str, ...], ...]) -> None:
    for content in values(kinds, RIGHT, True):
        which, made = document(block, key, content)
        assert (shapes(which, made), wrong(which, made)) == (set(), []), content
    for content in values(kinds, WRONG, False):
        which, made = document(block, key, content)
        assert shapes(which, made), content
        assert wrong(which, made), content


@pytest.mark.parametrize("block", list(held()))
def test_an_unknown_key_is_refused_in_every_block_and_a_key_with_nothing_behind_it_is_not(block: str) -> None:
    which, made = document(block, "nonsense", "x")
    assert shapes(which, made)
    assert wrong(which, made)
    for key, holds in held()[block].items():
        if not holds.wanted:
            which, made = document(block, key, None)
            assert wrong(which, made) == [], key


def test_keys_may_be_typed_in_any_case() -> None:
    which, made = document("story", "Pull-Quotes", ["一句"])
    assert shapes(which, made) == set()
    assert wrong(which, made) == []


def test_a_block_that_lacks_a_key_it_needs_is_refused() -> None:
    for block in held():
        for key, holds in held()[block].items():
            if holds.wanted:
                which, made = document(block, "x", 1)
                bare = json.loads(json.dumps(made).replace(f'"{key}"', '"unknown"'))
                assert any(error.validator == "anyOf" for error in VALIDATORS[which].iter_errors(bare)), (block, key)


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_one_and_writes_both(tmp_path: Path) -> None:
    for which in ("issue", "paper"):
        result = CliRunner().invoke(command, ["schema", which], standalone_mode=False)
        assert json.loads(result.stdout) == schema(which)
    CliRunner().invoke(command, ["schema", "--write", str(tmp_path)], standalone_mode=False)
    for which in ("issue", "paper"):
        assert (tmp_path / ".layout" / file_name(which)).read_bytes() == schema_bytes(which)
    assert CliRunner().invoke(command, ["schema"]).exit_code == 2
    assert CliRunner().invoke(command, ["schema", "issue", "--write", str(tmp_path)]).exit_code == 2
    (tmp_path / "file").write_text("")
    assert CliRunner().invoke(command, ["schema", "--write", str(tmp_path / "file")]).exit_code == 2
