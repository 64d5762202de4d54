"""Colour spaces and what a colour puts on each plate (ISO 32000-1 §8.6).

A colour is a space and its components; its inks are shares of the process inks by name and of the spot inks by theirs.
What is not ink (RGB, Lab) is turned into ink by LittleCMS through the press's profile where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from layout.preflight.functions import Function, function

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
Inks = dict[str, float]
Convert = Callable[[tuple[float, ...], str, bytes], tuple[float, ...]]
"""From red, green, blue in 0…1 (or L*, a*, b*), with the kind and the profile (b"" = sRGB), to four inks in 0…1."""

_DEEPEST = 6


@dataclass(slots=True, eq=False)
class Space:
    """A colour space. kind: gray, rgb, cmyk, lab, separation, devicen, indexed, pattern;
    icc: whether a profile defines it.

    device: a Device space, whose meaning is the output intent's. names: colorants of a Separation or DeviceN. base:
    alternate of those, base of an Indexed space, colours of an uncoloured pattern; table: an Indexed space's. profile:
    of RGB that has one.
    """

    kind: str
    count: int
    device: bool = False
    icc: bool = False
    names: tuple[str, ...] = ()
    base: Space | None = None
    tint: Function | None = None
    table: bytes = b""
    profile: bytes = b""
    entry: Any = None
    _known: dict[tuple[float, ...], Inks] = field(default_factory=dict)

    @property
    def first(self) -> tuple[float, ...]:
        """The colour a space begins with (§8.6.5.1 and after)."""
        if self.kind == "cmyk":
            return (0.0, 0.0, 0.0, 1.0)
        return (1.0 if self.kind in ("separation", "devicen") else 0.0,) * self.count

    def family(self) -> list[Space]:
        """The space and all it stands on."""
        return [self, *(self.base.family() if self.base else [])]

    def inks(self, colour: Sequence[float], convert: Convert) -> Inks:
        """Share of each ink, 0…1; an ink that is not named is not touched by this space (spot inks) or is 0."""
        key = tuple(colour)
        if key not in self._known:
            if len(self._known) > 4096:
                self._known.clear()
            self._known[key] = self._inks(key, convert)
        return self._known[key]

    def _inks(self, colour: tuple[float, ...], convert: Convert) -> Inks:
        colour = (*colour[: self.count], *(0.0,) * (self.count - len(colour)))
        if self.kind == "gray":
            return dict(zip(PROCESS, (0.0, 0.0, 0.0, 1 - _share(colour[0])), strict=True))
        if self.kind == "cmyk":
            return dict(zip(PROCESS, map(_share, colour), strict=True))
        if self.kind == "indexed" and self.base:
            at = int(min(max(colour[0], 0), len(self.table) // self.base.count - 1)) * self.base.count
            return self.base.inks(self.base.scaled(self.table[at : at + self.base.count]), convert)
        if self.kind in ("separation", "devicen"):
            return self._spots(colour, convert)
        if self.kind in ("rgb", "lab"):
            return dict(zip(PROCESS, convert(colour, self.kind, self.profile), strict=True))
        return {}

    def _spots(self, colour: tuple[float, ...], convert: Convert) -> Inks:
        if self.names == ("All",):
            return {**dict.fromkeys(PROCESS, _share(colour[0])), "All": _share(colour[0])}
        return {name: _share(share) for name, share in zip(self.names, colour, strict=True) if name != "None"}

    def alternate(self, colour: Sequence[float], convert: Convert) -> Inks:
        """The process inks that stand for the colour where its spots are not to be had."""
        if self.tint and self.base:
            return self.base.inks(self.tint(colour), convert)
        return self.inks(colour, convert)

    def scaled(self, octets: bytes) -> tuple[float, ...]:
        """Components of an 8-bit sample."""
        if self.kind == "lab":
            return (octets[0] / 2.55, octets[1] - 128.0, octets[2] - 128.0)
        return tuple(octet / 255 for octet in octets)


def _share(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


GRAY = Space("gray", 1, device=True)
RGB = Space("rgb", 3, device=True)
CMYK = Space("cmyk", 4, device=True)
PATTERN = Space("pattern", 0)
_DEVICE = {
    "/DeviceGray": GRAY,
    "/G": GRAY,
    "/DeviceRGB": RGB,
    "/RGB": RGB,
    "/DeviceCMYK": CMYK,
    "/CMYK": CMYK,
    "/Pattern": PATTERN,
}
_DEFAULTS = {"gray": "/DefaultGray", "rgb": "/DefaultRGB", "cmyk": "/DefaultCMYK"}
_BY_COUNT = {1: "gray", 3: "rgb", 4: "cmyk"}


def space(entry: Any, spaces: Any = None, depth: int = 0) -> Space:
    """The colour space of an object. spaces: the resources' /ColorSpace. Raises ValueError for what is none."""
    if depth > _DEEPEST:
        raise ValueError("colour spaces inside colour spaces without end")
    if entry._type_name == "name":
        return _named(str(entry), spaces, depth)
    if entry._type_name != "array" or not len(entry):
        raise ValueError("not a colour space")
    family = str(entry[0])
    if family in _DEVICE and family != "/Pattern":
        return _named(family, spaces, depth)
    return _MAKERS.get(family, _unknown)(entry, spaces, depth)


