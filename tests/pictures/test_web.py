"""Pictures for a screen: whole, upright, in sRGB, no larger than asked."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from layout.pdf.job import newsprint
from layout.pictures import Refused
from layout.pictures.web import Samples, encoded, fitted, lettering, narrower, pasted, shown


def file(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def test_a_picture_is_scaled_down_but_never_up() -> None:
    data = file(Image.new("RGB", (400, 200), (10, 20, 30)))
    assert shown(data, 100, b"") == Samples(100, 50, bytes((10, 20, 30)) * 5000)
    assert shown(data, 1000, b"").width == 400


def test_a_turned_picture_is_upright() -> None:
    picture = Image.new("RGB", (40, 20), (255, 255, 255))
    turned = Image.Exif()
    turned[0x0112] = 6
    made = shown(file(picture, "JPEG", exif=turned), 100, b"")
    assert (made.width, made.height) == (20, 40)


def test_ink_is_seen_as_the_press_prints_it() -> None:
    made = shown(file(Image.new("CMYK", (4, 4), (0, 0, 0, 0)), "TIFF"), 10, newsprint())
    assert min(made.data) > 250
    red = shown(file(Image.new("CMYK", (4, 4), (0, 255, 255, 0)), "TIFF"), 10, newsprint()).data[:3]
    assert red[0] > 180 > 100 > red[2]


def test_what_is_transparent_shows_white_and_gray_is_gray() -> None:
    assert shown(file(Image.new("RGBA", (2, 2), (0, 0, 0, 0))), 9, b"").data == b"\xff" * 12
    assert shown(file(Image.new("L", (2, 2), 77)), 9, b"").data == b"\x4d" * 12
    assert shown(file(Image.new("1", (2, 2), 1)), 9, b"").data == b"\xff" * 12


def test_a_profile_of_its_own_is_honoured() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert shown(file(Image.new("RGB", (2, 2), (9, 99, 199)), icc_profile=srgb), 9, b"").data[:3] == bytes((9, 99, 199))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # One that is of another space counts as none.
    assert shown(file(Image.new("RGB", (2, 2), (9, 99, 199)), icc_profile=lab), 9, b"").data[:3] == bytes((9, 99, 199))


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Refused):
        shown(b"%!PS", 10, b"")


def test_files_have_no_metadata_and_stay_the_same() -> None:
    samples = Samples(8, 8, bytes(range(192)))
    assert encoded(samples, "webp", 80) == encoded(samples, "webp", 80)
    assert encoded(samples, "jpeg", 80)[:2] == b"\xff\xd8"
    assert not Image.open(io.BytesIO(encoded(samples, "jpeg", 80))).getexif()
    assert narrower(samples, 20) is samples
    assert narrower(samples, 4).height == 4


def test_letters_keep_their_edges_and_lose_their_paper() -> None:
    gray = bytes([255] * 5 + [255, 40, 120, 255, 255] + [255] * 5)
    made = Image.open(io.BytesIO(lettering(5, 3, gray, (200, 0, 0))))
    assert made.size == (2, 1)
    assert made.getpixel((0, 0)) == (200, 0, 0, 255)
    seen = made.getpixel((1, 0))
    assert isinstance(seen, tuple)
    assert 100 < seen[3] < 200


def test_one_picture_is_put_into_another() -> None:
    ground, spot = Samples(4, 2, b"\xff" * 24), Samples(1, 1, b"\0\0\0")
    assert pasted(ground, []) is ground
    assert pasted(ground, [(spot, (1, 0, 2, 2))]).data == (b"\xff" * 3 + b"\0" * 6 + b"\xff" * 3) * 2


def test_a_shape_fits_its_frame() -> None:
    assert fitted(400, 200, 100, 100) == (100, 50)
    assert fitted(200, 400, 100, 100) == (50, 100)
