"""paper.yaml → Theme: what the paper says is laid over the theme it extends, key by key, and then made into values.

The layers are merged as nodes before anything is measured, so that a paper which only changes the body size changes every
length given in em, and every style that is `like` another, with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar, cast

from layout.diagnostics import Diagnostic, Report, Span, did_you_mean, resource
from layout.display import BLACK, Ink
from layout.fields import Fields, choice, entries, narrow, short, wrong_kind
from layout.source import Files, Node, Source, beside, compose, nearest_file, read_source
from layout.theme.values import Align, Format, Grid, Level, Masthead, Press, Punctuation, TextStyle, Theme
from layout.units import Size, length

BUILT_IN = ("base", "broadsheet", "community-tabloid")  # data/themes: a folder inside a zip cannot be listed
_MOST_LAYERS = 8
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(%|rows?|行)?", re.ASCII)
_TRIM = re.compile(r"([\d.]+)\s*([^\d\s.x×*]*)\s*[x×*]\s*([\d.]+)\s*([^\d\s.]*)")
_INK = re.compile(r"(?:([CMYK])\s*([\d.]+)\s*%?\s*[,/]?\s*)", re.IGNORECASE)
# Sizes by 号, in points (NEWSPAPER practice; GB/T 9704 names the same ladder).
_HAO = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15, "四号": 14,
    "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5, "七号": 5.5,
}  # fmt: skip

_Value = TypeVar("_Value")


def find_paper(files: Files, issue_file: str) -> str | None:
    """The paper.yaml beside an issue file or one folder above; None when neither is there."""
    return next(
        (found for name in ("paper.yaml", "../paper.yaml") if files.exists(found := beside(issue_file, name))), None
    )


def read_theme(files: Files, name: str, report: Report) -> Theme:
    """The house style of paper file `name`. What cannot be read stays as the built-in base has it; faults go to the report."""
    layers = _Layers(files, report)
    layers.read(name)
    return _Maker(layers, report).theme(name)


@dataclass(slots=True)
class _Layers:
    """The merged layers. Each section: name → node, the paper's own over those it extends; styles: fields of each style.

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
            self.bare = frozenset(key for key, node in numbers.items() if _NUMBER.fullmatch(node.value.strip()))

    def _root(self, name: str, named: Node | None) -> Node | None:
        if name in BUILT_IN:
            file = f"themes/{name}.yaml"
            return compose(Source(f"layout/data/{file}", resource(file).decode("utf-8")), self.report)
        source = read_source(self.files, name, self.report, named.span if named else Span(""))
        return compose(source, self.report) if source else None

    def _extend(self, name: str, parent: Node | None, above: tuple[str, ...]) -> None:
        """Read what the layer `name` extends: a built-in theme by name, or another paper's file; the base when it says nothing."""
        typed = parent.value.strip() if parent else "base"
        target = typed if typed in BUILT_IN else beside(name, typed)
        if parent is None or typed in BUILT_IN:
            self._layer(target, parent, (*above, target))
        elif target in above or len(above) > _MOST_LAYERS:
            self.report.add("NP303", parent.span, name=typed, chain=" → ".join((*above, target)))
            self._layer("base", None, (*above, "base"))
        elif self.files.exists(target) and typed.endswith((".yaml", ".yml")):
            self._layer(target, parent, (*above, target))
        else:
            near = did_you_mean(typed, BUILT_IN) or nearest_file(self.files, target)
            hint = "nearest" if near else "hint"
            self.report.add("NP302", parent.span, hint=hint, name=short(typed), nearest=near, known=", ".join(BUILT_IN))
            self._layer("base", None, (*above, "base"))

    def _merge(self, fields: Fields) -> None:
        for section in ("masthead", "format", "grid", "press"):
            node = fields.node_of(section)
            if node is not None:
                given = Fields(node, section, self.report)
                rows = self.sections.setdefault(section, {})
                for key in given.keys:
                    if (value := given.node_of(key)) is not None:
                        rows[key] = value
        for section in ("inks", "numbers", "words"):
            node = fields.node_of(section)
            if node is not None:
                rows = self.sections.setdefault(section, {})
                for name, value in entries(node, self.report):
                    if section != "inks" and section in self.known and name.value not in self.known[section]:
                        self._unknown(section, name)
                    else:
                        rows[name.value] = value
                        self.keys[section, name.value] = name
        styles = fields.node_of("styles")
        if styles is not None:
            for name, value in entries(styles, self.report):
                given = Fields(value, "style", self.report)
                style = self.styles.setdefault(name.value, {})
                self.keys["styles", name.value] = name
                style.update((key, node) for key in given.keys if (node := given.node_of(key)) is not None)

    def _unknown(self, section: str, key: Node) -> None:
        code = {"styles": "NP304", "inks": "NP308", "numbers": "NP306", "words": "NP305"}[section]
        near = did_you_mean(key.value, self.known[section])
        self.report.add(code, key.span, hint="nearest" if near else "hint", name=short(key.value), nearest=near)

    def check_names(self) -> None:
        """Styles and inks that neither the base has nor anything uses are slips of the pen."""
        used = {
            node.value.strip() for style in self.styles.values() for key in ("like", "ink") if (node := style.get(key))
        }
        used |= {node.value.strip() for node in self.sections.get("inks", {}).values()}
        for section in ("styles", "inks"):
            for (of, name), key in self.keys.items():
                if of == section and name not in self.known.get(section, ()) and name not in used:
                    self._unknown(section, key)


