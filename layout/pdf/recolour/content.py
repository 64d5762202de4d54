"""What a part of a page draws, with its colours as inks of the press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from layout.pdf.recolour.inks import ALONE, BOTH, IN_GRAY, NO_COLOUR, PAIR, Inks, Mode
from layout.pdffile import pikepdf
from layout.pictures import Refused

Name, Operator = pikepdf.Name, pikepdf.Operator
_MARKS = frozenset(["BDC", "BMC", "EMC", "DP", "MP"])
_COLOURS = frozenset(["rg", "RG", "g", "G", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"])
_GRAYS = ("/G", "/DeviceGray")
_PLAIN = (*_GRAYS, "/CMYK", "/DeviceCMYK")


class Names:
    """What the resources of a part name. spaces: how their colours are converted, None = they stay; under: those under
    patterns. bare: faces that are not in the file."""

    def __init__(self) -> None:
        self.spaces: dict[str, Mode | None] = {}
        self.under: dict[str, Mode | None] = {}
        self.bare: dict[str, str] = {}


class Content:
    """The operators of one part in order. Of its state: how the colour space of fill and stroke is converted, None = it
    is not; the same of the space under a pattern; the face, where it is not in the file."""

    def __init__(self, names: Names, inks: Inks) -> None:
        self._names, self._inks = names, inks
        self._now: dict[bool, Mode | None] = {False: None, True: None}
        self._under: dict[bool, Mode | None] = {False: None, True: None}
        self._bare = ""
        self._saved: list[tuple[dict[bool, Mode | None], dict[bool, Mode | None], str]] = []

    def changed(self, steps: Iterable[Any]) -> Iterator[Any]:
        """Raises Refused."""
        for step in steps:
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                yield self._inline(step)
                continue
            operands, name = list(step.operands), str(step.operator)
            if name in _MARKS:
                continue
            if name in _COLOURS:
                yield from self._coloured(operands, name) or [(operands, Operator(name))]
                continue
            self._follow(operands, name)
            if name != "Tf" or not self._bare:
                yield operands, Operator(name)

    def _follow(self, operands: list[Any], name: str) -> None:
        match name:
            case "q":
                self._saved.append((dict(self._now), dict(self._under), self._bare))
            case "Q" if self._saved:
                self._now, self._under, self._bare = self._saved.pop()
            case "Tf":
                self._bare = self._names.bare.get(str(operands[0]), "")
            case "Tj" | "TJ" | "'" | '"' if self._bare:
                raise Refused(f"the typeface {self._bare} is not inside it; embed it, or turn the letters into paths")

    def _coloured(self, operands: list[Any], name: str) -> list[Any] | None:
        """What sets a colour; None where it stays."""
        stroke = name.isupper()
        now = self._now[stroke]
        match name:
            case "rg" | "RG":
                self._now[stroke] = None
                return self._set(operands, ("RGB", None), stroke)
            case "k" | "K" if self._inks.grays:
                self._now[stroke] = None
                return self._set(operands, ("CMYK", None), stroke)
            case "g" | "G" | "k" | "K":
                self._now[stroke] = None
            case "cs" | "CS":
                return self._begun(str(operands[0]), stroke)
            case "sc" | "SC" | "scn" | "SCN" if now is not None:
                return self._set(operands, now, stroke)
            case "scn" | "SCN" if (mode := self._under[stroke]) is not None:
                *parts, pattern = operands
                return [([*self._inks.ink([float(part) for part in parts], *mode), pattern], Operator(name))]
        return None

    def _begun(self, space: str, stroke: bool) -> list[Any] | None:
        """The colour that a space begins with (ISO 32000-1 §8.6.3)."""
        names = self._names
        self._now[stroke] = mode = names.spaces[space] if space in names.spaces else self._inks.mode(space)
        self._under[stroke] = names.under.get(space)
        if mode is None:
            return None
        full = {"CMYK": [0, 0, 0, 1], "TINT": [1] * self._inks.count(mode)}
        return self._set(full.get(mode[0], [0] * self._inks.count(mode)), mode, stroke)

    def _set(self, parts: list[Any], mode: Mode, stroke: bool) -> list[Any]:
        inks = self._inks.ink([float(part) for part in parts], *mode)
        if len(inks) == BOTH and inks[1] == 0:
            inks = (*NO_COLOUR, inks[0])
        name = {1: "g", BOTH: "scn"}.get(len(inks), "k")
        space, inks = (ALONE, inks[1:]) if name == "scn" and inks[0] == 0 else (PAIR, inks)
        chosen = [([Name(space)], Operator("CS" if stroke else "cs"))] if name == "scn" else []
        return [*chosen, (list(inks), Operator(name.upper() if stroke else name))]

    def _inline(self, step: Any) -> Any:
        image = step.iimage
        space = image.obj.get("/ColorSpace", image.obj.get("/CS"))
        if space is None or image.image_mask:
            return step
        if self._inks.gray and str(space) not in _GRAYS:
            raise Refused(f"it has small pictures in colour inside its lines; {IN_GRAY}")
        if str(space) not in _PLAIN:
            raise Refused("it has small RGB pictures inside its lines; save it with CMYK colours")
        return step


__all__ = ["Content", "Names"]
