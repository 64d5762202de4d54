"""Bytes → text: what is read from a file, and what is said when it cannot be read or is no text."""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from itertools import islice

from layout.diagnostics import NOWHERE, Report, Span, did_you_mean, reason_of
from layout.source.text import Files, Outside, Source

LARGEST = 16 * 1024 * 1024  # bytes; a year of a weekly's copy is a tenth of it

# Marks of direction and what turns a stretch of text round (UAX #9): nothing of it is printed, and on a screen the
# text behind it stands in another order than in the file.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MOST_TOLD = 20
_MARKS = (
    (b"PK\3\4", "office"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"8BPS", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "binary"),
    (b"7z\xbc\xaf", "binary"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_source(files: Files, name: str, report: Report, named_at: Span = NOWHERE) -> Source | None:
    """A text file; None when it cannot be read, with the reason reported at `named_at`,
    the place that names the file."""
    data = read_bytes(files, name, report, named_at)
    return None if data is None else decode(name, data, report)


def read_bytes(files: Files, name: str, report: Report, named_at: Span = NOWHERE, most: int = LARGEST) -> bytes | None:
    """The file's bytes; None when it is not there (NP111), cannot be read (NP112),
    is a folder (NP113), too big (NP110): more than `most` bytes, or not an issue's to name (NP144)."""
    span = named_at if named_at.file else Span(name)
    try:
        data = files.read(name)
    except Outside:
        report.add("NP144", span, file=name)
    except FileNotFoundError:
        near = nearest_file(files, name)
        report.add("NP111", span, hint="nearest" if near else "hint", file=name, nearest=near)
    except IsADirectoryError:
        report.add("NP113", span, file=name)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        report.add("NP112", span, file=name, reason=reason_of(error))
    else:
        if len(data) <= most:
            return data
        report.add("NP110", span, file=name, size=f"{len(data) / 1_048_576:.0f}", most=most // 1_048_576)
    return None


def is_yaml(name: str) -> bool:
    """Whether a file is an issue or a paper by its name."""
    return name.lower().endswith((".yaml", ".yml"))


def encode_like(text: str, data: bytes) -> bytes:
    """The bytes of a text, behind a byte-order mark where those it was made from have one."""
    return (BOM_UTF8 if data.startswith(BOM_UTF8) else b"") + text.encode()


def decode(name: str, data: bytes, report: Report) -> Source | None:
    """The text of UTF-8 bytes, without a byte-order mark; None after NP108 for anything else. What turns the writing
    round unseen is told (NP128)."""
    data = data.removeprefix(BOM_UTF8)
    try:
        source = Source(name, data.decode("utf-8"))
        for match in islice(_TURNING.finditer(source.text), _MOST_TOLD):
            report.add("NP128", source.place(match.start()), character=f"U+{ord(match[0]):04X}")
        return source
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        report.add(
            "NP108",
            Span(name, line, column),
            hint="cut" if error.reason == "unexpected end of data" else _guess(data),
            byte=f"0x{data[error.start]:02X}",
            offset=error.start + 1,
        )
        return None


def _guess(data: bytes) -> str:
    """Which hint fits bytes that are not UTF-8: a kind of file, an encoding, a file cut off, or nothing known."""
    for mark, guess in _MARKS:
        if data.startswith(mark):
            return guess
    sample = data[:4096]
    if b"\0" in sample:
        return "binary"
    for cut in range(4):  # the sample may end inside a character
        try:
            text = sample[: len(sample) - cut].decode("gb18030")
        except UnicodeDecodeError:
            continue
        han = sum("\u4e00" <= character <= "\u9fff" for character in text)
        return "gb18030" if han and han * 2 >= sum(not character.isascii() for character in text) else "binary"
    return "binary"


def nearest_file(files: Files, name: str) -> str | None:
    """The name in the same folder that a missing file's name was probably meant to be, written as `name` is."""
    name = name.replace("\\", "/")
    folder, base = posixpath.split(name)
    if files.exists(name):
        return name
    near = did_you_mean(base, files.names(folder or "."))
    if near is None:
        parent, last = posixpath.split(folder)
        other = did_you_mean(last, files.names(parent or ".")) if last else None
        if other is None or base not in files.names(posixpath.join(parent, other)):
            return None
        return posixpath.join(parent, other, base)
    return posixpath.join(folder, near)


def beside(file: str, name: str) -> str:
    """The file that `name`, as typed in `file`, stands for: relative to the folder of the file that names it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


def line_reader(files: Files) -> Callable[[Span], str | None]:
    """For diagnostics.render: gives the text of a span's line, reading each file once."""
    sources: dict[str, Source | None] = {}

    def line(span: Span) -> str | None:
        if span.file not in sources:
            sources[span.file] = _as_text(files, span.file)
        source = sources[span.file]
        return source.line(span.line) if source else None

    return line


def _as_text(files: Files, name: str) -> Source | None:
    data = read_bytes(files, name, Report())
    if data is None or b"\0" in data[:4096]:
        return None
    return Source(name, data.removeprefix(BOM_UTF8).decode("utf-8", "replace"))
