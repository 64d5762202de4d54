"""One chart of colours saved in every kind of file that comes to a newspaper, some of them by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from io import BytesIO

from PIL import Image, ImageCms

PATCH = 24
COLOURS = (
    (255, 255, 255),
    (0, 0, 0),
    (200, 30, 40),
    (30, 140, 60),
    (40, 60, 160),
    (230, 200, 60),
    (120, 120, 120),
    (225, 185, 160),
)
GRAYS = (255, 0, 200, 160, 120, 90, 60, 30)
INKS = ((0, 0, 0, 0), (0, 0, 0, 255), (20, 200, 180, 10), (180, 20, 200, 30), (200, 160, 0, 0), (10, 20, 200, 0))
INKS = (*INKS, (90, 70, 70, 40), (0, 60, 70, 10))


@cache
def press() -> bytes:
    return (resources.files("layout") / "data" / "icc" / "SNAP_TR002.icc").read_bytes()


@cache
def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped() -> bytes:
    """sRGB with its red and green primaries exchanged: nobody can overlook whether it is honoured."""
    return srgb().replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")


def chart(mode: str = "RGB") -> Image.Image:
    """Eight patches, four by two."""
    values: tuple[object, ...] = {"RGB": COLOURS, "L": GRAYS, "CMYK": INKS}[mode]
    picture = Image.new(mode, (4 * PATCH, 2 * PATCH))
    for index, value in enumerate(values):
        x, y = index % 4 * PATCH, index // 4 * PATCH
        picture.paste(value, (x, y, x + PATCH, y + PATCH))  # type: ignore[arg-type]
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def png(picture: Image.Image, bits: int) -> bytes:
    """A PNG of 1, 2, 4 or 16 bits a sample, which Pillow does not write. Values are cut or stretched to the bits."""
    samples, parts = picture.tobytes(), len(picture.getbands())
    stride = picture.width * parts
    rows = [samples[at : at + stride] for at in range(0, len(samples), stride)]
    packed = b"".join(b"\0" + _packed(row, bits) for row in rows)
    header = struct.pack(">IIBBBBB", picture.width, picture.height, bits, 2 if parts == 3 else 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(packed)) + _chunk(b"IEND", b"")
    )


def _packed(row: bytes, bits: int) -> bytes:
    if bits == 16:
        return bytes(part for sample in row for part in (sample, sample))
    number = "".join(format(sample >> (8 - bits), f"0{bits}b") for sample in row)
    return int(number, 2).to_bytes(len(number) // 8, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a very large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def png_with_bomb_profile() -> bytes:
    """The chart with a colour profile that is small in the file and 200 MB out of it."""
    whole = saved(chart(), "PNG")
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    return whole[:33] + _chunk(b"iCCP", b"bomb\0\0" + data) + whole[33:]


def tiff(picture: Image.Image, bits: int, photometric: int, big: bool = False) -> bytes:
    """An uncompressed TIFF of 8 or 16 bits a sample (TIFF 6.0 §6, §16, §23), samples as the picture has them."""
    order = ">" if big else "<"
    parts = len(picture.getbands())
    samples = picture.tobytes()
    if bits == 16:
        samples = b"".join(struct.pack(order + "H", sample * 257) for sample in samples)
    each = struct.pack(order + "H" * parts, *[bits] * parts)
    fields = [(256, 4, picture.width), (257, 4, picture.height), (258, 3, None), (259, 3, 1), (262, 3, photometric)]
    fields += [(273, 4, None), (277, 3, parts), (278, 4, picture.height), (279, 4, len(samples))]
    data_at = 8 + 2 + 12 * len(fields) + 4
    body = struct.pack(order + "H", len(fields))
    for tag, kind, number in fields:
        count = parts if tag == 258 else 1
        if tag == 273:
            number = data_at + len(each)
        if tag == 258:
            short = each.ljust(4, b"\0") if len(each) <= 4 else struct.pack(order + "I", data_at)
        else:
            short = struct.pack(order + ("H" if kind == 3 else "I"), number).ljust(4, b"\0")
        body += struct.pack(order + "HHI", tag, kind, count) + short
    head = (b"MM\0*" if big else b"II*\0") + struct.pack(order + "I", 8)
    return head + body + struct.pack(order + "I", 0) + each + samples


def tiff_claiming(width: int, height: int) -> bytes:
    small = tiff(chart(), 8, 2)
    widths, heights = (struct.pack("<HHII", tag, 4, 1, size) for tag, size in ((256, 4 * PATCH), (257, 2 * PATCH)))
    assert small.count(widths) == small.count(heights) == 1
    claims = struct.pack("<HHII", 256, 4, 1, width), struct.pack("<HHII", 257, 4, 1, height)
    return small.replace(widths, claims[0]).replace(heights, claims[1])


def psd(picture: Image.Image) -> bytes:
    """Adobe's file format 2019: header, empty sections, planes as they are; CMYK samples say how much light is left."""
    modes = {"L": 1, "RGB": 3, "CMYK": 4}
    planes = [plane.tobytes() for plane in picture.split()]
    if picture.mode == "CMYK":
        planes = [bytes(255 - sample for sample in plane) for plane in planes]
    size = struct.pack(">HIIHH", len(planes), picture.height, picture.width, 8, modes[picture.mode])
    return b"8BPS\0\1" + bytes(6) + size + bytes(12) + b"\0\0" + b"".join(planes)


