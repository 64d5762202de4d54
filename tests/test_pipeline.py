"""The workspace keeps what was good; a session gives the same bytes twice and does the work once."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from layout import LayoutError, Session, Workspace, build, check
from layout.diagnostics import Report

HOME = Path(__file__).parent.parent
SEED = "issues/xietu/2019-07-15.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Workspace(HOME))


class Stopped(BaseException):
    """Ctrl-C, as far as the code under test can tell."""


def test_an_output_replaces_the_last_one(desk: Workspace, tmp_path: Path) -> None:
    desk.write("page.pdf", b"old")
    desk.write("page.pdf", b"new")
    assert (tmp_path / "page.pdf").read_bytes() == b"new"
    assert desk.names(".") == ("page.pdf",)


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "No space left on device"), Stopped()])
def test_what_stops_a_write_leaves_the_last_good_file_and_nothing_else(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    desk.write("page.pdf", b"good")

    def fail(*names: object) -> None:
        raise stop

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(stop)):
        desk.write("page.pdf", b"bad")
    assert (tmp_path / "page.pdf").read_bytes() == b"good"
    assert desk.names(".") == ("page.pdf",)


def test_writing_through_a_link_keeps_the_link(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "page.pdf").symlink_to(tmp_path / "shelf" / "page.pdf")
    desk.write("page.pdf", b"new")
    assert (tmp_path / "page.pdf").is_symlink()
    assert (tmp_path / "shelf" / "page.pdf").read_bytes() == b"new"


def test_an_output_has_the_modes_a_new_file_has(desk: Workspace, tmp_path: Path) -> None:
    desk.write("page.pdf", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "page.pdf").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("name", ["", ".", "missing/page.pdf", "a\0b", "/proc/none/page.pdf", "x" * 300])
def test_a_place_that_takes_no_file_is_an_os_error(desk: Workspace, name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 — any kind
        desk.write(name, b"")


@pytest.mark.parametrize("name", [".", "missing", "a\0b", "/dev/zero", "x" * 300])
def test_what_is_no_file_reads_as_an_os_error(desk: Workspace, name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 — any kind
        desk.read(name)


def test_names_of_no_folder_are_none(desk: Workspace) -> None:
    assert desk.names("missing") == ()
    assert not desk.exists("missing")
    assert not desk.exists("a\0b")


def test_fonts_of_ones_own_come_from_the_folder_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts" / "user").mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    monkeypatch.setenv("LAYOUT_FONTS", os.pathsep.join([str(tmp_path / "mine"), "", str(tmp_path / "gone")]))
    monkeypatch.setattr("layout.workspace.installed", lambda: ())
    assert Workspace(tmp_path).extra_fonts == (tmp_path / "mine", tmp_path / "fonts" / "user")


def test_the_seed_page_is_clean(session: Session) -> None:
    proof = session.check(SEED)
    assert not proof.failed
    assert [fault.message() for fault in proof.report if fault.severity == "error"] == []
    assert [made.page.number for made in proof.pages] == [2]


def test_the_same_issue_gives_the_same_bytes_in_a_warm_and_in_a_fresh_session(session: Session) -> None:
    warm = session.pdf(session.check(SEED))
    assert session.pdf(session.check(SEED)) is warm  # written once
    assert build(Workspace(HOME), SEED) == warm


def test_a_page_not_asked_for_is_not_made(session: Session) -> None:
    assert session.check(SEED, frozenset({7})).pages == ()


def test_an_issue_with_errors_is_not_built(tmp_path: Path) -> None:
    (tmp_path / "issue.yaml").write_text("paper: x\npages: []\n", "utf-8")
    with pytest.raises(LayoutError) as caught:
        build(Workspace(tmp_path), "issue.yaml")
    assert caught.value.report.failed


def test_an_issue_without_a_paper_says_so(tmp_path: Path) -> None:
    text = (HOME / SEED).read_text("utf-8").replace("file: images/", f"file: {HOME}/issues/xietu/images/")
    (tmp_path / "issue.yaml").write_text(text, "utf-8")
    assert [fault.code for fault in check(Workspace(tmp_path, allowed=[str(HOME)]), "issue.yaml").report] == ["NP903"]


def test_a_paper_may_stand_one_folder_above_its_issues(tmp_path: Path) -> None:
    (tmp_path / "2019").mkdir()
    (tmp_path / "paper.yaml").write_bytes((HOME / "issues/xietu/paper.yaml").read_bytes())
    text = (HOME / SEED).read_text("utf-8").replace("file: images/", f"file: {HOME}/issues/xietu/images/")
    (tmp_path / "2019" / "issue.yaml").write_text(text, "utf-8")
    assert not check(Workspace(tmp_path, allowed=[str(HOME)]), "2019/issue.yaml").failed


def test_the_font_set_is_opened_once(session: Session) -> None:
    assert session.setter(Report()) is session.setter(Report())


def test_a_pipe_that_nobody_writes_into_reads_as_nothing_at_once(desk: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert desk.read("pipe") == b""


def test_a_page_whose_yaml_is_at_fault_is_not_told_to_be_filled(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\n", "utf-8")
    page = "  - page: {}\n    plan: auto\n    stories: {{lead: {{{}: 题, body: 文}}}}\n"
    (tmp_path / "a.yaml").write_text("pages:\n" + page.format(2, "hedline") + page.format(3, "headline"), "utf-8")
    found = check(Workspace(tmp_path), "a.yaml").report
    assert [(fault.code, dict(fault.values).get("page")) for fault in found] == [("NP131", None), ("NP603", 3)]


def test_an_issue_that_its_faults_leave_without_pages_is_told_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\n")
    (tmp_path / "issue.yaml").write_bytes((HOME / "tests/issues/alias_bomb.yaml").read_bytes())
    proof = check(Workspace(tmp_path), "issue.yaml")
    assert "NP118" in {fault.code for fault in proof.report}
    assert proof.pages == ()
