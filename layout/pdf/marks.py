"""Marks round the page: crop and registration marks, colour bar, slug line; all of it outside the bleed.

They are display items like everything else, in the page's own coordinates, and are drawn as artifacts after the page.
Registration marks stand on all plates there are, those of spots too; a plate's name stands in its own ink, so that each
plate says which it is. On a page that has not the four inks all of it stands on its own plates: on one that is not made
nothing may be marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from layout.display import (
    BLACK,
    PAPER,
    REGISTRATION,
    Fill,
    GlyphRun,
    Group,
    Ink,
    Item,
    Markup,
    Page,
    PageInks,
    Rule,
    walk,
)
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.units import MM, Rect, Size
from layout.value import replace, value

ROOM = 12 * MM
"""Width of the strip round the bleed that the marks stand in."""

_HAIRLINE = 0.25
_CROP = (1 * MM, 7 * MM)  # beginning and end of a crop mark, from the bleed
_TARGET = 6 * MM  # centre of a registration mark, from the bleed
_PATCH = 5 * MM
_SLUG_SIZE = 6.5
_PLATES = (("C", Ink(1, 0, 0, 0)), ("M", Ink(0, 1, 0, 0)), ("Y", Ink(0, 0, 1, 0)), ("K", Ink(0, 0, 0, 1)))
# Solids, tints at 40 % where newsprint's dot gain is read (ISO 12647-3), overprints, gray balance beside its black.
_PATCHES = (
    *(ink for _, ink in _PLATES),
    *(ink.lighter(0.4) for _, ink in _PLATES),
    Ink(0, 1, 1, 0),
    Ink(1, 0, 1, 0),
    Ink(1, 1, 0, 0),
    Ink(1, 1, 1, 0),
    Ink(0.4, 0.3, 0.3, 0),
    Ink(0, 0, 0, 0.4),
)


@value
class _Plates:
    """The plates of a page. named: name and ink of each; patches: of its colour bar; register: as of `register`."""

    named: tuple[tuple[str, Ink], ...]
    patches: tuple[Ink, ...]
    register: tuple[Ink, ...]


def marks(page: Page, book: FontBook, job: Job) -> Group:
    """Everything that stands round one page."""
    return _around(page.trim, page.bleed, _plates(page), slug(page, job), book)


def register(inks: PageInks | None) -> tuple[Ink, ...]:
    """The inks in which a mark is drawn, one over another, that it stands on every plate. inks: of the page; the last
    is black. On a page without the four `All` would be plates of them with nothing else."""
    if inks is None:
        return (REGISTRATION,)
    return (*inks.beside[:1], *(replace(ink, over=True) for ink in inks.beside[1:]), BLACK)


def _plates(page: Page) -> _Plates:
    if page.inks is None:
        spots = _spots(page)
        patches = (*_PATCHES[:4], *(ink for _, ink in spots), *_PATCHES[4:])
        return _Plates((*_PLATES, *spots), patches, register(None))
    beside = page.inks.beside
    names = [ink.spot or next(name for name, plate in _PLATES if plate == ink) for ink in beside]
    patches = (BLACK, *beside, BLACK.lighter(0.4), *(ink.lighter(0.4) for ink in beside))
    return _Plates((*zip(names, beside, strict=True), ("K", BLACK)), patches, register(page.inks))


@lru_cache(maxsize=64)  # an edit changes none of it
def _around(trim: Size, bleed: float, plates: _Plates, words: str, book: FontBook) -> Group:
    return Group("artifact", tuple(_marks(trim, bleed, plates, words, book)), "marks")


def _marks(trim: Size, bleed: float, plates: _Plates, words: str, book: FontBook) -> Iterator[Item]:
    width, height = trim.width, trim.height
    for ink in plates.register:
        yield from _crop_marks(width, height, bleed, ink)
    out = bleed + _TARGET
    for x, y in ((width / 2, -out), (width / 2, height + out), (-out, height / 2), (width + out, height / 2)):
        yield from _target(x, y, plates.register)
    start, room = _CROP[1], width / 2 - _CROP[1] - 5 * MM
    yield from _colour_bar(start, height + bleed + _TARGET - _PATCH / 2, room, plates.patches)
    yield from _slug_line(plates, words, book, start, -bleed - _TARGET + _SLUG_SIZE * 0.35, room)


def _spots(page: Page) -> tuple[tuple[str, Ink], ...]:
    """The page's spot inks at full strength, by name."""
    inks = (item.ink for item in walk(page.items) if not isinstance(item, Markup))
    full = {ink.spot: replace(ink, tint=1.0) for ink in (*inks, *page.spots) if ink is not None and ink.spot}
    return tuple(sorted(full.items()))


