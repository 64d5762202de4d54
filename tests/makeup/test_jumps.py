"""Jumps: the cut, both parts, both lines, and the rules of Q18."""

from __future__ import annotations

import re

import pytest

from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Item, walk
from layout.issue import Issue, Page, read_issue
from layout.makeup import PageMade, PreviousLayout, make_up, staged
from layout.makeup.page_faults import unfit
from layout.makeup.planning import jump_targets
from layout.makeup.planning.page_drafts import PageDraft
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.units import GridArea
from tests.drawer import Drawer, faults

COPY = "清晨的渡口有雾，船夫把缆绳一圈一圈解开，等着第一拨过河的人。"
PAPER = "extends: community-tabloid\nnumbers: {nameplate_rows: 9}\n"


pytestmark = pytest.mark.usefixtures("no_advice")


def issue_text(jump: str, paragraphs: int = 24, rest: int = 24, names: str = "ferry") -> str:
    body = "\n\n".join(f"          第{n}段。" + COPY * (2 + n % 3) for n in range(1, paragraphs + 1))
    other = "\n\n".join("          " + COPY * 4 for _ in range(rest))
    return f"""
date: 2026-05-24
pages:
  - page: 1
    plan: |
      ferry ferry other other other
    stories:
      ferry:
        headline: 渡口四十年
        jump: {jump}
        body: |
{body}
      other:
        headline: 新桥通车
        body: |
{other}
  - page: 2
    plan: |
      {names} {names} {names} {names} {names}
      last  last  last  last  last
    stories:
      last:
        headline: 短讯一则
        body: {COPY * 20}
"""


def made(
    jump: str, setter: Typesetter, pages: frozenset[int] | None = None, **more: int
) -> tuple[tuple[PageMade, ...], Report]:
    drawer = Drawer({"issue.yaml": issue_text(jump, **more), "paper.yaml": PAPER})
    report = Report()
    issue = read_issue(drawer, "issue.yaml", report)
    assert issue is not None
    assert not len(report)
    theme: Theme = read_theme(drawer, "paper.yaml", report)
    return make_up(issue, theme, setter, report, pages), report


def groups(items: tuple[Item, ...], role: str, name: str = "") -> list[Group]:
    found: list[Group] = []
    for item in items:
        if isinstance(item, Group):
            if item.role == role and (not name or item.name == name):
                found.append(item)
            found += groups(item.items, role, name)
    return found


def words(items: tuple[Item, ...]) -> str:
    return "".join(run.text for run in walk(items) if isinstance(run, GlyphRun))


def parts(pages: tuple[PageMade, ...]) -> list[Group]:
    return [group for page in pages for group in groups(page.page.items, "story", "ferry")]


def copy_of(group: Group) -> str:
    return "".join(words(paragraph.items) for paragraph in groups(group.items, "paragraph"))


def test_the_copy_stands_once_and_in_order_over_both_pages(setter: Typesetter) -> None:
    pages, _ = made("{to: 2}", setter)
    first, second = parts(pages)
    whole = "".join(f"第{n}段。" + COPY * (2 + n % 3) for n in range(1, 25))
    assert copy_of(first) + copy_of(second) == whole
    assert copy_of(first)
    assert copy_of(second)


def test_both_lines_name_each_others_page(setter: Typesetter) -> None:
    first, second = parts(made("{to: 2}", setter)[0])
    assert "（下转第2版）" in words(first.items)
    assert "（上接第1版）" in words(second.items)


def test_a_jumping_story_fills_its_place(setter: Typesetter) -> None:
    (first, _), _ = made("{to: 2}", setter)
    assert not [check for check in first.checks if check.story == "ferry" and check.id in ("Q01", "Q02", "Q03", "Q18")]


@pytest.mark.parametrize("rows", [8, 15, 31])
def test_a_jump_after_so_many_rows_is_obeyed_to_a_line(setter: Typesetter, rows: int) -> None:
    first, _ = parts(made(f"{{to: 2, after: {rows}}}", setter)[0])
    lines = len(_lines(first))
    assert rows - 2 <= lines <= rows


