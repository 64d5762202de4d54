"""Pictures: size, and pixels in the press's colours.
The one door to Pillow, imported only when a picture has to be converted.

`header` measures the usual formats from their first bytes; `reading` opens the others and gives upright pixels; `inks`
has LittleCMS; `plate` puts them together. Every fault of a file is a ValueError whose text an editor understands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layout.pictures import header
from layout.pictures.header import Refused
from layout.value import value

if TYPE_CHECKING:
    from layout.pictures.secondink import Parts
    from layout.units import Size

__all__ = [
    "Pixels",
    "Refused",
    "blacks",
    "colours",
    "colours_of",
    "convert",
    "drawing",
    "engine",
    "grayed",
    "has_colour",
    "hues",
    "ink_strays",
    "inked",
    "is_coloured",
    "jpeg",
    "luminances",
    "measure",
    "prove",
    "separate",
    "split",
    "split_inks",
    "split_samples",
    "untouched",
]


@value
class Pixels:
    """A picture ready for the plate: CMYK, gray or bitmap samples (mode "CMYK" | "L" | "1"), or black and a second ink
    ("2"), rows top down.

    8 bits a sample, unpacked; inks: 255 = full; a bitmap has one, 1 = paper, each row filled up to whole bytes.
    """

    mode: str
    width: int
    height: int
    data: bytes


def measure(data: bytes) -> Size:
    """Width and height after EXIF orientation: pixels of a picture, points of a drawing.

    Raises ValueError with a plain reason when it is nothing we can place.
    """
    if (page := drawing(data)) is not None:
        from layout.pictures.pages import page_size

        return page_size(page)
    size = header.measure(data)
    if size is None:
        from layout.pictures.reading import measure as read_size

        size = read_size(data)
    return size


def drawing(data: bytes) -> bytes | None:
    """The PDF of a drawing that is one, or an SVG; None for a picture of pixels.
    Raises ValueError with a plain reason."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return data
    if data[:1] in b"<\xef \t\r\n" and data:
        from layout.pictures.svg import as_pdf, is_drawing

        return as_pdf(data) if is_drawing(data) else None
    return None


def convert(
    data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int], gray: bool = False
) -> Pixels:
    """Crop (fractions: x, y, width, height), scale down to at most `most` pixels, convert to CMYK by LittleCMS.

    profile: the press's. Embedded profiles are honoured (sRGB without one); relative colorimetric with black-point
    compensation. Gray stays gray, on the black plate alone, and so does colour that is gray in every pixel. A picture
    that is CMYK already keeps its values, one in black and white its single bit and up to five times as many pixels.
    What is transparent shows the paper. gray: colour is printed as gray too, as light as it is, CMYK included. Raises
    ValueError with a plain reason.
    """
    from layout.pictures import plate

    mode, width, height, samples = plate.convert(data, profile, crop, most, gray)
    return Pixels(mode, width, height, samples)


def prove(data: bytes) -> None:
    """Raises ValueError with a plain reason when a picture cannot be read to its end."""
    from layout.pictures import reading

    reading.prove(data)


def inked(colours: bytes, mode: str, profile: bytes, embedded: bytes | None = None) -> bytes:
    """CMYK samples for single colours in mode "RGB", "L" or "LAB", 8 bits a part; grays of any mode on black alone.

    profile: the press's; embedded: that of the colours, None = sRGB. 255 = full ink.
    """
    from layout.pictures import plate

    return plate.inked(colours, mode, profile, embedded)


def separate(mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None = None) -> Pixels:
    """The samples of a picture in "RGB", "L" or "LAB" in the press's colours. profile, embedded: as in inked."""
    from layout.pictures import plate

    made, width, height, data = plate.separate(mode, size, samples, profile, embedded)
    return Pixels(made, width, height, data)


def grayed(mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None = None) -> Pixels:
    """The samples of a picture in "RGB", "LAB" or "CMYK" as gray for the black plate, as light as they are. profile,
    embedded: as in inked."""
    from layout.pictures import plate

    made, width, height, data = plate.grayed(mode, size, samples, profile, embedded)
    return Pixels(made, width, height, data)


