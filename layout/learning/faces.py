"""The role of the font set nearest to a face of the file: the face itself where the set has it, else by its name (a
table of the foundries' names), else by what its descriptor says of serif, script, stem and weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from layout.diagnostics import resource
from layout.learning.values import FaceSeen
from layout.value import value

How = Literal["same", "name", "descriptor", "none"]


@value
class RoleFound:
    """role: of the font set, "" = none could be told. how: by what."""

    role: str
    how: How

    @property
    def sure(self) -> bool:
        return self.how in ("same", "name")


def role_of(face: FaceSeen, own: Mapping[str, str]) -> RoleFound:
    """own: PostScript name of each face of the set → the first role that asks it first."""
    name = _readable(face.name)
    plain = name.removesuffix("-Identity-H").removesuffix("-Identity-V")
    if plain in own:
        return RoleFound(own[plain], "same")
    table = _table()
    bare = re.sub(r"[\s_-]|identity[hv]$", "", plain.casefold())
    for pattern, kind, weight in table["names"]:
        if pattern.search(bare):
            at = weight if weight is not None else _weight(plain.casefold())
            return RoleFound(table["role"][kind][at], "name")
    if face.script:
        return RoleFound("brush", "descriptor")
    if face.stem or face.weight or face.serif:
        kind = "song" if face.serif else "sans"
        return RoleFound(table["role"][kind][_described(face)], "descriptor")
    return RoleFound("", "none")


def _readable(name: str) -> str:
    """Old programs write a font's Chinese name in GBK."""
    if name.isascii():
        return name
    try:
        return name.encode("latin-1").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _weight(name: str) -> int:
    words = _table()["weight"]
    for at, key in ((2, "black"), (1, "bold")):
        if words[key].search(name):
            return at
    return 0


def _described(face: FaceSeen) -> int:
    limits = _table()["descriptor"]
    if face.weight:
        return int(face.weight >= limits["bold_weight"]) + int(face.weight >= limits["black_weight"])
    return int(face.stem >= limits["bold_stem"]) + int(face.stem >= limits["black_stem"])


@cache
def _table() -> dict[str, Any]:
    import tomllib

    rows = tomllib.loads(resource("learning/faces.toml").decode("utf-8"))
    weights = {"": None, "bold": 1, "black": 2}
    return {
        "names": [
            (re.compile(row["pattern"].casefold()), row["kind"], weights[row.get("weight", "")]) for row in rows["name"]
        ],
        "weight": {key: re.compile(pattern) for key, pattern in rows["weight"].items()},
        "role": rows["role"],
        "descriptor": rows["descriptor"],
    }
