"""What preflight says of a file: findings with their page, object and place, and the ink each page takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layout.diagnostics import Diagnostic, Language, Severity, Span, table
from layout.display import PROCESS
from layout.units import Rect
from layout.value import value


@value
class PagePlates:
    """The plates that pages of a file are to have, by what the pages are called (layout.pagenames). colour: those with
    the four inks, None = all that are not named; beside: pages of black and one ink more, and that ink. Every other
    page is black alone."""

    colour: tuple[int, ...] | None = ()
    beside: tuple[tuple[int, str], ...] = ()

    @property
    def spots(self) -> tuple[str, ...]:
        """The inks that are none of the four."""
        return tuple(dict.fromkeys(ink for _, ink in self.beside if ink not in PROCESS))

    def of(self, page: int) -> tuple[str, ...] | None:
        """Those of a page, None = any."""
        second = dict(self.beside).get(page)
        if second is not None:
            return tuple(dict.fromkeys(("Black", second)))
        return None if self.colour is None or page in self.colour else ("Black",)


@value
class Finding:
    """A rule that is broken.

    page: counts from 1 in the file, 0 = the file as a whole. thing: the object, as the file names it. place:
    millimetres from the trim's top left corner, y down; None where there is none. values: what fills the message.
    """

    code: str
    page: int = 0
    thing: str = ""
    place: Rect | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        severity: Severity = table(self.code)["severity"]
        return severity

    @property
    def source(self) -> str:
        """Where the rule stands: the standard and its clause."""
        return str(table(self.code).get("source", ""))

    def diagnostic(self, file: str) -> Diagnostic:
        """The same for a Report."""
        return Diagnostic(self.code, Span(file), (*self.values, ("page", self.page), ("thing", self.thing)))

    def message(self, language: Language = "en") -> str:
        return self.diagnostic("").message(language)

    def advice(self, language: Language = "en") -> str:
        return self.diagnostic("").advice(language)

    def where(self, language: Language = "en") -> str:
        """Page, place and object in words; "" for the file as a whole."""
        words = {"en": "page {page}", "zh": "第 {page} 页"}[language].format(page=self.page) if self.page else ""
        if self.place is not None:
            box = self.place
            words += f", {box.x:.1f} {box.y:.1f} mm ({box.width:.1f} × {box.height:.1f})"
        return ", ".join(filter(None, (words, self.thing)))

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        box = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "page": self.page,
            "object": self.thing,
            "place": None if box is None else [round(each, 2) for each in (box.x, box.y, box.width, box.height)],
            "message": self.message(language),
            "cure": self.advice(language),
            "source": self.source,
        }


@value
class PageInk:
    """What a page takes: mean share of the trim that each ink covers, by name, and the heaviest 15 mm square.

    heaviest: per cent of all inks together; place: of that square, millimetres as in Finding.
    """

    page: int
    coverage: tuple[tuple[str, float], ...]
    heaviest: float
    place: Rect

    def as_dict(self) -> dict[str, Any]:
        box = self.place
        return {
            "page": self.page,
            "coverage": {name: round(share, 5) for name, share in self.coverage},
            "heaviest": round(self.heaviest, 1),
            "place": [round(each, 2) for each in (box.x, box.y, box.width, box.height)],
        }


@value
class Judgement:
    """What was found in one file. standard: the PDF/X it was measured by; pages: how many it has,
    0 = it would not open.

    sizes: of the trimmed pages, millimetres. Where they were asked for: pictures, a PNG of each page inside the trim,
    and its plates, by ink: width, height and samples, 255 = bare paper.
    """

    file: str
    press: str
    standard: str = ""
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    ink: tuple[PageInk, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    pictures: tuple[bytes, ...] = ()
    plates: tuple[Mapping[str, tuple[int, int, bytes]], ...] = ()

    @property
    def failed(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        return {
            "file": self.file,
            "press": self.press,
            "standard": self.standard,
            "pages": self.pages,
            "findings": [finding.as_dict(language) for finding in self.findings],
            "ink": [page.as_dict() for page in self.ink],
        }
