"""Colours of a page from elsewhere as inks of the press: how those of each space are converted, and to what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from layout import pictures
from layout.display import Ink, PageInks
from layout.pdf.bounds import bounded
from layout.pdf.functions import colour_at, eight_bits
from layout.pdffile import pikepdf
from layout.pictures import Refused
from layout.pictures.duotone import corners, mixed

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
IN_GRAY = "save it in gray for a page without colour"
PAIR = "/BlackAndSecond"
"""Name of the space of black and a second ink in all resources."""
ALONE = "/SecondAlone"
"""That of the second ink alone: what overprints leaves the black under it, which black of nothing would not."""
BOTH = 2
NO_COLOUR = (Decimal(0),) * 3
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")

Mode = tuple[str, bytes | None]
"""How colours of a space are converted: "RGB", "L", "LAB" or "CMYK" and the profile; "TINT", spot inks that are not to
be printed, and their number among those of the document."""


class Inks:
    """profile: the press's. gray: all becomes gray but for what a second ink takes. both: the space of black and a spot
    that is the second; alone: that of the spot. has_second: whether any colour became it; has_own: whether one named
    it; has_colour: whether anything was colour and is gray. masking: within a soft mask colours mean how much shows:
    they become plain gray, and not ink."""

    def __init__(self, document: pikepdf.Pdf, profile: bytes, inks: PageInks | None, known: dict[str, Ink]) -> None:
        self.profile = profile
        self.gray = inks is not None
        self.second = inks.beside[0] if inks is not None and inks.beside else None
        self.spots = {} if inks is None else {ink.spot: ink for ink in inks.spots}
        self._alike = known
        spot = self.second if self.second is not None and self.second.spot else None
        self.alone = None if spot is None else document.make_indirect(_alone(spot))
        self.both = None if spot is None else _pair(document, spot, self.alone)
        self.has_second = self.has_own = self.has_colour = False
        self.masking = False
        self._stay = frozenset(("Black", "None", *self.spots))
        self._tints: list[Any] = []
        self._known: dict[tuple[str, bytes | None, bytes], tuple[Decimal, ...]] = {}
        self._printed: dict[bytes, tuple[Decimal, ...]] = {}

    @property
    def grays(self) -> bool:
        """Whether colours become gray ink here."""
        return self.gray and not self.masking

    @property
    def own(self) -> Any:
        """The space of what is converted."""
        if self.both is not None and self.grays:
            return self.both
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
                self.has_own = self.has_own or any(str(name)[1:] in self.spots for name in names)
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
        """Four inks; black and a spot; or one gray within a mask."""
        if self.masking:
            if mode == "TINT":
                parts, mode = [float(part) for part in self._inks_of(parts, mode, profile)], "CMYK"
            return (Decimal(f"{_luminosity(parts, mode):.4f}"),)
        return self._on_page(self._inks_of(parts, mode, profile)) if self.gray else self._inks_of(parts, mode, profile)

    def _on_page(self, inks: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        """What the page has for four inks: the black alone that prints as light, or that and so much of the second."""
        if not any(inks[:3]):
            return inks if self.both is None else (inks[3], Decimal(0))
        sample = bytes(round(float(ink) * 255) for ink in inks)
        if sample not in self._printed:
            self._printed[sample] = self._separated_ink(sample)
        return self._printed[sample]

    def _separated_ink(self, sample: bytes) -> tuple[Decimal, ...]:
        if self.second is None:
            self.has_colour = True
            return (*NO_COLOUR, _share(*pictures.blacks(sample, self.profile)))
        parts = self.second.parts
        pair = pictures.split_inks(sample, self.profile, parts)
        self.has_second = self.has_second or pair[1] > 0
        self.has_colour = self.has_colour or pictures.ink_strays(sample, self.profile, parts)
        return tuple(map(_share, pair if self.both is not None else mixed(pair, parts)))

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

    def alike(self, space: Any) -> Ink | None:
        """A spot as all of the file has it, for one name has one stand-in there (ISO 15930-7 §6.2.4.4, ISO 19005-2
        §6.2.4.4); None where a program says what stands in for it."""
        name = str(space[1])[1:]
        if name not in self._alike:
            try:
                cyan, magenta, yellow, black = (float(part) for part in self._stand_in(1.0, space))
            except Refused:
                return self.spots.get(name)
            self._alike[name] = self.spots.get(name) or Ink(cyan, magenta, yellow, black, name)
        return self._alike[name]

    def known(self, name: str) -> Ink | None:
        """A spot that the page or another part of the file has."""
        return self.spots.get(name) or self._alike.get(name)

    def count(self, mode: Mode) -> int:
        """Parts of a colour."""
        if mode[0] == "TINT":
            names = self._tints[int(mode[1] or b"0")][1]
            return len(names) if isinstance(names, Array) else 1
        return {"L": 1, "CMYK": 4}.get(mode[0], 3)


def _alone(ink: Ink) -> Any:
    return pikepdf.Array([Name.Separation, Name(f"/{ink.spot}"), Name.DeviceCMYK, rise(ink)])


def _pair(document: pikepdf.Pdf, ink: Ink, alone: Any) -> Any:
    """The space of black and a spot (ISO 32000-1 §8.6.6.5)."""
    tint = document.make_stream(corners(ink.parts))
    tint.FunctionType, tint.BitsPerSample, tint.Size = 0, 8, Array([2, 2])
    tint.Domain, tint.Range = Array([0, 1] * 2), Array([0, 1] * 4)
    space = pikepdf.Array([Name.DeviceN, Array([Name.Black, Name(f"/{ink.spot}")]), Name.DeviceCMYK, tint])
    space.append(Dictionary(Colorants=Dictionary({f"/{ink.spot}": alone})))
    return document.make_indirect(space)


def rise(ink: Ink) -> Any:
    """What stands in for so much of a spot."""
    function = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]))
    function.C1 = Array([Decimal(f"{part:.6f}") for part in ink.parts])
    return function


def _share(sample: int) -> Decimal:
    return Decimal(f"{sample / 255:.4f}")


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


__all__ = ["ALONE", "BOTH", "IN_GRAY", "NO_COLOUR", "PAIR", "Inks", "Mode", "rise"]
