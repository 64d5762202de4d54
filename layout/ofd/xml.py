"""The pieces an OFD part is written of: elements, numbers, boxes (GB/T 33190-2016 §6, §7).

Lengths are whole micrometres inside this package, so that what is rounded off does not add up along a line, and
millimetres in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from layout.units import MM, Rect
from layout.value import value

SPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML 1.0 §2.2 has no place for, and the line ends and tabs that a reader would change.
_UNSAYABLE = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@value
class Box:
    """A box in micrometres from the trimmed corner."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, rect: Rect) -> Box:
        return cls(um(rect.x), um(rect.y), um(rect.right), um(rect.bottom))

    def within(self, other: Box) -> Box:
        """What both have; it is empty where right ≤ left or bottom ≤ top."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def wider(self, by: int) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top

    def __str__(self) -> str:
        """As ST_Box has it: x, y, width, height in millimetres."""
        return numbers((self.left, self.top, self.right - self.left, self.bottom - self.top))


def um(points: float) -> int:
    """Micrometres."""
    return round(points / MM * 1000)


def number(micrometres: int) -> str:
    """Millimetres, as short as may be."""
    whole, rest = divmod(abs(micrometres), 1000)
    sign = "-" if micrometres < 0 else ""
    return f"{sign}{whole}.{rest:03d}".rstrip("0") if rest else f"{sign}{whole}"


def numbers(micrometres: Iterable[int]) -> str:
    """An ST_Array of millimetres."""
    return " ".join(map(number, micrometres))


def said(text: str) -> str:
    """Text as an element holds it; what XML cannot say becomes U+FFFD."""
    return _UNSAYABLE.sub("\ufffd", text).translate(_ESCAPES)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """An element of OFD's namespace. content: XML. An attribute that is "" or None is left out."""
    written = "".join(f' {key}="{said(str(given))}"' for key, given in attributes.items() if given not in ("", None))
    return f"<ofd:{name}{written}>{content}</ofd:{name}>" if content else f"<ofd:{name}{written}/>"


def part(name: str, content: str, /, **attributes: object) -> bytes:
    """A whole file of the package: its root element with OFD's namespace."""
    return (HEAD + element(name, content, **{"xmlns:ofd": SPACE}, **attributes)).encode()
