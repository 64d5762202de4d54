"""Each rule finds the fault that is planted for it, on its page, and no rule finds anything else."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pikepdf
import planting
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from planting import (
    annotation,
    draw,
    font,
    intent,
    letter,
    metadata,
    picture,
    place,
    planted,
    saved,
    second,
    spot,
    state,
    text,
    without,
)

from layout.preflight import examine
from layout.presses import press


class Fault(NamedTuple):
    """code, page (0 = the file) and what else the same act breaks."""

    code: str
    page: int
    plant: Callable[[Pdf], Any]
    also: tuple[str, ...] = ()
    saving: dict[str, Any] = {}  # noqa: RUF012


def icc(pdf: Pdf, count: int = 4) -> Array:
    """An ICCBased space: the intent's own profile, or sRGB."""
    if count == 4:
        data = intent(pdf).DestOutputProfile.read_bytes()
    else:
        from PIL import ImageCms

        data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, data, N=count))])


def changed(pdf: Pdf, old: bytes, new: bytes) -> bytes:
    """The file with bytes exchanged for as many others."""
    data = saved(pdf)
    assert old in data
    assert len(old) == len(new)
    return data.replace(old, new)


def stream_of(pdf: Pdf, data: bytes = b"", **entries: Any) -> None:
    """A form on page 2 with these entries."""
    form = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])
    for key, entry in entries.items():
        form["/" + key] = entry
    place(pdf, pdf.make_indirect(form))


def put(owner: Callable[[Pdf], Any], key: str, entry: Any) -> Callable[[Pdf], None]:
    def act(pdf: Pdf) -> None:
        owner(pdf)["/" + key] = entry(pdf) if callable(entry) else entry

    return act


def drop(owner: Callable[[Pdf], Any], *keys: str) -> Callable[[Pdf], None]:
    def act(pdf: Pdf) -> None:
        for key in keys:
            del owner(pdf)["/" + key]

    return act


def root(pdf: Pdf) -> Any:
    return pdf.Root


def info(pdf: Pdf) -> Any:
    return pdf.trailer.Info


def box(pdf: Pdf, name: str, *moves: float) -> Array:
    """A box of page 2 with its edges moved."""
    return Array([float(edge) + move for edge, move in zip(second(pdf)["/" + name], moves, strict=True)])


def profile(pdf: Pdf, at: int, octets: bytes) -> None:
    """Change the bytes of the intent's profile."""
    stream = intent(pdf).DestOutputProfile
    data = bytearray(stream.read_bytes())
    data[at : at + len(octets)] = octets
    stream.write(bytes(data))


def layers(**entries: Any) -> Callable[[Pdf], None]:
    def act(pdf: Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        plain = Dictionary(Name=String("all"), Order=Array([group]))
        arrangement = Dictionary(
            {**dict(plain.items()), **{"/" + k: v for k, v in entries.items() if k in ("AS", "Name")}}
        )
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=arrangement)
        if "Configs" in entries:
            pdf.Root.OCProperties.Configs = entries["Configs"]

    return act


def halftone(**entries: Any) -> Dictionary:
    plain = {"Type": Name.Halftone, "HalftoneType": 1, "Frequency": 60, "Angle": 45, "SpotFunction": Name.SimpleDot}
    return Dictionary({"/" + key: entry for key, entry in (plain | entries).items()})


def two_spots(pdf: Pdf) -> None:
    draw(pdf, "/Planted cs 1 scn 200 200 20 20 re f", 0, ColorSpace={"Planted": spot("Gold")})
    draw(pdf, "/Planted cs 1 scn 200 200 20 20 re f", 1, ColorSpace={"Planted": spot("Gold", 0.5)})


def cut_short(pdf: Pdf) -> bytes:
    data = saved(pdf)
    return re.sub(rb"startxref\s+\d+", b"startxref\n7", data)


def crypt(pdf: Pdf) -> bytes:
    # qpdf takes the real name away when it writes.
    stream_of(pdf, Filter=Array([Name("/Crypf")]))
    return saved(pdf).replace(b"/Crypf", b"/Crypt")


def compressed_packet(pdf: Pdf) -> bytes:
    # qpdf would unpack it again.
    pdf.Root.Metadata.write(zlib.compress(pdf.Root.Metadata.read_bytes()), filter=Name("/FlateDecodf"))
    return saved(pdf).replace(b"/FlateDecodf", b"/FlateDecode")


