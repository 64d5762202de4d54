"""Presses by name: standard, profile, ink limits, bleed, marks, file names,
from data/presses.toml or a printer's own file.

A press is what a finished page is measured against and what a print job is made for. Ours are a newsprint press by
default, one for old RIPs, and one for coated paper; a printer's own file says what differs from newsprint.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from layout.diagnostics import did_you_mean, resource
from layout.units import MM
from layout.value import value

DEFAULT = "newsprint"
Pair = tuple[float, float]


@value
class Press:
    """What a printer wants. Shares of ink are per cent; bleed, type sizes and lines are points;
    pairs are (warn, error).

    sheet_inks: inks on the two sides of each sheet that it can print, the last of every further one; () = not said.
    profile: file of layout/data/icc, or a path; "" = none comes with the program. naming: a page file's name with
    `_FIELDS` in it. ascii_names: names have no other characters. titles: what the press is, English and Chinese.

    ink_zones: keys of the ink fountain, ink_zone_width: points each, 0 = the sheet's width over them; zone_1: the hand
    it lies on, seen from the printed side, front and back; ink_offset: points the sheet's middle lies right of the
    zones' middle, on the front; sheet: points, (0, 0) = the flat with its marks.

    screen: lines an inch; angles: degrees by ink; dot: its shape; plate_dpi, plate_box: of the one-bit
    plates, the part of a page or form that is exposed; plate_naming: a plate's name.

    form: pages on one side of a form; fold, run: how a web press folds it, and what lies round its cylinder.
    """

    name: str
    titles: tuple[str, str]
    standard: str
    profile: str
    condition: str
    tac: Pair
    ppi: Pair
    bitmap: Pair
    resample: float
    rich_black: float
    bleed: float
    marks: bool
    black: str
    black_text: float
    black_line: float
    one_ink_text: float
    fine_line: float
    reversed_text: float
    spots: tuple[str, ...]
    naming: str
    sheet_inks: tuple[tuple[int, int], ...]
    ascii_names: bool
    ink_zones: int
    ink_zone_width: float
    zone_1: tuple[str, str]
    ink_offset: float
    sheet: Pair
    screen: float
    angles: tuple[tuple[str, float], ...]
    dot: str
    plate_dpi: int
    plate_box: str
    plate_naming: str
    form: int
    fold: str
    run: str

    def profile_bytes(self, read: Callable[[str], bytes] | None = None) -> bytes:
        """The ICC profile; b"" where the press has none to give. read: files by path. Raises OSError."""
        if not self.profile:
            return b""
        if os.path.basename(self.profile) == self.profile:
            try:
                return resource(f"icc/{self.profile}")
            except FileNotFoundError:
                pass
        if read is not None:
            return read(self.profile)
        with open(self.profile, "rb") as file:
            return file.read()


def names() -> tuple[str, ...]:
    """The presses that come with the program."""
    return tuple(_ours())


def press(name: str = DEFAULT, read: Callable[[str], bytes] | None = None) -> Press:
    """A press by its name, or by the path of a press file (ending in .toml).

    Raises ValueError with a plain reason, or OSError when the file cannot be read.
    """
    if not name.endswith(".toml"):
        if name not in _ours():
            near = did_you_mean(name, _ours())
            raise ValueError(
                f"no press called “{name}”; " + (f"“{near}”?" if near else "there are " + ", ".join(_ours()))
            )
        return _made(name, _ours()[name])
    if read is None:
        with open(name, "rb") as file:
            data = file.read()
    else:
        data = read(name)
    return from_toml(data, name)


def from_toml(data: bytes, name: str) -> Press:
    """A printer's own press; a relative profile stands beside the file. Raises ValueError with a plain reason."""
    import tomllib

    try:
        row = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    like = row.pop("like", DEFAULT)
    if like not in _ours():
        raise ValueError(f"{name}: no press called “{like}”")
    made = _made(os.path.splitext(os.path.basename(name))[0], _ours()[like] | row)
    if "profile" in row and made.profile and not os.path.isabs(made.profile) and made.profile not in _BUNDLED:
        beside = os.path.join(os.path.dirname(name), made.profile)
        return _made(made.name, _ours()[like] | row | {"profile": beside})
    return made


