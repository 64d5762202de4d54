"""Samples as shares of ink."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageChops

from layout.preflight.colours import PROCESS, Inks, Space
from layout.preflight.samples.bands import Bands, largest
from layout.preflight.samples.converter import Converter

Shares = Callable[[Space, Sequence[float]], Inks]


def between(band: Image.Image, entry: Any, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """A picture of one bit: its grays are so much of one colour and the rest of the other."""
    if space.kind == "indexed":
        ends = (0.0, float(largest(entry)))
    else:
        numbers = [float(each) for each in entry.get("/Decode", (0, 1))]
        ends = (numbers[0], numbers[1]) if len(numbers) == 2 else (0.0, 1.0)
    one, other = (shares(space, (end,) * space.count) for end in ends)
    names = sorted({*one, *other} - {"All"})
    inks = {}
    for name in names:
        start, end = (row.get(name, row.get("All", 0.0)) for row in (one, other))
        inks[name] = band.point([round(255 * (1 - start - (end - start) * value / 255)) for value in range(256)])
    return inks


def decoded(bands: Bands, entry: Any, space: Space) -> Bands:
    """The bands as shares of their components' reach, whatever /Decode says (§8.9.5.2)."""
    numbers = [float(each) for each in entry.get("/Decode", ())]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    if space.kind == "lab":
        reach = [(0.0, 100.0), *_reach(space)]
        pairs = pairs if len(pairs) == 3 else reach
        places = [(0.0, 100.0), (-128.0, 127.0), (-128.0, 127.0)]  # as Pillow has it
    else:
        places = [(0.0, 1.0)] * len(bands)
    if len(pairs) < len(bands):
        return bands
    return tuple(
        band
        if pair == place
        else band.point([_octet((pair[0] + (pair[1] - pair[0]) * value / 255), *place) for value in range(256)])
        for band, pair, place in zip(bands, pairs, places, strict=False)
    )


def _octet(value: float, low: float, high: float) -> int:
    return round(255 * min(max((value - low) / (high - low), 0.0), 1.0))


def _reach(space: Space) -> list[tuple[float, float]]:
    """Of a* and b* (§8.6.5.4)."""
    if space.entry is None or str(space.entry[0]) != "/Lab":
        return [(-128.0, 127.0)] * 2
    low, high, least, most = (float(each) for each in space.entry[1].get("/Range", (-100, 100, -100, 100)))
    return [(low, high), (least, most)]


def inks_of(bands: Bands, space: Space, shares: Shares, converter: Converter) -> dict[str, Image.Image]:
    if len(bands) < space.count:
        raise ValueError("it has fewer components than its colours")
    if space.count == 1 and not space.names:
        return {"Black": bands[0]}
    if space.names:
        return _by_table(bands[0], space, shares) if space.count == 1 else _by_name(bands, space, shares)
    if space.kind == "cmyk":
        return {name: ImageChops.invert(band) for name, band in zip(PROCESS, bands, strict=False)}
    merged = Image.merge("LAB" if space.kind == "lab" else "RGB", bands[:3])
    inks = converter.picture(merged, space.profile).split()
    return {name: ImageChops.invert(band) for name, band in zip(PROCESS, inks, strict=True)}


def _by_table(band: Image.Image, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """One component: each of its 256 values looked up."""
    rows = [shares(space, (value / 255,)) for value in range(256)]
    names = {name for row in rows for name in row if name != "All"}
    return {name: band.point([round(255 * (1 - row.get(name, 0.0))) for row in rows]) for name in sorted(names)}


_ALIKE = 8  # steps of 255: colours of several inks that are as near are worked out as one
_MOST_SIDE = 200  # pixels: of a picture whose colours are worked out one by one


def _by_name(bands: Bands, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """Several inks: those that are named are their own planes; where others stand for them these are worked out, small
    and from few colours."""
    size = bands[0].size
    probe = shares(space, (1.0,) * space.count)
    if {name for name in space.names if name != "None"} <= set(probe):
        return {name: ImageChops.invert(band) for name, band in zip(space.names, bands, strict=True) if name != "None"}
    factor = max(1, math.ceil(max(size) / _MOST_SIDE))
    octets = [band.reduce(factor).point([min(255, round(v / _ALIKE) * _ALIKE) for v in range(256)]) for band in bands]
    colours = list(zip(*(band.tobytes() for band in octets), strict=True))
    known = {colour: shares(space, tuple(part / 255 for part in colour)) for colour in dict.fromkeys(colours)}
    names = sorted({name for row in known.values() for name in row})
    tables = {name: {colour: round(255 * (1 - row.get(name, 0))) for colour, row in known.items()} for name in names}
    return {
        name: Image.frombytes("L", octets[0].size, bytes(map(table.__getitem__, colours))).resize(size)
        for name, table in tables.items()
    }


__all__ = ["Shares", "between", "decoded", "inks_of"]
