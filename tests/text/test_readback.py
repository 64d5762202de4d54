"""What comes back from the written page is the copy: squeezed marks, joined dashes, hyphenated words,
readings and all."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from layout.diagnostics import Report
from layout.display import Group, Page
from layout.issue import Copy
from layout.issue.inline import inline
from layout.pdf.job import Job
from layout.pipeline import Session, Workspace
from layout.text.drawing import drawn
from layout.theme import TextStyle
from layout.units import Size

COPY = Path(__file__).parents[2] / "bench" / "quality" / "copy"
LANGUAGES = {"news": "zh-Hans", "quotes": "zh-Hans", "latin": "zh-Hans", "hant": "zh-Hant", "ja": "ja"}


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Workspace())


def read_back(session: Session, texts: list[str], style: TextStyle, measure: float) -> str:
    """The text of a page set from these paragraphs, blanks and soft hyphens left out, as PDFium finds it."""
    report = Report()
    setter = session.setter(report)
    groups, baseline = [], 30.0
    for text in texts:
        items = []
        for line in setter.typeset(inline(Copy(text)), style, measure * style.size).lines:
            items += drawn(line, 20, baseline)
            baseline += style.leading
        groups.append(Group("paragraph", tuple(items)))
    page = Page(1, Size(measure * style.size + 40, baseline + 20), 0.0, (Group("story", tuple(groups), "a"),))
    pdf = session.write((page,), Job(title="t", language=style.language, marks=False), report)
    assert not report.failed
    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\u00ad\ufffe\x02]", "", found)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_copy_comes_back(session: Session, name: str) -> None:
    texts = [part.replace("\n", "") for part in (COPY / f"{name}.txt").read_text("utf-8").split("\n\n") if part.strip()]
    found = read_back(session, texts[:12], TextStyle(indent=2, language=LANGUAGES[name]), 14)
    assert found == re.sub(r"\s", "", "".join(texts[:12]))


def test_words_with_readings_marks_and_superscripts_come_back(session: Session) -> None:
    typed = "{斜土|xié tǔ}街道的*居民*来了，__王安忆__写~~长恨歌~~，10^3^立方米，**黑体**。"
    found = read_back(session, [typed], TextStyle(leading=14.25), 30)
    assert found == "斜土xiétǔ街道的居民来了，王安忆写长恨歌，103立方米，黑体。"


def test_a_paragraph_with_an_initial_comes_back(session: Session) -> None:
    text = "昨天停产十二年的芦汀县第二砖瓦厂以“砖窑湾郊野公园”的新身份试开放，首日接待游客四千余人次，约为预计的两倍。"
    assert read_back(session, [text], TextStyle(leading=14.25, drop=2), 16) == text
