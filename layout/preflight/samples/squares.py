"""Planes of gray samples, square by square."""

from __future__ import annotations

from PIL import Image


def cells(data: bytes, width: int, height: int, side: int) -> tuple[int, int, bytes]:
    """Means of squares of `side` pixels, whole squares only: columns, rows, a byte each."""
    plane = Image.frombytes("L", (width, height), data).crop((0, 0, width // side * side, height // side * side))
    small = plane.reduce(side)
    return small.width, small.height, small.tobytes()


def reduced(width: int, height: int, data: bytes, side: int) -> tuple[int, int, bytes]:
    """A plane of means of squares of `side` pixels; those at the right and lower edge may be of fewer."""
    small = Image.frombytes("L", (width, height), data).reduce(side)
    return small.width, small.height, small.tobytes()


def columns(width: int, height: int, data: bytes) -> list[float]:
    """Mean of each column, 0…255, from left to right."""
    plane = Image.frombytes("L", (width, height), data).convert("F")
    means = plane.resize((width, 1), Image.Resampling.BOX)
    return [float(means.getpixel((at, 0))) for at in range(width)]  # type: ignore[arg-type]


def mean(data: bytes, width: int, height: int) -> float:
    """Mean of all samples, 0…255."""
    plane = Image.frombytes("L", (width, height), data)
    histogram = plane.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / max(1, width * height)


__all__ = ["cells", "columns", "mean", "reduced"]
