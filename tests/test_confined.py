"""What an issue names stays in its paper's folder, by whatever way a name leads out, and in every verb."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from layout.batch.bundle import InMemory, collected
from layout.cli import command
from layout.confined import Confined
from layout.desk.folder import PaperFolder
from layout.diagnostics import Report
from layout.importing import Options, import_files
from layout.pipeline import Session
from layout.source.text import Outside
from layout.theme import read_theme
from layout.workspace import Workspace

ROOT = Path(__file__).parents[1]
SECRET = "本村账目不公开。"
PAPER = "extends: tabloid\nmasthead: {name: 试报}\n"
ISSUE = "paper: 试报\ndate: 2026-05-24\nnumber: 1\npages:\n- page: 2\n  stories:\n    a:\n      headline: 天地玄黄\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A paper's folder, with a secret beside it."""
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "paper.yaml").write_text(PAPER, "utf-8")
    (tmp_path / "paper" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "paper" / "away").symlink_to(tmp_path)
    (tmp_path / "paper" / "copy.txt").write_text("天地玄黄，宇宙洪荒。", "utf-8")
    return tmp_path / "paper"


def told(folder: Path, field: str, *allowed: str) -> list[tuple[str, int, int]]:
    """Codes and places of the errors of an issue with this field in its story."""
    (folder / "issue.yaml").write_text(f"{ISSUE}      {field}\n", "utf-8")
    proof = Session(Workspace(folder, allowed=allowed), shelf="").check("issue.yaml", advise=False)
    assert allowed or SECRET not in repr(proof.pages)
    return [
        (f.code, f.span.line, f.span.column) for f in proof.report if f.code in ("NP144", "NP111", "NP203", "NP112")
    ]


WAYS = ("../secret.txt", "link.txt", "away/secret.txt", "x/../../secret.txt", "{top}/secret.txt", "C:\\secret.txt")


@pytest.mark.parametrize("name", [*WAYS, "\\\\server\\secret.txt", "/etc/hostname"])
@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("body: {{file: '{}'}}", 20),
        ("tables: [{{file: '{}'}}]", 23),
        ("pictures: [{{file: '{}'}}]", 25),
    ],
)
def test_what_leads_out_is_refused_at_its_place(folder: Path, name: str, field: str, column: int) -> None:
    named = name.format(top=folder.parent)
    assert told(folder, field.format(named)) == [("NP144", 9, column)]


def test_what_stands_in_the_folder_is_read(folder: Path) -> None:
    assert told(folder, "body: {file: copy.txt}") == []
    assert told(folder, "body: {file: gone.txt}") == [("NP111", 9, 20)]


def test_an_issue_one_folder_below_its_paper_has_the_papers_folder(folder: Path) -> None:
    (folder / "05").mkdir()
    (folder / "05" / "issue.yaml").write_text(ISSUE + "      body: {file: ../copy.txt}\n", "utf-8")
    proof = Session(Workspace(folder.parent), shelf="").check("paper/05/issue.yaml", advise=False)
    assert "NP144" not in {fault.code for fault in proof.report}
    (folder / "05" / "issue.yaml").write_text(ISSUE + "      body: {file: ../../secret.txt}\n", "utf-8")
    proof = Session(Workspace(folder.parent), shelf="").check("paper/05/issue.yaml", advise=False)
    assert "NP144" in {fault.code for fault in proof.report}


def test_whoever_runs_the_program_may_allow_a_folder(folder: Path) -> None:
    assert told(folder, "body: {file: ../secret.txt}", str(folder.parent)) == []
    assert told(folder, "body: {file: link.txt}", str(folder.parent)) == []
    assert told(folder, "body: {file: /etc/hostname}", str(folder.parent)) == [("NP144", 9, 20)]


def test_an_issue_cannot_allow_itself_anything(folder: Path) -> None:
    (folder / "issue.yaml").write_text(f"allow: ['..']\n{ISSUE}      body: {{file: ../secret.txt}}\n", "utf-8")
    codes = [fault.code for fault in Session(Workspace(folder), shelf="").check("issue.yaml", advise=False).report]
    assert "NP144" in codes


def test_the_issue_that_is_named_may_itself_be_a_link(folder: Path) -> None:
    (folder.parent / "elsewhere.yaml").write_text(ISSUE + "      body: {file: copy.txt}\n", "utf-8")
    (folder / "issue.yaml").symlink_to(folder.parent / "elsewhere.yaml")
    proof = Session(Workspace(folder), shelf="").check("issue.yaml", advise=False)
    assert proof.issue is not None
    assert "NP144" not in {fault.code for fault in proof.report}


