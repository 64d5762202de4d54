"""How fast copy is set and how evenly: `python bench/setting.py [FILE …]` for plain-text copy,
a blank line between paragraphs.

Prints the time of the seed page and of 8,000 characters (shaping, breaking, exact places; a cold session, the best of
five), and for each measure the mean and worst gap between ideographs, lines over 0.10 em, and paragraphs whose last
line is short.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from layout.diagnostics import Report
from layout.fontset import open_book
from layout.issue import Copy, read_issue
from layout.pipeline import Workspace
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle

HOME = Path(__file__).parent.parent
SAMPLE = HOME / "tests" / "text" / "copy" / "news.txt"
STYLE = TextStyle(indent=2)


def paragraphs(file: Path) -> list[str]:
    return [part.replace("\n", "") for part in re.split(r"\n\s*\n", file.read_text("utf-8")) if part.strip()]


def seconds(copies: list[str], measure: float) -> float:
    """Best of five cold sessions; the faces stay open, as they are opened once an issue."""
    best = float("inf")
    for _ in range(5):
        setter = Typesetter(BOOK)
        start = time.perf_counter()
        for text in copies:
            setter.typeset(Copy(text), STYLE, measure * STYLE.size)
        best = min(best, time.perf_counter() - start)
    return best


def evenness(copies: list[str], measure: float) -> str:
    setter = Typesetter(BOOK)
    done = [setter.typeset(Copy(text), STYLE, measure * STYLE.size) for text in copies]
    lines = [line for paragraph in done for line in paragraph.lines]
    gaps = [line.gap for line in lines if not line.last]
    short = sum(characters(paragraph) < 3 for paragraph in done)
    return (
        f"{measure:5g} em {len(lines):5} lines"
        f"  gap mean {sum(gaps) / max(1, len(gaps)):.4f} worst {max(gaps, default=0):.3f}"
        f"  over 0.10: {sum(gap > 0.10 for gap in gaps)}  squeezed: {sum(line.squeezed > 0 for line in lines)}"
        f"  last line under 3: {short} of {len(done)}"
    )


def characters(paragraph: Paragraph) -> int:
    """Of the last line, marks not counted; a paragraph of one line has no short end."""
    return 3 if len(paragraph.lines) < 2 else len(re.sub(r"[\W_]", "", paragraph.lines[-1].text))


def seed_page() -> list[str]:
    """The running text of the seed page."""
    issue = read_issue(Workspace(HOME), "issues/xietu/2019-07-15.yaml", Report())
    assert issue is not None
    stories = [each for page in issue.pages for story in page.stories for each in (story, *story.items)]
    return [block.copy.text for story in stories for block in story.body]


BOOK = open_book()

if __name__ == "__main__":
    seed = seed_page()
    print(f"{seconds(seed, 14) * 1000:7.1f} ms for the seed page, {sum(map(len, seed))} characters")
    assert "numpy" not in sys.modules
    for file in map(Path, sys.argv[1:] or [SAMPLE]):
        copies = paragraphs(file)
        length = sum(map(len, copies))
        many = copies * -(-8000 // length)
        # A memo would answer for copies: each gets its own first character.
        many = [chr(0x4E00 + index) + text for index, text in enumerate(many)]
        while sum(map(len, many[:-1])) > 8000:
            many.pop()
        print(f"{file}: {length} characters")
        print(
            f"{seconds(copies, 14) * 1000:7.1f} ms for the file, "
            f"{seconds(many, 14) * 1000:.1f} ms for {sum(map(len, many))}"
        )
        for measure in (11, 12, 13, 14, 15, 16, 18, 23, 30):
            print(evenness(copies, measure))
