"""XML as text: the same tree gives the same bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from layout.units import MM, Rect

# XML 1.0 §2.2: what may not stand in a document, not even as a reference
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text as XML may hold it: each forbidden control character as U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def document(root: ET.Element) -> bytes:
    """The whole file, UTF-8, an element a line."""
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def tenths(points: float) -> str:
    """Tenths of a millimetre, to a thousandth of one."""
    return f"{points / MM * 10:.2f}".rstrip("0").rstrip(".")


def place(box: Rect) -> dict[str, str]:
    """ALTO's attributes of a box."""
    return {"HPOS": tenths(box.x), "VPOS": tenths(box.y), "WIDTH": tenths(box.width), "HEIGHT": tenths(box.height)}
