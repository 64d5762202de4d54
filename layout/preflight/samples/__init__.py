"""Pictures of a finished PDF as shares of ink, small: one plane of gray samples for each ink. A door to Pillow.

The plates are drawn at 61 pixels an inch, so a picture is brought down to about that before its colours are looked at.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageCms

from layout.preflight.colours import CMYK, GRAY, RGB, Space
from layout.preflight.objects import filters_of
from layout.preflight.samples.bands import (
    BITS,
    JPEGS,
    bands_of,
    compressed,
    keyed,
    keyed_small,
    stacked,
    strips,
)
from layout.preflight.samples.converter import Converter
from layout.preflight.samples.inks import Shares, between, decoded, inks_of

_MOST_KEPT = 16_000_000  # pixels of a picture's planes; the plates of the largest page have as many


@dataclass(slots=True)
class Planes:
    """A picture's inks. planes: by ink, rows top down, 255 = bare paper; an ink that is nowhere in it is left out.
    alpha: where the picture itself is transparent (0), b"" = nowhere."""

    width: int
    height: int
    planes: dict[str, bytes]
    alpha: bytes = b""


def planes(entry: Any, space: Space | None, factor: int, shares: Shares, converter: Converter) -> Planes:
    """A picture's inks at about 1/factor of its size. space: its colours, None = the file of the picture says (JPEG
    2000).

    Raises ValueError with a plain reason when it cannot be decoded here.
    """
    try:
        return _planes(entry, space, factor, shares, converter)
    except (OSError, SyntaxError, MemoryError, zlib.error, Image.DecompressionBombError, ImageCms.PyCMSError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def coverage(entry: Any, factor: int) -> tuple[int, int, bytes]:
    """A mask at about 1/factor of its size: width, height, samples. Of a stencil 255 = paint, of a soft mask what it
    says. Raises ValueError as `planes` does."""
    try:
        stencil = bool(entry.get("/ImageMask", False))
        (band,), _ = bands_of(entry, GRAY, factor)
        numbers = [float(each) for each in entry.get("/Decode", (0, 1))]
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            band = ImageChops.invert(band)
        return band.width, band.height, (ImageChops.invert(band) if stencil else band).tobytes()
    except (OSError, SyntaxError, MemoryError, zlib.error, Image.DecompressionBombError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def work(entry: Any, factor: int) -> int:
    """What it costs to look into a picture, in samples read: a JPEG at 1/8 of its size costs a quarter, JPEG 2000
    costs several times what plain samples do but leaves out its finer levels."""
    pixels = int(entry.get("/Width", 0)) * int(entry.get("/Height", 0))
    last = (filters_of(entry) or [""])[-1]
    if last == "/JPXDecode":
        return 40 * pixels // max(1, min(factor, 8)) ** 2 + pixels // 2
    bits = 1 if bool(entry.get("/ImageMask", False)) else int(entry.get("/BitsPerComponent", 8))
    return pixels // 2 if bits == 1 or last in JPEGS else 3 * pixels


def _planes(entry: Any, space: Space | None, factor: int, shares: Shares, converter: Converter) -> Planes:
    pixels = int(entry["/Width"]) * int(entry["/Height"])
    factor = max(factor, math.ceil((pixels / _MOST_KEPT) ** 0.5))
    if space is not None and space.kind == "indexed" and (filters_of(entry) or [""])[-1] not in (*BITS, "/JPXDecode"):
        return _looked_up(entry, space, factor, shares)
    bands, alpha = bands_of(entry, space, factor)
    if space is None:
        space = {1: GRAY, 4: CMYK}.get(len(bands), RGB)
    if alpha is None:
        alpha = keyed_small(entry, bands)
    if space.kind == "indexed" or int(entry.get("/BitsPerComponent", 8)) == 1:
        inks = between(bands[0], entry, space, shares)
    else:
        inks = inks_of(decoded(bands, entry, space), space, shares, converter)
    return _made(bands[0].size, inks, alpha)


def _made(size: tuple[int, int], inks: dict[str, Image.Image], alpha: Image.Image | None) -> Planes:
    inked = {name: plane.tobytes() for name, plane in inks.items() if plane.getextrema()[0] < 255}  # type: ignore[operator]
    return Planes(*size, inked, b"" if alpha is None else alpha.tobytes())


def _looked_up(entry: Any, space: Space, factor: int, shares: Shares) -> Planes:
    """A palette: each index is ink before it is made smaller, for what stands between two indices means nothing."""
    last = len(space.table) // (space.base.count if space.base else 1) - 1
    rows = [shares(space, (min(index, last),)) for index in range(256)]
    names = sorted({name for row in rows for name in row if name != "All"})
    tables = {name: [round(255 * (1 - row.get(name, row.get("All", 0.0)))) for row in rows] for name in names}
    made: dict[str, list[Image.Image]] = {name: [] for name in names}
    alpha: list[Image.Image] = []
    jpeg = (filters_of(entry) or [""])[-1] in JPEGS
    for strip in [compressed(entry, space, 1, jpeg=True)[0]] if jpeg else strips(entry, space, factor):
        opaque = keyed(entry, strip)
        if opaque is not None:
            alpha.append(opaque.reduce(factor))
        for name in names:
            made[name].append(strip[0].point(tables[name]).reduce(factor))
    inks = {name: stacked(parts) for name, parts in made.items()}
    whole = next(iter(inks.values()))
    return _made(whole.size, inks, stacked(alpha) if alpha else None)


__all__ = ["Planes", "coverage", "planes", "work"]
