"""The galley proof: every character of plain-text copy, in columns that a ruler agrees with."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping

import pytest

from layout.diagnostics import Report
from layout.display import GlyphRun, walk
from layout.galley import GUTTER, MARGIN, CannotSet, Galley, Setting, set_files
from layout.pipeline import Session, Workspace

COPY = (
    "近日，斜土社区团体无偿献血采血工作在市教科院实验小学有序开展，"
    "受到居民区和区域单位的积极响应，近400余名爱心人士报名参加。"
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(Workspace(tmp_path_factory.mktemp("galley")))


@pytest.fixture
def report() -> Report:
    return Report()


def set_copy(session: Session, report: Report, files: Mapping[str, str | bytes], **choices: float) -> Galley:
    for name, copy in files.items():
        path = session.workspace.root / name
        path.write_bytes(copy.encode("utf-8") if isinstance(copy, str) else copy)
    return set_files(session, tuple(files), Setting(**choices), report)  # type: ignore[arg-type]


def text_of(galley: Galley, file: int = 0) -> str:
    return "".join("".join(line.text.split()) for line in galley.files[file].lines)


def codes(report: Report) -> list[str]:
    return [fault.code for fault in report]


def runs(galley: Galley) -> Iterator[tuple[int, GlyphRun]]:
    for page in galley.pages:
        for item in walk(page.items):
            assert isinstance(item, GlyphRun)
            yield page.number, item


def test_every_character_is_set_once_and_in_order(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": f"{COPY}\n\n{COPY}\n"})
    assert text_of(galley) == COPY * 2
    assert galley.files[0].characters == 2 * len(COPY)
    assert codes(report) == []


def test_a_blank_line_ends_a_paragraph_and_a_line_end_does_not(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": "　　甲乙\n丙丁\n \u3000\n\n戊己\r\n\r\n庚\r辛"}, measure=10)
    assert [(line.text, line.last) for line in galley.files[0].lines] == [
        ("甲乙丙丁", True),
        ("戊己", True),
        ("庚辛", True),
    ]


@pytest.mark.parametrize(
    ("copy", "language", "expected"),
    [("good\nnews", "zh-Hans", "good news"), ("好\nnews", "zh-Hans", "好news"), ("좋은\n소식", "ko", "좋은 소식")],
)
def test_words_that_meet_at_a_line_end_keep_a_space(
    session: Session, report: Report, copy: str, language: str, expected: str
) -> None:
    galley = set_copy(session, report, {"a.txt": copy}, language=language)  # type: ignore[arg-type]
    assert galley.files[0].lines[0].text == expected


def test_columns_stand_side_by_side_and_run_on_to_the_next_page(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": COPY * 4}, measure=10, size=10, leading=15, columns=2, rows=5)
    lines = galley.files[0].lines
    assert [(line.page, line.column) for line in lines[:12]] == [(1, 1)] * 5 + [(1, 2)] * 5 + [(2, 1)] * 2
    assert lines[0].x == pytest.approx(MARGIN + 20)  # two ems of indent
    assert {round(line.x, 3) for line in lines[1:5]} == {MARGIN}
    assert {round(line.x, 3) for line in lines[5:10]} == {MARGIN + 100 + GUTTER}
    assert [round(line.baseline - lines[0].baseline, 3) for line in lines[:6]] == [0, 15, 30, 45, 60, 0]
    assert galley.pages[0].trim.width == pytest.approx(2 * MARGIN + 200 + GUTTER)
    assert galley.pages[0].trim.height == pytest.approx(2 * MARGIN + 5 * 15)


def test_each_file_starts_a_page_that_is_no_larger_than_its_copy(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": COPY, "b.txt": "好。", "c.txt": COPY}, columns=3)
    assert [file.lines[0].page for file in galley.files] == [1, 2, 3]
    assert galley.pages[1].trim.height == pytest.approx(2 * MARGIN + 14.25)
    assert galley.pages[1].trim.width == pytest.approx(2 * MARGIN + 14 * 9.5)


def test_the_lines_stand_where_the_page_draws_them(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": COPY * 3}, columns=2, rows=8)
    drawn: dict[tuple[int, float], list[GlyphRun]] = {}
    for page, run in runs(galley):
        column = round((run.x - MARGIN) // (14 * 9.5 + GUTTER))
        drawn.setdefault((page, column + 1, round(run.baseline, 3)), []).append(run)  # type: ignore[arg-type]
    for line in galley.files[0].lines:
        on_line = drawn.pop((line.page, line.column, round(line.baseline, 3)))  # type: ignore[arg-type]
        assert "".join(run.text for run in on_line) == line.text
        assert min(run.x + run.xs[0] for run in on_line) == pytest.approx(line.x)
    assert not drawn


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (codecs.BOM_UTF8 + COPY.encode("utf-8"), []),
        (COPY.encode("utf-16"), []),
        (codecs.BOM_UTF16_BE + COPY.encode("utf-16-be"), []),
        (COPY.encode("utf-32"), []),
        (COPY.encode("gb18030"), ["NP913"]),
    ],
)
def test_copy_as_programs_save_it(session: Session, report: Report, data: bytes, faults: list[str]) -> None:
    assert text_of(set_copy(session, report, {"a.txt": data})) == COPY
    assert codes(report) == faults
    assert not report.failed


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfe\0", b"PK\x03\x04\0\0", b"\x80\xff\xff"])
def test_what_is_no_text_is_refused_whole(session: Session, report: Report, data: bytes) -> None:
    galley = set_copy(session, report, {"a.txt": data})
    assert codes(report) == ["NP912"]
    assert galley.pages == ()


@pytest.mark.parametrize("data", [b"", b" \n\n\t", codecs.BOM_UTF8, "\u3000".encode()])
def test_an_empty_file_has_an_empty_page(session: Session, report: Report, data: bytes) -> None:
    galley = set_copy(session, report, {"a.txt": data, "b.txt": COPY})
    assert codes(report) == ["NP914"]
    assert (galley.files[0].characters, galley.files[0].lines) == (0, ())
    assert [page.number for page in galley.pages] == [1, 2]
    assert galley.files[1].lines[0].page == 2


def test_a_missing_file_is_told_and_the_others_are_set(session: Session, report: Report) -> None:
    (session.workspace.root / "near.txt").write_text(COPY, "utf-8")
    galley = set_files(session, ("naer.txt", "near.txt"), Setting(), report)
    (fault,) = report
    assert (fault.code, fault.span.file) == ("NP111", "naer.txt")
    assert "near.txt" in fault.advice()
    assert [file.characters for file in galley.files] == [0, len(COPY)]


def test_a_missing_glyph_is_told_at_its_place_and_its_character_is_kept(session: Session, report: Report) -> None:
    galley = set_copy(session, report, {"a.txt": "第一段。\n\n第二段\n\ue123召开。"})
    (fault,) = report
    assert (fault.code, fault.span.line, fault.span.column) == ("NP401", 4, 1)
    assert text_of(galley) == "第一段。第二段\ue123召开。"


def test_a_run_longer_than_the_measure_is_told_and_kept(session: Session, report: Report) -> None:
    word = "x" * 60
    galley = set_copy(session, report, {"a.txt": f"见{word}。"}, measure=6)
    assert report.failed
    assert text_of(galley) == f"见{word}。"


@pytest.mark.parametrize(
    "choices",
    [{"measure": 0}, {"size": float("nan")}, {"leading": float("inf")}, {"indent": 14}, {"columns": 90, "measure": 40}],
)
def test_what_no_page_could_hold_is_refused(choices: dict[str, float]) -> None:
    with pytest.raises(CannotSet):
        Setting(**choices)  # type: ignore[arg-type]


def test_an_unknown_role_is_refused_with_a_guess(session: Session, report: Report) -> None:
    with pytest.raises(CannotSet, match="did you mean kai"):
        set_files(session, (), Setting(font="kia"), report)


def test_the_same_copy_gives_the_same_galley(session: Session, report: Report) -> None:
    assert set_copy(session, report, {"a.txt": COPY}) == set_copy(session, report, {"a.txt": COPY})
