"""The job ticket: an XJDF 2.1 document with the product, the pages, their colours, the paper,
the run and the day it is due.

Written after CIP4's schema for XJDF 2.1, whose order of elements it keeps. Lengths are points, as XJDF has them. Sums
of the page files stand in an attribute of our own name space, for XJDF's CheckSum is an MD5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import md5, sha256
from typing import TYPE_CHECKING

from layout.display import PROCESS
from layout.package.webforms import SCHEMES
from layout.units import MM, Size
from layout.value import value
from layout.version import VERSION

if TYPE_CHECKING:
    from layout.package.inkkeys import InkKeys

_SPACE = "http://www.CIP4.org/JDFSchema_2_0"
_OWN = "urn:broadsheet-layout:job"
_MICRON = MM / 1000


@value
class PageInk:
    """A page of the job. label: its 版次. inks: plates with anything on them. area: share of the trimmed page each
    plate covers, 0…1; grams: ink for one printed page. plates: those it may have."""

    label: str
    inks: tuple[str, ...]
    area: tuple[tuple[str, float], ...] = ()
    grams: tuple[tuple[str, float], ...] = ()
    plates: tuple[str, ...] = ()


@value
class Order:
    """What the shop is asked to do.

    name: for people; job: an identifier without blanks. trim, bleed, caliper: points. weight: of the paper, g/m².
    copies: 0 = not said. due: local time of the shop, None = not said. binding: none, nested, saddle.
    spine: the edge at the fold, left or right. forms: of each side of a sheet that sheet, whether it is the back, and
    its plates; () = no flats are made. fold: how a web press folds a ribbon (webforms.SCHEMES), "" = sheets of two
    pages a side. spots: the spot inks by name, with what stands in for each, of the four.
    """

    job: str
    name: str
    publisher: str
    date: date | None
    trim: Size
    bleed: float
    pages: tuple[PageInk, ...]
    stock: str = ""
    weight: float = 0.0
    caliper: float = 0.0
    copies: int = 0
    due: datetime | None = None
    contact: str = ""
    binding: str = "none"
    spine: str = "left"
    condition: str = ""
    standard: str = ""
    forms: tuple[tuple[int, bool, tuple[str, ...]], ...] = ()
    fold: str = ""
    spots: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()

    @property
    def tokens(self) -> Mapping[str, str]:
        """The names of all inks as XJDF's lists of names have them, which are parted by blanks: NMTOKENs, no two alike.
        What a spot is called is in its Color."""
        inks = [ink for page in self.pages for ink in (*page.inks, *page.plates, *(name for name, _ in page.area))]
        inks += [ink for _, _, plates in self.forms for ink in plates]
        taken: dict[str, str] = {}
        for ink in dict.fromkeys((*PROCESS, *inks, *(name for name, _ in self.spots))):
            plain = token = _token(ink)
            number = 2
            while token in taken.values():
                token, number = f"{plain}_{number}", number + 1
            taken[ink] = token
        return taken


def ticket(order: Order, files: Mapping[str, bytes]) -> bytes:
    """The XJDF of a job. files: the press pages by their names in the package, in reading order."""
    body = (
        _element("AuditPool", {}, _element("AuditCreated", {}, _element("Header", _header(order)))),
        _element("ProductList", {}, _product(order)),
        _set("NodeInfo", _resource(_element("NodeInfo", _when(order)))),
        _set("CustomerInfo", _resource(_element("CustomerInfo", {"CustomerJobName": order.name}))),
        _set("Contact", _contact(order)),
        _set("Content", *(_content(order, place, page) for place, page in enumerate(order.pages))),
        _set("RunList", *_run(order, files)),
        _set("ColorantControl", *_colorants(order)),
        _set("Color", *_colours(order)),
        _set("Media", _resource(_element("Media", _media(order)), {"ID": "paper", "DescriptiveName": order.stock})),
    )
    attributes = {
        "xmlns": _SPACE,
        "xmlns:layout": _OWN,
        "JobID": order.job,
        "Types": "Product",
        "Version": "2.1",
        "DescriptiveName": order.name,
    }
    document = _element("XJDF", attributes, *(part for part in body if part))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + document).encode("utf-8")


def key_ticket(order: Order, keys: InkKeys) -> bytes:
    """The XJDF of the ink keys alone, for the console: an InkZoneProfile for each plate of each side of each sheet."""
    tokens = order.tokens
    profiles = [
        _resource(
            _element(
                "Part",
                {
                    "Separation": tokens.get(plate.ink) or _token(plate.ink),
                    "SheetName": f"Sheet{form.sheet}",
                    "Side": form.side.title(),
                },
            ),
            _element(
                "InkZoneProfile",
                {
                    "ZoneSettingsX": " ".join(f"{share:.4f}" for share in plate.zones),
                    "ZoneWidth": f"{keys.zone_width:.3f}",
                },
            ),
        )
        for form in keys.forms
        for plate in form.plates
    ]
    attributes = {
        "xmlns": _SPACE,
        "JobID": order.job,
        "Types": "ConventionalPrinting",
        "Version": "2.1",
        "DescriptiveName": order.name,
    }
    audits = _element("AuditPool", {}, _element("AuditCreated", {}, _element("Header", _header(order))))
    document = _element("XJDF", attributes, audits, _set("InkZoneProfile", *profiles), _set("Color", *_colours(order)))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + document).encode("utf-8")


def _token(name: str) -> str:
    """An ink's name as an NMTOKEN (XML 1.0 §2.3)."""
    return _NO_TOKEN.sub("_", name) or "_"


