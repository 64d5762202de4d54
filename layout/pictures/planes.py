"""Pictures of plates: of one ink in gray, of all inks together in colours that say how much."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from layout.value import value

if TYPE_CHECKING:
    from PIL import Image as PillowImage

Plane = tuple[int, int, bytes]
"""Width, height, samples: 255 = bare paper."""

_COOL = ((0.0, (255, 255, 255)), (0.02, (226, 238, 249)), (0.25, (158, 202, 225)), (0.5, (107, 174, 214)))
_WARM = ((0.7, (254, 217, 118)), (0.85, (253, 141, 60)), (1.0, (189, 0, 38)))


@value
class Step:
    """Colour of what is inked by so much and more. least: per cent of all inks together."""

    least: float
    colour: tuple[int, int, int]


def steps(limit: float) -> tuple[Step, ...]:
    """The colours of a heat map: paper, cool to warm up to the limit, red from there. limit: per cent."""
    return tuple(Step(limit * share, colour) for share, colour in (*_COOL, *_WARM))


def gray_picture(plane: Plane) -> bytes:
    """PNG of one plate as film shows it: ink is black."""
    from PIL import Image

    width, height, data = plane
    return _png(Image.frombytes("L", (width, height), data))


def heat_picture(planes: Sequence[Plane], limit: float) -> bytes:
    """PNG of all inks of a page together, in the colours of `steps`. planes: of one size; of none one white pixel."""
    from PIL import Image, ImageChops

    if not planes:
        return _png(Image.new("RGB", (1, 1), (255, 255, 255)))
    width, height, _ = planes[0]
    # Sums of up to `len(planes)` inks in eight bits: each is brought down by that first.
    share = [(255 - sample) // len(planes) for sample in range(256)]
    total = Image.new("L", (width, height), 0)
    for _, _, data in planes:
        total = ImageChops.add(total, Image.frombytes("L", (width, height), data).point(share))
    found = steps(limit)
    palette = [_colour(100 * len(planes) * value / 255, found) for value in range(256)]
    bands = [total.point([colour[band] for colour in palette]) for band in range(3)]
    return _png(Image.merge("RGB", bands))


def _colour(percent: float, found: Sequence[Step]) -> tuple[int, int, int]:
    return next(step.colour for step in reversed(found) if percent >= step.least)


def _png(picture: PillowImage.Image) -> bytes:
    from PIL import PngImagePlugin  # noqa: F401  registers the format

    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
