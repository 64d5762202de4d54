"""A bag: whole or not at all, and every byte of it proved."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from layout.archive import bag

FILES = {"a.txt": "稿".encode(), "pages/0001.jpg": bytes(range(256)), "sources/期/issue.yaml": b"pages: []\n"}
INFO = {"External-Identifier": "报_20260101_1"}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    place = tmp_path / "bags" / "v1"
    bag.make(place, FILES, INFO, tmp_path / "incoming")
    return place


def everything(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())


def test_what_was_put_in_is_there(made: Path) -> None:
    assert {name: (made / "data" / name).read_bytes() for name in FILES} == FILES
    assert set(bag.sums(made)) == set(FILES)
    assert list(bag.faults(made)) == []
    assert list((made.parents[1] / "incoming").iterdir()) == []


def test_the_same_files_are_the_same_bag(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "v1"
    bag.make(other, FILES, INFO, tmp_path / "incoming")
    assert [path.read_bytes() for path in everything(made)] == [path.read_bytes() for path in everything(other)]


def test_a_flipped_bit_anywhere_is_found(made: Path) -> None:
    rng = random.Random()
    for path in everything(made):
        data = path.read_bytes()
        for _ in range(12):
            at, bit = rng.randrange(len(data)), 1 << rng.randrange(8)
            changed = bytearray(data)
            changed[at] ^= bit
            path.write_bytes(changed)
            assert list(bag.faults(made)), (path.name, at, bit)
        path.write_bytes(data)
    assert list(bag.faults(made)) == []


def test_a_missing_file_is_found(made: Path) -> None:
    for path in everything(made):
        data = path.read_bytes()
        path.unlink()
        assert list(bag.faults(made)), path.name
        path.write_bytes(data)


@pytest.mark.parametrize("name", ["data/more.txt", "more.txt"])
def test_a_file_put_in_later_is_found(made: Path, name: str) -> None:
    (made / name).write_bytes(b"x")
    assert list(bag.faults(made)) == [bag.Fault("later", name)]


def test_every_fault_of_a_bag_is_told_at_once_and_each_file_once(made: Path) -> None:
    (made / "data" / "a.txt").write_bytes(b"x")
    (made / "data" / "pages" / "0001.jpg").unlink()
    (made / "data" / "new.txt").write_bytes(b"x")
    assert list(bag.faults(made)) == [
        bag.Fault("missing", "data/pages/0001.jpg"),
        bag.Fault("later", "data/new.txt"),
        bag.Fault("changed", "data/a.txt"),
    ]


def test_a_link_in_the_place_of_a_file_is_found(made: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(FILES["a.txt"])
    (made / "data" / "a.txt").unlink()
    (made / "data" / "a.txt").symlink_to(tmp_path / "elsewhere")
    assert list(bag.faults(made)) == [bag.Fault("changed", "data/a.txt")]


def test_a_pipe_in_the_place_of_a_file_is_found(made: Path) -> None:
    (made / "manifest-sha256.txt").unlink()
    os.mkfifo(made / "manifest-sha256.txt")
    assert list(bag.faults(made)) == [bag.Fault("changed", "manifest-sha256.txt")]


def test_an_empty_folder_that_was_put_in_is_found(made: Path) -> None:
    (made / "data" / "mine").mkdir()
    assert list(bag.faults(made)) == [bag.Fault("later", "data/mine")]


def test_a_bag_that_cannot_be_written_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> None:
        raise OSError(28, os.strerror(28), str(folder))

    monkeypatch.setattr(bag, "through", full)
    with pytest.raises(OSError, match="space"):
        bag.make(tmp_path / "bags" / "v1", FILES, INFO, tmp_path / "incoming")
    assert not (tmp_path / "bags").exists()
    assert list((tmp_path / "incoming").iterdir()) == []
