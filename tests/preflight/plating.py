"""Empty pages to draw on, and what Ghostscript puts on their plates."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Pdf
from PIL import Image
from planting import saved

from layout.units import MM

Drawing = Callable[[Pdf], object]


def blanks(count: int) -> Pdf:
    """Pages of 100 × 100 mm with nothing on them."""
    pdf = Pdf.new()
    side = 100 * MM
    for _ in range(count):
        pdf.add_blank_page(page_size=(side, side))
    for page in pdf.pages:
        page.obj["/TrimBox"] = Array([0, 0, side, side])
        page.obj["/Resources"] = Dictionary()
    return pdf


def blank(*drawings: Drawing) -> bytes:
    """Two such pages, and these on the second."""
    pdf = blanks(2)
    for drawing in drawings:
        drawing(pdf)
    return saved(pdf)


FINE = 300
"""Pixels an inch, of type: at 144 Ghostscript, which paints every pixel that is touched, has it a twentieth heavier."""


def ghostscript(data: bytes, folder: Path, page: int = 2, dpi: int = 144) -> dict[str, float]:
    """Mean share of each ink inside the trim of a page; inks that are nowhere are left out."""
    return ghostscripts(data, folder, page, page, dpi)[page]


def ghostscripts(data: bytes, folder: Path, first: int, last: int, dpi: int = 144) -> dict[int, dict[str, float]]:
    """The same of several pages, as they are printed."""
    if shutil.which("gs") is None:
        pytest.skip("Ghostscript is not installed")
    (folder / "page.pdf").write_bytes(data)
    for old in folder.glob("plate*.tif"):
        old.unlink()
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dPrinted", "-sDEVICE=tiffsep", f"-r{dpi}"]
    pages = [f"-dFirstPage={first}", f"-dLastPage={last}"]
    subprocess.run([*command, *pages, "-o", "plate%d.tif", "page.pdf"], cwd=folder, check=True, capture_output=True)
    found: dict[int, dict[str, float]] = {page: {} for page in range(first, last + 1)}
    with pikepdf.open(BytesIO(data)) as pdf:
        for file in sorted(folder.glob("plate*(*).tif")):
            number, ink = re.findall(r"plate(\d+)\((.*)\)", file.name)[0]
            page = first + int(number) - 1
            left, bottom, right, top = (float(edge) * dpi / 72 for edge in pdf.pages[page - 1].TrimBox)
            high = float(pdf.pages[page - 1].MediaBox[3]) * dpi / 72
            box = (round(left), round(high - top), round(right), round(high - bottom))
            counts = Image.open(file).convert("L").crop(box).histogram()
            share = sum((255 - value) * count for value, count in enumerate(counts)) / 255 / sum(counts)
            if share > 0.0005:
                found[page][ink] = share
    return found