def test_the_rest_wears_the_short_head(setter: Typesetter) -> None:
    _, second = parts(made("{to: 2, headline: 渡口往事}", setter)[0])
    assert words(groups(second.items, "headline")[0].items) == "渡口往事"


def test_too_few_rows_before_a_jump_are_told(setter: Typesetter) -> None:
    pages, report = made("{to: 2, after: 5}", setter)
    assert "NP615" in [d.code for d in report]
    assert [check.id for check in pages[0].checks if check.id == "Q18"]


def test_too_few_rows_after_a_jump_are_told(setter: Typesetter) -> None:
    _, report = made("{to: 2}", setter, paragraphs=3)
    assert "NP616" in {d.code for d in report}


def test_the_other_page_alone_is_the_same_page(setter: Typesetter) -> None:
    both, _ = made("{to: 2}", setter)
    alone, _ = made("{to: 2}", setter, frozenset([2]))
    assert [page.page for page in alone] == [both[1].page]


def test_no_paragraph_is_cut_to_a_single_line(setter: Typesetter) -> None:
    for rows in (9, 16, 23, 30):
        first, second = parts(made(f"{{to: 2, after: {rows}}}", setter)[0])
        last = groups(first.items, "paragraph")[-1]
        head = groups(second.items, "paragraph")[0]
        assert len(_lines(last)) >= 2
        assert len(_lines(head)) >= 2


def _lines(group: Group) -> set[tuple[float, float]]:
    """Lines of copy: their left edge and baseline, those of one leg rounded together."""
    runs = [run for paragraph in (groups(group.items, "paragraph") or [group]) for run in walk(paragraph.items)]
    return {(run.x, run.baseline) for run in runs if isinstance(run, GlyphRun)}


def test_a_jump_between_pages_planned_by_themselves(setter: Typesetter) -> None:
    text = re.sub(r"plan: \|\n(      \w.*\n)+", "plan: auto\n", issue_text("{to: 2}"))
    drawer = Drawer({"issue.yaml": text, "paper.yaml": PAPER})
    report = Report()
    issue = read_issue(drawer, "issue.yaml", report)
    assert issue is not None
    assert all(page.plan is None for page in issue.pages)
    first, second = parts(make_up(issue, read_theme(drawer, "paper.yaml", report), setter, report))
    assert copy_of(first) + copy_of(second) == "".join(f"第{n}段。" + COPY * (2 + n % 3) for n in range(1, 25))
    assert "（下转第2版）" in words(first.items)
    assert "（上接第1版）" in words(second.items)


def test_one_name_on_two_pages_is_two_articles(setter: Typesetter) -> None:
    text = (
        issue_text("{to: 2}").replace("other other other", "last  last  last ").replace("      other:", "      last:")
    )
    drawer = Drawer({"issue.yaml": text, "paper.yaml": PAPER})
    report = Report()
    issue = read_issue(drawer, "issue.yaml", report)
    assert issue is not None
    pages = make_up(issue, read_theme(drawer, "paper.yaml", report), setter, report)
    assert [[group.name for group in groups(page.page.items, "story")] for page in pages] == [
        ["ferry", "last"],
        ["2/last", "ferry"],
    ]


def automatic(jump: str, second: int, third: int) -> str:
    """Three pages that plan themselves; the second and third have stories of so many sentences each."""

    def story(name: str, sentences: int) -> str:
        return f"      {name}: {{headline: {name}号的消息, body: {COPY * sentences}}}\n"

    body = "\n\n".join(f"          第{n}段。" + COPY * (2 + n % 3) for n in range(1, 25))
    pages = "".join(
        f"  - page: {number}\n    plan: auto\n    stories:\n"
        + "".join(story(f"p{number}{letter}", sentences) for letter in "abcd")
        for number, sentences in ((2, second), (3, third))
    )
    return f"""
date: 2026-05-24
pages:
  - page: 1
    plan: |
      ferry ferry one one one
    stories:
      ferry:
        headline: 渡口四十年
        jump: {jump}
        body: |
{body}
      one: {{headline: 新桥通车, body: {COPY * 80}}}
{pages}"""