def jpeg_plain_cmyk(picture: Image.Image) -> bytes:
    """A CMYK JPEG without Adobe's marker, its samples being ink."""
    whole = saved(
        Image.frombytes("CMYK", picture.size, bytes(255 - part for part in picture.tobytes())), "JPEG", quality=95
    )
    at = whole.index(b"\xff\xee")
    return whole[:at] + whole[at + 2 + int.from_bytes(whole[at + 2 : at + 4], "big") :]


def labs(picture: Image.Image, profile: bytes) -> list[tuple[float, float, float]]:
    """L*, a*, b* of the middle of each patch as the profile has it, relative to the paper."""
    lab, own = ImageCms.createProfile("LAB"), ImageCms.getOpenProfile(BytesIO(profile))
    middles = Image.new(picture.mode, (8, 1))
    for index in range(8):
        x, y = index % 4 * PATCH, index // 4 * PATCH
        patch = picture.crop((x + 8, y + 8, x + PATCH - 8, y + PATCH - 8)).resize((1, 1), Image.Resampling.BOX)
        middles.paste(patch, (index, 0))
    transform = ImageCms.buildTransform(own, lab, picture.mode, "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    seen = ImageCms.applyTransform(middles, transform)
    assert seen is not None
    lightness, a, b = (plane.tobytes() for plane in seen.split())
    return [(lightness[i] / 2.55, _signed(a[i]), _signed(b[i])) for i in range(8)]


def _signed(value: int) -> float:
    return float(value - 256 if value > 127 else value)


def wanted(picture: Image.Image, profile: bytes) -> Image.Image:
    """LittleCMS's own answer: the picture separated by nothing but it."""
    own = ImageCms.getOpenProfile(BytesIO(profile))
    transform = ImageCms.buildTransform(
        own,
        ImageCms.getOpenProfile(BytesIO(press())),
        picture.mode,
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    plates = ImageCms.applyTransform(picture, transform)
    assert plates is not None
    return plates


def lab_chart() -> Image.Image:
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    made = ImageCms.applyTransform(chart(), transform)
    assert made is not None
    return made


def turned(picture: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=exif)


def clear(picture: Image.Image) -> Image.Image:
    """The picture with an alpha channel that hides its first patch, which is white anyway, whatever stands there."""
    hidden = picture.copy()
    hidden.paste((9, 200, 9) if picture.mode == "RGB" else 77, (0, 0, PATCH, PATCH))
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(0, (0, 0, PATCH, PATCH))
    hidden.putalpha(alpha)
    return hidden


def palette() -> Image.Image:
    return chart().quantize(16, dither=Image.Dither.NONE)


FINE: dict[str, object] = {"quality": 95}
COLOUR: dict[str, Callable[[], bytes]] = {
    "png": lambda: saved(chart(), "PNG"),
    "png 16 bits": lambda: png(chart(), 16),
    "png with alpha": lambda: saved(clear(chart()), "PNG"),
    "png palette": lambda: saved(palette(), "PNG"),
    "jpeg": lambda: saved(chart(), "JPEG", **FINE),
    "jpeg progressive": lambda: saved(chart(), "JPEG", progressive=True, **FINE),
    "jpeg turned by exif": lambda: turned(chart()),
    "jpeg with sRGB": lambda: saved(chart(), "JPEG", icc_profile=srgb(), **FINE),
    "jpeg with a broken profile": lambda: saved(chart(), "JPEG", icc_profile=srgb()[:200], **FINE),
    "jpeg with a gray profile's name": lambda: saved(chart(), "JPEG", icc_profile=press(), **FINE),
    "tiff": lambda: saved(chart(), "TIFF"),
    "tiff lzw": lambda: saved(chart(), "TIFF", compression="tiff_lzw"),
    "tiff deflate": lambda: saved(chart(), "TIFF", compression="tiff_adobe_deflate"),
    "tiff jpeg ycbcr": lambda: saved(chart(), "TIFF", compression="jpeg", quality=95),
    "tiff motorola": lambda: tiff(chart(), 8, 2, big=True),
    "tiff 16 bits": lambda: tiff(chart(), 16, 2),
    "tiff 16 bits motorola": lambda: tiff(chart(), 16, 2, big=True),
    "tiff with alpha": lambda: saved(clear(chart()), "TIFF"),
    "tiff of two pages": lambda: saved(chart(), "TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
    "tiff lab": lambda: tiff(lab_chart(), 8, 8),
    "webp": lambda: saved(chart(), "WEBP", quality=100),
    "webp lossless with alpha": lambda: saved(clear(chart()), "WEBP", lossless=True),
    "webp animated": lambda: saved(chart(), "WEBP", lossless=True, save_all=True, append_images=[chart().rotate(180)]),
    "gif": lambda: saved(palette(), "GIF"),
    "gif animated": lambda: saved(palette(), "GIF", save_all=True, append_images=[palette().rotate(180)]),
    "bmp": lambda: saved(chart(), "BMP"),
    "bmp palette": lambda: saved(palette(), "BMP"),
    "psd": lambda: psd(chart()),
    "avif": lambda: saved(chart(), "AVIF", quality=100, subsampling="4:4:4"),
}
GRAY: dict[str, Callable[[], bytes]] = {
    "png gray": lambda: saved(chart("L"), "PNG"),
    "png gray 16 bits": lambda: png(chart("L"), 16),
    "png gray with alpha": lambda: saved(clear(chart("L")), "PNG"),
    "png colour without colour": lambda: saved(chart("L").convert("RGB"), "PNG"),
    "jpeg gray": lambda: saved(chart("L"), "JPEG", **FINE),
    "tiff gray": lambda: saved(chart("L"), "TIFF"),
    "tiff gray 16 bits": lambda: tiff(chart("L"), 16, 1),
    "tiff gray 16 bits motorola": lambda: tiff(chart("L"), 16, 1, big=True),
    "tiff gray white is zero": lambda: tiff(chart("L").point(lambda value: 255 - value), 8, 0),
    "psd gray": lambda: psd(chart("L")),
}
CMYK: dict[str, Callable[[], bytes]] = {
    "jpeg cmyk": lambda: saved(chart("CMYK"), "JPEG", **FINE),
    "jpeg cmyk progressive": lambda: saved(chart("CMYK"), "JPEG", progressive=True, **FINE),
    "jpeg cmyk without Adobe's marker": lambda: jpeg_plain_cmyk(chart("CMYK")),
    "tiff cmyk": lambda: saved(chart("CMYK"), "TIFF"),
    "tiff cmyk 16 bits": lambda: tiff(chart("CMYK"), 16, 5),
    "psd cmyk": lambda: psd(chart("CMYK")),
}
