"""A page that has not the four inks has none of them in its file: not in type, panels, pictures, drawings, marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import coloured
import pikepdf
import pytest
import readback
import sheets
from coloured import BLUE, PALE, RED, SPOT
from PIL import Image as Pillow

from layout import pictures
from layout.diagnostics import Report, Span
from layout.display import BLACK, PAPER, Fill, GlyphRun, Group, Image, Ink, Page, PageInks, Rule, walk
from layout.fonts import FontBook
from layout.ofd.writer import write as ofd
from layout.pdf.contrast import tell_contrast
from layout.pdf.job import newsprint
from layout.pdf.pageinks import PROOF, REVERSED, SURPRINTED, printed, tell_page_inks
from layout.pdf.writer import Memory, write
from layout.preflight import examine
from layout.presses import press
from layout.units import Rect, Size

JOB = replace(sheets.JOB, read=coloured.read)
MAGENTA = Ink(0, 1, 0, 0)
INKS = {
    "black": PageInks(),
    "spot": PageInks((SPOT,), RED),
    "magenta": PageInks((MAGENTA,), RED),
    "several": PageInks((SPOT, MAGENTA), RED),
}
PLATES = {
    "black": {"Black"},
    "spot": {"Black", "PANTONE 186 C"},
    "magenta": {"Black", "Magenta"},
    "several": {"Black", "Magenta", "PANTONE 186 C"},
}


@pytest.fixture(scope="module")
def page(book: FontBook) -> Page:
    return coloured.page(book)


@pytest.fixture(scope="module")
def files(book: FontBook, page: Page) -> dict[str, bytes]:
    made = {}
    for name, inks in INKS.items():
        report = Report()
        made[name] = write([replace(page, inks=inks)], book, JOB, report)
        assert [fault.message() for fault in report] == []
    return made


def used(document: pikepdf.Pdf) -> set[str]:
    """Names of the inks of everything that is painted, marks and what lies beyond the trim too."""
    found: set[str] = set()
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/ShadingType" in entry:
            if entry.ColorSpace == "/DeviceCMYK":
                found |= _of_table(entry.Function)
            elif str(entry.ColorSpace[0]) == "/DeviceN":
                found |= {str(each)[1:] for each in entry.ColorSpace[1]}
        if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Image" and not entry.get("/ImageMask"):
            found |= _of_picture(entry)
    for page in document.pages:
        for stream in (page, *_streams(page.Resources)):
            spaces = (page.obj if stream is page else stream).get("/Resources", {}).get("/ColorSpace", {})
            for step in pikepdf.parse_content_stream(stream):
                operator, operands = str(step.operator), list(step.operands)
                if operator in ("k", "K"):
                    parts = zip(("Cyan", "Magenta", "Yellow", "Black"), operands, strict=True)
                    found |= {name for name, part in parts if part}
                elif operator in ("cs", "CS") and str(operands[0]) in spaces:
                    space = spaces[str(operands[0])]
                    found |= {str(space[1])[1:]} if str(space[0]) == "/Separation" else set()
                    found |= {str(each)[1:] for each in space[1]} if str(space[0]) == "/DeviceN" else set()
                assert operator not in ("rg", "RG")
    return found


def _streams(resources: Any, seen: set[Any] | None = None) -> Iterator[Any]:
    seen = set() if seen is None else seen
    for kind in ("/XObject", "/Pattern"):
        for each in resources.get(kind, {}).values():
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image" and each.objgen not in seen:
                seen.add(each.objgen)
                yield each
                yield from _streams(each.get("/Resources", {}), seen)


def _of_table(stream: Any) -> set[str]:
    """Of a table of CMYK samples, or a picture of them."""
    table = stream.read_bytes()
    return {name for at, name in enumerate(("Cyan", "Magenta", "Yellow", "Black")) if any(table[at::4])}


def _of_picture(image: Any) -> set[str]:
    space = image.ColorSpace
    if space == "/DeviceGray":
        return {"Black"}
    if space == "/DeviceCMYK":
        return _of_table(image)
    if str(space[0]) == "/DeviceN":
        return {str(name)[1:] for name in space[1]}
    assert str(space[0]) == "/Indexed"
    if space[1] == "/DeviceGray":
        return {"Black"}
    table = bytes(space[3])
    names = (
        ("Cyan", "Magenta", "Yellow", "Black") if space[1] == "/DeviceCMYK" else [str(each)[1:] for each in space[1][1]]
    )
    return {name for at, name in enumerate(names) if any(table[at :: len(names)])}


@pytest.mark.parametrize("name", list(INKS))
def test_nothing_of_a_page_is_in_an_ink_that_it_has_not(files: dict[str, bytes], name: str) -> None:
    assert used(readback.opened(files[name])) == PLATES[name]


def test_our_own_plates_of_it_are_empty_but_for_its_own(files: dict[str, bytes]) -> None:
    judged = examine(files["spot"], "a.pdf", replace(press(), spots=(SPOT.spot,)), pictures=True)
    assert {ink for ink, (_, _, plate) in judged.plates[0].items() if min(plate) < 255} == PLATES["spot"]
    assert not {finding.code for finding in judged.findings} & {"NP848", "NP852", "NP853", "NP889", "NP890"}


def test_a_page_with_all_inks_is_written_as_ever(book: FontBook, page: Page) -> None:
    assert printed(page, newsprint()) is page


def test_what_is_read_on_a_screen_keeps_its_colours(book: FontBook, page: Page) -> None:
    black, reader = replace(page, inks=PageInks()), replace(JOB, standard="a-2a", marks=False)
    assert write([black], book, reader) == write([page], book, reader)
    plain = [replace(each, items=each.items[:-1]) for each in (black, page)]  # without the drawing, which takes long
    one, other = (ofd([each], book, JOB, Report()) for each in plain)
    assert one == other


def test_the_same_page_in_other_inks_is_drawn_again(book: FontBook, page: Page, files: dict[str, bytes]) -> None:
    memory = Memory()
    write([page], book, JOB, memory=memory)
    assert write([replace(page, inks=INKS["spot"])], book, JOB, memory=memory) == files["spot"]


def by_text(page: Page) -> dict[str, Ink]:
    return {leaf.text: leaf.ink for leaf in walk(page.items) if isinstance(leaf, GlyphRun)}


def panels(page: Page) -> list[Ink]:
    return [leaf.ink for leaf in walk(page.items) if isinstance(leaf, Fill)]


def test_type_is_solid_and_panels_are_as_light_as_newsprint_wants_them(page: Page) -> None:
    made = printed(replace(page, inks=PageInks()), newsprint())
    said = by_text(made)
    assert said["白字在红底上"] == PAPER
    assert {said[words] for words in ("黑字在浅底上", "红字", "蓝字", "专色字")} == {BLACK}
    red, pale, blue, tinted, _ = panels(made)
    assert all(ink.black_only for ink in (red, pale, blue, tinted))
    assert red.black >= REVERSED
    assert 0 < pale.black <= SURPRINTED
    light = [
        pictures.luminances(bytes(round(255 * part) for part in four), newsprint())[0]
        for four in ((1, 0.4, 0, 0), (0, 0, 0, blue.black), (0, 0.2, 0.2, 0), (0, 0, 0, tinted.black))
    ]
    assert light[0] == pytest.approx(light[1], abs=0.02)
    assert light[2] == pytest.approx(light[3], abs=0.02)


def test_under_small_reversed_type_a_panel_is_solid_and_so_are_all_of_its_colour(book: FontBook) -> None:
    panels_of = (Fill(Rect(0, 0, 200, 40), RED), Fill(Rect(0, 50, 200, 40), RED), Fill(Rect(0, 100, 200, 40), RED))
    large = sheets.line(book, "大字", 10, 30, 20, ink=PAPER)
    for size, wanted in ((9.0, BLACK), (12.0, Ink(0, 0, 0, REVERSED))):
        other = sheets.line(book, "小字", 10, 80, size, ink=PAPER)
        page = replace(sheets.page(*panels_of, *large, *other), inks=PageInks())
        first, second, bare = panels(printed(page, newsprint()))
        assert first == second == wanted
        assert bare.black < REVERSED  # as light as it was


def test_the_accent_and_what_is_near_the_spot_become_the_spot_at_their_tone(page: Page) -> None:
    made = printed(replace(page, inks=PageInks((SPOT,), BLUE)), newsprint())
    said = by_text(made)
    assert said["红字"] == said["蓝字"] == said["专色字"] == SPOT
    red, pale, blue, tinted, _ = panels(made)
    assert (red, blue, tinted) == (SPOT, SPOT, SPOT.lighter(0.2))
    assert pale.black_only
    one, cmyk, duotone, half, _ = (leaf.ink for leaf in walk(made.items) if isinstance(leaf, Image))
    assert (one, cmyk) == (BLACK, BLACK)
    assert (duotone, half) == (SPOT, SPOT.lighter(0.5))


def test_a_colour_far_from_the_spot_is_black_there_too(page: Page) -> None:
    said = by_text(printed(replace(page, inks=PageInks((SPOT,), RED)), newsprint()))
    assert (said["红字"], said["蓝字"]) == (SPOT, BLACK)


def test_pale_type_on_a_dark_panel_is_reversed_and_large_pale_type_on_paper_a_tint(book: FontBook) -> None:
    yellow = Ink(0, 0.1, 1, 0)
    items = (
        Fill(Rect(0, 0, 200, 40), BLUE),
        *sheets.line(book, "黄字", 10, 30, 20, ink=yellow),
        *sheets.line(book, "大字", 10, 90, 40, ink=PALE),
        *sheets.line(book, "小字", 10, 150, 9, ink=PALE),
        Fill(Rect(0, 160, 200, 1), RED),
        Rule(0, 170, 200, 170, 0.5, yellow),
    )
    made = printed(replace(sheets.page(*items), inks=PageInks()), newsprint())
    said = by_text(made)
    assert said["黄字"] == PAPER
    assert said["小字"] == BLACK
    assert said["大字"].black_only
    assert 0 < said["大字"].black < 0.5
    assert panels(made)[1] == BLACK  # a panel so thin is a rule
    rule = next(leaf for leaf in walk(made.items) if isinstance(leaf, Rule))
    assert 0 < rule.ink.black < 1


def test_what_the_desk_draws_over_a_page_keeps_its_colours(book: FontBook) -> None:
    over = Group("artifact", (Rule(0, 0, 9, 9, 1, RED),), PROOF)
    assert printed(replace(sheets.page(over), inks=PageInks()), newsprint()).items == (over,)


def test_a_picture_in_gray_is_as_light_as_in_colour(page: Page) -> None:
    profile = newsprint()
    for name in ("RGB PNG", "CMYK JPEG"):
        data = coloured.read(name)
        gray = pictures.convert(data, profile, (0, 0, 1, 1), (99, 99), gray=True)
        colour = pictures.convert(data, profile, (0, 0, 1, 1), (99, 99))
        assert (gray.mode, colour.mode) == ("L", "CMYK")
        one = pictures.luminances(bytes(part for value in gray.data for part in (0, 0, 0, 255 - value)), profile)
        other = pictures.luminances(colour.data, profile)
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) < 0.2  # black alone is a dark gray
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one) < 0.08


def test_a_photograph_in_an_advert_is_the_same_gray_as_one_on_the_page(files: dict[str, bytes]) -> None:
    """Adobe's JPEGs are stored turned over, and a PDF says so by Decode."""
    document = readback.opened(files["black"])
    (advert,) = (
        entry.Resources.XObject
        for entry in document.objects
        if isinstance(entry, pikepdf.Stream) and "/Photograph" in entry.get("/Resources", {}).get("/XObject", {})
    )
    alone = pictures.convert(coloured.read("CMYK JPEG"), newsprint(), (0, 0, 1, 1), (99, 99), gray=True)
    assert advert.Photograph.read_bytes() == alone.data
    assert "/Decode" not in advert.Photograph
    raw, toned = advert.Raw.read_bytes(), advert.Toned.read_bytes()
    sample = pictures.grayed("CMYK", (1, 1), bytes((200, 0, 90, 0)), newsprint()).data
    assert raw == sample * 4
    assert toned[0] == 255  # no tint is paper
    assert list(toned) == sorted(toned, reverse=True)


