"""Pictures on the plate: converted to the press's colours, scaled to what the screen can show,
once for each picture and crop."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING

from layout import pictures
from layout.diagnostics import reason_of
from layout.display import Image, Ink, PageInks
from layout.pdf.content import Pictured, printed
from layout.pdf.document import Document, Raw, Stream
from layout.pdf.objects import name, number
from layout.pictures.duotone import corners, mixed, process_duotone, spot_duotone
from layout.shelf import Shelf

if TYPE_CHECKING:
    from layout.diagnostics import Report
    from layout.pdf.job import Job

_KEPT = 64
_QUALITY = 90
_MAKING = 3  # to be raised when the same picture gives other bytes than before, so that none of those is used again
_Key = tuple[str, str, tuple[float, float, float, float], tuple[int, int], Ink | None, Ink | None]


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture as it stands in the file: its samples encoded, and the entries of its dictionary.

    whole: it is all of the picture, and the page has to show the part wanted. spot: the colour space is still to be
    named, black and this ink.
    """

    entries: bytes
    filter: str
    data: bytes
    whole: bool = False
    spot: Ink | None = None


@dataclass(slots=True)
class Plates:
    """Converted pictures, kept from one build to the next; the longest unused go first. shelf: keeps them longer."""

    shelf: Shelf = field(default_factory=lambda: Shelf(""))
    _kept: OrderedDict[_Key, Plate] = field(default_factory=OrderedDict)

    def plate(self, data: bytes, image: Image, profile: bytes, resolution: int) -> Plate:
        """Raises ValueError when the picture cannot be read."""
        if image.ink is None and image.apart is None and (as_it_is := _untouched(data)):
            self._prove(data)
            return as_it_is
        crop, box = printed(image)
        part = (crop.x, crop.y, crop.width, crop.height)
        most = (_pixels(box.width, resolution), _pixels(box.height, resolution))
        apart = image.apart if image.ink is None else None
        key = (sha256(data).hexdigest(), sha256(profile).hexdigest(), part, most, image.ink, apart)
        plate = self._kept.get(key)
        if plate is None:
            plate = self._kept[key] = self._made(key, data, profile)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return plate

    def _made(self, key: _Key, data: bytes, profile: bytes) -> Plate:
        made_from = repr((_MAKING, pictures.engine(), key)).encode()
        kept = self.shelf.take("picture", made_from)
        *_, part, most, ink, apart = key
        if kept is not None:
            entries, filter, samples = kept.split(b"\n", 2)
            spot = None if b"/ColorSpace" in entries else ink or apart
            return Plate(entries, filter.decode(), samples, spot=spot)
        if apart is not None:
            plate = _printed(pictures.split(data, profile, part, most, apart.parts), apart, split=True)
        else:
            plate = _printed(pictures.convert(data, profile, part, most, ink is not None), ink)
        self.shelf.put("picture", made_from, b"\n".join((plate.entries, plate.filter.encode(), plate.data)))
        return plate

    def _prove(self, data: bytes) -> None:
        """Raises ValueError for a picture that goes into the file unread and would not open there."""
        made_from = repr(("sound", pictures.engine(), sha256(data).hexdigest())).encode()
        if self.shelf.take("sound", made_from) is None:
            pictures.prove(data)
            self.shelf.put("sound", made_from, b"sound")


@dataclass(slots=True)
class Placed:
    """The pictures of one document, each distinct plate once."""

    document: Document
    job: Job
    plates: Plates
    report: Report
    spots: Spots
    _placed: dict[bytes, Pictured] = field(default_factory=dict)

    def place(self, image: Image) -> Pictured | None:
        """The picture; None, reported (NP701), when it cannot be had."""
        try:
            data = self.job.read(image.file)
            if (page := pictures.drawing(data)) is not None:
                return self._drawing(page, _inks(image))
            plate = self.plates.plate(data, image, self.job.intent, self.job.resolution)
        except (OSError, ValueError) as error:
            self.report.add("NP701", image.origin, file=image.file, reason=reason_of(error))
            return None
        entries = plate.entries
        if plate.spot is not None:
            entries += b"/ColorSpace %b" % self.spots.with_black(plate.spot)
        key = sha256(entries + plate.data).digest()
        if key not in self._placed:
            reference = self.document.add(Stream(plate.data, entries, plate.filter))
            self._placed[key] = Pictured(reference, plate.whole)
        return self._placed[key]

    def _drawing(self, page: bytes, inks: PageInks | None) -> Pictured:
        key = sha256(page).digest() + repr(inks).encode()
        if key not in self._placed:
            from layout.pdf.drawings import place_drawing  # brings pikepdf

            packed, known = self.job.keeps.packed, self.spots.known
            reference = place_drawing(self.document, page, self.job.intent, packed, inks, known)
            self._placed[key] = Pictured(reference, whole=True)
        return self._placed[key]


