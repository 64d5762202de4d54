"""Presets of the ink keys (墨键): what share of each zone across the press each plate of each form covers.

Measured on the plates of the flats, marks and colour bar and all, as far as they lie on the sheet. The press file says
how many zones there are, how wide they are and on which hand the first lies; how far a key opens for a share is the
console's business, whose curves no file here knows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence

from layout.preflight.plates import Plane, whole_plates
from layout.preflight.samples.squares import columns
from layout.presses import Press
from layout.units import MM
from layout.value import value

DPI = 50.8
"""Of the plates: two samples a millimetre, the custom for previews of CIP3 PPF."""

_TRACE = 1e-5  # of a form: less is what antialiasing leaves


@value
class PlateKeys:
    """A plate of a form. mean: share of the sheet that it covers; zones: the same of each zone, zone 1 first."""

    ink: str
    mean: float
    zones: tuple[float, ...]
    plane: Plane


@value
class FormKeys:
    """One side of a sheet. pages: their names from left to right; width, height: of what is drawn, points."""

    sheet: int
    back: bool
    section: int
    pages: tuple[str, ...]
    width: float
    height: float
    plates: tuple[PlateKeys, ...]

    @property
    def side(self) -> str:
        return "back" if self.back else "front"


@value
class InkKeys:
    """The presets of a job. zone_width: points; zone_1: its hand, front and back."""

    zones: int
    zone_width: float
    zone_1: tuple[str, str]
    forms: tuple[FormKeys, ...]


def ink_keys(
    flats: bytes,
    sides: Sequence[tuple[int, bool, int, tuple[str, ...]]],
    press: Press,
    inks: Sequence[Collection[str]] = (),
) -> InkKeys:
    """Of flats as a PDF. sides: sheet, whether its back, section and names of the pages of each; inks: those that have
    plates on each, () = all that are found. Marks for all plates alone make none.

    Where no sheet is said, it is as large as the flat with its marks; its middle is the flat's.
    """
    drawn = whole_plates(flats, press, DPI, press.sheet)
    across = press.sheet[0] or max((each.width for each in drawn), default=0.0)
    zone_width = press.ink_zone_width or across / press.ink_zones
    forms = []
    for at, ((sheet, back, section, pages), each) in enumerate(zip(sides, drawn, strict=True)):
        plates = []
        for ink, plane in each.planes.items():
            if inks and ink not in inks[at]:
                continue
            columns = _columns(plane)
            mean = sum(columns) / len(columns)
            if mean <= _TRACE:
                continue
            middle = press.ink_offset if back else -press.ink_offset
            shares = zone_shares(columns, each.width, zone_width, press.ink_zones, middle)
            if press.zone_1[back] == "right":
                shares.reverse()
            plates.append(PlateKeys(ink, mean, tuple(shares), plane))
        forms.append(FormKeys(sheet, back, section, pages, each.width, each.height, tuple(plates)))
    return InkKeys(press.ink_zones, zone_width, press.zone_1, tuple(forms))


def zone_shares(columns: Sequence[float], width: float, zone_width: float, zones: int, middle: float) -> list[float]:
    """Share of each zone, from left to right. columns: the share that each strip of the form covers, of equal width;
    width: of them all; middle: where the zones' middle lies, right of the form's. Lengths in one unit."""
    step = width / len(columns)
    start = width / 2 + middle - zones * zone_width / 2
    shares = [0.0] * zones
    for at, share in enumerate(columns):
        left, right = (at * step - start) / zone_width, ((at + 1) * step - start) / zone_width
        for zone in range(max(0, int(left)), min(zones, int(right) + 1)):
            shares[zone] += share * max(0.0, min(right, zone + 1) - max(left, zone))
    return shares


def _columns(plane: Plane) -> list[float]:
    """Share of each column of samples that is ink, from left to right."""
    return [1 - each / 255 for each in columns(*plane)]


def as_dict(keys: InkKeys) -> dict[str, object]:
    """For a program, and for people who read JSON. Shares are 0…1."""
    return {
        "zones": keys.zones,
        "zone_width_mm": round(keys.zone_width / MM, 3),
        "zone_1": {"front": keys.zone_1[0], "back": keys.zone_1[1]},
        "forms": [
            {
                "sheet": form.sheet,
                "side": form.side,
                "section": form.section,
                "pages": list(form.pages),
                "sheet_mm": [round(form.width / MM, 2), round(form.height / MM, 2)],
                "plates": {
                    plate.ink: {"mean": round(plate.mean, 4), "zones": [round(share, 4) for share in plate.zones]}
                    for plate in form.plates
                },
            }
            for form in keys.forms
        ],
    }


def as_csv(keys: InkKeys) -> bytes:
    """For a spreadsheet: a row for each plate, per cent."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["sheet", "side", "pages", "plate", "mean", *range(1, keys.zones + 1)])
    for form in keys.forms:
        for plate in form.plates:
            shares = [f"{100 * share:.1f}" for share in (plate.mean, *plate.zones)]
            rows.writerow([form.sheet, form.side, "-".join(form.pages), plate.ink, *shares])
    return out.getvalue().encode("utf-8")


