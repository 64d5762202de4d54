"""The index (导读): what it names, in which order, where it leads, and that it follows what it names."""

from __future__ import annotations

import pikepdf
import pytest
import readback
from drawer import Drawer
from sheets import groups

from layout.articles.markup import inner
from layout.diagnostics import Report
from layout.display import GlyphRun, Markup, walk
from layout.issue import read_issue
from layout.issue.indexing import headline_of
from layout.makeup import PageMade, make_up
from layout.pdf.job import Job
from layout.pipeline import Proof, Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import read_theme

pytestmark = pytest.mark.usefixtures("no_advice")

COPY = "清晨的渡口有雾，船夫把缆绳一圈一圈解开，等着第一拨过河的人。"
PAPER = "extends: community-tabloid\nmasthead: {name: 小报}\n"
ISSUE = """
date: 2026-05-24
number: 1
pages:
  - page: A1
    plan: |
      lead lead lead lead toc
    stories:
      lead: {{headline: 头条, body: {copy}}}
      toc: {{role: index{more}}}
  - page: A2
    stories:
      ferry: {{headline: 渡口四十年, body: {copy}}}
      bridge: {{headline: 新桥 / 通车, body: {copy}}}
      news: {{role: briefs, items: [{{headline: 简讯不导, body: {copy}}}]}}
  - page: B1
    stories:
      book: {{headline: 一本没有写完的书, index: 没写完的书, body: {copy}}}
      hidden: {{headline: 不进导读, index: no, body: {copy}}}
"""


def made(
    setter: Typesetter, more: str = "", plan: str = "", replaced: tuple[str, str] = ("", ""), pages: str = ""
) -> PageMade:
    text = (ISSUE.format(copy=COPY * 6, more=more) + pages).replace(*replaced)
    if plan:
        text = text.replace("lead lead lead lead toc", plan)
    drawer, report = Drawer({"i.yaml": text, "paper.yaml": PAPER}), Report()
    issue = read_issue(drawer, "i.yaml", report)
    assert issue is not None
    assert [fault.message() for fault in report] == []
    return make_up(issue, read_theme(drawer, "paper.yaml", report), setter, report, frozenset({1001}))[0]


def lines(page: PageMade) -> list[str]:
    return [
        "".join(run.text for run in walk(item.items) if isinstance(run, GlyphRun))
        for index in groups(page.page.items, "index")
        for item in groups(index.items, "item")
    ]


def test_it_names_the_first_story_of_every_page_and_then_the_second_in_page_order(setter: Typesetter) -> None:
    assert lines(made(setter)) == ["渡口四十年A02版", "新桥　通车A02版", "没写完的书B01版"]


def test_what_the_editor_chooses_it_names_in_his_order(setter: Typesetter) -> None:
    assert lines(made(setter, ", stories: [book, ferry, book]")) == ["没写完的书B01版", "渡口四十年A02版"]


def test_a_story_that_moves_takes_its_page_with_it(setter: Typesetter) -> None:
    moved = made(setter, replaced=("page: B1", "page: A3"))
    assert lines(moved)[-1] == "没写完的书A03版"


def test_a_strip_has_its_head_at_the_left_one_character_below_the_other(setter: Typesetter) -> None:
    page = made(setter, ", banner: 今日导读", plan="lead lead lead lead lead\n      toc toc toc toc toc")
    (index,) = groups(page.page.items, "index")
    (head,) = groups(index.items, "headline")
    runs = [run for run in walk(head.items) if isinstance(run, GlyphRun)]
    assert [run.text for run in runs] == list("今日导读")
    assert [run.baseline for run in runs] == sorted({run.baseline for run in runs})
    first = min(run.x for item in groups(index.items, "item") for run in walk(item.items) if isinstance(run, GlyphRun))
    assert max(run.x + run.size for run in runs) < first
    assert len(lines(page)) == 3


def test_every_glyph_of_a_line_stands_in_one_link_to_its_page(setter: Typesetter) -> None:
    for index in groups(made(setter).page.items, "index"):
        for item in groups(index.items, "item"):
            links = [leaf for leaf in walk(item.items) if isinstance(leaf, Markup)]
            assert len({link.value for link in links}) == 1
            assert inner(links[0].value)[0] in (1002, 2001)
            for run in walk(item.items):
                if isinstance(run, GlyphRun):
                    over = [link for link in links if link.rect.y < run.baseline < link.rect.bottom]
                    own = [x for x in run.xs if sum(link.rect.x <= run.x + x < link.rect.right for link in over) == 1]
                    assert own == list(run.xs)


def test_what_runs_over_two_pages_is_named_with_the_left_one(setter: Typesetter) -> None:
    spread = "spreads:\n  - {pages: A2-A3, story: {headline: 跨过中缝的桥, body: 文}}\npages:"
    page = made(
        setter, replaced=("pages:", spread), pages="  - {page: A3, stories: {x: {headline: 又一篇, body: 文}}}\n"
    )
    assert lines(page)[0] == "跨过中缝的桥A02版"


def test_a_head_that_was_broken_by_hand_keeps_the_place_of_every_character() -> None:
    report = Report()
    issue = read_issue(Drawer({"i.yaml": ISSUE.format(copy=COPY, more="")}), "i.yaml", report)
    assert issue is not None
    copy = headline_of(issue.pages[1].stories[1])
    assert copy.text == "新桥　通车"
    assert [copy.span(at).column for at in (0, 1, 3, 4)] == [26, 27, 31, 32]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Proof]:
    folder = tmp_path_factory.mktemp("index")
    (folder / "i.yaml").write_text(ISSUE.format(copy=COPY * 6, more=""), "utf-8")
    (folder / "paper.yaml").write_text(PAPER, "utf-8")
    session = Session(Workspace(folder))
    return session, session.check("i.yaml", advise=False)


def written(drawn: tuple[Session, Proof], *numbers: int) -> pikepdf.Pdf:
    session, proof = drawn
    pages = tuple(made.page for made in proof.pages if made.page.number in numbers)
    return readback.opened(session.write(pages, Job(title="题", standard="a-2a"), Report()))


def test_its_lines_lead_to_their_pages_and_the_pages_bear_their_printed_numbers(drawn: tuple[Session, Proof]) -> None:
    pdf = written(drawn, 1001, 1002, 2001)
    targets = [annotation.Dest[0].objgen for annotation in pdf.pages[0].Annots]
    assert set(targets) == {pdf.pages[1].objgen, pdf.pages[2].objgen}
    assert [page.label for page in pdf.pages] == ["A01", "A02", "B01"]


def test_a_file_without_the_other_pages_has_no_links_that_lead_nowhere(drawn: tuple[Session, Proof]) -> None:
    pdf = written(drawn, 1001)
    assert "/Annots" not in pdf.pages[0]
    assert not [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Link"]