@dataclass(slots=True)
class Spots:
    """The spot inks of one document. known: by name, at full strength: one name has one stand-in in all of it
    (ISO 15930-7 §6.2.4.4), the first that was given."""

    document: Document
    known: dict[str, Ink] = field(default_factory=dict)
    _placed: dict[str, bytes] = field(default_factory=dict)

    def know(self, ink: Ink) -> Ink:
        """The ink that stands for all of its name."""
        return self.known.setdefault(ink.spot, ink)

    def with_black(self, ink: Ink) -> bytes:
        """Reference of the colour space of a duotone: black and the ink (ISO 32000-1 §8.6.6.5)."""
        key = f"/{ink.spot}"  # no ink's name begins so
        if key not in self._placed:
            own = self.place(ink)
            table = corners(self.know(ink).parts)
            head = b"/FunctionType 0/Domain[0 1 0 1]/Range[0 1 0 1 0 1 0 1]/Size[2 2]/BitsPerSample 8"
            tint = self.document.add(Stream(table, head, ""))
            body = b"[/DeviceN[/Black%b]/DeviceCMYK %b<</Colorants<<%b %b>>>>]" % (
                *(name(ink.spot), tint),
                *(name(ink.spot), own),
            )
            self._placed[key] = self.document.add(Raw(body))
        return self._placed[key]

    def place(self, ink: Ink) -> bytes:
        """Reference of the ink's colour space."""
        if ink.spot not in self._placed:
            full = " ".join(number(part) for part in self.know(ink).parts).encode()
            tint = b"<</FunctionType 2/N 1/Domain[0 1]/C0[0 0 0 0]/C1[%b]>>" % full
            self._placed[ink.spot] = self.document.add(Raw(b"[/Separation%b/DeviceCMYK %b]" % (name(ink.spot), tint)))
        return self._placed[ink.spot]


def _inks(image: Image) -> PageInks | None:
    """What a drawing is printed in, None = all inks."""
    if image.apart is not None:
        return PageInks((image.apart,))
    return None if image.ink is None else PageInks()


def _pixels(points: float, resolution: int) -> int:
    return max(1, ceil(points / 72 * resolution))


def _untouched(data: bytes) -> Plate | None:
    """A JPEG in CMYK goes into the file byte for byte: whoever separated it knew the paper."""
    jpeg = pictures.untouched(data)
    if jpeg is None:
        return None
    entries = _entries(jpeg.width, jpeg.height, b"/DeviceCMYK", 8)
    return Plate(entries + (b"/Decode[1 0 1 0 1 0 1 0]" if jpeg.adobe else b""), "DCTDecode", data, whole=True)


def _entries(width: int, height: int, space: bytes, bits: int) -> bytes:
    named = b"/ColorSpace%b" % space if space else b""
    return b"/Type/XObject/Subtype/Image/Width %d/Height %d%b/BitsPerComponent %d" % (width, height, named, bits)


def _printed(pixels: pictures.Pixels, ink: Ink | None, split: bool = False) -> Plate:
    """The plate in its own colours, in black alone, or in black and a second ink. split: gray is of black alone."""
    size = pixels.width, pixels.height
    if ink is not None and pixels.mode == "2":
        if ink.spot:
            return Plate(_entries(*size, b"", 8), "FlateDecode", zlib.compress(pixels.data), spot=ink)
        return _encode(pictures.Pixels("CMYK", *size, mixed(pixels.data, ink.parts)))
    if ink is None or (ink.black_only and not ink.spot) or pixels.mode != "L" or split:
        return _encode(pixels)
    if ink.spot:
        entries = _entries(*size, b"", 8)
        return Plate(entries, "FlateDecode", zlib.compress(spot_duotone(pixels.data, ink.tint)), spot=ink)
    inks = (ink.cyan, ink.magenta, ink.yellow, ink.black)
    return _encode(pictures.Pixels("CMYK", *size, process_duotone(pixels.data, inks)))


def _encode(pixels: pictures.Pixels) -> Plate:
    """JPEG for photographs, deflate where that is smaller: drawings and lettering, which JPEG would fray."""
    space = b"/DeviceCMYK" if pixels.mode == "CMYK" else b"/DeviceGray"
    entries = _entries(pixels.width, pixels.height, space, 1 if pixels.mode == "1" else 8)
    if pixels.mode == "1":
        return Plate(entries, "FlateDecode", zlib.compress(pixels.data, 9))
    photograph = pictures.jpeg(pixels, _QUALITY)
    if _deflated_size(pixels) > len(photograph):
        return Plate(entries, "DCTDecode", photograph)
    return Plate(entries, "FlateDecode", zlib.compress(pixels.data))


def _deflated_size(pixels: pictures.Pixels) -> int:
    """About how many bytes deflate would take, from two rows in sixty-four: the whole takes longer than the JPEG."""
    row = pixels.width * len(pixels.mode)
    bands = [pixels.data[at : at + 2 * row] for at in range(0, len(pixels.data), 64 * row)]
    sample = b"".join(bands)
    return len(zlib.compress(sample)) * len(pixels.data) // max(1, len(sample))
