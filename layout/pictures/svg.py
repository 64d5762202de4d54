"""An SVG drawing → a PDF page of the same lines, by svg2pdf, which comes with `broadsheet-layout[drawings]`.

The converter runs in a process of its own with little time and memory: a drawing nested ten thousand deep, or one that
uses itself a billion times, ends that process and not the build. What it would leave out in silence is refused before.
"""

from __future__ import annotations

import re
import subprocess
import sys
from functools import lru_cache
from typing import Any

from layout.pictures.header import Refused

_SECONDS = 20
_MEMORY = 1 << 30  # bytes
_LARGEST = 20_000_000  # bytes of a file
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# Elements that would be left out or fetched from elsewhere, and what to do about them.
_LEFT_OUT = {
    "text": "it has letters that are not outlines; turn them into paths in the drawing program",
    "foreignObject": "it has a web page inside; take that out in the drawing program",
    "script": "it has a script inside; take that out in the drawing program",
}


def is_drawing(data: bytes) -> bool:
    """Whether it is an SVG: its root element stands in the first four thousand bytes."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data[:4096]


@lru_cache(maxsize=8)
def as_pdf(data: bytes) -> bytes:
    """One page of the drawing's own size. Raises ValueError with a plain reason."""
    if len(data) > _LARGEST:
        raise Refused(f"a drawing of more than {_LARGEST // 1_000_000} MB")
    _look_through(data)
    command = [sys.executable, "-I", "-c", _CONVERTER, str(_MEMORY)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused("the drawing is too intricate") from None
    except OSError as error:
        raise Refused(f"the drawing cannot be converted: {error.strerror}") from None
    if done.returncode == _MISSING:
        raise Refused("an SVG drawing; save it as PDF, or install broadsheet-layout[drawings]")
    if done.returncode == _DAMAGED:
        raise Refused("the drawing is damaged")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Refused("the drawing is too intricate")
    return done.stdout


_MISSING, _DAMAGED = 3, 4
_CONVERTER = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
except (ImportError, ValueError, OSError):
    pass
try:
    import svg2pdf_py
except ImportError:
    sys.exit({_MISSING})
try:
    made = svg2pdf_py.svg_to_pdf(
        sys.stdin.buffer.read().decode("utf-8-sig"),
        svg2pdf_py.FontDatabase(),
        svg2pdf_py.ConversionOptions(embed_text=False),
    )
except ValueError:
    sys.exit({_DAMAGED})
sys.stdout.buffer.write(made)
"""


def _look_through(data: bytes) -> None:
    """Raises Refused for what cannot be put on the page whole."""
    from xml.parsers import expat

    def begin(name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain in _LEFT_OUT:
            raise Refused(_LEFT_OUT[plain])
        link = attributes.get("href", attributes.get("xlink:href", ""))
        if plain in ("image", "feImage") and not link.startswith(("data:", "#")):
            raise Refused("it has a picture that stands in another file; embed it in the drawing program")
        if plain == "use" and not link.startswith("#"):
            raise Refused("it uses parts of another file; embed them in the drawing program")

    def entity(*declared: Any) -> None:
        raise Refused("it declares entities of its own; save it again as plain SVG")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(f"the drawing is damaged in line {error.lineno}") from None
    if data.startswith(_UTF16) or re.match(rb"<\?xml[^>]*encoding=[\"'](?!utf-8|us-ascii)", data, re.I):
        raise Refused("its letters are not UTF-8; save it again as plain SVG")