@pytest.mark.parametrize(
    "text",
    [
        "extends: ../house.yaml\n",
        "extends: away/house.yaml\n",
        PAPER + "press: {profile: ../press.icc}\n",
        PAPER + "press: {name: ../press.toml}\n",
        PAPER + "proofreading: {names: {file: ../secret.txt}}\n",
    ],
)
def test_a_house_style_is_bound_as_its_issues_are(folder: Path, text: str) -> None:
    (folder.parent / "house.yaml").write_text(PAPER, "utf-8")
    (folder / "paper.yaml").write_text(text, "utf-8")
    report = Report()
    read_theme(Workspace(folder).of_paper("paper.yaml"), "paper.yaml", report)
    found = [(fault.code, fault.span.line) for fault in report if fault.code == "NP144"]
    assert found == [("NP144", text.count("\n"))]


def test_a_supplement_may_use_what_its_papers_folder_above_has(folder: Path) -> None:
    (folder / "weekend").mkdir()
    (folder / "weekend" / "paper.yaml").write_text("extends: ../paper.yaml\n", "utf-8")
    (folder / "weekend" / "issue.yaml").write_text(ISSUE + "      body: {file: ../copy.txt}\n", "utf-8")
    proof = Session(Workspace(folder / "weekend"), shelf="").check("issue.yaml", advise=False)
    assert "NP144" not in {fault.code for fault in proof.report}
    (folder / "weekend" / "issue.yaml").write_text(ISSUE + "      body: {file: ../../secret.txt}\n", "utf-8")
    proof = Session(Workspace(folder / "weekend"), shelf="").check("issue.yaml", advise=False)
    assert "NP144" in {fault.code for fault in proof.report}


# -- every verb -------------------------------------------------------------------------------------------------------


@pytest.fixture
def leading_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder.parent)
    (folder / "issue.yaml").write_text(ISSUE + "      body: {file: ../secret.txt}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "verb",
    [
        *(["check"], ["check", "--no-proofread"], ["build"], ["build", "--proof"], ["build", "--format", "ofd"]),
        *(["count"], ["proofread"], ["plans"], ["sign", "--by", "甲", "--role", "主编"], ["publish", "-o", "site"]),
        *(["submit"], ["archive", "add", "--to", "archive"]),
    ],
    ids=lambda verb: "-".join(verb[:2]),
)
def test_every_verb_that_reads_an_issue_refuses(leading_out: Path, verb: list[str]) -> None:
    done = CliRunner().invoke(command, [*verb, "paper/issue.yaml"], standalone_mode=False)
    assert "NP144" in done.output, done.output
    assert done.return_value == 1
    for made in [
        path for path in leading_out.parent.rglob("*") if path.is_file() and path.name not in ("secret.txt", "link.txt")
    ]:
        assert SECRET.encode() not in made.read_bytes()


def test_the_desk_and_the_diff_refuse_too(leading_out: Path) -> None:
    files = PaperFolder(leading_out.parent)
    proof = Session(files, shelf="").check("paper/issue.yaml", advise=False)
    assert "NP144" in {fault.code for fault in proof.report}
    with pytest.raises(Outside):
        PaperFolder(leading_out).read("../secret.txt")
    assert PaperFolder(leading_out, allowed=[str(leading_out.parent)]).read("../secret.txt").decode() == SECRET
    done = CliRunner().invoke(command, ["diff", "paper/issue.yaml", "paper/issue.yaml"])
    assert "NP144" in done.output


def test_a_batch_of_issues_refuses_each_by_its_own_folder(leading_out: Path) -> None:
    other = leading_out.parent / "other"
    other.mkdir()
    (other / "paper.yaml").write_text(PAPER, "utf-8")
    (other / "issue.yaml").write_text(ISSUE + "      body: {file: ../paper/copy.txt}\n", "utf-8")
    bundle = collected(Workspace(leading_out.parent), "other/issue.yaml")
    assert not any("copy" in name for name in bundle.files)
    worker = InMemory(bundle.files, bundle.seen, bundle.refused)
    codes = [fault.code for fault in Session(worker, shelf="").check("other/issue.yaml", advise=False).report]
    assert "NP144" in codes
    done = CliRunner().invoke(command, ["build", "-j", "1", "paper/issue.yaml", "other/issue.yaml"])
    assert done.output.count("      body: ") == 2


