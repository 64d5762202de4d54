"""Pictures of a page from elsewhere in the inks of the press."""

from __future__ import annotations

import zlib
from typing import Any

from layout import pictures
from layout.pdf.bounds import bounded
from layout.pdf.recolour.inks import IN_GRAY, Inks, Mode
from layout.pdf.recolour.spaces import Spaces
from layout.pdffile import pikepdf
from layout.pictures import Refused
from layout.pictures.duotone import mixed

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
# Forgotten on the way: what is not drawn, or X-4 forbids.
_DROPPED = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/StructParents", "/StructParent", "/OPI", "/Ref", "/AF", "/OC"),
    *("/Thumb", "/Alternates", "/Interpolate"),
)
_ANY = (1_000_000, 1_000_000)
_INVERTED = bytes(range(255, -1, -1))
_PACKED = ("/DCTDecode", "/JPXDecode")


class Images:
    """Changes pictures in place. transparency: the press takes it."""

    def __init__(self, inks: Inks, spaces: Spaces, transparency: bool) -> None:
        self._inks, self._spaces, self._transparency = inks, spaces, transparency

    def change(self, image: Any, depth: int) -> None:
        for name in _DROPPED:
            if name in image:
                del image[name]
        if "/SMask" in image and not self._transparency:
            raise Refused("it has transparency, which this standard does not take; flatten it")
        if image.get("/ImageMask", False):
            return
        bounded(image, int(image.Width) * int(image.Height) * 8)
        codec = _codec(image)
        if "/ColorSpace" not in image:
            data = image.read_raw_bytes()
            self._replace(image, self._packed(data))
            return
        mode = self._inks.mode(image.ColorSpace)
        if mode is not None and self._inks.grays and mode[0] in ("CMYK", "TINT"):
            self._replace(image, self._grayed(image, codec, mode))
            return
        if mode is None or mode[0] == "CMYK" or (mode[0] == "L" and mode[1] is None):
            image.ColorSpace = self._spaces.changed(image.ColorSpace, depth)
            return
        if self._inks.masking:
            if mode[0] != "L":
                raise Refused("a mask in it is a picture in colour; flatten it")
            image.ColorSpace = Name.DeviceGray
            return
        if "/Mask" in image and isinstance(image.Mask, Array):
            raise Refused("a picture in it is cut out by one of its colours; save it with CMYK colours")
        if mode[0] == "LAB" or int(image.BitsPerComponent) not in (8, 16) or "/Decode" in image:
            raise Refused("a picture in it has colours of an unusual kind; save it with CMYK colours")
        self._replace(image, self._separated(image, codec, mode))

    def _separated(self, image: Any, codec: str, mode: Any) -> pictures.Pixels:
        if codec in ("/DCTDecode", "/JPXDecode"):
            data = image.read_raw_bytes()
            if codec == "/DCTDecode" and (header := pictures.header.jpeg(data)) and header.components == 4:
                raise Refused("a picture in it has colours of an unusual kind; save it with CMYK colours")
            return self._packed(data)
        size, samples = self._samples(image, mode)
        if self._inks.gray and mode[0] != "L":
            return self._on_plates(mode[0], size, samples, mode[1])
        return pictures.separate(mode[0], size, samples, self._inks.profile, mode[1])

    def _packed(self, data: bytes) -> pictures.Pixels:
        """A picture as its codec has it, in the inks of the page."""
        inks = self._inks
        if inks.second is None:
            inks.has_colour = inks.has_colour or (inks.gray and pictures.is_coloured(data))
            return pictures.convert(data, inks.profile, (0, 0, 1, 1), _ANY, inks.gray)
        parts = inks.second.parts
        inks.has_colour = inks.has_colour or pictures.colours(data, inks.profile, parts)[1]
        return self._in_both(pictures.split(data, inks.profile, (0, 0, 1, 1), _ANY, parts))

    def _on_plates(
        self, mode: str, size: tuple[int, int], samples: bytes, embedded: bytes | None = None
    ) -> pictures.Pixels:
        """The same of samples in colour."""
        inks = self._inks
        if inks.second is None:
            inks.has_colour = inks.has_colour or pictures.has_colour(mode, size, samples)
            return pictures.grayed(mode, size, samples, inks.profile, embedded)
        parts = inks.second.parts
        seen = pictures.colours_of(mode, size, samples, inks.profile, parts, embedded)
        inks.has_colour = inks.has_colour or seen[1]
        return self._in_both(pictures.split_samples(mode, size, samples, inks.profile, parts, embedded))

    def _in_both(self, pixels: pictures.Pixels) -> pictures.Pixels:
        inks = self._inks
        inks.has_second = inks.has_second or pixels.mode == "2"
        if pixels.mode != "2" or inks.second is None or inks.both is not None:
            return pixels
        return pictures.Pixels("CMYK", pixels.width, pixels.height, mixed(pixels.data, inks.second.parts))

    def _samples(self, image: Any, mode: Mode) -> tuple[tuple[int, int], bytes]:
        """Size and samples, 8 bits each, of a picture that no codec packs."""
        samples = image.read_bytes()
        if int(image.BitsPerComponent) == 16:
            samples = samples[::2]
        size = int(image.Width), int(image.Height)
        needed = size[0] * size[1] * self._inks.count(mode)
        if len(samples) < needed:
            raise Refused("a picture in it is cut short")
        return size, samples[:needed]

    def _grayed(self, image: Any, codec: str, mode: Mode) -> pictures.Pixels:
        """A picture in CMYK, or in spots that are not printed, for the black plate."""
        if int(image.BitsPerComponent) not in (8, 16) or ("/Mask" in image and isinstance(image.Mask, Array)):
            raise Refused(f"a picture in it has colours of an unusual kind; {IN_GRAY}")
        decode = [float(end) for end in image.get("/Decode", [])]
        over = decode == [1.0, 0.0] * self._inks.count(mode)
        if decode and not over and decode != [0.0, 1.0] * self._inks.count(mode):
            raise Refused(f"a picture in it has colours of an unusual kind; {IN_GRAY}")
        size, samples = self._samples(image, mode) if codec not in _PACKED else self._unpacked(image, mode)
        if "/Decode" in image:
            del image["/Decode"]
        if over:
            samples = samples.translate(_INVERTED)
        if mode[0] == "CMYK":
            return self._on_plates("CMYK", size, samples)
        if self._inks.count(mode) != 1:
            raise Refused(f"a picture in it mixes spot colours; {IN_GRAY}")
        inks = [self._inks.ink([sample / 255], *mode) for sample in range(256)]
        plates = [samples.translate(bytes(round(float(ink[at]) * 255) for ink in inks)) for at in range(len(inks[0]))]
        if self._inks.second is None:
            return pictures.Pixels("L", *size, plates[-1].translate(_INVERTED))
        made = bytearray(len(plates) * len(samples))
        for at, plate in enumerate(plates):
            made[at :: len(plates)] = plate
        return pictures.Pixels("CMYK" if self._inks.both is None else "2", *size, bytes(made))

    def _unpacked(self, image: Any, mode: Mode) -> tuple[tuple[int, int], bytes]:
        """The same of a JPEG as a reader of PDF takes it, whose samples count as they stand."""
        data = image.read_raw_bytes()
        if mode[0] == "TINT":
            raise Refused(f"a picture in it is printed in a spot; {IN_GRAY}")
        made = pictures.convert(data, self._inks.profile, (0, 0, 1, 1), _ANY)
        if made.mode != "CMYK":
            raise Refused(f"a picture in it has colours of an unusual kind; {IN_GRAY}")
        header = pictures.header.jpeg(data)
        # Adobe's are stored turned over, and are opened so that they look right; a PDF says by Decode that they are.
        stored = made.data.translate(_INVERTED) if header is not None and header.adobe else made.data
        return (made.width, made.height), stored

    def _replace(self, image: Any, pixels: pictures.Pixels) -> None:
        if "/Matte" in image.get("/SMask", Dictionary()):  # a colour of the space that it leaves (§11.6.5.3)
            raise Refused("a picture in it is blended with its ground already; flatten it")
        image.write(zlib.compress(pixels.data), filter=Name.FlateDecode)
        image.Width, image.Height = pixels.width, pixels.height
        image.BitsPerComponent = 1 if pixels.mode == "1" else 8
        image.ColorSpace = {"CMYK": Name.DeviceCMYK, "2": self._inks.both}.get(pixels.mode, Name.DeviceGray)


def _codec(stream: Any) -> str:
    """The last filter's name."""
    filters = stream.get("/Filter", Array())
    return str(filters[-1]) if isinstance(filters, Array) and len(filters) else str(filters)


__all__ = ["Images"]
