"""Numbers between the glyphs of a run: compiled and plain write the same, and no glyph stands off its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.display import GlyphRun
from layout.pdf.gaps import HAIR, HAIR_EM, plain_show, show, with_gaps
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
ADVANCES = {0: 1.0, 1: 0.5, 2: 0.556, 3: 0.0}

Run = tuple[GlyphRun, dict[tuple[int, str], str], dict[int, float], float, float]


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """One glyph or more, mostly as far apart as each other, as a justified line has them."""
    glyphs = tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=12)))
    em, scale = draw(st.floats(0.5, 90)), draw(st.sampled_from([1.0, 0.9, 0.667]))
    usual = draw(st.one_of(st.just(0.0), st.floats(-2, 2)))
    gap = st.one_of(st.just(usual), st.just(0.0), st.floats(-0.01, 0.01), st.floats(-9, 9))
    xs, x = [], 0.0
    for glyph in glyphs:
        xs.append(x)
        x += ADVANCES[glyph] * em + draw(gap)
    texts = tuple(
        draw(st.lists(st.sampled_from(["", "a", "京", "\U00020000"]), min_size=len(glyphs), max_size=len(glyphs)))
    )
    run = GlyphRun("", em, 0.0, 0.0, glyphs, tuple(xs), texts)
    shown = {pair: f"<{index}\xff>" for index, pair in enumerate(zip(glyphs, texts, strict=True))}
    return run, shown, ADVANCES, em, scale


@needs_compiled
@given(runs())
@settings(max_examples=200)
def test_compiled_and_plain_write_the_same(run: Run) -> None:
    assert show(*run) == plain_show(*run)


@given(runs())
def test_every_glyph_stands_where_it_should(run: Run) -> None:
    made, shown, advances, em, scale = run
    spacing, pieces = with_gaps(*run)
    pen = 0.0
    for index, (piece, x, glyph) in enumerate(zip(pieces, made.xs, made.glyphs, strict=True)):
        number = re.fullmatch(r"\)(-?[\d.]+)\((.*)", piece)
        assert (number[2] if number else piece) == shown[glyph, made.texts[index]]
        pen -= float(number[1]) * em / 1000 if number else 0.0
        # A number is written to a tenth of a thousandth of an em.
        assert abs(pen - x) <= max(min(HAIR, HAIR_EM * em), em * 0.00006) * 1.01 + 1e-6
        pen += advances[glyph] * em + spacing * scale


@needs_compiled
@pytest.mark.parametrize(
    "wrong",
    [
        ((0,), ("a",), (0.0, 1.0), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), (), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((5,), ("a",), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), ("b",), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), ("a",), (0.0,), {(0, "a"): "c"}, {1: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), ("a",), (0.0,), {(0, "a"): 7}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), ("a",), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 0.0, 1.0, (1000, 0, 0.0, 0.0)),
        ((0,), ("a",), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0)),
        ((0,), ("a",), ("x",), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
        ([0], ("a",), (0.0,), {(0, "a"): "c"}, {0: 1.0}, 9.0, 1.0, (1000, 0, 0.0, 0.0)),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wrong: tuple[object, ...]) -> None:
    assert COMPILED is not None
    with pytest.raises((ValueError, TypeError, KeyError)):
        COMPILED.show(*wrong)
