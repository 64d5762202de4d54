"""The sample issues, built as an editor builds them, before the same judges."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import pytest
import readback
import verapdf
from conftest import ROOT, ask
from samples import ISSUES, printed
from test_judges import rgb

import layout
from layout.pipeline import Session


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("samples")
    made = {}
    for issue in ISSUES:
        made[issue] = folder / f"{issue.replace('/', '-')}.pdf"
        made[issue].write_bytes(printed(issue)[1])
    return made


def test_there_are_samples() -> None:
    assert len(ISSUES) >= 2


def test_verapdf_passes_every_sample(samples: dict[str, Path]) -> None:
    if reason := verapdf.missing():
        pytest.skip(reason)
    assert {
        breach for breaches in verapdf.judge(list(samples.values()), ("2a", "ua1")).values() for breach in breaches
    } == set()


@pytest.mark.parametrize("issue", ISSUES)
def test_qpdf_finds_nothing(samples: dict[str, Path], issue: str) -> None:
    assert "No syntax or stream encoding errors found" in ask("qpdf", "--check", samples[issue])


@pytest.mark.parametrize("issue", ISSUES)
def test_every_font_is_embedded_as_a_subset_with_unicode(samples: dict[str, Path], issue: str) -> None:
    rows = [row.split() for row in ask("pdffonts", samples[issue]).splitlines()[2:]]
    kinds = {f"CID {program} Identity-{way}" for program in ("TrueType", "Type 0C") for way in "HV"}
    assert {" ".join(row[1:-5]) for row in rows} <= kinds
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


@pytest.mark.parametrize("issue", ISSUES)
def test_no_colour_but_cmyk_and_gray(samples: dict[str, Path], issue: str) -> None:
    assert rgb(samples[issue]) == set()


@pytest.mark.parametrize(("standard", "flavours"), [("x-1a", ("1b",)), ("a-3a", ("3a", "ua1"))])
def test_a_sample_keeps_the_other_standards_too(standard: str, flavours: tuple[str, ...], tmp_path: Path) -> None:
    if reason := verapdf.missing():
        pytest.skip(reason)
    session = Session(layout.Workspace(ROOT))
    file = tmp_path / f"{standard}.pdf"
    file.write_bytes(session.pdf(session.check(ISSUES[-1]), standard=standard))
    assert verapdf.judge([file], flavours)[file] == ()


def test_the_archive_file_holds_the_issue_its_paper_and_the_list_of_pictures(tmp_path: Path) -> None:
    session = Session(layout.Workspace(ROOT))
    proof = session.check(ISSUES[-1])
    with readback.opened(session.pdf(proof, standard="a-3a")) as document:
        held = {name: document.attachments[name].get_file().read_bytes() for name in document.attachments}
    issue = ROOT / ISSUES[-1]
    assert held[issue.name] == issue.read_bytes()
    assert held["paper.yaml"] == (issue.parent / "paper.yaml").read_bytes()
    pictures = [row.split("\t") for row in held["pictures.tsv"].decode().splitlines()[1:]]
    assert pictures
    for _, file, digest, _ in pictures:
        assert blake2b((issue.parent / file).read_bytes()).hexdigest() == digest
