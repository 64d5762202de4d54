"""The packs the program knows of, whether they are here or not: what they hold, and how to get one into a folder.

Their manifests come with the program (fonts/packs/*/fonts.yaml), so that a missing character can be told together with
the pack that has it, and `layout fonts --get` knows what to fetch and its sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from layout.diagnostics import Report
from layout.fetching import collected, wanted
from layout.fontpacks import MANIFEST
from layout.fontset import folder
from layout.source import Node, Source, compose
from layout.value import value


@value
class Pack:
    """A pack's manifest. covers: first and last code of the ranges it holds; roles: those it adds to or brings."""

    name: str
    title: str
    chinese: str
    covers: tuple[tuple[int, int], ...]
    roles: tuple[str, ...]
    manifest: Path

    def holds(self, character: str) -> bool:
        return any(first <= ord(character) <= last for first, last in self.covers)


@cache
def packs() -> tuple[Pack, ...]:
    """All packs the program knows of, by name."""
    return tuple(_pack(path) for path in sorted((folder() / "packs").glob(f"*/{MANIFEST}")))


def files_of(pack: Pack, fetch: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a pack, its manifest too. Raises layout.fetching.Refused. fetch: an address → its bytes."""
    yield MANIFEST, pack.manifest.read_bytes()
    yield from collected(*wanted(_plain(_read(pack.manifest))), fetch)


def _pack(path: Path) -> Pack:
    manifest = _plain(_read(path))
    about = manifest["pack"]
    ranges = [each.split("-") for each in about.get("covers", "").split()]
    covers = tuple((int(each[0], 16), int(each[-1], 16)) for each in ranges)
    return Pack(about["name"], about["title"], about["chinese"], covers, tuple(manifest.get("roles", ())), path)


def _read(path: Path) -> Node:
    report = Report()
    node = compose(Source(str(path), path.read_text("utf-8")), report)
    assert node is not None
    assert not report.failed
    return node


def _plain(node: Node) -> Any:
    if node.kind == "mapping":
        return {key.value: _plain(each) for key, each in node.pairs}
    return [_plain(each) for each in node.items] if node.kind == "sequence" else node.value
