"""Rules of what a page does besides being printed: annotations, forms, actions, scripts,
layers (ISO 32000-1 §8.11, §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.preflight.document import File, annotation_box
from layout.preflight.graphics import hidden_layers, meet
from layout.preflight.rules import fault, inside, rule
from layout.preflight.values import Finding


@rule("NP870")
def no_annotation_lies_on_the_page(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for entry in sheet.annotations:
            kind = str(entry.get("/Subtype", ""))
            if kind in ("/TrapNet", "/Widget"):
                continue
            box = annotation_box(entry)
            # A printer's mark stands round the page, and may stand in what bleeds.
            if meet(box, inside(sheet.trim) if kind == "/PrinterMark" else sheet.bleed) is not None:
                yield fault(sheet, thing=kind[1:], box=box, kind=kind[1:])


@rule("NP871")
def no_form_fields(file: File) -> Iterator[Finding]:
    fields = file.root.get("/AcroForm")
    if fields is not None and (len(fields.get("/Fields", [])) or "/XFA" in fields):
        yield fault(thing="AcroForm")
    for sheet in file.sheets:
        for entry in sheet.annotations:
            if str(entry.get("/Subtype", "")) == "/Widget":
                yield fault(sheet, thing="Widget", box=annotation_box(entry))


@rule("NP872")
def nothing_acts(file: File) -> Iterator[Finding]:
    for key in ("/OpenAction", "/AA"):
        entry = file.root.get(key)
        if entry is not None and entry._type_name == "dictionary":
            yield fault(thing=key[1:])
    for sheet in file.sheets:
        if "/AA" in sheet.entry:
            yield fault(sheet, thing="AA")
        for entry in sheet.annotations:
            for key in ("/A", "/AA"):
                if key in entry:
                    yield fault(sheet, thing=key[1:], box=annotation_box(entry))


@rule("NP873")
def no_scripts(file: File) -> Iterator[Finding]:
    names = file.root.get("/Names")
    if names is not None and "/JavaScript" in names:
        yield fault(thing="Names")
    for entry, page in file.dictionaries:
        if str(entry.get("/S", "")) == "/JavaScript" or "/JS" in entry:
            yield fault(page=page, thing="JavaScript")


@rule("NP874")
def bookmarks_go_to_places(file: File) -> Iterator[Finding]:
    for entry in file.objects:
        if {"/A", "/Title", "/Parent"} <= set(entry.keys()) and "/Subtype" not in entry:
            yield fault(thing=str(entry["/Title"])[:40])


def _layers(file: File) -> Any:
    return file.root.get("/OCProperties")


def _configurations(file: File) -> Iterator[Any]:
    layers = _layers(file)
    if layers is not None:
        yield from filter(lambda each: each is not None, [layers.get("/D"), *layers.get("/Configs", [])])


@rule("NP875", "x-4")
def layers_have_names(file: File) -> Iterator[Finding]:
    for entry in _configurations(file):
        if not str(entry.get("/Name", "")):
            yield fault(thing="OCProperties")


@rule("NP876", "x-4")
def layers_do_not_switch_themselves(file: File) -> Iterator[Finding]:
    for entry in _configurations(file):
        if "/AS" in entry:
            yield fault(thing="OCProperties", what="AS")
    layers = _layers(file)
    unseen = hidden_layers(file.root)
    for entry in layers.get("/OCGs", []) if layers is not None else ():
        wish = entry.get("/Usage", {}).get("/Print", {}).get("/PrintState")
        if wish is not None and (str(wish) == "/OFF") != (entry.objgen in unseen):
            name = str(entry.get("/Name", ""))[:40]
            yield fault(thing=name, what=f"PrintState {str(wish)[1:]}: {name}")


@rule("NP877", "x-4")
def layers_have_one_arrangement(file: File) -> Iterator[Finding]:
    layers = _layers(file)
    if layers is not None and "/Configs" in layers:
        yield fault(thing="OCProperties")


@rule("NP878", "x-1a", "x-3")
def there_are_no_layers(file: File) -> Iterator[Finding]:
    if _layers(file) is not None:
        yield fault(thing="OCProperties")