class _Maker:
    """Makes values of the merged layers."""

    def __init__(self, layers: _Layers, report: Report) -> None:
        self.layers, self.report = layers, report
        self.em, self.row = 9.5, 14.0
        self.inks: dict[str, Ink] = {}
        self.styles: dict[str, TextStyle] = {}

    def theme(self, name: str) -> Theme:
        layers = self.layers
        layers.check_names()
        for ink in layers.sections.get("inks", {}):
            self._ink_named(ink, ())
        for style in layers.styles:
            self._style(style, ())
        self.em = self.styles["body"].size if "body" in self.styles else self.em
        grid = self._grid()
        self.row = grid.leading
        theme = Theme(
            name,
            self._masthead(),
            self._format(),
            grid,
            self._press(),
            MappingProxyType(self.styles),
            MappingProxyType(self.inks),
            MappingProxyType(self._numbers()),
            MappingProxyType({key: node.value.strip() for key, node in layers.sections.get("words", {}).items()}),
        )
        self._fits(theme)
        return theme

    def _read(self, rows: Mapping[str, Node], key: str, parse: Callable[[str], _Value], code: str, default: _Value, **values: object) -> _Value:  # fmt: skip
        node = rows.get(key)
        if node is None or node.style == "!":
            return default
        if node.kind != "scalar":
            wrong_kind(node, "text", self.report)
            return default
        try:
            return parse(narrow(node.value))
        except ValueError:
            shown = (("text", short(node.value)), ("key", key), *values.items())
            self.report.extend([Diagnostic(code, node.span, shown)])
            return default

    def _text(self, rows: Mapping[str, Node], key: str, default: str = "") -> str:
        node = rows.get(key)
        if node is not None and node.kind != "scalar":
            wrong_kind(node, "text", self.report)
            return default
        return default if node is None else node.value.strip()

    def _length(self, rows: Mapping[str, Node], key: str, default: float, em: float | None = None, unit: str | None = None, least: float = 0.0) -> float:  # fmt: skip
        """Points; em: of one 字 where it is not the body's."""

        def parse(text: str) -> float:
            if text in _HAO:
                return float(_HAO[text])
            points = length(text, em=em or self.em, row=self.row, default=unit)
            if points < least:
                raise ValueError(text)
            return points

        return self._read(rows, key, parse, "NP137", default)

    def _whole(self, rows: Mapping[str, Node], key: str, default: int, most: int) -> int:
        def parse(text: str) -> int:
            if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= most:
                raise ValueError(text)
            return int(text)

        return self._read(rows, key, parse, "NP134", default, least=1, most=most)

    def _choice(self, rows: Mapping[str, Node], key: str, default: str) -> str:
        node = rows.get(key)
        if node is None or node.kind != "scalar":
            return self._text(rows, key, default)
        return choice(node, key, self.report, default)

    def _grid(self) -> Grid:
        rows = self.layers.sections.get("grid", {})
        self.row = self._length(rows, "leading", 14.0, unit="pt", least=1)
        return Grid(
            self._whole(rows, "columns", 5, 16),
            self._length(rows, "measure", 14 * self.em, least=self.em),
            self._length(rows, "gutter", self.em),
            self._whole(rows, "rows", 70, 400),
            self.row,
        )

    def _format(self) -> Format:
        rows = self.layers.sections.get("format", {})
        return Format(
            self._text(rows, "name"),
            self._read(rows, "trim", _trim, "NP311", Size(0, 0)),
            self._length(rows, "left", 0.0),
            self._length(rows, "top", 0.0),
        )

    def _press(self) -> Press:
        rows = self.layers.sections.get("press", {})
        plain = Press()
        marks = rows.get("marks")
        return Press(
            self._text(rows, "name", plain.name),
            self._length(rows, "bleed", plain.bleed),
            self._text(rows, "profile"),
            self._text(rows, "condition"),
            choice(marks, "flag", self.report, "yes") == "yes" if marks else True,
        )

    def _masthead(self) -> Masthead:
        rows = self.layers.sections.get("masthead", {})
        lines = rows.get("lines")
        nodes = () if lines is None else lines.items if lines.kind == "sequence" else (lines,)
        return Masthead(
            self._text(rows, "name"),
            self._text(rows, "english"),
            self._text(rows, "publisher"),
            self._text(rows, "permit"),
            self._text(rows, "website"),
            tuple(line for node in nodes if (line := self._line(node))),
        )

    def _line(self, node: Node) -> str:
        if node.kind != "scalar":
            wrong_kind(node, "text", self.report)
        return node.value.strip()

    def _numbers(self) -> dict[str, float]:
        """Bare numbers stay; lengths become points. A name that the base gives a bare number keeps counting rows or parts."""
        return {key: self._number(key, node) for key, node in self.layers.sections.get("numbers", {}).items()}

    def _number(self, key: str, node: Node) -> float:
        def parse(text: str) -> float:
            match = _NUMBER.fullmatch(text)
            bare = key in self.layers.bare
            if match and (bare or not match[2]):
                return float(match[1]) / (100 if match[2] == "%" else 1)
            if bare:
                raise ValueError(text)
            return length(text, em=self.em, row=self.row)

        return self._read({key: node}, key, parse, "NP312" if key in self.layers.bare else "NP137", 0.0)

    def _style(self, name: str, above: tuple[str, ...]) -> TextStyle:
        """A style with what it is `like` below it."""
        if name in self.styles:
            return self.styles[name]
        given = self.layers.styles[name]
        like = given.get("like")
        start = TextStyle()
        if like is not None and like.kind == "scalar":
            other = like.value.strip()
            if other == name or other in above:
                self.report.add("NP310", like.span, name=name)
            elif other not in self.layers.styles:
                near = did_you_mean(other, self.layers.styles)
                self.report.add("NP304", like.span, hint="nearest" if near else "hint", name=short(other), nearest=near)
            else:
                start = self._style(other, (*above, name))
        size = self._length(given, "size", start.size, unit="pt", least=1)
        if name == "body":
            self.em = size
        style = TextStyle(
            font=self._text(given, "font", start.font),
            size=size,
            leading=self._length(given, "leading", start.leading, size, "pt", 1),
            smallest=self._length(given, "smallest", start.smallest, size, "pt"),
            indent=self._ems(given, "indent", start.indent),
            align=cast(Align, self._choice(given, "align", start.align)),
            ink=self._ink(given["ink"], ()) if "ink" in given else start.ink,
            language=self._text(given, "language", start.language),
            punctuation=cast(Punctuation, self._choice(given, "punctuation", start.punctuation)),
            level=cast(Level, self._choice(given, "level", start.level)),
            latin=self._text(given, "latin", start.latin),
            strong=self._text(given, "strong", start.strong),
            tracking=self._ems(given, "tracking", start.tracking),
        )
        self.styles[name] = style
        return style

    def _ems(self, rows: Mapping[str, Node], key: str, default: float) -> float:
        return self._read(rows, key, lambda text: length(text, em=1.0, whole=1.0, default="em"), "NP137", default)

    def _ink_named(self, name: str, above: tuple[str, ...]) -> Ink:
        if name not in self.inks:
            self.inks[name] = self._ink(self.layers.sections["inks"][name], (*above, name))
        return self.inks[name]

    def _ink(self, node: Node, above: tuple[str, ...]) -> Ink:
        """[c, m, y, k] in per cent, `K 7%`, `C 100 M 40`, or the name of an ink."""
        inks = self.layers.sections.get("inks", {})
        if node.kind == "scalar" and (name := node.value.strip()) in inks:
            if name in above:
                self.report.add("NP310", node.span, name=name)
                return BLACK
            return self._ink_named(name, above)
        parts = _process(node)
        if parts is not None and all(0 <= part <= 100 for part in parts):
            return Ink(*(part / 100 for part in parts))
        if node.kind == "scalar" and not re.search(r"\d", node.value):
            near = did_you_mean(node.value, inks)
            hint = "nearest" if near else "hint"
            self.report.add("NP308", node.span, hint=hint, name=short(node.value), nearest=near)
        else:
            self.report.add("NP307", node.span)
        return BLACK

    def _fits(self, theme: Theme) -> None:
        """The type area must lie on the sheet (NP309)."""
        trim = theme.format.trim
        right = theme.format.left + theme.grid.width
        foot = theme.format.top + theme.grid.height
        node = self.layers.sections.get("grid", {}).get("columns") or self.layers.sections.get("format", {}).get("trim")
        if trim.width and node is not None and (right > trim.width + 0.01 or foot > trim.height + 0.01):
            wide, high = ((part / 72 * 25.4) for part in (right, foot))
            self.report.add("NP309", node.span, width=f"{wide:.1f}", height=f"{high:.1f}", trim=_millimetres(trim))


