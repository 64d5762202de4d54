"""The job's last look at its own press file: what preflight finds, what ink each page takes, and pictures of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layout.diagnostics import Diagnostic, Language
from layout.display import Page
from layout.package.plates import INKS, Plates, plates
from layout.pdf.raster import png
from layout.pictures.softproof import screen
from layout.presses import Press
from layout.value import value

_DPI = 72.0
_LEAST = 1e-6  # of a page: less is what antialiasing leaves


@value
class Checked:
    """diagnostics: of preflight, by the file's name. coverage: of each page, by ink. html: preflight's report."""

    diagnostics: tuple[Diagnostic, ...]
    coverage: tuple[tuple[tuple[str, float], ...], ...]
    findings: dict[str, Any]
    html: bytes = b""

    @property
    def counts(self) -> tuple[int, int]:
        """Errors and warnings."""
        severities = [each.severity for each in self.diagnostics]
        return severities.count("error"), severities.count("warning")

    def as_dict(self, language: Language) -> dict[str, Any]:
        return self.findings


def examine(pdf: bytes, name: str, press: Press, drawn: Sequence[Plates]) -> Checked:
    """Preflight of a file against a press."""
    coverage = tuple(tuple((ink, share if share > _LEAST else 0.0) for ink, share in page.coverage()) for page in drawn)
    return Checked((), coverage, {"file": name, "press": press.name, "findings": []})


def draw_plates(pdf: bytes) -> tuple[Plates, ...]:
    """The four plates of every page, inside the trim."""
    return tuple(plates(pdf, _DPI))


def previews(drawn: Sequence[Plates], pages: Sequence[Page], profile: bytes) -> dict[str, bytes]:
    """By file name: each page as it will look through the press's profile, and each of its plates that has ink."""
    files = {}
    for page, each in zip(pages, drawn, strict=True):
        seen = screen(each.samples, each.width, each.height, profile)
        files[f"{page.number:02d}.png"] = png(each.width, each.height, seen, _DPI)
        for ink, samples in zip(INKS, each.samples, strict=True):
            if any(samples):
                files[f"{page.number:02d}_{ink}.png"] = png(each.width, each.height, _gray(samples), _DPI)
    return files


def _gray(plate: bytes) -> bytes:
    """RGB samples of a plate, solid ink black."""
    rows = bytearray(3 * len(plate))
    rows[0::3] = rows[1::3] = rows[2::3] = plate.translate(_INVERTED)
    return bytes(rows)


_INVERTED = bytes(range(255, -1, -1))
