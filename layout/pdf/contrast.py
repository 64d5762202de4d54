"""Whether a head reversed on an ink or a picture can be read: measured on what lies under its lines, as it will print.

The contrast ratio is that of WCAG 2.1 between the white of the paper and the lightest twentieth under the head, both as
the press's profile has them. Also told are small letters reversed in several inks, whose strokes close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout import pictures
from layout.diagnostics import Report
from layout.display import EM_ASCENT, PAPER, Fill, GlyphRun, Group, Image, Ink, Item, Page
from layout.pdf.job import Job
from layout.pdf.pageinks import printed
from layout.units import Rect, union

WANTED, LEAST = 4.5, 3.0  # on a picture: under the first a warning, under the second an error
WANTED_INK, LEAST_INK = 2.5, 1.8  # on a plain ink, which has no light spots: magenta and yellow on newsprint have 2.7
SMALLEST = 8.0  # points, of type reversed in several inks
_LOOKED_AT = 120  # pixels a side of what lies under a line
_LIGHTEST = 0.05  # part of the pixels under a line that is the lightest
_HEADS = ("kicker", "headline", "deck", "byline")


def tell_contrast(pages: Sequence[Page], job: Job, report: Report) -> None:
    """Report reversed heads that are hard to read (NP703, NP705) or cannot be read (NP704)."""
    for page in pages:
        for line, ground in _reversed_lines(printed(page, job.intent).items):
            _tell(line, ground, job, report)


def _reversed_lines(items: Sequence[Item]) -> Iterator[tuple[list[GlyphRun], Fill | Image]]:
    """Lines of white type in the heads of stories, each with what was drawn under it last."""
    for story in items:
        if not isinstance(story, Group) or story.role != "story":
            continue
        beneath: list[Fill | Image] = []
        for item in story.items:
            if isinstance(item, Group) and item.role in _HEADS:
                for line in _lines(item):
                    box = _box(line)
                    under = [each for each in beneath if _covers(each.rect, box)]
                    if under and line[0].ink == PAPER:
                        yield line, under[-1]
            elif isinstance(item, Group):
                beneath += [each for each in item.items if isinstance(each, Fill | Image)]
                beneath += [
                    each
                    for inner in item.items
                    if isinstance(inner, Group)
                    for each in inner.items
                    if isinstance(each, Image)
                ]


def _lines(head: Group) -> Iterator[list[GlyphRun]]:
    if any(isinstance(item, Fill) for item in head.items):  # a label on a block of its own
        return
    lines: dict[float, list[GlyphRun]] = {}
    for item in head.items:
        if isinstance(item, GlyphRun) and item.xs:
            lines.setdefault(item.baseline, []).append(item)
    yield from lines.values()


def _box(line: Sequence[GlyphRun]) -> Rect:
    boxes = [
        Rect(run.x + run.xs[0], run.baseline - EM_ASCENT * run.size, run.xs[-1] - run.xs[0] + run.size, run.size)
        for run in line
    ]
    return union(*boxes)


def _covers(ground: Rect, line: Rect) -> bool:
    x, y = line.x + line.width / 2, line.y + line.height / 2
    return ground.x <= x <= ground.right and ground.y <= y <= ground.bottom


def _tell(line: Sequence[GlyphRun], ground: Fill | Image, job: Job, report: Report) -> None:
    text, span = "".join(run.text for run in line), line[0].origin
    if isinstance(ground, Image):
        try:
            lightness = _under(ground, _box(line), job)
        except (OSError, ValueError):  # told when it is put on the plate
            return
        wanted, least, name, inks = WANTED, LEAST, ground.file, 4
    else:
        lightness = _of_ink(ground.ink, job)
        wanted, least, name = WANTED_INK, LEAST_INK, _named(ground.ink)
        inks = sum(part > 0 for part in (ground.ink.cyan, ground.ink.magenta, ground.ink.yellow, ground.ink.black))
        inks = 1 if ground.ink.spot else inks
    ratio = round(1.05 / (lightness + 0.05), 1)
    if ratio < wanted:
        report.add("NP704" if ratio < least else "NP703", span, text=text, ground=name, ratio=f"{ratio:.1f}")
    smallest = min(run.size for run in line)
    if inks > 1 and smallest < SMALLEST:
        report.add("NP705", span, text=text, size=f"{smallest:g}")


def _named(ink: Ink) -> str:
    """An ink as printers write it."""
    if ink.spot:
        return f"{ink.spot} {ink.tint * 100:g}%"
    parts = (ink.cyan, ink.magenta, ink.yellow, ink.black)
    return " ".join(f"{name}{part * 100:g}" for name, part in zip("CMYK", parts, strict=True) if part)


def _of_ink(ink: Ink, job: Job) -> float:
    """Luminance of a plain ink, 1 = paper."""
    parts = (ink.cyan, ink.magenta, ink.yellow, ink.black)
    samples = bytes(round(255 * part * (ink.tint if ink.spot else 1.0)) for part in parts)
    return pictures.luminances(samples, job.intent)[0]


def _under(image: Image, box: Rect, job: Job) -> float:
    """Luminance of the lightest twentieth of a picture under a box, 1 = paper."""
    rect, crop = image.rect, image.crop
    left, top = max(box.x, rect.x), max(box.y, rect.y)
    right, bottom = min(box.right, rect.right), min(box.bottom, rect.bottom)
    across, down = crop.width / rect.width, crop.height / rect.height
    part = (
        *(crop.x + (left - rect.x) * across, crop.y + (top - rect.y) * down),
        *((right - left) * across, (bottom - top) * down),
    )
    data = job.read(image.file)
    if pictures.drawing(data) is not None:
        return 0.0  # what a drawing shows is not known before it is drawn
    made = pictures.convert(data, job.intent, part, (_LOOKED_AT, _LOOKED_AT), image.ink is not None)
    samples = made.data
    if made.mode != "CMYK":
        tones = samples if made.mode == "L" else bytes(255 if byte else 0 for byte in samples)
        samples = bytes(each for tone in tones for each in (0, 0, 0, 255 - tone))
    found = sorted(pictures.luminances(samples, job.intent))
    return found[min(len(found) - 1, int(len(found) * (1 - _LIGHTEST)))]
