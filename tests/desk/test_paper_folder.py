"""The desk's folder: which issues it has, and where it ends."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from layout.desk.folder import PaperFolder, home_of, issues
from layout.issue.glance import glance

ISSUES = Path(__file__).parents[2] / "issues"


def test_issues_are_listed_with_what_they_say_the_newest_first() -> None:
    found = issues(PaperFolder(ISSUES))
    assert [(each.file, each.date, each.pages) for each in found] == [
        ("river/2026-10-18.yaml", "2026-10-18", 3),
        ("school/2026-06-01.yaml", "2026-06-01", 2),
        ("songping/2026-05-24.yaml", "2026-05-24", 2),
        ("kasumigawa/2026-05-24.yaml", "2026-05-24", 2),
        ("demo/2026-05-24.yaml", "2026-05-24", 4),
        ("xietu/2019-07-15.yaml", "2019-07-15", 1),
    ]


def test_papers_lists_and_other_yaml_are_no_issues(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("name: 某报\n", "utf-8")
    (tmp_path / "compose.yaml").write_text("services:\n  a: b\n", "utf-8")
    (tmp_path / "broken.yaml").write_bytes(b"\xff\xfe\0\0pages")
    (tmp_path / "期.yaml").write_text("报: 某报\n日期: 2026年1月1日\n版:\n  - 版次: 1\n  - 版次: 2\n", "utf-8")
    (tmp_path / ".hidden.yaml").write_text("pages:\n  - page: 1\n", "utf-8")
    (found,) = issues(PaperFolder(tmp_path))
    assert (found.file, found.date, found.pages) == ("期.yaml", "2026-01-01", 2)


@pytest.mark.parametrize("run", ["\n", " ", "- ", "a", "a: ", "pages:\n"])
def test_a_huge_file_is_seen_at_once(run: str) -> None:
    text = "pages:\n" + run * (1_000_000 // len(run))
    started = time.process_time()
    assert glance(text) is not None
    assert time.process_time() - started < 5  # s; work that grew with the square would take hours


def test_an_issues_paper_may_stand_above_it(tmp_path: Path) -> None:
    (tmp_path / "2026" / "05").mkdir(parents=True)
    (tmp_path / "paper.yaml").write_text("name: 某报\n", "utf-8")
    (tmp_path / "2026" / "05" / "24.yaml").write_text("pages: []\n", "utf-8")
    assert home_of(str(tmp_path / "2026" / "05" / "24.yaml")) == (tmp_path, "2026/05/24.yaml")
    assert home_of(str(tmp_path)) == (tmp_path, "")
    with pytest.raises(FileNotFoundError):
        home_of(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "out/x", "out"])
def test_what_leads_out_is_not_there(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (tmp_path / "x").write_text("secret", "utf-8")
    (folder / "out").symlink_to(tmp_path)
    files = PaperFolder(folder)
    assert not files.exists(name)
    assert not files.holds(name)
    with pytest.raises(OSError, match=r"outside"):
        files.read(name)
    with pytest.raises(OSError, match=r"outside"):
        files.write(name, b"")


@pytest.mark.parametrize("name", ["\0.yaml", "a/\ud800.yaml"])
def test_what_can_be_no_name_is_not_there(tmp_path: Path, name: str) -> None:
    files = PaperFolder(tmp_path)
    assert not files.exists(name)
    assert not files.is_folder(name)
    assert not files.holds(name)
    with pytest.raises(OSError, match=r"Errno"):
        files.read(name)


def test_a_folder_that_is_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("a", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert PaperFolder(tmp_path / "link").read("a.txt") == b"a"
