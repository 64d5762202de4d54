"""A finished PDF as a screen reader has it: the structure tree in order, each element with the words it holds.

A second, plain reading of ISO 32000-1 §14.7 and §14.9.4, which knows nothing of the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import readback


@dataclass(frozen=True, slots=True)
class Heard:
    """An element. words: its own and its kids' text in reading order. alt: what stands for its content."""

    kind: str
    title: str
    alt: str
    words: str
    kids: tuple[Heard, ...]

    def walk(self) -> Iterator[Heard]:
        yield self
        for kid in self.kids:
            yield from kid.walk()


def heard(pdf: bytes) -> Heard:
    """The document element."""
    document = readback.opened(pdf)
    pieces = {page.objgen: _marked(page) for page in document.pages}
    return _element(document.Root.StructTreeRoot.K, None, pieces)


def _element(element: Any, page: Any, pieces: dict[Any, dict[int, str]]) -> Heard:
    page = element.get("/Pg", page)
    words, kids = [], []
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/MCR":
            kids.append(_element(kid, page, pieces))
            words.append(kids[-1].words)
        elif isinstance(kid, pikepdf.Dictionary):
            words.append(pieces[kid.Pg.objgen][int(kid.MCID)])
        else:
            words.append(pieces[page.objgen][int(kid)])
    names = (str(element.get(key, "")) for key in ("/T", "/Alt"))
    return Heard(str(element.S)[1:], *names, "".join(words), tuple(kids))


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Text of each piece of marked content; ActualText stands in for what it covers."""
    meanings = {name: _meanings(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    stack: list[tuple[int | None, str | None]] = []
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                entries = operands[1]
                number = int(entries.MCID) if "/MCID" in entries else None
                stack.append((number, str(entries.ActualText) if "/ActualText" in entries else None))
                if number is not None:
                    found[number] = ""
                elif stack[-1][1] is not None:
                    _say(stack[:-1], stack[-1][1] or "", found)
            case "BMC":
                stack.append((None, None))
            case "EMC":
                stack.pop()
            case "Tf":
                font = str(operands[0])
            case "TJ":
                for piece in operands[0]:
                    if isinstance(piece, pikepdf.String):
                        codes = bytes(piece)
                        said = (meanings[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
                        _say(stack, "".join(said), found)
    return found


def _say(stack: list[tuple[int | None, str | None]], words: str, found: dict[int, str]) -> None:
    if any(actual is not None for _, actual in stack):
        return
    numbers = [number for number, _ in stack if number is not None]
    if numbers:
        found[numbers[-1]] += words


def _meanings(font: Any) -> dict[bytes, str]:
    """ToUnicode: text by code (ISO 32000-1 §9.10.3)."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    meanings: dict[bytes, str] = {}
    for section, body in re.findall(r"beginbf(char|range)(.*?)endbf", table, re.S):
        width = r"\s*<([0-9A-Fa-f]+)>"
        if section == "char":
            for code, said in re.findall(width * 2, body):
                meanings[bytes.fromhex(code)] = bytes.fromhex(said).decode("utf-16-be")
            continue
        for first, last, said, said_each in re.findall(width * 2 + r"\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", body):
            each = re.findall(r"<([0-9A-Fa-f]+)>", said_each)
            for index, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if each:
                    meaning = bytes.fromhex(each[index]).decode("utf-16-be")
                else:
                    start = bytes.fromhex(said).decode("utf-16-be")
                    meaning = start[:-1] + chr(ord(start[-1]) + index)
                meanings[code.to_bytes(2, "big")] = meaning
    return meanings
