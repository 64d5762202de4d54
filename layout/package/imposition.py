"""The flats of a print job (拼大版) as a PDF: pages side by side on the sheets that layout.folding found for them.

`impose` puts the pages, as the press file has them, on flats that already bear their marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.display import Group, Item, Page, PageInks, Rule
from layout.folding import Side
from layout.pagenames import page_name
from layout.pdf.marks import register
from layout.pdffile import open_pdf, pikepdf, saved
from layout.units import MM, Size


def carrier(
    side: Side, trim: Size, bleed: float, slug: str, numbers: Sequence[int], inks: PageInks | None = None
) -> Page:
    """An empty flat: as wide as its pages, its fold marked outside the bleed. numbers: 版次 by place; inks: of all its
    pages together."""
    wide = 1 if side.leaf else 2
    items: list[Item] = [] if side.leaf else _fold_marks(trim, bleed, inks)
    words = "-".join("—" if place is None else page_name(numbers[place]) for place in side.places)
    face = "反" if side.back else "正"
    part = f"第{side.section}叠" if side.section > 1 else ""
    english = f"sheet {side.sheet} {'back' if side.back else 'front'} {words}"
    slug = f"{slug}　{part}第{side.sheet}张{face}面　{words}　{english}"
    marks = (Group("artifact", tuple(items), "fold"),) if items else ()
    size = Size(trim.width * wide, trim.height)
    return Page(side.sheet * 2 - (not side.back), size, bleed, marks, slug, inks=inks)


def _fold_marks(trim: Size, bleed: float, inks: PageInks | None) -> list[Item]:
    """Dashes at head and foot where the sheet is folded; the registration mark stands 3 mm above them."""
    near, far = bleed + MM, bleed + 3 * MM
    x = trim.width
    places = ((-far, -near), (trim.height + near, trim.height + far))
    return [Rule(x, top, x, foot, 0.25, ink, (2, 1)) for ink in register(inks) for top, foot in places]


def impose(
    press_pdf: bytes, flats_pdf: bytes, sides: Sequence[tuple[tuple[int | None, ...], float]], packed: bool = True
) -> bytes:
    """The pages of one PDF laid on the empty flats of another, at the same scale, marks of the single pages left away.

    sides: for each flat the places of its pages from left to right, and their creep in points. Each page keeps its
    bleed where the flat ends, and is cut at the fold. packed: with object streams. A flat is for the plate alone: it
    does not call itself PDF/A or PDF/UA.
    """
    source, target = open_pdf(press_pdf), open_pdf(flats_pdf)
    forms: dict[int, pikepdf.Object] = {}
    for page, (places, creep) in zip(target.pages, sides, strict=True):
        left, bottom = float(page.trimbox[0]), float(page.trimbox[1])
        resources = pikepdf.Dictionary()
        operators = []
        for index, place in enumerate(places):
            if place is None:
                continue
            cut = "" if len(places) == 1 else "right" if index == 0 else "left"
            if place not in forms:
                forms[place] = target.copy_foreign(_form(source, place))
            box = [float(edge) for edge in source.pages[place].trimbox]
            move = {"": 0.0, "right": creep, "left": -creep}[cut]
            x, y = left + index * (box[2] - box[0]) - box[0] + move, bottom - box[1]
            name = f"Page{index}"
            resources["/" + name] = forms[place]
            window = _window(page, left + index * (box[2] - box[0]), box[2] - box[0], cut)
            operators.append(f"q {window} re W n 1 0 0 1 {x:.3f} {y:.3f} cm /{name} Do Q")
        page.Resources.XObject = resources  # an empty flat has none of its own
        page.contents_add("\n".join(operators).encode(), prepend=True)
    _untag(target)
    return saved(target, packed)


def _window(page: pikepdf.Page, left: float, width: float, cut: str) -> str:
    """Where a page may print: up to the bleed, and never over the fold."""
    bleed = [float(edge) for edge in page.get("/BleedBox", page.trimbox)]
    begin = left if cut == "left" else bleed[0]
    end = left + width if cut == "right" else bleed[2]
    return f"{begin:.3f} {bleed[1]:.3f} {end - begin:.3f} {bleed[3] - bleed[1]:.3f}"


def _form(source: pikepdf.Pdf, place: int) -> pikepdf.Object:
    """A page as a form, its bleed with it, its marks outside."""
    page = source.pages[place]
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
