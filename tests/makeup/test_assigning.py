"""Stories listed for the whole issue find their pages: by banner and rank, so that every page is full;
what has no room is told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report
from layout.issue import Issue, Plan, read_issue
from layout.makeup import PageMade, PreviousLayout, alternates, make_up, staged
from layout.makeup.planning.page_plan import whole
from layout.makeup.planning.plan import drawing_lines
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme

HAN = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她"
    "出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
)
BANNERS = {1: "", 2: "要闻", 3: "社会", 4: "文体"}
LENGTHS = (1100, 620, 540, 700, 480, 950, 520, 610, 430, 720, 500, 640, 900, 420, 560, 480, 590, 520, 400, 360)


pytestmark = pytest.mark.usefixtures("no_advice")


def copy(rng: random.Random, characters: int) -> str:
    found = []
    while characters > 0:
        paragraph = min(characters, rng.randrange(60, 150))
        found.append("      " + "".join(rng.choice(HAN) for _ in range(paragraph)) + "。")
        characters -= paragraph
    return "\n\n".join(found)


def issue_text(lengths: tuple[int, ...] = LENGTHS, extra: dict[int, str] | None = None, plan: str = "auto") -> str:
    """Four pages that plan themselves; of every four stories two are general, the others of a section each."""
    rng = random.Random(4)
    pages = "".join(
        f"  - page: {number}\n" + (f"    banner: {banner}\n" if banner else "") + f"    plan: {plan}\n"
        for number, banner in BANNERS.items()
    )
    stories = ""
    for index, length in enumerate(lengths):
        banner = "" if index % 4 < 2 else f"    banner: {BANNERS[2 + index % 3]}\n"
        head = "".join(rng.choice(HAN) for _ in range(9))
        more = (extra or {}).get(index, "")
        stories += f"  s{index}:\n    headline: {head}\n{banner}{more}    body: |\n{copy(rng, length)}\n"
    return f"date: 2026-05-24\npages:\n{pages}stories:\n{stories}"


def read(text: str) -> tuple[Issue, Theme]:
    drawer = Drawer({"i.yaml": text, "paper.yaml": "extends: community-tabloid\nnumbers: {nameplate_rows: 9}\n"})
    report = Report()
    issue = read_issue(drawer, "i.yaml", report)
    assert issue is not None
    assert faults(report) == []
    return issue, read_theme(drawer, "paper.yaml", report)


def made(text: str, setter: Typesetter, previous: PreviousLayout | None = None) -> tuple[tuple[PageMade, ...], Report]:
    issue, theme = read(text)
    report = Report()
    return make_up(issue, theme, setter, report, previous=previous or PreviousLayout()), report


@pytest.fixture(scope="module")
def pages(setter: Typesetter) -> tuple[PageMade, ...]:
    found, report = made(issue_text(), setter)
    assert faults(report) == []
    return found


def where(pages: tuple[PageMade, ...]) -> dict[str, int]:
    return {name: made.page.number for made in pages for name, _ in made.places}


def test_every_story_stands_once_and_every_page_is_whole(pages: tuple[PageMade, ...]) -> None:
    placed = [name for each in pages for name, _ in each.places]
    assert sorted(placed) == sorted(f"s{index}" for index in range(len(LENGTHS)))
    assert not [check for each in pages for check in each.checks if check.severity == "error" or check.id == "Q01"]


def test_what_was_put_where_is_told(pages: tuple[PageMade, ...]) -> None:
    assert {name: each.page.number for each in pages for name in each.assigned} == where(pages)


def test_a_story_stands_on_a_page_of_its_banner(pages: tuple[PageMade, ...]) -> None:
    issue, _ = read(issue_text())
    home = {banner: number for number, banner in BANNERS.items()}
    assert all(where(pages)[story.name] == home[story.section] for story in issue.stories if story.section)


def test_a_story_of_a_full_section_goes_to_a_page_without_banner(setter: Typesetter) -> None:
    """Stories more of one section than its page holds: the front page takes them, no other section's does."""
    more = dict.fromkeys((4, 5, 8, 9), "    banner: 文体\n")
    found, report = made(issue_text(extra=more), setter)
    assert not {"NP622"} & {fault.code for fault in report}
    issue, _ = read(issue_text(extra=more))
    assert {where(found)[story.name] for story in issue.stories if story.section == "文体"} == {1, 4}


def test_the_most_important_story_heads_the_front_page(pages: tuple[PageMade, ...]) -> None:
    assert where(pages)["s0"] == 1
    assert next(name for name, area in pages[0].places if (area.column, area.row) == (0, 9)) == "s0"


