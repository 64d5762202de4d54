"""A paper's layers: what it says itself over what it extends, merged key by key as nodes before anything is measured.

So a paper that only changes the body size changes every length given in em,
and every style that is `like` another, with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from layout.diagnostics import Report, Span, did_you_mean, resource, short
from layout.fields import Fields, entries, names
from layout.source import Files, Node, Source, beside, compose, may_name, nearest_file, read_source

BUILT_IN = (
    "a3",
    "a4",
    "base",
    "berliner",
    "broadsheet",
    "broadsheet-classical",
    "community-tabloid",
    "community-tabloid-dense",
    "hongkong",
    "japan",
    "japan-tabloid",
    "leaflet",
    "tabloid",
    "taiwan",
    "us-broadsheet",
)  # data/themes: a folder inside a zip cannot be listed
BARE = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(%|rows?|行)?", re.ASCII)  # a number that counts rows or parts
_MOST_LAYERS = 8
_NAMES = {"styles": "style_name", "inks": "ink_name", "numbers": "number_name", "words": "word_name"}


@dataclass(slots=True)
class Layers:
    """The merged layers. Each section: name → node, the paper's own over those it extends;
    styles: fields of each style.

    known: by section, the names that the built-in base has; keys: the node that named each style, ink, number and word;
    bare: numbers that count rows or parts and are no lengths.
    """

    files: Files
    report: Report
    sections: dict[str, dict[str, Node]] = field(default_factory=dict)
    styles: dict[str, dict[str, Node]] = field(default_factory=dict)
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    keys: dict[tuple[str, str], Node] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()

    def read(self, name: str) -> None:
        """The file and, below it, what it extends."""
        self._layer(name, None, (name,))

    def _layer(self, name: str, named: Node | None, above: tuple[str, ...]) -> None:
        root = self._root(name, named)
        fields = Fields(root, "theme", self.report) if root is not None else None
        parent = fields.scalar("extends") if fields else None
        if name != "base":
            self._extend(name, parent, above)
        if fields is not None:
            self._merge(fields)
        if name == "base":
            self.known = {key: frozenset(rows) for key, rows in self.sections.items()}
            self.known["styles"] = frozenset(self.styles)
            numbers = self.sections.get("numbers", {})
            self.bare = frozenset(key for key, node in numbers.items() if BARE.fullmatch(node.value.strip()))

    def _root(self, name: str, named: Node | None) -> Node | None:
        if name in BUILT_IN:
            file = f"themes/{name}.yaml"
            return compose(Source(f"layout/data/{file}", resource(file).decode("utf-8")), self.report)
        source = read_source(self.files, name, self.report, named.span if named else Span(""))
        return compose(source, self.report) if source else None

    def _extend(self, name: str, parent: Node | None, above: tuple[str, ...]) -> None:
        """Read what the layer `name` extends: a built-in theme by name, or another paper's file;
        the base when it says nothing."""
        typed = parent.value.strip() if parent else "base"
        target = typed if typed in BUILT_IN else beside(name, typed)
        if parent is None or typed in BUILT_IN:
            self._layer(target, parent, (*above, target))
        elif target in above or len(above) > _MOST_LAYERS:
            self.report.add("NP303", parent.span, name=typed, chain=" → ".join((*above, target)))
            self._layer("base", None, (*above, "base"))
        elif (self.files.exists(target) or not may_name(self.files, target)) and typed.endswith((".yaml", ".yml")):
            self._layer(target, parent, (*above, target))
        else:
            near = did_you_mean(typed, BUILT_IN) or nearest_file(self.files, target)
            hint = "nearest" if near else "hint"
            self.report.add("NP302", parent.span, hint=hint, name=short(typed), nearest=near, known=", ".join(BUILT_IN))
            self._layer("base", None, (*above, "base"))

    def _merge(self, fields: Fields) -> None:
        for section in ("masthead", "format", "grid", "press", "proofreading"):
            node = fields.node_of(section)
            if node is not None:
                self.sections.setdefault(section, {}).update(_given(Fields(node, section, self.report)))
        if (language := fields.scalar("language")) is not None:
            self.sections["language"] = {"language": language}
        if (roles := fields.node_of("sign_off")) is not None:
            self.sections["sign_off"] = {"roles": roles}
        for section in ("inks", "numbers", "words"):
            node = fields.node_of(section)
            if node is not None:
                self._merge_named(section, node)
        styles = fields.node_of("styles")
        if styles is not None:
            for typed, value in entries(styles, self.report):
                name = name_of("styles", typed.value)
                self.keys["styles", name] = typed
                self.styles.setdefault(name, {}).update(_given(Fields(value, "style", self.report)))

    def _merge_named(self, section: str, node: Node) -> None:
        """Inks may have new names; numbers and words only those of the base."""
        rows = self.sections.setdefault(section, {})
        for typed, value in entries(node, self.report):
            name = name_of(section, typed.value)
            if section != "inks" and section in self.known and name not in self.known[section]:
                self._unknown(section, typed)
            else:
                rows[name] = value
                self.keys[section, name] = typed

    def _unknown(self, section: str, key: Node) -> None:
        code = {"styles": "NP304", "inks": "NP308", "numbers": "NP306", "words": "NP305"}[section]
        near = did_you_mean(key.value, (*self.known[section], *names(_NAMES[section])))
        self.report.add(code, key.span, hint="nearest" if near else "hint", name=short(key.value), nearest=near)

    def check_names(self) -> None:
        """Styles that neither the base has nor anything uses are slips of the pen,
        and inks that nearly have a known name.

        Any other ink may be meant for a picture.
        """
        inks = self.sections.get("inks", {}).values()
        named = {
            "styles": [style["like"] for style in self.styles.values() if "like" in style],
            "inks": [*inks, *(style["ink"] for style in self.styles.values() if "ink" in style)],
        }
        for section, nodes in named.items():
            used = {name_of(section, node.value.strip()) for node in nodes}
            for (of, name), key in self.keys.items():
                if of != section or name in self.known.get(section, ()) or name in used:
                    continue
                if section != "inks" or did_you_mean(name, (*self.known["inks"], *names(_NAMES["inks"]))):
                    self._unknown(section, key)


def name_of(section: str, typed: str) -> str:
    """The English name of a built-in style, ink, number or wording; any other name as typed."""
    return names(_NAMES[section]).get(typed, typed)


def _given(fields: Fields) -> dict[str, Node]:
    return {key: node for key in fields.keys if (node := fields.node_of(key)) is not None}
