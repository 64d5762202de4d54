"""What may be written fits wherever it is written, what must go is enough; where a story fits nothing is tried."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from layout.diagnostics import Report
from layout.issue import Issue, Story, read_issue
from layout.makeup import PageMade, StoryRoom, make_up
from layout.makeup.edits import characters_for, edited, length, lines_of
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.room import MOST_SET
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from tests.drawer import Drawer

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("no_advice")


def bench(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


def followed(issue: Issue, rooms: tuple[StoryRoom, ...], rng: random.Random) -> Issue:
    """The issue with every number followed: written in some paragraph, cut at the end of the longest or the last."""
    stories = {story.name: story for story in issue.pages[0].stories}
    for room in rooms:
        if room.kind == "room" and room.characters:
            stories[room.story] = written(stories[room.story], room.characters, rng)
        elif room.kind == "over" and room.characters:
            stories[room.story] = edited(stories[room.story], -room.characters, rng.random() < 0.5)
    changed: Issue = bench("walk").with_stories(issue, *stories.values())
    return changed


def written(story: Story, count: int, rng: random.Random) -> Story:
    """The story with so many characters more in one of its paragraphs."""
    places = [index for index, block in enumerate(story.body) if block.kind == "paragraph"]
    if not places:
        return edited(story, count)
    at = rng.choice(places)
    (block,) = edited(replace(story, body=(story.body[at],)), count).body
    return replace(story, body=(*story.body[:at], block, *story.body[at + 1 :]))


def over(page: PageMade) -> list[StoryRoom]:
    return [room for room in page.rooms if room.kind == "over"]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["drawn", "auto", "school", "school2"])
def test_numbers_are_true_of_pages_with_all_their_stories_changed(name: str, seed: int) -> None:
    walk, rng = bench("walk"), random.Random(f"{name} {seed}")
    issue, theme = walk.setting(walk.Case(name))
    stories = [edited(s, max(40 - length(s), rng.randint(-150, 150))) for s in issue.pages[0].stories]
    issue = walk.with_stories(issue, *stories)
    page, _ = walk.made(issue, theme)
    assert all(room.characters for room in page.rooms if room.kind != "fits")
    assert over(walk.made(followed(issue, page.rooms, rng), theme)[0]) == []


@pytest.mark.parametrize("rows", range(60, 81, 4))
@pytest.mark.parametrize("name", ["drawn", "school"])
def test_numbers_are_true_of_pages_higher_and_lower(name: str, rows: int) -> None:
    walk, rng = bench("walk"), random.Random(rows)
    issue, theme = walk.setting(walk.Case(name, rows=rows))
    page, _ = walk.made(issue, theme)
    if not any(room.kind == "over" and room.characters is None for room in page.rooms):
        assert over(walk.made(followed(issue, page.rooms, rng), theme)[0]) == []


@pytest.mark.parametrize("full", [0.5, 1.35])
def test_numbers_are_true_of_generated_issues(full: float) -> None:
    random_issues, told = bench("random_issues"), 0
    for number in (1, 7, 9, 15, 16):
        name, page, _ = random_issues.page_of(number)
        case = random_issues.fitted(number, name, page, full)
        made, _ = random_issues.made(case.issue, case.format)
        if any(each.characters is None for each in made.rooms):
            continue  # what no cut mends is planned anew, and the others with it
        told += sum(bool(each.characters) for each in made.rooms)
        changed = followed(case.issue, made.rooms, random.Random(number))
        assert over(random_issues.made(changed, case.format)[0]) == []
    assert told > 2


def test_one_character_less_than_must_go_is_not_enough() -> None:
    """The number is the fewest, to within two; and a story that is over is found so."""
    walk = bench("walk")
    issue, theme = walk.setting(walk.Case("drawn", rows=66))
    page, _ = walk.made(issue, theme)
    (room, *_) = over(page)
    assert room.characters is not None
    story = next(each for each in issue.pages[0].stories if each.name == room.story)
    others = [each for each in page.rooms if each.story != room.story]
    issue = followed(issue, tuple(others), random.Random(0))
    assert over(walk.made(walk.with_stories(issue, edited(story, 4 - room.characters)), theme)[0])


def test_nothing_is_tried_on_a_page_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = bench("walk")
    issue, theme = walk.setting(walk.Case("drawn"))
    known = {id(story) for story in issue.pages[0].stories}
    real = ModuleLibrary.trial

    def watched(self: ModuleLibrary, story: Story, *how: float) -> object:
        assert id(story) in known
        return real(self, story, *how)

    monkeypatch.setattr(ModuleLibrary, "trial", watched)
    page, _ = walk.made(issue, theme)
    assert [room.kind for room in page.rooms] == ["fits"] * len(issue.pages[0].stories)


def test_a_story_far_too_long_is_tried_no_more_than_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = bench("walk")
    issue, theme = walk.setting(walk.Case("drawn"))
    huge = edited(next(s for s in issue.pages[0].stories if s.name == "survey"), 20_000)
    tried: list[int] = []
    real = ModuleLibrary.trial

    def counted(self: ModuleLibrary, story: Story, *how: float) -> object:
        tried.append(sum(len(block.copy.text) for block in story.body) if story.name == "survey" else 0)
        return real(self, story, *how)

    monkeypatch.setattr(ModuleLibrary, "trial", counted)
    page, _ = walk.made(walk.with_stories(issue, huge), theme)
    (found,) = [each for each in page.rooms if each.story == "survey"]
    assert found.kind == "over"
    assert found.lines > 500
    assert max(tried) >= 20_000
    assert sum(tried) <= MOST_SET + 3 * max(tried)  # its own setting, and the last that was begun


def test_a_page_whose_copy_could_not_be_read_has_no_states(setter: Typesetter) -> None:
    walk = bench("walk")
    issue, theme = walk.setting(walk.Case("drawn"))
    (page,) = make_up(issue, theme, setter, Report(), unsound=frozenset({issue.pages[0].number}))
    assert page.rooms == ()


COPY = "清晨的渡口有雾，船夫把缆绳一圈一圈解开，等着第一拨过河的人。"


def jumping(paragraphs: int) -> tuple[Issue, Theme]:
    body = "\n\n".join(f"          第{n}段。" + COPY * 4 for n in range(paragraphs))
    text = f"""
