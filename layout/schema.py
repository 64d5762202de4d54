"""JSON Schema of an issue and of a paper, so that an editor of text completes keys and values, shows what they mean and
marks slips while they are typed.

Made of data/keys.toml (names) and data/values.toml (kinds of value, words): nothing is known here a second time. Draft
7, the newest that the YAML extension of VS Code reads. What the program reads, the schema accepts: keys and choices in
any language and any case, numbers as text, and a key with nothing behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from layout.diagnostics import resource
from layout.fields import keys, spellings
from layout.pagenames import SECTION
from layout.theme import BUILT_IN, MOST
from layout.value import value

Which = Literal["issue", "paper"]
FOLDER = ".layout"  # beside the issue: what an editor reads and nobody need look at
_ROOTS = {"issue": "issue", "paper": "theme"}
_TITLES = {"issue": "An issue of a newspaper 一期报纸", "paper": "The house style of a newspaper 报纸的样子"}
_NESTED = ("block", "list", "map", "entries")  # kinds of value that have mappings in them
_BLANK = r"\s*"
_DIGITS = "[0-9０-９]"
_NUMBER = r"(?:[0-9０-９]+(?:[.．][0-9０-９]*)?|[.．][0-9０-９]+)"
_UNITS = "mm|cm|in|pt|Q|q|em|字|rows?|行|毫米|厘米|点|磅"
_HAO = "初号|小初|[一二三四五六七]号|小[一二三四五六]"
_OF_SECTION = "0*[1-9１-９]" + _DIGITS + "{0,2}"  # 1 … 999
_PAGE = f"0*1000|{_OF_SECTION}|[A-Za-zＡ-Ｚａ-ｚ]{_OF_SECTION}"
_PAGE_OR_RANGE = rf"(?:{_PAGE})(?:\s*[-－–—至]\s*(?:{_PAGE}))?"
_PAGES = rf"{_PAGE_OR_RANGE}(?:[\s,，、]+{_PAGE_OR_RANGE})*"
_TWO = f"{_DIGITS}{{1,2}}"
_DATE = rf"{_DIGITS}{{4}}(?:[-/.－．]{_TWO}[-/.－．]{_TWO}|\s*年\s*{_TWO}\s*月\s*{_TWO}\s*日?)(?:[ T].*)?"
Schema = dict[str, Any]


@value
class Holds:
    """What a key holds. kinds: of value, one will do; wanted: the block wants the key; en, zh: what is said of it."""

    kinds: tuple[tuple[str, ...], ...]
    wanted: bool
    en: str
    zh: str


@cache
def held() -> Mapping[str, Mapping[str, Holds]]:
    """Kind of mapping → English name of a key → what it holds."""
    import tomllib

    rows = tomllib.loads(resource("values.toml").decode("utf-8"))
    return {kind: {name: _holds(row) for name, row in names.items()} for kind, names in rows.items()}


@cache
def kind_below(kind: str, name: str, is_mapping: bool) -> str:
    """The kind of mapping that stands behind a key, or as the items of a list there; "" = none. A * before it: behind
    each name of a mapping of names of one's own. is_mapping: what is typed is a mapping and no list, which tells them
    apart where both may be."""
    behind = [words for words in held()[kind][name].kinds if words[0] in _NESTED and words[1] in held()]
    block = [words for words in behind if words[0] == "block"] if is_mapping else []
    return next((f"*{inner}" if how == "map" else inner for how, inner in (*block, *behind)), "")


def file_name(which: Which) -> str:
    """Of a schema, in FOLDER."""
    return f"{which}.schema.json"


def modeline(which: Which, up: str = "") -> str:
    """The comment, without its #, by which an editor finds the schema of the file it stands in. up: from that file's
    folder to the paper's: "" or "../"."""
    return f"yaml-language-server: $schema={up}{FOLDER}/{file_name(which)}"


def schema_bytes(which: Which) -> bytes:
    return (json.dumps(schema(which), ensure_ascii=False, indent=1) + "\n").encode()


def schema(which: Which) -> Schema:
    """The schema of an issue or of a paper.yaml."""
    root = _ROOTS[which]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": _TITLES[which],
        "$ref": f"#/definitions/{root}",
        "definitions": {kind: _block(kind) for kind in _reached(root)}
        | {f"value_{table}": _values(table) for table in _tables(root)},
    }


def _holds(row: str) -> Holds:
    kinds, en, zh = (part.strip() for part in row.split(" | "))
    wanted = kinds.endswith("!")
    alternatives = kinds.removesuffix("!").split(" or ")
    return Holds(tuple(tuple(each.split()) for each in alternatives), wanted, en, zh)


