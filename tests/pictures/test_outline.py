"""The outline of a picture is what its file says: a clipping path, what is opaque, or path data."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from layout.pictures.header import Refused
from layout.pictures.outline import flattened, is_path, outline_of, outline_of_path

SQUARE = [(0.25, 0.5), (0.75, 0.5), (0.75, 0.875), (0.25, 0.875)]


def record(kind: int, *points: tuple[float, float]) -> bytes:
    numbers = [round(at * (1 << 24)) for x, y in points for at in (y, x)]
    return struct.pack(">H", kind) + struct.pack(f">{len(numbers)}i", *numbers).ljust(24, b"\0")


def path_of(corners: list[tuple[float, float]]) -> bytes:
    knots = [record(1, corner, corner, corner) for corner in corners]
    return record(6) + record(8) + struct.pack(">HH", 0, len(corners)).ljust(26, b"\0") + b"".join(knots)


def resource(number: int, name: str, body: bytes) -> bytes:
    named = bytes([len(name)]) + name.encode()
    named += bytes(len(named) % 2)
    return b"8BIM" + struct.pack(">H", number) + named + struct.pack(">I", len(body)) + body + bytes(len(body) % 2)


def resources() -> bytes:
    other = path_of([(0, 0), (1, 0), (1, 1)])
    clipping = resource(2999, "", bytes([4]) + b"vase")
    return resource(2000, "other", other) + resource(2001, "vase", path_of(SQUARE)) + clipping


def jpeg(exif: bytes = b"") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 80), "red").save(out, "JPEG")
    data = out.getvalue()
    body = b"Photoshop 3.0\0" + resources()
    segments = b"\xff\xed" + struct.pack(">H", len(body) + 2) + body
    if exif:
        segments += b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return data[:2] + segments + data[2:]


def corners(outline: tuple[tuple[float, ...], ...]) -> list[tuple[float, float]]:
    (part,) = outline
    points = [(part[0], part[1])] + [(part[at + 4], part[at + 5]) for at in range(2, len(part), 6)]
    return [(round(x, 4), round(y, 4)) for x, y in points[:-1]]


def png(shape: str, size: tuple[int, int] = (300, 200)) -> bytes:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    if shape == "ellipse":
        ImageDraw.Draw(picture).ellipse((60, 40, 240, 160), fill=(200, 30, 30, 255))
    elif shape == "ring":
        ImageDraw.Draw(picture).ellipse((60, 40, 240, 160), outline=(200, 30, 30, 255), width=20)
    elif shape == "all":
        picture.paste((9, 9, 9, 255), (0, 0, *size))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def area(outline: tuple[tuple[float, ...], ...]) -> float:
    """Of the polygons, holes negative."""
    total = 0.0
    for part in outline:
        points = flattened(part)
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        total += sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
    return total


def test_the_clipping_path_of_a_jpeg_is_taken_and_not_another() -> None:
    assert corners(outline_of(jpeg())) == SQUARE


def test_a_path_turns_with_the_picture() -> None:
    exif = b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    assert corners(outline_of(jpeg(exif))) == [(1 - y, x) for x, y in SQUARE]


def test_the_clipping_path_of_a_tiff_is_taken() -> None:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    out, directory = BytesIO(), ImageFileDirectory_v2()
    directory.tagtype[34377] = 1
    directory[34377] = resources()
    Image.new("RGB", (40, 80), "red").save(out, "TIFF", tiffinfo=directory)
    assert corners(outline_of(out.getvalue())) == SQUARE


def test_what_is_opaque_is_traced_to_a_pixel() -> None:
    outline = outline_of(png("ellipse"))
    assert len(outline) == 1
    assert area(outline) == pytest.approx(3.1416 * 90 * 60 / 300 / 200, rel=0.02)
    assert all(abs(((x - 0.5) / 0.3) ** 2 + ((y - 0.5) / 0.3) ** 2 - 1) < 0.06 for x, y in flattened(outline[0]))


def test_a_hole_is_a_curve_of_its_own_and_turns_the_other_way() -> None:
    outer, inner = sorted((area((part,)) for part in outline_of(png("ring"))), key=abs, reverse=True)
    assert outer > 0 > inner


@pytest.mark.parametrize("shape", ["all", "none"])
def test_a_picture_without_an_edge_is_refused(shape: str) -> None:
    with pytest.raises(Refused, match="opaque"):
        outline_of(png(shape))


def test_a_picture_without_path_or_alpha_is_refused() -> None:
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    with pytest.raises(Refused, match="neither"):
        outline_of(out.getvalue())


def test_path_data_draws_in_pixels() -> None:
    typed = "M50 100 h100 V175 L 50,175 z"
    assert is_path(typed)
    assert corners(outline_of_path(typed, 200, 200)) == SQUARE


def test_curves_of_every_kind_are_understood() -> None:
    outline = outline_of_path("M 0 50 C 0 20 20 0 50 0 S 100 20 100 50 Q 100 100 50 100 T 0 50 Z", 100, 100)
    assert 0.6 < area(outline) < 0.9


@pytest.mark.parametrize("typed", ["M 0 0 A 5 5 0 0 1 9 9 Z", "M 0 0 L 5", "M 0 0 L 5 5 !", "M 0 0 Z", "M 0 0 Z 5 5"])
def test_path_data_that_draw_nothing_are_refused(typed: str) -> None:
    with pytest.raises(Refused):
        outline_of_path(typed, 100, 100)


def test_a_path_that_lies_off_its_picture_is_refused() -> None:
    with pytest.raises(Refused, match="outside the picture"):
        outline_of_path("M 9000 9000 L 9100 9000 L 9100 9200 Z", 600, 400)


def test_noise_is_refused_before_it_is_traced() -> None:
    noise = bytes((at * 7919 >> 3) % 251 for at in range(600 * 600))
    picture = Image.new("RGBA", (600, 600))
    picture.putalpha(Image.frombytes("L", (600, 600), noise))
    out = BytesIO()
    picture.save(out, "PNG")
    with pytest.raises(Refused, match="ragged"):
        outline_of(out.getvalue())


@given(st.binary(max_size=200), st.integers(0, 200))
def test_damaged_resources_are_refused_and_nothing_else(noise: bytes, at: int) -> None:
    data = jpeg()
    spoilt = data[: 20 + at] + noise + data[20 + at + len(noise) :]
    with suppress(Refused):
        outline_of(spoilt)
