"""Pictures of the package: the part that shows, as the press will print it, in a screen's colours.

A drawing (SVG, PDF) becomes pixels too: readers of OFD draw vectors in too many ways, and a PDF's inks have no place
there. What lies under it shows where it is clear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil

from layout import pictures
from layout.diagnostics import Report
from layout.display import Fill, Image, Ink, Page
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.pictures.duotone import black_plate, process_duotone, second_plate
from layout.pictures.softproof import encoded, reencoded
from layout.units import Rect, Size
from layout.value import replace, value

_QUALITY = 90
_DRAWING = 300  # pixels an inch: of lettering within drawings


@value
class Media:
    """A picture of the package. number: its ID; suffix: of its file, "jpg" or "png"."""

    number: int
    suffix: str
    data: bytes


@dataclass(slots=True)
class Images:
    """The pictures of one package, each distinct file once. next_id: gives the document's IDs. Reports NP701."""

    book: FontBook
    job: Job
    report: Report
    next_id: Callable[[], int]
    media: list[Media] = field(default_factory=list)
    _known: dict[bytes, Media] = field(default_factory=dict)

    def place(self, image: Image, page: Page, beneath: Sequence[Image | Fill]) -> Media | None:
        """The part of a picture that is on the page; None when there is none, or, reported, when it cannot be had.

        beneath: what was drawn before it.
        """
        shown = _on_page(image, page.trim)
        if shown is None:
            return None
        try:
            data = self.job.read(image.file)
            if pictures.drawing(data) is not None:
                suffix, made = self._drawing(shown, beneath)
            else:
                suffix, made = self._pixels(shown, data)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.report.add("NP701", image.origin, file=image.file, reason=reason)
            return None
        key = sha256(made).digest()
        if key not in self._known:
            self._known[key] = Media(self.next_id(), suffix, made)
            self.media.append(self._known[key])
        return self._known[key]

    def _pixels(self, image: Image, data: bytes) -> tuple[str, bytes]:
        crop, rect = image.crop, image.rect
        most = tuple(max(1, ceil(length / 72 * self.job.resolution)) for length in (rect.width, rect.height))
        part = (crop.x, crop.y, crop.width, crop.height)
        made = pictures.convert(data, self.job.intent, part, (most[0], most[1]), image.ink is not None)
        mode, samples = made.mode, made.data
        if image.ink is not None and mode == "L" and not image.ink.black_only:
            mode, samples = "CMYK", _duotone(samples, image.ink)
        return encoded(mode, (made.width, made.height), samples, self.job.intent, _QUALITY)

    def _drawing(self, image: Image, beneath: Sequence[Image | Fill]) -> tuple[str, bytes]:
        """As the PDF has it, on what lies under it."""
        from layout.onscreen import to_screen
        from layout.pdf.raster import draw
        from layout.pdf.writer import write

        box = image.rect
        items = tuple(
            replace(item, rect=Rect(item.rect.x - box.x, item.rect.y - box.y, item.rect.width, item.rect.height))
            for item in (*beneath, image)
            if item.rect.x < box.right and box.x < item.rect.right
            if item.rect.y < box.bottom and box.y < item.rect.bottom
        )
        report = Report()
        job = replace(self.job, marks=False, standard="x-4", attachments=())
        pdf = write([Page(1, Size(box.width, box.height), 0.0, items)], self.book, job, report)
        for fault in report:
            if fault.code == "NP701" and fault.span == image.origin:
                raise ValueError(dict(fault.values)["reason"])
        return reencoded(draw(to_screen(pdf, self.job.intent), 0, _DRAWING), _QUALITY)


def _on_page(image: Image, trim: Size) -> Image | None:
    """The picture without what lies beyond the trim."""
    box, crop = image.rect, image.crop
    left, top = max(0.0, box.x), max(0.0, box.y)
    right, bottom = min(trim.width, box.right), min(trim.height, box.bottom)
    if right <= left or bottom <= top:
        return None
    if (left, top, right, bottom) == (box.x, box.y, box.right, box.bottom):
        return image
    across, down = crop.width / box.width, crop.height / box.height
    part = Rect(
        *(crop.x + (left - box.x) * across, crop.y + (top - box.y) * down),
        (right - left) * across,
        (bottom - top) * down,
    )
    return replace(image, rect=Rect(left, top, right - left, bottom - top), crop=part)


def _duotone(grays: bytes, ink: Ink) -> bytes:
    """CMYK samples of black and a second ink as the press mixes them."""
    if not ink.spot:
        return process_duotone(grays, (ink.cyan, ink.magenta, ink.yellow, ink.black))
    samples = bytearray(4 * len(grays))
    for place, part in enumerate((ink.cyan, ink.magenta, ink.yellow)):
        samples[place::4] = second_plate(grays, part * ink.tint)
    samples[3::4] = black_plate(grays)
    return bytes(samples)
