"""Who writes in a folder is alone in it, and leaves nothing there."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from layout import locking
from layout.locking import alone_in


@pytest.fixture(params=["folder", "file"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and the two things the lock may be on."""
    if request.param == "file":
        monkeypatch.setattr(locking, "_on_folder", lambda folder: None)
        monkeypatch.setattr(locking.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "paper").mkdir()
    return tmp_path / "paper"


def test_one_writer_at_a_time(folder: Path) -> None:
    inside, most = 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(20):
            with alone_in(folder):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1
    assert os.listdir(folder) == []


def test_who_waits_too_long_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_TRIES", 2)
    with alone_in(folder), pytest.raises(TimeoutError, match="writing"), alone_in(folder):
        pass
    with alone_in(folder):  # free again
        pass
    with pytest.raises(FileNotFoundError), alone_in(folder / "nowhere"):
        pass


def test_a_file_server_without_such_locks_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flock = fcntl.flock

    def refusing(descriptor: int, operation: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            raise OSError(95, "not supported")
        flock(descriptor, operation)

    monkeypatch.setattr(locking.fcntl, "flock", refusing)
    monkeypatch.setattr(locking.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "paper").mkdir()
    with alone_in(tmp_path / "paper"):
        assert os.listdir(tmp_path / "paper") == []
    assert len(os.listdir(tmp_path)) == 2


def test_the_lock_of_a_folder_is_no_link_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_on_folder", lambda folder: None)
    monkeypatch.setattr(locking.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "paper").mkdir()
    with alone_in(tmp_path / "paper"):
        (lock,) = tmp_path.glob("*.lock")
    lock.unlink()
    lock.symlink_to(tmp_path / "made by us")
    with pytest.raises(OSError, match="symbolic"), alone_in(tmp_path / "paper"):
        pass
    assert not (tmp_path / "made by us").exists()
