"""The job's last look at its own press file: what preflight finds, what ink each page takes, and pictures of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layout.diagnostics import Report, Span
from layout.display import Page
from layout.package import colours, names
from layout.pagenames import page_name
from layout.pdf.raster import png
from layout.pictures.softproof import screen
from layout.preflight import Judgement, examine
from layout.presses import Press

INKS = ("Cyan", "Magenta", "Yellow", "Black")
_DPI = 61.0  # what preflight draws its plates at
_LEAST = 1e-5  # of a page: less is what antialiasing leaves

Plate = tuple[int, int, bytes]
"""Width, height, samples from the top; 255 = bare paper."""


def judge(pdf: bytes, name: str, press: Press, report: Report, pages: Sequence[Page] = ()) -> Judgement:
    """Preflight of the press file; its findings go to the report under the name the file has in the job. pages: that
    are in it, whose plates are known where they are not all."""
    own = [None if page.inks is None else colours.plates(page.inks) for page in pages]
    judged = examine(pdf, name, press, pictures=True, inks=own)
    report.extend(finding.diagnostic(name) for finding in judged.findings)
    if judged.pages == 0 and not judged.failed:
        report.add("NP940", Span(name), name=name, reason="no pages")
    return judged


def coverage(judged: Judgement) -> tuple[tuple[tuple[str, float], ...], ...]:
    """Share of each page that each of the four inks covers, and any other ink it has."""
    rows = []
    for page in judged.ink:
        known = dict(page.coverage)
        own = (*INKS, *(name for name in known if name not in INKS))
        rows.append(tuple((name, share if (share := known.get(name, 0.0)) > _LEAST else 0.0) for name in own))
    return tuple(rows)


def previews(judged: Judgement, pages: Sequence[Page], profile: bytes) -> dict[str, bytes]:
    """By file name: each page as it will look through the press's profile, and each of its plates that has ink."""
    files = {}
    for page, plates in zip(pages, judged.plates, strict=True):
        if not plates:
            continue
        width, height, _ = next(iter(plates.values()))
        inked = tuple(_ink(plates.get(name), width * height) for name in INKS)
        cyan, magenta, yellow, black = inked
        spots = [
            (_ink(plates[ink.spot], width * height), ink.parts) for ink in colours.spots_of(page) if ink.spot in plates
        ]
        seen = screen((cyan, magenta, yellow, black), width, height, profile, spots=spots)
        files[f"{page_name(page.number, padded=True)}.png"] = png(width, height, seen, _DPI)
        files |= _plates(page, plates)
    return files


def _plates(page: Page, plates: Mapping[str, Plate]) -> dict[str, bytes]:
    shown = {name: plate for name, plate in plates.items() if min(plate[2]) < 255}
    called = names.apart(shown)
    return {
        f"{page_name(page.number, padded=True)}_{called[name]}.png": png(width, height, samples, _DPI)
        for name, (width, height, samples) in shown.items()
    }


def _ink(plate: Plate | None, size: int) -> bytes:
    """Samples with 0 = no ink, as a profile reads them."""
    return bytes(size) if plate is None else plate[2].translate(_INVERTED)


_INVERTED = bytes(range(255, -1, -1))