def _reached(root: str) -> list[str]:
    """The kinds of mapping that a root has within it, itself first."""
    found = [root]
    for kind in found:
        for holds in held()[kind].values():
            for name, *rest in holds.kinds:
                if name in _NESTED and rest[0] in held() and rest[0] not in found:
                    found.append(rest[0])
    return found


def _tables(root: str) -> list[str]:
    """The tables of choices that a root has within it."""
    kinds = [kind for block in _reached(root) for holds in held()[block].values() for kind in holds.kinds]
    found = {words[0] if words else "flag" for name, *words in kinds if name in ("choice", "flag")}
    if ("named", "word") in kinds:
        found |= {table for name in keys()["word_name"] if (table := _table_of(name))}
    return sorted(found)


# -- blocks ----------------------------------------------------------------------------------------------------------


def _block(kind: str) -> Schema:
    properties: Schema = {}
    patterns: Schema = {}
    for name in keys()[kind]:
        holds = held()[kind][name]
        content = _content(holds)
        for typed in _both(kind, name):
            said = (holds.en, holds.zh) if typed == name else (holds.zh, holds.en)
            properties[typed] = {"description": " · ".join(said), **content}
        patterns[f"^{_BLANK}{_any_case(name)}{_BLANK}$"] = content
    wanted = [name for name, holds in held()[kind].items() if holds.wanted]
    return {
        "type": ["object", "string", "null"],
        "pattern": f"^{_BLANK}$",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": False,
        **({"allOf": [_has(kind, name) for name in wanted]} if wanted else {}),
    }


def _has(kind: str, name: str) -> Schema:
    """A block has a key, by whichever of its names; a block with nothing in it is none."""
    names = _both(kind, name)
    other_case = {"not": {"propertyNames": {"not": {"pattern": f"^{_BLANK}{_any_case(name)}{_BLANK}$"}}}}
    ways = [*({"required": [each]} for each in names), other_case, {"type": ["string", "null"]}]
    return {"anyOf": ways}


def _any_case(name: str) -> str:
    """A pattern of a name in any case; a hyphen is as good as a low line."""
    return "".join(
        f"[{letter.lower()}{letter.upper()}]" if letter.isascii() and letter.isalpha() else _plain(letter)
        for letter in name
    )


def _plain(letter: str) -> str:
    return "[-_]" if letter in "-_" else re.escape(letter)


# -- values ----------------------------------------------------------------------------------------------------------


def _content(holds: Holds) -> Schema:
    found = [_value(*kind) for kind in holds.kinds]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _value(kind: str, *words: str) -> Schema:
    match kind:
        case "text":
            return {"type": ["string", "number", "boolean", "null"]}
        case "texts":
            return {
                "type": ["string", "number", "boolean", "array", "null"],
                "items": {"type": ["string", "number", "boolean", "null"]},
            }
        case "whole":
            return _whole(int(words[0]), int(words[1]))
        case "page":
            return {**_whole(1, SECTION), "pattern": _pattern(_PAGE)["pattern"]}
        case "flag" | "choice":
            return {"$ref": f"#/definitions/value_{words[0] if words else 'flag'}"}
        case "block":
            return {"$ref": f"#/definitions/{words[0]}"}
        case "list":
            return {"type": ["array", "string", "null"], "pattern": f"^{_BLANK}$", "items": _item(words[0])}
        case "entries":
            entry = {"anyOf": [_value("text"), {"$ref": f"#/definitions/{words[0]}"}]}
            return {"type": ["string", "number", "boolean", "array", "null"], "items": entry}
        case "page_list":
            item = {
                "type": ["integer", "string", "null"],
                "minimum": 1,
                "maximum": SECTION,
                "pattern": _pattern(_PAGES)["pattern"],
            }
            listed = rf"(?:{_PAGES}|{'|'.join(map(_any_case, _listed('value_pages')))})"
            return {
                "type": ["integer", "string", "array", "null"],
                "minimum": 1,
                "maximum": SECTION,
                "pattern": f"^{_BLANK}(?:{listed})?{_BLANK}$",
                "items": item,
            }
        case "map":
            return _map(words[0])
        case "named":
            return _named(words[0])
        case "cells":
            cell = {"type": ["string", "number", "boolean", "null"]}
            row = {"type": ["string", "number", "boolean", "array", "null"], "items": cell}
            return {"type": ["array", "string", "null"], "pattern": f"^{_BLANK}$", "items": row}
        case "ink":
            parts = {"type": ["number", "string"]}
            return {"type": ["string", "array", "null"], "items": parts, "minItems": 4, "maxItems": 5}
        case "extends":
            return {"anyOf": [{"enum": list(BUILT_IN)}, _pattern(r".*\.ya?ml")]}
        case "length" | "ems":
            return _length(bare=bool(words) or kind == "ems", percent=kind == "ems")
        case _:
            return _pattern(_PATTERNS[kind])


