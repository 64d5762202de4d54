"""A print job opened as a prepress operator would: everything is in it, in the right order,
and nothing else got touched."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from drawer import faults

from layout.diagnostics import Report
from layout.package import submitting
from layout.package.folder import SUMS, verify, with_sums
from layout.package.plates import Plate, Sheet
from layout.package.submitting import GRAMS, Asked, prepare, submit
from layout.pdf.raster import characters
from layout.pdffile import open_pdf
from layout.pipeline import Proof, Session, Workspace
from layout.preflight import Judgement
from layout.signing import sign
from layout.units import MM

SEED = Path(__file__).parent.parent.parent / "issues/xietu/2019-07-15.yaml"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A copy of the seed paper."""
    folder = tmp_path / "paper"
    shutil.copytree(SEED.parent, folder, ignore=shutil.ignore_patterns("*.pdf", "*.json"))
    return folder


def says(folder: Path, words: str) -> None:
    """Add to what the paper says."""
    with (folder / "paper.yaml").open("a", encoding="utf-8") as file:
        file.write(words)


def handed(folder: Path, target: str = "job", press: str = "", asked: Asked | None = None) -> tuple[Proof, bool]:
    return submit(Session(Workspace(folder)), SEED.name, press, target, asked)


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No preflight and no pictures, for tests of other steps: they take four fifths of the time."""
    monkeypatch.setattr(submitting, "judge", lambda pdf, name, press, report, pages: Judgement(name, press.name))
    monkeypatch.setattr(submitting, "coverage", lambda judged: ((("Black", 0.1),),))
    monkeypatch.setattr(submitting, "previews", lambda *_: {})
    monkeypatch.setattr(submitting, "_keys", lambda *_: None)


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The job of an issue of four pages: the seed's page four times, numbered."""
    session = Session(Workspace(SEED.parent))
    proof = session.check(SEED.name)
    made = tuple(replace(proof.pages[0], page=replace(proof.pages[0].page, number=number)) for number in range(1, 5))
    assert proof.job is not None
    files = prepare(session, replace(proof, pages=made), "", Asked(copies=1000), "en", lambda *_: None)
    assert files is not None
    return files


def test_a_job_of_four_pages_has_everything(four: dict[str, bytes]) -> None:
    job = "xietu-20190715-128"
    names = {name for name in four if not name.startswith("proof/")}
    assert names == {
        *(f"pages/xietu_20190715_{page:02d}.pdf" for page in range(1, 5)),
        f"{job}.pdf",
        f"{job}.xjdf",
        f"flats/{job}_flats.pdf",
        f"flats/{job}_spreads.pdf",
        f"ink-keys/{job}.xjdf",
        f"ink-keys/{job}_sheet1.ppf",
        "ink-keys.csv",
        "ink-keys.json",
        "ink.json",
        "job-sheet.pdf",
        "preflight.html",
        "preflight.json",
    }
    assert {name for name in four if name.startswith("proof/")} == {
        f"proof/{job}_{page:02d}{ink}.png"
        for page in range(1, 5)
        for ink in ("", "_Cyan", "_Magenta", "_Yellow", "_Black")
    }


def test_each_press_page_is_a_press_file_of_its_own(four: dict[str, bytes]) -> None:
    for name in (name for name in four if name.startswith("pages/")):
        pdf = open_pdf(four[name])
        assert len(pdf.pages) == 1
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes()


def test_flats_and_spreads_have_their_pages(four: dict[str, bytes]) -> None:
    flats = open_pdf(four["flats/xietu-20190715-128_flats.pdf"])
    spreads = open_pdf(four["flats/xietu-20190715-128_spreads.pdf"])
    assert len(flats.pages) == 2
    assert len(spreads.pages) == 3
    trim = [float(edge) / MM for edge in flats.pages[0].trimbox]
    assert trim[2] - trim[0] == pytest.approx(544, abs=0.01)
    assert trim[3] - trim[1] == pytest.approx(390, abs=0.01)
    texts = ["".join(each[0] for each in page) for page in characters(four["flats/xietu-20190715-128_spreads.pdf"])]
    assert [text.count("中央扫黑除恶第16督导组下沉斜土") for text in texts] == [1, 2, 1]


def test_the_job_sheet_says_what_lies_where_and_how_many(four: dict[str, bytes]) -> None:
    pages = characters(four["job-sheet.pdf"])
    text = "".join(each[0] for each in pages[0])
    assert len(pages) == 1
    for words in (
        "付印通知单",
        "272×390mm",
        "1,000",
        "套折",
        "41第1张正面front23第1张反面back",
        "CGATSTR002",
        "PDF/X-4",
        "SHA256SUMS",
    ):
        assert words in text, words


