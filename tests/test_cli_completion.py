"""Shell completion, as a shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE

from layout.cli import command
from layout.cli.completion import completion

HOME = Path(__file__).parent.parent


def layout(folder: Path, *arguments: str, **environment: str) -> str:
    known = os.environ | {"PYTHONPATH": str(HOME)} | environment
    done = subprocess.run(
        [sys.executable, "-m", "layout", *arguments], capture_output=True, env=known, cwd=folder, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def completed(folder: Path, *words: str) -> list[str]:
    """What bash would offer for the last of the words."""
    line = {"COMP_WORDS": "layout " + " ".join(words), "COMP_CWORD": str(len(words))}
    answer = layout(folder, _LAYOUT_COMPLETE="bash_complete", **line)
    return [each.split(",", 1)[1] for each in answer.splitlines() if each]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "paper.yaml").write_text("extends: base\n")
    (tmp_path / "2026-01-01.yaml").write_text("pages:\n  - page: 1\n  - {page: 12}\n  - 版次: 3\n", "utf-8")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "2025-12-31.yml").write_text("")
    return tmp_path


def test_verbs_and_options_are_completed(paper: Path) -> None:
    assert completed(paper, "co") == ["completion", "count"]
    assert "--status" in completed(paper, "new", "--st")
    assert completed(paper, "new", "--kind", "s") == ["street", "school"]
    assert completed(paper, "new", "--press", "newsprint-") == ["newsprint-x1a", "newsprint-gb"]


@pytest.mark.parametrize("verb", ["check", "build", "plans", "publish", "submit"])
def test_issues_are_completed_and_papers_are_not(paper: Path, verb: str) -> None:
    assert completed(paper, verb, "") == ["2026-01-01.yaml", "back/"]
    assert completed(paper, verb, "back/") == ["back/2025-12-31.yml"]
    assert completed(paper, verb, "nowhere/") == []


def test_page_numbers_are_those_of_the_issue(paper: Path) -> None:
    assert completed(paper, "plans", "2026-01-01.yaml", "--page", "") == ["1", "3", "12"]
    assert completed(paper, "build", "2026-01-01.yaml", "--pages", "1") == ["1", "12"]
    assert completed(paper, "plans", "nothing.yaml", "--page", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_comes_for_every_shell(paper: Path, shell: str) -> None:
    script = layout(paper, "completion", shell)
    assert "_LAYOUT_COMPLETE" in script
    if shutil.which(shell) and shell != "fish":
        checked = subprocess.run([shell, "-n"], input=script.encode(), capture_output=True, timeout=PATIENCE)
        assert checked.returncode == 0, checked.stderr.decode()


def test_help_says_where_the_script_goes() -> None:
    assert completion.name in command.commands
    for place in ("~/.bashrc", "~/.zshrc", "~/.config/fish/config.fish"):
        assert place in (completion.help or "")
