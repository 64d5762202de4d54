"""Pictures of the package, each distinct file once, as a screen shows them (layout.screen.images)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from layout.diagnostics import Report, reason_of
from layout.display import Fill, Image, Page
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.screen.images import on_page, shown
from layout.value import value


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
        part = on_page(image, page.trim)
        if part is None:
            return None
        try:
            suffix, made = shown(part, self.book, self.job, beneath)
        except (OSError, ValueError) as error:
            self.report.add("NP701", image.origin, file=image.file, reason=reason_of(error))
            return None
        key = sha256(made).digest()
        if key not in self._known:
            self._known[key] = Media(self.next_id(), suffix, made)
            self.media.append(self._known[key])
        return self._known[key]
