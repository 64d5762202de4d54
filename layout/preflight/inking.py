"""What a colour puts on the plates of the press, and what a picture does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from layout.preflight.colours import PROCESS, Inks, Space
from layout.preflight.document import BROKEN, File
from layout.preflight.fonts import differences
from layout.preflight.objects import key_of
from layout.preflight.samples import Planes, coverage, planes, work
from layout.preflight.samples.converter import Converter

CELL = 2.5  # mm: the squares of ink are slid by this much
PIXELS = 6  # a cell's side on the plates
DPI = PIXELS * 25.4 / CELL

Doubt = Callable[[int, str], None]
"""Told the page and why its ink is not measured, or only about."""


def converter_of(file: File) -> Converter:
    """Not-ink into ink, by the file's own intent, else by the press's profile."""
    made: Converter | None = file.kept.get("converter")
    if made is None:
        profile = b""
        try:
            for intent in file.root.get("/OutputIntents", []):
                if "/DestOutputProfile" in intent and int(intent["/DestOutputProfile"].get("/N", 0)) == 4:
                    profile = intent["/DestOutputProfile"].read_bytes()
                    break
            profile = profile or file.press.profile_bytes()
        except (*BROKEN, OSError):
            profile = b""
        made = file.kept["converter"] = Converter(profile)
    return made


def share(made: Space, colour: Sequence[float], file: File) -> Inks:
    """What a colour puts on the plates of the press:
    spot inks the press has not are printed by what stands for them."""
    carried = {*PROCESS, "All", "None", *file.press.spots}
    convert = converter_of(file)
    if made.kind == "indexed" and made.base:
        at = int(min(max(colour[0] if colour else 0, 0), len(made.table) // made.base.count - 1)) * made.base.count
        return share(made.base, made.base.scaled(made.table[at : at + made.base.count]), file)
    if made.names and not set(made.names) <= carried:
        return made.alternate(colour, convert)
    return made.inks(colour, convert)


_PIXELS = 3_000_000_000
"""Samples that are read to measure the pictures of a file, reckoned by `work`: some 20 seconds."""
_PLAIN_MASK = 1_000_000  # pixels: a mask that is no larger is left to the renderer as it is


class Pictures:
    """The pictures of a file as planes, decoded once for all inks and pages."""

    def __init__(self, file: File, doubt: Doubt) -> None:
        self.file = file
        self.doubt = doubt
        self._known: dict[object, Planes | None] = {}
        self._masks: dict[object, tuple[int, int, bytes] | None] = {}
        self._factors: dict[object, float] = {}
        self._left = _PIXELS
        self._told: set[tuple[int, str]] = set()
        for sheet in file.sheets:
            for mark in sheet.marks.images():
                key = mark.image.objgen if mark.image.is_indirect else None
                self._factors[key] = min(self._factors.get(key, 1e9), mark.ppi / (1.5 * DPI))

    def factor(self, entry: Any) -> int:
        """By how much a picture may be made smaller before it is looked at."""
        return int(max(1, self._factors.get(entry.objgen if entry.is_indirect else None, 1)))

    def glyphs_of(self, font: Any) -> set[str]:
        """Names of the glyphs of a Type 3 font that the file draws."""
        key = key_of(font)
        uses = [sheet.marks.fonts[key].codes for sheet in self.file.sheets if key in sheet.marks.fonts]
        names = differences(font)
        return {names[code] for code in set().union(*uses) if code in names}

    def _tell(self, number: int, reason: str) -> None:
        if (number, reason) not in self._told:
            self._told.add((number, reason))
            self.doubt(number, reason[:120])

    def _spend(self, entry: Any, factor: int) -> None:
        self._left -= work(entry, factor)
        if self._left < 0:
            raise ValueError("more pixels than are looked at")

    def of(self, entry: Any, made: Space | None, number: int) -> Planes | None:
        """None when it cannot be decoded, which is told as a doubt."""
        key = key_of(entry)
        if key not in self._known:
            factor = self.factor(entry)
            try:
                self._spend(entry, factor)
                self._known[key] = planes(
                    entry, made, factor, lambda which, colour: share(which, colour, self.file), converter_of(self.file)
                )
            except BROKEN as error:
                self._known[key] = None
                self._tell(number, f"a picture cannot be decoded: {error}")
        if self._known[key] is None:
            self._tell(number, "a picture on it cannot be decoded")
        return self._known[key]

    def mask(self, entry: Any, factor: int, number: int) -> tuple[int, int, bytes] | None:
        """A mask made smaller (`samples.coverage`); None for one that can stay as it is."""
        key = key_of(entry)
        if int(entry.get("/Width", 0)) * int(entry.get("/Height", 0)) <= _PLAIN_MASK:
            return None
        if key not in self._masks:
            try:
                self._spend(entry, factor)
                self._masks[key] = coverage(entry, factor)
            except BROKEN as error:
                self._masks[key] = 1, 1, b"\xff"
                self._tell(number, f"a mask cannot be decoded: {error}")
        return self._masks[key]


__all__ = ["CELL", "DPI", "PIXELS", "Doubt", "Pictures", "converter_of", "share"]
