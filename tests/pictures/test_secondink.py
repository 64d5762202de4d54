"""Pictures separated into black and a second ink by their hues."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from layout import pictures
from layout.pdf.job import newsprint
from layout.pictures.secondink import CHROMA, NEAR, vividness

RED = (0.0, 1.0, 0.81, 0.04)
ALL = (0, 0, 1, 1)


def png(*colours: tuple[int, int, int]) -> bytes:
    picture = Image.new("RGB", (len(colours), 1))
    picture.putdata(colours)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_hues_are_those_of_cielab() -> None:
    """Pillow's channels of a Lab picture have gray at 128, its bytes at 0."""
    (gray, _), (red, warm), (blue, cold) = pictures.hues(
        bytes((0, 0, 0, 128, 0, 255, 255, 0, 255, 100, 0, 0)), newsprint()
    )
    assert gray < 5
    assert red > 40
    assert 0 < warm < 45
    assert blue > 25
    assert 230 < cold < 290


def test_gray_of_a_lab_picture_is_no_colour() -> None:
    assert not pictures.has_colour("LAB", (1, 1), bytes((128, 2, 254)))
    assert pictures.has_colour("LAB", (1, 1), bytes((128, 60, 30)))


@pytest.mark.parametrize(
    ("inks", "black", "second"),
    [
        ((0, 100, 100, 0), (0, 0), (100, 100)),
        ((0, 0, 0, 50), (48, 52), (0, 0)),
        ((0, 0, 0, 100), (98, 100), (0, 0)),
        ((60, 50, 50, 100), (98, 100), (0, 0)),
        ((100, 40, 0, 0), (55, 75), (0, 0)),
        ((0, 0, 100, 0), (2, 10), (0, 0)),
        ((0, 100, 100, 50), (35, 60), (100, 100)),
        ((0, 20, 20, 0), (0, 5), (10, 30)),
    ],
    ids=["red", "gray", "black", "rich black", "blue", "yellow", "dark red", "pink"],
)
def test_a_colour_becomes_black_and_so_much_of_the_ink(
    inks: tuple[int, ...], black: tuple[int, int], second: tuple[int, int]
) -> None:
    made = pictures.split_inks(bytes(round(part * 2.55) for part in inks), newsprint(), RED)
    assert black[0] <= made[0] / 2.55 <= black[1]
    assert second[0] <= made[1] / 2.55 <= second[1]


def test_what_is_printed_is_as_light_as_the_colour() -> None:
    given = bytes((0, 120, 90, 0, 60, 180, 160, 80, 0, 200, 255, 30, 200, 100, 0, 40))
    made = pictures.split_inks(given, newsprint(), RED)
    printed = b"".join(
        bytes((0, second, round(0.81 * second), min(255, black + round(0.04 * second))))
        for black, second in zip(made[0::2], made[1::2], strict=True)
    )
    one, other = (pictures.luminances(each, newsprint()) for each in (given, printed))
    assert one == pytest.approx(other, abs=0.03)


def test_a_hue_counts_ever_less_and_at_the_limit_not_at_all() -> None:
    assert vividness(40, 0, 0) == pytest.approx(40)
    amounts = [round(vividness(*_at(angle), hue=10), 6) for angle in range(10, 60)]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[round(NEAR)] == pytest.approx(0)
    assert vividness(CHROMA / 2, 0, 0) == 0  # what a scanner tinges


def _at(angle: int) -> tuple[float, float]:
    from math import cos, radians, sin

    return 40 * cos(radians(angle)), 40 * sin(radians(angle))


def test_the_grays_of_a_picture_are_those_it_has_without_the_ink() -> None:
    grays = [(value, value, value) for value in range(0, 256, 15)]
    data = png(*grays, (220, 30, 20))
    made = pictures.split(data, newsprint(), ALL, (99, 99), RED)
    gray = pictures.convert(data, newsprint(), ALL, (99, 99), gray=True)
    assert made.mode == "2"
    assert made.data[1::2] == bytes(len(grays)) + b"\xff"
    for black, sample in zip(made.data[0:-2:2], gray.data, strict=False):
        assert black == pytest.approx(255 - sample, abs=3)
    assert made.data[-2] < 30  # solid red has next to no black


def test_a_picture_with_nothing_near_is_printed_in_gray() -> None:
    data = png((0, 80, 200), (30, 140, 60), (255, 255, 255))
    made = pictures.split(data, newsprint(), ALL, (99, 99), RED)
    assert made == pictures.convert(data, newsprint(), ALL, (99, 99), gray=True)
    assert pictures.colours(data, newsprint(), RED) == (False, True)
    assert pictures.colours(png((220, 30, 20), (90, 90, 90)), newsprint(), RED) == (True, False)
