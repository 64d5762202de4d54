"""Type that is set down the page (Identity-V): where it stands, from the file's own metrics."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from planting import draw, made, saved

from layout.fonts import FontBook
from layout.preflight.collecting import collect


@pytest.mark.parametrize(
    ("metrics", "box"),
    [
        ({}, (95, 270, 105, 300)),  # three em boxes of 10 pt below (100, 300), centred on it: DW2 is [880 -1000]
        ({"DW2": [880, -500]}, (95, 285, 105, 300)),
        ({"W2": [1, 2, -2000, 500, 880]}, (95, 250, 105, 300)),  # codes 1 and 2 are two em each
        ({"W2": [1, [-2000, 500, 880, -2000, 500, 880]]}, (95, 250, 105, 300)),
    ],
)
def test_a_vertical_line_hangs_from_where_it_is_shown(
    book: FontBook, metrics: dict[str, object], box: tuple[float, ...]
) -> None:
    with pikepdf.open(BytesIO(made(book))) as pdf:
        fonts = pdf.pages[1].Resources.Font
        level = next(font for _, font in sorted(fonts.items()) if font.Subtype == Name.Type0)
        inner = Dictionary(dict(level.DescendantFonts[0].items()))
        for key, entry in metrics.items():
            inner["/" + key] = Array(entry)
        vertical = Dictionary(dict(level.items()))
        vertical.Encoding, vertical.DescendantFonts = Name("/Identity-V"), Array([inner])
        draw(pdf, "BT /Down 10 Tf 50 Tz 1 0 0 1 100 300 Tm <000100020003> Tj ET", Font={"Down": vertical})
        data = saved(pdf)
    with pikepdf.open(BytesIO(data)) as pdf:
        mark = collect(pdf.pages[1]).marks[-1]
    assert mark.box == pytest.approx(box)