def test_ink_is_told_by_page_and_in_all(four: dict[str, bytes]) -> None:
    ink = json.loads(four["ink.json"])
    black = ink["pages"][0]["area"]["Black"]
    assert 0.1 < black < 0.2
    grams = black * 0.272 * 0.390 * GRAMS
    assert ink["pages"][0]["grams_a_copy"]["Black"] == pytest.approx(grams, rel=0.01)
    assert ink["grams_in_all"]["Black"] == pytest.approx(4 * 1000 * grams, rel=0.01)
    assert ink["pages"][0]["plates"] == ["Cyan", "Magenta", "Yellow", "Black"]


def test_the_keys_of_a_flat_are_those_of_its_pages(four: dict[str, bytes]) -> None:
    keys = json.loads(four["ink-keys.json"])
    ink = json.loads(four["ink.json"])
    assert [(form["side"], form["pages"]) for form in keys["forms"]] == [("front", ["4", "1"]), ("back", ["2", "3"])]
    form = keys["forms"][0]
    plate = form["plates"]["Black"]
    trimmed = 2 * 272 * 390 / (form["sheet_mm"][0] * form["sheet_mm"][1])
    assert len(plate["zones"]) == keys["zones"] == 32
    assert plate["mean"] == pytest.approx(ink["pages"][0]["area"]["Black"] * trimmed, rel=0.06)
    assert sum(plate["zones"]) / 32 == pytest.approx(plate["mean"], abs=0.001)
    assert "墨区Inkzones32×17.94mm" in "".join(each[0] for each in characters(four["job-sheet.pdf"])[0])


def test_the_same_issue_makes_the_same_job(paper: Path) -> None:
    for name in ("one.zip", "two.zip"):
        proof, done = handed(paper, name)
        assert done
        assert faults(proof.report) == ["warning NP926 0:0"]
    assert (paper / "one.zip").read_bytes() == (paper / "two.zip").read_bytes()
    assert verify(Workspace(paper), "one.zip", Report()) > 8


def test_errors_of_the_issue_stop_the_job(paper: Path) -> None:
    issue = paper / SEED.name
    issue.write_text(
        issue.read_text("utf-8").replace("images/dudao.jpg", "images/gone.jpg").replace("placeholder", "error"), "utf-8"
    )
    before = sorted(os.listdir(paper))
    proof, done = handed(paper)
    assert not done
    assert proof.report.failed
    assert sorted(os.listdir(paper)) == before


def test_roles_the_paper_lists_must_have_signed(paper: Path) -> None:
    says(paper, "sign_off: [校对, 终审]\n")
    proof, done = handed(paper)
    assert not done
    assert faults(proof.report).count("error NP920 0:0") == 2
    assert not (paper / "job").exists()


def test_a_change_after_signing_stops_the_job_and_leaves_the_old_one(paper: Path, unseen: None) -> None:
    says(paper, "sign_off: [终审]\n")
    workspace = Workspace(paper)
    session = Session(workspace)
    pdf = session.pdf(session.check(SEED.name))
    from datetime import date

    sign(workspace, SEED.name, pdf, "王编辑", "终审", date(2019, 7, 14), Report())
    assert handed(paper)[1]
    signatures = json.loads((paper / "job/signatures.json").read_text("utf-8"))["signatures"]
    assert [each["name"] for each in signatures] == ["王编辑"]
    assert (paper / "job/xietu-20190715-128.pdf").read_bytes() == pdf  # what was signed is in the job
    sums = (paper / "job" / SUMS).read_bytes()
    issue = paper / SEED.name
    issue.write_text(issue.read_text("utf-8").replace("近日，上影", "日前，上影"), "utf-8")
    proof, done = handed(paper)
    assert not done
    assert "error NP921 0:0" in faults(proof.report)
    assert (paper / "job" / SUMS).read_bytes() == sums
    assert verify(workspace, "job", Report()) > 5


@pytest.mark.parametrize(
    ("press", "code"), [("nowhere", "NP924"), ("coated", "NP929"), ("gone.toml", "NP924"), ("paper.toml", "NP924")]
)
def test_a_press_that_cannot_be_had_is_told(paper: Path, press: str, code: str) -> None:
    (paper / "paper.toml").write_text("naming = 3\n")
    proof, done = handed(paper, press=press)
    assert not done
    assert faults(proof.report) == [f"error {code} 0:0"]


