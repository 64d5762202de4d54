"""The standards a file may keep, as values: what each asks of the file, where it differs from the others.

x-4    the print file: PDF/X-4, PDF/A-2a and PDF/UA-1 at once
x-1a   for RIPs before 2008: PDF/X-1a:2003 and PDF/A-1b, PDF 1.4
a-2a   to read and keep, without the press's claims: PDF/A-2a and PDF/UA-1, with bookmarks
a-3a   the archive's file: PDF/A-3a and PDF/UA-1, with bookmarks and the issue's sources inside
"""

from __future__ import annotations

from layout.value import value


@value
class Standard:
    """What a file claims and how it is written.

    press: GTS_PDFXVersion, "" = no print file. part, level: of PDF/A. spoken: PDF/UA-1. version: of PDF. packed: object
    and cross-reference streams, page groups and tab order, which PDF 1.4 and 1.5 RIPs stumble on. cid_sets: each font
    lists its codes (ISO 19005-1 §6.3.5). bookmarks, files: an outline, attached sources. in_colour: pages keep the
    colours that the press has not for them, as on any screen.
    """

    press: str
    part: str
    level: str
    version: tuple[int, int] = (1, 6)
    spoken: bool = True
    packed: bool = True
    cid_sets: bool = False
    bookmarks: bool = False
    files: bool = False
    in_colour: bool = False


STANDARDS = {
    "x-4": Standard("PDF/X-4", "2", "A"),
    "x-1a": Standard("PDF/X-1a:2003", "1", "B", (1, 4), spoken=False, packed=False, cid_sets=True),
    "a-2a": Standard("", "2", "A", bookmarks=True, in_colour=True),
    "a-3a": Standard("", "3", "A", bookmarks=True, files=True),
}
DEFAULT = "x-4"