def test_it_is_told_what_changed_and_which_advert_had_colour(page: Page) -> None:
    report = Report()
    at = Span("i.yaml", 4, 3)
    pages = [page, replace(page, number=2, inks=PageInks()), replace(page, number=3, inks=PageInks((SPOT,), RED))]
    tell_page_inks(pages, {2: at}, JOB, report)
    assert [(fault.code, fault.severity, dict(fault.values)["page"]) for fault in report] == [
        *(("NP710", "note", 3), ("NP711", "warning", 3), ("NP710", "note", 2), ("NP711", "warning", 2)),
    ]
    assert not report.failed
    black = next(fault for fault in report if fault.span == at)
    assert black.message() == "page 2 is printed in black: 3 pictures in gray, 6 colours in black"
    assert "只印黑：3 张图印成灰" in black.message("zh")


def test_an_advert_in_black_and_the_pages_own_spot_is_not_told_of(book: FontBook) -> None:
    def told(name: str, inks: PageInks) -> list[str]:
        report = Report()
        advert = Group("advert", (Image(coloured.BOX, name, alt="广告"),))
        data = {"gray": gray, "spot": spot}
        job = replace(JOB, read=lambda name: data[name])
        tell_page_inks([replace(sheets.page(advert), inks=inks)], {}, job, report)
        return [fault.code for fault in report if fault.code != "NP710"]

    gray = write([sheets.page(Fill(Rect(9, 9, 9, 9), BLACK))], book, replace(JOB, marks=False))
    spot = write([sheets.page(Fill(Rect(9, 9, 9, 9), SPOT))], book, replace(JOB, marks=False))
    assert told("gray", PageInks()) == []
    assert told("spot", PageInks()) == ["NP711"]
    assert told("spot", PageInks((SPOT,), RED)) == []
    assert told("gray", PageInks((SPOT,), RED)) == ["NP712"]  # nothing is printed in it


