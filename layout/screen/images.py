"""Pictures of a page as a screen shows them: the part that shows, as the press will print it, in a screen's colours.

A drawing (SVG, PDF) becomes pixels too: viewers draw vectors in too many ways, and a PDF's inks have no place there.
What lies under it shows where it is clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from layout import pictures
from layout.diagnostics import Report
from layout.display import Fill, Image, Ink, Page
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.pictures.duotone import black_plate, mixed, process_duotone, second_plate
from layout.pictures.softproof import encoded, masked, reencoded
from layout.units import Rect, Size
from layout.value import replace

_QUALITY = 90
_DRAWING = 300  # pixels an inch: of lettering within drawings


def shown(image: Image, book: FontBook, job: Job, beneath: Sequence[Image | Fill] = ()) -> tuple[str, bytes]:
    """The picture's file for a screen and its suffix, "jpg" or "png". beneath: what was drawn before it. Raises
    OSError and ValueError, with a plain reason, when it cannot be had."""
    data = job.read(image.file)
    plain = replace(image, outline=())
    found = _drawing(plain, book, job, beneath) if pictures.drawing(data) is not None else _pixels(plain, data, job)
    if not image.outline:
        return found
    box = image.rect
    inside = tuple(
        tuple((at - box.y) / box.height if odd % 2 else (at - box.x) / box.width for odd, at in enumerate(part))
        for part in image.outline
    )
    return "png", masked(found[1], inside)


def on_page(image: Image, trim: Size) -> Image | None:
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


def _pixels(image: Image, data: bytes, job: Job) -> tuple[str, bytes]:
    crop, rect = image.crop, image.rect
    most = tuple(max(1, ceil(length / 72 * job.resolution)) for length in (rect.width, rect.height))
    part = (crop.x, crop.y, crop.width, crop.height)
    apart = image.apart if image.ink is None else None
    if apart is not None:
        made = pictures.split(data, job.intent, part, (most[0], most[1]), apart.parts)
    else:
        made = pictures.convert(data, job.intent, part, (most[0], most[1]), image.ink is not None)
    mode, samples = made.mode, made.data
    if apart is not None and mode == "2":
        mode, samples = "CMYK", mixed(samples, apart.parts)
    if image.ink is not None and mode == "L" and not image.ink.black_only:
        mode, samples = "CMYK", _duotone(samples, image.ink)
    return encoded(mode, (made.width, made.height), samples, job.intent, _QUALITY)


def _drawing(image: Image, book: FontBook, job: Job, beneath: Sequence[Image | Fill]) -> tuple[str, bytes]:
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
    job = replace(job, marks=False, standard="x-4", attachments=())
    pdf = write([Page(1, Size(box.width, box.height), 0.0, items)], book, job, report)
    for fault in report:
        if fault.code == "NP701" and fault.span == image.origin:
            raise ValueError(dict(fault.values)["reason"])
    return reencoded(draw(to_screen(pdf, job.intent), 0, _DRAWING), _QUALITY)