def _named(name: str, spaces: Any, depth: int) -> Space:
    made = _DEVICE.get(name)
    if made is None:
        if spaces is None or name not in spaces:
            raise ValueError(f"no colour space {name}")
        return space(spaces[name], spaces, depth + 1)
    default = _DEFAULTS.get(made.kind, "")
    if spaces is not None and default in spaces and depth < _DEEPEST:
        return space(spaces[default], None, depth + 1)
    return made


def resolved(name: Any, spaces: Any) -> Any:
    """The object a name of a colour space stands for; None where it is a device space and stays one."""
    if spaces is None:
        return None
    made = _DEVICE.get(str(name))
    return spaces.get(str(name) if made is None else _DEFAULTS.get(made.kind, "/"))


def default_spaces(spaces: Any) -> bool:
    """Whether resources give device spaces another meaning (ISO 32000-1 §8.6.5.6)."""
    return spaces is not None and any(name in spaces for name in _DEFAULTS.values())


def _unknown(entry: Any, spaces: Any, depth: int) -> Space:
    raise ValueError(f"no colour space {entry[0]}")


def _icc(entry: Any, spaces: Any, depth: int) -> Space:
    count = int(entry[1]["/N"])
    if count not in _BY_COUNT:
        raise ValueError(f"an ICC colour space of {count} components")
    profile = entry[1].read_bytes() if count == 3 else b""
    lab = profile[16:20] == b"Lab "
    return Space("lab" if lab else _BY_COUNT[count], count, icc=True, profile=b"" if lab else profile, entry=entry)


def _calibrated(kind: str) -> Callable[[Any, Any, int], Space]:
    return lambda entry, spaces, depth: Space(kind, 1 if kind == "gray" else 3, icc=True, entry=entry)


def _separation(entry: Any, spaces: Any, depth: int) -> Space:
    several = str(entry[0]) == "/DeviceN"
    names = tuple(str(name)[1:] for name in entry[1]) if several else (str(entry[1])[1:],)
    base = space(entry[2], spaces, depth + 1)
    kind = "devicen" if several else "separation"
    return Space(kind, len(names), names=names, base=base, tint=function(entry[3]), entry=entry)


def _indexed(entry: Any, spaces: Any, depth: int) -> Space:
    base = space(entry[1], spaces, depth + 1)
    if base.kind in ("pattern", "indexed"):
        raise ValueError("an indexed colour space of patterns")
    table = bytes(entry[3]) if entry[3]._type_name == "string" else entry[3].read_bytes()
    if len(table) < base.count:
        raise ValueError("an indexed colour space without its table")
    return Space("indexed", 1, base=base, table=table, entry=entry)


def _pattern(entry: Any, spaces: Any, depth: int) -> Space:
    base = space(entry[1], spaces, depth + 1) if len(entry) > 1 else None
    return Space("pattern", base.count if base else 0, base=base, entry=entry)


_MAKERS: dict[str, Callable[[Any, Any, int], Space]] = {
    "/ICCBased": _icc,
    "/CalRGB": _calibrated("rgb"),
    "/CalGray": _calibrated("gray"),
    "/Lab": _calibrated("lab"),
    "/Separation": _separation,
    "/DeviceN": _separation,
    "/Indexed": _indexed,
    "/I": _indexed,
    "/Pattern": _pattern,
}