# CIP3 PPF


_PRINTABLE = frozenset(range(0x20, 0x7F)) - set(b"()\\")


def ppf(forms: Sequence[FormKeys], job: str, created: str) -> bytes:
    """A sheet as CIP3 Print Production Format 3.0: of each of its sides a preview of every separation, from which a
    console reckons its keys by its own zones and curves.

    created: the moment as PostScript has it, "" = not said. Samples from the top left, 255 = bare paper; run-length
    coded in hexadecimal, as every reader takes it.
    """
    width, height = max(form.width for form in forms), max(form.height for form in forms)
    lines = [
        "%!PS-Adobe-3.0",
        "%%CIP3-File Version 3.0",
        "CIP3BeginSheet",
        f"/CIP3AdmJobName {_text(job)} def",
        f"/CIP3AdmSheetName {_text(f'Sheet {forms[0].sheet}')} def",
        "/CIP3AdmMake (broadsheet-layout) def",
        "/CIP3AdmSoftware (broadsheet-layout) def",
        *([f"/CIP3AdmCreationTime {_text(created)} def"] if created else []),
        f"/CIP3AdmPSExtent [{width:.3f} {height:.3f}] def",
        "/CIP3TransferFilmCurveData [0.0 0.0 1.0 1.0] def",
        "/CIP3TransferPlateCurveData [0.0 0.0 1.0 1.0] def",
    ]
    for form in forms:
        tag = "Back" if form.back else "Front"
        names = " ".join(_plain_names([plate.ink for plate in form.plates]))
        lines += [f"CIP3Begin{tag}", f"/CIP3AdmSeparationNames [ {names} ] def", "CIP3BeginPreviewImage"]
        for plate in form.plates:
            lines += _separation(plate, form)
        lines += ["CIP3EndPreviewImage", f"CIP3End{tag}"]
    lines += ["CIP3EndSheet", "%%CIP3EndOfFile", ""]
    return "\n".join(lines).encode("ascii")


def _separation(plate: PlateKeys, form: FormKeys) -> list[str]:
    across, down, samples = plate.plane
    coded = run_lengths(samples).hex() + ">"
    return [
        "CIP3BeginSeparation",
        f"/CIP3PreviewImageWidth {across} def",
        f"/CIP3PreviewImageHeight {down} def",
        "/CIP3PreviewImageBitsPerComp 8 def",
        "/CIP3PreviewImageComponents 1 def",
        f"/CIP3PreviewImageMatrix [{across} 0 0 -{down} 0 {down}] def",
        f"/CIP3PreviewImageResolution [{72 * across / form.width:.4f} {72 * down / form.height:.4f}] def",
        "/CIP3PreviewImageEncoding /ASCIIHexDecode def",
        "/CIP3PreviewImageCompression /RunLengthDecode def",
        "CIP3PreviewImage",
        *(coded[at : at + 128] for at in range(0, len(coded), 128)),
        "CIP3EndSeparation",
    ]


def _plain_names(inks: Sequence[str]) -> list[str]:
    """The names of plates; where plain ASCII makes two of them alike, or leaves nothing of one, the plate's place says
    which it is."""
    made: list[str] = []
    for at, ink in enumerate(inks, 1):
        name = _text(ink)
        made.append(name if any(map(str.isalnum, name)) and name not in made else _text(f"Plate {at}"))
    return made


def _text(words: str) -> str:
    """A PostScript string of plain ASCII, for consoles that know no other: what it has not is an underscore."""
    return "(" + "".join(each if ord(each) in _PRINTABLE else "_" for each in words) + ")"


def run_lengths(data: bytes) -> bytes:
    """What PostScript's RunLengthDecode reads (PostScript Language Reference §3.13.3). Runs of bare paper alone are
    looked for, which most of a plate is."""
    import re

    out, start = bytearray(), 0
    for run in re.finditer(b"\xff{4,128}", data):
        _plain(out, data[start : run.start()])
        out += bytes((257 - len(run[0]), 255))
        start = run.end()
    _plain(out, data[start:])
    out.append(128)
    return bytes(out)


def _plain(out: bytearray, data: bytes) -> None:
    for at in range(0, len(data), 128):
        piece = data[at : at + 128]
        out.append(len(piece) - 1)
        out += piece
