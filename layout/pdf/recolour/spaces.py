"""Colour spaces of a page from elsewhere, changed where they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from layout import pictures
from layout.pdf.functions import colour_at
from layout.pdf.recolour.inks import Inks, rise
from layout.pdffile import pikepdf
from layout.pictures import Refused

Name, Array, Stream = pikepdf.Name, pikepdf.Array, pikepdf.Stream
STEPS = 64  # of a gradient: at 250 mm one every 4 mm, with straight lines between
DEEPEST = 30
"""Spaces in spaces, and forms in forms, that are followed."""


class Spaces:
    """Of one document."""

    def __init__(self, document: pikepdf.Pdf, inks: Inks) -> None:
        self._document, self._inks = document, inks

    def changed(self, space: Any, depth: int) -> Any:
        """A space as it may stand in resources and pictures: converted ones become DeviceCMYK or DeviceGray."""
        if depth > DEEPEST:
            raise Refused("its colours are nested too deep")
        mode = self._inks.mode(space)
        if mode is not None:
            return Name.DeviceGray if mode[0] == "L" else Name.DeviceCMYK
        if not isinstance(space, Array) or not len(space):
            return space
        kind = str(space[0])
        if kind == "/Indexed":
            return self._indexed(space, depth)
        if kind == "/Separation" and self._is_alike(space):
            return space
        if kind == "/DeviceN":
            self._list_colorants(space)
        if kind in ("/Separation", "/DeviceN") and self._inks.mode_in_colour(space[2]) is not None:
            return self._spot(space)
        if kind == "/Pattern" and len(space) > 1:
            space[1] = self._inks.own if self._inks.mode(space[1]) is not None else self.changed(space[1], depth + 1)
        return space

    def _is_alike(self, space: Any) -> bool:
        """Whether a spot has got the stand-in that all of the file has."""
        ink = self._inks.alike(space)
        if ink is not None:
            space[2], space[3] = Name.DeviceCMYK, rise(ink)
        return ink is not None

    def _list_colorants(self, space: Any) -> None:
        """Each spot of a mixture is to be told by itself too (ISO 19005-2 §6.2.4.4): those that are, as all of the file
        has them, and those that the file knows."""
        if len(space) < 5:
            space.append(pikepdf.Dictionary())
        if "/Colorants" not in space[4]:
            space[4].Colorants = pikepdf.Dictionary()
        told = space[4].Colorants
        for own in told.values():
            self._is_alike(own)
        for name in space[1]:
            ink = self._inks.known(str(name)[1:])
            if str(name) not in told and ink is not None:
                told[str(name)] = Array([Name.Separation, name, Name.DeviceCMYK, rise(ink)])

    def _indexed(self, space: Any, depth: int) -> Any:
        mode = self._inks.mode(space[1])
        if mode is None or (mode[0] == "CMYK" and not self._inks.gray):
            space[1] = self.changed(space[1], depth + 1)
            return space
        table = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
        parts = self._inks.count(mode)
        colours = table[: len(table) // parts * parts]
        if mode[0] == "LAB":
            raise Refused("it has a picture of few Lab colours; save it with CMYK colours")
        if self._inks.grays:
            given = (colours[at : at + parts] for at in range(0, len(colours), parts))
            inks = [self._inks.ink([part / 255 for part in colour], *mode) for colour in given]
            if self._inks.second is None:
                space[1] = Name.DeviceGray
                space[3] = pikepdf.String(bytes(255 - round(float(ink[-1]) * 255) for ink in inks))
                return space
            space[1] = self._inks.own
            space[3] = pikepdf.String(bytes(round(float(part) * 255) for ink in inks for part in ink))
            return space
        space[1] = Name.DeviceCMYK
        space[3] = pikepdf.String(pictures.inked(colours, mode[0], self._inks.profile, mode[1]))
        return space

    def _spot(self, space: Any) -> Any:
        """A spot whose stand-in is RGB or Lab gets one in CMYK."""
        if str(space[0]) == "/DeviceN" and len(space[1]) != 1:
            raise Refused("it mixes spot colours by way of RGB; save it with CMYK colours")
        gray, self._inks.gray = self._inks.gray, False  # a spot that stays has its colour on screens
        space[3] = self.table(space[3], self._inks.mode(space[2]), 0.0, 1.0)
        space[2] = self._inks.own
        self._inks.gray = gray
        return space

    def table(self, function: Any, mode: Any, low: float, high: float) -> Any:
        """A function that gives CMYK where the old one gave something else: a table of 64 steps."""
        steps = [low + (high - low) * step / (STEPS - 1) for step in range(STEPS)]
        colours = [colour_at(function, x) for x in steps]
        if any(len(colour) != self._inks.count(mode) for colour in colours):
            raise Refused("a colour in it is given by a broken function")
        inks = [self._inks.ink(colour, *mode) for colour in colours]
        made = self._document.make_stream(bytes(round(float(ink) * 255) for each in inks for ink in each))
        made.FunctionType, made.BitsPerSample, made.Size = 0, 8, Array([STEPS])
        made.Domain, made.Range = Array([_decimal(low), _decimal(high)]), Array([0, 1] * len(inks[0]))
        return made


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.6f}")


__all__ = ["DEEPEST", "Spaces"]
