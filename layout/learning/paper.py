"""What was learned → paper.yaml: only what differs from the nearest theme, each value with its evidence behind it in a
comment, keys in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from layout.diagnostics import Diagnostic, Language, Span, fill, resource
from layout.display import BLACK, PAPER, Ink
from layout.fields import keys
from layout.learning.measuring import Learned
from layout.learning.values import Measured
from layout.source.writing import Commented, Tree, written
from layout.theme import TextStyle, Theme
from layout.units import MM
from layout.value import value

_NEAR = 0.05  # points by which a measure may miss the theme's and still be it
_FULL = 0.02  # of an ink's parts
_LIKE_BODY = ("comment", "filler", "list", "notice", "brief")  # `like: body` in the base: they follow it by themselves
_ON_ROWS = ("byline", "subhead", "jump", "table", "table-header", "table-title", "brief-kicker", "brief-headline")
_MOST_NAMED = 14  # unsure values that a message names


@value
class Entry:
    """A value of the paper. path: English keys; text: as it is typed; measured: its evidence, None = reckoned;
    note: name of the words behind a value that was reckoned."""

    path: tuple[str, ...]
    text: str
    measured: Measured | None = None
    note: str = ""
    ratio: float = 1.0

    @property
    def sure(self) -> bool:
        return self.measured is None or self.measured.sure


def paper_yaml(learned: Learned, language: Language, roles: Mapping[str, str]) -> str:
    """The text of the file. roles: English name of each role → Chinese."""
    tree: dict[str, Any] = {_key("theme", "extends", language): learned.theme.name}
    for entry in entries(learned):
        at = tree
        for table, name in _tables(entry.path)[:-1]:
            at = at.setdefault(_key(table, name, language), {})
        table, name = _tables(entry.path)[-1]
        at[_key(table, name, language)] = Commented(_said(entry, language, roles), behind=_behind(entry, language))
    return written(tree, _head(learned, language, roles))


def unsure(learned: Learned, language: Language) -> Iterator[Diagnostic]:
    """NP991: the values that should be looked at, in one message."""
    names = [
        " ".join(_key(table, name, language) for table, name in _tables(entry.path))
        for entry in entries(learned)
        if not entry.sure
    ]
    if names:
        shown = ("、" if language == "zh" else ", ").join(names[:_MOST_NAMED])
        more = "" if len(names) <= _MOST_NAMED else " …"
        yield Diagnostic("NP991", Span(learned.files[0]), (("count", len(names)), ("names", shown + more)))


def unseen(learned: Learned) -> tuple[str, ...]:
    """Styles of the theme that no page shows."""
    return tuple(name for name in learned.theme.styles if name not in learned.styles and name not in _LIKE_BODY)


def entries(learned: Learned) -> list[Entry]:
    """What the paper has to say beyond its theme, in the order of a paper.yaml."""
    return [
        *_masthead(learned),
        *_format(learned),
        *_grid(learned),
        *_press(learned),
        *_inks(learned),
        *_styles(learned),
        *_numbers(learned),
        *_words(learned),
    ]


def _masthead(learned: Learned) -> Iterator[Entry]:
    for key, text in learned.furniture.masthead.items():
        yield Entry(("masthead", key), text, None, "read")


def _format(learned: Learned) -> Iterator[Entry]:
    theme, trim = learned.theme, learned.trim
    sheet, usual = trim.value, theme.format.trim
    if abs(sheet.width - usual.width) > _NEAR or abs(sheet.height - usual.height) > _NEAR:
        yield Entry(("format", "name"), f"{millimetres(sheet.width)} × {millimetres(sheet.height)}", None, "")
        yield Entry(("format", "trim"), f"{millimetres(sheet.width)} x {millimetres(sheet.height)} mm", trim)
    left, top = learned.columns.left, learned.rows.top
    if abs(left.value - theme.format.left) > _NEAR:
        yield Entry(("format", "left"), f"{millimetres(left.value)} mm", left)
    if abs(top.value - theme.format.top) > _NEAR:
        yield Entry(("format", "top"), f"{millimetres(top.value)} mm", top)


def _grid(learned: Learned) -> Iterator[Entry]:
    grid, em = learned.theme.grid, _em(learned)
    columns, rows = learned.columns, learned.rows
    if columns.count.value != grid.columns or not columns.count.sure:
        yield Entry(("grid", "columns"), str(columns.count.value), columns.count)
    if abs(columns.measure.value - grid.measure) > _NEAR or not _same_em(learned):
        yield Entry(("grid", "measure"), _ems(columns.measure.value, em), columns.measure)
    if abs(columns.gutter.value - grid.gutter) > _NEAR or not _same_em(learned):
        yield Entry(("grid", "gutter"), _ems(columns.gutter.value, em), columns.gutter)
    if rows.count.value != grid.rows or not rows.count.sure:
        yield Entry(("grid", "rows"), str(int(rows.count.value)), rows.count)
    if abs(rows.leading.value - grid.leading) > _NEAR:
        yield Entry(("grid", "leading"), f"{points(rows.leading.value)} pt", rows.leading)


def _press(learned: Learned) -> Iterator[Entry]:
    bleed = learned.bleed
    if bleed is not None and abs(bleed.value - learned.theme.press.bleed) > _NEAR:
        yield Entry(("press", "bleed"), f"{millimetres(bleed.value)} mm", bleed)


def _inks(learned: Learned) -> Iterator[Entry]:
    inks = learned.furniture.inks
    for name in ("accent", "tint", "frame", "hairline", "banner"):
        found = inks.get(name)
        if found is not None and not _alike(found.value, learned.theme.inks[name]):
            yield Entry(("inks", name), ink_text(found.value, learned if name != "accent" else None), found)


def _styles(learned: Learned) -> Iterator[Entry]:
    for name, usual in learned.theme.styles.items():
        yield from _style(learned, name, usual)


def _style(learned: Learned, name: str, usual: TextStyle) -> Iterator[Entry]:
    seen = learned.styles.get(name)
    grid, leading = learned.theme.grid, float(learned.rows.leading.value)
    size = seen.get("size") if seen is not None else None
    new = usual.size
    if seen is not None:
        font, align, ink = seen.get("font"), seen.get("align"), seen.get("ink")
        if font is not None and font.value != usual.font:
            yield Entry(("styles", name, "font"), font.value, font)
    else:
        font = align = ink = None
    if size is not None and abs(size.value - usual.size) > _NEAR:
        new = float(size.value)
        yield Entry(("styles", name, "size"), f"{points(new)} pt", size)
    if name not in _LIKE_BODY:
        yield from _leading(learned, name, usual, new, grid.leading, leading)
    if usual.smallest:
        yield from _smallest(learned, name, usual, new)
    if seen is None:
        return
    indent = seen.get("indent")
    if indent is not None and abs(indent.value - usual.indent) > 0.2:
        yield Entry(("styles", name, "indent"), points(indent.value), indent)
    if align is not None and align.value != usual.align:
        yield Entry(("styles", name, "align"), align.value, align)
    if ink is not None and not _alike(ink.value, _ink_of(learned, usual)):
        yield Entry(("styles", name, "ink"), ink_text(ink.value, learned), ink)


def _leading(learned: Learned, name: str, usual: TextStyle, size: float, row: float, leading: float) -> Iterator[Entry]:
    seen = learned.styles.get(name)
    found = seen.get("leading") if seen is not None else None
    if name == "body":
        if abs(leading - usual.leading) > _NEAR:
            yield Entry(("styles", name, "leading"), f"{points(leading)} pt", learned.rows.leading)
    elif found is not None:
        # Of heads it is counted in their own size, of captions in points.
        exact = found.value if name == "caption" else found.value * size
        if abs(exact - usual.leading) > _NEAR:
            yield Entry(
                ("styles", name, "leading"), f"{points(exact)} pt", found, "", 1.0 if name == "caption" else size
            )
    elif name in _ON_ROWS and abs(usual.leading - row) < _NEAR:
        if abs(leading - usual.leading) > _NEAR:
            yield Entry(("styles", name, "leading"), f"{points(leading)} pt", None, "reckoned_row")
    elif abs(size - usual.size) > _NEAR:
        scaled = round(usual.leading * size / usual.size * 2) / 2
        yield Entry(("styles", name, "leading"), f"{points(max(scaled, size))} pt", None, "reckoned_leading")


def _smallest(learned: Learned, name: str, usual: TextStyle, size: float) -> Iterator[Entry]:
    seen = learned.styles.get(name)
    found = seen.get("smallest") if seen is not None else None
    scaled = usual.smallest if abs(size - usual.size) <= _NEAR else round(usual.smallest * size / usual.size * 2) / 2
    if found is not None and found.value < min(scaled, size) - _NEAR:
        yield Entry(("styles", name, "smallest"), f"{points(found.value)} pt", found)
    elif abs(scaled - usual.smallest) > _NEAR:
        yield Entry(("styles", name, "smallest"), f"{points(min(scaled, size))} pt", None, "reckoned_smallest")


def _numbers(learned: Learned) -> Iterator[Entry]:
    theme = learned.theme
    for name, found in learned.furniture.numbers.items():
        usual = theme.numbers[name]
        if name == "nameplate_rows":  # as measured, whatever the name
            yield Entry(("numbers", "nameplate_least"), points(found.value), found)
            yield Entry(("numbers", "nameplate_grown"), "1", found)
        bare = name in ("nameplate_rows", "banner_rows", "ear_width")
        near = 0.01 if name == "ear_width" else 0.1 if bare or name == "folio_rise" else 0.04
        if abs(found.value - usual) > near:
            yield Entry(("numbers", name), points(found.value) if bare else f"{points(found.value)} pt", found)


def _words(learned: Learned) -> Iterator[Entry]:
    for name, found in learned.furniture.words.items():
        if found.value != learned.theme.words[name]:
            yield Entry(("words", name), found.value, found)


# Values as they are typed


def points(number: float) -> str:
    """Tenths where the number is one but for the noise of a file, else hundredths."""
    near = round(number, 1)
    return f"{near if abs(near - number) < 0.012 else round(number, 2):.2f}".rstrip("0").rstrip(".")


def millimetres(length: float) -> str:
    """Of a length in points: tenths where it is one but for the noise of a file, else hundredths."""
    exact = length / MM
    near = round(exact, 1)
    return f"{near if abs(near - exact) < 0.008 else round(exact, 2):.2f}".rstrip("0").rstrip(".")


def _ems(length: float, em: float) -> str:
    count = length / em
    return f"{points(count)} em" if abs(count - round(count, 1)) < 0.004 else f"{points(length)} pt"


def _em(learned: Learned) -> float:
    return float(learned.styles["body"].values["size"].value)


def _same_em(learned: Learned) -> bool:
    """Whether the theme's lengths in em stay what they are."""
    return abs(_em(learned) - learned.theme.styles["body"].size) <= _NEAR


