"""Ink keys against Ghostscript's plates of the same flat, zone by zone; and a PPF as the PostScript that it is."""

from __future__ import annotations

from pathlib import Path

from conftest import ask
from sheets import JOB, line, page

from layout.display import Fill, Group, Ink
from layout.folding import flat_of, sheets
from layout.fonts import FontBook
from layout.package.imposition import carrier, impose, placed
from layout.package.inkkeys import FormKeys, PlateKeys, ink_keys, ppf, zone_shares
from layout.pdf.writer import write
from layout.presses import press
from layout.units import MM, Rect, Size

TRIM, BLEED = Size(90 * MM, 60 * MM), 3 * MM
WITHIN = 0.01  # of a zone


# What CIP3's specification calls the procedures of a PPF, as an interpreter has them: structure that says nothing to
# it, and pictures that are read off the file by the filters that are named. All go to one file, one behind another.
PROLOG = r"""
/CIP3BeginSheet {} def /CIP3EndSheet {} def /CIP3BeginFront {} def /CIP3EndFront {} def
/CIP3BeginBack {} def /CIP3EndBack {} def /CIP3BeginPreviewImage { /At 0 def } def /CIP3EndPreviewImage {} def
/CIP3BeginSeparation {} def /CIP3EndSeparation {} def /Out Path (w) file def
/CIP3PreviewImage {
  /Coded currentfile CIP3PreviewImageEncoding filter def
  /Samples Coded CIP3PreviewImageCompression filter def
  /Row CIP3PreviewImageWidth CIP3PreviewImageComponents mul string def
  CIP3PreviewImageHeight { Samples Row readstring not { (cut short) = quit } if Out exch writestring } repeat
  Samples Row readstring { (too long) = quit } if length 0 ne { (too long) = quit } if
  Coded flushfile
  (plate ) print CIP3AdmSeparationNames At get print ( ) print
  CIP3PreviewImageWidth 20 string cvs print ( ) print CIP3PreviewImageHeight =
  /At At 1 add def
} def
"""


def test_a_postscript_interpreter_reads_the_previews(tmp_path: Path) -> None:
    """Encoding, compression, sizes and names, front and back, on a path of its own: Ghostscript's filters."""
    planes = [(40, 30, bytes((at * row) % 256 for row in range(1200))) for at in (1, 7)]
    planes.append((40, 30, b"\xff" * 600 + bytes(range(256)) + b"\xff" * 344))
    names = ("Cyan", "Black", "PANTONE 186 C")
    plates = tuple(PlateKeys(ink, 0.5, (), plane) for ink, plane in zip(names, planes, strict=True))
    forms = [FormKeys(1, back, 1, ("1",), 56.7, 42.5, plates[: 3 - back]) for back in (False, True)]
    (tmp_path / "a.ppf").write_bytes(ppf(forms, "a-20260524", "Sun May 24 00:00:00 2026"))
    (tmp_path / "prolog.ps").write_text(PROLOG, "ascii")
    device = ("-q", "-dBATCH", "-dNOPAUSE", "-dNODISPLAY", "-dNOSAFER", f"-sPath={tmp_path / 'planes'}")
    said = ask("gs", *device, tmp_path / "prolog.ps", tmp_path / "a.ppf")
    assert said.splitlines() == [f"plate {name} 40 30" for name in (*names, *names[:2])]
    assert (tmp_path / "planes").read_bytes() == b"".join(data for _, _, data in (*planes, *planes[:2]))


def test_each_zone_is_that_of_ghostscripts_plates(book: FontBook, tmp_path: Path) -> None:
    from PIL import Image

    pages = []
    for at in range(4):
        rows = [
            line(book, "冷固新闻纸上的小字也有墨，按墨区算。", 20 + 30 * at, 40 + 13 * row, 9.5) for row in range(9)
        ]
        tint = Fill(Rect(-BLEED, -BLEED, (20 + 10 * at) * MM, 20 * MM), Ink(0.6, 0.3 * (at % 2), 0, 0))
        pages.append(page(tint, *(Group("paragraph", row) for row in rows), number=at + 1, trim=TRIM))
    sides = [flat_of(side) for side in sheets(4, "nested")]
    empty = [carrier(flat, TRIM, BLEED, "小报", (1, 2, 3, 4)) for flat in sides]
    flats = impose(write(pages, book, JOB), write(empty, book, JOB), [placed(flat, TRIM, BLEED) for flat in sides])
    keys = ink_keys(flats, [(flat.sheet, flat.back, 1, ()) for flat in sides], press())
    (tmp_path / "flats.pdf").write_bytes(flats)
    device = ("-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r300")
    ask("gs", *device, "-o", tmp_path / "p%d.tif", tmp_path / "flats.pdf")
    assert {plate.ink for plate in keys.forms[0].plates} == {"Cyan", "Magenta", "Yellow", "Black"}
    for number, form in enumerate(keys.forms, 1):
        for plate in form.plates:
            drawn = Image.open(tmp_path / f"p{number}({plate.ink}).tif").convert("L")
            data = drawn.tobytes()
            columns = [1 - sum(data[at :: drawn.width]) / 255 / drawn.height for at in range(drawn.width)]
            shares = zone_shares(columns, form.width, keys.zone_width, keys.zones, 0.0)
            wanted = shares[::-1] if form.back else shares
            assert max(abs(one - other) for one, other in zip(wanted, plate.zones, strict=True)) < WITHIN
            assert max(wanted) > 2 * WITHIN