_PATTERNS = {
    "date": _DATE,
    "share": rf"{_NUMBER}\s*[%％]?",
    "focus": rf"{_NUMBER}\s*[%％]?[\s,，]+{_NUMBER}\s*[%％]?",
    "trim": rf"{_NUMBER}\s*[^\d\s.x×*]*\s*[x×*]\s*{_NUMBER}\s*[^\d\s.]*",
    "pages": rf"[A-Za-zＡ-Ｚａ-ｚ]?{_DIGITS}{{1,4}}\s*(?:[-－–—、,，]|至)\s*[A-Za-zＡ-Ｚａ-ｚ]?{_DIGITS}{{1,4}}",
    "weight": rf"{_NUMBER}\s*(?:g|g/m2|g/m²|gsm|克)?",
    "sections": rf"{_DIGITS}{{1,3}}(?:\s*[+＋]\s*{_DIGITS}{{1,3}})*",
}


def _pattern(pattern: str) -> Schema:
    """Text of that form, or none; a number may be typed bare."""
    return {"type": ["string", "number", "null"], "pattern": f"^{_BLANK}(?:{pattern})?{_BLANK}$"}


def _item(kind: str) -> Schema:
    """An item of a list: a block with something in it."""
    return {"allOf": [{"$ref": f"#/definitions/{kind}"}, {"type": "object"}]}


def _whole(least: int, most: int) -> Schema:
    return {
        "type": ["integer", "string", "null"],
        "minimum": least,
        "maximum": most,
        "pattern": f"^{_BLANK}(?:{_DIGITS}{{1,9}})?{_BLANK}$",
    }


def _values(table: str) -> Schema:
    """The values of a table, listed in both languages; besides them in any case."""
    names = [name for english in keys()[f"value_{table}"] for name in _both(f"value_{table}", english)]
    listed: list[Any] = [*names, *((True, False) if table == "flag" else ())]
    written = "|".join(_any_case(name).replace("[-_]", "-") for name in names)
    return {"anyOf": [{"enum": listed}, {"type": ["string", "null"], "pattern": f"^{_BLANK}(?:{written})?{_BLANK}$"}]}


def _length(bare: bool, percent: bool = False) -> Schema:
    """bare: whether a number without a unit is a length; 0 always is."""
    units = _UNITS + "|[%％]" if percent else _UNITS
    unit = f"(?:{units})" + ("?" if bare else "")
    zero = "" if bare else r"|[0０]+(?:[.．][0０]*)?"
    form: Schema = {
        "type": ["string", "number", "null"],
        "pattern": f"^{_BLANK}(?:[-+－＋]?{_NUMBER}\\s*{unit}|{_HAO}{zero})?{_BLANK}$",
    }
    return form if bare else form | {"minimum": 0, "maximum": 0}


def _map(kind: str) -> Schema:
    """Blocks under names of one's own; of styles and inks those of the built-in ones are listed."""
    content = {"$ref": f"#/definitions/{kind}"} if kind in held() else _value(kind)
    listed = dict.fromkeys(_listed(f"{kind}_name"), content)
    return {
        "type": ["object", "string", "null"],
        "pattern": f"^{_BLANK}$",
        **({"properties": listed} if listed else {}),
        "additionalProperties": content,
    }


def _named(kind: str) -> Schema:
    """Measures or wordings: no others than keys.toml has."""
    properties = {
        typed: _named_value(kind, name) for name in keys()[f"{kind}_name"] for typed in _both(f"{kind}_name", name)
    }
    return {
        "type": ["object", "string", "null"],
        "pattern": f"^{_BLANK}$",
        "properties": properties,
        "additionalProperties": False,
    }


def _named_value(kind: str, name: str) -> Schema:
    if kind == "number":
        if name in MOST:
            return _whole(0, MOST[name])
        return {
            "type": ["number", "string", "null"],
            "pattern": f"^{_BLANK}(?:{_NUMBER}\\s*(?:{_UNITS}|[%％])?)?{_BLANK}$",
        }
    table = _table_of(name)
    return {"$ref": f"#/definitions/value_{table}"} if table else _value("text")


def _table_of(word: str) -> str:
    """The table of choices of a wording; "" = any words."""
    table = "border" if word.endswith(("_border", "_rule")) else word
    return table if f"value_{table}" in keys() else ""


def _listed(table: str) -> Iterator[str]:
    for name in keys().get(table, {}):
        yield from _both(table, name)


def _both(kind: str, name: str) -> tuple[str, ...]:
    """A name in every tongue."""
    return (name, *spellings(kind, name))


__all__ = ["FOLDER", "Holds", "Which", "file_name", "held", "kind_below", "modeline", "schema", "schema_bytes"]
