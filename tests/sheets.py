"""Pages made by hand from display items, and what stands on any page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from layout.display import BLACK, PAPER, Fill, Frame, GlyphRun, Group, Ink, Item, Page, Rule
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.units import MM, Rect, Size

TABLOID = Size(272 * MM, 390 * MM)
JOB = Job("街镇要闻 2019年7月15日", "斜土社区报", "斜土街道", date=date(2019, 7, 15))


def line(
    book: FontBook,
    text: str,
    x: float,
    baseline: float,
    size: float = 9.5,
    *,
    role: str = "song",
    ink: Ink = BLACK,
    gap: float = 0.0,
    scale: float = 1.0,
) -> tuple[GlyphRun, ...]:
    """A line of text, a run for each face. gap: points added after each glyph."""
    runs = []
    for start, end, face in book.itemise(text, role):
        assert face is not None, text[start:end]
        shaped = face.shape(text[start:end])
        xs, pen = [], 0.0
        for advance in shaped.advances:
            xs.append(pen)
            pen += advance * size * scale + gap
        ends = [*shaped.clusters[1:], end - start]
        texts = tuple(text[start + a : start + b] for a, b in zip(shaped.clusters, ends, strict=True))
        runs.append(GlyphRun(face.key, size, x, baseline, shaped.glyphs, tuple(xs), texts, ink, scale))
        x += pen
    return tuple(runs)


def paragraph(
    book: FontBook, text: str, x: float, baseline: float, per_line: int, leading: float = 14.0, gap: float = 0.0
) -> Group:
    rows = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    runs = [run for row, words in enumerate(rows) for run in line(book, words, x, baseline + row * leading, gap=gap)]
    return Group("paragraph", tuple(runs))


def page(
    *items: Item,
    number: int = 1,
    trim: Size = TABLOID,
    bleed: float = 3 * MM,
    slug: str = "斜土社区报 2019-07-15 第1版",
) -> Page:
    return Page(number, trim, bleed, items, slug)


HEAD = "社区食堂昨日开张"
BODY = (
    "昨天上午，位于斜土路的社区食堂正式开张，附近居民早早排起了长队。食堂供应早、中、晚三餐，"
    "菜价比周边餐馆低两成左右，60岁以上老人凭卡再打八折。“味道清淡，走几步就到。”家住三楼的王阿姨说。"
)


def front_page(book: FontBook) -> Page:
    """A nameplate, a story of two columns, a boxed brief in reverse, rules: one of each kind of item but a picture."""
    nameplate = Group(
        "artifact", (*line(book, "斜土", 60, 110, 60, role="brush"), Rule(40, 130, 730, 130, 1.5)), "nameplate"
    )
    story = Group(
        "story",
        (
            Group("headline", line(book, HEAD, 60, 190, 36, role="song-black", scale=0.92), "1"),
            Group("deck", line(book, "副题：六十岁以上老人打八折", 60, 214, 14, role="kai")),
            Group("byline", line(book, "记者 李明 通讯员 Mary Smith", 60, 232, 9, role="fangsong")),
            paragraph(book, BODY, 60, 252, 22, gap=0.123),
            paragraph(book, BODY, 300, 252, 24),
            Group("subhead", line(book, "菜价公道", 300, 340, 11, role="sans-bold")),
            Rule(290, 240, 290, 360, 0.4, dash=(0, 2), round=True),
        ),
        "食堂",
    )
    brief = Group(
        "briefs",
        (
            Fill(Rect(540, 240, 180, 30), Ink(0.1, 1, 1, 0)),
            Frame(Rect(540, 240, 180, 160), 0.5),
            *line(book, "简讯", 560, 262, 16, role="sans-black", ink=PAPER),
            Group("brief", (paragraph(book, "停水通知：明天零时起停水。", 548, 290, 14),), "停水"),
        ),
    )
    return page(nameplate, story, brief)


def groups(items: tuple[Item, ...], role: str) -> Iterator[Group]:
    """Every group of a role, also those inside others."""
    for item in items:
        if isinstance(item, Group):
            if item.role == role:
                yield item
            yield from groups(item.items, role)
