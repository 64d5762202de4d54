"""Everything the program says about an editor's material: one type, from a bad indent to a missing glyph.

The words stand in data/messages/*.toml, English and Chinese side by side, one file a hundred of codes; a stage only
names the code, the place and the values. Stages report and carry on; the public functions raise `LayoutError(report)`
at the end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from layout.pagenames import page_name
from layout.value import replace, value

Severity = Literal["error", "warning", "note"]
"""A note tells what was done that was asked for, and is no fault."""
Language = Literal["en", "zh"]

MOST_TOLD = 200  # nobody reads further before he mends; a file can have 100,000
_OF_COPY = "12345"  # hundreds of codes that count with the copy; of a page or a press there are only so many
_ISSUES = "126"  # hundreds of codes that speak of an issue's pages, by their numbers …
_PAGES = ("page", "other", "to", "number", "left", "right")  # … which are these values
_EXCERPT = 76  # display columns of an excerpt: a terminal's 80 less the bar before it


@value
class Span:
    """A place in a file: line and column count from 1, columns in characters; 0 = unknown.
    length: characters marked."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


NOWHERE = Span("")


@value
class Wording:
    """A value of a message that has words of its own in each language."""

    en: str
    zh: str


@value
class Diagnostic:
    """One fault.

    values: what fills the message's {placeholders}. hint: name of a hint of the code's table (a code has one called
    "hint" by default, which may be missing); others: further places, each with the name of its note.
    """

    code: str
    span: Span
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"
    others: tuple[tuple[str, Span], ...] = ()

    @property
    def severity(self) -> Severity:
        severity: Severity = table(self.code)["severity"]
        return severity

    def message(self, language: Language = "en") -> str:
        return fill(table(self.code)[language], self._spoken(language))

    def advice(self, language: Language = "en") -> str:
        """What to do about it: the hint named, else the code's own; "" where it has none."""
        row = table(self.code)
        hints = row.get(self.hint) or row.get("hint", {})
        return fill(hints.get(language, ""), self._spoken(language))

    def note(self, name: str, language: Language = "en") -> str:
        """The words beside one of `others`."""
        return fill(table(self.code)[name][language], self._spoken(language))

    def _spoken(self, language: Language) -> tuple[tuple[str, object], ...]:
        """The values, each in the language where it has words; pages by their names."""
        named = _PAGES if self.code[2] in _ISSUES else ()
        return tuple(
            (name, page_name(each) if name in named and isinstance(each, int) and each > 0 else _in(each, language))
            for name, each in self.values
        )

    def as_dict(self, language: Language = "en") -> dict[str, object]:
        """What `--format json` prints; line and column are 0 where the place is not known."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "message": self.message(language),
            "hint": self.advice(language),
        }


@dataclass(slots=True)
class Report:
    """What the stages have found so far. The same fault at the same place is kept once.

    Of the errors that a file has in one hundred of codes, and of its warnings, the first MOST_TOLD are kept; NP998 or
    NP999 stands for the others, where the first of them is.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set)
    _told: dict[tuple[str, str, Severity], int] = field(default_factory=dict)
    _others: dict[tuple[str, str, Severity], int] = field(
        default_factory=dict
    )  # where the line that counts them stands

    def add(
        self,
        code: str,
        span: Span,
        /,
        *,
        hint: str = "hint",
        others: tuple[tuple[str, Span], ...] = (),
        **values: object,
    ) -> None:
        self.extend([Diagnostic(code, span, tuple(values.items()), hint, others)])

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self._seen:
                self._seen.add(diagnostic)
                self._keep(diagnostic)

    def _keep(self, diagnostic: Diagnostic) -> None:
        file, hundred = diagnostic.span.file, diagnostic.code[2]
        if not file or hundred not in _OF_COPY:
            self.diagnostics.append(diagnostic)
            return
        kind = file, hundred, diagnostic.severity
        told = self._told[kind] = self._told.get(kind, 0) + 1
        if told <= MOST_TOLD:
            self.diagnostics.append(diagnostic)
            return
        if kind not in self._others:
            self._others[kind] = len(self.diagnostics)
            self.diagnostics.append(diagnostic)
        code = "NP998" if diagnostic.severity == "error" else "NP999"
        values = (("count", told - MOST_TOLD), ("kind", f"NP{hundred}xx"), ("most", MOST_TOLD))
        self.diagnostics[self._others[kind]] = Diagnostic(code, self.diagnostics[self._others[kind]].span, values)

    def crowded(self, file: str, hundred: str) -> bool:
        """Whether no further error with a code of this hundred ("1" …) will be kept for the file:
        no need to look for cures."""
        return self._told.get((file, hundred, "error"), 0) >= MOST_TOLD

    @property
    def failed(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        """By place: file, line, column, then in the order found."""
        spans = [(d.span.file, d.span.line, d.span.column) for d in self.diagnostics]
        return (self.diagnostics[index] for index in sorted(range(len(spans)), key=spans.__getitem__))

    def __len__(self) -> int:
        return len(self.diagnostics)


class LayoutError(Exception):
    """An issue, paper, galley or font set with errors; `report` has them all."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(f"{d.span}: {d.code}: {d.message()}" for d in report if d.severity == "error"))
        self.report = report


# The table of codes


def resource(name: str) -> bytes:
    """A file of layout/data. Raises OSError.

    Through the module's own loader: importlib.resources costs 30 ms of imports, a tenth of a whole build.
    """
    loader: Any = globals()["__loader__"]
    data: bytes = loader.get_data(os.path.join(os.path.dirname(__file__), "data", *name.split("/")))
    return data


def table(code: str) -> Mapping[str, Any]:
    """The row of a code: severity, en, zh, hints and notes by name. Raises KeyError for a code that is not ours."""
    row: Mapping[str, Any] = _hundred(code[2:3])[code]
    return row


def codes() -> Iterator[str]:
    """Every code, in order."""
    for hundred in "123456789":
        yield from sorted(_hundred(hundred))


@cache
def _hundred(digit: str) -> Mapping[str, Any]:
    import tomllib  # only a run with something to say pays for it

    try:
        return tomllib.loads(resource(f"messages/{digit}xx.toml").decode("utf-8"))
    except FileNotFoundError:
        return {}


def _in(given: object, language: Language) -> object:
    return getattr(given, language) if isinstance(given, Wording) else given


def fill(message: str, values: tuple[tuple[str, object], ...] = ()) -> str:
    """A message with its {placeholders} filled. `{rows:row|rows}` is the first word where `rows` is 1, else the second;
    what has no value stays as it is."""
    # Not str.format: copy in the values may hold braces, and a format string must not reach into attributes.
    parts = dict(values)
    first, *pieces = message.split("{")
    filled = [first]
    for piece in pieces:
        named, brace, rest = piece.partition("}")
        name, _, forms = named.partition(":")
        one, stroke, many = forms.partition("|")
        if brace and stroke:
            filled.append((one if str(parts.get(name)) == "1" else many) + rest)
        else:
            filled.append(f"{parts[name]}{rest}" if brace and name in parts else "{" + piece)
    return "".join(filled)


# Words and languages


def language(choice: str | None, environment: Mapping[str, str]) -> Language:
    """The language to speak: `--lang`'s choice, else the locale's (LC_ALL before LC_MESSAGES before LANG),
    else English."""
    named = choice or next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if named.lower().startswith("zh") else "en"


def short(text: str, most: int = 24) -> str:
    """The beginning of a text, to name it by in a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to a mistyped name; None when none is near enough.

    Near = at most one slip (a character left out, put in, changed, or two swapped) for every three characters typed.
    """
    typed = name.strip().casefold()
    best, least = None, max(1, (len(typed) + 1) // 3) + 1
    if len(typed) > 80:  # a sentence in the wrong place is no slip of a name
        return None
    for candidate in candidates:
        known = candidate.casefold()
        if typed == known:
            return candidate
        if abs(len(known) - len(typed)) < least and set(known) & set(typed):
            slips = _slips(typed, known, least)
            if slips < least:
                best, least = candidate, slips
    return best


def _slips(a: str, b: str, enough: int) -> int:
    """Optimal string alignment distance: edits and swaps of neighbours; `enough` for that or more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) >= enough and min(before) >= enough:
            return enough
    return row[-1]


