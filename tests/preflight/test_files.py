"""No false alarm on our own files and on clean ones of others; the real faults of others are found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from planting import ROOT, as_x1a, made
from samples import ISSUES, printed

from layout.fonts import FontBook
from layout.preflight import examine
from layout.presses import press


def codes(data: bytes, press_name: str = "newsprint") -> list[str]:
    return [finding.code for finding in examine(data, "page.pdf", press(press_name)).findings]


def test_our_own_pages_are_clean(clean: bytes) -> None:
    assert codes(clean) == []


def test_our_own_x1a_is_clean(book: FontBook) -> None:
    assert codes(made(book, "x-1a"), "newsprint-x1a") == []


def test_a_clean_x1a_is_clean(clean: bytes) -> None:
    assert codes(as_x1a(clean), "newsprint-x1a") == []


@pytest.mark.parametrize("issue", ISSUES)
def test_the_samples_are_clean(issue: str) -> None:
    assert codes(printed(issue)[1]) == []


def test_the_press_is_compared(clean: bytes) -> None:
    assert codes(clean, "coated") == ["NP840"]
    assert codes(clean, "newsprint-x1a") == ["NP825"]


PAGE = """%!
<< /PageSize [300 400] >> setpagedevice
[ /TrimBox [20 20 280 380] /BleedBox [11 11 289 389] /PAGE pdfmark
0 0 0 1 setcmykcolor /NimbusSans-Regular 14 selectfont 40 300 moveto (Plain words in black) show
0.2 0.4 0.1 0 setcmykcolor 60 60 100 100 rectfill
showpage
"""
SETTINGS = """%!
[ /Title (A page) /Creator (a test) /GTS_PDFXVersion ({version}) /Trapped /False /DOCINFO pdfmark
[ /_objdef {{profile}} /type /stream /OBJ pdfmark
[ {{profile}} << /N 4 >> /PUT pdfmark
[ {{profile}} ({profile}) (r) file /PUT pdfmark
[ /_objdef {{intent}} /type /dict /OBJ pdfmark
[ {{intent}} << /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (CGATS TR 002)
    /RegistryName (http://www.color.org) /DestOutputProfile {{profile}} >> /PUT pdfmark
[ {{Catalog}} << /OutputIntents [ {{intent}} ] >> /PUT pdfmark
"""


@pytest.mark.parametrize("version", ["PDF/X-3:2002", "PDF/X-1a:2003"])
def test_a_clean_file_of_ghostscript_is_clean(version: str, tmp_path: Path) -> None:
    if shutil.which("gs") is None:
        pytest.skip("Ghostscript is not installed")
    profile = ROOT / "layout/data/icc/SNAP_TR002.icc"
    settings = SETTINGS.replace("{{", "{").replace("}}", "}").replace("{version}", version)
    settings = settings.replace("({profile})", f"({profile})")
    (tmp_path / "settings.ps").write_text(settings)
    (tmp_path / "page.ps").write_text(PAGE)
    given = ["-dPDFX", "-dCompatibilityLevel=1.3", "-sColorConversionStrategy=CMYK", "-dNOSAFER"]
    subprocess.run(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", *given, "-o", "made.pdf", "settings.ps", "page.ps"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    data = (tmp_path / "made.pdf").read_bytes()
    if version.startswith("PDF/X-1a"):
        assert codes(data, "newsprint-x1a") == []
    else:
        assert codes(data) == ["NP825"]


WEASYPRINT = """
import sys
import weasyprint
weasyprint.HTML(string=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/x-4")
"""


def test_the_faults_of_weasyprints_x4_are_found(tmp_path: Path) -> None:
    if find_spec("weasyprint") is None:
        pytest.skip("WeasyPrint is not installed")
    html = (
        "<html lang=en><head><title>page</title><style>@page{size:200mm 300mm;bleed:3mm}</style></head>"
        "<body><h1 style='color:#c00'>Head</h1><p><a href='https://example.org'>link</a></p></body></html>"
    )
    # In a process of its own: on import it tells Pillow to take half a picture for a whole one, everywhere.
    command = [sys.executable, "-c", WEASYPRINT, html, str(tmp_path / "made.pdf")]
    drawn = subprocess.run(command, capture_output=True, text=True)
    if drawn.returncode and "OSError" in drawn.stderr:
        pytest.skip("the libraries WeasyPrint draws with are not installed")
    assert drawn.returncode == 0, drawn.stderr
    found = codes((tmp_path / "made.pdf").read_bytes())
    assert {"NP834", "NP848", "NP870", "NP872"} <= set(found)
