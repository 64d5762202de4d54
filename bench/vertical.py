"""Vertical copy as `layout`, as Chromium and as LuaTeX-ja set it, side by side: the cases of tests/text/vertical.

    python bench/vertical.py [--only clreq] [--all] [--skip lualatex] [--picture FILE.png]

Each gets the same copy, the same font file (Noto Serif SC), the same size, leading and measure, lines not justified.
The others get what an author would write by hand: Chromium `writing-mode: vertical-rl`, `text-spacing-trim:
trim-start`, `text-autospace: normal` and `text-combine-upright: all` round numbers of two and three figures; LuaTeX-ja
its JFM for vertical lines (jfm-ujisv) and rensuji round the same numbers. Neither is told of marks one by one.

Chromium is asked where each character stands (DOM ranges); of LuaTeX-ja, PDFium is asked where its ink is. A case is
kept where every character stands on its line within .05 em of where `layout` has it, which is within .01 em of the
clause (tests/text/test_vertical.py). The table counts cases kept; `--all` also prints what stands elsewhere;
`--picture` puts a page of each, of the same paragraphs, side by side into a picture.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
sys.path[:0] = [str(HOME / "tests" / "text"), str(HOME / "tests")]

import test_vertical as cases  # noqa: E402

from layout.fontset import open_book  # noqa: E402
from layout.text.paragraph import Typesetter  # noqa: E402

FONT = HOME / "fonts" / "noto-serif-sc" / "NotoSerifSC_400Regular.ttf"
PIXELS = 40  # to an em
LEADING = 1.7
NEAR = 0.05
_OPENS = frozenset("“‘（《〈「『【")
_FIGURES = re.compile(r"(?<![\w.,])\d{2,3}(?![\w.,])", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where something stands: which line, and from where to where along it, em."""

    text: str
    line: int
    start: float
    end: float

    @property
    def anchor(self) -> float:
        """What does not move when a mark gives up its white: its other side; of all else, the middle."""
        if self.start == self.end:
            return self.start
        if self.text[0] in _OPENS:
            return self.end
        return self.start + 1.0 if len(self.text) == 1 else (self.start + self.end) / 2 + 0.5


def ours(row: dict[str, Any], setter: Typesetter) -> list[Place]:
    lines = cases.set_of(row, setter).lines
    return [
        Place(each.text, number, each.start, each.end)
        for number, line in enumerate(lines)
        for each in cases.found(line, setter.fonts)
    ]


def tokens(places: list[Place], characters: list[Place]) -> list[Place]:
    """What another program has of each thing that stands as one here. characters: its own, blanks left out."""
    out, at = [], 0
    for place in places:
        some = characters[at : at + len(place.text)]
        at += len(place.text)
        if some:
            start, end = min(one.start for one in some), max(one.end for one in some)
            out.append(Place(place.text, some[0].line, start, end))
    return out


_PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Song; src: url("{font}") }}
body {{ margin: 0; font: {pixels}px/{leading} Song }}
p {{ writing-mode: vertical-rl; margin: 0 0 20px; line-break: strict; text-align: start;
text-spacing-trim: trim-start; text-autospace: normal; inline-size: var(--measure) }}
b {{ font-weight: normal; text-combine-upright: all }}
</style>{body}"""
_ASK = """() => [...document.querySelectorAll('p')].map(p => {
  const box = p.getBoundingClientRect(), out = []
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    for (let at = 0; at < node.length; at++) {
      if (!node.data[at].trim()) continue
      const range = document.createRange()
      range.setStart(node, at); range.setEnd(node, at + 1)
      const cell = node.parentElement.tagName === 'B' ? node.parentElement : range
      const seen = cell.getBoundingClientRect()
      out.push([node.data[at], box.right - (seen.left + seen.right) / 2, seen.top - box.top, seen.bottom - box.top])
    }
  return out
})"""


def _paragraph(row: dict[str, Any]) -> str:
    style = f"--measure:{row.get('measure', 20)}em;text-indent:{row.get('indent', 0)}em"
    copy = _FIGURES.sub(lambda match: f"<b>{match[0]}</b>", html.escape(row["copy"]))
    return f'<p lang="{row.get("language", "zh-Hans")}" style="{style}">{copy}</p>'


def chromium(rows: list[dict[str, Any]]) -> list[list[Place]]:
    from playwright.sync_api import sync_playwright

    body = "".join(map(_paragraph, rows))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "cases.html"
        file.write_text(_PAGE.format(font=FONT.as_uri(), pixels=PIXELS, leading=LEADING, body=body), "utf-8")
        program = shutil.which("chromium") or "chromium"
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready")
        found = json.loads(json.dumps(page.evaluate(_ASK)))
        browser.close()
    em = PIXELS
    return [
        [Place(text, int(off / (LEADING * em)), top / em, bottom / em) for text, off, top, bottom in each]
        for each in found
    ]


_TEX = r"""\documentclass{ltjtarticle}
\usepackage{luatexja-fontspec,lltjext}
\usepackage[paperwidth=400bp,paperheight=400bp,margin=20bp]{geometry}
\setmainjfont[Path=%(folder)s/,Scale=1,YokoFeatures={JFM=ujis},TateFeatures={JFM=ujisv}]{%(name)s}
\setmainfont[Path=%(folder)s/]{%(name)s}
\setlength\rensujiskip{0pt}\pagestyle{empty}\parindent0pt\topskip0pt
\begin{document}\fontsize{10bp}{17bp}\selectfont\raggedright
%(body)s
\end{document}
"""


def lualatex(rows: list[dict[str, Any]]) -> list[list[Place]]:
    """The middle of each character's ink, as start and end."""
    body = "\n".join(
        rf"{{\hsize={row.get('measure', 20)}\zw\linewidth\hsize\noindent\hspace*{{{row.get('indent', 0)}\zw}}"
        + _marked(row)
        + r"\par}\newpage"
        for row in rows
    )
    with tempfile.TemporaryDirectory() as folder:
        pdf = _typeset(_TEX % {"folder": FONT.parent, "name": FONT.name, "body": body}, Path(folder))
    return list(_inks(pdf, len(rows)))


