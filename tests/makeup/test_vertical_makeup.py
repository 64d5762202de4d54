"""Vertical pages, and what runs down on level ones: the pages as made up, and the laws they keep on the paper.

After a change that is meant, LAYOUT_BLESS=1 writes the dumps anew; look at the pages before you commit them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from sheets import groups

from layout.diagnostics import Report
from layout.display import EM_ASCENT, Frame, GlyphRun, Group, Image, Item, dump, walk
from layout.issue import Advert, Constraint, Copy, Issue, Page, Plan, read_issue
from layout.makeup import NO_PREVIOUS, PageMade, make_up
from layout.makeup.edits import edited
from layout.makeup.grid import PageGrid
from layout.makeup.logical import logical_plan, paper_lines
from layout.makeup.modules.couplets import COUPLET_OPENED, CoupletModule
from layout.makeup.planning.plan import drawing_lines
from layout.pipeline import Session, Workspace
from layout.theme import Theme, in_writing, read_theme
from layout.units import GridArea, Rect, union
from layout.value import replace

ROOT = Path(__file__).parents[2]
FOLDER = "tests/makeup/vertical"
PAGES = ROOT / "tests" / "pages"
SAMPLES = {"vertical-page": f"{FOLDER}/page.yaml", "level-with-vertical": f"{FOLDER}/level/mixed.yaml"}


@pytest.fixture(params=SAMPLES, scope="module")
def made(request: pytest.FixtureRequest, session: Session) -> tuple[str, Issue, PageMade]:
    proof = session.check(SAMPLES[request.param], fresh=True)
    assert [fault.message() for fault in proof.report] == []
    assert proof.issue is not None
    (page,) = proof.pages
    return request.param, proof.issue, page


@pytest.fixture(scope="module")
def issue() -> Issue:
    found = read_issue(Workspace(ROOT), SAMPLES["vertical-page"], Report())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def theme() -> Theme:
    return read_theme(Workspace(ROOT), f"{FOLDER}/paper.yaml", Report())


def up(issue: Issue, page: Page, theme: Theme, session: Session) -> tuple[PageMade, list[str]]:
    """A page made up alone, and the codes of what was told of it."""
    report = Report()
    (made,) = make_up(replace(issue, pages=(page,)), theme, session.setter(Report()), report, advise=False)
    return made, [fault.code for fault in report]


def level(session: Session) -> tuple[Issue, Theme]:
    """The level page with vertical heads, and its paper's house style."""
    proof = session.check(SAMPLES["level-with-vertical"], fresh=True)
    assert proof.issue is not None
    assert proof.theme is not None
    return proof.issue, proof.theme


def less(page: Page) -> Page:
    """The page without one of its stories, so that there is room for something else."""
    return replace(page, stories=tuple(story for story in page.stories if story.name != "pipes"))


def box(item: Item) -> Rect:
    """Where the em boxes of a run stand on the paper; the box of any other item."""
    if isinstance(item, Group):
        return union(*(box(each) for each in item.items if not isinstance(each, Group) or each.items))
    if not isinstance(item, GlyphRun):
        return item.rect if hasattr(item, "rect") else Rect(item.x0, item.y0, item.x1 - item.x0, item.y1 - item.y0)
    along = (item.xs[-1] + item.size) if item.xs else 0.0
    if item.turn == "vertical":
        return Rect(item.x - item.size / 2, item.baseline, item.size, along)
    if item.turn == "sideways":
        return Rect(item.x - (1 - EM_ASCENT) * item.size, item.baseline, item.size, along)
    return Rect(item.x, item.baseline - EM_ASCENT * item.size, along, item.size)


def runs(group: Group) -> list[GlyphRun]:
    return [item for item in walk(group.items) if isinstance(item, GlyphRun) and item.glyphs]


def words(found: Sequence[Group]) -> str:
    return "".join("".join(run.text for group in found for run in runs(group)).split())


def test_the_page_is_the_one_that_was_blessed(made: tuple[str, Issue, PageMade]) -> None:
    name, _, page = made
    file = PAGES / f"{name}.txt"
    if os.environ.get("LAYOUT_BLESS"):
        file.write_text(dump(page.page), "utf-8")
    assert dump(page.page) == file.read_text("utf-8")


