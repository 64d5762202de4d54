"""What the proofreader is shown: words that changed, not lines that run on differently."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from drawer import faults
from hypothesis import given
from hypothesis import strategies as st
from sheets import JOB, line, page

from layout.changes import Change, Word, compare, is_proof, marked, pdf_of, words_of
from layout.diagnostics import Report
from layout.display import Group
from layout.fonts import FontBook
from layout.pdf.raster import draw
from layout.pdf.writer import write
from layout.pdffile import open_pdf
from layout.pipeline import Session, Workspace
from layout.revision import NoRevision, Revision
from layout.units import Rect

HOME = Path(__file__).parent.parent
SEED = HOME / "issues/xietu/2019-07-15.yaml"


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(each, 0, Rect(10 * at, 0, 10, 10)) for at, each in enumerate(text))


def lines(changes: tuple[Change, ...]) -> list[str]:
    return [change.line() for change in changes]


def sheet(book: FontBook, *rows: str, title: str = "") -> bytes:
    groups = [Group("paragraph", line(book, row, 60, 100 + 20 * at)) for at, row in enumerate(rows)]
    body = page(Group("story", tuple(groups), "a"))
    return write([body], book, replace(JOB, title=title or JOB.title))


def of(pdf: bytes, furniture: bool = True) -> tuple[Word, ...]:
    report = Report()
    found = words_of(pdf, "a.pdf", report, furniture)
    assert not len(report)
    return found


def test_an_insertion_a_deletion_and_a_replacement() -> None:
    old, new = words("食堂开张。价格公道。晚七点关门。"), words("社区食堂开张。价格。晚八点关门。")
    assert lines(compare(old, new)) == [
        "…{+社区+}食堂开张。价格。…",
        "…区食堂开张。价格[-公道-]。晚八点关门。…",
        "…堂开张。价格。晚[-七-]{+八+}点关门。…",
    ]


def test_the_same_words_have_no_changes() -> None:
    assert compare(words("食堂开张。"), words("食堂开张。")) == ()


@given(st.text("食堂开张价。", max_size=40), st.text("食堂开张价。", max_size=40))
def test_the_changes_make_the_new_text_of_the_old(old: str, new: str) -> None:
    changes = compare(words(old), words(new)) if new else ()
    text, at = "", 0
    for change in changes:
        start = round(change.boxes[0].x / 10) if change.boxes else 0
        text += new[at:start] + change.new
        at = start + len(change.new)
    if new:
        assert text + new[at:] == new
        assert len(old) - sum(len(change.old) for change in changes) == len(new) - sum(
            len(each.new) for each in changes
        )


def test_another_text_is_one_change_and_told_at_once() -> None:
    old, new = words("旧文" * 5000), words("新事" * 5000)
    assert [(change.kind, len(change.old), len(change.new)) for change in compare(old, new)] == [
        ("replaced", 10_000, 10_000)
    ]


def test_copy_that_runs_on_differently_has_not_changed(book: FontBook) -> None:
    one = sheet(book, "社区食堂昨天正式开张，附近", "居民早早排起了长队。")
    other = sheet(book, "社区食堂昨天正式", "开张，附近居民早早排起", "了长队。")
    assert compare(of(one), of(other)) == ()


def test_figures_and_latin_words_are_one_word_each(book: FontBook) -> None:
    found = compare(of(sheet(book, "约400人，ABC公司")), of(sheet(book, "约450人，ABD公司")))
    assert [(change.old, change.new) for change in found] == [("400", "450"), ("ABC", "ABD")]


def test_a_change_stands_where_the_new_words_stand(book: FontBook) -> None:
    change = compare(of(sheet(book, "社区食堂开张")), of(sheet(book, "社区大食堂开张")))[0]
    assert (change.kind, change.new, change.page) == ("inserted", "大", 0)
    box = change.boxes[0]
    assert box.x == pytest.approx(60 + 2 * 9.5, abs=0.5)
    assert box.y < 100 < box.bottom


def test_the_marks_are_drawn_on_the_page_and_only_there(book: FontBook) -> None:
    new = sheet(book, "社区大食堂开张")
    changes = compare(of(sheet(book, "社区食堂开张")), of(new))
    report = Report()
    shown = marked(new, changes, "改动", Session(Workspace()), report)
    assert not len(report)
    assert draw(shown) != draw(new)
    assert len(open_pdf(shown).pages) == 1
    assert of(new) == of(shown)[: len(of(new))]  # the page's own words are untouched
    assert marked(new, changes, "改动", Session(Workspace()), report) == shown


def test_a_proof_is_known_by_its_title_and_read_without_overlays(book: FontBook) -> None:
    plain = sheet(book, "社区食堂开张")
    body = page(
        Group("story", (Group("paragraph", line(book, "社区食堂开张", 60, 100)),), "a"),
        Group("artifact", line(book, "5 行", 20, 100), "proof"),
    )
    proof = write([body], book, replace(JOB, title="斜土　校样　第1校"))
    assert is_proof(proof)
    assert not is_proof(plain)
    assert [word.text for word in of(proof, furniture=False)] == list("社区食堂开张")


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.6\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"])
def test_what_is_no_pdf_is_a_diagnostic(data: bytes) -> None:
    report = Report()
    assert words_of(data, "a.pdf", report) == ()
    assert faults(report) == ["error NP940 0:0"]


@pytest.mark.parametrize("part", range(1, 12))
def test_a_file_cut_short_or_mangled_is_words_or_a_diagnostic(book: FontBook, part: int) -> None:
    pdf = sheet(book, "社区食堂开张")
    at = len(pdf) * part // 12
    for data in (pdf[:at], pdf[:at] + b"\0" * 200 + pdf[at + 200 :], pdf[:at] + pdf[at + 500 :]):
        for furniture in (True, False):
            report = Report()
            assert words_of(data, "a.pdf", report, furniture) or faults(report) == ["error NP940 0:0"]


def test_a_page_without_text_is_a_diagnostic(book: FontBook) -> None:
    report = Report()
    assert words_of(write([page()], book, replace(JOB, marks=False)), "a.pdf", report) == ()
    assert faults(report) == ["error NP940 0:0"]


# Revisions


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit: the seed issue; changed since in the work tree."""
    import shutil

    folder = tmp_path / "paper"
    shutil.copytree(SEED.parent, folder, ignore=shutil.ignore_patterns("*.pdf", "*.json"))

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "issue")
    issue = folder / SEED.name
    issue.write_text(issue.read_text("utf-8").replace("近日，上影", "日前，上影"), "utf-8")
    return folder


