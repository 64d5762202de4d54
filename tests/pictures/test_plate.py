"""A picture comes out in the press's colours, upright, cropped and no larger than asked;
a bad one gives a plain reason."""

from __future__ import annotations

import zlib
from functools import cache
from importlib import resources
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from layout.pictures import Pixels, convert, header, measure
from layout.units import Size

WHOLE = (0.0, 0.0, 1.0, 1.0)
ANY = (10_000, 10_000)


@cache
def press() -> bytes:
    return (resources.files("layout") / "data" / "icc" / "SNAP_TR002.icc").read_bytes()


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def plate(
    picture: Image.Image | bytes, crop: tuple[float, float, float, float] = WHOLE, most: tuple[int, int] = ANY
) -> Pixels:
    return convert(picture if isinstance(picture, bytes) else saved(picture), press(), crop, most)


def samples(pixels: Pixels) -> list[tuple[int, ...]]:
    parts = len(pixels.mode) if pixels.mode == "CMYK" else 1
    return [tuple(pixels.data[at : at + parts]) for at in range(0, len(pixels.data), parts)]


def corners(mode: str = "RGB") -> Image.Image:
    """Four quarters: red, green, blue and white from the top left."""
    picture = Image.new("RGB", (40, 20), (255, 255, 255))
    for at, ink in (((0, 0), (255, 0, 0)), ((20, 0), (0, 160, 0)), ((0, 10), (0, 0, 255))):
        picture.paste(ink, (*at, at[0] + 20, at[1] + 10))
    return picture.convert(mode)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_every_kind_is_measured_and_converted(kind: str) -> None:
    data = saved(corners(), kind)
    assert measure(data) == Size(40, 20)
    pixels = plate(data)
    assert (pixels.mode, pixels.width, pixels.height, len(pixels.data)) == ("CMYK", 40, 20, 40 * 20 * 4)
    cyan, magenta, yellow, _ = samples(pixels)[0]
    assert magenta > 180
    assert yellow > 180
    assert cyan < 40


def test_white_prints_nothing() -> None:
    assert set(samples(plate(corners()))[-5:]) == {(0, 0, 0, 0)}


def test_no_colour_has_more_ink_than_newsprint_takes() -> None:
    """240 % is the limit the profile was built to (data/icc/README.md); two points for rounding."""
    steps = [0, 36, 73, 109, 146, 182, 219, 255]
    cube = Image.new("RGB", (64, 8))
    cube.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    assert max(sum(sample) for sample in samples(plate(cube))) / 2.55 <= 242


@pytest.mark.parametrize(
    ("mode", "value"),
    [("L", 128), ("LA", (128, 255)), ("I;16", 128 * 257), ("RGB", (128,) * 3), ("RGBA", (128,) * 3 + (255,))],
)
def test_gray_goes_to_the_black_plate_alone(mode: str, value: object) -> None:
    pixels = plate(Image.new(mode, (4, 3), value))  # type: ignore[arg-type]
    assert pixels.mode == "L"
    assert set(samples(pixels)) == set(samples(plate(Image.new("L", (4, 3), 128))))


def test_gray_prints_as_light_as_it_looks_within_what_black_alone_reaches() -> None:
    """Luminance on the press = that of the screen, moved linearly between solid black and paper, to 1 L*."""
    lab = ImageCms.createProfile("LAB")
    printed = ImageCms.buildTransform(ImageCms.getOpenProfile(BytesIO(press())), lab, "CMYK", "LAB")

    def lightness(black: int) -> float:
        seen = ImageCms.applyTransform(Image.new("CMYK", (1, 1), (0, 0, 0, black)), printed)
        assert seen is not None
        return seen.tobytes()[0] / 2.55

    solid = ((lightness(255) + 16) / 116) ** 3
    for value in range(0, 256, 15):
        shown = ((value / 255 + 0.055) / 1.055) ** 2.4 if value > 10 else value / 255 / 12.92
        wanted = 116 * (solid + shown * (1 - solid)) ** (1 / 3) - 16
        assert lightness(255 - plate(Image.new("L", (1, 1), value)).data[0]) == pytest.approx(wanted, abs=1)


def test_paper_and_solid_black_stay_what_they_are() -> None:
    assert plate(saved(Image.new("L", (1, 1), 255))).data == b"\xff"
    assert plate(saved(Image.new("L", (1, 1), 0))).data == b"\0"
    assert plate(saved(Image.new("1", (3, 1), 0), "TIFF")).data == b"\0"


def test_cmyk_keeps_its_values() -> None:
    picture = Image.new("CMYK", (3, 2), (10, 200, 30, 40))
    assert plate(saved(picture, "TIFF")).data == picture.tobytes()
    assert set(samples(plate(saved(picture, "TIFF"), most=(2, 2)))) == {(10, 200, 30, 40)}