def _crop_marks(width: float, height: float, bleed: float, ink: Ink) -> Iterator[Item]:
    near, far = (bleed + distance for distance in _CROP)
    for x in (0.0, width):
        yield Rule(x, -far, x, -near, _HAIRLINE, ink)
        yield Rule(x, height + near, x, height + far, _HAIRLINE, ink)
    for y in (0.0, height):
        yield Rule(-far, y, -near, y, _HAIRLINE, ink)
        yield Rule(width + near, y, width + far, y, _HAIRLINE, ink)


def _target(x: float, y: float, inks: Sequence[Ink]) -> Iterator[Item]:
    """A ring, a cross and a disc with the cross reversed. A stroke of no length with round caps is a disc."""
    reach = 3 * MM
    yield from (_disc(x, y, 4 * MM, ink) for ink in inks)
    yield _disc(x, y, 4 * MM - 2 * _HAIRLINE, PAPER)
    yield from (Rule(x - reach, y, x + reach, y, _HAIRLINE, ink) for ink in inks)
    yield from (Rule(x, y - reach, x, y + reach, _HAIRLINE, ink) for ink in inks)
    yield from (_disc(x, y, 2 * MM, ink) for ink in inks)
    yield Rule(x - MM, y, x + MM, y, _HAIRLINE, PAPER)
    yield Rule(x, y - MM, x, y + MM, _HAIRLINE, PAPER)


def _disc(x: float, y: float, diameter: float, ink: Ink) -> Rule:
    return Rule(x, y, x, y, diameter, ink, round=True)


def _colour_bar(x: float, y: float, room: float, patches: Sequence[Ink]) -> Iterator[Item]:
    """As many patches as the page is wide enough for, the solids first."""
    for index, ink in enumerate(patches[: max(0, int(room / _PATCH))]):
        yield Fill(Rect(x + index * _PATCH, y, _PATCH, _PATCH), ink)


def _slug_line(plates: _Plates, words: str, book: FontBook, x: float, baseline: float, room: float) -> Iterator[Item]:
    """The plates' names, then `words`, whose page this is; narrowed where the page is too small for it."""
    for name, ink in plates.named:
        runs = tuple(_set(name, book, x, baseline, 1.0, ink))
        yield from runs
        wide = max(_SLUG_SIZE, sum(_width(run, book) for run in runs) + _SLUG_SIZE / 3)
        x, room = x + wide, room - wide
    natural = sum(_width(run, book) for run in _set(words, book, 0, 0, 1.0, REGISTRATION))
    if natural and room > 0:
        scale = min(1.0, (room - _SLUG_SIZE) / natural)
        for ink in plates.register:
            yield from _set(words, book, x + _SLUG_SIZE, baseline, scale, ink)


def slug(page: Page, job: Job) -> str:
    """Paper, date and page as make-up wrote them, and the title of the file if that does not say it."""
    own = page.slug or "  ".join(
        part for part in (job.publisher, job.date and str(job.date), f"P{page.number}") if part
    )
    return own if job.title in own else f"{own}  {job.title}"


def _set(words: str, book: FontBook, x: float, baseline: float, scale: float, ink: Ink) -> Iterator[GlyphRun]:
    """One line in Hei. Characters that no face has are left out: the slug is a label, not copy."""
    for start, end, face in book.itemise(words, "sans"):
        if face is None:
            continue
        shaped = face.shape(words[start:end])
        xs, pen = [], 0.0
        for advance in shaped.advances:
            xs.append(pen)
            pen += advance * _SLUG_SIZE * scale
        texts = _texts(words[start:end], shaped.clusters)
        yield GlyphRun(face.key, _SLUG_SIZE, x, baseline, shaped.glyphs, tuple(xs), texts, ink, scale)
        x += pen


def _texts(words: str, clusters: tuple[int, ...]) -> tuple[str, ...]:
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(words)], strict=True))
    return tuple(
        "" if index and clusters[index - 1] == start else words[start : ends[start]]
        for index, start in enumerate(clusters)
    )


def _width(run: GlyphRun, book: FontBook) -> float:
    return run.xs[-1] + book.face(run.face).advance(run.glyphs[-1]) * run.size * run.scale