_BUNDLED = ("SNAP_TR002.icc",)
_SIDES = re.compile(r"[1-8]/[1-8]")
_PAIRS = ("tac", "ppi", "bitmap", "sheet")
_NUMBERS = (
    *("resample", "rich_black", "bleed", "black_text", "black_line"),
    *("one_ink_text", "fine_line", "reversed_text", "ink_zone_width", "screen"),
)
_SIGNED = ("ink_offset",)
_MILLIMETRES = ("bleed", "ink_zone_width", "ink_offset")  # points in a Press
_HANDS = ("left", "right")
_CHOICES = {
    "standard": ("x-4", "x-1a"),
    "black": ("overprint", "any"),
    "dot": ("round", "ellipse"),
    "plate_box": ("trim", "bleed", "media"),
    "fold": ("broadsheet", "tabloid", "quarterfold"),
    "run": ("straight", "collect"),
}
_WHOLE = {"ink_zones": (1, 200), "plate_dpi": (600, 5080), "form": (2, 16)}
_ON_A_RIBBON = {"broadsheet": 2, "tabloid": 4, "quarterfold": 8}  # pages on one side, less than which no fold makes
_INKS = ("Cyan", "Magenta", "Yellow", "Black")
_FLAGS = ("marks", "ascii_names")
_TEXTS = ("en", "zh", "profile", "condition")
_FIELDS = ("paper", "code", "date", "yymmdd", "mmdd", "number", "edition", "page", "section")
_OF_PLATES = ("colour", "sheet", "side")
_KEYS = (
    *_PAIRS,
    *_NUMBERS,
    *_SIGNED,
    *_CHOICES,
    *_TEXTS,
    *_FLAGS,
    *_WHOLE,
    "naming",
    "plate_naming",
    "spots",
    "zone_1",
    "sheet_inks",
    "angles",
)


@cache
def _ours() -> dict[str, dict[str, Any]]:
    import tomllib

    rows = tomllib.loads(resource("presses.toml").decode("utf-8"))
    return {name: rows[DEFAULT] | row for name, row in rows.items()}


def _made(name: str, row: dict[str, Any]) -> Press:
    for key, given in row.items():
        if not _fits(key, given):
            known = did_you_mean(key, _KEYS)
            raise ValueError(
                f"press {name}: {key} = {given!r} cannot be used" + (f"; “{known}”?" if known != key and known else "")
            )
    plain = {key: given for key, given in row.items() if key not in ("en", "zh")}
    plain |= {key: (float(row[key][0]), float(row[key][1])) for key in _PAIRS}
    plain |= {key: float(row[key]) for key in (*_NUMBERS, *_SIGNED)}
    plain |= {key: row[key] * MM for key in _MILLIMETRES}
    plain |= {key: tuple(row[key]) for key in ("spots", "zone_1")}
    plain["angles"] = tuple((ink, float(row["angles"][ink])) for ink in _INKS)
    plain["sheet"] = (row["sheet"][0] * MM, row["sheet"][1] * MM)
    least = _ON_A_RIBBON[row["fold"]] * (2 if row["run"] == "collect" else 1)
    if row["form"] % least:
        said = f"form = {row['form']} with fold = {row['fold']!r} and run = {row['run']!r}"
        raise ValueError(f"press {name}: {said} cannot be used; a form has {least} pages a side, or a multiple")
    plain["sheet_inks"] = tuple((int(pair[0]), int(pair[2])) for pair in row["sheet_inks"])
    return Press(name=name, titles=(row["en"], row["zh"]), **plain)


def _fits(key: str, given: object) -> bool:
    if key in _PAIRS:
        return isinstance(given, list) and len(given) == 2 and all(_is_number(each) for each in given)
    if key in _NUMBERS:
        return _is_number(given) and cast(float, given) >= 0
    if key in _SIGNED:
        return _is_number(given)
    if key in _WHOLE:
        least, most = _WHOLE[key]
        return isinstance(given, int) and not isinstance(given, bool) and least <= given <= most
    if key == "angles":
        return isinstance(given, dict) and set(given) == set(_INKS) and all(map(_is_number, given.values()))
    if key == "zone_1":
        return isinstance(given, list) and len(given) == 2 and all(each in _HANDS for each in given)
    if key in _CHOICES:
        return given in _CHOICES[key]
    if key == "naming":
        return isinstance(given, str) and _fields(given) <= set(_FIELDS)
    if key == "plate_naming":
        made = _fields(given) if isinstance(given, str) else set()
        return made <= {*_FIELDS, *_OF_PLATES} and "colour" in made and ("page" in made) != ("sheet" in made)
    if key in _FLAGS:
        return isinstance(given, bool)
    if key == "sheet_inks":
        return isinstance(given, list) and all(isinstance(each, str) and _SIDES.fullmatch(each) for each in given)
    if key == "spots":
        return isinstance(given, list) and all(isinstance(each, str) for each in given)
    return key in _TEXTS and isinstance(given, str)


def _fields(pattern: str) -> set[str]:
    return set(re.findall(r"\{(.*?)\}", pattern))


def _is_number(given: object) -> bool:
    return isinstance(given, (int, float)) and not isinstance(given, bool)
