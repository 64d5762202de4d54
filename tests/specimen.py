"""A page with one of everything that can stand on a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import sheets

from layout.display import BLACK, PAPER, Fill, Frame, GlyphRun, Group, Image, Ink, Item, Page, Rule
from layout.display import Path as Shape
from layout.fonts import FontBook
from layout.issue import Copy
from layout.pdf.job import Job
from layout.text.drawing import drawn
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.turning import turned
from layout.units import MM, Rect, Size

STREET = Path(__file__).parents[1] / "layout" / "data" / "scaffold" / "street.jpg"
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><path d="M10 70 60 10 110 70z"
fill="#c33"/><circle cx="60" cy="50" r="12" fill="none" stroke="#06c" stroke-width="3"/></svg>"""
RED = Ink(0, 1, 1, 0)
GREEN = Ink(0.8, 0.1, 0.9, 0.1, "PANTONE 348 C")
TRIM = Size(180 * MM, 120 * MM)


def read(name: str) -> bytes:
    return DRAWING if name.endswith(".svg") else STREET.read_bytes()


JOB = Job("样张 & <一>", "编辑部", "社", date=sheets.JOB.date, marks=False, read=read)


def odd(
    book: FontBook, text: str, texts: tuple[str, ...], x: float, size: float, features: tuple[str, ...]
) -> GlyphRun:
    """Text in glyphs that are not each a character's own: alternates, clusters. texts: what each glyph stands for."""
    face = book.face("noto-serif-sc-400")
    shaped = face.shape(text, features=features)
    xs = tuple(size * sum(shaped.advances[:index]) for index in range(len(shaped.glyphs)))
    return GlyphRun(face.key, size, x, 130, shaped.glyphs, xs, texts)


def vertical(book: FontBook) -> tuple[Item, ...]:
    """Lines that run down the page: upright characters with turned marks, letters lying sideways, a line drawn out."""
    style = TextStyle(size=9, leading=16, vertical=True)
    (line,) = Typesetter(book).typeset(Copy("“直排”12月TV——（中）"), style, 400).lines
    plain = tuple(drawn(line, 0, 16, RED))
    longer = tuple(
        replace(item, scale=1.1, xs=tuple(1.1 * x for x in item.xs)) if isinstance(item, GlyphRun) else item
        for item in drawn(line, 0, 32)
    )
    return turned((*plain, *longer), 325, 25)


def items(book: FontBook) -> tuple[Item, ...]:
    line = sheets.line
    (raised,) = line(book, "12", 214, 60, 8)
    return (
        Fill(Rect(-9, -9, TRIM.width + 18, 30), Ink(0.2, 0, 0.6, 0)),
        Group(
            "story",
            (
                Group("headline", line(book, "一版样张 AVA", 20, 60, 30, role="song-black", scale=0.9, ink=RED), "1"),
                Group(
                    "paragraph",
                    (
                        *line(book, "排印——版面「宋体」𠂇𠂉 ffi 1/2 end ", 20, 90, 12),
                        *line(book, " 楷体，字距 0.5 点。", 20, 110, 12, role="kai", gap=0.5),
                        *line(book, "仿宋（括号）", 180, 110, 12, role="fangsong"),
                        odd(book, "甲。，、乙", tuple("甲。，、乙"), 20, 12, ("vert",)),
                        odd(book, "q\u0301", ("q\u0301", ""), 100, 12, ()),
                        replace(raised, rise=6.0),
                        *vertical(book),
                    ),
                ),
                Group(
                    "figure",
                    (
                        Image(Rect(20, 150, 120, 80), "street.jpg", Rect(0.25, 0.1, 0.5, 0.6)),
                        Group("caption", line(book, "图说", 20, 242, 8, role="kai")),
                    ),
                ),
            ),
            "稿",
        ),
        Image(Rect(150, 150, 90, 80), "street.jpg", alt="单色", ink=BLACK),
        Image(Rect(250, 150, 90, 80), "street.jpg", alt="双色", ink=RED),
        Image(Rect(350, 150, 90, 80), "street.jpg", alt="专色", ink=GREEN),
        Image(Rect(450, 150, 90, 80), "street.jpg", alt="出血"),
        Fill(Rect(345, 95, 130, 45), Ink(0, 0, 0.4, 0)),
        Image(Rect(350, 60, 120, 80), "mark.svg", alt="线条画"),
        Rule(20, 260, 200, 260, 0.25),
        Rule(20, 268, 200, 268, 2, RED, (6, 3)),
        Rule(20, 276, 200, 276, 3, BLACK, (0.01, 6), round=True),
        Rule(210, 255, 210, 320, 1, GREEN),
        Frame(Rect(220, 255, 90, 60), 1.5, BLACK),
        Frame(Rect(230, 265, 70, 40), 1, RED, (4, 2)),
        Fill(Rect(320, 255, 60, 60), BLACK),
        *line(book, "反白", 330, 290, 16, role="sans-bold", ink=PAPER),
        Shape(
            Rect(390, 255, 60, 60), ((390, 315, 420, 255, 450, 315), (405, 305, 435, 305, 420, 275)), GREEN.lighter(0.5)
        ),
        Shape(
            Rect(20, 285, 180, 20),
            ((20, 295, 50, 275, 80, 315, 110, 295, 140, 275, 170, 315, 200, 295),),
            RED,
            1.0,
            curved=True,
            alt="波浪",
        ),
        Group("artifact", line(book, "页脚", 480, 330, 8)),
    )


def page(book: FontBook) -> Page:
    return Page(1, TRIM, 3 * MM, items(book), "")
