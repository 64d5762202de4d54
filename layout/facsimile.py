"""Finished pages as pictures: what a reader sees who has no paper in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.onscreen import to_screen
from layout.pdf.raster import samples
from layout.pictures.screen import screen_jpeg


def facsimiles(pdf: bytes, profile: bytes, resolutions: Sequence[float]) -> Iterator[tuple[bytes, ...]]:
    """Of each page one JPEG a resolution (dpi), inside the trim, its inks as the press will print them on white.

    profile: of the press. The same file gives the same pictures.
    """
    shown = to_screen(pdf, profile)
    largest = max(resolutions)
    for width, height, rgb in samples(shown, largest):
        yield tuple(screen_jpeg(rgb, width, height, resolution / largest, resolution) for resolution in resolutions)
