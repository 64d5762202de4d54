"""The paper's colour is read on any ground; the rest of the palette is too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.display import Ink
from layout.pdf.job import newsprint
from layout.publish.colours import DRAWN, TEXT, Palette, contrast, css, luminance, palettes, readable

SHARE = st.floats(0, 1, width=16)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (255, 255, 255)) == pytest.approx(1)
    # The gray that is known as the lightest to be read on white.
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


@settings(max_examples=60)
@given(SHARE, SHARE, SHARE, SHARE)
def test_every_accent_can_be_read(cyan: float, magenta: float, yellow: float, black: float) -> None:
    for palette in palettes(Ink(cyan, magenta, yellow, black), newsprint()):
        for ground in (palette.ground, palette.panel):
            for type_ in (palette.ink, palette.quiet, palette.accent):
                assert contrast(type_, ground) >= TEXT


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable((180, 0, 0), ((255, 255, 255),)) == (180, 0, 0)
    assert contrast(readable((255, 230, 0), ((255, 255, 255),)), (255, 255, 255)) >= TEXT


def test_what_is_touched_on_a_page_stands_out_from_paper() -> None:
    light, _ = palettes(Ink(0, 1, 1, 0), newsprint())
    assert contrast(light.accent, (255, 255, 255)) >= DRAWN
    assert isinstance(light, Palette)
    assert css((255, 0, 16)) == "#ff0010"
