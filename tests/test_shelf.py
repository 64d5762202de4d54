"""A piece put on the shelf is there for the next run; whatever happens to the shelf, nobody gets another byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from layout.shelf import Shelf, folder


def test_a_piece_is_found_by_what_it_was_made_from(tmp_path: Path) -> None:
    Shelf(str(tmp_path / "new")).put("picture", b"photo", b"plate")
    shelf = Shelf(str(tmp_path / "new"))
    assert shelf.take("picture", b"photo") == b"plate"
    assert shelf.take("picture", b"another photo") is None


@pytest.mark.parametrize("damage", [b"", b"x", bytes(40)])
def test_a_damaged_piece_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    shelf = Shelf(str(tmp_path))
    shelf.put("picture", b"photo", b"plate")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage or file.read_bytes()[:-1])
    assert shelf.take("picture", b"photo") is None
    shelf.put("picture", b"photo", b"plate")
    assert shelf.take("picture", b"photo") == b"plate"


def test_the_longest_unused_make_room(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path), room=10_000)
    for name in range(8):
        shelf.put("picture", b"%d" % name, bytes(2_000))
        for age, file in enumerate(sorted(tmp_path.iterdir(), key=os.path.getmtime)):
            os.utime(file, (age, age))
        shelf.take("picture", b"0")
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000
    assert shelf.take("picture", b"0") is not None
    assert shelf.take("picture", b"7") is not None
    assert shelf.take("picture", b"1") is None


def test_a_piece_too_large_for_the_shelf_is_not_kept(tmp_path: Path) -> None:
    Shelf(str(tmp_path), room=1000).put("picture", b"photo", bytes(600))
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    for place in ("", str(tmp_path / "file"), str(tmp_path / "file" / "below")):
        shelf = Shelf(place)
        shelf.put("picture", b"photo", b"plate")
        assert shelf.take("picture", b"photo") is None
    assert (tmp_path / "file").read_bytes() == b"in the way"


def test_the_shelf_is_where_the_system_keeps_caches() -> None:
    kept = os.path.join("broadsheet-layout", "shelf")
    assert folder({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux") == f"/c/{kept}"
    assert folder({"HOME": "/h"}, "linux") == f"/h/.cache/{kept}"
    assert folder({"HOME": "/h"}, "darwin") == f"/h/Library/Caches/{kept}"
    assert folder({"LAYOUT_CACHE": "/mine", "HOME": "/h"}, "linux") == "/mine"
    assert folder({"LAYOUT_CACHE": "", "HOME": "/h"}, "linux") == ""
    assert folder({}, "linux") == ""
    assert folder({"XDG_CACHE_HOME": "relative"}, "linux") == ""


def test_pieces_are_told_by_kind_and_cleared(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path))
    shelf.put("picture", b"one", bytes(100))
    shelf.put("picture", b"two", bytes(100))
    shelf.put("page", b"one", bytes(10))
    (tmp_path / ("0" * 64)).write_bytes(b"of an earlier program")
    assert shelf.kinds() == {"picture": (2, 264), "page": (1, 42), "": (1, 21)}
    assert shelf.take("page", b"two") is None
    shelf.clear()
    assert shelf.kinds() == {}


def test_what_is_not_a_piece_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_bytes(bytes(5_000))
    shelf = Shelf(str(tmp_path), room=1_000)
    for name in range(8):
        shelf.put("picture", b"%d" % name, bytes(200))
    shelf.clear()
    assert [file.name for file in tmp_path.iterdir()] == ["diary.txt"]
    assert Shelf("").kinds() == Shelf(str(tmp_path / "gone")).kinds() == {}
