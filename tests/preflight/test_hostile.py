"""Whatever a file does, preflight ends, soon, in a finding."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from bombs import packed
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from planting import draw, picture, place, planted, saved
from steps import steps

from layout.preflight import examine, preflight
from layout.preflight.values import Judgement
from layout.presses import press

MOST_STEPS = 4_000_000  # the sound page takes 650,000, 20,000 operators more 2,400,000


def codes(judged: Judgement) -> set[str]:
    return {finding.code for finding in judged.findings}


def judged(data: bytes) -> Judgement:
    return examine(data, "page.pdf", press())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.6\n", b"no PDF at all", b"\0" * 5000, b"%PDF-1.4\ntrailer<</Root 1 0 R>>"]
)
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    assert codes(judged(data)) == {"NP894"}


def test_a_password_is_told(clean: bytes) -> None:
    locked = planted(clean, lambda pdf: saved(pdf, encryption=pikepdf.Encryption(owner="o", user="secret")))
    assert [finding.code for finding in judged(locked).findings] == ["NP803"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_told(clean: bytes, share: float) -> None:
    assert codes(judged(clean[: int(len(clean) * share)])) & {"NP806", "NP894"}


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_end_in_findings(clean: bytes, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(clean)
    for _ in range(60):
        octets[chance.randrange(len(octets))] = chance.randrange(256)
    examine(bytes(octets), "page.pdf", press())


def itself(pdf: Pdf) -> None:
    form = pdf.make_indirect(Stream(pdf, b"/Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    place(pdf, form)


def nested(pdf: Pdf, content: bytes, times: int) -> None:
    """A picture in a form in a form …, each drawing the next by `content`."""
    inner = picture(pdf)
    for _ in range(times):
        form = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(Me=inner))
        inner = pdf.make_indirect(form)
    place(pdf, inner)


def chain(pdf: Pdf) -> None:
    nested(pdf, b"/Me Do", 60)


def doubling(pdf: Pdf) -> None:
    """Forms that draw the next twice: 2^20 pictures from a page of a few lines."""
    nested(pdf, b"/Me Do /Me Do", 20)


def spaces_in_spaces(pdf: Pdf) -> None:
    space = Array([Name.Pattern, Name.DeviceCMYK])
    for _ in range(40):
        space = Array([Name.Indexed, pdf.make_indirect(space), 1, pikepdf.String(b"12345678")])
    draw(pdf, "/Planted cs 0 scn 0 0 9 9 re f", ExtGState={}, ColorSpace={"Planted": space})


def huge_picture(pdf: Pdf) -> None:
    place(pdf, picture_of(pdf, 60_000, 60_000))


def picture_of(pdf: Pdf, width: int, height: int) -> Stream:
    made = picture(pdf, 1, 1)
    made.Width, made.Height = width, height
    return made


def huge_page(pdf: Pdf) -> None:
    for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
        pdf.pages[1].obj[box] = Array([0, 0, 14_000_000, 14_000_000])


def deep_stack(pdf: Pdf) -> None:
    draw(pdf, "q " * 20_000)


@pytest.mark.parametrize(
    "plant", [itself, chain, spaces_in_spaces, huge_picture, huge_page, deep_stack], ids=lambda plant: plant.__name__
)
def test_structures_without_end_are_told(clean: bytes, plant: object) -> None:
    data, found = planted(clean, plant), set[str]()  # type: ignore[arg-type]
    assert steps(lambda: found.update(codes(judged(data))), "preflight") < MOST_STEPS
    assert found & {"NP804", "NP893"} or plant is deep_stack


def test_a_file_that_takes_too_long_is_stopped(clean: bytes, tmp_path: Path) -> None:
    (tmp_path / "slow.pdf").write_bytes(planted(clean, doubling))
    assert codes(preflight(str(tmp_path / "slow.pdf"), press(), seconds=0.05)) == {"NP895"}


def test_a_bomb_of_zeros_is_stopped(tmp_path: Path) -> None:
    """Three gigabytes in three megabytes: the clock stops it, or the limit of memory."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = Stream(pdf, b"")
    pdf.pages[0].Contents.write(packed(bytes(1 << 24), 192), filter=Name.FlateDecode)
    (tmp_path / "bomb.pdf").write_bytes(saved(pdf))
    found = preflight(str(tmp_path / "bomb.pdf"), press(), seconds=5)
    assert codes(found) & {"NP895", "NP804", "NP806"}


def test_entities_in_metadata_are_not_opened(clean: bytes) -> None:
    def plant(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        pdf.Root.Metadata.write(packet.replace(b"<x:xmpmeta", bomb + b"<x:xmpmeta"))

    assert "NP823" in codes(judged(planted(clean, plant)))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert codes(preflight(str(tmp_path / "nowhere.pdf"), press())) == {"NP897"}
    assert codes(preflight(str(tmp_path), press())) == {"NP897"}


def test_apart_says_what_here_says(clean: bytes, tmp_path: Path) -> None:
    data = planted(clean, lambda pdf: draw(pdf, "1 0 0 rg 200 200 20 20 re f 0.9 0.8 0.7 0.3 k 200 200 99 99 re f"))
    (tmp_path / "page.pdf").write_bytes(data)
    name = str(tmp_path / "page.pdf")
    apart = preflight(name, press(), pictures=True)
    # The plates stay with the child.
    assert apart == replace(examine(data, name, press(), pictures=True), plates=())
    assert codes(apart) == {"NP848", "NP881"}
    assert all(picture[:4] == b"\x89PNG" for picture in apart.pictures)


def test_pages_without_end_are_cut(clean: bytes) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    for _ in range(2010):
        pdf.pages.append(pdf.pages[0])
    out = BytesIO()
    pdf.save(out)
    assert "NP896" in codes(judged(out.getvalue()))