date: 2026-05-24
pages:
  - page: 1
    plan: ferry ferry ferry ferry ferry
    stories:
      ferry:
        headline: 渡口四十年
        jump: {{to: 2}}
        body: |
{body}
  - page: 2
    plan: other other ferry ferry ferry
    stories:
      other: {{headline: 别的稿子, body: 短。}}
"""
    files, report = Drawer({"i.yaml": text, "paper.yaml": "extends: community-tabloid\n"}), Report()
    issue = read_issue(files, "i.yaml", report)
    assert issue is not None
    return issue, read_theme(files, "paper.yaml", report)


def test_a_jumping_story_fits_where_it_begins_and_has_room_where_it_ends(setter: Typesetter) -> None:
    issue, theme = jumping(16)
    one, two = make_up(issue, theme, setter, Report())
    assert [(room.story, room.kind) for room in one.rooms] == [("ferry", "fits")]
    (room,) = [room for room in two.rooms if room.story == "ferry"]
    assert room.kind == "room"
    assert room.characters
    story = edited(issue.pages[0].stories[0], room.characters)
    first = replace(issue.pages[0], stories=(story,))
    _, again = make_up(replace(issue, pages=(first, issue.pages[1])), theme, setter, Report())
    (now,) = [room for room in again.rooms if room.story == "ferry"]
    assert now.kind == "fits"


@pytest.mark.parametrize("lines", [-3, -2, -1, 1, 2, 3])
def test_characters_for_lines_are_the_fewest(setter: Typesetter, lines: int) -> None:
    walk = bench("walk")
    issue, theme = walk.setting(walk.Case("drawn"))
    style, measure = theme.styles["body"], 14 * theme.styles["body"].size
    sign = 1 if lines > 0 else -1
    for story in issue.pages[0].stories:
        for block in story.body:
            if len(block.copy.text) < 100:
                continue
            count = characters_for(block.copy, style, measure, lines, setter)
            now = lines_of(block.copy, style, measure, 0, setter)
            changed = [lines_of(block.copy, style, measure, sign * n, setter) - now for n in (count - 1, count)]
            assert abs(changed[0]) < abs(lines) <= abs(changed[1])
