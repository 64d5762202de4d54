"""Addresses of the post of our day in copy: mail, web and telephone, and what it costs to tear one (R7).

A reader types an address from the page, so one that fits a line whole is torn only where the line before it would open
further than a loose line may (R29). One that is wider than the measure must be torn, and then breaks where its parts
do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TORN_ADDRESS = (
    6600.0  # demerits: a line of .25 em costs 6,544; one more open than that is told (NP503), so the address is torn
)
LONG_ADDRESS = 120.0  # of one that is wider than the measure
_LESSER = 50.0  # more, within one of its parts: after a slash is better than after a full stop
_NAME = 3000.0  # more, within a mailbox's name
_AFTER = 60.0  # where a mark parts an address from what stands before it: E-mail:|abc@qq.com

_URL = re.compile(
    r"://|www\.|@|\w\.[A-Za-z]{2,}/|\.(?:com|cn|org|net|gov|edu|io)\b|(?<![\w-])[A-Za-z][\w-]{1,62}\.[A-Za-z][\w-]{1,62}\.[A-Za-z]{2,}"
)
_WEB = re.compile(r"://|www\.")
_PLACE = re.compile(r"(?<=[/.?&=_@-])(?![/.?&=_@,;:!)\]}-])")
# Names of 64 characters at most, and parts of a host of 63 (RFC 5321 4.5.3.1, RFC 1035 2.3.4): nor is more looked at.
_MAIL = re.compile(r"(?<![\w.+-])(?P<name>[A-Za-z0-9_][\w.+-]{0,63})@(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63})+)", re.ASCII)
IN_NUMBER = re.compile(r"\d[.-]\d")
# Area code and number, mobile numbers in 3–4–4, 400 and 800 numbers, numbers with a country's code; with extension
# (YD/T 5209, ITU-T E.123). What parts them: a blank, a hyphen, a dash, or brackets round the area code.
_PART = "[ \u00a0–—－-]"
_PARTED = re.compile(rf"\d{_PART}{{1,2}}\d|\d[）)] ?\d")  # few paragraphs have that
_PHONE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)\d{{1,3}}{_PART}(?:\(?\d{{1,4}}\)?{_PART}?){{2,4}}(?<=\d)"
    rf"|[（(]0\d{{2,3}}[）)] ?\d{{3,4}}{_PART}?\d{{4}}"
    rf"|0\d{{2,3}}{_PART}{{1,2}}\d{{3,4}}{_PART}?\d{{4}}"
    rf"|1[3-9]\d{_PART}\d{{4}}{_PART}\d{{4}}"
    rf"|[48]00{_PART}(?:\d{{3}}{_PART}\d{{4}}|\d{{4}}{_PART}\d{{3}}))"
    r"(?!\d)(?:[ -]?转 ?\d{1,6}(?!\d))?"
)


def tears(cost: float) -> bool:
    """Whether a line that ends at a joint of this cost tears an address that a line could hold whole."""
    return TORN_ADDRESS <= cost <= TORN_ADDRESS + _NAME


def of_long(cost: float) -> float:
    """The price at the same joint of an address that no line holds whole."""
    return cost - TORN_ADDRESS + LONG_ADDRESS


_LONG = frozenset(map(of_long, (TORN_ADDRESS, TORN_ADDRESS + _LESSER, TORN_ADDRESS + _NAME)))


def in_address(cost: float) -> bool:
    """Whether a joint of this cost stands within an address, of whatever length."""
    return tears(cost) or cost in _LONG


def address_cuts(text: str) -> dict[int, float] | None:
    """Where a run of Latin letters that has an address in it may be broken, and at what price; None = it has none."""
    if _URL.search(text) is None:
        return None
    mails = () if _WEB.search(text) else tuple(_MAIL.finditer(text))
    if not mails:
        return {at: TORN_ADDRESS + _LESSER * (text[at - 1] not in "/?&") for at in _places(text, 0, len(text))}
    cuts = dict[int, float]()
    for mail in mails:
        if mail.start() and text[mail.start() - 1] in ":/,;":
            cuts[mail.start()] = _AFTER
        name, host = mail.end("name"), mail.start("host")
        cuts |= dict.fromkeys(_places(text, mail.start(), name), TORN_ADDRESS + _NAME)
        cuts[name] = TORN_ADDRESS
        for at in _places(text, host, mail.end()):
            cuts[at] = TORN_ADDRESS + (_LESSER if text[at - 1] == "." else _NAME)
    return cuts


def _places(text: str, start: int, end: int) -> Iterator[int]:
    """Within a stretch, after the marks that part an address."""
    for match in _PLACE.finditer(text, start, end):
        at = match.start()
        if start < at < end and not IN_NUMBER.match(text, at - 2, at + 1):
            yield at


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each telephone number that something parts."""
    if _PARTED.search(text) is not None:
        for match in _PHONE.finditer(text):
            yield match.span()
