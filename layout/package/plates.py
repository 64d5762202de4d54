"""One-bit plates (印版): the job's pages or forms screened by Ghostscript, an outside tool that need not be there.

Nothing of screening is done here: Ghostscript's `tiffsep1` is given the halftones of the press file as PostScript and
writes a TIFF for each ink, which is taken as it is but for its date, that of the issue.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from layout.diagnostics import Report, Span
from layout.pdffile import open_pdf, pikepdf, saved
from layout.pipeline import Watch
from layout.presses import Press
from layout.value import replace, value

SECONDS = 600.0
"""For one page or form. A 四开 page takes about five at 1,270 dpi."""

_MOST_PIXELS = 1_500_000_000  # a form of two 对开 pages at 1,270 dpi has 1,100 million
_PROGRAMS = ("gs", "gswin64c", "gswin32c")
_UNDATED = "1980:01:01"
_BOXES = {"trim": "/TrimBox", "bleed": "/BleedBox", "media": "/MediaBox"}

# ISO 32000-1 Table 128: Round and Ellipse.
_DOTS = {
    "round": "abs exch abs 2 copy add 1 le { dup mul exch dup mul add 1 exch sub }"
    " { 1 sub dup mul exch 1 sub dup mul add 1 sub } ifelse",
    "ellipse": "abs exch abs 2 copy 3 mul exch 4 mul add 3 sub dup 0 lt"
    " { pop dup mul exch 0.75 div dup mul add 4 div 1 exch sub }"
    " { dup 1 gt { pop 1 exch sub dup mul exch 1 exch sub 0.75 div dup mul add 4 div 1 sub }"
    " { 0.5 exch sub exch pop exch pop } ifelse } ifelse",
}


@value
class Sheet:
    """What is screened: a page of a file, from 0, and the names of its plates by ink."""

    page: int
    names: tuple[tuple[str, str], ...]


@value
class Plate:
    """A plate's file. width, height: pixels; angle: of its screen, degrees."""

    ink: str
    width: int
    height: int
    data: bytes
    angle: float = 0.0


