"""Rules of pages whose plates are known beforehand: what is to be printed in black has ink on no other plate.

A file does not say which plates its pages are to have; whoever made it, or sold the page, does (`examine`).
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.preflight.document import File
from layout.preflight.inking import share
from layout.preflight.plates import plates_of
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_TRACE = 0.005  # less ink than this is rounding
_LEAST = 1e-5  # of a page: less is what antialiasing leaves


@rule("NP915")
def pages_have_no_other_plates_than_theirs(file: File) -> Iterator[Finding]:
    """Type, fills and lines with their place, marks beyond the trim too; what only the plates show, once an ink."""
    for sheet, own in zip(file.sheets, file.inks, strict=False):
        if own is None:
            continue
        told: set[str] = set()
        for mark in sheet.marks.marks:
            if mark.hidden or mark.space is None or mark.pattern is not None or mark.kind in ("image", "shading"):
                continue
            for ink, amount in share(mark.space, mark.colour, file).items():
                if amount > _TRACE and ink not in own and ink != "All" and ink not in told:
                    told.add(ink)
                    yield fault(sheet, mark, ink=ink, inks=", ".join(own))
        for ink, (_, _, samples) in plates_of(file).planes.get(sheet.number, {}).items():
            if ink in own or ink in told:
                continue
            if 1 - sum(samples) / (255 * max(1, len(samples))) > _LEAST:
                yield fault(sheet, ink=ink, inks=", ".join(own))
