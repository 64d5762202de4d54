"""`layout archive search`, `list`, `show`, `stats`, `rebuild` and `export`, as a librarian meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layout.archive import naming
from layout.archive.catalogue import rebuild
from layout.archive.exporting import FIELDS
from layout.archive.store import Store
from layout.articles.stored import to_json
from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.cli import command
from layout.units import Rect, Size

ISSUE = "汀报_20260524_7"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    Store.create(folder)
    copy = (("旧窑场", "本报记者\u3000林\u3000禾", '野花开了，,"引"号。'), ("新馆", "周砚", "图书馆开门\n"))
    articles = [
        Article(f"010{order}", "story", "s", ((1, Rect(0, 0, 9, 9)),), tuple(map(block, ROLES, texts)))
        for order, texts in enumerate(copy, 1)
    ]
    edition = Edition(About("汀报", "汀报 7", "7", "2026-05-24"), (PageText(1, Size(99, 99), "要闻"),), tuple(articles))
    data = folder / naming.folder_of(edition.about) / "v1" / "data"
    data.mkdir(parents=True)
    (data / naming.EDITION).write_bytes(to_json(edition))
    rebuild(folder)
    return folder


ROLES = ("headline", "byline", "paragraph")


def block(role: str, text: str) -> Block:
    words = tuple(Word(each, Rect(9.0 * index, 0, 9, 9)) for index, each in enumerate(text))
    return Block(role, (Line(1, Rect(0, 0, 99, 9), 9, words),))


def run(*arguments: object, language: str = "en") -> Result:
    names = {"LC_ALL": "C.UTF-8"}
    given = ["archive", *(str(each) for each in arguments), "--lang", language]
    result = CliRunner(env=names).invoke(command, given, standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def as_json(*arguments: object) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.return_value == 0
    return json.loads(result.stdout)


def test_search_prints_where_each_article_stands_and_the_words_round_what_was_found(archive: Path) -> None:
    assert run("search", archive, "野花").stdout.splitlines() == [
        f"{ISSUE}/0101  page 1  要闻  旧窑场  林禾",
        '    野花开了，,"引"号。',
        "1 article",
    ]
    assert run("search", archive, "野花", language="zh").stdout.splitlines()[-1] == "1 篇"
    found = as_json("search", archive, "圖書館", "周砚")
    assert found["total"] == 1
    assert found["hits"][0]["authors"] == ["周砚"]
    assert found["hits"][0]["snippet"] == [["周砚", True]]
    assert {"page": 1, "box": [0, 0, 27, 9]} in found["hits"][0]["lit"]


@pytest.mark.parametrize(
    ("options", "total"),
    [
        ((), 2),
        (("--author", "林禾"), 1),
        (("--page", 1, "--section", "要闻", "--paper", "汀报", "--newest", "-n", 1), 2),
        (("--since", "2026-05-24", "--until", "2026-05-24"), 2),
        (("--since", "2026-05-25"), 0),
        (("--page", 2), 0),
    ],
)
def test_search_without_words_lists_what_the_options_let_through(
    archive: Path, options: tuple[object, ...], total: int
) -> None:
    found = as_json("search", archive, *options)
    assert found["total"] == total
    assert len(found["hits"]) == (1 if "-n" in options else total)


def test_list_show_and_stats_tell_what_there_is(archive: Path) -> None:
    assert run("list", archive).stdout.splitlines() == [
        f"{ISSUE}  2026-05-24  1 pp., 2 articles, 29 characters, version 1",
        "1 issue",
    ]
    assert as_json("list", archive, "--since", "2027-01-01")["issues"] == []
    assert as_json("list", archive)["issues"][0]["issue"] == ISSUE
    assert run("show", archive, ISSUE).stdout.splitlines()[1:] == [
        "0101  page 1  要闻  旧窑场  林禾",
        "0102  page 1  要闻  新馆  周砚",
    ]
    assert run("show", archive, f"{ISSUE}/0102").stdout.splitlines() == [
        f"{ISSUE}/0102  page 1  要闻  周砚",
        "",
        "新馆",
        "周砚",
        "图书馆开门",
    ]
    shown = as_json("show", archive, f"{ISSUE}/0102")
    assert list(shown["articles"][0]) == list(FIELDS)
    assert shown["issue"]["articles"] == 2
    assert "汀报  1 issue  2026-05-24 – 2026-05-24" in run("stats", archive).stdout
    assert as_json("stats", archive)["characters"] == 29
    assert run("rebuild", archive).stdout == "1 issues, 2 articles in the catalogue\n"
    assert as_json("rebuild", archive)["issues"] == 1


def test_export_writes_a_line_or_a_row_for_each_article(archive: Path, tmp_path: Path) -> None:
    lines, table = tmp_path / "all.jsonl", tmp_path / "all.CSV"
    assert run("export", archive, "-o", lines).return_value == 0
    made = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [each["title"] for each in made] == ["旧窑场", "新馆"]
    assert made[0]["authors"] == ["林禾"]
    assert run("export", archive, "-o", table).return_value == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbfissue,")
    with open(table, encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["text"] for row in rows] == [each["text"] for each in made]
    assert rows[0]["pages"] == "1"
    assert json.loads(run("export", archive, "-o", "-").stdout.splitlines()[1])["article"] == "0102"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("search", "{archive}", "字" * 500), "NP957"),
        (("search", "{archive}", "--since", "yesterday"), "NP958"),
        (("list", "{archive}", "--until", "2026-02-30"), "NP958"),
        (("show", "{archive}", "别期"), "NP959"),
        (("show", "{archive}", f"{ISSUE}/0999"), "NP959"),
        (("search", "{nowhere}", "字"), "NP951"),
        (("stats", "{nowhere}"), "NP951"),
        (("rebuild", "{nowhere}"), "NP951"),
        (("export", "{nowhere}", "-o", "-"), "NP951"),
        (("search", "{empty}", "字"), "NP956"),
        (("export", "{archive}", "-o", "{nowhere}/x/y.csv"), "NP901"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(
    archive: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    empty, nowhere = tmp_path / "empty", tmp_path / "nowhere"
    Store.create(empty)
    given = [each.format(archive=archive, empty=empty, nowhere=nowhere) for each in arguments]
    result = run(*given)
    assert result.return_value == 1
    assert f"error[{code}]" in result.stderr
    faults = json.loads(run(*given, "--format", "json").stdout)["diagnostics"]
    assert [fault["code"] for fault in faults] == [code]


def test_a_bag_that_cannot_be_read_is_told_and_the_others_are_entered(tmp_path: Path) -> None:
    Store.create(tmp_path)
    data = tmp_path / naming.BAGS / "a" / "2020" / "a_1" / "v1" / "data"
    data.mkdir(parents=True)
    (data / naming.EDITION).write_bytes(b"{")
    result = run("rebuild", tmp_path)
    assert result.return_value == 1
    assert "error[NP955]" in result.stderr
    assert result.stdout == "0 issues, 0 articles in the catalogue\n"
