"""The parts of a .docx and how they refer to each other, and what is asked of their elements."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from layout.importing import trees
from layout.importing.container import Container
from layout.importing.wordstyles import local

TEXTS = {"t", "delText", "instrText", "delInstrText"}
_KNOWN = {"wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "wp14", "a14", "cx", "cx1", "am3d"}


class Parts:
    """The parts of one file by name. main: the one with the copy."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.main = self._main()
        self.relations = self._relations(self.main)

    def _main(self) -> str:
        root = trees.xml(self._container.xml("_rels/.rels") or b"<none/>")
        for relation in root:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def _relations(self, part: str) -> Mapping[str, tuple[str, str, bool]]:
        """Of a part: id → kind, target, whether it lies outside the file."""
        folder, base = posixpath.split(part)
        data = self._container.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, tuple[str, str, bool]] = {}
        for each in trees.xml(data) if data is not None else ():
            kind = str(each.get("Type", "")).rpartition("/")[2]
            target, outside = str(each.get("Target", "")), each.get("TargetMode") == "External"
            if not outside:
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[str(each.get("Id", ""))] = kind, target, outside
        return found

    def all_related(self, kind: str) -> list[str]:
        named = [target for each, target, outside in self.relations.values() if each == kind and not outside]
        return sorted(dict.fromkeys(named))

    def related(self, kind: str) -> str:
        return next(iter(self.all_related(kind)), "")

    def xml(self, name: str) -> Any:
        data = self._container.xml(name) if name else None
        return None if data is None else trees.xml(data)

    def picture(self, name: str) -> bytes | None:
        return self._container.picture(name)


def chosen_of(each: Any) -> tuple[Any, list[Any]]:
    """Of an mc:AlternateContent: the version for a program of today, and the others."""
    choices = [inner for inner in each if isinstance(inner.tag, str) and local(inner) in ("Choice", "Fallback")]
    for inner in choices:
        wanted = str(inner.get("Requires", "")).split()
        if local(inner) == "Fallback" or all(one in _KNOWN for one in wanted):
            return inner, [other for other in choices if other is not inner]
    return None, choices


def all_text(node: Any) -> str:
    if node is None:
        return ""
    return "".join(each.text or "" for each in node.iter() if isinstance(each.tag, str) and local(each) in TEXTS)


def rows_of(table: Any) -> Iterator[Any]:
    return _parts(table, "tr")


def cells_of(row: Any) -> Iterator[Any]:
    return _parts(row, "tc")


def _parts(node: Any, name: str) -> Iterator[Any]:
    """Its parts of that name, those too that stand in what a form or a reviewer put round them."""
    for each in node:
        if isinstance(each.tag, str):
            if local(each) == name:
                yield each
            elif local(each) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from _parts(each, name)


def relation_id(node: Any) -> str:
    for name, value in node.attrib.items():
        if name.rpartition("}")[2] in ("embed", "id", "link") and "relationships" in name:
            return str(value)
    return ""


__all__ = ["TEXTS", "Parts", "all_text", "cells_of", "chosen_of", "relation_id", "rows_of"]
