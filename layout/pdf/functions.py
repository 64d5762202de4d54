"""Colour functions of one number: what a gradient or a tint is at a point (ISO 32000-1 §7.10),
and a table in their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layout.pdffile import pikepdf
from layout.pictures import Refused


def colour_at(function: Any, x: float) -> list[float]:
    """The parts of the colour at x. Raises Refused for PostScript functions and broken ones."""
    try:
        return _at(function, x, 0)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("a colour in it is given by a broken function") from None


def _at(function: Any, x: float, depth: int) -> list[float]:
    if depth > 20:
        raise Refused("a colour in it is given by a broken function")
    if isinstance(function, pikepdf.Array):
        return [part for each in function for part in _at(each, x, depth + 1)]
    low, high = (float(end) for end in list(function.Domain)[:2])
    x = min(max(x, low), high)
    kind = int(function.FunctionType)
    if kind == 2:
        return _exponential(function, x)
    if kind == 3:
        return _stitched(function, x, low, high, depth)
    if kind == 0:
        return _sampled(function, x, low, high)
    raise Refused("a colour in it is given by a program; flatten it")


def _exponential(function: Any, x: float) -> list[float]:
    first = [float(part) for part in function.get("/C0", [0])]
    last = [float(part) for part in function.get("/C1", [1])]
    share = x ** float(function.N)
    return [start + share * (end - start) for start, end in zip(first, last, strict=True)]


def _stitched(function: Any, x: float, low: float, high: float, depth: int) -> list[float]:
    bounds = [float(bound) for bound in function.Bounds]
    encode = [float(part) for part in function.Encode]
    index = sum(x >= bound for bound in bounds)
    index = min(index, len(function.Functions) - 1)
    edges = [low, *bounds, high]
    left, right = edges[index], edges[index + 1]
    first, last = encode[2 * index], encode[2 * index + 1]
    inner = first + ((x - left) / (right - left) if right > left else 0.0) * (last - first)
    return _at(function.Functions[index], inner, depth + 1)


def _sampled(function: Any, x: float, low: float, high: float) -> list[float]:
    (size,) = (int(part) for part in function.Size)
    bits = int(function.BitsPerSample)
    if bits not in (8, 16) or not 1 <= size <= 100_000:
        raise Refused("a colour in it is given by a table of another kind; flatten it")
    ranges = [float(end) for end in function.Range]
    parts, width = len(ranges) // 2, bits // 8
    decode = [float(end) for end in function.get("/Decode", ranges)]
    data = function.read_bytes()
    place = (x - low) / (high - low) * (size - 1)
    before = min(int(place), size - 1)
    after = min(before + 1, size - 1)

    def sample(index: int, part: int) -> float:
        at = (index * parts + part) * width
        share = int.from_bytes(data[at : at + width], "big") / ((1 << bits) - 1)
        return decode[2 * part] + share * (decode[2 * part + 1] - decode[2 * part])

    return [
        sample(before, part) + (place - before) * (sample(after, part) - sample(before, part)) for part in range(parts)
    ]


def eight_bits(colours: Sequence[Sequence[float]]) -> bytes:
    """Parts 0 … 1 as bytes."""
    return bytes(round(min(max(part, 0.0), 1.0) * 255) for colour in colours for part in colour)