_NO_TOKEN = re.compile(
    r"[^A-Za-z0-9._\-\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u2C00-\u2FEF\u3001-\uD7FF]+"
)


def _attribute(ink: str, what: str) -> str:
    """The name of an attribute of our own of an ink: one begins with a letter or a line."""
    return f"layout:{ink if ink[0].isalpha() or ink[0] == '_' else '_' + ink}{what}"


def _colours(order: Order) -> list[str]:
    """What each spot is called, and what it looks like."""
    tokens = order.tokens
    return [
        _resource(
            _element("Part", {"Separation": tokens[name]}),
            _element("Color", {"ActualColorName": name, "CMYK": " ".join(f"{part:g}" for part in parts)}),
        )
        for name, parts in order.spots
    ]


def _header(order: Order) -> dict[str, str]:
    when = order.date or date(1980, 1, 1)
    return {
        "AgentName": "broadsheet-layout",
        "AgentVersion": VERSION,
        "DeviceID": "broadsheet-layout",
        "Time": f"{when}T00:00:00Z",
    }


def _when(order: Order) -> dict[str, str]:
    return {"End": order.due.isoformat()} if order.due else {}


def _product(order: Order) -> str:
    width, height = order.trim.width, order.trim.height
    folded = order.binding != "none" and len(order.pages) > 1
    wide, high = _unfolded(order) if folded else (width, height)
    layout = {
        "Bleed": f"{order.bleed:.3f}",
        "Dimensions": f"{wide:.3f} {high:.3f}",
        "FinishedDimensions": f"{width:.3f} {height:.3f} 0",
        "Pages": str(len(order.pages)),
        "Sides": "TwoSidedHeadToHead" if len(order.pages) > 1 else "OneSided",
    }
    surfaces = ("Front", "Back") if len(order.pages) > 1 else ("Front",)
    colours = [
        _element("SurfaceColor", {"ColorsUsed": _listed(order, _used(order, side)), "Surface": side})
        for side in surfaces
    ]
    binding = (
        {"BindingType": "SaddleStitch", "BindingSide": order.spine.title()}
        if order.binding == "saddle"
        else {"BindingType": "None"}
    )
    intents = [
        ("BindingIntent", _element("BindingIntent", binding)),
        ("ColorIntent", _element("ColorIntent", {}, *colours)),
        *([("FoldingIntent", _folding(order))] if folded else []),
        ("LayoutIntent", _element("LayoutIntent", layout)),
        ("MediaIntent", _element("MediaIntent", {"MediaQuality": order.stock, **_media(order)})),
    ]
    attributes = {
        "Amount": str(order.copies) if order.copies else "",
        "DescriptiveName": order.name,
        "IsRoot": "true",
        "ProductType": "Newspaper",
    }
    return _element("Product", attributes, *(_element("Intent", {"Name": name}, inner) for name, inner in intents))


def _listed(order: Order, inks: Sequence[str]) -> str:
    tokens = order.tokens
    return " ".join(tokens[ink] for ink in inks)


def _unfolded(order: Order) -> tuple[float, float]:
    """Width across the press and height of what is folded: a sheet of two pages a side, or a ribbon's one plate."""
    width, height = order.trim.width, order.trim.height
    scheme = SCHEMES.get(order.fold)
    if scheme is None:
        return 2 * width, height
    across, up = 2 * scheme.columns * width, scheme.rows * height
    return (up, across) if scheme.sideways else (across, up)