def ink_text(ink: Ink, learned: Learned | None) -> Any:
    """Parts in per cent (M 100 Y 100), a name where the paper has one for it, a list for a spot ink."""
    if _alike(ink, BLACK):
        return "black"
    if _alike(ink, PAPER):
        return "paper"
    accent = learned.furniture.inks.get("accent") if learned is not None else None
    if accent is not None and _alike(ink, accent.value):
        return "accent"
    parts = [round(100 * part) for part in (ink.cyan, ink.magenta, ink.yellow, ink.black)]
    if ink.spot:
        if accent is not None and accent.value.spot == ink.spot and ink.tint < 1:
            return f"accent {round(100 * ink.tint)}%"
        return [ink.spot, *map(str, parts)]
    return " ".join(f"{plate} {part}" for plate, part in zip("CMYK", parts, strict=True) if part) or "paper"


def _alike(one: Ink, other: Ink) -> bool:
    if one.spot != other.spot or abs(one.tint - other.tint) > _FULL:
        return False
    pairs = ((one.cyan, other.cyan), (one.magenta, other.magenta), (one.yellow, other.yellow), (one.black, other.black))
    return all(abs(a - b) <= _FULL for a, b in pairs)


def _ink_of(learned: Learned, style: TextStyle) -> Ink:
    """What a style of the theme prints in once the learned inks stand in for the theme's."""
    theme: Theme = learned.theme
    accent = learned.furniture.inks.get("accent")
    return accent.value if accent is not None and style.ink == theme.inks["accent"] else style.ink