def test_what_turns_plates_over_is_refused_in_words(book: FontBook) -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 100))
    page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(D=pikepdf.Dictionary(BM=pikepdf.Name.Difference)))
    page.Contents = document.make_stream(b"/D gs 0 0 9 9 re f")
    out = BytesIO()
    document.save(out)
    report = Report()
    advert = Image(coloured.BOX, "a", alt="广告")
    job = replace(JOB, read=lambda name: out.getvalue())
    write([replace(sheets.page(advert), inks=PageInks())], book, job, report)
    assert [fault.code for fault in report] == ["NP701"]
    assert "save it in gray" in next(iter(report)).message()


def test_reversed_heads_are_measured_on_what_is_printed(page: Page) -> None:
    pale = Fill(Rect(60, 40, 300, 40), Ink(0, 0.2, 0.9, 0))
    head = next(item for item in page.items if isinstance(item, Group) and item.role == "headline")
    story = Group("story", (Group("artifact", (pale,)), head), "a")
    found = []
    for inks in (None, PageInks()):
        report = Report()
        tell_contrast([replace(page, items=(story,), inks=inks)], JOB, report)
        found.append([fault.code for fault in report])
    assert found == [["NP704"], []]


def flat(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", (20, 10), colour).save(out, "PNG")
    return out.getvalue()


def drawn_red() -> bytes:
    """A drawing with a red area in RGB, beside one in black."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 100))
    page.Contents = document.make_stream(b".85 .1 .1 rg 0 0 100 100 re f 0 0 0 1 k 100 0 100 100 re f")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("second", [SPOT, MAGENTA], ids=["a spot", "one of the four"])
def test_the_red_of_an_advert_and_of_a_drawing_is_on_the_second_plate(book: FontBook, second: Ink) -> None:
    data = {"red": flat((215, 25, 60)), "blue": flat((0, 80, 200)), "drawing": drawn_red()}
    boxes = {name: Rect(60, 40 + 100 * at, 100, 50) for at, name in enumerate(data)}
    adverts = (Group("advert", (Image(boxes[name], name, alt="广告"),)) for name in ("red", "blue"))
    story = (Image(boxes["drawing"], "drawing", alt="图"), Image(Rect(60, 400, 100, 50), "red", alt="图"))
    page = replace(sheets.page(*adverts, *story), inks=PageInks((second,), RED))
    report = Report()
    job = replace(JOB, read=data.__getitem__)
    file = write([page], book, job, report)
    tell_page_inks([page], {}, job, report)
    assert [fault.code for fault in report] == ["NP710", "NP713", "NP711"]
    judged = examine(file, "a.pdf", replace(press(), spots=(SPOT.spot,)), pictures=True)
    assert not {finding.code for finding in judged.findings} & {"NP848", "NP850", "NP852", "NP853", "NP854", "NP893"}
    plates = judged.plates[0]

    def ink(name: str, x: float, y: float) -> float:
        width, height, samples = plates[name]
        across, down = int(x / page.trim.width * width), int(y / page.trim.height * height)
        return 1 - samples[down * width + across] / 255

    own, other = second.plate, "Black"
    assert ink(own, 110, 65) > 0.75
    assert ink(other, 110, 65) < 0.3
    assert (ink(own, 110, 165), ink(other, 110, 165) > 0.5) == (0, True)  # blue
    assert ink(own, 80, 265) > 0.65
    assert (ink(own, 140, 265), ink(other, 140, 265)) == (0, 1)
    assert (ink(own, 110, 425), ink(other, 110, 425) > 0.3) == (0, True)  # a photograph of a story


def test_red_that_overprints_black_leaves_it(book: FontBook) -> None:
    """In an advert, on the second ink's plate as on the four."""
    document = pikepdf.new()
    drawn = document.add_blank_page(page_size=(200, 100))
    over = pikepdf.Object.parse(b"<</OP true/op true/OPM 1>>")
    drawn.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(O=over))
    drawn.Contents = document.make_stream(b"0 0 0 1 k 0 0 200 100 re f /O gs 0 1 1 0 k 0 0 100 100 re f")
    out = BytesIO()
    document.save(out)
    advert = Group("advert", (Image(Rect(0, 0, 200, 100), "a", alt="广告"),))
    page = replace(sheets.page(advert, trim=Size(200, 100)), inks=PageInks((SPOT,), RED))
    file = write([page], book, replace(JOB, read=lambda name: out.getvalue(), marks=False))
    judged = examine(file, "a.pdf", replace(press(), spots=(SPOT.spot,)))
    assert dict(judged.ink[0].coverage) == pytest.approx({"Black": 1, SPOT.spot: 0.5}, abs=0.02)
