"""The ticket is an XJDF that a shop's system reads: its elements stand where CIP4's schema for XJDF 2.1 has them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from hashlib import md5, sha256
from xml.etree import ElementTree

import pytest

from layout.package.inkkeys import FormKeys, InkKeys, PlateKeys
from layout.package.ticket import Order, PageInk, key_ticket, ticket
from layout.units import MM, Size

_SPACE = "{http://www.CIP4.org/JDFSchema_2_0}"
_OWN = "{urn:broadsheet-layout:job}"
ORDER = Order(
    job="斜土-20190715-128",
    name='《斜土社区》 & "第128期"',
    publisher="斜土街道",
    date=date(2019, 7, 15),
    trim=Size(272 * MM, 390 * MM),
    bleed=3 * MM,
    pages=(
        PageInk("1", ("Cyan", "Black"), (("Cyan", 0.1), ("Black", 0.2)), (("Cyan", 0.01), ("Black", 0.03))),
        PageInk("2", ("Black",), (("Cyan", 0.0), ("Black", 0.2)), (("Cyan", 0.0), ("Black", 0.03))),
    ),
    stock="胶印新闻纸",
    weight=48.8,
    caliper=0.07 * MM,
    copies=20000,
    due=datetime(2019, 7, 14, 20),
    contact="李明　021-0000 0000",
    binding="nested",
    condition="CGATS TR 002",
)
FILES = {"pages/一 01.pdf": b"%PDF one", "pages/02.pdf": b"%PDF two"}

# Elements we use → (children in the order of their sequence, attributes, those required), read off CIP4's xjdf.xsd 2.1.
_ROOT = ("AuditPool", "Comment", "GeneralID", "ProductList", "ResourceSet")
_RESOURCE = ("AmountPool", "Comment", "GeneralID", "Part", "*")
_SCHEMA: dict[str, tuple[tuple[str, ...], str, str]] = {
    "XJDF": (_ROOT, "JobID Types Version DescriptiveName", "JobID Types"),
    "AuditPool": (("AuditCreated",), "", ""),
    "AuditCreated": (("Header",), "", ""),
    "Header": ((), "AgentName AgentVersion DeviceID Time", "DeviceID Time"),
    "ProductList": (("Product",), "", ""),
    "Product": (("Comment", "GeneralID", "Intent"), "Amount DescriptiveName ID IsRoot ProductType", ""),
    "Intent": (("*",), "Name", "Name"),
    "BindingIntent": (("SaddleStitching",), "BindingSide BindingType", "BindingType"),
    "ColorIntent": (("SurfaceColor",), "", ""),
    "SurfaceColor": ((), "ColorsUsed Surface", "Surface"),
    "FoldingIntent": (("Crease", "Fold", "Perforate"), "FoldCatalog FoldingDetails Orientation", ""),
    "Fold": ((), "From To Travel", "From To"),
    "Color": ((), "ActualColorName CMYK", ""),
    "LayoutIntent": ((), "Bleed Dimensions FinishedDimensions Pages Sides", ""),
    "MediaIntent": ((), "MediaQuality MediaType Thickness Weight", "MediaType"),
    "ResourceSet": (("Comment", "Dependent", "GeneralID", "Resource"), "Name Usage", "Name"),
    "Resource": (_RESOURCE, "ID DescriptiveName", ""),
    "Part": ((), "ContactType PageNumber RunIndex Separation SheetName Side", ""),
    "InkZoneProfile": ((), "ZoneHeight ZoneSettingsX ZoneSettingsY ZoneWidth", "ZoneSettingsX ZoneWidth"),
    "NodeInfo": ((), "End", ""),
    "CustomerInfo": ((), "CustomerJobName", ""),
    "Contact": (("Address", "ComChannel", "Company", "Person"), "", ""),
    "Company": ((), "OrganizationName", "OrganizationName"),
    "Content": ((), "HasBleeds IsTrapped PageLabel Separations", ""),
    "RunList": (("FileSpec",), "", ""),
    "FileSpec": ((), "CheckSum FileSize MimeType URL", ""),
    "Media": ((), "MediaType Thickness Weight", "MediaType"),
    "Comment": ((), "", ""),
    "ColorantControl": ((), "ColorantOrder ColorantParams", ""),
}
_PATTERNS = {
    "JobID": r"[\w.\-:]+",
    "CheckSum": r"([0-9A-F]{2})+",
    "FoldCatalog": r"F[0-9]+-([0-9]+|X)",
    "From": r"Front|Left",
    "To": r"Up|Down",
    "Travel": r"[\d.]+",
    "CMYK": r"[\d.]+( [\d.]+){3}",
    "Dimensions": r"[\d.]+ [\d.]+",
    "FinishedDimensions": r"[\d.]+ [\d.]+ [\d.]+",
    "PageNumber": r"\d+ \d+",
    "RunIndex": r"\d+ \d+",
    "Separations": r"[\w.\-]+( [\w.\-]+)*",
    "ColorsUsed": r"[\w.\-]+( [\w.\-]+)*",
    "ColorantOrder": r"[\w.\-]+( [\w.\-]+)*",
    "SheetName": r"Sheet\d+",
    "Side": r"Front|Back",
    "End": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "Separation": r"[\w.\-]+",
    "ZoneSettingsX": r"[\d.]+( [\d.]+)*",
    "Time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "Amount": r"\d+",
    "URL": r"[A-Za-z0-9%/._~-]+",
}


SPOTTED = replace(
    ORDER,
    pages=(
        *ORDER.pages,
        PageInk("3", ("Black", "PANTONE 186 C"), (("PANTONE 186 C", 0.25),), (("PANTONE 186 C", 0.1),)),
    ),
    forms=((1, False, ("Cyan", "Magenta", "Yellow", "Black")), (1, True, ("Black", "PANTONE 186 C"))),
    spots=(("PANTONE 186 C", (0, 1, 0.81, 0.04)),),
)


def read(order: Order = ORDER) -> ElementTree.Element:
    return ElementTree.fromstring(ticket(order, FILES))


def one(root: ElementTree.Element, path: str) -> ElementTree.Element:
    found = root.find(".//" + "/".join(_SPACE + name for name in path.split("/")))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "order",
    [
        ORDER,
        SPOTTED,
        replace(ORDER, binding="saddle"),
        replace(ORDER, fold="tabloid"),
        replace(ORDER, fold="quarterfold"),
        replace(ORDER, binding="none", copies=0, due=None, contact="", publisher="", stock="", weight=0.0, caliper=0.0),
        replace(ORDER, pages=ORDER.pages[:1], date=None),
    ],
)
def test_every_element_stands_where_the_schema_has_it(order: Order) -> None:
    stands_as_the_schema_has_it(ticket(order, FILES))


def test_the_ink_keys_stand_where_the_schema_has_them() -> None:
    plates = (PlateKeys("Black", 0.1, (0.1, 0.25), (1, 1, b"a")), PlateKeys("PANTONE 185 C", 0.1, (0, 1), (1, 1, b"a")))
    forms = tuple(FormKeys(2, back, 1, ("4", "1"), 800.0, 600.0, plates) for back in (False, True))
    keys = key_ticket(ORDER, InkKeys(2, 400.0, ("left", "right"), forms))
    stands_as_the_schema_has_it(keys)
    resources = list(ElementTree.fromstring(keys).iter(_SPACE + "Resource"))
    assert len(resources) == 4
    assert resources[3][0].attrib == {"Separation": "PANTONE_185_C", "SheetName": "Sheet2", "Side": "Back"}
    assert resources[3][1].attrib == {"ZoneSettingsX": "0.0000 1.0000", "ZoneWidth": "400.000"}


def stands_as_the_schema_has_it(document: bytes) -> None:
    for element in ElementTree.fromstring(document).iter():
        tag = element.tag.removeprefix(_SPACE)
        children, attributes, required = _SCHEMA[tag]
        at = 0
        for child in element:
            name = child.tag.removeprefix(_SPACE)
            wanted = name if name in children else "*"
            assert wanted in children[at:], f"{name} in {tag}"
            at = children.index(wanted, at)
        own = {name for name in element.attrib if not name.startswith(_OWN)}
        assert own <= set(attributes.split()), tag
        assert set(required.split()) <= own, tag
        for name, given in element.attrib.items():
            assert given, (tag, name)
            assert re.fullmatch(_PATTERNS.get(name, r"[\s\S]+"), given), (tag, name, given)


def test_each_page_has_its_plates_and_its_ink() -> None:
    contents = list(read().iter(_SPACE + "Content"))
    assert [each.get("Separations") for each in contents] == ["Cyan Black", "Black"]
    assert contents[0].get(_OWN + "CyanGrams") == "0.010"
    assert contents[0].get(_OWN + "BlackArea") == "0.2000"


def test_each_side_of_a_sheet_has_its_plates_and_a_surface_what_is_printed_there() -> None:
    root = read(SPOTTED)
    sides = [
        (one(each, "Part").attrib, one(each, "ColorantControl").attrib)
        for each in root.iter(_SPACE + "Resource")
        if each.find(_SPACE + "ColorantControl") is not None
    ]
    assert [(part["SheetName"], part["Side"], found["ColorantOrder"]) for part, found in sides] == [
        ("Sheet1", "Front", "Cyan Magenta Yellow Black"),
        ("Sheet1", "Back", "Black PANTONE_186_C"),
    ]
    used = {each.get("Surface"): each.get("ColorsUsed") for each in root.iter(_SPACE + "SurfaceColor")}
    assert used == {"Front": "Cyan Black", "Back": "Black PANTONE_186_C"}
    assert not list(read().iter(_SPACE + "ColorantControl"))


def test_a_spot_keeps_its_name_whatever_its_token() -> None:
    """Also where two names make one token, one has no letter of ASCII, or begins with a figure."""
    names = ("PANTONE 186 C", "PANTONE_186 C", "大红", "186²", "<&>")
    shares = tuple((name, 0.25) for name in names)
    order = replace(
        ORDER, pages=(PageInk("1", names, shares, shares),), spots=tuple((name, (0, 1, 1, 0)) for name in names)
    )
    stands_as_the_schema_has_it(ticket(order, FILES))
    root = read(order)
    found = {
        one(each, "Part").get("Separation"): one(each, "Color").get("ActualColorName")
        for each in root.iter(_SPACE + "Resource")
        if each.find(_SPACE + "Color") is not None
    }
    tokens = ["PANTONE_186_C", "PANTONE_186_C_2", "大红", "186_", "_"]
    assert found == dict(zip(tokens, names, strict=True))
    content = one(root, "Content")
    assert content.get("Separations") == " ".join(tokens)
    own = {name.removeprefix(_OWN) for name in content.attrib if name.endswith("Area")}
    assert own == {"PANTONE_186_CArea", "PANTONE_186_C_2Area", "大红Area", "_186_Area", "_Area"}


def test_what_a_web_press_folds_is_told_fold_by_fold() -> None:
    """A ribbon lies as on the plate cylinder: its width across the press first."""
    width, height = ORDER.trim.width, ORDER.trim.height

    def told(fold: str) -> tuple[str | None, list[tuple[str, float]], str | None]:
        root = read(replace(ORDER, fold=fold))
        folds = [(each.get("From", ""), float(each.get("Travel", 0))) for each in root.iter(_SPACE + "Fold")]
        return one(root, "FoldingIntent").get("FoldCatalog"), folds, one(root, "LayoutIntent").get("Dimensions")

    assert told("")[:2] == told("broadsheet")[:2] == ("F4-1", [])
    catalogue, folds, size = told("tabloid")
    assert (catalogue, size) == ("F8-X", f"{2 * height:.3f} {2 * width:.3f}")
    assert folds == [("Left", pytest.approx(height, abs=0.001)), ("Front", pytest.approx(width, abs=0.001))]
    catalogue, folds, size = told("quarterfold")
    assert (catalogue, size) == ("F16-X", f"{4 * width:.3f} {2 * height:.3f}")
    lengths = (("Left", 2 * width), ("Front", height), ("Left", width))
    assert folds == [(edge, pytest.approx(length, abs=0.001)) for edge, length in lengths]


def test_the_files_are_named_with_their_sums() -> None:
    specs = list(read().iter(_SPACE + "FileSpec"))
    assert [each.get("URL") for each in specs] == ["pages/%E4%B8%80%2001.pdf", "pages/02.pdf"]
    for spec, data in zip(specs, FILES.values(), strict=True):
        assert spec.get("CheckSum") == md5(data, usedforsecurity=False).hexdigest().upper()
        assert spec.get(_OWN + "SHA256") == sha256(data).hexdigest()
        assert spec.get("FileSize") == str(len(data))


def test_run_paper_and_day_are_told() -> None:
    root = read()
    assert one(root, "Product").get("Amount") == "20000"
    assert one(root, "NodeInfo").get("End") == "2019-07-14T20:00:00"
    assert one(root, "Media").attrib == {"MediaType": "Paper", "Thickness": "70", "Weight": "48.8"}
    assert one(root, "LayoutIntent").get("FinishedDimensions") == "771.024 1105.512 0"
    assert one(root, "LayoutIntent").get("Dimensions") == "1542.047 1105.512"
    assert one(root, "Resource/Comment").text == "李明　021-0000 0000"


def test_one_file_for_all_pages_is_one_run() -> None:
    root = ElementTree.fromstring(ticket(ORDER, {"all.pdf": b"%PDF"}))
    resources = [each for each in root.iter(_SPACE + "Resource") if each.find(_SPACE + "RunList") is not None]
    assert [each.find(_SPACE + "Part").get("RunIndex") for each in resources] == ["0 1"]  # type: ignore[union-attr]


def test_words_for_people_are_escaped() -> None:
    assert read().get("DescriptiveName") == ORDER.name