def packed(pdf: Pdf) -> bytes:
    data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return b"%PDF-1.4" + data[8:]


def group_in_rgb(pdf: Pdf) -> None:
    second(pdf)["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def inline_rgb(pdf: Pdf) -> None:
    draw(pdf, "100 0 0 100 200 200 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI")


def damaged_font(pdf: Pdf) -> None:
    letter(pdf, font(pdf, file=b"\0\1\0\0" + b"nonsense" * 20))


def unembedded(pdf: Pdf) -> None:
    letter(pdf, Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), "41")


def attached(pdf: Pdf) -> None:
    pdf.attachments["copy.txt"] = b"words"


def bookmark(pdf: Pdf) -> None:
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    act = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))
    item = pdf.make_indirect(Dictionary(Title=String("page"), Parent=outlines, A=act))
    outlines.First = outlines.Last = item
    pdf.Root.Outlines = outlines


def scanned(pdf: Pdf) -> None:
    """A picture of the whole page, and text over it that is not printed."""
    left, bottom, right, top = (float(edge) for edge in second(pdf).BleedBox)
    scan = picture(pdf, 2000, 2800)
    draw(pdf, f"{right - left} 0 0 {top - bottom} {left} {bottom} cm /Planted Do", XObject={"Planted": scan})
    text(pdf, f"/Over gs {BLACK} 3 Tr", 9)


def coarse(ppi: float, **entries: Any) -> Callable[[Pdf], None]:
    return lambda pdf: place(pdf, picture(pdf, **entries), 300 * 72 / ppi)


