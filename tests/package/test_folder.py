"""A package proves itself: what was changed, lost or put in is told, and nothing is ever half-written."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from drawer import faults

from layout.diagnostics import Report
from layout.package.folder import SUMS, place, verify, with_sums, zipped
from layout.pipeline import Workspace

FILES = {"pages/a_01.pdf": b"%PDF one", "pages/a_02.pdf": b"%PDF two", "a.xjdf": b"<XJDF/>"}


def packed(folder: Path, name: str = "job") -> Workspace:
    workspace, report = Workspace(folder), Report()
    assert place(workspace, name, with_sums(FILES), report)
    assert not len(report)
    return workspace


@pytest.mark.parametrize("name", ["job", "job.zip"])
def test_what_was_packed_is_proven(tmp_path: Path, name: str) -> None:
    report = Report()
    assert verify(packed(tmp_path, name), name, report) == len(FILES)
    assert not len(report)


def test_sha256sum_reads_the_list(tmp_path: Path) -> None:
    packed(tmp_path)
    done = subprocess.run(["sha256sum", "-c", "--strict", SUMS], cwd=tmp_path / "job", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b": OK") == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_told(tmp_path: Path, name: str) -> None:
    workspace, report = packed(tmp_path), Report()
    (tmp_path / "job" / name).write_bytes(b"other")
    assert verify(workspace, "job", report) == len(FILES) - 1
    assert faults(report) == ["error NP931 0:0"]


def test_a_missing_and_a_foreign_file_are_told(tmp_path: Path) -> None:
    workspace, report = packed(tmp_path), Report()
    (tmp_path / "job/a.xjdf").rename(tmp_path / "job/pages/b.xjdf")
    verify(workspace, "job", report)
    assert sorted(faults(report)) == ["error NP932 0:0", "warning NP933 0:0"]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no zip", zipped({"a": b"b"}), zipped({SUMS: b"nonsense"}), zipped({SUMS: b""})]
)
def test_what_is_no_package_is_a_diagnostic(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "job.zip").write_bytes(data)
    report = Report()
    assert verify(Workspace(tmp_path), "job.zip", report) == 0
    assert faults(report) == ["error NP930 0:0"]


def test_a_damaged_zip_is_a_diagnostic(tmp_path: Path) -> None:
    packed(tmp_path, "job.zip")
    data = bytearray((tmp_path / "job.zip").read_bytes())
    at = data.index(b"%PDF one")
    data[at : at + 4] = b"%pdf"
    (tmp_path / "job.zip").write_bytes(data)
    report = Report()
    verify(Workspace(tmp_path), "job.zip", report)
    assert report.failed


def test_nothing_there_is_a_diagnostic(tmp_path: Path) -> None:
    report = Report()
    assert verify(Workspace(tmp_path), "job", report) == 0
    assert faults(report) == ["error NP930 0:0"]


def test_the_same_files_make_the_same_zip() -> None:
    assert zipped(with_sums(FILES)) == zipped(with_sums(dict(reversed(FILES.items()))))


def test_a_zip_names_no_clock(tmp_path: Path) -> None:
    packed(tmp_path, "job.zip")
    with zipfile.ZipFile(tmp_path / "job.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_older_job_is_replaced_whole(tmp_path: Path) -> None:
    workspace, report = packed(tmp_path), Report()
    assert place(workspace, "job", with_sums({"only.pdf": b"%PDF"}), report)
    assert sorted(os.listdir(tmp_path / "job")) == [SUMS, "only.pdf"]
    assert os.listdir(tmp_path) == ["job"]


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job/novel.txt").write_text("once")
    report = Report()
    assert not place(Workspace(tmp_path), "job", with_sums(FILES), report)
    assert faults(report) == ["error NP927 0:0"]
    assert os.listdir(tmp_path / "job") == ["novel.txt"]


def test_what_somebody_put_into_an_older_job_is_not_lost(tmp_path: Path) -> None:
    workspace, report = packed(tmp_path), Report()
    (tmp_path / "job/pages/note.txt").write_text("plate 2 is scratched")
    assert not place(workspace, "job", with_sums(FILES), report)
    assert faults(report) == ["error NP927 0:0"]
    assert (tmp_path / "job/pages/note.txt").exists()


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "job").write_text("a letter")
    report = Report()
    assert not place(Workspace(tmp_path), "job", with_sums(FILES), report)
    assert faults(report) == ["error NP927 0:0"]
    assert (tmp_path / "job").read_text() == "a letter"


def test_a_folder_with_sums_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / SUMS).write_text("not ours\n")
    report = Report()
    assert not place(Workspace(tmp_path), "job", with_sums(FILES), report)
    assert faults(report) == ["error NP927 0:0"]


def test_a_zip_with_a_password_is_a_diagnostic(tmp_path: Path) -> None:
    packed(tmp_path, "job.zip")
    data = bytearray((tmp_path / "job.zip").read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flags] |= 1
    (tmp_path / "job.zip").write_bytes(data)
    report = Report()
    assert verify(Workspace(tmp_path), "job.zip", report) == 0
    assert faults(report) == ["error NP930 0:0"]


@pytest.mark.parametrize("step", ["write", "rename"])
def test_a_job_that_fails_half_way_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    workspace, report = packed(tmp_path), Report()
    real_write, real_replace = Path.write_bytes, os.replace

    def full(self: Path, data: bytes) -> int:
        if self.name == "b.pdf":
            raise OSError(28, "No space left on device")
        return real_write(self, data)

    def stuck(source: str, target: str) -> None:
        if str(source).endswith(".new"):
            raise OSError(16, "Device or resource busy")
        real_replace(source, target)

    if step == "write":
        monkeypatch.setattr(Path, "write_bytes", full)
    else:
        monkeypatch.setattr("layout.workspace._exchange", lambda one, other: False)  # as where it is not known
        monkeypatch.setattr(os, "replace", stuck)
    assert not place(workspace, "job", with_sums({"a.pdf": b"1", "b.pdf": b"2"}), report)
    monkeypatch.undo()
    assert faults(report) == ["error NP901 0:0"]
    assert os.listdir(tmp_path) == ["job"]
    assert verify(workspace, "job", Report()) == len(FILES)


def test_a_zip_of_somebody_elses_and_what_the_job_is_made_from_are_left_alone(tmp_path: Path) -> None:
    workspace, report = Workspace(tmp_path), Report()
    (tmp_path / "photos.zip").write_bytes(b"PK mine")
    assert not place(workspace, "photos.zip", FILES, report)
    (tmp_path / "issue.yaml").write_text("pages: []")
    workspace.read("issue.yaml")
    os.symlink("issue.yaml", tmp_path / "link.zip")
    assert not place(workspace, "link.zip", FILES, report)
    assert sorted(fault.code for fault in report) == ["NP902", "NP927"]
    assert not place(workspace, "photos.zip", FILES, again := Report())
    assert [fault.code for fault in again] == ["NP927"]
    assert (tmp_path / "photos.zip").read_bytes() == b"PK mine"
    assert (tmp_path / "issue.yaml").read_text() == "pages: []"


def test_links_in_a_circle_are_no_job(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    for name in ("a", "b"):
        os.symlink(".", folder / name)
    report = Report()
    assert not place(Workspace(tmp_path), "job", FILES, report)
    assert [fault.code for fault in report] == ["NP927"]


@pytest.mark.parametrize("target", ["archive/archive.json", "archive/bags/x/edition.json", "archive/new.pdf"])
def test_nothing_is_written_into_an_archive(tmp_path: Path, target: str) -> None:
    (tmp_path / "archive" / "bags" / "x").mkdir(parents=True)
    (tmp_path / "archive" / "archive.json").write_text("{}")
    workspace = Workspace(tmp_path)
    with pytest.raises(OSError, match="archive"):
        workspace.write(target, b"x")
    with pytest.raises(OSError, match="archive"):
        workspace.write_folder("archive/site", {"index.html": b"x"})
    assert (tmp_path / "archive" / "archive.json").read_text() == "{}"