def reason_of(error: BaseException) -> str | Wording:
    """Why the system refused something, in both languages where we have the words; else as it says itself."""
    said = getattr(error, "strerror", None) or str(error)
    known = _reasons().get(said)
    return said if known is None else Wording(said, known)


def why(error: BaseException, language: Language) -> str:
    """The same in one language."""
    said = reason_of(error)
    return getattr(said, language) if isinstance(said, Wording) else said


@cache
def _reasons() -> Mapping[str, str]:
    import tomllib

    return tomllib.loads(resource("reasons.toml").decode("utf-8"))


# Text for people


def _control_forms() -> dict[int, str]:
    """What moves a terminal's cursor, rings, recolours or turns text round, with what is shown for it: the control
    pictures of Unicode for C0 and DEL, else the number."""
    named = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
    unnamed = (
        *range(0x80, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
    return named | {code: f"\\u{code:04x}" for code in unnamed}


_FORMS = _control_forms()
CONTROLS = re.compile(f"[{re.escape(''.join(map(chr, _FORMS)))}]")


def visible(text: str, kept: str = "") -> str:
    """A text with its control characters shown, not obeyed: ␛ for an escape, \\u202e for what would turn the line
    round. kept: those that are meant."""
    if text.isprintable():  # nearly every text, and quickly told
        return text
    return CONTROLS.sub(lambda match: match[0] if match[0] in kept else _FORMS[ord(match[0])], text)


def render(diagnostic: Diagnostic, tongue: Language = "en", line: Callable[[Span], str | None] | None = None) -> str:
    """One fault as text: place, what, the line with a caret under it, what to do, and the other places.

    line: gives the text of a span's line, None where it cannot be shown.
    """
    diagnostic = _shown(diagnostic)
    head = f"{visible(str(diagnostic.span))}: " if diagnostic.span.file else ""
    # The place and the word before the code are the same in every language: editors and scripts look for them.
    text = [f"{head}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message(tongue)}"]
    shown = line(diagnostic.span) if line and diagnostic.span.line else None
    if shown is not None and shown.strip():
        text += [f"   | {part}" for part in excerpt(shown, diagnostic.span)]
    if advice := diagnostic.advice(tongue):
        text.append(f"   = {advice}")
    text += [f"   = {visible(str(span))}: {diagnostic.note(name, tongue)}" for name, span in diagnostic.others]
    return "\n".join(text)


def _shown(diagnostic: Diagnostic) -> Diagnostic:
    """The same with its values visible: what is typed in copy must not write lines of its own."""
    return replace(diagnostic, values=tuple((name, _visible_value(each)) for name, each in diagnostic.values))


def _visible_value(each: object) -> object:
    if isinstance(each, Wording):
        return Wording(visible(each.en), visible(each.zh))
    return visible(each) if isinstance(each, str) else each


def excerpt(line: str, span: Span) -> tuple[str, str]:
    """The line and the carets below it, as wide as the characters they stand under;
    a long line is cut around its place."""
    at = min(max(span.column - 1, 0), len(line))
    marked = max(1, min(span.length, len(line) - at))
    plain = line.replace("\t", " ")
    # Character by character where one takes several places: \\u202e.
    cells = plain if plain.isprintable() else [visible(character) for character in plain]
    first, shown = 0, "".join(cells)
    last = len(cells)
    if _columns(shown) > _EXCERPT:
        first = last = max(0, at - 20)
        width = 2
        while last < len(cells) and width < _EXCERPT:
            width += _columns(cells[last])
            last += 1
        shown = ("…" if first else "") + "".join(cells[first:last]) + ("…" if last < len(cells) else "")
    lead = _columns("".join(cells[first:at])) + (1 if first else 0)
    carets = max(1, _columns("".join(cells[at : min(last, at + marked)])))
    return shown, " " * lead + "^" * carets


def _columns(text: str) -> int:
    """Columns of a terminal that the text takes: two for wide and full-width characters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def explain(code: str, tongue: Language = "en") -> str:
    """The paragraph `layout explain` prints. Raises KeyError for a code that is not ours."""
    row = table(code)
    return f"{code} ({row['severity']}): {fill(row[tongue])}\n\n{row['explain'][tongue]}"


def codes_page() -> str:
    """docs/codes.md: every code in both languages."""
    lines = [
        "# The codes",
        "",
        "Made from `layout/data/messages/*.toml` by `python -m layout.diagnostics`; "
        "the same words as `layout explain CODE`.",
        "由 `layout/data/messages/*.toml` 生成，与 `layout explain 代码` 所说的相同。",
    ]
    for code in codes():
        row = table(code)
        lines += ["", f"## {code} ({row['severity']})", ""]
        for tongue in ("en", "zh"):
            lines += [f"**{fill(row[tongue])}**", "", row["explain"][tongue], ""]
        lines.pop()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(codes_page(), end="")
