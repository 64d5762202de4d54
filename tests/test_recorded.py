"""Nothing changed is said only where nothing changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from drawer import Drawer

from layout.recorded import Recorded
from layout.workspace import Workspace

LONG_AGO = 1_600_000_000


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"one")
        os.utime(tmp_path / name, (LONG_AGO, LONG_AGO))
    return tmp_path


def asked(files: object) -> Recorded:
    recorded = Recorded(files)
    assert recorded.read("a.yaml") == b"one"
    assert recorded.exists("b.yaml")
    assert not recorded.exists("c.yaml")
    assert recorded.names(".") == ("a.yaml", "b.yaml")
    with pytest.raises(OSError, match="No such file"):
        recorded.read("c.yaml")
    return recorded


CHANGES: dict[str, Callable[[Path], object]] = {
    "another text": lambda desk: (desk / "a.yaml").write_bytes(b"another"),
    "as long and as old": lambda desk: (
        (desk / "a.yaml").write_bytes(b"two"),
        os.utime(desk / "a.yaml", (LONG_AGO,) * 2),
    ),
    "another file in its place": lambda desk: (
        (desk / "n").write_bytes(b"two"),
        os.replace(desk / "n", desk / "a.yaml"),
    ),
    "one more": lambda desk: (desk / "d.yaml").write_bytes(b""),
    "one that was not there": lambda desk: (desk / "c.yaml").write_bytes(b""),
    "one gone": lambda desk: (desk / "b.yaml").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_on_the_disk_is_seen(desk: Path, change: Callable[[Path], object]) -> None:
    recorded = asked(Workspace(desk))
    assert recorded.unchanged()
    change(desk)
    assert not recorded.unchanged()


def test_a_file_written_just_now_is_known_by_its_bytes(desk: Path) -> None:
    (desk / "a.yaml").write_bytes(b"one")  # its time would be the same were it written again at once
    recorded = asked(Workspace(desk))
    assert Workspace(desk).stamp("a.yaml") is None
    assert recorded.unchanged()
    (desk / "a.yaml").write_bytes(b"two")
    assert not recorded.unchanged()


def test_a_change_in_memory_is_seen() -> None:
    drawer = Drawer({"a.yaml": "one", "b.yaml": ""})
    recorded = asked(drawer)
    assert recorded.unchanged()
    drawer.files["a.yaml"] = "two"
    assert not recorded.unchanged()


def test_a_workspace_that_reads_elsewhere_has_no_stamps(desk: Path) -> None:
    class Elsewhere(Workspace):
        def read(self, name: str) -> bytes:
            return b"one"

    assert Workspace(desk).stamp("b.yaml") is not None
    assert Elsewhere(desk).stamp("b.yaml") is None
    assert Workspace(desk).stamp("gone") is None


def test_what_another_asked_counts_too(desk: Path) -> None:
    one, other = Recorded(Workspace(desk)), Recorded(Workspace(desk))
    other.read("b.yaml")
    one.include(other)
    (desk / "b.yaml").write_bytes(b"other")
    assert not one.unchanged()