def _folding(order: Order) -> str:
    """A sheet is folded once: F4-1. What a web press folds is in no catalogue by its name; XJDF writes so many pages
    and X, and each fold in turn: which edge moves, which way, and the length it lies from that edge."""
    scheme = SCHEMES.get(order.fold)
    if scheme is None or order.fold == "broadsheet":
        return _element("FoldingIntent", {"FoldCatalog": "F4-1", "FoldingDetails": order.fold.title()})
    width, height = _unfolded(order)
    folds = [("Left", width / 2), ("Front", height / 2)]  # former, jaw
    if scheme.columns > 1:
        folds.append(("Left", width / 4))  # chopper
    pages = 4 * scheme.columns * scheme.rows
    said = {"FoldCatalog": f"F{pages}-X", "FoldingDetails": order.fold.title()}
    return _element(
        "FoldingIntent",
        said,
        *(_element("Fold", {"From": edge, "To": "Down", "Travel": f"{travel:.3f}"}) for edge, travel in folds),
    )


def _used(order: Order, surface: str) -> tuple[str, ...]:
    """Inks of all fronts, or of all backs: of what is on the pages, that which their sheets' plates are for."""
    every = dict.fromkeys(ink for page in order.pages for ink in page.inks)
    own = {ink for _, back, plates in order.forms if back == (surface == "Back") for ink in plates}
    return tuple(ink for ink in every if not order.forms or ink in own)


def _colorants(order: Order) -> list[str]:
    """The plates of each side of each sheet, in the order they are printed."""
    return [
        _resource(
            _element("Part", {"SheetName": f"Sheet{sheet}", "Side": "Back" if back else "Front"}),
            _element("ColorantControl", {"ColorantOrder": names, "ColorantParams": names}),
        )
        for sheet, back, plates in order.forms
        for names in (_listed(order, plates),)
    ]


def _media(order: Order) -> dict[str, str]:
    thickness = order.caliper / _MICRON
    return {
        "MediaType": "Paper",
        "Thickness": f"{thickness:.0f}" if thickness else "",
        "Weight": f"{order.weight:g}" if order.weight else "",
    }


def _contact(order: Order) -> str:
    company = _element("Company", {"OrganizationName": order.publisher}) if order.publisher else ""
    comment = _element("Comment", {}, order.contact, plain=True) if order.contact else ""
    part = _element("Part", {"ContactType": "Customer"})
    return _resource(comment, part, _element("Contact", {}, company)) if comment or company else ""


def _content(order: Order, place: int, page: PageInk) -> str:
    """Colours and coverage of one page."""
    tokens = order.tokens
    own = {_attribute(tokens[ink], "Grams"): f"{grams:.3f}" for ink, grams in page.grams}
    own |= {_attribute(tokens[ink], "Area"): f"{share:.4f}" for ink, share in page.area}
    attributes = {
        "HasBleeds": "true" if order.bleed else "false",
        "IsTrapped": "false",
        "PageLabel": page.label,
        "Separations": _listed(order, page.inks),
    }
    return _resource(_element("Part", {"PageNumber": f"{place} {place}"}), _element("Content", attributes | own))


def _run(order: Order, files: Mapping[str, bytes]) -> list[str]:
    each = len(files) == len(order.pages)
    rows = []
    for place, (name, data) in enumerate(files.items()):
        last = place if each else len(order.pages) - 1
        spec = {
            "CheckSum": md5(data, usedforsecurity=False).hexdigest().upper(),
            "FileSize": str(len(data)),
            "MimeType": "application/pdf",
            "URL": _url(name),
            "layout:SHA256": sha256(data).hexdigest(),
        }
        part = _element("Part", {"RunIndex": f"{place} {last}"})
        rows.append(_resource(part, _element("RunList", {}, _element("FileSpec", spec))))
    return rows


def _url(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


def _set(name: str, *resources: str) -> str:
    given = [each for each in resources if each]
    return _element("ResourceSet", {"Name": name, "Usage": "Input"}, *given) if given else ""


def _resource(*parts: str | dict[str, str]) -> str:
    attributes: dict[str, str] = {}
    for part in parts:
        if isinstance(part, dict):
            attributes |= part
    return _element("Resource", attributes, *(part for part in parts if isinstance(part, str) and part))


def _element(tag: str, attributes: Mapping[str, str], *children: str, plain: bool = False) -> str:
    """An element, its attributes without a value left out. plain: the one child is text."""
    head = tag + "".join(f' {name}="{_xml(given)}"' for name, given in attributes.items() if given)
    if not any(children):
        return f"<{head}/>"
    if plain:
        return f"<{head}>{_xml(children[0])}</{tag}>"
    return f"<{head}>\n" + _indented(children) + f"\n</{tag}>"


def _indented(children: Sequence[str]) -> str:
    return "\n".join(" " + line for child in children if child for line in child.split("\n"))


def _xml(given: str) -> str:
    shown = "".join(each for each in given if each >= " ")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