def test_what_is_transparent_shows_the_paper() -> None:
    for mode, clear in (("RGBA", (255, 0, 0, 0)), ("LA", (0, 0))):
        assert set(plate(Image.new(mode, (2, 2), clear)).data) == {255}
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.putpixel((1, 0), 1)
    pixels = plate(saved(palette, "PNG", transparency=0))
    assert samples(pixels)[0] == (0, 0, 0, 0)
    assert samples(pixels)[1][0] > 180


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(kind: str, orientation: int) -> None:
    """However the camera was held: the stored pixels are turned back as EXIF says."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = corners() if orientation == 1 else corners().transpose(back[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, kind, exif=exif)
    assert measure(data) == Size(40, 20)
    pixels = plate(data)
    assert (pixels.width, pixels.height) == (40, 20)
    red, white = samples(pixels)[3 * 40 + 5], samples(pixels)[17 * 40 + 35]
    assert red[1] > 180 > red[0]
    assert sum(white) < 16


@pytest.mark.parametrize(("crop", "size"), [((0.5, 0.0, 0.5, 0.5), (20, 10)), ((0.1, 0.1, 0.3, 0.65), (12, 13))])
def test_a_crop_is_cut_to_its_fractions(crop: tuple[float, float, float, float], size: tuple[int, int]) -> None:
    pixels = plate(corners(), crop)
    assert (pixels.width, pixels.height) == size


def test_only_the_cropped_part_shows() -> None:
    lower_right = plate(corners(), (0.5, 0.5, 0.5, 0.5))
    assert set(samples(lower_right)) == {(255,)}


def test_a_large_picture_is_scaled_down_and_a_small_one_is_left() -> None:
    large = plate(saved(corners().resize((400, 200)), "JPEG"), most=(100, 100))
    assert (large.width, large.height) == (100, 50)
    assert samples(large)[0][1] > 180
    assert plate(corners(), most=(4000, 4000)).width == 40


def test_an_embedded_profile_is_honoured() -> None:
    """The same numbers in a wider space are a stronger colour."""
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    plain = saved(Image.new("RGB", (1, 1), (90, 160, 90)))
    assert plate(saved(Image.new("RGB", (1, 1), (90, 160, 90)), icc_profile=wide.tobytes())).data == plate(plain).data
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert plate(saved(Image.new("RGB", (1, 1), (90, 160, 90)), icc_profile=srgb)).data == plate(plain).data
    assert plate(saved(Image.new("RGB", (1, 1), (90, 160, 90)), icc_profile=_swapped(srgb))).data != plate(plain).data


def _swapped(profile: bytes) -> bytes:
    """sRGB with its red and green primaries exchanged."""
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")


def test_a_broken_profile_counts_as_none() -> None:
    plain = Image.new("RGB", (1, 1), (90, 160, 90))
    assert plate(saved(plain, icc_profile=b"junk" * 40)).data == plate(plain).data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"%PDF-1.7", "damaged"),
        (b"\0\0\0\x18ftypheic", "HEIC|damaged"),
        (b"\0\0\0\x18ftypisom", "film"),
        (saved(corners())[:20], "cut short|damaged"),
        (b"\xff\xd8\xff" + bytes(60), "damaged|cut short"),
    ],
)
def test_a_file_that_is_no_picture_gives_a_plain_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        measure(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_cut_short_gives_a_plain_reason(kind: str) -> None:
    data = saved(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
    with pytest.raises(ValueError, match=r"cut short|damaged"):
        plate(data[: len(data) // 2])


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header() -> None:
    header = saved(Image.new("1", (1, 1)))
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    bomb = bomb[:29] + zlib.crc32(bomb[12:29]).to_bytes(4, "big") + bomb[33:]
    with pytest.raises(ValueError, match="60000 × 60000 pixels"):
        measure(bomb)


def test_a_jpeg_larger_than_memory_is_opened_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "LARGEST", 20_000)
    data = saved(corners().resize((400, 200)), "JPEG")
    assert plate(data, most=(100, 100)).width == 100
    with pytest.raises(ValueError, match="400 × 200 pixels"):
        plate(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
@settings(deadline=None)
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_damaged_bytes_never_give_anything_but_pixels_or_a_reason(kind: str, at: float, junk: bytes, cut: bool) -> None:
    data = saved(corners("P") if kind == "GIF" else corners(), kind)
    place = int(at * len(data))
    try:
        plate(data[:place] + junk + (b"" if cut else data[place + len(junk) :]))
    except ValueError as error:
        reason = str(error)
    else:
        reason = "it could be read"
    assert reason