def split(
    data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int], parts: Parts
) -> Pixels:
    """As `convert` for a page printed in black and a second ink: what is near its hue becomes so much of it, all else
    gray. parts: what stands in for the ink at full strength, of the four. Mode "2"; as `convert` has it in gray where
    nothing is near."""
    from layout.pictures import plate

    mode, width, height, samples = plate.split(data, profile, crop, most, parts)
    return Pixels(mode, width, height, samples)


def split_samples(
    mode: str, size: tuple[int, int], samples: bytes, profile: bytes, parts: Parts, embedded: bytes | None = None
) -> Pixels:
    """The same of samples, as in `grayed`."""
    from layout.pictures import plate

    made, width, height, data = plate.split_samples(mode, size, samples, profile, embedded, parts)
    return Pixels(made, width, height, data)


def split_inks(samples: bytes, profile: bytes, parts: Parts) -> bytes:
    """The same of single colours in CMYK: black and ink of each."""
    from layout.pictures import secondink

    return secondink.split_inks(samples, profile, parts)


def colours(data: bytes, profile: bytes, parts: Parts) -> tuple[bool, bool]:
    """Whether a picture of pixels has colours that `split` gives to the second ink, and others to speak of, that it
    prints in gray."""
    from layout.pictures import plate

    return plate.colours(data, profile, parts)


def colours_of(
    mode: str, size: tuple[int, int], samples: bytes, profile: bytes, parts: Parts, embedded: bytes | None = None
) -> tuple[bool, bool]:
    """The same of samples, as in `grayed`."""
    from layout.pictures import plate

    return plate.colours_of(mode, size, samples, profile, embedded, parts)


def ink_strays(sample: bytes, profile: bytes, parts: Parts) -> bool:
    """Whether one colour in CMYK is neither gray nor near the ink."""
    from layout.pictures import secondink

    return secondink.ink_strays(sample, profile, parts)


def is_coloured(data: bytes) -> bool:
    """Whether a picture of pixels shows any colour to speak of. Raises ValueError with a plain reason."""
    from layout.pictures import plate

    return plate.is_coloured(data)


def has_colour(mode: str, size: tuple[int, int], samples: bytes) -> bool:
    """The same of samples in "RGB", "LAB" or "CMYK"."""
    from layout.pictures import plate

    return plate.has_colour(mode, size, samples)


def untouched(data: bytes) -> header.Jpeg | None:
    """The header of a JPEG that may go on the plate as it is: CMYK already, and upright.
    None: it has to be converted."""
    found = header.jpeg(data)
    if found is None or (found.components, found.bits, found.turn) != (4, 8, 1) or not found.width * found.height:
        return None
    # One cut short would be drawn in part by one machine and not at all by the next.
    return found if data.rstrip(b"\0\r\n").endswith(b"\xff\xd9") else None


def luminances(samples: bytes, profile: bytes) -> list[float]:
    """How light CMYK samples (255 = full ink) print, 1 = as the paper. profile: the press's."""
    from layout.pictures import inks

    return inks.luminances(samples, profile)


def blacks(samples: bytes, profile: bytes) -> bytes:
    """Of CMYK samples (255 = full ink) the black that prints as light alone, one byte each. profile: the press's."""
    from layout.pictures import inks

    return inks.blacks(samples, profile)


def hues(samples: bytes, profile: bytes) -> list[tuple[float, float]]:
    """Chroma and hue (degrees) of CMYK samples as they print, by CIELAB. profile: the press's."""
    from layout.pictures import inks

    return inks.hues(samples, profile)


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """Baseline JPEG at full colour resolution, its CMYK samples as they stand (ISO 32000-1 §7.4.8).
    quality: 1 … 100."""
    from layout.pictures import plate

    return plate.jpeg(pixels.mode, (pixels.width, pixels.height), pixels.data, quality)


def engine() -> str:
    """Name and version of what converts: what it made before is good as long as this is the same."""
    import PIL

    return f"Pillow {PIL.__version__}"
