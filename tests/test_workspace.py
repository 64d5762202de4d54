"""How files are written on this machine: whole or not at all, whatever else is written or killed meanwhile."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from layout.workspace import Changed, Workspace, digest_of

NAME = "issue.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(b"old")
    return tmp_path


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_who_might_write_a_file_may_do_so_after_it_was_written_anew(folder: Path, mode: int) -> None:
    (folder / NAME).chmod(mode)
    Workspace(folder).write(NAME, b"new")
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == mode


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path: Path) -> None:
    name = "报" * 82 + ".yaml"  # 251 bytes of 255
    Workspace(tmp_path).write(name, b"new")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_an_editor_writes_while_we_do_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = os.fsync

    def editor_saves(descriptor: int) -> None:
        settled(descriptor)
        (folder / NAME).write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", editor_saves)
    with pytest.raises(Changed):
        Workspace(folder).write_if_unchanged(NAME, b"ours", digest_of(b"old"))
    assert (folder / NAME).read_bytes() == b"theirs"
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(OSError, match="not a file"):
        Workspace(tmp_path).write_if_unchanged(NAME, b"ours", digest_of(b"old"))


def test_what_a_killed_process_had_begun_is_cleared_away_and_what_others_write_is_not(folder: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    old = time.time() - 3600
    for process, age in ((ended.pid, old), (os.getppid(), old), (10**30, old)):
        left = folder / f".{NAME}.{process}.tmp"
        left.write_bytes(b"half")
        os.utime(left, (age, age))
    (folder / f".{NAME}.old.tmp").write_bytes(b"somebody's own")
    Workspace(folder).write(NAME, b"new")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [NAME, f".{NAME}.{os.getppid()}.tmp", f".{NAME}.old.tmp"]
    )


def test_a_file_is_whole_whenever_its_writer_is_killed(folder: Path) -> None:
    one, other = b"1" * 300_000, b"2" * 300_000
    Workspace(folder).write(NAME, one)
    program = (
        "import sys; from pathlib import Path; from layout.workspace import Workspace\n"
        "one, other = b'1' * 300_000, b'2' * 300_000\n"
        "print(flush=True)\n"
        f"while True: [Workspace(Path(sys.argv[1])).write({NAME!r}, each) for each in (other, one)]"
    )
    for wait in (0.0, 0.01, 0.03):
        writer = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert (folder / NAME).read_bytes() in (one, other)
    for left in folder.glob(".*.tmp"):
        os.utime(left, (0, 0))
    Workspace(folder).write(NAME, one)
    assert [path.name for path in folder.iterdir()] == [NAME]
