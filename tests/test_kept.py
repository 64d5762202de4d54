"""What is kept of made-up pages from run to run is taken only where it would be made again,
and only if it is the program's own."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from layout import kept
from layout.fonts import FontBook
from layout.kept import Kept
from layout.makeup import pages
from layout.pipeline import Proof, Session, Workspace
from layout.shelf import Shelf

ROOT = Path(__file__).parents[1]
ISSUE = "2019-07-15.yaml"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAYOUT_CACHE", str(tmp_path / "kept"))
    return Path(shutil.copytree(ROOT / "issues" / "xietu", tmp_path / "desk"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were really made."""
    numbers: list[int] = []
    make = pages._made
    monkeypatch.setattr(pages, "_made", lambda page, *rest: (numbers.append(page.number), make(page, *rest))[1])
    return numbers


def check(desk: Path) -> Proof:
    return Session(Workspace(desk)).check(ISSUE)


def test_the_next_run_takes_the_page_as_it_was_made(desk: Path, made: list[int]) -> None:
    first = check(desk)
    assert made == [2]
    again = check(desk)
    assert made == [2]
    assert again.pages == first.pages
    assert again.report.diagnostics == first.report.diagnostics
    paragraphs = [proof.pages[0].bodies[0][1][1].copy for proof in (first, again)]
    assert paragraphs[0].span(5) == paragraphs[1].span(5)


def edited(name: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(desk: Path) -> None:
        text = (desk / name).read_text("utf-8")
        assert old in text
        (desk / name).write_text(text.replace(old, new, 1), "utf-8")

    return edit


CHANGES = {
    "copy": edited(ISSUE, "的", "地"),
    "a place": edited(ISSUE, "    stories:", "    # a note\n    stories:"),
    "house style": edited("paper.yaml", "name: ", "name: 新"),
    "number": edited(ISSUE, "date: 2019-07-15", "date: 2019-07-16"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_a_page_is_made_from_changes_makes_it_again(
    desk: Path, made: list[int], change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(desk)
    change(desk)
    now = check(desk)
    assert made == [2, 2]
    monkeypatch.setenv("LAYOUT_CACHE", "")
    assert now.pages == check(desk).pages


def test_another_program_makes_it_again(desk: Path, made: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    check(desk)
    monkeypatch.setattr(kept, "VERSION", "0.0.0")
    check(desk)
    assert made == [2, 2]


def test_a_folder_of_packages_that_is_only_touched_is_the_same_program(
    desk: Path, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = desk.parent / "site-packages"
    (packages / "pillow-11.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(packages)
    check(desk)
    (packages / "__pycache__").mkdir()  # as the first import of a module does
    check(desk)
    assert made == [2]
    (packages / "pillow-11.0.dist-info").rename(packages / "pillow-12.0.dist-info")
    check(desk)
    assert made == [2, 2]


@pytest.mark.parametrize("piece", [b"", b"no pickle", pickle.dumps(os.getcwd), pickle.dumps(("not", "a page"))])
def test_what_is_no_page_of_ours_is_left(desk: Path, made: list[int], piece: bytes) -> None:
    first = check(desk)
    shelf = Shelf(str(desk.parent / "kept"))
    for file in (desk.parent / "kept").glob("page-*"):
        file.unlink()
    taken = Shelf.take

    def take(self: Shelf, kind: str, made_from: bytes) -> bytes | None:
        return piece if kind == "page" else taken(self, kind, made_from)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "take", take)
        assert check(desk).pages == first.pages
    assert made == [2, 2]
    assert shelf.kinds()["page"][0] == 1


def test_fonts_are_kept_too_and_give_the_same_bytes(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build() -> bytes:
        session = Session(Workspace(desk))
        return session.pdf(session.check(ISSUE))

    monkeypatch.setenv("LAYOUT_CACHE", "")
    plain = build()
    monkeypatch.setenv("LAYOUT_CACHE", str(desk.parent / "kept"))
    assert build() == plain
    assert Shelf(str(desk.parent / "kept")).kinds()["font"][0] > 3
    monkeypatch.setattr("layout.pdf.writer.prepare", None)
    assert build() == plain


def test_a_pickle_that_calls_something_is_not_opened(book: FontBook, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "evil"),)

    store = Kept(Shelf(str(tmp_path / "kept")), book)
    store.put("page", ("key",), Evil())
    assert store.get("page", ("key",)) is None
    assert not (tmp_path / "evil").exists()
    store.put("page", ("key",), book.faces[0].entry.__class__("key", "path"))  # type: ignore[arg-type]
    assert store.get("page", ("key",)) is not None
    assert store.get("page", ("another key",)) is None