def _typeset(document: str, folder: Path) -> bytes:
    (folder / "cases.tex").write_text(document, "utf-8")
    command = ["lualatex", "-interaction=batchmode", "cases.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
    return (folder / "cases.pdf").read_bytes()


def _marked(row: dict[str, Any]) -> str:
    escaped = re.sub(r"([%&#$_{}])", r"\\\1", row["copy"])
    return _FIGURES.sub(lambda match: rf"\rensuji{{{match[0]}}}", escaped)


def _inks(pdf: bytes, count: int) -> Iterator[list[Place]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for number in range(count):
        text = document[number].get_textpage()
        height = document[number].get_height()
        boxes = []
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            character = text.get_text_range(at, 1)
            if right - left < 0.01 or not character.strip():
                continue
            boxes.append((character, (left + right) / 2, height - (top + bottom) / 2))
        boxes = [*_whole_dashes(boxes)]
        edge = max((across for _, across, _ in boxes), default=0.0)
        yield [
            Place(character, int((edge - across + 6) / 17), (along - 20) / 10, (along - 20) / 10)
            for character, across, along in boxes
        ]


def _whole_dashes(boxes: list[tuple[str, float, float]]) -> Iterator[tuple[str, float, float]]:
    """The two characters of a dash as one, by the middle of both: some faces draw them as one glyph."""
    at = 0
    while at < len(boxes):
        character, across, along = boxes[at]
        if character in "—︱" and at + 1 < len(boxes) and boxes[at + 1][0] == character:
            along = (along + boxes[at + 1][2]) / 2
            at += 1
        yield character, across, along
        at += 1


def our_inks(rows: list[dict[str, Any]], setter: Typesetter) -> list[list[Place]]:
    """The same of `layout`'s own file, by the same reader."""
    return list(_inks(_pages([[row] for row in rows], setter), len(rows)))


def _pages(pages: list[list[dict[str, Any]]], setter: Typesetter) -> bytes:
    """The paragraphs of each page, from its right edge."""
    import sheets

    from layout.display import EM_ASCENT, Group
    from layout.pdf.writer import write
    from layout.text.drawing import drawn
    from layout.turning import turned
    from layout.units import Size
    from layout.value import replace

    made = []
    for number, rows in enumerate(pages, 1):
        items: list[Any] = []
        lines = [line for row in rows for line in cases.set_of(row, setter).lines]
        for index, line in enumerate(lines):
            level = replace(line, runs=tuple(run for run in line.runs if not run.reading), strokes=(), told=())
            items += drawn(level, 0.0, index * 17.0 + EM_ASCENT * 10)
        group = Group("story", (Group("paragraph", turned(tuple(items), 380.0, 20.0)),), "case")
        made.append(sheets.page(group, number=number, trim=Size(400, 400), bleed=0.0, slug=""))
    return write(made, setter.fonts, replace(sheets.JOB, marks=False))


NEWS = (
    "人民政府“今天‘真的’”发布通知：2019年7月14日起，《街道垃圾分类条例》正式施行（试行）。GDP增长5.2%，H2O与"
    "Python 3.11均已“就绪”——真的吗？！……是的。",
    "住A座110室的王阿姨说：“味道清淡，走几步就到！”气温12℃，占比52％；电话12345，第1／3版·副刊。",
)


def picture(file: str, setter: Typesetter) -> None:
    """One page of each program, the same paragraphs on 18 em, from the left: here, Chromium, LuaTeX-ja."""
    import pypdfium2
    from PIL import Image

    rows = [{"copy": copy, "measure": 18, "indent": 2, "align": "justify"} for copy in NEWS]
    pages: list[Any] = []
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "own.pdf"
        own.write_bytes(_pages([rows], setter))
        pages.append(pypdfium2.PdfDocument(own)[0].render(scale=4).to_pil().crop((720, 60, 1600, 840)))
        pages.append(Image.open(_photographed(rows, Path(folder))).convert("RGB"))
        if shutil.which("lualatex"):
            tex = _TEX.replace("\\raggedright", r"\hsize=18\zw\linewidth\hsize\parindent=2\zw")
            body = "\n\n".join(_marked(row) for row in rows)
            pdf = _typeset(tex % {"folder": FONT.parent, "name": FONT.name, "body": body}, Path(folder))
            pages.append(pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().crop((720, 60, 1600, 840)))
    sheet = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages)), "white")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    sheet.save(file)


