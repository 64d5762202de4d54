"""One face, opened once (mmap): its glyphs, metrics, shaping and subsets. The one door to uharfbuzz.

A font file is judged by its table directory alone; HarfBuzz comes in when a face is first asked for a glyph. Metrics
are in em; the em box comes from the BASE table or the typo metrics (880/−120), never from hhea.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from layout import fontfile
from layout.diagnostics import NOWHERE, LayoutError, Report, Span
from layout.scripts import runs_leftward
from layout.value import value

_LONGEST_RUN = 10_000  # characters; HarfBuzz runs out of its buffer on a run of some hundred thousand

# All that a CIDFont's program needs (ISO 32000-1 §9.9 table 126); hinting is for screens.
_EMBEDDED = frozenset(["glyf", "loca", "CFF ", "head", "hhea", "hmtx", "maxp"])
# And what browsers ask for besides (OpenType 1.9.1 «Required tables»).
_FOR_SCREEN = frozenset(["cmap", "name", "OS/2", "post"])


@value
class FaceEntry:
    """A face of the manifest. instance: axis values of a variable font, () for a static one. origin: where it is
    listed.

    lends: "scripts", "signs", "emoji": what this face sets in a role of others is as designed; "" = a hand of its own.
    small: the face that has small figures and fractions for this one, "" = none.
    """

    key: str
    path: Path
    sha256: str = ""
    bytes: int = 0
    licence: str = ""
    source: str = ""
    instance: tuple[tuple[str, float], ...] = ()
    lends: str = ""
    small: str = ""
    origin: Span = field(default=NOWHERE, compare=False)


@value
class Shaped:
    """What HarfBuzz made of a text: parallel tuples; advances in em, of a vertical text downward; clusters: index of
    each glyph's first character.

    shifts: where a glyph is drawn, right and up of its place, em; () = every glyph at its place.
    """

    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    clusters: tuple[int, ...]
    shifts: tuple[tuple[float, float], ...] = ()


@value
class Subset:
    """A subset face, ready to embed.

    data: a TrueType font file, or a bare CFF program. new: old glyph id → glyph id (TrueType, name-keyed CFF) or CID
    (CID-keyed CFF) in it. collection: registry, ordering and supplement of those CIDs.
    """

    data: bytes
    new: dict[int, int]
    collection: tuple[str, str, int] = ("Adobe", "Identity", 0)


class Face:
    """One face of the set. key: its name in fonts.yaml. All metrics in em."""

    def __init__(self, entry: FaceEntry) -> None:
        self.key = entry.key
        self.entry = entry
        self._glyphs: dict[str, int] = {}
        self._advances: dict[int, float] = {}
        self._inks: dict[int, tuple[float, float, float, float]] = {}
        self._last_subset: tuple[frozenset[int], Subset] | None = None

    def has(self, character: str) -> bool:
        return self.glyph(character) != 0

    def glyph(self, character: str) -> int:
        """Its nominal glyph; 0 = the face has none."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            glyph = self._font.get_nominal_glyph(ord(character)) or 0
            if glyph and not self.entry.sha256 and self._font.get_glyph_extents(glyph) is None:
                glyph = 0  # a damaged outline of a user's font would print nothing, without a word
            self._glyphs[character] = glyph
        return glyph

    def advance(self, glyph: int) -> float:
        advance = self._advances.get(glyph)
        if advance is None:
            advance = self._advances[glyph] = self._font.get_glyph_h_advance(glyph) / self.units_per_em
        return advance

    def origin(self, glyph: int) -> tuple[float, float]:
        """Where an upright glyph of a vertical line hangs by: right and up of its level origin, em. It is in the middle
        of its width, and at the height VORG or vmtx say; in a face without them, at the top of the em box."""
        if not self.sets_vertical:
            return self.advance(glyph) / 2, self.ascent
        x, y = self._font.get_glyph_v_origin(glyph)
        return x / self.units_per_em, y / self.units_per_em

    def drop(self, glyph: int) -> float:
        """How far down it leads in a vertical line, em; in a face without vertical metrics, an em."""
        return -self._font.get_glyph_v_advance(glyph) / self.units_per_em if self.sets_vertical else 1.0

    def shape(
        self, text: str, language: str = "zh-Hans", features: Sequence[str] = (), vertical: bool = False
    ) -> Shaped:
        """The text, or, vertical, upright from top to bottom (vert, vrt2), in its own script, its glyphs in its order.

        language: BCP 47; it picks the form of the marks (locl). features: tags, `-tag` turns one off. A text that
        begins with a letter of Arabic script is joined and runs leftward: its shifts say where each glyph stands.
        """
        if len(text) > _LONGEST_RUN:
            runs = (text[at : at + _LONGEST_RUN] for at in range(0, len(text), _LONGEST_RUN))
            return _joined([self.shape(run, language, features, vertical) for run in runs])
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # The guess takes the language from the machine's locale, which would set the same issue in two ways.
        leftward = bool(text) and not vertical and runs_leftward(text)
        buffer.direction, buffer.language = "ttb" if vertical else "rtl" if leftward else "ltr", language
        uharfbuzz.shape(self._font, buffer, {tag.lstrip("-"): not tag.startswith("-") for tag in features})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions or ()
        em = self.units_per_em
        glyphs = tuple([info.codepoint for info in infos])
        shifts = tuple((position.x_offset / em, position.y_offset / em) for position in positions)
        advances = tuple([position.x_advance / em for position in positions])
        found = tuple([info.cluster for info in infos])
        if vertical:
            advances, shifts = self._hung(glyphs, tuple([-position.y_advance / em for position in positions]), shifts)
        elif leftward:
            glyphs, advances, found = glyphs[::-1], advances[::-1], found[::-1]
            shifts = _leftward(advances, shifts[::-1])
        return Shaped(
            glyphs,
            advances,
            found,
            shifts if any(shift != (0, 0) for shift in shifts) else (),
        )

    def _hung(
        self, glyphs: tuple[int, ...], advances: tuple[float, ...], shifts: tuple[tuple[float, float], ...]
    ) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
        """Advances of a vertical text, and its shifts off the places that `origin` gives.

        Of a face without vertical metrics HarfBuzz centres each outline in a cell of its own making: marks would leave
        their corners.
        """
        if not self.sets_vertical:
            return tuple([1.0 if advance else 0.0 for advance in advances]), ()  # 0: selectors, marks
        off = []
        for glyph, (x, y) in zip(glyphs, shifts, strict=True):
            right, up = self.origin(glyph)
            off.append((round(x + right, 6), round(y + up, 6)))
        return advances, tuple(off)

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the outline's box, em, y up; zeros for a blank glyph."""
        box = self._inks.get(glyph)
        if box is None:
            extents, em = self._font.get_glyph_extents(glyph), self.units_per_em
            left, top, width, height = extents or (0, 0, 0, 0)
            box = self._inks[glyph] = (left / em, (top + height) / em, (left + width) / em, top / em)
        return box

    def subset(self, glyphs: Iterable[int]) -> Subset:
        """The outlines and widths of these glyphs and .notdef, nothing else; same glyphs, same bytes.

        The last subset is kept: when a page is built again its glyphs are mostly the same. LayoutError (NP404): an
        outline of a user's font turns out to be damaged.
        """
        wanted = frozenset(glyphs)
        if self._last_subset is None or self._last_subset[0] != wanted:
            try:
                self._last_subset = wanted, self._cut(wanted)
            except RuntimeError:
                report = Report()
                _damaged(self.entry, "its outlines are damaged", report)
                raise LayoutError(report) from None
        return self._last_subset[1]

    def _cut(self, glyphs: frozenset[int]) -> Subset:
        import uharfbuzz

        flags = uharfbuzz.SubsetFlags
        plan = uharfbuzz.SubsetInput()
        plan.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
        plan.glyph_set.update(glyphs)
        plan.drop_table_tag_set.update(
            int.from_bytes(tag.encode(), "big") for tag in self._face.table_tags if tag not in _EMBEDDED
        )
        cut = uharfbuzz.SubsetPlan(self._face, plan)
        subset = cut.execute()
        new = dict(cut.old_to_new_glyph_mapping.items())
        if not self.is_cff:
            return Subset(subset.blob.data, new)
        program = subset.reference_table("CFF ").data
        keyed = fontfile.collection(program)
        if keyed is None:
            return Subset(program, new)
        new = {old: keyed.cids[glyph] for old, glyph in new.items()}
        return Subset(program, new, (keyed.registry, keyed.ordering, keyed.supplement))

    def cut_for_screen(self, characters: Iterable[str]) -> bytes:
        """A font file with the nominal glyphs of these characters, for a browser: no substitutions, no kerning."""
        import uharfbuzz

        plan = uharfbuzz.SubsetInput()
        plan.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        plan.unicode_set.update(map(ord, characters))
        plan.drop_table_tag_set.update(
            int.from_bytes(tag.encode(), "big") for tag in self._face.table_tags if tag not in _EMBEDDED | _FOR_SCREEN
        )
        data: bytes = uharfbuzz.subset(self._face, plan).blob.data
        return data

    def outline(self, glyph: int) -> str:
        """Its outline as an SVG path from its own origin, in font units, y down; "" for a blank glyph."""
        import uharfbuzz

        steps: list[str] = []

        def added(operator: str) -> Any:
            return lambda *at: steps.append(
                operator + " ".join(f"{-y:g}" if n % 2 else f"{y:g}" for n, y in enumerate(at[:-1]))
            )

        pen = uharfbuzz.DrawFuncs()
        pen.set_move_to_func(added("M"))
        pen.set_line_to_func(added("L"))
        pen.set_quadratic_to_func(added("Q"))
        pen.set_cubic_to_func(added("C"))
        pen.set_close_path_func(lambda data: steps.append("Z"))
        self._font.draw_glyph(glyph, pen, None)
        return "".join(steps)

    @cached_property
    def codes(self) -> frozenset[int]:
        """The characters it has a glyph for; of what prints nothing it may have none."""
        return frozenset(self._face.unicodes)

    def sound(self) -> bool:
        """Whether its metrics and outlines can be read at all: tried on the fonts of users,
        ours are known by their sha256."""
        try:
            self._cut(frozenset([0, 1]))
            return self.cap_height >= 0
        except (RuntimeError, ValueError, IndexError, struct.error):
            return False

    @cached_property
    def postscript_name(self) -> str:
        try:
            return self._face.get_name(6) or self.key
        except UnicodeDecodeError:
            return self.key

    @cached_property
    def is_cff(self) -> bool:
        return "CFF " in self._face.table_tags

    @cached_property
    def sets_vertical(self) -> bool:
        """Whether it says how far glyphs lead down and where they hang."""
        return "vmtx" in self._face.table_tags

    @cached_property
    def units_per_em(self) -> int:
        return int(self._face.upem)

    @cached_property
    def ascent(self) -> float:
        """Top of the em box above the baseline."""
        top = self._font.get_layout_baseline("idtp", "LTR", "hani", "dflt")
        return float(top / self.units_per_em if top is not None else 1 - self.descent)

    @cached_property
    def descent(self) -> float:
        """Bottom of the em box below the baseline, positive."""
        bottom = self._font.get_layout_baseline("ideo", "LTR", "hani", "dflt")
        if bottom is None:
            bottom = self._number("OS/2", 70, "h", -0.12 * self.units_per_em)
        return float(-bottom / self.units_per_em)

    @cached_property
    def cap_height(self) -> float:
        """Of the Latin capitals; where the font does not say, the top of its H."""
        stated = self._number("OS/2", 88, "h", 0) if self._number("OS/2", 0, "H", 0) >= 2 else 0
        return stated / self.units_per_em if stated > 0 else self.ink(self.glyph("H"))[3]

    @cached_property
    def weight(self) -> int:
        """400 regular, 700 bold, 900 black."""
        return int(self._number("OS/2", 4, "H", 400))

    @cached_property
    def italic_angle(self) -> float:
        """Degrees anticlockwise from upright."""
        return self._number("post", 4, "i", 0) / 65536

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a box that holds every glyph, em, y up."""
        left, bottom, right, top = (self._number("head", at, "h", 0) / self.units_per_em for at in (36, 38, 40, 42))
        return left, bottom, right, top

    def table(self, tag: str) -> bytes:
        """The table as it stands in the font; b"" where it has none."""
        data: bytes = self._face.reference_table(tag).data
        return data

    def _number(self, tag: str, offset: int, kind: str, default: float) -> float:
        data = self.table(tag)
        if offset + struct.calcsize(kind) > len(data):
            return default
        return float(struct.unpack_from(f">{kind}", data, offset)[0])

    @cached_property
    def _face(self) -> Any:
        import uharfbuzz

        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(self.entry.path))
        if not self.entry.instance:
            return face
        plan = uharfbuzz.SubsetInput()
        plan.keep_everything()
        plan.pin_all_axes_to_default(face)
        for axis, position in self.entry.instance:
            plan.pin_axis_location(face, axis, position)
        return uharfbuzz.subset(face, plan)

    @cached_property
    def _font(self) -> Any:
        import uharfbuzz

        return uharfbuzz.Font(self._face)


def _leftward(advances: Sequence[float], shifts: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Shifts that bring glyphs in the order of their text, each set behind the one before it, to where they stand when
    they run from the right edge to the left."""
    edges = list(accumulate(advances, initial=0.0))
    return tuple(
        (edges[-1] - after - before + right, up)
        for (before, after), (right, up) in zip(pairwise(edges), shifts, strict=True)
    )


