"""Colours of a page from elsewhere as inks of the press: how those of each space are converted, and to what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from layout import pictures
from layout.display import Ink
from layout.pdf.bounds import bounded
from layout.pdf.functions import colour_at, eight_bits
from layout.pdffile import pikepdf
from layout.pictures import Refused

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
IN_GRAY = "save it in gray for a page without colour"
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")

Mode = tuple[str, bytes | None]
"""How colours of a space are converted: "RGB", "L", "LAB" or "CMYK" and the profile; "TINT", spot inks that are not to
be printed, and their number among those of the document."""


class Inks:
    """profile: the press's. gray: all becomes gray but for these spots. has_colour: whether anything was no gray.
    masking: within a soft mask colours mean how much shows: they become plain gray, and not ink."""

    def __init__(self, profile: bytes, spots: Sequence[Ink] | None) -> None:
        self.profile = profile
        self.gray = spots is not None
        self.spots = {ink.spot: ink for ink in spots or ()}
        self.has_colour = False
        self.masking = False
        self._stay = frozenset(("Black", "None", *self.spots))
        self._tints: list[Any] = []
        self._known: dict[tuple[str, bytes | None, bytes], tuple[Decimal, ...]] = {}
        self._blacks: dict[bytes, tuple[Decimal, ...]] = {}

    @property
    def grays(self) -> bool:
        """Whether colours become gray ink here."""
        return self.gray and not self.masking

    @property
    def own(self) -> Any:
        return Name.DeviceGray if self.masking else Name.DeviceCMYK

    def mode(self, space: Any) -> Mode | None:
        """How to convert colours of a space; None = they stay. Raises Refused."""
        return self._mode_in_gray(space) if self.grays else self.mode_in_colour(space)

    def _mode_in_gray(self, space: Any) -> Mode | None:
        kind = str(space[0]) if isinstance(space, Array) else str(space)
        if kind == "/DeviceCMYK":
            return "CMYK", None
        if kind in ("/Separation", "/DeviceN"):
            names = space[1] if isinstance(space[1], Array) else (space[1],)
            if all(str(name)[1:] in self._stay for name in names):
                return None
            self._tints.append(space)
            return "TINT", b"%d" % (len(self._tints) - 1)
        return self.mode_in_colour(space)

    def mode_in_colour(self, space: Any) -> Mode | None:
        name = str(space[0]) if isinstance(space, Array) else str(space)
        match name:
            case "/DeviceRGB" | "/CalRGB":
                return "RGB", None
            case "/CalGray":
                return "L", None
            case "/Lab":
                return "LAB", None
            case "/ICCBased":
                return self._icc(space[1])
        return None

    def _icc(self, stream: Any) -> Mode | None:
        parts = int(stream.N)
        if parts == 4:
            return "CMYK", None
        bounded(stream)
        return ("RGB" if parts == 3 else "L"), stream.read_bytes()

    def ink(self, parts: list[float], mode: str, profile: bytes | None) -> tuple[Decimal, ...]:
        """Four inks, or one gray within a mask."""
        if self.masking:
            return (Decimal(f"{_luminosity(parts, mode):.4f}"),)
        return self._black(self._inks_of(parts, mode, profile)) if self.gray else self._inks_of(parts, mode, profile)

    def _black(self, inks: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        """The black alone that prints as light as four inks."""
        if not any(inks[:3]):
            return inks
        self.has_colour = True
        sample = bytes(round(float(ink) * 255) for ink in inks)
        if sample not in self._blacks:
            (black,) = pictures.blacks(sample, self.profile)
            self._blacks[sample] = tuple(Decimal(f"{part / 255:.4f}") for part in (0, 0, 0, black))
        return self._blacks[sample]

    def _inks_of(self, parts: list[float], mode: str, profile: bytes | None) -> tuple[Decimal, ...]:
        if mode == "TINT":
            return self._tint(parts, self._tints[int(profile or b"0")])
        if mode == "CMYK":
            return tuple(Decimal(f"{min(max(part, 0), 1):.4f}") for part in parts)
        colour = _lab_bytes(parts) if mode == "LAB" else eight_bits([parts])
        key = (mode, profile, colour)
        if key not in self._known:
            if mode == "L" and profile is None:
                inks = bytes((0, 0, 0, 255 - colour[0]))
            else:
                inks = pictures.inked(colour, mode, self.profile, profile)
            self._known[key] = tuple(Decimal(f"{ink / 255:.4f}") for ink in inks)
        return self._known[key]

    def _tint(self, parts: list[float], space: Any) -> tuple[Decimal, ...]:
        """What stands in for spot inks, as four inks."""
        names = [str(name)[1:] for name in (space[1] if isinstance(space[1], Array) else [space[1]])]
        if len(parts) != len(names):
            raise Refused("a colour in it is given by a broken function")
        if names == ["All"]:
            return (*([Decimal(0)] * 3), Decimal(f"{parts[0]:.4f}"))
        if len(names) == 1:
            return self._stand_in(parts[0], space)
        made = [Decimal(0)] * 4
        own = space[4].get("/Colorants", Dictionary()) if len(space) > 4 else Dictionary()
        for name, part in zip(names, parts, strict=True):
            if name in _PROCESS:
                made[_PROCESS.index(name)] += Decimal(f"{part:.4f}")
            elif f"/{name}" in own:
                stand_in = self._stand_in(part, own[f"/{name}"])
                made = [before + more for before, more in zip(made, stand_in, strict=True)]
            elif name != "None":
                raise Refused(f"it mixes spot colours; {IN_GRAY}")
        return tuple(min(part, Decimal(1)) for part in made)

    def _stand_in(self, part: float, space: Any) -> tuple[Decimal, ...]:
        mode = self.mode_in_colour(space[2]) or (("L", None) if space[2] == Name.DeviceGray else ("CMYK", None))
        return self._inks_of(colour_at(space[3], part), *mode)

    def count(self, mode: Mode) -> int:
        """Parts of a colour."""
        if mode[0] == "TINT":
            names = self._tints[int(mode[1] or b"0")][1]
            return len(names) if isinstance(names, Array) else 1
        return {"L": 1, "CMYK": 4}.get(mode[0], 3)


def _luminosity(parts: list[float], mode: str) -> float:
    """How much shows where a mask has this colour (ISO 32000-1 §11.5.3)."""
    if mode == "L":
        return parts[0]
    if mode == "LAB":
        return parts[0] / 100
    red, green, blue = ((1 - part) * (1 - parts[3]) for part in parts[:3]) if mode == "CMYK" else parts
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _lab_bytes(parts: list[float]) -> bytes:
    """8-bit CIE L*a*b*, as LittleCMS takes it from Pillow: a* and b* as signed bytes."""
    lightness, a, b = parts
    return bytes(
        (
            round(min(max(lightness, 0), 100) * 2.55),
            round(min(max(a, -128), 127)) % 256,
            round(min(max(b, -128), 127)) % 256,
        )
    )


__all__ = ["IN_GRAY", "Inks", "Mode"]