def _photographed(rows: list[dict[str, Any]], folder: Path) -> Path:
    from playwright.sync_api import sync_playwright

    body = f'<div style="writing-mode:vertical-rl">{"".join(map(_paragraph, rows))}</div>'
    page_file, shot = folder / "page.html", folder / "page.png"
    style = _PAGE.replace("margin: 0 0 20px", "margin: 0; text-align: justify").replace("text-align: start;", "")
    page_file.write_text(style.format(font=FONT.as_uri(), pixels=PIXELS, leading=LEADING, body=body), "utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 880, "height": 780})
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        page.screenshot(path=str(shot))
        browser.close()
    return shot


def differences(here: list[Place], there: list[Place]) -> list[str]:
    """What stands elsewhere there, in words; more than the first few follow from them."""
    if len(here) != len(there):
        return [f"{len(there)} things where here are {len(here)}"]
    said = []
    for one, other in zip(here, there, strict=True):
        off = other.anchor - one.anchor
        if other.line != one.line:
            said.append(f"{one.text} on line {other.line + 1}, not {one.line + 1}")
        elif abs(off) > NEAR:
            said.append(f"{one.text} {off:+.2f}")
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="part of the name of a table, or of a rule")
    parser.add_argument("--skip", default="", help="chromium, lualatex")
    parser.add_argument("--picture", default="", help="file of the picture")
    parser.add_argument("--all", action="store_true", help="print what stands elsewhere, case by case")
    options = parser.parse_args()
    chosen = [(name, row) for name, row in cases.CASES if options.only in name]
    rows = [row for _, row in chosen]
    setter = Typesetter(open_book())
    if options.picture:
        picture(options.picture, setter)
    here = [ours(row, setter) for row in rows]
    found: dict[str, list[list[str]]] = {}
    if "chromium" not in options.skip:
        seen = chromium(rows)
        found["Chromium"] = [differences(a, tokens(a, b)) for a, b in zip(here, seen, strict=True)]
    if "lualatex" not in options.skip and shutil.which("lualatex"):
        ink, other = our_inks(rows, setter), lualatex(rows)
        found["LuaTeX-ja"] = [differences(a, b) for a, b in zip(ink, other, strict=True)]
    groups: dict[tuple[str, str], list[int]] = {}
    for at, (name, row) in enumerate(chosen):
        clause = row["clause"].split(",")[0].split(" (")[0]
        groups.setdefault((name.split(":")[0], clause), []).append(at)
    print("| source | clause | cases | layout |", " | ".join(found), "|")
    print("|---|---|--:|--:|" + "--:|" * len(found))
    for (source, clause), members in groups.items():
        kept = [str(sum(not each[at] for at in members)) for each in found.values()]
        print(f"| {source} | {clause} | {len(members)} | {len(members)} | {' | '.join(kept)} |")
    kept = [str(sum(not one for one in each)) for each in found.values()]
    print(f"| | all | {len(rows)} | {len(rows)} | {' | '.join(kept)} |")
    if options.all:
        for at, (name, row) in enumerate(chosen):
            for program, each in found.items():
                if each[at]:
                    print(f"{name} [{row['clause']}] {program}: {'; '.join(each[at][:4])}")


if __name__ == "__main__":
    main()