BLACK = "0 0 0 1 k"
PANEL = "200 200 100 100 re f"
FAULTS = [
    # The file
    Fault("NP803", 0, lambda pdf: saved(pdf, encryption=pikepdf.Encryption(owner="o", user="")), ("NP807", "NP822")),
    Fault("NP804", 2, partial(draw, content="/Nowhere Do")),
    Fault("NP805", 0, put(second, "TrimBox", Name.Nonsense), ("NP846", "NP847", "NP853", "NP886", "NP887")),
    Fault("NP806", 0, cut_short),
    Fault("NP807", 0, lambda pdf: saved(pdf, force_version="1.7")),
    Fault("NP808", 0, lambda pdf: changed(pdf, b"/ID [", b"/XX [")),
    Fault(
        "NP809",
        2,
        lambda pdf: place(pdf, _raw(picture(pdf, 9, 1), b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Name.LZWDecode), 3),
    ),
    Fault("NP810", 2, crypt),
    Fault("NP811", 2, lambda pdf: stream_of(pdf, F=String("elsewhere.bin"))),
    Fault("NP812", 2, lambda pdf: stream_of(pdf, Subtype2=Name.PS)),
    Fault("NP813", 2, lambda pdf: stream_of(pdf, Ref=Dictionary(F=String("other.pdf"), Page=0))),
    Fault("NP814", 2, lambda pdf: stream_of(pdf, OPI=Dictionary())),
    Fault("NP815", 2, put(second, "SeparationInfo", Dictionary(DeviceColorant=Name.Black))),
    Fault("NP816", 2, partial(draw, content="BX 1 2 frobnicate EX")),
    Fault("NP817", 2, put(second, "UserUnit", 2)),
    Fault(
        "NP818",
        2,
        lambda pdf: place(
            pdf, picture(pdf, Alternates=Array([Dictionary(Image=picture(pdf), DefaultForPrinting=True)]))
        ),
    ),
    Fault("NP820", 0, attached),
    # What it says of itself
    Fault("NP821", 0, drop(root, "Metadata"), ("NP824",)),
    Fault("NP822", 0, compressed_packet),
    Fault("NP823", 0, lambda pdf: metadata(pdf, b"</rdf:RDF>", b"</rdf:RD>"), ("NP824", "NP826")),
    Fault(
        "NP824",
        0,
        lambda pdf: (without(pdf, b"pdfxid:GTS_PDFXVersion"), info(pdf).__delitem__("/GTS_PDFXVersion"))[:0] or None,
    ),
    Fault("NP825", 0, lambda pdf: metadata(pdf, b">PDF/X-4<", b">PDF/X-5g<"), ("NP832",)),
    Fault("NP826", 0, lambda pdf: without(pdf, b"dc:title")),
    *(
        Fault("NP827", 0, lambda pdf, name=name: without(pdf, name))
        for name in (b"xmp:CreateDate", b"xmp:ModifyDate", b"xmp:MetadataDate")
    ),
    Fault("NP828", 0, lambda pdf: without(pdf, b"xmp:CreatorTool")),
    *(
        Fault("NP829", 0, lambda pdf, name=name: without(pdf, name))
        for name in (b"xmpMM:DocumentID", b"xmpMM:VersionID", b"xmpMM:RenditionClass")
    ),
    Fault(
        "NP830",
        0,
        lambda pdf: (
            (metadata(pdf, b"<pdf:Trapped>False", b"<pdf:Trapped>Unknown"), put(info, "Trapped", Name.Unknown)(pdf))[:0]
            or None
        ),
    ),
    Fault("NP831", 0, put(info, "Trapped", Name("/True"))),
    Fault("NP832", 0, put(info, "Title", String("another"))),
    Fault("NP832", 0, put(info, "CreationDate", String("D:20010101000000Z"))),
    # The printing condition
    Fault("NP834", 0, drop(root, "OutputIntents")),
    Fault("NP835", 0, lambda pdf: pdf.Root.OutputIntents.append(intent(pdf))),
    Fault("NP836", 0, drop(intent, "OutputConditionIdentifier")),
    Fault("NP837", 0, drop(intent, "DestOutputProfile")),
    Fault("NP838", 0, lambda pdf: profile(pdf, 12, b"mntr")),
    Fault("NP838", 0, lambda pdf: profile(pdf, 16, b"RGB ")),
    Fault("NP838", 0, lambda pdf: profile(pdf, 36, b"nope")),
    Fault("NP839", 0, lambda pdf: [intent(pdf).__delitem__(key) for key in ("/RegistryName", "/Info")][:0] or None),
    Fault("NP840", 0, put(intent, "OutputConditionIdentifier", String("FOGRA39"))),
    # Boxes
    Fault("NP841", 2, drop(second, "TrimBox"), ("NP846", "NP847", "NP853", "NP886", "NP887")),
    Fault("NP842", 2, put(second, "ArtBox", lambda pdf: box(pdf, "TrimBox", 9, 9, -9, -9))),
    Fault("NP843", 2, put(second, "BleedBox", lambda pdf: box(pdf, "TrimBox", 20, -9, 9, 9)), ("NP846",)),
    Fault("NP843", 2, put(second, "BleedBox", lambda pdf: box(pdf, "MediaBox", -9, -9, 9, 9))),
    Fault("NP844", 2, put(second, "CropBox", lambda pdf: box(pdf, "TrimBox", 0, 0, 0, 0))),
    Fault("NP845", 0, put(lambda pdf: pdf.Root.ViewerPreferences, "PrintArea", Name.TrimBox)),
    Fault(
        "NP846",
        2,
        lambda pdf: (
            (put(second, "BleedBox", box(pdf, "TrimBox", 0, 0, 0, 0))(pdf), draw(pdf, "0 0 0 0.1 k 0 100 400 40 re f"))[
                :0
            ]
            or None
        ),
    ),
    Fault("NP847", 2, put(second, "TrimBox", lambda pdf: box(pdf, "TrimBox", 0, 0, -40, 0))),
    # Colour
    Fault("NP848", 2, partial(draw, content="1 0 0 rg 200 200 20 20 re f")),
    Fault("NP848", 2, lambda pdf: place(pdf, picture(pdf, space=Name.DeviceRGB, count=3))),
    Fault("NP848", 2, inline_rgb),
    Fault(
        "NP848",
        2,
        lambda pdf: place(pdf, picture(pdf, space=Array([Name.Indexed, Name.DeviceRGB, 255, String(b"\x80" * 768)]))),
    ),
    Fault("NP848", 2, lambda pdf: draw(pdf, "/Planted sh", Shading={"Planted": _shading()})),
    Fault("NP850", 2, lambda pdf: draw(pdf, f"/Planted cs 1 0 0 scn {PANEL}", ColorSpace={"Planted": icc(pdf, 3)})),
    Fault(
        "NP851",
        2,
        lambda pdf: draw(pdf, f"/Over gs /Planted cs 0 0 0 0.5 scn {PANEL}", ColorSpace={"Planted": icc(pdf)}),
    ),
    Fault("NP852", 2, two_spots, ("NP854",)),
    Fault(
        "NP853", 2, lambda pdf: draw(pdf, "/Planted cs 0.2 scn 200 200 20 20 re f", ColorSpace={"Planted": spot("All")})
    ),
    Fault("NP854", 2, lambda pdf: draw(pdf, f"/Planted cs 1 scn {PANEL}", ColorSpace={"Planted": spot("Gold")})),
    Fault("NP855", 2, group_in_rgb),
    # Graphics state and pictures
    Fault("NP856", 2, lambda pdf: state(pdf, TR=Name.Identity)),
    Fault("NP857", 2, lambda pdf: state(pdf, TR2=Name.Identity)),
    Fault("NP858", 2, lambda pdf: state(pdf, HTP=Array([0, 0]))),
    Fault("NP859", 2, lambda pdf: state(pdf, HT=halftone(HalftoneType=6))),
    Fault("NP859", 2, lambda pdf: state(pdf, HT=halftone(HalftoneName=String("dots")))),
    Fault("NP860", 2, lambda pdf: state(pdf, BM=Name.Glow)),
    Fault("NP863", 2, lambda pdf: place(pdf, picture(pdf, Interpolate=True))),
    Fault("NP864", 2, lambda pdf: state(pdf, RI=Name.Pretty)),
    # Fonts
    Fault("NP865", 2, unembedded),
    Fault("NP866", 2, lambda pdf: letter(pdf, font(pdf), "0007")),
    Fault("NP867", 2, lambda pdf: letter(pdf, font(pdf, width=500))),
    Fault("NP868", 2, lambda pdf: letter(pdf, font(pdf, fs_type=2))),
    Fault("NP869", 2, damaged_font),
    # What acts
    Fault("NP870", 2, lambda pdf: annotation(pdf) and None),
    Fault("NP870", 2, lambda pdf: annotation(pdf, "Link") and None),
    Fault("NP871", 2, lambda pdf: annotation(pdf, "Widget") and None),
    Fault("NP871", 0, put(root, "AcroForm", Dictionary(Fields=Array([Dictionary(T=String("name"))])))),
    Fault("NP872", 0, put(root, "OpenAction", Dictionary(S=Name.GoTo))),
    Fault("NP872", 2, put(second, "AA", Dictionary(O=Dictionary(S=Name.GoTo)))),
    Fault("NP873", 0, put(root, "OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))), ("NP872",)),
    Fault("NP874", 0, bookmark),
    Fault("NP875", 0, layers(Name=String(""))),
    Fault("NP876", 0, layers(AS=Array([]))),
    Fault("NP877", 0, layers(Configs=Array([Dictionary(Name=String("other"))]))),
    # Ink
    Fault("NP880", 2, partial(draw, content=f"0.8 0.7 0.6 0.2 k {PANEL}")),
    Fault("NP881", 2, partial(draw, content=f"0.9 0.8 0.7 0.3 k {PANEL}")),
    Fault("NP881", 2, lambda pdf: place(pdf, _flat_cmyk(pdf, b"\xe6\xcc\xb3\x4d"))),
    Fault("NP882", 2, coarse(140)),
    Fault("NP883", 2, coarse(90)),
    Fault("NP884", 2, coarse(700, bits=1)),
    Fault("NP885", 2, coarse(500, bits=1)),
    Fault("NP886", 2, partial(draw, content="0.6 0.5 0.4 0.9 k 200 200 9 9 re f")),
    Fault("NP887", 2, lambda pdf: text(pdf, "0.5 0.5 0 0 k", 9)),
    Fault("NP888", 2, partial(draw, content="0.5 0.5 0 0 K 0.2 w 200 200 m 300 200 l S")),
    Fault("NP888", 2, partial(draw, content="/Knock gs 0 0 0 0 K 0.2 w 200 200 m 300 200 l S")),
    Fault("NP889", 2, lambda pdf: text(pdf, f"/Knock gs {BLACK}", 9)),
    Fault("NP889", 2, partial(draw, content="/Knock gs 0 0 0 1 K 1 w 200 200 m 300 200 l S")),
    Fault("NP890", 2, lambda pdf: text(pdf, "/Over gs 0 g", 9)),
    Fault("NP891", 2, lambda pdf: text(pdf, "/Over gs 0 0 0 0 k", 20)),
    Fault("NP892", 2, lambda pdf: text(pdf, "/Knock gs 0 0 0 0 k", 6), ("NP781",)),
    Fault("NP893", 2, lambda pdf: state(pdf, BM=Name.Luminosity)),
    # Text that is not seen
    Fault("NP898", 2, lambda pdf: text(pdf, f"/Over gs {BLACK} 3 Tr", 9)),
    Fault("NP898", 2, lambda pdf: text(pdf, f"/Over gs {BLACK}", 0.1)),
    Fault("NP899", 2, lambda pdf: scanned(pdf), ("NP780",)),
    Fault(
        "NP780",
        2,
        lambda pdf: (text(pdf, f"/Over gs {BLACK}", 9), draw(pdf, "0 0 0 0.1 k 190 290 40 30 re f"))[:0] or None,
    ),
    Fault("NP781", 2, lambda pdf: text(pdf, "/Knock gs 0 0 0 0 k", 20)),
    Fault("NP782", 2, lambda pdf: text(pdf, f"/Over gs {BLACK} 0 0 9 9 re W n", 9)),
]
X1A_FAULTS = [
    Fault("NP819", 0, packed),
    Fault("NP807", 0, lambda pdf: None, (), {"force_version": "1.5"}),
    Fault("NP826", 0, drop(info, "Title")),
    Fault("NP830", 0, drop(info, "Trapped")),
    *(Fault("NP833", 0, drop(info, key)) for key in ("Creator", "Producer", "CreationDate", "ModDate")),
    Fault("NP837", 0, drop(intent, "DestOutputProfile", "RegistryName")),
    Fault("NP848", 2, partial(draw, content="1 0 0 rg 200 200 20 20 re f")),
    Fault("NP849", 2, lambda pdf: draw(pdf, f"/Planted cs 0 0 0 0.5 scn {PANEL}", ColorSpace={"Planted": icc(pdf)})),
    Fault("NP861", 2, lambda pdf: state(pdf, ca=0.5)),
    Fault("NP861", 2, lambda pdf: state(pdf, BM=Name.Multiply)),
    Fault("NP861", 2, put(second, "Group", Dictionary(S=Name.Transparency))),
    Fault("NP861", 2, lambda pdf: place(pdf, picture(pdf, SMask=picture(pdf)))),
    Fault("NP862", 2, lambda pdf: place(pdf, picture(pdf, bits=16))),
    Fault("NP878", 0, layers()),
]


def _raw(made: Stream, data: bytes, filter: Name) -> Stream:
    made.write(data, filter=filter)
    return made


def _shading() -> Dictionary:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[200, 200, 300, 200], Function=tint)


def _flat_cmyk(pdf: Pdf, pixel: bytes) -> Stream:
    made = picture(pdf, 300, 300, Name.DeviceCMYK, 4)
    made.write(pixel * 90_000)
    return made


def names(faults: list[Fault]) -> list[str]:
    return [f"{fault.code}-{index}" for index, fault in enumerate(faults)]


def check(data: bytes, fault: Fault, press_name: str) -> None:
    judged = examine(data, "planted.pdf", press(press_name))
    found = {(finding.code, finding.page) for finding in judged.findings}
    assert (fault.code, fault.page) in found, sorted(found)
    assert {code for code, _ in found} - set(fault.also) == {fault.code}, [each.message() for each in judged.findings]
    for finding in judged.findings:
        assert not re.search(r"\{\w+\}", finding.message("en") + finding.message("zh"))
        assert finding.advice("en")
        assert finding.source


@pytest.mark.parametrize("fault", FAULTS, ids=names(FAULTS))
def test_a_planted_fault_is_found_alone_on_its_page(clean: bytes, fault: Fault) -> None:
    check(planted(clean, fault.plant, **fault.saving), fault, "newsprint")


@pytest.mark.parametrize("fault", X1A_FAULTS, ids=names(X1A_FAULTS))
def test_a_planted_fault_of_x1a_is_found_alone_on_its_page(clean: bytes, fault: Fault) -> None:
    saving = {"force_version": "1.4"} | fault.saving
    check(planted(planting.as_x1a(clean), fault.plant, **saving), fault, "newsprint-x1a")


def test_a_column_of_small_type_is_one_fault(clean: bytes) -> None:
    def column(pdf: Pdf) -> None:
        for line in (300, 290, 280, 100):
            draw(pdf, f"0.5 0.5 0 0 k BT /Planted 9 Tf 200 {line} Td <00010001> Tj ET", Font={"Planted": font(pdf)})

    findings = examine(planted(clean, column), "planted.pdf", press()).findings
    assert [finding.code for finding in findings] == ["NP887"] * 2
    heights = [finding.place.height for finding in findings if finding.place]
    assert heights == pytest.approx([(20 + 9) / 72 * 25.4, 9 / 72 * 25.4], abs=0.2)
