"""Preflight: a finished PDF, ours or anybody's, measured against a press before the plates are made.

`examine` looks at a file in this process, for files we have just written; `preflight` looks at one in a process of its
own, with a clock and a limit of memory, for a file that may be damaged, hostile or huge. Both always end in a
`Judgement`.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from layout.pagenames import page_number
from layout.preflight.values import Finding, Judgement, PageInk, PagePlates
from layout.value import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from layout.preflight.document import File
    from layout.presses import Press

__all__ = ["Finding", "Judgement", "PageInk", "PagePlates", "examine", "preflight"]

_DPI = 50  # of the report's pictures: places can be found, words cannot be read


def examine(
    pdf: bytes,
    name: str,
    press: Press,
    pictures: bool = False,
    inks: Sequence[tuple[str, ...] | None] | PagePlates = (),
) -> Judgement:
    """Every rule of the standard the file names (else of the press's) and of the press's ink.

    name: what the file is called in the judgement. pictures: a PNG of each page, for the report, and its plates. inks:
    the plates that each page is to have, in order or by name, None = any; () = nothing is known of that.
    """
    from layout.pdffile import pikepdf
    from layout.preflight.document import BROKEN, File

    def closed(code: str, **values: str) -> Judgement:
        return Judgement(name, press.name, findings=(Finding(code, values=tuple(values.items())),))

    try:
        document = pikepdf.open(BytesIO(pdf))
    except pikepdf.PasswordError:
        return closed("NP803")
    except BROKEN as error:
        return closed("NP894", reason=str(error).partition(": ")[2] or str(error))
    try:
        if isinstance(inks, PagePlates):
            press = replace(press, spots=tuple(dict.fromkeys((*press.spots, *inks.spots))))
            inks = [inks.of(number) for number in _called(document)]
        file = File(pdf, document, press, inks)
        return _judged(file, name, pictures)
    except BROKEN as error:  # a page tree that leads nowhere
        return closed("NP894", reason=str(error) or type(error).__name__)
    finally:
        document.close()


def preflight(
    path: str, press: Press, pictures: bool = False, seconds: float = 120, plates: PagePlates | None = None
) -> Judgement:
    """The same for the file at a path, in a process of its own that may take so long (and 2 GiB of
    memory) and no longer. plates: of its pages, None = nothing is known of that."""
    from layout.preflight.apart import judged_apart

    return judged_apart(path, press, pictures, seconds, plates)


def _called(document: Any) -> Iterator[int]:
    """What the pages of a file are called, by its page labels: the numbers of layout.pagenames. Where a label is no
    name of a page, as the numerals of a preface are none, pages count from 1."""
    for at, page in enumerate(document.pages, 1):
        try:
            yield page_number(page.label)
        except ValueError:
            yield at


def _judged(file: File, name: str, pictures: bool) -> Judgement:
    from layout.preflight.plates import page_ink, plates_of
    from layout.preflight.rules import judge

    if not file.sheets:
        return Judgement(name, file.press.name, findings=(Finding("NP894", values=(("reason", "it has no pages"),)),))
    first = [Finding("NP803")] if file.pdf.is_encrypted else []
    found = [*first, *_too_many(file), *judge(file)]
    return Judgement(
        name,
        file.press.name,
        file.standard,
        len(file.sheets),
        tuple(sorted(found, key=lambda each: (each.page, each.code))),
        tuple(page_ink(file, sheet) for sheet in file.sheets),
        tuple(sheet.size for sheet in file.sheets),
        tuple(_pictures(file)) if pictures else (),
        tuple(dict(plates_of(file).planes.get(sheet.number, {})) for sheet in file.sheets) if pictures else (),
    )


def _too_many(file: File) -> Iterator[Finding]:
    if len(file.pdf.pages) > len(file.sheets):
        yield Finding("NP896", values=(("pages", str(len(file.pdf.pages))), ("most", str(len(file.sheets)))))


def _pictures(file: File) -> Iterator[bytes]:
    """The pages as findings have their places: upright and cut at the trim; b"" for one that cannot be drawn."""
    from layout.pdf.raster import draw

    for sheet in file.sheets:
        sheet.entry["/Rotate"] = 0
        sheet.entry["/TrimBox"] = list(sheet.trim)
    out = BytesIO()
    file.pdf.save(out)
    for index in range(len(file.sheets)):
        try:
            yield draw(out.getvalue(), index, _DPI)
        except (RuntimeError, OSError, ValueError):
            yield b""
