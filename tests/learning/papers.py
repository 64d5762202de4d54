"""PDFs to learn from: the repository's own issues, and papers of our own in house styles drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from layout.diagnostics import Diagnostic, Report
from layout.display import GlyphRun, walk
from layout.learning import Learned
from layout.learning.sample import sample
from layout.learning.session import Learning
from layout.pipeline import Session, Workspace
from layout.theme import Theme, read_theme
from layout.units import MM
from layout.value import FrozenMap, value

ROOT = Path(__file__).parents[2]
ISSUES = {
    "xietu": "issues/xietu/2019-07-15.yaml",
    "demo": "issues/demo/2026-05-24.yaml",
    "school": "issues/school/2026-06-01.yaml",
}

HEADS = ("身边的事自己来写", "一篇稿子怎样写", "先检查再付印")
"""Of the sample copy, by rank."""


@cache
def session() -> Session:
    return Session(Workspace(ROOT), again=False, shelf="")


@cache
def pdf_of(name: str) -> bytes:
    """The press PDF of an issue of the repository."""
    proof = session().check(ISSUES[name], fresh=True)
    assert not proof.failed
    return session().pdf(proof)


def theme_of(name: str) -> Theme:
    return read_theme(Workspace(ROOT), f"issues/{name}/paper.yaml", Report())


def learned_from(folder: Path, *pdfs: bytes, language: str = "en") -> tuple[Learned | None, Report, Learning]:
    """What is learned of PDFs that are put into a folder as 1.pdf, 2.pdf, …"""
    names = []
    for number, pdf in enumerate(pdfs, 1):
        (folder / f"{number}.pdf").write_bytes(pdf)
        names.append(f"{number}.pdf")
    report, learning = Report(), Learning(Workspace(folder), language)  # type: ignore[arg-type]
    return learning.learn(names, 60, report), report, learning


@cache
def known(name: str, language: str = "en") -> tuple[Learned, tuple[Diagnostic, ...], Learning]:
    """What is learned of an issue of the repository, and what is told."""
    with TemporaryDirectory() as folder:
        learned, report, learning = learned_from(Path(folder), pdf_of(name), language=language)
    assert learned is not None
    return learned, tuple(report), learning


def codes(report: Report) -> list[str]:
    return sorted({fault.code for fault in report})


@value
class Drawn:
    """A paper of our own by lot: the text of its paper.yaml, what that reads as, and its pages. printed: sizes of each
    head over two columns or more, by its words without blanks: a head may be made smaller to fit, and one over a
    single column has a style of its own."""

    paper: str
    theme: Theme
    pdfs: tuple[bytes, ...]
    printed: Mapping[str, tuple[float, ...]]


def drawn(seed: int) -> Drawn:
    """A sheet, columns, body, leading, margins and heads by lot; a front page and an inside page of sample copy. Heads
    are never set smaller: else most of a rank might be, and what a pair of pages shows is another size."""
    rng = random.Random(seed)
    size = rng.choice((8.5, 9.0, 9.2, 9.5, 10.0))
    leading = round(size * rng.uniform(1.28, 1.5), 1)
    columns, measure = rng.choice(((4, 16), (5, 13), (5, 15), (6, 13), (6, 14), (7, 12)))
    gutter = round(size * rng.uniform(1.0, 1.7), 1)
    width = columns * measure * size + (columns - 1) * gutter
    left, top = rng.uniform(11, 20), rng.uniform(21, 30)
    rows = rng.randint(68, 100)
    wide, high = round(width / MM + 2 * left, 1), round(rows * leading / MM + top + rng.uniform(10, 18), 1)
    lead = rng.randint(40, 60)
    second = round(lead / rng.uniform(1.25, 1.45), 1)
    third = round(second / rng.uniform(1.25, 1.45), 1)
    base = "broadsheet" if wide > 300 else "community-tabloid"
    paper = f"""extends: {base}
masthead: {{name: 芦汀日报}}
format: {{trim: {wide} x {high} mm, left: {left:.2f} mm, top: {top:.2f} mm}}
grid: {{columns: {columns}, measure: {measure} em, gutter: {gutter} pt, rows: {rows}, leading: {leading} pt}}
press: {{bleed: {rng.choice((3, 4, 5))} mm}}
styles:
  body: {{size: {size} pt, leading: {leading} pt}}
  headline-lead: {{size: {lead} pt, leading: {round(lead * 1.15)} pt, smallest: {lead} pt}}
  headline-second: {{size: {second} pt, leading: {round(second * 1.15)} pt, smallest: {second} pt}}
  headline-third: {{size: {third} pt, leading: {round(third * 1.2)} pt, smallest: {third} pt}}
"""
    workspace = Workspace(ROOT)
    theme = _theme(paper)
    pdfs: list[bytes] = []
    printed: dict[str, list[float]] = {head: [] for head in HEADS}
    for front in (True, False):
        proof, made_in = sample(workspace, paper, theme, front)
        pdfs.append(made_in.pdf(proof))
        runs = [item for made in proof.pages for item in walk(made.page.items) if isinstance(item, GlyphRun)]
        words = {(run.face, run.size): "" for run in runs}
        for run in runs:
            words[run.face, run.size] += run.text.replace("\u3000", "")
        for head, sizes in printed.items():
            sizes += [size for (_, size), text in words.items() if head in text]
    return Drawn(paper, theme, tuple(pdfs), FrozenMap({head: tuple(sizes) for head, sizes in printed.items()}))


def _theme(paper: str) -> Theme:
    class Text(Workspace):
        def read(self, name: str) -> bytes:
            return paper.encode()

    report = Report()
    theme = read_theme(Text(ROOT), "paper.yaml", report)
    assert not list(report), [fault.message() for fault in report]
    return theme
