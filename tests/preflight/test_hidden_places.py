"""Wherever something hides on a page it is found, where it is; and the plates have it as Ghostscript's have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hiding
import pytest
from hiding import PLACES, SQUARE
from pictures import PICTURES
from pikepdf import Array, Dictionary, Name, Pdf
from planting import draw, picture, planted, saved
from plating import blanks, ghostscripts
from steps import steps

from layout.preflight import Judgement, examine
from layout.preflight.collecting import Collector
from layout.presses import press

FAULTS = {"NP848": "1 0 0 rg", "NP886": "0.6 0.5 0.4 0.9 k", "NP888": "0.5 0.5 0 0 K 0.1 w 0 0 m 40 40 l S 0 g"}
POINT = 25.4 / 72
ROUNDING = 2.0  # mm: PDFium draws the tiles of tiles in whole pixels


def hidden(paint: str) -> bytes:
    """A page for each place, with a square in it."""
    pdf = blanks(len(PLACES))
    for page, place in enumerate(PLACES.values()):
        place(pdf, page, f"{paint} {SQUARE}")
    return saved(pdf)


@pytest.fixture(scope="module")
def inked() -> tuple[bytes, Judgement]:
    data = hidden("0.2 0.6 0 0.1 k")
    return data, examine(data, "page.pdf", press(), pictures=True)


@pytest.fixture(scope="module", params=FAULTS)
def faulty(request: pytest.FixtureRequest) -> tuple[str, Judgement]:
    return request.param, examine(hidden(FAULTS[request.param]), "page.pdf", press())


def test_what_hides_is_found_where_it_prints(faulty: tuple[str, Judgement], inked: tuple[bytes, Judgement]) -> None:
    """The finding lies round the ink, and reaches beyond it by no more than a tile."""
    code, judged = faulty
    for page, name in enumerate(PLACES, 1):
        places = [each.place for each in judged.findings if each.code == code and each.page == page]
        assert places, name
        width, height, samples = inked[1].plates[page - 1]["Magenta"]
        rows = [row for row in range(height) if min(samples[row * width : (row + 1) * width]) < 200]
        columns = [column for column in range(width) if min(samples[column::width]) < 200]
        scale = 100 / width  # millimetres of a pixel
        ink = (columns[0] * scale, rows[0] * scale, (columns[-1] + 1) * scale, (rows[-1] + 1) * scale)
        box = (
            min(each.x for each in places if each),
            min(each.y for each in places if each),
            max(each.right for each in places if each),
            max(each.bottom for each in places if each),
        )
        assert max(box[0] - ink[0], box[1] - ink[1], ink[2] - box[2], ink[3] - box[3]) < ROUNDING, (name, box, ink)
        assert max(abs(one - other) for one, other in zip(box, ink, strict=True)) < 50 * POINT, (name, box, ink)


def test_what_hides_is_on_the_plates_of_ghostscript(inked: tuple[bytes, Judgement], tmp_path: Path) -> None:
    data, judged = inked
    compare(data, judged, list(PLACES), tmp_path)


def test_pictures_of_all_kinds_are_on_the_plates_of_ghostscript(tmp_path: Path) -> None:
    pdf = blanks(len(PICTURES))
    for page, place in enumerate(PICTURES.values()):
        place(pdf, page)
    data = saved(pdf)
    compare(data, examine(data, "page.pdf", press()), list(PICTURES), tmp_path)


def compare(data: bytes, judged: Judgement, names: list[str], folder: Path) -> None:
    told = [each.message() for each in judged.findings if each.code in ("NP893", "NP804", "NP805")]
    assert not told
    others = ghostscripts(data, folder, 1, len(names))
    for page, name in enumerate(names, 1):
        taken = dict(judged.ink[page - 1].coverage)
        assert taken, name
        assert taken == pytest.approx(others[page], abs=0.01), name


# What is not printed, and what stands beside a picture


def codes(*plants: Callable[[Pdf], Any]) -> list[str]:
    pdf = blanks(1)
    for plant in plants:
        plant(pdf)
    return [each.code for each in examine(saved(pdf), "page.pdf", press()).findings]


def look(content: str, **entries: Any) -> Callable[[Pdf], None]:
    """An annotation that looks so while the mouse is over it, and is a tint when it is printed."""

    def act(pdf: Pdf) -> None:
        plain = hiding.form(pdf, f"0 0 0 0.5 k {SQUARE}", 40)
        looks = Dictionary(N=plain, R=hiding.form(pdf, content, 40))
        hiding.annotated(pdf, 0, **({"AP": looks} | entries))

    return act


def test_a_look_that_is_not_printed_is_looked_at_and_not_measured() -> None:
    assert "NP848" in codes(look(f"1 0 0 rg {SQUARE}"))
    found = codes(look(f"0.6 0.5 0.4 0.9 k {SQUARE}"))
    assert "NP870" in found
    assert "NP886" not in found


def test_an_annotation_that_is_not_printed_has_no_ink() -> None:
    pdf = blanks(1)
    look("")(pdf)
    printed = examine(saved(pdf), "page.pdf", press()).ink[0]
    assert dict(printed.coverage) == pytest.approx({"Black": 0.0498}, abs=0.002)
    pdf.pages[0].Annots[0].F = 0
    assert examine(saved(pdf), "page.pdf", press()).ink[0].coverage == ()


def test_a_picture_that_may_be_shown_instead_is_looked_at() -> None:
    def act(pdf: Pdf) -> None:
        other = picture(pdf, space=Name.DeviceRGB, count=3)
        made = picture(pdf, Alternates=Array([Dictionary(Image=other, DefaultForPrinting=False)]))
        draw(pdf, "72 0 0 72 100 100 cm /I Do", 0, XObject={"I": made})

    assert "NP848" in codes(act)


def test_a_soft_masks_own_drawing_is_looked_at() -> None:
    def act(pdf: Pdf) -> None:
        group = hiding.form(pdf, f"1 0 0 rg {SQUARE}", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        states = {"M": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))}
        draw(pdf, f"/M gs 0 0 0 0.5 k {SQUARE}", 0, ExtGState=states)

    assert "NP848" in codes(act)


def test_a_jpeg_2000_picture_says_its_colours_itself() -> None:
    def act(pdf: Pdf) -> None:
        from pictures import jpeg_2000

        made = jpeg_2000(pdf, "RGB", bytes(64 * 64 * 3), 64)
        draw(pdf, "20 0 0 20 100 100 cm /I Do", 0, XObject={"I": made})

    assert "NP850" in codes(act)


def test_default_colour_spaces_of_one_form_are_not_those_of_another() -> None:
    """The same palette means DeviceRGB in the one and a profile's RGB in the other."""

    def act(pdf: Pdf) -> None:
        table = pdf.make_indirect(Array([Name.Indexed, Name.DeviceRGB, 0, b"abc"]))
        calibrated = Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])
        for name, spaces in (("A", {"P": table, "DefaultRGB": calibrated}), ("B", {"P": table})):
            made = {f"/{key}": entry for key, entry in spaces.items()}
            inner = hiding.form(pdf, f"/P cs 0 scn {SQUARE}", Resources=Dictionary(ColorSpace=Dictionary(made)))
            draw(pdf, f"/{name} Do", 0, XObject={name: inner})

    assert {"NP848", "NP850"} <= set(codes(act))


