"""The flats of a print job (拼大版) as a PDF: pages side by side on the sheets that layout.folding found for them.

`impose` puts the pages, as the press file has them, on flats that already bear their marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.display import Group, Ink, Item, Page, PageInks, Rule
from layout.folding import Flat
from layout.pagenames import page_name
from layout.pdf.marks import register
from layout.pdffile import open_pdf, pikepdf, saved
from layout.units import MM, Size
from layout.value import value


@value
class Placed:
    """A page on a flat. matrix: of the page's trim to the flat's, both from their lower left corner, as PDF has it;
    window: left, bottom, right, top of what may print there, None = all of it. Points."""

    place: int
    matrix: tuple[float, float, float, float, float, float]
    window: tuple[float, float, float, float] | None = None

    def beside(self, place: int, right: float) -> Placed:
        """Another page that lies as this one does, so many points to its right."""
        a, b, c, d, e, f = self.matrix
        return Placed(place, (a, b, c, d, e + a * right, f + b * right))


def size_of(flat: Flat, trim: Size) -> Size:
    wide, high = (trim.height, trim.width) if flat.sideways else (trim.width, trim.height)
    return Size(flat.columns * wide, flat.rows * high)


def placed(flat: Flat, trim: Size, bleed: float) -> tuple[Placed, ...]:
    """The pages of a flat. Each keeps its bleed where the flat ends, and is cut at the next page."""
    wide, high = (trim.height, trim.width) if flat.sideways else (trim.width, trim.height)
    found = []
    for cell in flat.cells:
        if cell.place is None:
            continue
        x, y = cell.column * wide, (flat.rows - 1 - cell.row) * high
        window = (
            x - (bleed if cell.column == 0 else 0.0),
            y - (bleed if cell.row == flat.rows - 1 else 0.0),
            x + wide + (bleed if cell.column == flat.columns - 1 else 0.0),
            y + high + (bleed if cell.row == 0 else 0.0),
        )
        shift = cell.shift
        matrix = {
            0: (1.0, 0.0, 0.0, 1.0, x + shift, y),
            90: (0.0, -1.0, 1.0, 0.0, x, y + high - shift),
            180: (-1.0, 0.0, 0.0, -1.0, x + wide - shift, y + high),
            270: (0.0, 1.0, -1.0, 0.0, x + wide, y + shift),
        }[cell.turn]
        found.append(Placed(cell.place, matrix, window))
    return tuple(found)


def carrier(
    flat: Flat,
    trim: Size,
    bleed: float,
    slug: str,
    numbers: Sequence[int],
    inks: PageInks | None = None,
    told: str = "",
    spots: tuple[Ink, ...] = (),
) -> Page:
    """An empty flat: as large as its pages, folds and cuts marked outside the bleed. numbers: 版次 by place; inks: of
    all its pages together; told: of the press, behind the slug."""
    size = size_of(flat, trim)
    items = _fold_marks(flat, size, bleed, inks)
    words = "-".join("—" if place is None else page_name(numbers[place]) for place in flat.places)
    face = "反" if flat.back else "正"
    part = f"第{flat.section}叠" if flat.section > 1 else ""
    english = f"sheet {flat.sheet} {'back' if flat.back else 'front'} {words}"
    slug = f"{slug}　{part}第{flat.sheet}张{face}面　{words}　{english}{told}"
    marks = (Group("artifact", tuple(items), "fold"),) if items else ()
    return Page(flat.sheet * 2 - (not flat.back), size, bleed, marks, slug, inks=inks, spots=spots)


_DASHES = {"fold": (2.0, 1.0), "cut": ()}


def _fold_marks(flat: Flat, size: Size, bleed: float, inks: PageInks | None) -> list[Item]:
    """At all four edges: dashes where the paper is folded, lines where it is cut; registration marks stand 3 mm beyond
    them."""
    near, far = bleed + MM, bleed + 3 * MM
    places: list[tuple[float, float, float, float, str]] = []
    for at, kind in enumerate(flat.across, 1):
        x = at * size.width / flat.columns
        places += [(x, -far, x, -near, kind), (x, size.height + near, x, size.height + far, kind)]
    for at, kind in enumerate(flat.down, 1):
        y = at * size.height / flat.rows
        places += [(-far, y, -near, y, kind), (size.width + near, y, size.width + far, y, kind)]
    return [
        Rule(x, y, right, foot, 0.25, ink, _DASHES[kind])
        for ink in register(inks)
        for x, y, right, foot, kind in places
    ]


def impose(
    press_pdf: bytes, flats_pdf: bytes, flats: Sequence[Sequence[Placed]], packed: bool = True, strips_pdf: bytes = b""
) -> bytes:
    """The pages of one PDF laid on the empty flats of another, at the same scale, marks of the single pages left away.

    strips_pdf: pages that are counted behind those of press_pdf. packed: with object streams. A flat is for the plate
    alone: it does not call itself PDF/A or PDF/UA.
    """
    opened = [open_pdf(data) for data in (press_pdf, strips_pdf) if data]
    sources = [page for document in opened for page in document.pages]
    target = open_pdf(flats_pdf)
    forms: dict[int, pikepdf.Object] = {}
    for page, laid in zip(target.pages, flats, strict=True):
        left, bottom = float(page.trimbox[0]), float(page.trimbox[1])
        resources = pikepdf.Dictionary()
        operators = []
        for index, each in enumerate(laid):
            source = sources[each.place]
            if each.place not in forms:
                forms[each.place] = target.copy_foreign(_form(source))
            a, b, c, d, e, f = each.matrix
            x, y = float(source.trimbox[0]), float(source.trimbox[1])
            e, f = left + e - a * x - c * y, bottom + f - b * x - d * y
            name = f"Page{index}"
            resources["/" + name] = forms[each.place]
            window = "" if each.window is None else _window(each.window, left, bottom)
            operators.append(f"q {window}{a:g} {b:g} {c:g} {d:g} {e:.3f} {f:.3f} cm /{name} Do Q")
        page.Resources.XObject = resources  # an empty flat has none of its own
        page.contents_add("\n".join(operators).encode(), prepend=True)
    _untag(target)
    return saved(target, packed)


def _window(window: tuple[float, float, float, float], left: float, bottom: float) -> str:
    x, y, right, top = window
    return f"{left + x:.3f} {bottom + y:.3f} {right - x:.3f} {top - y:.3f} re W n "


def _form(page: pikepdf.Page) -> pikepdf.Object:
    """A page as a form, its bleed with it, its marks outside."""
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array(page.get("/BleedBox", page.trimbox))
    for key in ("/StructParents", "/StructParent"):
        if key in form:
            del form[key]
    return form


_CLAIMS = re.compile(rb"<(pdfaid|pdfuaid):[^>]*>[^<]*</\1:[^>]*>\n?")


def _untag(pdf: pikepdf.Pdf) -> None:
    """Take back what is true of the pages but not of the flats."""
    root = pdf.Root
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in root:
            del root[key]
    for page in pdf.pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page:
                del page[key]
    root.OutputIntents = pikepdf.Array(each for each in root.OutputIntents if each.S == "/GTS_PDFX")
    packet = _CLAIMS.sub(b"", root.Metadata.read_bytes())
    root.Metadata = pikepdf.Stream(pdf, packet, {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})