def test_general_stories_that_matter_more_stand_further_to_the_front(pages: tuple[PageMade, ...]) -> None:
    general = [number for index in range(len(LENGTHS)) if index % 4 < 2 for number in [where(pages)[f"s{index}"]]]
    first, last = general[: len(general) // 2], general[len(general) // 2 :]
    assert sum(first) / len(first) < sum(last) / len(last)


def test_no_two_leads_stand_on_one_page(setter: Typesetter) -> None:
    leads = dict.fromkeys((0, 1, 4, 5), "    role: lead\n")
    found, _ = made(issue_text(extra=leads), setter)
    assert len({where(found)[f"s{index}"] for index in leads}) == len(leads)


def test_a_story_stays_on_its_page_when_another_changes(setter: Typesetter, pages: tuple[PageMade, ...]) -> None:
    previous = PreviousLayout("f", tuple((each.page.number, each.places) for each in pages))
    longer = (*LENGTHS[:9], LENGTHS[9] + 60, *LENGTHS[10:])
    found, _ = made(issue_text(longer), setter, previous)
    assert where(found) == where(pages)


def test_the_same_issue_is_shared_out_the_same_way(setter: Typesetter, pages: tuple[PageMade, ...]) -> None:
    assert made(issue_text(), setter)[0] == pages


def test_a_page_that_is_whole_is_whole_when_it_is_drawn_as_planned(setter: Typesetter) -> None:
    """What `layout plans --write` writes for every page, stories side by side that begin a row or two
    apart among them."""
    issue, theme = read(issue_text())
    for page, drafts in staged(issue, theme, setter, Report()):
        for plan, _ in alternates(issue, page, theme, setter, 4, Report()):
            bands = tuple(tuple(line.split()) for line in drawing_lines(plan.places, theme.grid.columns))
            drawn = drafts.draft(replace(page, plan=Plan(bands))).placed
            assert whole(drawn) or not whole(plan.placed), bands


def test_what_has_no_room_is_told_and_the_rest_stands(setter: Typesetter) -> None:
    found, report = made(issue_text(tuple(length * 3 // 2 for length in LENGTHS)), setter)
    left = [dict(fault.values)["story"] for fault in report if fault.code == "NP622"]
    assert left
    assert sorted([*where(found), *map(str, left)]) == sorted(f"s{index}" for index in range(len(LENGTHS)))
    assert "s0" not in left


def test_a_section_without_a_page_that_plans_itself_is_told(setter: Typesetter) -> None:
    text = issue_text((500, 400)).replace("stories:\n", "stories:\n  s9: {banner: 文体, headline: 题, body: 文}\n", 1)
    drawn = "    banner: 文体\n    plan: own own own own own\n    stories: {own: {headline: 题, body: 文}}\n"
    text = text.replace("    banner: 文体\n    plan: auto\n", drawn)
    text = text.replace("  - page: 1\n", "  - page: 1\n    banner: 头版\n")
    _, report = made(text, setter)
    assert "NP623" in {fault.code for fault in report}


def test_stories_of_an_issue_without_pages_are_told(setter: Typesetter) -> None:
    issue, theme = read(issue_text())
    report = Report()
    assert make_up(replace(issue, pages=()), theme, setter, report) == ()
    assert {fault.code for fault in report} == {"NP623"}
    assert len(report.diagnostics) == len(issue.stories)


def test_a_story_that_is_drawn_stands_where_it_is_drawn(setter: Typesetter) -> None:
    text = issue_text(LENGTHS[:6]).replace("    plan: auto\n", "    plan: s4 s4 s4 s5 s5\n", 1)
    issue, _ = read(text)
    assert [story.name for story in issue.pages[0].stories] == ["s4", "s5"]
    assert [story.rank for story in issue.pages[0].stories] == [1, 2]
    assert "s4" not in {story.name for story in issue.stories}


def test_a_story_jumps_forward_from_the_page_it_gets(setter: Typesetter) -> None:
    """The fourth page is the one it jumps to, so it stands before it."""
    jump = {0: "    role: lead\n    jump: {to: 2}\n"}
    found, report = made(issue_text(extra=jump), setter)
    pages_of = [each.page.number for each in found for name, _ in each.places if name == "s0"]
    assert pages_of == [1, 2]
    assert not {"NP622", "NP623"} & {fault.code for fault in report}
    assert not [check for each in found for check in each.checks if check.id in ("Q01", "Q02")]
