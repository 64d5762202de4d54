"""Many issues into an archive: shared out, gone on with, and the same bytes however they were made."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
import samples
from click.testing import CliRunner, Result

from layout.archive.checking import verify
from layout.archive.store import Store
from layout.cli import command
from layout.diagnostics import Report

SCHOOL = samples.ROOT / samples.PAPERS["school"]


def run(*arguments: object) -> Result:
    names = {"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""}
    result = CliRunner(env=names).invoke(command, [str(each) for each in arguments], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def issues(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three issues of the school paper, one with a signature, one that cannot be set."""
    folder = tmp_path_factory.mktemp("back")
    shutil.copytree(SCHOOL.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf", "*.json"))
    text = (folder / SCHOOL.name).read_text("utf-8")
    (folder / SCHOOL.name).unlink()
    made = []
    for day in ("01", "08", "15"):
        file = folder / f"2026-06-{day}.yaml"
        file.write_text(text.replace("2026-06-01", f"2026-06-{day}"), "utf-8")
        made.append(file)
    run("sign", made[1], "--by", "林禾", "--role", "终审", "--date", "2026-06-07")
    made[2].write_text(text.replace("pages:", "pagse:", 1), "utf-8")
    return made


@pytest.fixture(scope="module")
def alone(issues: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "archive"
    done = run("archive", "add", *issues, "--to", folder, "--jobs", 1)
    assert done.return_value == 1
    return folder


def bags(archive: Path) -> dict[str, str]:
    files = (path for path in (archive / "bags").rglob("*") if path.is_file())
    return {str(path.relative_to(archive)): sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def sound(archive: Path) -> int:
    report = Report()
    count = verify(Store.open(archive), report)
    assert list(report) == []
    return count


def test_one_bad_issue_stops_none_of_the_others(alone: Path) -> None:
    assert sound(alone) == 2


def test_signatures_are_in_the_bag(alone: Path) -> None:
    (signed,) = alone.rglob("records/signatures.json")
    assert "20260608" in str(signed)
    assert signed.read_bytes() == next(alone.rglob("sources/2026-06-08.signed.json")).read_bytes()


def test_two_processes_make_the_same_bags(issues: list[Path], alone: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = run("archive", "add", *issues, "--to", tmp_path / "a", "--jobs", 2, "--resume", "--log", log)
    assert done.return_value == 1
    assert bags(tmp_path / "a") == bags(alone)
    assert "NP1" in next(log.rglob("2026-06-15.log")).read_text("utf-8")
    again = run("archive", "add", *issues[:2], "--to", tmp_path / "a", "--resume")
    assert again.output.count("done before and unchanged") == 3  # each, and the summary
    assert bags(tmp_path / "a") == bags(alone)


def test_a_cluster_makes_the_same_bags(issues: list[Path], alone: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        assert run("archive", "add", *issues[:2], "--to", tmp_path / "a", "--dask", address).return_value == 0
    assert bags(tmp_path / "a") == bags(alone)


def test_what_was_stopped_before_the_catalogue_is_entered_later(alone: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(alone, copy)
    store = Store.open(copy)
    (first, *_) = store.issues()
    run("archive", "rebuild", copy)
    from layout.archive.catalogue import Catalogue

    with Catalogue.open(copy) as catalogue:
        catalogue.remove(first[-1].issue)
    store.begin(first[-1].folder.rpartition("/")[0])
    assert sound(copy) == 2
    with Catalogue.open(copy) as catalogue:
        assert catalogue.version(first[-1].issue) == 1
    assert store.begun() == ""


def test_a_paper_whose_name_in_the_archive_is_taken_is_refused(issues: list[Path], tmp_path: Path) -> None:
    for number, name in enumerate(("苇 报", "苇+报")):
        folder = tmp_path / str(number)
        shutil.copytree(issues[0].parent, folder)
        style = folder / "paper.yaml"
        style.write_text(style.read_text("utf-8").replace("name: 小芦苇", f"name: {name}"), "utf-8")
        done = run("archive", "add", folder / issues[0].name, "--to", tmp_path / "a")
        assert done.return_value == number
    assert "NP948" in done.output
    assert len(list((tmp_path / "a").rglob("bagit.txt"))) == 1
