"""Places of a page where something can hide: each takes drawing instructions and puts what they draw on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream
from planting import draw

Place = Callable[[Pdf, int, str], None]
"""Puts what is drawn (a square of 40 points from the origin, in whatever colour) on a page, which counts from 0."""

SQUARE = "0 0 40 40 re f"


def stream(pdf: Pdf, content: str, **entries: Any) -> Any:
    return pdf.make_indirect(Stream(pdf, content.encode(), **entries))


def form(pdf: Pdf, content: str, side: float = 120, **entries: Any) -> Any:
    return stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, side, side], **entries)


def cell(pdf: Pdf, content: str, **entries: Any) -> Any:
    """A tile of 50 points, on which a square of 40 leaves some paper."""
    plain = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 50, 50], "XStep": 50, "YStep": 50}
    return stream(pdf, content, **({"Resources": Dictionary()} | plain | entries))


def on_the_page(pdf: Pdf, page: int, content: str) -> None:
    draw(pdf, f"1 0 0 1 100 100 cm {content}", page)


def in_a_pattern(pdf: Pdf, page: int, content: str) -> None:
    """Far from the pattern's origin."""
    draw(pdf, "/Pattern cs /P scn 110 130 150 120 re f", page, Pattern={"P": cell(pdf, content)})


def in_a_pattern_turned(pdf: Pdf, page: int, content: str) -> None:
    made = cell(pdf, content, Matrix=[0.3, 0.2, -0.2, 0.3, 7, 9])
    draw(pdf, "/Pattern cs /P scn 110 130 150 120 re f", page, Pattern={"P": made})


def in_a_pattern_away_from_its_corner(pdf: Pdf, page: int, content: str) -> None:
    """The cell's box lies two steps away from where its own space begins."""
    made = cell(pdf, f"1 0 0 1 100 -150 cm {content}", BBox=[100, -150, 150, -100])
    draw(pdf, "/Pattern cs /P scn 110 130 150 120 re f", page, Pattern={"P": made})


def in_a_pattern_in_a_form(pdf: Pdf, page: int, content: str) -> None:
    """It stands on the form, wherever that is put."""
    inner = form(
        pdf,
        "/Pattern cs /P scn 0 0 120 120 re f",
        Resources=Dictionary(Pattern=Dictionary(P=cell(pdf, content, Matrix=[0.5, 0, 0, 0.5, 3, 3]))),
        Matrix=[0.9, 0, 0, 1.1, 5, 0],
    )
    draw(pdf, "1 0 0 1 120 90 cm /F Do", page, XObject={"F": inner})


def in_a_pattern_in_a_pattern(pdf: Pdf, page: int, content: str) -> None:
    inner = cell(pdf, content, Matrix=[0.25, 0, 0, 0.25, 2, 3])
    outer = cell(
        pdf,
        "/Pattern cs /P scn 0 0 40 40 re f",
        Resources=Dictionary(Pattern=Dictionary(P=inner)),
        Matrix=[1, 0, 0, 1, 11, 7],
    )
    draw(pdf, "/Pattern cs /P scn 110 130 150 120 re f", page, Pattern={"P": outer})


def in_a_pattern_that_strokes(pdf: Pdf, page: int, content: str) -> None:
    made = cell(pdf, content, Matrix=[0.2, 0, 0, 0.2, 0, 0])
    draw(pdf, "/Pattern CS /P SCN 60 w 60 150 m 240 150 l S", page, Pattern={"P": made})


def in_a_pattern_that_a_form_inherits(pdf: Pdf, page: int, content: str) -> None:
    inner = form(pdf, "0 0 120 120 re f")
    made = cell(pdf, content, Matrix=[0.5, 0, 0, 0.5, 0, 0])
    draw(pdf, "/Pattern cs /P scn 1 0 0 1 103 71 cm /F Do", page, XObject={"F": inner}, Pattern={"P": made})


def in_forms_in_forms(pdf: Pdf, page: int, content: str) -> None:
    inner = form(pdf, content)
    for _ in range(6):
        inner = form(pdf, "1 0 0 1 10 10 cm /F Do", Resources=Dictionary(XObject=Dictionary(F=inner)))
    draw(pdf, "1 0 0 1 60 60 cm /F Do", page, XObject={"F": inner})


def in_a_group(pdf: Pdf, page: int, content: str) -> None:
    group = Dictionary(S=Name.Transparency, I=True, CS=Name.DeviceCMYK)
    states = {"Half": Dictionary(ca=0.5, CA=0.5)}
    draw(
        pdf, "/Half gs 1 0 0 1 120 90 cm /F Do", page, XObject={"F": form(pdf, content, Group=group)}, ExtGState=states
    )


def glyph_font(pdf: Pdf, content: str, resources: Any = None, box: str = "0 0 40 40") -> Dictionary:
    """A Type 3 font of one letter, code 1, 40 points high at a size of 10."""
    made = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 40, 40],
        FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
        CharProcs=Dictionary(a=stream(pdf, content)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, Name.a])),
        FirstChar=1,
        LastChar=1,
        Widths=Array([50]),
    )
    if resources is not None:
        made.Resources = resources
    return made


def in_type_3_glyphs(pdf: Pdf, page: int, content: str) -> None:
    made = glyph_font(pdf, f"50 0 d0 {content}", Dictionary())
    draw(pdf, "BT /G 10 Tf 100 150 Td <01010101> Tj ET", page, Font={"G": made})


def in_a_type_3_glyphs_form(pdf: Pdf, page: int, content: str) -> None:
    made = glyph_font(pdf, "50 0 d0 /F Do", Dictionary(XObject=Dictionary(F=form(pdf, content))))
    draw(pdf, "BT /G 10 Tf 100 150 Td <0101> Tj ET", page, Font={"G": made})


def in_a_type_3_glyph_with_the_pages_resources(pdf: Pdf, page: int, content: str) -> None:
    made = glyph_font(pdf, "50 0 d0 /F Do")
    draw(pdf, "BT /G 10 Tf 100 150 Td <0101> Tj ET", page, Font={"G": made}, XObject={"F": form(pdf, content)})


def in_a_type_3_glyphs_pattern(pdf: Pdf, page: int, content: str) -> None:
    made = cell(pdf, content, Matrix=[0.2, 0, 0, 0.2, 0, 0])
    font = glyph_font(pdf, "50 0 d0 /Pattern cs /P scn 0 0 40 40 re f", Dictionary(Pattern=Dictionary(P=made)))
    draw(pdf, "BT /G 10 Tf 100 150 Td <0101> Tj ET", page, Font={"G": font})


def in_an_annotation(pdf: Pdf, page: int, content: str) -> None:
    annotated(pdf, page, AP=Dictionary(N=form(pdf, content, 40, Matrix=[0, 1, -1, 0, 0, 0])))


def in_a_state_of_an_annotation(pdf: Pdf, page: int, content: str) -> None:
    looks = Dictionary(N=Dictionary(On=form(pdf, content, 40), Off=form(pdf, "", 40)))
    annotated(pdf, page, AP=looks, AS=Name.On)


def annotated(pdf: Pdf, page: int, **entries: Any) -> None:
    made = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[120, 90, 200, 190], F=4, **entries)
    pdf.pages[page].obj["/Annots"] = Array([pdf.make_indirect(made)])


PLACES: dict[str, Place] = {
    name: place for name, place in list(globals().items()) if name.startswith(("on_", "in_")) and callable(place)
}
