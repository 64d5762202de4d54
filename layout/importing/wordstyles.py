"""How a paragraph of a .docx looks: its style with what that is based on, its own properties, and the list it is in
(ECMA-376-1 §17.7, §17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.importing.numbering import Level
from layout.value import replace, value

_DEEPEST = 20  # styles based on styles; Word allows eleven
_OFF = ("0", "false", "off", "none")


@value
class Look:
    """style: its name, lower case. level: of a heading, 1 = the title, 0 = none. size: points, 0 = not told.
    list_of: the instance of its list, "" = none; list_level: from 0."""

    style: str = ""
    level: int = 0
    centred: bool = False
    bold: bool = False
    hidden: bool = False
    size: float = 0.0
    list_of: str = ""
    list_level: int = 0

    def style_is(self, *names: str) -> bool:
        return any(self.style == name or self.style.startswith(f"{name} ") for name in names)


def local(node: Any) -> str:
    """A tag without its namespace: the transitional and the strict form of the format have different ones."""
    return str(node.tag).rpartition("}")[2]


def children(node: Any, name: str) -> Iterator[Any]:
    return (each for each in node if isinstance(each.tag, str) and local(each) == name)


def child(node: Any, name: str) -> Any:
    return next(children(node, name), None) if node is not None else None


def attribute(node: Any, name: str) -> str:
    """An attribute whatever its namespace; "" where there is none."""
    if node is None:
        return ""
    return next((str(value) for each, value in node.attrib.items() if each.rpartition("}")[2] == name), "")


def flag(properties: Any, name: str, default: bool) -> bool:
    """A toggle of run or paragraph properties (§17.17.4)."""
    found = child(properties, name)
    return default if found is None else attribute(found, "val").lower() not in _OFF


class Styles:
    """The styles and the lists of a document. Roots may be None: a file need not have either."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        self._default = ""
        self._base = Look()
        for each in children(styles, "style") if styles is not None else ():
            self._styles[attribute(each, "styleId")] = each
            if attribute(each, "type") == "paragraph" and attribute(each, "default") in ("1", "true", "on"):
                self._default = attribute(each, "styleId")
        defaults = child(styles, "docDefaults")
        for outer, inner in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
            found = child(child(defaults, outer), inner)
            if found is not None:
                self._base = _with(self._base, found)
        self._abstract: dict[str, Any] = {}
        self._instances: dict[str, Any] = {}
        for each in numbering if numbering is not None else ():
            if isinstance(each.tag, str) and local(each) == "abstractNum":
                self._abstract[attribute(each, "abstractNumId")] = each
            elif isinstance(each.tag, str) and local(each) == "num":
                self._instances[attribute(each, "numId")] = each
        self._levels: dict[str, tuple[str, dict[int, Level], dict[int, int]] | None] = {}

    def paragraph(self, node: Any) -> Look:
        """How a paragraph looks, its style and its own properties together."""
        properties = child(node, "pPr")
        named = attribute(child(properties, "pStyle"), "val") if properties is not None else ""
        look = self._look(named or self._default)
        if properties is not None:
            look = _with(look, properties)
        sizes = [_size(child(run, "rPr")) for run in children(node, "r")]
        told = [size for size in sizes if size]
        return replace(look, size=max(told)) if told else look

    def run_bold(self, properties: Any, look: Look) -> bool:
        named = attribute(child(properties, "rStyle"), "val")
        styled = self._look(named).bold if named else False
        return flag(properties, "b", styled or look.bold)

    def _look(self, identity: str) -> Look:
        if identity in self._looks:
            return self._looks[identity]
        chain: list[Any] = []
        at = identity
        while at in self._styles and len(chain) < _DEEPEST and self._styles[at] not in chain:
            chain.append(self._styles[at])
            at = attribute(child(self._styles[at], "basedOn"), "val")
        look = self._base
        for style in reversed(chain):
            for part in ("pPr", "rPr"):
                found = child(style, part)
                if found is not None:
                    look = _with(look, found)
        name = attribute(child(chain[0], "name"), "val").casefold() if chain else ""
        level = look.level + 1 if look.level else 0
        if name.startswith(("heading ", "标题 ")) and name[-1].isdigit():
            level = int(name[-1]) + 1
        elif name in ("title", "标题"):
            level = 1
        look = replace(look, style=name, level=level)
        if look.list_of and chain:
            look = self._style_level(look, chain[0])
        self._looks[identity] = look
        return look

    def _style_level(self, look: Look, style: Any) -> Look:
        """A style's list names the level by the style (§17.9.23)."""
        instance = self._instances.get(look.list_of)
        abstract = (
            self._abstract.get(attribute(child(instance, "abstractNumId"), "val")) if instance is not None else None
        )
        identity = attribute(style, "styleId")
        for level in children(abstract, "lvl") if abstract is not None else ():
            if attribute(child(level, "pStyle"), "val") == identity:
                return replace(look, list_level=whole(attribute(level, "ilvl")))
        return look

    def list_levels(self, instance: str) -> tuple[str, dict[int, Level], dict[int, int]] | None:
        """Of a list: what its counting hangs on, its levels, and where it begins anew."""
        if instance not in self._levels:
            self._levels[instance] = self._list_levels(instance)
        return self._levels[instance]

    def _list_levels(self, instance: str) -> tuple[str, dict[int, Level], dict[int, int]] | None:
        node = self._instances.get(instance)
        if node is None:
            return None
        identity = attribute(child(node, "abstractNumId"), "val")
        abstract = self._linked(self._abstract.get(identity))
        if abstract is None:
            return None
        levels = {whole(attribute(each, "ilvl")): _level(each) for each in children(abstract, "lvl")}
        overrides: dict[int, int] = {}
        for each in children(node, "lvlOverride"):
            at = whole(attribute(each, "ilvl"))
            replaced = child(each, "lvl")
            if replaced is not None:
                levels[at] = _level(replaced)
            begins = child(each, "startOverride")
            if begins is not None:
                overrides[at] = whole(attribute(begins, "val"))
        return identity, levels, overrides

    def _linked(self, abstract: Any) -> Any:
        """An abstract list that only names a style has the levels of that style's list (§17.9.21)."""
        for _ in range(_DEEPEST):
            link = attribute(child(abstract, "numStyleLink"), "val") if abstract is not None else ""
            if not link:
                return abstract
            found = next(
                (each for each in self._abstract.values() if attribute(child(each, "styleLink"), "val") == link), None
            )
            if found is None:
                properties = child(child(self._styles.get(link), "pPr"), "numPr")
                number = self._instances.get(attribute(child(properties, "numId"), "val"))
                found = self._abstract.get(attribute(child(number, "abstractNumId"), "val"))
            abstract = found
        return abstract