def test_an_issue_is_read_as_git_has_it(repository: Path) -> None:
    session, report = Session(Workspace()), Report()
    name = str(repository / SEED.name)
    session.workspace.root = repository
    old, new = pdf_of(f"{SEED.name}@HEAD", session, report), pdf_of(SEED.name, session, report)
    assert not report.failed, name
    found = compare(of(old), of(new))
    assert [(change.old, change.new) for change in found] == [("近日", "日前")]


@pytest.mark.parametrize("revision", ["nothing", "HEAD~9", "--help", ""])
def test_a_revision_git_does_not_know_is_a_diagnostic(repository: Path, revision: str) -> None:
    session, report = Session(Workspace(repository)), Report()
    assert pdf_of(f"{SEED.name}@{revision}", session, report) == b""
    assert faults(report) == ["error NP941 0:0"]


def test_no_repository_is_a_diagnostic(tmp_path: Path) -> None:
    report = Report()
    assert pdf_of("a.yaml@HEAD", Session(Workspace(tmp_path)), report) == b""
    assert faults(report) == ["error NP941 0:0"]


def test_no_git_is_a_diagnostic(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoRevision, match="git is not installed"):
        Revision("HEAD", repository)


def test_a_file_with_an_at_sign_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a@b.pdf").write_bytes(b"%PDF")
    assert pdf_of("a@b.pdf", Session(Workspace(tmp_path)), Report()) == b"%PDF"
