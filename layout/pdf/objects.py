"""PDF's simple objects as they stand in a file: numbers, names, strings, arrays (ISO 32000-1 §7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache


@lru_cache(maxsize=1 << 14)  # baselines and column edges come back on every line of a page
def number(value: float) -> str:
    """A length or a width to a thousandth, as short as it goes."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def array(values: Iterable[float]) -> bytes:
    """An array of numbers."""
    return f"[{' '.join(map(number, values))}]".encode()


def name(words: str) -> bytes:
    """A name object: whatever is not a plain letter or sign is written #xx (§7.3.5)."""
    return b"/" + b"".join(
        bytes([byte]) if 0x21 <= byte <= 0x7E and byte not in b"#()<>[]{}/%" else b"#%02X" % byte
        for byte in words.encode()
    )


def text(value: str) -> bytes:
    """A text string: ASCII as it is, anything else as UTF-16 with its mark (§7.9.2.2)."""
    if value.isascii() and value.isprintable():
        return b"(%b)" % value.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%b>" % value.encode("utf-16-be", "replace").hex().upper().encode()


@cache  # 65,536 at most; those of common characters come back in every face and file
def code(value: int) -> str:
    """A two-byte character code as it stands between the parentheses of a literal string,
    one character a byte (§7.3.4.2)."""
    return value.to_bytes(2, "big").decode("latin-1").translate(_ESCAPED)


# A bare carriage return in a string would be read as a line feed.
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r"})
