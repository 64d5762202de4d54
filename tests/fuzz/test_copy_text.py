"""Copy of any kind through the galley: no traceback, and no character lost that was not told."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layout.diagnostics import Report
from layout.galley import Setting, proof, set_files
from layout.pipeline import Session, Workspace

NEWS = "近日，上影居委召开“党员”会议（第16次）。《红梅赞》——3.5%、A4纸…！？12:30￥5㎡々〇　 \n\n\t"
# Copy as it comes: news, Latin words, numbers, other scripts, emoji, joiners, controls, private use, the far planes.
PIECES = st.one_of(
    st.text(st.sampled_from(NEWS), max_size=60),
    st.from_regex(r"[A-Za-z]{1,40}|[0-9]{1,20}[.,%‰℃]?|https?://[a-z./]{1,50}", fullmatch=True),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        [
            "👨‍👩‍👧",
            "e\u0301",
            "葛\U000e0100",
            "\u200b",
            "\ufeff",
            "\u2028",
            "한국어",
            "ا",
            "\U0002000b",
            "\x07",
            "ㄅ",
            "ｶﾞ",
        ]
    ),
)
COPY = st.lists(PIECES, max_size=12).map("".join)
SETTINGS = st.builds(
    Setting,
    measure=st.sampled_from([3, 5.5, 11, 14, 40]),
    size=st.sampled_from([6, 9.5, 24]),
    indent=st.sampled_from([0, 2]),
    language=st.sampled_from(["zh-Hans", "zh-Hant", "ja", "ko"]),
    columns=st.integers(1, 3),
    rows=st.sampled_from([1, 7, 60]),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(Workspace(tmp_path_factory.mktemp("fuzz")))


def printing(text: str) -> list[str]:
    """The characters that leave a mark."""
    return [c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(copy=COPY, setting=SETTINGS)
def test_no_character_is_lost_or_moved(session: Session, copy: str, setting: Setting) -> None:
    (session.workspace.root / "copy.txt").write_text(copy, "utf-8", newline="")
    report = Report()
    galley = set_files(session, ("copy.txt",), setting, report)
    if "\0" in copy:
        assert report.failed
        return
    assert printing("".join(line.text for line in galley.files[0].lines)) == printing(copy)
    for fault in report:
        assert fault.message("en")
        assert fault.message("zh")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(copy=COPY, setting=SETTINGS)
def test_any_copy_makes_a_pdf(session: Session, copy: str, setting: Setting) -> None:
    (session.workspace.root / "copy.txt").write_text(copy.replace("\0", ""), "utf-8", newline="")
    galley = set_files(session, ("copy.txt",), setting, Report())
    pdf = proof(session, galley, setting, Report())
    assert pdf.startswith(b"%PDF-")
    assert b"%%EOF" in pdf[-32:]


@settings(max_examples=150, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), COPY.map(lambda copy: copy.encode("gb18030", "replace"))))
def test_any_bytes_are_text_or_a_fault(session: Session, data: bytes) -> None:
    (session.workspace.root / "copy.txt").write_bytes(data)
    report = Report()
    galley = set_files(session, ("copy.txt",), Setting(), report)
    assert galley.pages or report.failed