# Keys and comments


def _tables(path: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each key with its table in keys.toml."""
    section, *rest = path
    inner = {
        "styles": ("style_name", "style"),
        "inks": ("ink_name",),
        "numbers": ("number_name",),
        "words": ("word_name",),
    }
    return [("theme", section), *zip(inner.get(section, (section,)), rest, strict=True)]


def _key(table: str, name: str, language: Language) -> str:
    names = keys().get(table, {}).get(name)
    return names[0] if language == "zh" and names else name


def _said(entry: Entry, language: Language, roles: Mapping[str, str]) -> Tree:
    text: Any = entry.text
    if language != "zh" or not isinstance(text, str):
        return text  # type: ignore[no-any-return]
    *_, last = entry.path
    if last in ("font", "latin", "strong"):
        return roles.get(text, text)
    if entry.path[0] == "inks" or last == "ink":
        return _key("ink_name", text, language)
    kind = "border" if last.endswith("_border") else last
    return _key(f"value_{kind}", text, language)


def _behind(entry: Entry, language: Language) -> str:
    words = words_of(language)
    found = entry.measured
    if found is None:
        if entry.note == "read":
            return words["read"]
        return fill(words["reckoned"], (("what", words[entry.note]),)) if entry.note else ""
    text = _evidence(found, words, entry.ratio)
    note = found.note.replace(" ", "_")
    if note and note in words:
        more = fill(words[note], (("high", points(found.high)),))
        text = f"{text}; {more}" if text and language == "en" else f"{text}；{more}" if text else more
    return text if found.sure else f"? {text}"


def _evidence(found: Measured, words: Mapping[str, str], ratio: float = 1.0) -> str:
    if not found.all:
        return ""
    if found.unit == "area":
        return fill(words["share"], (("share", round(100 * found.share)), ("unit", words["area"])))
    of, whole = round(found.of), round(found.all)
    form = "all" if of >= whole > 1 else "one" if whole <= 1 else "of"
    unit = fill(words[found.unit], (("n", whole),))
    text = fill(words[form], (("of", f"{of:,}"), ("all", f"{whole:,}"), ("unit", unit)))
    if found.unit != "pages" and found.pages > 1:
        text += fill(words["on"], (("pages", found.pages),))
    if isinstance(found.value, float) and found.low and points(found.low * ratio) != points(found.high * ratio):
        text += fill(words["spread"], (("low", points(found.low * ratio)), ("high", points(found.high * ratio))))
    return text


def _head(learned: Learned, language: Language, roles: Mapping[str, str]) -> list[str]:
    words = words_of(language)
    comma = "、" if language == "zh" else ", "
    names = comma.join(_key("style_name", name, language) for name in unseen(learned))
    files = comma.join(file.rsplit("/", 1)[-1] for file in learned.files)
    faces = comma.join(
        fill(
            words["face"],
            (("name", face.name), ("role", _role_said(face.role.role, language, roles) or words["no_role"])),
        )
        for face in learned.faces[:16]
    )
    lines = [
        fill(words["head"], (("files", files), ("pages", learned.pages))),
        fill(words["nearest"], (("theme", learned.theme.name),)),
        words["marks"],
        fill(words["faces"], (("faces", faces),)),
    ]
    if names:
        lines.append(fill(words["unseen"], (("theme", learned.theme.name), ("names", names))))
    return [" ".join("".join(c if c.isprintable() else " " for c in line).split(" ")) for line in lines]


def _role_said(role: str, language: Language, roles: Mapping[str, str]) -> str:
    return roles.get(role, role) if language == "zh" else role


@cache
def words_of(language: Language) -> Mapping[str, str]:
    """The words of learning/words.toml by name."""
    import tomllib

    rows: dict[str, dict[str, str]] = tomllib.loads(resource("learning/words.toml").decode("utf-8"))
    return rows[language]
