"""A number or date as a cell of a spreadsheet shows it, by its number format (ECMA-376-1 §18.8.30–31).

What a paper's tables use is known: digits, thousands, per cents, money, dates and times with Chinese words. Anything
else is shown as it is stored, and said to be.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DATE_TOKEN = re.compile(r"y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|a{3,4}|am/pm|a/p|上午/下午|\.0+", re.IGNORECASE)
_NUMBER = re.compile(r"([#0?,]*)(?:\.([#0?]*))?([eE][+-]0+)?")
_WEEK = "一二三四五六日"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def shown(value: object, form: str) -> tuple[str, bool]:
    """The text of a cell, and whether its format was understood."""
    if value is None:
        return "", True
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), True
    if isinstance(value, str):
        return value, True
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return _date(value, form)
    if isinstance(value, (int, float)):
        return _number(Decimal(repr(value)), form)
    return str(value), False


def _general(value: Decimal) -> str:
    """Eleven digits at most, as a cell has room for (General)."""
    if value == value.to_integral_value() and abs(value) < 10**11:
        return str(int(value))
    return f"{float(value):.10g}".replace("e+", "E+").replace("e-", "E-")


def _number(value: Decimal, form: str) -> tuple[str, bool]:
    if form.strip().lower() in ("general", "", "@", "g/通用格式"):
        return _general(value), True
    sections = form.split(";")
    section = sections[0]
    negative = value < 0
    if negative and len(sections) > 1 and sections[1].strip():
        section, value, negative = sections[1], -value, False
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    words: list[str] = []

    def literal(match: re.Match[str]) -> str:
        word = match[1] or match[2] or match[3] or ""
        words.extend([word] if word else [])
        return "\0" if word else ""

    bare = _LITERAL.sub(literal, section).strip()
    found = next((each for each in _NUMBER.finditer(bare) if each[0] and set(each[0]) & set("0#?")), None)
    rest = (bare[: found.start()] + bare[found.end() :]) if found else bare
    if found is None or found[3] or re.search(r"[A-Za-z/?]", rest.replace("General", "")):
        return (
            (_general(-value if negative else value), False)
            if "\0" not in bare or found
            else (
                "".join(words),
                True,
            )
        )
    digits = _digits(value * 100 if "%" in rest else value, found[1], found[2])
    text = bare[: found.start()] + ("-" if negative else "") + digits + bare[found.end() :]
    for word in words:
        text = text.replace("\0", word, 1)
    return text.strip(), True


def _digits(value: Decimal, whole: str, part: str | None) -> str:
    places = len(part or "")
    while whole.endswith(","):  # a comma at the end: in thousands
        whole, value = whole[:-1], value / 1000
    rounded = abs(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    least = sum(each == "0" for each in whole)
    integer = integer.rjust(least, "0") if least else ("" if integer == "0" and fraction else integer)
    if "," in whole:
        integer = f"{int(integer or 0):,}".rjust(least, "0")
    needed = len((part or "").rstrip("#?"))
    fraction = fraction[:needed] + fraction[needed:].rstrip("0")
    return f"{integer}.{fraction}" if fraction else integer


def _date(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta, form: str) -> tuple[str, bool]:
    section = form.split(";")[0]
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}", "[h]" in form.lower()
    words: list[str] = []

    def literal(match: re.Match[str]) -> str:
        word = match[1] or match[2] or match[3] or ""
        words.extend([word] if word else [])
        return "\0" if word else ""

    bare = _LITERAL.sub(literal, section)
    tokens = _DATE_TOKEN.findall(bare)
    if not tokens or (isinstance(value, datetime.time) and re.search("[yd]", bare, re.I)):
        return str(value), False
    twelve = bool(re.search("am/pm|a/p|上午/下午", bare, re.I))
    last = ""

    def token(match: re.Match[str]) -> str:
        nonlocal last
        name = match[0].lower()
        following = bare[match.end() :].lstrip("\0: .时分")
        told = _token(value, name, last, following, twelve)
        last = name[0] if name[0] in "hymds" else last
        return told

    text = _DATE_TOKEN.sub(token, bare)
    for word in words:
        text = text.replace("\0", word, 1)
    return text.strip(), True


def _token(
    value: datetime.datetime | datetime.date | datetime.time, name: str, last: str, following: str, twelve: bool
) -> str:
    hour, minute, second = (getattr(value, each, 0) for each in ("hour", "minute", "second"))
    if name[0] == "m" and (last == "h" or following[:1].lower() == "s"):
        return f"{minute:0{len(name)}d}"
    match name[0]:
        case "h":
            return f"{(hour % 12 or 12) if twelve else hour:0{len(name)}d}"
        case "s":
            return f"{second:0{len(name)}d}"
        case "上":
            return "上午" if hour < 12 else "下午"
        case "a" if "/" in name:
            return "AM" if hour < 12 else "PM"
        case ".":
            return ""
    return "" if isinstance(value, datetime.time) else _token_of_day(value, name)


def _token_of_day(value: datetime.datetime | datetime.date, name: str) -> str:
    match name:
        case "yyyy" | "yyy":
            return f"{value.year:04d}"
        case "yy" | "y":
            return f"{value.year % 100:02d}"
        case "mmmmm":
            return _MONTHS[value.month - 1][0]
        case "mmmm":
            return _MONTHS[value.month - 1]
        case "mmm":
            return _MONTHS[value.month - 1][:3]
        case "dddd":
            return _DAYS[value.weekday()]
        case "ddd":
            return _DAYS[value.weekday()][:3]
        case "aaaa":
            return f"星期{_WEEK[value.weekday()]}"
        case "aaa":
            return _WEEK[value.weekday()]
    return f"{value.month if name[0] == 'm' else value.day:0{len(name)}d}"