def test_it_is_as_good_as_a_level_page_must_be(made: tuple[str, Issue, PageMade]) -> None:
    assert made[2].score >= 95


def test_every_character_is_on_the_page_once_and_in_order(made: tuple[str, Issue, PageMade]) -> None:
    _, issue, page = made
    placed = {group.name: group for group in groups(page.page.items, "story")}
    for story in issue.pages[0].stories:
        group = placed.pop(story.name)
        body = "".join("".join(block.copy.text for block in story.body).split())
        assert words(list(groups(group.items, "paragraph"))) == body
        assert words(list(groups(group.items, "headline"))) == "".join(
            "".join(copy.text for copy in story.headline).split()
        )
    assert not placed


def test_stories_stand_inside_the_type_area_and_none_on_another(made: tuple[str, Issue, PageMade]) -> None:
    _, _, page = made
    boxes = {group.name: union(*map(box, runs(group))) for group in groups(page.page.items, "story")}
    for each in boxes.values():
        assert each.x > 0
        assert each.y > 0
        assert each.right < page.page.trim.width
        assert each.bottom < page.page.trim.height
    for one, other in combinations(boxes.values(), 2):
        apart = one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
        assert apart


def test_no_line_stands_on_a_picture(made: tuple[str, Issue, PageMade]) -> None:
    pictures = [item.rect for item in walk(made[2].page.items) if isinstance(item, Image)]
    assert pictures
    for group in groups(made[2].page.items, "paragraph"):
        for run in runs(group):
            one = box(run)
            for each in pictures:
                assert (
                    one.right <= each.x + 0.01
                    or one.x >= each.right - 0.01
                    or one.bottom <= each.y + 0.01
                    or one.y >= each.bottom - 0.01
                )