def screened(
    pdf: bytes, sheets: Sequence[Sheet], press: Press, issued: date | None, file: str, report: Report, watch: Watch
) -> dict[str, Plate]:
    """The plates by name. What hinders is told at `file`: no Ghostscript (NP909), plates too large (NP908), or what it
    said (NP910); then there are none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        report.add("NP909", Span(file))
        return {}
    boxed, pixels = _boxed(pdf, press)
    if pixels > _MOST_PIXELS:
        report.add("NP908", Span(file), pixels=f"{pixels / 1e6:,.0f}", most=f"{_MOST_PIXELS / 1e6:,.0f}")
        return {}
    found: dict[str, Plate] = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "job.pdf").write_bytes(boxed)
        for at, sheet in enumerate(sheets):
            watch("plates", at, len(sheets))
            angles = _angles(press, [ink for ink, _ in sheet.names])
            (Path(folder) / "screen.ps").write_bytes(_halftones(press, angles).encode("ascii"))
            reason = _run(program, folder, sheet, press)
            made = {} if reason else dict(_read(Path(folder), issued, {ink for ink, _ in sheet.names}))
            lost = [ink for ink, _ in sheet.names if ink not in made]
            if reason or lost:
                report.add("NP910", Span(file), reason=reason or "no plate of " + ", ".join(lost))
                return {}
            found |= {name: replace(made[ink], angle=angles.get(ink, angles["Default"])) for ink, name in sheet.names}
    return found


def _boxed(pdf: bytes, press: Press) -> tuple[bytes, float]:
    """The file cut to the box that is exposed, and the pixels of its largest plate."""
    document = open_pdf(pdf)
    pixels = 0.0
    for page in document.pages:
        box = [float(edge) for edge in page.get(_BOXES[press.plate_box], page.mediabox)]
        page.obj["/MediaBox"] = pikepdf.Array(box)
        if "/CropBox" in page.obj:
            del page.obj["/CropBox"]
        pixels = max(pixels, (box[2] - box[0]) * (box[3] - box[1]) * (press.plate_dpi / 72) ** 2)
    return saved(document, True), pixels


def _angles(press: Press, inks: Collection[str]) -> dict[str, float]:
    """Degrees by ink; spots take magenta's where no plate of a sheet has it, else black's. Two screens that lie over
    each other at one angle, as a photograph in black and a spot has them, change colour with the register."""
    angles = dict(press.angles)
    return angles | {"Default": angles["Black"] if "Magenta" in inks else angles["Magenta"]}


def _halftones(press: Press, angles: Mapping[str, float]) -> str:
    """A type 5 halftone as PostScript, put in place again at every page (PostScript Language Reference §7.4.4)."""
    rows = [f"/{ink} {angle:g} screen" for ink, angle in angles.items()]
    return (
        "<< /Install {\n"
        "/screen { 8 dict begin /HalftoneType 1 def /Angle exch def"
        f" /Frequency {press.screen:g} def /AccurateScreens true def\n"
        f"/SpotFunction {{ {_DOTS[press.dot]} }} def currentdict end }} bind def\n"
        f"<< /HalftoneType 5 {' '.join(rows)} >> sethalftone\n"
        "} >> setpagedevice\n"
    )


def _run(program: str, folder: str, sheet: Sheet, press: Press) -> str:
    """Why Ghostscript made no plates of a page; "" = it did."""
    options = ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep1", "-sCompression=g4"]
    spots = sum(ink not in dict(press.angles) for ink, _ in sheet.names)
    options += [f"-r{press.plate_dpi}", f"-dMaxSpots={spots}"]
    options += [
        f"-dFirstPage={sheet.page + 1}",
        f"-dLastPage={sheet.page + 1}",
        "-o",
        "plate%d.tif",
        "screen.ps",
        "job.pdf",
    ]
    environment = {key: given for key, given in os.environ.items() if not key.startswith("GS_")}
    for old in Path(folder).glob("plate*.tif"):
        old.unlink()
    try:
        done = subprocess.run(
            [program, *options], cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"> {SECONDS:g} s"
    except OSError as error:
        return error.strerror or str(error)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
        return next((line for line in said if "rror" in line), said[-1] if said else f"status {done.returncode}")[:120]
    return ""


def _read(folder: Path, issued: date | None, inks: Collection[str]) -> Iterator[tuple[str, Plate]]:
    """Ghostscript writes what is no ASCII in an ink's name, and strokes, as an address has them: 大红 is
    %E5%A4%A7%E7%BA%A2. inks: that are looked for."""
    from urllib.parse import unquote

    day = f"{issued:%Y:%m:%d}" if issued else _UNDATED
    for file in sorted(folder.glob("plate*(*).tif")):
        named = re.findall(r"\((.*)\)", file.name)[0]
        ink = named if named in inks else unquote(named)
        data = bytearray(file.read_bytes())
        entries = _entries(data)
        if 306 in entries:  # DateTime, the one thing in it that the clock has a part in
            data[entries[306] : entries[306] + 19] = f"{day} 00:00:00".encode("ascii")
        yield ink, Plate(ink, entries[256], entries[257], bytes(data))


def _entries(data: bytes | bytearray) -> dict[int, int]:
    """Values, or offsets of what is longer, by tag, of a TIFF's only directory (TIFF 6.0 §2)."""
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, start)
    found = {}
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        short = kind == 3 and number == 1
        found[tag] = struct.unpack_from(order + ("H" if short else "I"), data, at + 8)[0]
    return found


def as_dict(plates: Mapping[str, Plate], press: Press) -> dict[str, object]:
    """For a program: what each file is."""
    return {
        "dpi": press.plate_dpi,
        "screen_lpi": press.screen,
        "dot": press.dot,
        "box": press.plate_box,
        "plates": [
            {
                "file": name,
                "ink": plate.ink,
                "angle": plate.angle,
                "width": plate.width,
                "height": plate.height,
            }
            for name, plate in plates.items()
        ],
    }