def _process(node: Node) -> tuple[float, float, float, float] | None:
    try:
        if node.kind == "sequence" and len(node.items) == 4:
            cyan, magenta, yellow, black = (float(narrow(each.value).removesuffix("%")) for each in node.items)
            return cyan, magenta, yellow, black
        if node.kind == "scalar":
            text = narrow(node.value)
            parts = text.replace(",", " ").replace("/", " ").split()
            if len(parts) == 4 and all(part[0].isdigit() for part in parts):
                cyan, magenta, yellow, black = (float(part.removesuffix("%")) for part in parts)
                return cyan, magenta, yellow, black
            named = {match[1].upper(): float(match[2]) for match in _INK.finditer(text)}
            if named and not _INK.sub("", text).strip():
                return named.get("C", 0.0), named.get("M", 0.0), named.get("Y", 0.0), named.get("K", 0.0)
    except ValueError:
        pass
    return None


def _trim(text: str) -> Size:
    """`272 x 390 mm`. Raises ValueError."""
    match = _TRIM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    width, unit, height, last = match.groups()
    size = Size(length(f"{width} {unit or last}", default="mm"), length(f"{height} {last or unit}", default="mm"))
    if size.width <= 0 or size.height <= 0:
        raise ValueError(text)
    return size


def _millimetres(size: Size) -> str:
    return f"{size.width / 72 * 25.4:.0f} × {size.height / 72 * 25.4:.0f}"
