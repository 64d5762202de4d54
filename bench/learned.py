"""`layout learn` on papers that nobody tuned it to: their styles are drawn by lot, their pages made by Typst, by
WeasyPrint and by `layout` itself, and what is learned is laid beside what is true.

    pip install -r bench/requirements.txt
    python bench/learned.py [--seed N] [--papers 3] [--only typst,weasyprint,layout] [--keep FOLDER]

Without --seed each run draws other papers; it says its seed, so that a run can be had again. Of a style are drawn:
trim, margins, columns, gutter, body size and leading, sizes of heads of three ranks, kicker, deck, folio and
caption, rules and colours; one paper in two keeps a baseline grid, one in three has crop marks and no trim box of
its own. Limits: 0.25 pt for lengths, columns and rows exact. Lengths in points.
"""

from __future__ import annotations

import argparse
import html
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from layout import Workspace
from layout.diagnostics import Report, resource
from layout.fontset import folder
from layout.learning import Learned
from layout.learning.session import Learning
from layout.units import MM

LIMIT = 0.25
MARKED = 28.0  # points of slug around the trim where crop marks are drawn
_KINDS = {  # millimetres: least and most width and height; columns
    "broadsheet": ((375, 400), (530, 580), (5, 7)),
    "berliner": ((300, 325), (450, 480), (5, 6)),
    "tabloid": ((260, 290), (370, 410), (4, 5)),
}


@dataclass(frozen=True)
class True_:
    """A style as drawn. left, top: of the type area's first em box; rows: lines of a full column. heads: by rank."""

    kind: str
    width: float
    height: float
    left: float
    top: float
    columns: int
    measure: float
    gutter: float
    size: float
    leading: float
    rows: int
    heads: tuple[float, float, float]
    kicker: float
    deck: float
    folio: float
    caption: float
    column_rule: float
    folio_rule: float
    accent: tuple[int, int, int, int]
    on_grid: bool
    marked: bool

    @property
    def area_width(self) -> float:
        return self.columns * self.measure + (self.columns - 1) * self.gutter

    @property
    def foot(self) -> float:
        return self.top + (self.rows - 1) * self.leading + self.size

    def x(self, column: int) -> float:
        return self.left + column * (self.measure + self.gutter)

    def span(self, columns: int) -> float:
        return columns * self.measure + (columns - 1) * self.gutter


def drawn(rng: random.Random, kind: str) -> True_:
    widths, heights, counts = _KINDS[kind]
    width, height = (rng.uniform(*each) * MM for each in (widths, heights))
    columns = rng.randint(*counts)
    size = rng.choice((8.0, 8.5, 8.8, 9.0, 9.2, 9.5, 9.8, 10.0, 10.4))
    leading = round(size * rng.uniform(1.25, 1.5), 2)
    gutter = round(rng.uniform(9, 18), 2)
    left = rng.uniform(10, 22) * MM
    right = rng.uniform(10, 22) * MM
    measure = (width - left - right - (columns - 1) * gutter) / columns
    if rng.random() < 0.5:  # whole characters, as most Chinese papers have it
        measure = int(measure / size) * size
    top = rng.uniform(20, 34) * MM
    rows = int((height - top - rng.uniform(12, 24) * MM) / leading)
    lead = round(rng.uniform(38, 70), 1)
    second = round(lead / rng.uniform(1.25, 1.5), 1)
    third = round(second / rng.uniform(1.25, 1.5), 1)
    accent = tuple(rng.choice((0, 10, 80, 90, 100)) for _ in range(3))
    return True_(
        kind, width, height, left, top, columns, measure, gutter, size, leading, rows, (lead, second, third),
        *(round(rng.uniform(14, 19), 1), round(rng.uniform(13, 17), 1), round(rng.uniform(7.5, 9), 1)),
        *(round(size - rng.uniform(0.6, 1.2), 1), rng.choice((0.25, 0.3, 0.4)), rng.choice((0.5, 0.75, 1.0))),
        (*accent, 0) if max(accent) - min(accent) > 30 else (100, 60, 0, 10),  # type: ignore[arg-type]
        rng.random() < 0.5, rng.random() < 0.34,
    )  # fmt: skip


# -- pages: what stands where ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box_:
    """A story's place: columns, rows from the top of the type area. rank: 0 = no head."""

    column: int
    columns: int
    row: int
    rows: int
    rank: int
    legs: int