def test_the_shop_names_its_files(paper: Path, unseen: None) -> None:
    (paper / "shop.toml").write_text('naming = "{paper}/{date}-{number}.pdf"\n')
    assert handed(paper, press="shop.toml")[1]
    assert os.listdir(paper / "job/pages") == ["xietu-20190715-128.pdf"]


def test_a_queue_gets_the_code_of_the_paper(paper: Path, unseen: None) -> None:
    (paper / "shop.toml").write_text('naming = "{code}-{mmdd}-{edition}-{page}.pdf"\nascii_names = true\n')
    text = (paper / "paper.yaml").read_text("utf-8")
    (paper / "paper.yaml").write_text(text.replace("press: {name: newsprint}", "press: {code: XTSQ}"), "utf-8")
    assert handed(paper, press="shop.toml", asked=Asked(edition="B"))[1]
    assert os.listdir(paper / "job/pages") == ["XTSQ-0715-B-02.pdf"]


def test_plates_are_named_by_the_queue_and_are_of_the_inks_on_the_page(
    paper: Path, unseen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def screened(pdf: bytes, sheets: object, press: object, *_: object) -> dict[str, Plate]:
        asked.append(sheets)
        return {"a.tif": Plate("Black", 10, 20, b"II*")}

    monkeypatch.setattr(submitting, "screened", screened)
    assert handed(paper, asked=Asked(plates=True))[1]
    assert asked == [[Sheet(0, (("Black", "xietu-20190715-02-K.tif"),))]]
    assert (paper / "job/plates/a.tif").read_bytes() == b"II*"
    assert json.loads((paper / "job/plates.json").read_text("utf-8"))["plates"][0]["width"] == 10


def test_a_due_time_that_says_nothing_is_told(paper: Path) -> None:
    proof, done = handed(paper, asked=Asked(due="soon"))
    assert not done
    assert faults(proof.report) == ["error NP928 0:0"]


def test_what_the_command_says_goes_over_the_paper(paper: Path, unseen: None) -> None:
    says(paper, "")
    text = (paper / "paper.yaml").read_text("utf-8")
    (paper / "paper.yaml").write_text(
        text.replace("press: {name: newsprint}", "press: {copies: 5, due: 当天 5:30, contact: 甲}"), "utf-8"
    )
    assert handed(paper, asked=Asked(copies=7, due="前一天 20:00"))[1]
    ticket = (paper / "job/xietu-20190715-128.xjdf").read_text("utf-8")
    assert 'Amount="7"' in ticket
    assert 'End="2019-07-14T20:00:00"' in ticket
    assert "甲" in ticket


def test_an_old_press_gets_pdf_x_1a(paper: Path, unseen: None) -> None:
    assert handed(paper, press="newsprint-x1a")[1]
    page = (paper / "job/pages/xietu_20190715_02.pdf").read_bytes()
    assert page.startswith(b"%PDF-1.4")
    document = open_pdf(page)
    assert str(document.docinfo["/GTS_PDFXVersion"]).startswith("PDF/X-1")


def test_sections_that_do_not_add_up_are_told(paper: Path, unseen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (paper / "paper.yaml").read_text("utf-8")
    (paper / "paper.yaml").write_text(text.replace("press: {name: newsprint}", "press: {sections: 8+8}"), "utf-8")
    session = Session(Workspace(paper))
    proof = session.check(SEED.name)
    made = tuple(replace(proof.pages[0], page=replace(proof.pages[0].page, number=number)) for number in (1, 2))
    monkeypatch.setattr(submitting, "coverage", lambda judged: ((("Black", 0.1),),) * 2)
    files = prepare(session, replace(proof, pages=made), "", Asked(), "en", lambda *_: None)
    assert files is not None
    assert faults(proof.report) == ["warning NP919 0:0"]
    document = open_pdf(files["flats/xietu-20190715-128_flats.pdf"])
    assert len(document.pages) == 2


def test_the_sums_cover_every_file(
    four: dict[str, bytes], workspace_of: Callable[[dict[str, bytes]], Workspace]
) -> None:
    workspace = workspace_of(with_sums(four))
    assert verify(workspace, "job", Report()) == len(four)


@pytest.fixture
def workspace_of(tmp_path: Path) -> Callable[[dict[str, bytes]], Workspace]:
    def put(files: dict[str, bytes]) -> Workspace:
        workspace = Workspace(tmp_path)
        workspace.write_folder("job", files)
        return workspace

    return put
