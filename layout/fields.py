"""Reading the fields of a mapping: keys in English, Chinese or Japanese, strings made into what the field is,
every fault reported.

The names stand in data/keys.toml, keys.zh-Hant.toml and keys.ja.toml, by kind of mapping. A field that cannot be read
is as if it had not been given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Literal, TypeVar

from layout.diagnostics import Diagnostic, Report, did_you_mean, resource, short
from layout.pagenames import page_number
from layout.source import INVISIBLE, Node
from layout.units import length as points

_Value = TypeVar("_Value")
_Default = TypeVar("_Default")
_ROW = re.compile(r'^(?:\[([\w-]+)\]|([\w-]+) = "([^"\n]*)")', re.MULTILINE)
_WANTED = {"mapping": "NP130", "text": "NP132", "list": "NP133"}
# Digits and signs as a Chinese input method types them.
_NARROW = str.maketrans("０１２３４５６７８９．，：－＋％／　", "0123456789.,:-+%/ ") | INVISIBLE
_STORY = ("headline", "body", "items")
Tongue = Literal["zh", "zh-Hant", "ja"]
"""In what keys may be written besides English."""
_TABLES: Mapping[Tongue, str] = {"zh": "keys.toml", "zh-Hant": "keys.zh-Hant.toml", "ja": "keys.ja.toml"}
_BLOCKS = {"issue": "issue 期", "page": "page 版", "story": "story 稿", "picture": "picture 图"}


@cache
def keys(tongue: Tongue = "zh") -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Kind of mapping → English name → its names in a tongue, the usual one first. Where a table of Traditional names
    says nothing, the Simplified ones stand in, and English where one of Japanese does not."""
    own = _table(_TABLES[tongue])
    if tongue == "zh":
        return own
    return {
        kind: {
            name: own.get(kind, {}).get(name) or (chinese if tongue == "zh-Hant" else (name,))
            for name, chinese in rows.items()
        }
        for kind, rows in keys().items()
    }


@cache
def names(kind: str) -> Mapping[str, str]:
    """Every name of a kind, in every tongue → the English one."""
    return {other: name for name in keys()[kind] for other in (name, *spellings(kind, name))}


@cache
def spellings(kind: str, name: str) -> tuple[str, ...]:
    """A key's names but the English one: Simplified, Traditional, Japanese, each once."""
    return tuple(
        dict.fromkeys(
            other
            for tongue in _TABLES
            for other in _table(_TABLES[tongue]).get(kind, {}).get(name, ())
            if other != name
        )
    )


def tongue_of(language: str) -> Tongue:
    """The tongue of the names that stand in copy of a language (BCP 47)."""
    return "ja" if language == "ja" else "zh-Hant" if language.startswith("zh-Hant") else "zh"


@cache
def tongues_of(typed: str) -> frozenset[Tongue]:
    """The tongues that have a name, whatever the kind."""
    return frozenset(
        tongue
        for tongue, file in _TABLES.items()
        if any(typed in others for rows in _table(file).values() for others in rows.values())
    )