@dataclass(frozen=True)
class Page_:
    number: int
    boxes: tuple[Box_, ...]


def pages(style: True_, rng: random.Random) -> tuple[Page_, ...]:
    """A front page under its nameplate and two inside pages; on one of them a story merges its columns."""
    made = []
    for number in (1, 2, 3):
        first = 12 if number == 1 else 0
        side = rng.choice((True, False)) or number == 2
        main = style.columns - int(side)
        middle = first + round((style.rows - first) * rng.uniform(0.42, 0.58))
        boxes = [Box_(0, main, first, middle - first - 1, 1, main)]
        left = max(2, main // 2) if main > 3 else main
        merged = number == 3 and left >= 3
        boxes.append(Box_(0, left, middle, style.rows - middle, 2, left - 1 if merged else left))
        if left < main:
            boxes.append(Box_(left, main - left, middle, style.rows - middle, 3, main - left))
        if side:
            boxes.append(Box_(main, 1, first, style.rows - first, 0, 1))
        made.append(Page_(number, tuple(boxes)))
    return tuple(made)


def head_rows(style: True_, box: Box_, rng: random.Random) -> float:
    """Rows that the head takes; a whole number where the paper keeps its grid."""
    if not box.rank:
        return 0.0
    height = style.heads[box.rank - 1] * 1.25 + (style.kicker + style.deck) * 1.3 + 8
    rows = height / style.leading + 0.3
    return float(int(rows) + 1) if style.on_grid else rows + rng.uniform(0, 1)


def copy() -> Iterator[str]:
    """Sentences, over and over."""
    text = "".join(resource(f"scaffold/copy/{name}.md").decode() for name in ("lead", "write"))
    plain = [line for line in text.splitlines() if line and "。" in line and not set(line) & set("#*`_[]<>{}-")]
    while True:
        yield from plain


_HEADS = ("一把种子回家的路", "车厢里的零点灯火", "旧窑场长成野花坡", "会唱歌的渡口", "六月读什么", "老供销社又开张")
_KICKER, _DECK = "停产十二年　改造三年", "撒下五十九公斤野花种子"


def paragraphs(words: Iterator[str], style: True_, box: Box_) -> list[str]:
    """More copy than the box holds: what is over is cut off by its edge."""
    need = box.rows * box.columns * style.measure / style.size * 1.1
    found, count = [], 0
    while count < need:
        found.append(next(words))
        count += len(found[-1]) + 8
    return found


def fitted(words: Iterator[str], style: True_, box: Box_, rows: int, gutter: float) -> list[str]:
    """Copy that fills all legs but a part of the last: WeasyPrint carries what is over to the next page, over what
    stands there."""
    measure = (style.span(box.columns) - (box.legs - 1) * gutter) / box.legs
    characters = int(measure / style.size + 1e-6) - 1  # punctuation that may not begin a line takes another down
    left = rows * box.legs - max(2, rows // 8)
    found = []
    while left > 0:
        text = next(words)[: max(0, left * characters - 2)]
        found.append(text)
        left -= -(-(len(text) + 2) // characters)
    return found


# -- by Typst --------------------------------------------------------------------------------------------------------


def typst_source(style: True_, rng: random.Random) -> str:
    room = MARKED if style.marked else 0.0
    ink = "cmyk({}%, {}%, {}%, {}%)".format(*style.accent)
    lines = [
        f"#set page(width: {style.width + 2 * room:.4f}pt, height: {style.height + 2 * room:.4f}pt, margin: 0pt)",
        '#set text(font: "Noto Serif SC", lang: "zh", region: "cn", fill: cmyk(0%, 0%, 0%, 100%), '
        f"top-edge: 0.88em, bottom-edge: -0.12em, size: {style.size}pt)",
        f"#set par(justify: true, leading: {style.leading - style.size:.4f}pt, "
        f"spacing: {style.leading - style.size:.4f}pt, first-line-indent: (amount: 2em, all: true))",
        "#let at(x, y, body) = place(top + left, dx: x, dy: y, body)",
        "#let line-of(size, weight, words) = text(size: size, weight: weight, words)",
    ]
    words = copy()
    for page in pages(style, rng):
        if page.number > 1:
            lines.append("#pagebreak()")
        lines += _typst_marks(style) if style.marked else []
        lines += [_at(room + x, room + y, body) for x, y, body in _typst_page(style, page, words, rng, ink)]
    return "\n".join(lines)


def _at(x: float, y: float, body: str) -> str:
    return f"#at({x:.4f}pt, {y:.4f}pt, {body})"


def _typst_marks(style: True_) -> list[str]:
    stroke = "stroke: 0.25pt + cmyk(100%, 100%, 100%, 100%)"
    found = []
    for x in (0.0, style.width):
        for y in (0.0, style.height):
            dx, dy = -18 if x == 0 else 6, -18 if y == 0 else 6
            found.append(_at(MARKED + x, MARKED + y + dy, f"line(length: 12pt, angle: 90deg, {stroke})"))
            found.append(_at(MARKED + x + dx, MARKED + y, f"line(length: 12pt, {stroke})"))
    return found


def _typst_page(
    style: True_, page: Page_, words: Iterator[str], rng: random.Random, ink: str
) -> Iterator[tuple[float, float, str]]:
    wide = style.area_width
    if page.number == 1:
        plate = min(80.0, 9 * style.leading)
        yield (
            style.left,
            style.top - 20,
            f'text(size: {plate}pt, weight: 900, fill: {ink}, font: "Noto Sans SC")[芦汀日报]',
        )
        y = style.top + 10 * style.leading
        yield style.left, y, f"line(length: {wide:.4f}pt, stroke: {style.folio_rule}pt)"
    else:
        y = style.top - 12
        yield style.left, y - style.folio - 3, f"text(size: {style.folio}pt)[2026年5月24日　星期日　第4127期]"
        yield style.left + wide - 30, y - 19, f'text(size: 15pt, weight: 700, font: "Noto Sans SC")[0{page.number}]'
        yield style.left, y, f"line(length: {wide:.4f}pt, stroke: {style.folio_rule}pt)"
    for box in page.boxes:
        x, top = style.x(box.column), style.top + box.row * style.leading
        span = style.span(box.columns)
        taken = head_rows(style, box, rng)
        if box.rank:
            size = style.heads[box.rank - 1]
            kicker = f'text(size: {style.kicker}pt, font: "FandolKai")[{_KICKER}]'
            head = f"text(size: {size}pt, weight: {900 if box.rank < 3 else 700})[{_HEADS[rng.randrange(6)]}]"
            deck = f'text(size: {style.deck}pt, font: "FandolKai")[{_DECK}]'
            yield (
                x,
                top + 1,
                (f"block(width: {span:.4f}pt, align(center, stack(dir: ttb, spacing: 4pt, {kicker}, {head}, {deck})))"),
            )
        first, rows = top + taken * style.leading, box.rows - taken
        body = "\n\n".join(paragraphs(words, style, box))
        legs = box.legs
        rows = int(rows + 1e-6)  # what is over in the last leg would be cut amid a line
        height = rows * style.leading - (style.leading - style.size) + 0.01
        gutter = style.gutter
        if legs != box.columns:  # merged columns share the span with gutters of their own
            gutter = style.gutter * 1.5
        inner = f"columns({legs}, gutter: {gutter:.4f}pt)[{body}]" if legs > 1 else f"[{body}]"
        yield x, first, f"block(width: {span:.4f}pt, height: {height:.4f}pt, clip: true, {inner})"
        if box.rank == 0:
            rule = x - style.gutter / 2
            length = box.rows * style.leading
            yield rule, top, f"line(length: {length:.4f}pt, angle: 90deg, stroke: {style.column_rule}pt)"


def typst_pdf(source: str, scratch: Path) -> bytes:
    import typst

    file = scratch / "paper.typ"
    file.write_text(source, "utf-8")
    made: bytes = typst.compile(str(file), font_paths=[str(folder())], root="/")
    return made


# -- by WeasyPrint ---------------------------------------------------------------------------------------------------

_ASCENT, _DESCENT = 1.151, 0.286  # em: hhea of Noto Serif SC, by which a browser's line box is filled


def html_source(style: True_, rng: random.Random) -> str:
    home = folder().resolve()
    faces = "\n".join(
        f"@font-face {{ font-family: {family}; font-weight: {weight}; src: url({(home / file).as_uri()}) }}"
        for family, weight, file in (
            ("serif-sc", 400, "noto-serif-sc/NotoSerifSC_400Regular.ttf"),
            ("serif-sc", 900, "noto-serif-sc/NotoSerifSC_900Black.ttf"),
            ("sans-sc", 700, "noto-sans-sc/NotoSansSC_700Bold.ttf"),
            ("kai", 400, "fandol/FandolKai-Regular.otf"),
        )
    )
    marks = "marks: crop; bleed: 3mm;" if style.marked else ""
    css = f"""{faces}
@page {{ size: {style.width:.4f}pt {style.height:.4f}pt; margin: 0; {marks} }}
html {{ font: {style.size}pt/{style.leading}pt serif-sc; text-align: justify }} body {{ margin: 0 }}
p {{ margin: 0; text-indent: 2em; widows: 1; orphans: 1 }} .page {{ position: relative; break-after: page; height:
1pt }} .page > div {{ position: absolute; overflow: hidden }} .page > div.line {{ overflow: visible; white-space:
nowrap }}"""
    words, body = copy(), []
    for page in pages(style, rng):
        parts = "".join(_html_page(style, page, words, rng))
        body.append(f"<div class=page>{parts}</div>")
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><style>{css}</style><body>{''.join(body)}"


def _line(x: float, y: float, width: float, size: float, words: str, more: str = "") -> str:
    place = f"left:{x:.4f}pt;top:{y:.4f}pt;width:{width:.4f}pt"
    return f"<div class=line style='{place};font-size:{size}pt;line-height:1.2;text-indent:0;{more}'>{words}</div>"


def _html_page(style: True_, page: Page_, words: Iterator[str], rng: random.Random) -> Iterator[str]:
    wide = style.area_width
    colour = "color: device-cmyk({}% {}% {}% {}%)".format(*style.accent)
    rule = f"<div style='left:{style.left:.4f}pt;width:{wide:.4f}pt;height:{style.folio_rule}pt;background:#000;top:"
    if page.number == 1:
        plate = min(80.0, 9 * style.leading)
        yield _line(
            style.left, style.top - 20, wide, plate, "芦汀日报", f"font-family:sans-sc;font-weight:700;{colour}"
        )
        yield f"{rule}{style.top + 10 * style.leading:.4f}pt'></div>"
    else:
        yield _line(style.left, style.top - 30, wide / 2, style.folio, "2026年5月24日　星期日　第4127期")
        more = "text-align:right;font-family:sans-sc;font-weight:700"
        yield _line(style.left, style.top - 34, wide, 15, f"0{page.number}", more)
        yield f"{rule}{style.top - 12:.4f}pt'></div>"
    # A line box is filled by hhea; the em box that a typographer measures stands so much lower in it.
    lowered = style.leading / 2 + (_ASCENT - _DESCENT) / 2 * style.size - 0.88 * style.size
    for box in page.boxes:
        x, top = style.x(box.column), style.top + box.row * style.leading
        span, taken = style.span(box.columns), head_rows(style, box, rng)
        if box.rank:
            size, y = style.heads[box.rank - 1], top + 1
            for each, text, more in (
                (style.kicker, _KICKER, "font-family:kai"),
                (size, _HEADS[rng.randrange(6)], "font-weight:900"),
                (style.deck, _DECK, "font-family:kai"),
            ):
                yield _line(x, y, span, each, text, f"text-align:center;{more}")
                y += each * 1.22
        first, rows = top + taken * style.leading - lowered, int(box.rows - taken + 1e-6)
        gutter = style.gutter * (1.5 if box.legs != box.columns else 1)
        copied = fitted(words, style, box, rows, gutter) if box.rank else paragraphs(words, style, box)
        body = "".join(f"<p>{html.escape(each)}" for each in copied)
        # Its columns are those of a block in the flow; a block that is put in its place has none.
        many = f"column-count:{box.legs};column-gap:{gutter:.4f}pt;column-fill:auto;height:100%"
        body = f"<div style='{many}'>{body}</div>" if box.legs > 1 else body
        place = f"left:{x:.4f}pt;top:{first:.4f}pt;width:{span:.4f}pt;height:{rows * style.leading + 0.01:.4f}pt"
        whole = "" if box.rank else "break-inside:avoid;"  # what is over is hidden, and reaches the foot
        yield f"<div style='{whole}{place}'>{body}</div>"
        if box.rank == 0:
            at = x - style.gutter / 2 - style.column_rule / 2
            place = (
                f"left:{at:.4f}pt;top:{top:.4f}pt;width:{style.column_rule}pt;height:{box.rows * style.leading:.4f}pt"
            )
            yield f"<div style='{place};background:#000'></div>"


def weasyprint_pdf(source: str, scratch: Path) -> bytes:
    """In a process of its own: its libraries and ours need not be loaded into one."""
    page, made = scratch / "paper.html", scratch / "paper.pdf"
    page.write_text(source, "utf-8")
    code = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, str(page), str(made)], check=True, capture_output=True)
    return made.read_bytes()


# -- judging ---------------------------------------------------------------------------------------------------------


def judged(style: True_, learned: Learned) -> list[tuple[str, float, float]]:
    """Name, true and learned."""
    columns, rows, styles = learned.columns, learned.rows, learned.styles

    def size(name: str, key: str = "size") -> float:
        found = styles[name].get(key) if name in styles else None
        return float("nan") if found is None else float(found.value)

    def number(name: str) -> float:
        found = learned.furniture.numbers.get(name)
        return float("nan") if found is None else float(found.value)

    return [
        ("trim width", style.width, learned.trim.value.width),
        ("trim height", style.height, learned.trim.value.height),
        ("columns", style.columns, columns.count.value),
        ("gutter", style.gutter, columns.gutter.value),
        ("measure", style.measure, columns.measure.value),
        ("left", style.left, columns.left.value),
        ("width", style.area_width, columns.width.value),
        ("type top", style.top, rows.first.value),
        ("type foot", style.foot, rows.last.value),
        ("rows", style.rows, rows.count.value),
        ("body size", style.size, size("body")),
        ("leading", style.leading, rows.leading.value),
        ("head 1", style.heads[0], size("headline-lead")),
        ("head 2", style.heads[1], size("headline-second")),
        ("head 3", style.heads[2], size("headline-third" if "headline-third" in styles else "headline-single")),
        ("kicker", style.kicker, size("kicker")),
        ("deck", style.deck, size("deck")),
        ("folio", style.folio, size("folio")),
        ("column rule", style.column_rule, number("column_rule")),
    ]


def learn(pdf: Path) -> tuple[Learned | None, Report]:
    report = Report()
    return Learning(Workspace(), "en").learn([str(pdf)], 120, report), report


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--papers", type=int, default=1, help="of each kind and program")
    parser.add_argument("--only", default="typst,weasyprint")
    parser.add_argument("--keep", type=Path, help="folder for the PDFs")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print(f"seed {seed}\n\n| paper | measure | true | learned | off |\n|---|---|--:|--:|--:|")
    worst: dict[str, float] = {}
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.keep or Path(temporary)
        scratch.mkdir(parents=True, exist_ok=True)
        for program in options.only.split(","):
            for turn in range(options.papers):
                for kind in _KINDS:
                    rng = random.Random(f"{seed} {program} {kind} {turn}")
                    style = drawn(rng, kind)
                    made = (
                        typst_pdf(typst_source(style, rng), scratch)
                        if program == "typst"
                        else weasyprint_pdf(html_source(style, rng), scratch)
                    )
                    pdf = scratch / f"{program}-{kind}-{turn}.pdf"
                    pdf.write_bytes(made)
                    learned, report = learn(pdf)
                    name = f"{program} {kind} {'grid' if style.on_grid else 'free'}{' marks' if style.marked else ''}"
                    if learned is None:
                        print(f"| {name} | nothing learned: {[fault.message() for fault in report]} | | | |")
                        failed += 1
                        continue
                    for what, true, found in judged(style, learned):
                        off = abs(true - found)
                        if what == "head 3" and found != found and style.columns == 4:
                            continue  # no story of the third rank was drawn
                        limit = 0.0 if what in ("columns", "rows") else LIMIT
                        bad = not off <= limit
                        failed += bad
                        worst[what] = max(worst.get(what, 0.0), off) if off == off else float("nan")
                        print(f"| {name} | {what} | {true:.3f} | {found:.3f} | {off:.3f}{' ✗' if bad else ''} |")
                    print(f"| {name} | told | | {' '.join(sorted({fault.code for fault in report}))} | |")
    print(f"\n{failed} beyond {LIMIT} pt\n\nworst: " + ", ".join(f"{what} {off:.3f}" for what, off in worst.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