def _with(look: Look, properties: Any) -> Look:
    """A look with the properties of a paragraph or a run over it."""
    changes: dict[str, Any] = {}
    for each in properties:
        if not isinstance(each.tag, str):
            continue
        match local(each):
            case "outlineLvl":
                level = whole(attribute(each, "val"))
                changes["level"] = level + 1 if 0 <= level < 9 else 0
            case "jc":
                changes["centred"] = attribute(each, "val") == "center"
            case "b":
                changes["bold"] = attribute(each, "val").lower() not in _OFF
            case "vanish":
                changes["hidden"] = attribute(each, "val").lower() not in _OFF
            case "sz":
                changes["size"] = whole(attribute(each, "val")) / 2
            case "numPr":
                number, level_node = child(each, "numId"), child(each, "ilvl")
                if number is not None:
                    identity = attribute(number, "val")
                    changes["list_of"] = "" if identity == "0" else identity
                if level_node is not None:
                    changes["list_level"] = whole(attribute(level_node, "val"))
    return replace(look, **changes) if changes else look


def _size(properties: Any) -> float:
    found = child(properties, "sz") if properties is not None else None
    return whole(attribute(found, "val")) / 2 if found is not None else 0.0


def _level(node: Any) -> Level:
    restart = child(node, "lvlRestart")
    legal = child(node, "isLgl")
    form = child(node, "numFmt")
    if form is None:  # a newer format is wrapped for older programs
        wrapped = child(child(node, "AlternateContent"), "Choice")
        form = child(wrapped, "numFmt")
    start = child(node, "start")
    return Level(
        whole(attribute(start, "val")) if start is not None else 0,
        attribute(form, "val") or "decimal",
        attribute(child(node, "lvlText"), "val"),
        legal is not None and attribute(legal, "val").lower() not in _OFF,
        attribute(child(node, "suff"), "val") or "tab",
        whole(attribute(restart, "val")) if restart is not None else None,
    )


def whole(text: str) -> int:
    """A number of the file, within bounds; 0 for what is none."""
    try:
        return max(-1, min(int(text), 1_000_000))
    except ValueError:
        return 0
