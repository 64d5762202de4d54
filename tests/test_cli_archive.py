"""The verbs of the archive, as an archivist types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
import samples
from click.testing import CliRunner, Result

from layout.cli import command

SCHOOL = samples.ROOT / samples.PAPERS["school"]


def run(*arguments: object) -> Result:
    result = CliRunner(env={"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""}).invoke(
        command, [str(each) for each in arguments], standalone_mode=False
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    shutil.copytree(SCHOOL.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf", "*.json"))
    return folder / SCHOOL.name


@pytest.fixture(scope="module")
def archive(issue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "archive"
    done = run("archive", "add", issue, "--to", folder)
    assert done.return_value == 0
    assert done.output.endswith(f"wrote {folder}/bags/小芦苇/2026/小芦苇_20260601_36/v1\n")
    return folder


def bags(archive: Path) -> list[str]:
    return sorted(str(path.parent.relative_to(archive)) for path in archive.rglob("bagit.txt"))


def test_an_issue_that_is_there_is_left_alone(issue: Path, archive: Path) -> None:
    done = run("archive", "add", issue, "--to", archive)
    assert "done before and unchanged" in done.output
    assert bags(archive) == ["bags/小芦苇/2026/小芦苇_20260601_36/v1"]


def test_nothing_is_kept_of_an_issue_with_errors_and_the_others_are(issue: Path, tmp_path: Path) -> None:
    bad = issue.with_name("bad.yaml")
    bad.write_text(issue.read_text("utf-8").replace("pages:", "pagse:", 1), "utf-8")
    done = run("archive", "add", bad, issue, "--to", tmp_path / "a")
    bad.unlink()
    assert done.return_value == 1
    assert len(bags(tmp_path / "a")) == 1


def test_verify_says_what_is_wrong_and_where(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(archive, copy)
    done = run("archive", "verify", copy)
    assert (done.return_value, done.output) == (0, "1 bag(s) are as they were put in\n")
    text = next(copy.rglob("0101.txt"))
    text.write_bytes(text.read_bytes() + b"!")
    done = run("archive", "verify", copy, "--format", "json")
    assert done.return_value == 1
    (fault,) = json.loads(done.output)["diagnostics"]
    assert fault["code"] == "NP952"
    assert "0101.txt" in fault["message"]


def test_an_old_pdf_is_kept_with_the_day_of_its_name(tmp_path: Path) -> None:
    session, proof = samples.made("xietu")
    (tmp_path / "斜土_20120315.pdf").write_bytes(session.pdf(proof))
    done = run("archive", "add-pdf", tmp_path / "斜土_20120315.pdf", "--to", tmp_path / "a", "--paper", "斜土社区")
    assert done.return_value == 0
    assert bags(tmp_path / "a") == ["bags/斜土社区/2012/斜土社区_20120315/v1"]


def test_old_pdfs_are_told_apart(tmp_path: Path) -> None:
    session, proof = samples.made("xietu")
    pdf = session.pdf(proof)
    names = [tmp_path / name for name in ("20120315_A.pdf", "20120315_B.pdf", "128.pdf")]
    for name in names:
        name.write_bytes(pdf)
    add = ("archive", "add-pdf", "--to", tmp_path / "a", "--paper", "旧报")
    assert run(*add, names[0]).return_value == 0
    assert "NP948" in run(*add, names[1]).output
    assert run(*add, names[1], "--number", "12B").return_value == 0
    assert run(*add, names[1], "--again").return_value == 0
    with pytest.raises(click.UsageError, match="no day in its name"):
        run(*add, names[2])
    assert [name.rpartition("/")[2] for name in bags(tmp_path / "a")] == ["v1", "v2", "v1"]


def test_what_is_no_archive_and_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "20120315.pdf").write_bytes(b"x")
    assert "NP951" in run("archive", "verify", tmp_path).output
    assert "NP951" in run("archive", "add", SCHOOL, "--to", tmp_path).output
    done = run(
        "archive",
        "add-pdf",
        tmp_path / "20120315.pdf",
        tmp_path / "2012-03-16.pdf",
        "--to",
        tmp_path / "a",
        "--paper",
        "报",
    )
    assert done.return_value == 1
    assert "NP954" in done.output
    assert "2012-03-16.pdf" in done.output


def test_an_extra_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("layout.extras.import_module", gone)
    done = run("archive", "add", SCHOOL, "--to", tmp_path / "a")
    assert done.return_value == 1
    assert "pip install 'broadsheet-layout[archive]'" in done.output


def test_a_catalogue_that_is_gone_is_made_again_by_the_next_add(issue: Path, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(archive, copy)
    for file in copy.glob("catalogue.sqlite*"):
        file.unlink()
    assert "NP953" in run("archive", "verify", copy).output
    session, proof = samples.made("xietu")
    (tmp_path / "20120315.pdf").write_bytes(session.pdf(proof))
    assert run("archive", "add-pdf", tmp_path / "20120315.pdf", "--to", copy, "--paper", "旧报").return_value == 0
    assert run("archive", "verify", copy).output == "2 bag(s) are as they were put in\n"
