"""Ink keys against Ghostscript's plates of the same flat, zone by zone."""

from __future__ import annotations

from pathlib import Path

from conftest import ask
from sheets import JOB, line, page

from layout.display import Fill, Group, Ink
from layout.folding import flat_of, sheets
from layout.fonts import FontBook
from layout.package.imposition import carrier, impose, placed
from layout.package.inkkeys import ink_keys, zone_shares
from layout.pdf.writer import write
from layout.presses import press
from layout.units import MM, Rect, Size

TRIM, BLEED = Size(90 * MM, 60 * MM), 3 * MM
WITHIN = 0.01  # of a zone


def test_each_zone_is_that_of_ghostscripts_plates(book: FontBook, tmp_path: Path) -> None:
    from PIL import Image

    pages = []
    for at in range(4):
        rows = [
            line(book, "冷固新闻纸上的小字也有墨，按墨区算。", 20 + 30 * at, 40 + 13 * row, 9.5) for row in range(9)
        ]
        tint = Fill(Rect(-BLEED, -BLEED, (20 + 10 * at) * MM, 20 * MM), Ink(0.6, 0.3 * (at % 2), 0, 0))
        pages.append(page(tint, *(Group("paragraph", row) for row in rows), number=at + 1, trim=TRIM))
    sides = [flat_of(side) for side in sheets(4, "nested")]
    empty = [carrier(flat, TRIM, BLEED, "小报", (1, 2, 3, 4)) for flat in sides]
    flats = impose(write(pages, book, JOB), write(empty, book, JOB), [placed(flat, TRIM, BLEED) for flat in sides])
    keys = ink_keys(flats, [(flat.sheet, flat.back, 1, ()) for flat in sides], press())
    (tmp_path / "flats.pdf").write_bytes(flats)
    device = ("-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r300")
    ask("gs", *device, "-o", tmp_path / "p%d.tif", tmp_path / "flats.pdf")
    assert {plate.ink for plate in keys.forms[0].plates} == {"Cyan", "Magenta", "Yellow", "Black"}
    for number, form in enumerate(keys.forms, 1):
        for plate in form.plates:
            drawn = Image.open(tmp_path / f"p{number}({plate.ink}).tif").convert("L")
            data = drawn.tobytes()
            columns = [1 - sum(data[at :: drawn.width]) / 255 / drawn.height for at in range(drawn.width)]
            shares = zone_shares(columns, form.width, keys.zone_width, keys.zones, 0.0)
            wanted = shares[::-1] if form.back else shares
            assert max(abs(one - other) for one, other in zip(wanted, plate.zones, strict=True)) < WITHIN
            assert max(wanted) > 2 * WITHIN