def test_a_vertical_pages_axes_stand_on_one_grid_from_the_right(session: Session, theme: Theme) -> None:
    (page,) = session.check(SAMPLES["vertical-page"], fresh=True).pages
    grid = PageGrid.of(theme)
    assert grid.right is not None
    upright = [run for group in groups(page.page.items, "paragraph") for run in runs(group) if run.turn == "vertical"]
    for run in upright:
        rows = (grid.right - run.x) / grid.leading - 0.5
        assert abs(rows - round(rows)) < 1e-6
    tiers = {round((run.baseline - grid.left) / (grid.measure + grid.gutter), 6) // 1 for run in upright}
    assert tiers == set(range(12))


def test_the_first_line_stands_at_the_right_and_the_last_at_the_left(session: Session) -> None:
    (page,) = session.check(SAMPLES["vertical-page"], fresh=True).pages
    story = next(group for group in groups(page.page.items, "story") if group.name == "library")
    text = [run for group in groups(story.items, "paragraph") for run in runs(group) if run.turn == "vertical"]
    upper = [run for run in text if run.baseline == min(each.baseline for each in text)]
    assert [run.x for run in upper] == sorted((run.x for run in upper), reverse=True)


def test_pictures_stand_upright_with_a_level_caption_below(session: Session) -> None:
    (page,) = session.check(SAMPLES["vertical-page"], fresh=True).pages
    (figure,) = groups(page.page.items, "figure")
    (image,) = (item for item in walk(figure.items) if isinstance(item, Image))
    assert image.rect.width > image.rect.height  # it is twice as wide as high, and its crop has a limit
    assert {run.turn for run in runs(figure)} == {""}
    assert all(run.baseline > image.rect.bottom for run in runs(figure))


def test_a_vertical_caption_stands_left_of_its_picture(session: Session, issue: Issue, theme: Theme) -> None:
    styles = {
        name: replace(style, vertical=True) if name in ("caption", "credit") else style
        for name, style in theme.styles.items()
    }
    made, told = up(issue, issue.pages[0], replace(theme, styles=type(theme.styles)(styles)), session)
    (figure,) = groups(made.page.items, "figure")
    (image,) = (item for item in walk(figure.items) if isinstance(item, Image))
    assert told == []
    assert {run.turn for run in runs(figure)} == {"vertical"}
    assert all(box(run).right < image.rect.x for run in runs(figure))


def test_a_vertical_head_is_as_deep_as_its_text_and_beside_it(session: Session) -> None:
    (page,) = session.check(SAMPLES["level-with-vertical"], fresh=True).pages
    for name, at_right in (("festival", True), ("pipes", False)):
        story = next(group for group in groups(page.page.items, "story") if group.name == name)
        head = [run for role in ("kicker", "headline", "deck") for g in groups(story.items, role) for run in runs(g)]
        text = union(*(box(run) for group in groups(story.items, "paragraph") for run in runs(group)))
        assert {run.turn for run in head} == {"vertical"}
        for run in head:
            assert (box(run).x > text.right) if at_right else (box(run).right < text.x)
            assert box(run).bottom <= text.bottom + 0.1 * run.size  # the last advance is drawn in with the others


def test_a_kicker_stands_right_of_its_vertical_headline_and_a_deck_left_of_it(session: Session) -> None:
    (page,) = session.check(SAMPLES["level-with-vertical"], fresh=True).pages
    story = next(group for group in groups(page.page.items, "story") if group.name == "festival")
    places = [[run.x for g in groups(story.items, role) for run in runs(g)] for role in ("kicker", "headline", "deck")]
    assert min(places[0]) > max(places[1])
    assert min(places[1]) > max(places[2])


def test_who_wrote_it_stands_in_a_vertical_head_left_of_all_else(session: Session) -> None:
    issue, theme = level(session)
    (page,) = issue.pages
    signed = tuple(replace(each, byline=Copy("王小明")) if each.name == "pipes" else each for each in page.stories)
    made, told = up(issue, replace(page, stories=signed), theme, session)
    assert told == []
    story = next(group for group in groups(made.page.items, "story") if group.name == "pipes")
    (byline,) = (run for group in groups(story.items, "byline") for run in runs(group))
    headline = union(*(box(run) for group in groups(story.items, "headline") for run in runs(group)))
    text = union(*(box(run) for group in groups(story.items, "paragraph") for run in runs(group)))
    assert byline.turn == "vertical"
    assert box(byline).right < headline.x
    assert text.y <= headline.y  # nothing above the text is kept for it


def test_a_poem_keeps_its_lines_and_the_white_between_its_stanzas(session: Session) -> None:
    (page,) = session.check(SAMPLES["level-with-vertical"], fresh=True).pages
    story = next(group for group in groups(page.page.items, "story") if group.name == "poem")
    verses = [runs(group) for group in groups(story.items, "paragraph")]
    texts = ["".join(run.text for run in verse) for verse in verses]
    assert texts == ["独坐幽篁里，", "弹琴复长啸。", "深林人不知，", "明月来相照。"]
    lines = [verse[0] for verse in verses]
    steps = [one.x - other.x for one, other in pairwise(lines)]
    assert steps[0] == pytest.approx(steps[2])
    assert steps[1] == pytest.approx(2 * steps[0])
    assert len({run.baseline for run in lines}) == 1


def test_a_couplet_stands_on_either_side_of_the_middle_below_its_scroll(session: Session) -> None:
    (page,) = session.check(SAMPLES["level-with-vertical"], fresh=True).pages
    story = next(group for group in groups(page.page.items, "story") if group.name == "couplet")
    first, second = (run for group in groups(story.items, "paragraph") for run in runs(group))
    (scroll,) = (run for group in groups(story.items, "headline") for run in runs(group))
    frame = next(item.rect for item in walk(story.items) if isinstance(item, Frame))
    middle = frame.x + frame.width / 2
    assert first.text.startswith("爆竹")
    assert first.x - middle == pytest.approx(middle - second.x)
    assert first.x > second.x
    assert (first.size, first.baseline) == (second.size, second.baseline)
    assert scroll.turn == ""
    assert scroll.baseline < first.baseline


def test_a_couplets_characters_part_to_fill_their_depth_and_no_farther(session: Session) -> None:
    issue, theme = level(session)
    story = next(each for each in issue.pages[0].stories if each.role == "couplet")
    module = CoupletModule(story, 0, 2, PageGrid.of(theme), theme, session.setter(Report()))

    def steps(depth: int) -> set[float]:
        found = [run for group in groups(module.place(0, depth).items, "paragraph") for run in runs(group)]
        return {round((after - one) / run.size, 3) for run in found for one, after in pairwise(run.xs)}

    close, apart, farthest = (max(steps(depth)) for depth in (24, 26, 40))
    assert 1.0 <= close < apart < farthest == 1.0 + COUPLET_OPENED
    assert all(len(steps(depth)) == 1 for depth in (24, 26, 40))


def test_a_drawing_is_of_the_paper(session: Session, issue: Issue, theme: Theme) -> None:
    page = issue.pages[0]
    bands = ("library festival festival",) * 8 + ("library pipes pipes",) * 4
    drawn = replace(page, plan=Plan(tuple(tuple(band.split()) for band in bands), page.span))
    made, told = up(issue, drawn, theme, session)
    assert not {"NP610", "NP611", "NP612", "NP614"} & set(told)
    areas = dict(made.places)
    assert (areas["festival"].column, areas["festival"].columns, areas["festival"].row) == (0, 8, 0)
    assert (areas["pipes"].column, areas["pipes"].columns, areas["pipes"].row) == (8, 4, 0)
    assert areas["library"].columns == 12
    assert areas["library"].row > areas["festival"].row
    lines = drawing_lines(made.places, 12, True)
    assert [line.split()[0] for line in lines] == ["library"] * 12
    assert [line.split()[-1] for line in lines] == ["festival"] * 8 + ["pipes"] * 4


def test_a_page_drawn_as_it_planned_itself_is_the_same_page(session: Session, issue: Issue, theme: Theme) -> None:
    page = issue.pages[0]
    made, _ = up(issue, page, theme, session)
    bands = tuple(tuple(line.split()) for line in drawing_lines(made.places, 12, True))
    drawn, told = up(issue, replace(page, plan=Plan(bands, page.span)), theme, session)
    assert told == []
    assert dict(drawn.places) == dict(made.places)


def test_a_drawing_turned_and_back_is_the_same() -> None:
    plan = Plan((("a", "b", "c"), ("a", "b", "d")))
    assert paper_lines(logical_plan(plan).bands) == plan.bands


def test_wishes_are_said_of_the_paper(session: Session, issue: Issue, theme: Theme) -> None:
    page = issue.pages[0]
    for at in ("top-left", "bottom-right"):
        wish = Constraint("library", at, span=page.span)
        made, told = up(issue, replace(page, constraints=(wish,)), theme, session)
        area = dict(made.places)["library"]
        assert "NP606" not in told
        if at == "top-left":
            assert (area.column, area.foot) == (0, 76)
        else:
            assert (area.right, area.row) == (12, 0)


def test_an_advert_takes_tiers_at_the_foot_from_side_to_side(session: Session, issue: Issue, theme: Theme) -> None:
    page = replace(less(issue.pages[0]), adverts=(Advert("bank", columns=2, place="foot"),))
    made, _ = up(issue, page, theme, session)
    assert dict(made.places)["bank"] == GridArea(10, 2, 0, 76)
    grid = PageGrid.of(theme)
    frame = next(
        item.rect for g in groups(made.page.items, "advert") for item in walk(g.items) if isinstance(item, Frame)
    )
    assert frame.width == pytest.approx(76 * 14)
    assert frame.bottom == pytest.approx(grid.left + grid.width)


@pytest.mark.parametrize("level", [False, True])
def test_the_nameplate_stands_at_the_upper_right_or_across(
    session: Session, issue: Issue, theme: Theme, level: bool
) -> None:
    styles = {name: replace(each, vertical=each.vertical and not level) for name, each in theme.styles.items()}
    house = (
        theme
        if not level
        else replace(theme, styles=type(theme.styles)({**theme.styles, "nameplate": styles["nameplate"]}))
    )
    page = replace(less(issue.pages[0]), number=1, banner=None)
    made, _ = up(issue, page, house, session)
    assert dict(made.places)["报头"] == GridArea(0, 4, 0, 76 if level else 8)
    name = next(run for run in walk(made.page.items) if isinstance(run, GlyphRun) and run.text == "竹林新闻")
    assert name.turn == ("" if level else "vertical")
    assert level or box(name).x > made.page.trim.width * 0.8


def test_a_page_may_run_the_other_way_than_its_paper(session: Session, issue: Issue, theme: Theme) -> None:
    made, _ = up(issue, replace(issue.pages[0], writing="horizontal"), theme, session)
    text = [run for group in groups(made.page.items, "paragraph") for run in runs(group)]
    assert {run.turn for run in text} == {""}
    back = in_writing(in_writing(theme, False), True)
    assert back.grid.vertical
    assert back.grid.area.height == pytest.approx(theme.grid.area.height, abs=theme.grid.leading)


def test_a_page_keeps_to_where_it_stood(session: Session, issue: Issue, theme: Theme) -> None:
    made, _ = up(issue, issue.pages[0], theme, session)
    previous = NO_PREVIOUS.with_pages([(2, made.places)], [2])
    (again,) = make_up(issue, theme, session.setter(Report()), Report(), previous=previous)
    assert again.places == made.places
    assert dump(again.page) == dump(made.page)


def test_what_is_over_is_told_in_characters_that_mend_it(session: Session, issue: Issue, theme: Theme) -> None:
    page = issue.pages[0]
    bands = ("library festival festival",) * 9 + ("library pipes pipes",) * 3
    plan = Plan(tuple(tuple(band.split()) for band in bands), page.span)
    library = next(story for story in page.stories if story.name == "library")
    longer = replace(library, body=library.body + library.body)
    stories = tuple(longer if story.name == "library" else story for story in page.stories)
    report = Report()
    make_up(replace(issue, pages=(replace(page, plan=plan, stories=stories),)), theme, session.setter(Report()), report)
    assert {fault.code for fault in report} & {"NP601", "NP605"}


def test_advice_for_a_vertical_text_works_when_followed(session: Session) -> None:
    """What a vertical box says it is over by, cut from it, makes its page whole."""
    workspace = Workspace(ROOT)
    issue = read_issue(workspace, SAMPLES["level-with-vertical"], Report())
    assert issue is not None
    theme = read_theme(workspace, f"{FOLDER}/level/paper.yaml", Report())
    page = issue.pages[0]
    light, kitchen = (next(each for each in page.stories if each.name == name) for name in ("light", "kitchen"))
    longer = replace(light, body=light.body * 8)
    plan = Plan((("light", "light", "light", "kitchen", "kitchen"),), page.span)
    page = replace(page, plan=plan, stories=(longer, replace(kitchen, body=kitchen.body * 4)))
    report = Report()
    (made,) = make_up(replace(issue, pages=(page,)), theme, session.setter(Report()), report)
    rooms = {room.story: room for room in made.rooms}
    assert rooms["light"].kind == "over"
    cut = rooms["light"].characters
    assert cut is not None
    assert cut > 0
    shorter = replace(page, stories=tuple(edited(s, -cut) if s.name == "light" else s for s in page.stories))
    report = Report()
    (made,) = make_up(replace(issue, pages=(shorter,)), theme, session.setter(Report()), report)
    assert {room.story: room.kind for room in made.rooms}["light"] != "over"


def test_a_couplet_with_more_than_its_two_lines_loses_nothing(session: Session) -> None:
    workspace = Workspace(ROOT)
    issue = read_issue(workspace, SAMPLES["level-with-vertical"], Report())
    assert issue is not None
    theme = read_theme(workspace, f"{FOLDER}/level/paper.yaml", Report())
    page = issue.pages[0]
    couplet = next(story for story in page.stories if story.name == "couplet")
    more = replace(couplet, deck=couplet.headline, pull_quotes=(couplet.headline[0],))
    light = next(story for story in page.stories if story.name == "light")
    made, _ = up(issue, replace(page, stories=(light, more)), theme, session)
    story = next(group for group in groups(made.page.items, "story") if group.name == "couplet")
    assert words(list(groups(story.items, "deck"))) == couplet.headline[0].text
    assert words(list(groups(story.items, "quote"))) == couplet.headline[0].text
    assert words(list(groups(story.items, "paragraph"))).count("爆竹声中一岁除旧事") == 1
