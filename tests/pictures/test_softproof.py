"""Plates as files for a screen."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from layout.pdf.job import newsprint
from layout.pictures.softproof import encoded, reencoded

SIZE = (64, 64)
NOISE = Random(1).randbytes(4 * 64 * 64)


def opened(made: tuple[str, bytes]) -> Image.Image:
    picture = Image.open(BytesIO(made[1]))
    assert (picture.size, picture.mode, picture.format) == (SIZE, "RGB", {"jpg": "JPEG", "png": "PNG"}[made[0]])
    return picture


def test_photographs_are_jpegs_and_lettering_is_png() -> None:
    assert encoded("CMYK", SIZE, NOISE, newsprint(), 90)[0] == "jpg"
    flat = encoded("L", SIZE, bytes(2048) + b"\xff" * 2048, newsprint(), 90)
    assert flat[0] == "png"
    assert "icc_profile" not in opened(flat).info  # it would have the time of day in it
    assert opened(flat).getpixel((0, 63)) == (255, 255, 255)


@pytest.mark.parametrize(("mode", "black"), [("CMYK", b"\0\0\0\xff"), ("L", b"\0"), ("1", b"\0")])
def test_full_black_looks_alike_however_it_is_stored(mode: str, black: bytes) -> None:
    data = black * (64 * 8 if mode == "1" else 64 * 64)
    same = encoded("L", SIZE, bytes(64 * 64), newsprint(), 90)
    assert opened(encoded(mode, SIZE, data, newsprint(), 90)).tobytes() == opened(same).tobytes()


def test_a_png_becomes_the_smaller_of_the_two() -> None:
    for data, kind in ((NOISE[: 3 * 64 * 64], "jpg"), (bytes(3 * 64 * 64), "png")):
        out = BytesIO()
        Image.frombytes("RGB", SIZE, data).save(out, "PNG")
        made = reencoded(out.getvalue(), 90)
        assert made[0] == kind
        assert kind == "jpg" or opened(made).tobytes() == data