@cache
def _table(file: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """A file of names. Read by a pattern: tomllib would take 6 ms of every run."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for match in _ROW.finditer(resource(file).decode("utf-8")):
        if match[1]:
            rows = tables[match[1]] = {}
        else:
            rows[match[2]] = tuple(match[3].split())
    return tables


def narrow(text: str) -> str:
    """Full-width digits, signs and blanks as half-width ones, for numbers and dates; never for copy."""
    return text.translate(_NARROW).strip()


def blank(node: Node) -> bool:
    """True for a key with nothing behind it: as good as not given."""
    return node.kind == "scalar" and not node.value.strip()


class Fields:
    """The fields of one mapping. kind: its table in keys.toml. Asking gives the value or the default,
    and reports faults."""

    __slots__ = ("_found", "keys", "kind", "node", "report")

    def __init__(self, node: Node, kind: str, report: Report) -> None:
        self.node, self.kind, self.report = node, kind, report
        self._found: dict[str, Node] = {}
        self.keys: dict[str, Node] = {}
        if node.kind != "mapping":
            wrong_kind(node, "mapping", report)
            return
        known = names(kind)
        for key, value in node.pairs:
            name = known.get(key.value) or known.get(key.value.strip().casefold().replace("-", "_"))
            if name is None:
                near = None if report.crowded(key.span.file, "1") else did_you_mean(key.value, known)
                hint = _why_unknown(kind, key, value) or ("nearest" if near else "hint")
                owner = _BLOCKS.get(hint, "")
                report.add(
                    "NP131",
                    key.span,
                    hint="elsewhere" if owner else hint,
                    key=short(key.value),
                    nearest=near,
                    known=_known(kind),
                    owner=owner,
                )
            elif name in self.keys:
                report.add("NP102", key.span, others=(("first", self.keys[name].span),), key=key.value)
            else:
                self.keys[name] = key
                if not blank(value):
                    self._found[name] = value

    def __contains__(self, key: str) -> bool:
        return key in self._found

    @property
    def whole_block(self) -> bool:
        """Whether every key was understood and no fault of YAML stands in the block:
        only then may a key be called missing."""
        pairs = self.node.pairs
        return (
            self.node.kind == "mapping"
            and len(self.keys) == len(pairs)
            and not any("!" in (key.style, value.style) for key, value in pairs)
        )

    def node_of(self, key: str) -> Node | None:
        """The value's node; None when the key is not given or has nothing behind it."""
        return self._found.get(key)

    def require(self, key: str) -> Node | None:
        """As node_of, and NP139 when there is none."""
        found = self._found.get(key)
        if found is None and self.whole_block:
            at = self.keys[key].span if key in self.keys else self.node.span
            self.report.add("NP139", at, key=key, chinese=keys()[self.kind][key][0])
        return found

    def require_text(self, key: str) -> Node | None:
        """As scalar, and NP139 when there is none."""
        return self.scalar(key) if self.require(key) is not None else None

    def scalar(self, key: str) -> Node | None:
        """The value's node if it is one piece of text, else NP130 and None."""
        node = self._found.get(key)
        if node is not None and node.kind != "scalar":
            wrong_kind(node, "text", self.report)
            return None
        return node

    def text(self, key: str, default: str = "") -> str:
        """The value as typed, less the blanks around it."""
        node = self.scalar(key)
        return default if node is None else node.value.strip()

    def read(
        self, key: str, parse: Callable[[str], _Value], code: str, default: _Default, **values: object
    ) -> _Value | _Default:
        """The value through `parse`, which raises ValueError; that is reported as `code` with `text` and `key`."""
        node = self.scalar(key)
        if node is None or node.style == "!":
            return default
        try:
            return parse(narrow(node.value))
        except ValueError as error:
            shown = (("text", short(node.value)), ("key", self.keys[key].value), *values.items())
            hint = error.args[1] if len(error.args) > 1 else "hint"  # `parse` may know better what to do
            self.report.extend([Diagnostic(code, node.span, shown, hint)])
            return default

    def whole(self, key: str, default: _Default, least: int = 1, most: int = 1000) -> int | _Default:
        """A whole number from `least` to `most`, else NP134."""

        def parse(text: str) -> int:
            if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
                raise ValueError(text)
            return int(text)

        return self.read(key, parse, "NP134", default, least=least, most=most)

    def page(self, key: str, default: _Default) -> int | _Default:
        """A page by its name, 3 or A3: its number; NP134 for what is no number, NP260 for what is no page."""
        named = narrow(self.text(key))
        if not (named[:1].isalpha() and named[1:2].isdigit()):
            return self.whole(key, default)
        return self.read(key, page_number, "NP260", default)

    def flag(self, key: str, default: _Default) -> bool | _Default:
        """Yes or no, in either language, else NP135."""
        return self.read(key, _flag, "NP135", default)

    def length(
        self, key: str, default: float, *, em: float | None = None, row: float | None = None, unit: str | None = None
    ) -> float:
        """Points of a length; em, row: points of one 字 and one 行; unit: of a bare number. Else NP137."""
        return self.read(key, lambda text: points(text, em=em, row=row, default=unit), "NP137", default)

    def choice(self, key: str, default: str, kind: str = "") -> str:
        """One of the values of table `value_<kind>` (the key's own by default) by its English name, else NP136."""
        node = self.scalar(key)
        if node is None:
            return default
        return choice(node, kind or key, self.report, default)

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list; one item alone may stand without dashes, with NP133 for it."""
        node = self._found.get(key)
        if node is None:
            return ()
        if node.kind == "sequence":
            return node.items
        wrong_kind(node, "list", self.report)
        return (node,) if node.kind == "mapping" else ()


def choice(node: Node, kind: str, report: Report, default: str) -> str:
    """The English name of the value typed in `node`, by table `value_<kind>`; NP136 and the default for another."""
    known = names(f"value_{kind}")
    typed = node.value.strip()
    name = known.get(typed) or known.get(narrow(typed).casefold())
    if name is not None:
        return name
    if node.style != "!":
        near = did_you_mean(typed, known)
        hint = "nearest" if near else "hint"
        report.add("NP136", node.span, hint=hint, text=short(typed), nearest=near, known=_known(f"value_{kind}"))
    return default


def wrong_kind(node: Node, wanted: str, report: Report) -> None:
    """NP130, NP132, NP133: another kind of YAML than the field wants.
    Silent where a fault of YAML on the line has said it."""
    if node.style != "!":
        report.add(_WANTED[wanted], node.span, hint=node.kind)


def entries(node: Node, report: Report) -> Iterator[tuple[Node, Node]]:
    """The pairs of a mapping whose keys are names of the editor's own."""
    if node.kind == "mapping":
        yield from node.pairs
    else:
        wrong_kind(node, "mapping", report)


def _why_unknown(kind: str, key: Node, value: Node) -> str:
    """The hint for a key that its place gives away; "" where only its spelling can."""
    if kind in ("issue", "page", "story") and any(names("story").get(each.value) in _STORY for each, _ in value.pairs):
        return "astray"
    if key.value.startswith("-") and key.value.lstrip("-") in names(kind):
        return "dash"
    for other in _BLOCKS:
        if other != kind and kind in _BLOCKS and key.value in names(other):
            return other
    if kind == "issue" and key.value in names("theme"):
        return "paper"
    return "flow" if blank(value) and value.start == value.end == key.end else ""


def _flag(text: str) -> bool:
    name = names("value_flag").get(text.casefold())
    if name is None:
        raise ValueError(text)
    return name == "yes"


@cache
def _known(kind: str) -> str:
    return ", ".join(f"{name} {others[0]}" if others else name for name, others in keys()[kind].items())
