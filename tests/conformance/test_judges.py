"""Outside judges on finished files: veraPDF, qpdf, poppler, MuPDF, Ghostscript.
A judge that is not installed is skipped."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import verapdf
from coloured import SPOT
from conftest import ask

from layout.units import MM

FLAVOURS = ("2u", "2a", "ua1")
NAMES = ("press", "text", "bare")


@pytest.fixture(scope="session")
def verdicts(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[verapdf.Breach, ...]]:
    """Of the files, and of "spoilt", which has lost its output intents."""
    if reason := verapdf.missing():
        pytest.skip(reason)
    spoilt = tmp_path_factory.mktemp("spoilt") / "spoilt.pdf"
    with pikepdf.open(files["text"]) as document:
        del document.Root.OutputIntents
        document.save(spoilt)
    judged = {**files, "spoilt": spoilt}
    found = verapdf.judge(list(judged.values()), FLAVOURS)
    return {name: found[file] for name, file in judged.items()}


@pytest.mark.parametrize("name", [*NAMES, "inks"])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_verapdf_passes(verdicts: dict[str, tuple[verapdf.Breach, ...]], name: str, flavour: str) -> None:
    assert [breach for breach in verdicts[name] if breach.flavour == flavour] == []


def test_verapdf_is_awake(verdicts: dict[str, tuple[verapdf.Breach, ...]]) -> None:
    assert any(breach.rule.startswith("6.2.4.3") for breach in verdicts["spoilt"])


@pytest.mark.parametrize("name", [*NAMES, "inks"])
def test_qpdf_finds_nothing(files: dict[str, Path], name: str) -> None:
    said = ask("qpdf", "--check", files[name])
    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said


def test_every_font_is_embedded_as_a_subset_with_unicode(files: dict[str, Path]) -> None:
    rows = [row.split() for row in ask("pdffonts", files["press"]).splitlines()[2:]]
    assert len(rows) >= 6
    for row in rows:
        kind = " ".join(row[1:-5])
        assert kind.removesuffix("-H").removesuffix("-V") in ("CID TrueType Identity", "CID Type 0C Identity")
        assert row[-5:-2] == ["yes", "yes", "yes"], row
        assert row[0][6] == "+"


@pytest.mark.parametrize("name", NAMES)
def test_mupdf_draws_it_without_a_word(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    said = ask("mutool", "draw", "-q", "-r", "20", "-o", tmp_path / "%d.png", files[name])
    assert [line for line in said.splitlines() if "error" in line or "warning: ICC" not in line] == []


def test_black_copy_is_on_the_black_plate_alone(files: dict[str, Path]) -> None:
    said = ask("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=inkcov", "-r72", "-o", "-", files["text"])
    cyan, magenta, yellow, black = (float(part) for part in said.split()[:4])
    assert cyan == magenta == yellow == 0
    assert black > 0


def test_a_page_printed_without_colour_has_no_ink_on_the_other_plates(files: dict[str, Path], tmp_path: Path) -> None:
    """Trim, bleed and marks: of four pages, colour on 1 and 4, 2 is black, 3 black and a spot."""
    from PIL import Image as Pillow

    out = tmp_path / "%d.tif"
    ask("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dLastPage=3", "-sDEVICE=tiffsep", "-r72", "-o", out, files["inks"])
    every = {"Black", "Cyan", "Magenta", "Yellow", SPOT.spot, "PANTONE 300 C"}  # the last is in the advert alone
    for number, inks in enumerate((every, {"Black"}, {"Black", SPOT.spot}), 1):
        plates = {plate.name[2:-5]: Pillow.open(plate).convert("L") for plate in tmp_path.glob(f"{number}(*).tif")}
        assert {name for name, plate in plates.items() if plate.getextrema() != (255, 255)} == inks
        edge = {name: plate.crop((0, 0, plate.width, round(12 * MM))) for name, plate in plates.items()}
        assert {name for name, plate in edge.items() if plate.getextrema()[0] < 50} == inks  # marks, on each


def test_registration_marks_are_on_every_plate_and_only_outside_the_bleed(
    files: dict[str, Path], tmp_path: Path
) -> None:
    from PIL import Image as Pillow

    resolution = 72
    ask(
        "gs",
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiffsep",
        f"-r{resolution}",
        "-o",
        tmp_path / "plate.tif",
        files["bare"],
    )
    inner = round((3 + 12 - 3) * MM)
    plates = sorted(tmp_path.glob("plate*(*).tif"))
    assert len(plates) == 4
    for plate in plates:
        sheet = Pillow.open(plate).convert("L")
        assert sheet.getextrema()[0] < 50
        inside = sheet.crop((inner + 1, inner + 1, sheet.width - inner - 1, sheet.height - inner - 1))
        assert inside.getextrema() == (255, 255)


@pytest.mark.parametrize("name", NAMES)
def test_no_colour_but_cmyk_and_gray(files: dict[str, Path], name: str) -> None:
    assert rgb(files[name]) == set()


def rgb(file: Path) -> set[str]:
    """Names of colour spaces and operators in the file that are not DeviceCMYK's or DeviceGray's, nor those of marks
    on all plates."""
    strange = {"/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased", "/Indexed", "/RGB", "/Separation", "/DeviceN"}
    with pikepdf.open(file) as document:
        others = [entry for entry in document.objects if not registers(entry)]
        found = set().union(*(names_of_colour(entry) & strange for entry in others))
        for page in document.pages:
            operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            found |= operators & {"rg", "RG", "g", "G", "sc", "SC", "sh"}
            if not all(map(registers, page.Resources.get("/ColorSpace", {}).values())):
                found |= operators & {"scn", "SCN", "cs", "CS"}
    return found


def registers(entry: pikepdf.Object) -> bool:
    return (
        isinstance(entry, pikepdf.Array)
        and len(entry) == 4
        and [str(part) for part in list(entry)[:2]] == ["/Separation", "/All"]
    )


def names_of_colour(entry: pikepdf.Object) -> set[str]:
    """Every name in an object, but not in those it refers to."""
    if isinstance(entry, pikepdf.Name):
        return {str(entry)}
    if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
        kids = [entry.get(key) for key in entry.keys()]  # noqa: SIM118
    elif isinstance(entry, pikepdf.Array):
        kids = list(entry)
    else:
        return set()
    return set().union(
        *(names_of_colour(kid) for kid in kids if isinstance(kid, pikepdf.Object) and not kid.is_indirect)
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_the_file_that_x4_forbids(files: dict[str, Path], name: str) -> None:
    """ISO 15930-7 §6: no encryption, LZW, actions, annotations, scripts, attachments, transfer curves or PostScript."""
    forbidden = {
        "/Encrypt",
        "/LZWDecode",
        "/JavaScript",
        "/JS",
        "/AA",
        "/OpenAction",
        "/Annots",
        "/AcroForm",
        "/EmbeddedFiles",
    }
    forbidden |= {
        "/TR",
        "/TR2",
        "/HTP",
        "/HT",
        "/PS",
        "/OPI",
        "/Alternates",
        "/Ref",
        "/UserUnit",
        "/Perms",
        "/XFA",
        "/ArtBox",
    }
    with pikepdf.open(files[name]) as document:
        assert not document.is_encrypted
        for entry in document.objects:
            keys = set(entry.keys()) if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)) else set()
            assert not (keys | names_of_colour(entry)) & forbidden
