"""The pictures of a job show every ink that a page is printed in."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import sheets
from coloured import RED, SPOT
from PIL import Image

from layout.display import Fill, PageInks
from layout.package.checking import previews
from layout.pdf.job import newsprint
from layout.preflight import Judgement
from layout.units import Rect


def test_a_page_looks_as_it_will_with_its_spot_ink() -> None:
    """On a page of black and the spot, and on one of all inks that has it on it."""
    plain = sheets.page(Fill(Rect(20, 20, 90, 30), SPOT))
    pages = [plain, replace(plain, number=2, inks=PageInks((SPOT,), RED))]
    plates = {"Black": (2, 1, b"\xff\xff"), SPOT.spot: (2, 1, b"\xff\x00")}
    files = previews(Judgement("a", "newsprint", plates=(plates, plates)), pages, newsprint())
    assert set(files) == {f"{page}{name}.png" for page in ("01", "02") for name in ("", "_PANTONE-186-C")}
    for page in ("01", "02"):
        picture = Image.open(BytesIO(files[f"{page}.png"])).convert("RGB")
        paper, inked = picture.getpixel((0, 0)), picture.getpixel((1, 0))
        assert min(paper) > 150
        assert inked[0] > 1.7 * max(inked[1:])


def test_an_inks_name_is_no_path() -> None:
    """Nor do two inks have one file."""
    plates = dict.fromkeys(("../../大红", "a/b", "A b"), (1, 1, b"\x00"))
    files = previews(Judgement("a", "newsprint", plates=(plates,)), [sheets.page()], newsprint())
    assert set(files) == {"01.png", "01_大红.png", "01_a-b.png", "01_A-b-2.png"}