def _joined(parts: Sequence[Shaped]) -> Shaped:
    """Parts of `_LONGEST_RUN` characters each as one; clusters count from the beginning of all."""
    shifts = tuple(shift for part in parts for shift in part.shifts or ((0.0, 0.0),) * len(part.glyphs))
    return Shaped(
        tuple(glyph for part in parts for glyph in part.glyphs),
        tuple(advance for part in parts for advance in part.advances),
        tuple(index * _LONGEST_RUN + cluster for index, part in enumerate(parts) for cluster in part.clusters),
        shifts if any(part.shifts for part in parts) else (),
    )


def usable(face: Face, report: Report) -> bool:
    """Judge a font file by its table directory; report why it cannot be used."""
    entry = face.entry
    try:
        tables = fontfile.directory(entry.path)
    except FileNotFoundError:
        report.add("NP403", entry.origin, file=entry.path.name, key=entry.key)
        return False
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return _damaged(entry, str(reason), report)
    if "fvar" in tables and not entry.instance:
        report.add("NP405", entry.origin, file=entry.path.name)
        return False
    if barred := fontfile.embedding_barred(entry.path, tables):
        report.add("NP406", entry.origin, file=entry.path.name, reason=barred)
        return False
    if not entry.sha256 and not face.sound():
        return _damaged(entry, "its outlines are damaged", report)
    return True


def _damaged(entry: FaceEntry, reason: str, report: Report) -> bool:
    report.add("NP404", entry.origin, file=entry.path.name, reason=reason)
    return False


__all__ = ["Face", "FaceEntry", "Shaped", "Subset", "usable"]
