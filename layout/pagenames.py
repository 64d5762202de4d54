"""What pages are called: 3 in a paper whose pages run on, A3 and B1 in one of several sections (叠).

A page is known by one whole number all through the program, in files and in addresses. That of a section's page is 1000
times the place of its letter in the alphabet, and its own number within the section: A3 is 1003, B1 is 2001. So numbers
rise as pages are read, odd ones are right-hand pages in every section, and a name is told from a number without asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

SECTION = 1000
"""Pages of a paper or of a section at most, less one for its letter."""
MOST = 26 * SECTION + SECTION - 1

_NAME = re.compile(r"([A-Za-z])?(\d{1,4})", re.ASCII)
_WIDE = str.maketrans({0xFF01 + at: 0x21 + at for at in range(94)})  # as a Chinese input method types them


def page_number(name: str) -> int:
    """The number of a page by its name: 3, A3, a03, Ａ３. Raises ValueError for what is no name of a page."""
    match = _NAME.fullmatch(name.translate(_WIDE).strip())
    if match is None or not 1 <= int(match[2]) <= (SECTION - 1 if match[1] else SECTION):
        raise ValueError(name)
    return int(match[2]) + SECTION * _place(match[1] or "")


def page_name(number: int, padded: bool = False) -> str:
    """What a page is called: 3, A3. padded: with two digits at least: 03, A03."""
    return f"{section_of(number)}{_within(number):{'02d' if padded else 'd'}}"


def section_of(number: int) -> str:
    """The letter of a page's section, "" = the paper has none."""
    return chr(ord("A") - 1 + (number - 1) // SECTION) if number > SECTION else ""


def is_front(number: int) -> bool:
    """Whether a page is the first of the paper, which has the nameplate: 1, A1."""
    return number in (1, SECTION + 1)


def section_counts(numbers: Sequence[int]) -> tuple[int, ...]:
    """Pages of each section of a whole paper, in order; () where a page is missing."""
    runs = [[_within(number) for number in run] for _, run in groupby(numbers, section_of)]
    whole = all(run == list(range(1, len(run) + 1)) for run in runs)
    return tuple(map(len, runs)) if whole else ()


def listed(numbers: Iterable[int], mark: str = ", ") -> str:
    """The names of pages, in a row."""
    return mark.join(map(page_name, numbers))


def _within(number: int) -> int:
    return number if number <= SECTION else (number - 1) % SECTION + 1


def _place(letter: str) -> int:
    return ord(letter.upper()) - ord("A") + 1 if letter else 0


__all__ = ["MOST", "SECTION", "is_front", "listed", "page_name", "page_number", "section_counts", "section_of"]
