"""Our own reading of a header says what Pillow says, or nothing."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from layout.pictures import Refused, header, reading
from layout.units import Size


def saved(kind: str, **options: object) -> bytes:
    out = BytesIO()
    Image.effect_noise((40, 20), 60).convert("RGB").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def held(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif[0x0112] = orientation
    return exif


SAMPLES = [
    saved("PNG"),
    saved("JPEG"),
    saved("JPEG", progressive=True),
    saved("JPEG", comment=b"a comment"),
    saved("JPEG", xmp=b'<x tiff:Orientation="6"/>'),
    saved("PNG", exif=held(6)),
    *(saved("JPEG", exif=held(orientation)) for orientation in range(10)),
]


@pytest.mark.parametrize("data", SAMPLES)
def test_it_agrees_with_pillow(data: bytes) -> None:
    assert header.measure(data) in (None, reading.measure(data))


def test_the_usual_files_are_known_without_pillow() -> None:
    assert header.measure(saved("PNG")) == header.measure(saved("JPEG")) == Size(40, 20)
    assert header.measure(saved("JPEG", exif=held(8))) == Size(20, 40)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 700), st.binary(min_size=1, max_size=4))
def test_damage_never_makes_it_disagree(data: bytes, at: int, junk: bytes) -> None:
    """What we answer is Pillow's answer, unless Pillow refuses the file:
    it is then refused when its pixels are read."""
    spoilt = data[:at] + junk + data[at + len(junk) :]
    try:
        ours = header.measure(spoilt)
    except Refused:
        return
    try:
        theirs = reading.measure(spoilt)
    except ValueError:
        return
    assert ours in (None, theirs)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        with suppress(Refused):
            header.measure(start + data)