def test_what_is_allowed_goes_to_the_workers(leading_out: Path) -> None:
    top = str(leading_out.parent)
    bundle = collected(Workspace(leading_out.parent, allowed=[top]), "paper/issue.yaml")
    worker = InMemory(bundle.files, bundle.seen, bundle.refused)
    codes = [fault.code for fault in Session(worker, shelf="").check("paper/issue.yaml", advise=False).report]
    assert "NP144" not in codes


def test_an_archive_file_has_nothing_from_outside(leading_out: Path) -> None:
    (leading_out / "issue.plan.json").symlink_to(leading_out.parent / "secret.txt")
    session = Session(Workspace(leading_out), shelf="")
    proof = session.check("issue.yaml", advise=False)
    assert proof.failed
    assert "issue.plan.json" not in session.workspace.sources()
    assert "../secret.txt" not in session.workspace.sources()


def test_a_picture_that_becomes_a_link_after_the_check_is_not_read(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes((ROOT / "layout/data/scaffold/street.jpg").read_bytes())
    (folder.parent / "other.jpg").write_bytes((folder / "photo.jpg").read_bytes())
    (folder / "issue.yaml").write_text(ISSUE + "      pictures: [{file: photo.jpg}]\n", "utf-8")
    session = Session(Workspace(folder), shelf="")
    proof = session.check("issue.yaml", advise=False)
    assert proof.job is not None
    assert proof.job.read("photo.jpg")
    (folder / "photo.jpg").unlink()
    (folder / "photo.jpg").symlink_to(folder.parent / "other.jpg")
    with pytest.raises(Outside):
        proof.job.read("photo.jpg")
    assert session.check("issue.yaml", advise=False).failed


def test_a_saved_page_brings_no_picture_by_a_link(folder: Path) -> None:
    (folder.parent / "photo.jpg").write_bytes(b"\xff\xd8\xff not to be read")
    (folder / "photo.jpg").symlink_to(folder.parent / "photo.jpg")
    page = b"# Head\n\n![a](photo.jpg)\n\nSome words of a story that stand here.\n"
    made = import_files(Workspace(folder), [("story.md", page)], Options())
    assert not any(b"not to be read" in data for _, data in made.pictures)


def test_json_tells_it_as_it_tells_every_fault(leading_out: Path) -> None:
    done = CliRunner().invoke(command, ["check", "--format", "json", "--no-proofread", "paper/issue.yaml"])
    (fault,) = [each for each in json.loads(done.output)["diagnostics"] if each["code"] == "NP144"]
    assert (fault["line"], fault["column"], fault["severity"]) == (9, 20, "error")


# -- the law ----------------------------------------------------------------------------------------------------------

parts = st.lists(st.sampled_from(["..", ".", "a", "b", "away", "link.txt", "copy.txt", "C:", "paper", ""]), max_size=7)


@given(parts.map("/".join))
def test_whatever_is_typed_nothing_outside_is_read(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    top = _tree(tmp_path_factory)
    files = Confined(Workspace(top), "paper")
    try:
        files.read(os.path.normpath(f"paper/{name}"))
    except OSError:
        return
    led = os.path.realpath(top / os.path.normpath(f"paper/{name}"))
    assert led.startswith(os.path.realpath(top / "paper") + os.sep)


_TREES: list[Path] = []


def _tree(factory: pytest.TempPathFactory) -> Path:
    if not _TREES:
        top = factory.mktemp("tree")
        (top / "paper" / "a").mkdir(parents=True)
        for name in ("copy.txt", "paper/copy.txt", "paper/a/copy.txt"):
            (top / name).write_text("字", "utf-8")
        (top / "paper" / "away").symlink_to(top)
        (top / "paper" / "link.txt").symlink_to(top / "copy.txt")
        (top / "paper" / "b").symlink_to(top / "paper" / "a")
        _TREES.append(top)
    return _TREES[0]


Ask = Callable[[Confined], object]


@pytest.mark.parametrize(
    "ask", [lambda files: files.exists("copy.txt"), lambda files: files.names("."), lambda files: files.is_folder(".")]
)
def test_nor_is_it_told_what_stands_there(tmp_path_factory: pytest.TempPathFactory, ask: Ask) -> None:
    assert not ask(Confined(Workspace(_tree(tmp_path_factory)), "paper"))
