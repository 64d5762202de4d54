"""paper.yaml → Theme: the merged layers made into values, lengths into points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from layout.diagnostics import NOWHERE, Diagnostic, Report, Span, did_you_mean, short
from layout.display import BLACK, Ink
from layout.fields import choice, keys, narrow, wrong_kind
from layout.source import Files, Node, beside, may_name
from layout.theme.layers import BARE, Layers, name_of
from layout.theme.lists import read_lists
from layout.theme.printed import PLATES, Printed, read_pages_said, resolved
from layout.theme.values import (
    LEVEL,
    SIMPLIFIED,
    Align,
    Binding,
    Format,
    Grid,
    Level,
    Masthead,
    Press,
    Punctuation,
    Spine,
    Stand,
    TextStyle,
    Theme,
)
from layout.units import Size, length
from layout.value import FrozenMap, replace

_TRIM = re.compile(r"([\d.]+)\s*([^\d\s.x×*]*)\s*[x×*]\s*([\d.]+)\s*([^\d\s.]*)")
_INK = re.compile(r"(?:([CMYK])\s*([\d.]+)\s*%?\s*[,/]?\s*)", re.IGNORECASE)
# Sizes by 号, in points (practice of printers; GB/T 9704 names the same ladder).
_HAO = {
    "初号": 42,
    "小初": 36,
    "一号": 26,
    "小一": 24,
    "二号": 22,
    "小二": 18,
    "三号": 16,
    "小三": 15,
    "四号": 14,
    "小四": 12,
    "五号": 10.5,
    "小五": 9,
    "六号": 7.5,
    "小六": 6.5,
    "七号": 5.5,
}

PAPER_FILE = "paper.yaml"
"""The house style of the issues beside it, or one folder below."""

MOST = {"filler_rows": 6, "filler_columns": 2}
"""Numbers of a theme that are whole and bounded: a larger ornament covers a hole."""

_FONTS = ("font", "latin", "strong", "language")
_Value = TypeVar("_Value")


def find_paper(files: Files, issue_file: str) -> str | None:
    """The paper.yaml beside an issue file or one folder above; None when neither is there."""
    return next(
        (found for name in (PAPER_FILE, f"../{PAPER_FILE}") if files.exists(found := beside(issue_file, name))), None
    )


def read_theme(files: Files, name: str, report: Report) -> Theme:
    """The house style of paper file `name`. What cannot be read stays as the built-in base has it;
    faults go to the report."""
    layers = Layers(files, report)
    layers.read(name)
    return _Maker(layers, report).theme(name)


_MOST_LINES = 4  # of a kicker or a deck; more would be text


class _Maker:
    """Makes values of the merged layers."""

    def __init__(self, layers: Layers, report: Report) -> None:
        self.layers, self.report = layers, report
        self.paper = ""
        self.em, self.row = 9.5, 14.0
        self.vertical = self._is_vertical(layers.sections.get("grid", {}), False)
        self.inks: dict[str, Ink] = {}
        self.styles: dict[str, TextStyle] = {}
        self.plain = TextStyle()

    def theme(self, name: str) -> Theme:
        layers, self.paper = self.layers, name
        layers.check_names()
        language = layers.sections.get("language", {}).get("language")
        if language is not None:
            self.plain = TextStyle(language=choice(language, "language", self.report, SIMPLIFIED))
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
            FrozenMap(self.styles),
            FrozenMap(self.inks),
            FrozenMap(self._numbers()),
            FrozenMap(self._words()),
            FrozenMap(self._fonts()),
            self._lines(layers.sections.get("sign_off", {}).get("roles")),
            FrozenMap({key: node.span for key, node in layers.sections.get("masthead", {}).items()}),
            self.plain.language,
            NOWHERE if language is None else language.span,
            read_lists(layers.sections.get("proofreading", {}), layers.files, self.report),
        )
        self._fits(theme)
        return theme

    def _read(
        self,
        rows: Mapping[str, Node],
        key: str,
        parse: Callable[[str], _Value],
        code: str,
        default: _Value,
        **values: object,
    ) -> _Value:
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

    def _length(
        self,
        rows: Mapping[str, Node],
        key: str,
        default: float,
        em: float | None = None,
        unit: str | None = None,
        least: float = 0.0,
    ) -> float:
        """Points; em: of one 字 where it is not the body's."""

        def parse(text: str) -> float:
            if text in _HAO:
                return float(_HAO[text])
            points = length(text, em=em or self.em, row=self.row, default=unit)
            if points < least:
                raise ValueError(text)
            return points

        return self._read(rows, key, parse, "NP137", default)

    def _whole(self, rows: Mapping[str, Node], key: str, default: int, most: int, least: int = 1) -> int:
        def parse(text: str) -> int:
            if not re.fullmatch(r"\d{1,8}", text, re.ASCII) or not least <= int(text) <= most:
                raise ValueError(text)
            return int(text)

        return self._read(rows, key, parse, "NP134", default, least=least, most=most)

    def _choice(self, rows: Mapping[str, Node], key: str, default: str) -> str:
        node = rows.get(key)
        if node is None or node.kind != "scalar":
            return self._text(rows, key, default)
        return choice(node, key, self.report, default)

    def _flag(self, rows: Mapping[str, Node], key: str, default: bool) -> bool:
        node = rows.get(key)
        usual = "yes" if default else "no"
        return default if node is None else choice(node, "flag", self.report, usual) == "yes"

    def _grid(self) -> Grid:
        rows = self.layers.sections.get("grid", {})
        self.row = self._length(rows, "leading", 14.0, unit="pt", least=1)
        return Grid(
            self._whole(rows, "columns", 5, 16),
            self._length(rows, "measure", 14 * self.em, least=self.em),
            self._length(rows, "gutter", self.em),
            self._whole(rows, "rows", 70, 400),
            self.row,
            self.vertical,
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
        return Press(
            self._file(rows, "name") or plain.name,
            self._length(rows, "bleed", plain.bleed),
            self._file(rows, "profile"),
            self._text(rows, "condition"),
            self._flag(rows, "marks", True),
            self._text(rows, "stock"),
            self._read(rows, "weight", _weight, "NP313", plain.weight),
            self._length(rows, "caliper", plain.caliper),
            self._whole(rows, "copies", 0, 99_999_999),
            self._text(rows, "due"),
            self._text(rows, "contact"),
            cast(Binding, self._choice(rows, "binding", plain.binding)),
            self._read(rows, "sections", _sections, "NP314", plain.sections),
            cast(Spine, self._choice(rows, "spine", "right" if self.vertical else plain.spine)),
            self._read(rows, "code", _code, "NP905", plain.code),
            self._printed(rows),
        )

    def _printed(self, rows: Mapping[str, Node]) -> Printed:
        said = read_pages_said(rows, self.report)
        return Printed() if said is None else resolved(said, self.inks, self.report)

    def _file(self, rows: Mapping[str, Node], key: str) -> str:
        """A name that may be a file's; "" after NP144 for one that leads out of the paper's folder."""
        typed = self._text(rows, key)
        node = rows.get(key)
        # A press file stands where the program was started, a profile beside the paper (presses.py, pipeline.py).
        name = typed if key == "name" else beside(self.paper, typed)
        if node is None or not typed or (key == "name" and not typed.endswith(".toml")):
            return typed
        if may_name(self.layers.files, name):
            return typed
        self.report.add("NP144", node.span, file=typed)
        return ""

    def _masthead(self) -> Masthead:
        rows = self.layers.sections.get("masthead", {})
        return Masthead(
            self._text(rows, "name"),
            self._text(rows, "english"),
            self._text(rows, "publisher"),
            self._text(rows, "permit"),
            self._text(rows, "website"),
            self._lines(rows.get("lines")),
        )

    def _lines(self, given: Node | None) -> tuple[str, ...]:
        """A list of texts; one alone may stand without dashes."""
        nodes = () if given is None else given.items if given.kind == "sequence" else (given,)
        return tuple(line for node in nodes if (line := self._line(node)))

    def _line(self, node: Node) -> str:
        if node.kind != "scalar":
            wrong_kind(node, "text", self.report)
        return node.value.strip()

    def _numbers(self) -> dict[str, float]:
        """Bare numbers stay; lengths become points.
        A name that the base gives a bare number keeps counting rows or parts."""
        rows = self.layers.sections.get("numbers", {})
        return {
            key: float(self._whole(rows, key, MOST[key], MOST[key], 0)) if key in MOST else self._number(key, node)
            for key, node in rows.items()
        }

    def _fonts(self) -> dict[tuple[str, str], Span]:
        styles = self.layers.styles.items()
        return {(name, key): given[key].span for name, given in styles for key in _FONTS if key in given}

    def _words(self) -> dict[str, str]:
        """Wordings as typed; a choice (`value_<name>` in keys.toml,
        `value_border` for every kind of line) by its English name."""
        rows = self.layers.sections.get("words", {})
        words: dict[str, str] = {}
        for key, node in rows.items():
            kind = "border" if key.endswith(("_border", "_rule")) else key
            choose = f"value_{kind}" in keys() and node.kind == "scalar"
            words[key] = choice(node, kind, self.report, "") if choose else self._text(rows, key)
        return words

    def _number(self, key: str, node: Node) -> float:
        def parse(text: str) -> float:
            if text.startswith("-"):
                raise ValueError(text)
            match = BARE.fullmatch(text)
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
        if like is not None and like.kind != "scalar":
            wrong_kind(like, "text", self.report)
        start = self.plain
        if like is not None and like.kind == "scalar":
            other = name_of("styles", like.value.strip())
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
            language=self._choice(given, "language", start.language),
            punctuation=cast(Punctuation, self._choice(given, "punctuation", start.punctuation)),
            level=cast(Level, self._choice(given, "level", start.level)),
            hanging=self._flag(given, "hanging", start.hanging),
            flat=self._read(given, "flat", _share, "NP315", start.flat),
            latin=self._text(given, "latin", start.latin),
            strong=self._text(given, "strong", start.strong),
            tracking=self._ems(given, "tracking", start.tracking),
            drop=self._whole(given, "drop", start.drop, 8),
            abreast=self._whole(given, "abreast", start.abreast, 4, 0),
            years=cast(Stand, self._choice(given, "years", start.years)),
            acronyms=cast(Stand, self._choice(given, "acronyms", start.acronyms)),
            lines=self._whole(given, "lines", start.lines, _MOST_LINES),
            vertical=self._is_vertical(given, self.vertical and name not in LEVEL),
        )
        self.styles[name] = style
        return style

    def _is_vertical(self, rows: Mapping[str, Node], default: bool) -> bool:
        return self._choice(rows, "writing", "vertical" if default else "horizontal") == "vertical"

    def _ems(self, rows: Mapping[str, Node], key: str, default: float) -> float:
        return self._read(rows, key, lambda text: length(text, em=1.0, whole=1.0, default="em"), "NP137", default)

    def _ink_named(self, name: str, above: tuple[str, ...]) -> Ink:
        if name not in self.inks:
            self.inks[name] = self._ink(self.layers.sections["inks"][name], (*above, name))
        return self.inks[name]

    def _ink(self, node: Node, above: tuple[str, ...]) -> Ink:
        """[c, m, y, k] in per cent, `K 7%`, `C 100 M 40`, the name of an ink, so much of it (`accent 20%`), or a spot
        ink's name before the per cents of what stands in for it: [PANTONE 186 C, 0, 100, 81, 4]."""
        inks = self.layers.sections.get("inks", {})
        if node.kind == "scalar" and (tint := _TINT.fullmatch(narrow(node.value))):
            name = name_of("inks", tint[1].strip())
            if name in inks and name not in above and float(tint[2]) <= 100:
                return self._ink_named(name, above).lighter(float(tint[2]) / 100)
        if node.kind == "scalar" and (name := name_of("inks", node.value.strip())) in inks:
            if name in above:
                self.report.add("NP310", node.span, name=name)
                return BLACK
            return self._ink_named(name, above)
        spot = ""
        if node.kind == "sequence" and len(node.items) == 5:
            spot = node.items[0].value.strip()
            if spot and spot not in PLATES:
                node = replace(node, items=node.items[1:])
        parts = _process(node)
        if parts is not None and all(0 <= part <= 100 for part in parts):
            cyan, magenta, yellow, black = (part / 100 for part in parts)
            return Ink(cyan, magenta, yellow, black, spot)
        if node.kind == "scalar" and not re.search(r"\d", node.value):
            near = did_you_mean(node.value, inks)
            hint = "nearest" if near else "hint"
            self.report.add("NP308", node.span, hint=hint, name=short(node.value), nearest=near)
        else:
            self.report.add("NP307", node.span)
        return BLACK

    def _fits(self, theme: Theme) -> None:
        """The type area must lie on the sheet (NP309). What the paper itself says is blamed, not what it extends."""
        trim = theme.format.trim
        right = theme.format.left + theme.grid.area.width
        foot = theme.format.top + theme.grid.area.height
        too_wide, too_high = right > trim.width + 0.01, foot > trim.height + 0.01
        if not trim.width or not (too_wide or too_high):
            return
        grid, sheet = self.layers.sections.get("grid", {}), self.layers.sections.get("format", {})
        keys = ("columns", "measure", "gutter") if too_wide != theme.grid.vertical else ("rows", "leading")
        nodes = [*(grid.get(key) for key in keys), sheet.get("trim"), sheet.get("left" if too_wide else "top")]
        nodes.append(self.layers.styles.get("body", {}).get("size"))
        span = next((node.span for node in nodes if node and node.span.file == theme.name), Span(theme.name, 1, 1))
        wide, high = (part / 72 * 25.4 for part in (right, foot))
        self.report.add("NP309", span, width=f"{wide:.1f}", height=f"{high:.1f}", trim=_millimetres(trim))


def _share(text: str) -> float:
    """A part of one, from a half on: 85 %, 0.85."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*(%?)", text, re.ASCII)
    share = float(match[1]) / (100 if match and match[2] else 1) if match else 0.0
    if not 0.5 <= share <= 1:
        raise ValueError(text)
    return share


def _sections(text: str) -> tuple[int, ...]:
    """Pages of each section: 8+8, 16 + 4."""
    if not re.fullmatch(r"[1-9]\d{0,2}(?:\s*\+\s*[1-9]\d{0,2})*", text, re.ASCII):
        raise ValueError(text)
    return tuple(int(each) for each in text.split("+"))


def _code(text: str) -> str:
    """A paper's code in file names: XTSQ, CN31-0001."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", text):
        raise ValueError(text)
    return text


def _weight(text: str) -> float:
    """g/m² of a paper: 45, 45 g, 45 g/m², 45克."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:g|g/m2|g/m²|gsm|克)?", text)
    if match is None or not 10 <= float(match[1]) <= 1000:
        raise ValueError(text)
    return float(match[1])


_TINT = re.compile(r"(.+?)\s*(\d+(?:\.\d+)?)\s*%")


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