# Bombs


def doubled(pdf: Pdf, content: str, entries: str, make: Callable[..., Any], levels: int = 30) -> Any:
    """Each draws the last one twice."""
    inner = make(pdf, f"0 0 0 0.5 k {SQUARE}")
    for _ in range(levels):
        inner = make(pdf, content, Resources=Dictionary({f"/{entries}": Dictionary(P=inner)}))
    return inner


def forms(pdf: Pdf) -> None:
    draw(pdf, "/P Do", 0, XObject={"P": doubled(pdf, "/P Do /P Do", "XObject", hiding.form, 20)})


def patterns(pdf: Pdf) -> None:
    twice = "/Pattern cs /P scn 0 0 40 40 re f 0 0 20 20 re f"
    inner = doubled(pdf, twice, "Pattern", hiding.cell, 22)
    draw(pdf, "/Pattern cs /P scn 0 0 200 200 re f", 0, Pattern={"P": inner})


@pytest.mark.parametrize("bomb", [forms, patterns], ids=["forms", "patterns"])
def test_what_draws_itself_many_times_over_is_told_and_left(bomb: Callable[[Pdf], None], monkeypatch: Any) -> None:
    monkeypatch.setattr(Collector, "most_steps", 20_000)
    pdf, found = blanks(1), list[str]()
    bomb(pdf)
    data = saved(pdf)
    taken = steps(lambda: found.extend(each.code for each in examine(data, "page.pdf", press()).findings), "preflight")
    assert taken < 1_500_000
    assert "NP893" in found


def test_more_pixels_than_are_looked_at_are_told(clean: bytes, monkeypatch: Any) -> None:
    import layout.preflight.inking

    monkeypatch.setattr(layout.preflight.inking, "_PIXELS", 1000)
    data = planted(clean, lambda pdf: draw(pdf, "9 0 0 9 200 200 cm /I Do", XObject={"I": picture(pdf, 100, 100)}))
    told = [each.message() for each in examine(data, "page.pdf", press()).findings if each.code == "NP893"]
    assert told
    assert all("more pixels than are looked at" in each or "a picture on it" in each for each in told)