def staged_of(text: str, setter: Typesetter) -> tuple[list[tuple[Page, PageDraft]], Issue, Theme]:
    drawer = Drawer({"issue.yaml": text, "paper.yaml": PAPER})
    report = Report()
    issue = read_issue(drawer, "issue.yaml", report)
    assert issue is not None
    assert faults(report) == []
    theme = read_theme(drawer, "paper.yaml", report)
    return [(page, drafts.draft(page)) for page, drafts in staged(issue, theme, setter, report)], issue, theme


@pytest.mark.parametrize(("second", "third", "lands"), [(42, 24, 3), (24, 42, 2)])
def test_a_jump_lands_where_there_is_room(setter: Typesetter, second: int, third: int, lands: int) -> None:
    pages, issue, theme = staged_of(automatic("{to: auto}", second, third), setter)
    assert [page.number for page, _ in pages if any(story.arrived for story in page.stories)] == [lands]
    made_up = make_up(issue, theme, setter, Report())
    first, rest = parts(made_up)
    assert f"（下转第{lands}版）" in words(first.items)
    assert "（上接第1版）" in words(rest.items)
    assert copy_of(first) + copy_of(rest) == "".join(f"第{n}段。" + COPY * (2 + n % 3) for n in range(1, 25))


def test_a_free_jump_lands_where_it_landed_before(setter: Typesetter) -> None:
    """Both pages have room; the first of them is taken unless the rest stood on the other in the last build."""
    issue, theme = staged_of(automatic("{to: auto}", 24, 24), setter)[1:]

    def lands(previous: PreviousLayout) -> list[int]:
        made_up = make_up(issue, theme, setter, Report(), previous=previous)
        return [page.page.number for page in made_up[1:] if groups(page.page.items, "story", "ferry")]

    assert lands(PreviousLayout()) == [2]
    assert lands(PreviousLayout("f", ((3, (("ferry", GridArea(0, 5, 3, 20)),)),))) == [3]


def test_a_free_jump_leaves_so_that_the_other_page_is_whole_too(
    setter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left alone the story takes what its own page gives it best, and the other page has not room for the rest."""

    def bad() -> float:
        text = automatic("{to: 3}", 32, 31).replace("plan: |\n      ferry ferry one one one\n", "plan: auto\n")
        first, _, last = (draft for _, draft in staged_of(text, setter)[0])
        return unfit(first.placed) + unfit(last.placed)

    weighed = bad()
    monkeypatch.setattr(jump_targets, "_rows_to_try", lambda *given: iter(()))
    assert weighed < bad() / 2


def test_a_free_jump_goes_where_it_is_drawn(setter: Typesetter) -> None:
    drawer = Drawer({"issue.yaml": issue_text("{转至: 自动}"), "paper.yaml": PAPER})
    issue = read_issue(drawer, "issue.yaml", Report())
    assert issue is not None
    story = issue.pages[0].stories[0]
    assert story.jump is not None
    assert story.jump.to == 2


def test_few_legs_of_the_first_part_begin_with_a_last_line(setter: Typesetter) -> None:
    """R18: the cut moves so that they need not; of these eight pages five had such a leg before it did."""
    widows = 0
    for rows in range(20, 52, 4):
        pages, _, _ = staged_of(issue_text(f"{{to: 2, after: {rows}}}"), setter)
        widows += sum(module.widows for module in pages[0][1].placed if module.story.name == "ferry")
    assert widows <= 1


def test_the_line_that_says_where_it_comes_from_is_no_white_below_the_head(setter: Typesetter) -> None:
    pages, _ = made("{to: 2, after: 30}", setter)
    assert not [check for check in pages[1].checks if check.id == "Q09"]
