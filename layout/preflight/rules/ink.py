"""Rules of newspaper ink, GWG2015 «NewspaperAds» and ISO 12647-3: what coldset paper and loose register forgive.

The limits are the press's (data/presses.toml). Only what lies inside the trim counts: marks and slug are cut away.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.preflight.colours import PROCESS, Inks
from layout.preflight.document import File, Sheet
from layout.preflight.graphics import meet
from layout.preflight.inking import share
from layout.preflight.marks import Mark
from layout.preflight.plates import plates_of, windows
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding
from layout.presses import Pair
from layout.value import replace

_TRACE = 0.005  # less ink than this is rounding
_RICH = 0.85
_NOTHING = 0.01  # points: type of no size, and what a clip leaves of a box that it only touches


def _printed(sheet: Sheet) -> Iterator[Mark]:
    """Marks inside the trim, in layers that are shown."""
    for mark in sheet.marks.marks:
        if not mark.hidden and meet(mark.box, sheet.trim) is not None:
            yield mark


def _inked(file: File, sheet: Sheet, *kinds: str) -> Iterator[tuple[Mark, Inks]]:
    """Marks of one colour, with it."""
    for mark in _printed(sheet):
        nothing = mark.kind == "text" and mark.size < _NOTHING
        flat = mark.space is not None and mark.pattern is None and mark.space.kind != "pattern"
        if mark.kind in kinds and mark.space is not None and flat and not nothing:
            yield mark, share(mark.space, mark.colour, file)


def _used(inks: Inks) -> list[str]:
    return [name for name, amount in inks.items() if amount > _TRACE and name != "All"]


def _is_black(inks: Inks) -> bool:
    return _used(inks) == ["Black"] and inks["Black"] > 1 - _TRACE


# Coverage, from the plates


def _covered(file: File, least: float, most: float, limit: float) -> Iterator[Finding]:
    for sheet in file.sheets:
        for box, percent in windows(file, sheet, file.press.tac[0]):
            if least < percent <= most:
                yield fault(sheet, box=box, percent=f"{percent:.0f}", limit=f"{limit:.0f}")


@rule("NP880")
def ink_lies_thin_enough(file: File) -> Iterator[Finding]:
    warn, wrong = file.press.tac
    yield from _covered(file, warn, wrong, warn)


@rule("NP881")
def ink_dries_before_it_is_folded(file: File) -> Iterator[Finding]:
    wrong = file.press.tac[1]
    yield from _covered(file, wrong, float("inf"), wrong)


@rule("NP893")
def ink_can_be_measured(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for reason in dict.fromkeys(plates_of(file).doubts.get(sheet.number, ())):
            yield fault(sheet, reason=reason)


# Pictures


def _one_bit(mark: Mark) -> bool:
    return mark.kind == "stencil" or int(mark.image.get("/BitsPerComponent", 8)) == 1


def _coarse(file: File, one_bit: bool, limits: Pair, error: bool) -> Iterator[Finding]:
    warn, wrong = limits
    for sheet in file.sheets:
        for mark in _pictured(sheet):
            if mark.image is None or _one_bit(mark) != one_bit:
                continue
            if mark.ppi < (wrong if error else warn) and (error or mark.ppi >= wrong):
                yield fault(sheet, mark, ppi=f"{mark.ppi:.0f}", limit=f"{wrong if error else warn:.0f}")


_ORNAMENT = 9.0  # points: a picture smaller than an eighth of an inch is one, or a pixel stretched to a rule
_DOTS = 4  # pixels: so few are no picture


def _pictured(sheet: Sheet) -> Iterator[Mark]:
    """Pictures that are looked at as such, and of each font that is made of pictures (Type 3) its first letter."""
    bitmaps = {use.font.name for use in sheet.marks.fonts.values() if use.font.kind == "Type3"}
    glyph: Mark | None = None
    told = set[str]()
    for mark in _printed(sheet):
        if mark.kind == "text":
            glyph = mark if mark.thing in bitmaps else None
        if mark.image is None or int(mark.image.get("/Width", 0)) * int(mark.image.get("/Height", 0)) <= _DOTS:
            continue
        if glyph is not None and meet(mark.box, glyph.box) is not None:
            if glyph.thing not in told:
                told.add(glyph.thing)
                yield replace(mark, box=glyph.box, thing=glyph.thing)
        elif min(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) >= _ORNAMENT:
            yield mark


@rule("NP786")
def pictures_and_type_keep_their_shape(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark in _printed(sheet):
            if mark.kind == "text":
                if mark.shape < 0 and _used(share(mark.space, mark.colour, file) if mark.space else {}):
                    yield fault(sheet, mark, percent="-100")
            elif mark.image is not None and _is_picture(mark) and not _KEPT[0] <= mark.shape <= _KEPT[1]:
                yield fault(sheet, mark, percent=f"{100 * mark.shape:.0f}")


_KEPT = (1 / 1.1, 1.1)  # width for height: a tenth more or less is seen on faces
_SMALL = 32  # pixels a side: what is smaller is a ground or a gradient, not a picture


def _is_picture(mark: Mark) -> bool:
    sides = int(mark.image.get("/Width", 0)), int(mark.image.get("/Height", 0))
    size = mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]
    return min(sides) >= _SMALL and min(size) >= _ORNAMENT and mark.kind == "image"


@rule("NP882")
def pictures_are_fine_enough_to_look_sharp(file: File) -> Iterator[Finding]:
    yield from _coarse(file, False, file.press.ppi, False)


@rule("NP883")
def pictures_are_fine_enough_to_print(file: File) -> Iterator[Finding]:
    yield from _coarse(file, False, file.press.ppi, True)


@rule("NP884")
def line_art_is_fine_enough_to_look_sharp(file: File) -> Iterator[Finding]:
    yield from _coarse(file, True, file.press.bitmap, False)


@rule("NP885")
def line_art_is_fine_enough_to_print(file: File) -> Iterator[Finding]:
    yield from _coarse(file, True, file.press.bitmap, True)


# Type and rules


@rule("NP886")
def black_is_not_too_rich(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text", "fill", "stroke", "stencil"):
            total = 100 * sum(inks.get(name, 0) for name in PROCESS)
            registers = mark.space is not None and "All" in mark.space.names  # NP853 tells of it
            if not registers and inks.get("Black", 0) >= _RICH and total > file.press.rich_black + 0.5:
                yield fault(sheet, mark, percent=f"{total:.0f}", limit=f"{file.press.rich_black:.0f}")


@rule("NP887")
def small_type_is_in_one_ink(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text"):
            several = len(_used(inks)) > 1
            limit = file.press.one_ink_text if several else file.press.reversed_text
            if mark.size < limit - 0.01 and (several or _screened(inks)):
                shown = " + ".join(_used(inks)) if several else "{} {:.0f} %".format(*_tint(inks))
                yield fault(sheet, mark, size=f"{round(mark.size, 2):g}", inks=shown, limit=f"{limit:g}")


_SOLID = 0.85  # of an ink: a darker screen closes on newsprint, and its edge is nearly whole


def _tint(inks: Inks) -> tuple[str, float]:
    """The strongest ink, and its per cent."""
    name = max(inks, key=lambda each: inks[each])
    return name, 100 * inks[name]


def _screened(inks: Inks) -> bool:
    """Whether it is a tint of one ink, which the screen breaks into dots."""
    used = _used(inks)
    return len(used) == 1 and inks[used[0]] < _SOLID


@rule("NP789")
def tints_print_as_tints(file: File) -> Iterator[Finding]:
    least, most = _TONES
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text", "fill", "stroke", "stencil"):
            used = _used(inks)
            if not used or (mark.space is not None and mark.space.kind in ("rgb", "lab")):
                continue
            name, percent = _tint(inks)
            light = percent < least
            if light or (len(used) == 1 and most < percent < 100 - 100 * _TRACE):
                yield fault(sheet, mark, ink=name, percent=f"{percent:.1f}", least=f"{least:g}", most=f"{most:g}")


_TONES = (3.0, 97.0)  # per cent: what a screen of 40 lines a centimetre can hold on newsprint


@rule("NP888")
def fine_lines_are_in_one_ink(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "stroke", "fill"):
            width = abs(mark.width) if mark.kind == "stroke" else _as_line(mark)
            used = _used(inks)
            if width is None or (mark.kind == "fill" and not used):
                continue
            limit = _HAIRLINE if len(used) == 1 and not _screened(inks) else file.press.fine_line
            if width < limit - 0.001:
                yield fault(sheet, mark, width=f"{width:.2f}", limit=f"{limit:g}")


_HAIRLINE = 0.1  # points: less than any press asks for; width 0 means the device's one dot
_LONG = 20  # times its width: a filled box so long is a line


def _as_line(mark: Mark) -> float | None:
    """Width of a filled box that is drawn as a line; None = it is none."""
    sides = sorted((mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]))
    return sides[0] if sides[1] >= _ORNAMENT and _NOTHING < sides[0] < sides[1] / _LONG else None


@rule("NP889")
def black_type_and_lines_overprint(file: File) -> Iterator[Finding]:
    for sheet, mark in _small_black(file):
        if not mark.overprint or (mark.opm != 1 and mark.space is not None and mark.space.kind == "cmyk"):
            size = mark.size or mark.width
            yield fault(sheet, mark, size=f"{round(size, 2):g}")


@rule("NP890")
def overprinting_black_is_device_cmyk(file: File) -> Iterator[Finding]:
    for sheet, mark in _small_black(file):
        if mark.overprint and mark.space is not None and mark.space.kind == "gray":
            yield fault(sheet, mark)


def _small_black(file: File) -> Iterator[tuple[Sheet, Mark]]:
    if file.press.black != "overprint":
        return
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text", "stroke"):
            limit = file.press.black_text if mark.kind == "text" else file.press.black_line
            if (mark.size or mark.width) < limit - 0.001 and _is_black(inks):
                yield sheet, mark


@rule("NP891")
def white_does_not_overprint(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text", "fill", "stroke"):
            spot = mark.space is not None and mark.space.names
            if mark.overprint and not _used(inks) and (mark.opm == 1 or spot):
                yield fault(sheet, mark, kind=mark.kind)


@rule("NP892")
def reversed_type_does_not_fill_in(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark, inks in _inked(file, sheet, "text"):
            if mark.size < file.press.reversed_text - 0.01 and not _used(inks) and not mark.overprint:
                yield fault(sheet, mark, size=f"{round(mark.size, 2):g}", limit=f"{file.press.reversed_text:g}")
