"""An issue file → Issue: the issue, its pages, their plan, adverts and constraints, with every fault reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from layout.diagnostics import Report, Span, did_you_mean, short
from layout.fields import Fields, entries, keys, names, wrong_kind
from layout.issue.copy import line_of, lines_of
from layout.issue.stories import StoryReader, measured
from layout.issue.values import Advert, Constraint, Copy, Ear, Issue, Jump, Page, Plan, Story
from layout.source import INVISIBLE, Files, Node, compose, read_source

_WORD = re.compile(r"\S+")
_CONTENT = ("stories", "adverts")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?:[ T].*)?")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[-/.])\d{1,2}日?")


def read_issue(files: Files, name: str, report: Report) -> Issue | None:
    """The issue of a file; None when it cannot be read at all. Faults of YAML and of content go to the report."""
    source = read_source(files, name, report)
    root = compose(source, report) if source else None
    if root is None or root.kind != "mapping":
        if root is not None and root.style != "!":
            report.add("NP130", root.span, hint="sequence" if root.kind == "sequence" else "issue")
        return None
    fields = Fields(root, "issue", report)
    reader = _PageReader(files, name, report)
    pages = reader.planned(tuple(page for node in fields.items("pages") if (page := reader.page(node))))
    given = fields.require("pages")
    if given is not None and given.kind == "sequence" and not given.items:
        report.add("NP201", fields.keys["pages"].span)
    return Issue(
        name,
        fields.text("paper"),
        fields.read("date", read_date, "NP206", None),
        fields.text("number"),
        tuple(sorted(pages, key=lambda page: page.number)),
        fields.text("title"),
        fields.flag("keep", True),
    )


def read_date(text: str) -> date:
    """2019-07-15, 2019-7-15, 2019/7/15 or 2019年7月15日. Raises ValueError."""
    match = _DATE.fullmatch(text.replace(" ", "") if "年" in text else text)
    if match is None:
        raise ValueError(text, "year" if _NO_YEAR.fullmatch(text) else "hint")
    year, month, day, month_zh, day_zh = match.groups()
    try:
        return date(int(year), int(month or month_zh), int(day or day_zh))
    except ValueError:
        raise ValueError(text, "calendar") from None


class _PageReader:
    """Reads the pages of one issue file. numbers: where each 版次 was given."""

    def __init__(self, files: Files, file: str, report: Report) -> None:
        self.files, self.file, self.report = files, file, report
        self.stories = StoryReader(files, file, report)
        self.numbers: dict[int, Span] = {}
        self._fields: list[Fields] = []  # of the pages read, in their order

    def planned(self, pages: tuple[Page, ...]) -> tuple[Page, ...]:
        """The pages with their plans, which may name what jumps to them from another page."""
        arriving: dict[int, list[Story]] = {}
        free: dict[int, list[Story]] = {}  # what may jump to a page, if its plan draws it
        for page in pages:
            for story in page.stories:
                if story.jump is not None and self._may_jump(story, story.jump, page, pages):
                    for other in _later(page, story, pages):
                        (arriving if story.jump.to else free).setdefault(other.number, []).append(story)
        drawn: list[Page] = []
        for page, fields in zip(pages, self._fields, strict=True):
            expected, possible = arriving.get(page.number, []), free.get(page.number, [])
            plan, sound = self._plan(fields, page, expected, possible)
            drawn.append(replace(page, plan=plan if sound else None, sketch=None if sound else plan))
        return tuple(self._landing(page, drawn) for page in drawn)

    def _landing(self, page: Page, pages: Sequence[Page]) -> Page:
        """The page with its free jumps led to where they are drawn."""
        return replace(page, stories=tuple(self._led(story, page, pages) for story in page.stories))

    def _led(self, story: Story, page: Page, pages: Sequence[Page]) -> Story:
        """NP228 where no later page draws the rest nor plans itself, NP229 where two draw it."""
        if story.jump is None or story.jump.to or not (later := _later(page, story, pages)):
            return story
        plans = [(each.number, each.plan or each.sketch) for each in later]
        drawn = [(number, plan.span) for number, plan in plans if plan is not None and story.name in _names(plan)]
        if not drawn and all(plan is not None for _, plan in plans):
            self.report.add("NP228", story.jump.span, story=story.name)
        for _, span in drawn[1:]:
            self.report.add("NP229", span, others=(("first", drawn[0][1]),), story=story.name, page=drawn[0][0])
        return replace(story, jump=replace(story.jump, to=drawn[0][0])) if drawn else story

    def _may_jump(self, story: Story, jump: Jump, page: Page, pages: tuple[Page, ...]) -> bool:
        """Whether the page a story jumps to is there, comes later, and has no story of that name."""
        target = next((each for each in pages if each.number == jump.to), None)
        coming = [each for each in pages if each.number > page.number]
        if not coming if not jump.to else target not in coming:
            later = "、".join(str(each.number) for each in coming)
            hint = "hint" if later else "none"
            self.report.add("NP224", jump.span, hint=hint, story=story.name, to=jump.to or "auto", later=later)
            return False
        if story.role in ("briefs", "photo-news") or not story.body:
            self.report.add("NP225", jump.span, story=story.name)
            return False
        if _later(page, story, pages):
            return True
        full = target or coming[0]
        same = next(each for each in full.stories if each.name == story.name)
        self.report.add("NP226", jump.span, others=(("first", same.span),), story=story.name, to=full.number)
        return False

    def page(self, node: Node) -> Page | None:
        if node.kind != "mapping":
            wrong_kind(node, "mapping", self.report)
            return None
        fields = Fields(node, "page", self.report)
        banner = fields.scalar("banner")
        stories = self._stories(fields)
        adverts = tuple(self._advert(each, place) for place, each in enumerate(fields.items("adverts"), 1))
        if fields.whole_block and not any(
            each and (each.pairs or each.items) for each in map(fields.node_of, _CONTENT)
        ):
            self.report.add("NP223", node.span)
        page = Page(
            self._number(fields),
            line_of(banner) if banner else None,
            self._credits(fields),
            None,
            tuple(sorted(stories, key=lambda story: story.rank)),
            adverts,
            self._ear(fields),
            self._constraints(fields, stories),
            node.span,
            choice=self._choice(fields),
        )
        self._fields.append(fields)
        return page

    def _number(self, fields: Fields) -> int:
        """The 版次; a page without one takes the next, so that the pages after it can be read."""
        node = fields.require("page")
        number = fields.whole("page", None)
        if node is None or number is None:
            return max(self.numbers, default=0) + 1
        span = node.span
        if number in self.numbers:
            self.report.add("NP202", span, others=(("first", self.numbers[number]),), number=number)
        self.numbers.setdefault(number, span)
        return number

    def _credits(self, fields: Fields) -> tuple[tuple[str, Copy], ...]:
        node = fields.node_of("credits")
        if node is None:
            return ()
        named = Fields(node, "credits", self.report)
        given = ((key, named.scalar(key)) for key in named.keys)
        return tuple((keys()["credits"][key][0], line_of(name)) for key, name in given if name)

    def _stories(self, fields: Fields) -> tuple[Story, ...]:
        node = fields.node_of("stories")
        if node is None:
            return ()
        read = (self.stories.story(name, each, rank) for rank, (name, each) in enumerate(entries(node, self.report), 1))
        return tuple(story for story in read if story)

    def _choice(self, fields: Fields) -> int:
        """Which of the planner's own plans is wanted: `plan: {choose: 3}`; 0 = the best."""
        node = fields.node_of("plan")
        if node is None or node.kind != "mapping":
            return 0
        return Fields(node, "plan", self.report).whole("choose", 0, 1, 99)

    def _plan(
        self, fields: Fields, page: Page, arriving: Sequence[Story], possible: Sequence[Story]
    ) -> tuple[Plan | None, bool]:
        """The drawn plan, None for `auto` and for none; and whether it can be followed. arriving: stories that must be drawn
        besides the page's own; possible: those that may be."""
        given = fields.node_of("plan")
        node = None if given is not None and given.kind == "mapping" else fields.scalar("plan")
        if node is None or names("value_plan").get(node.value.strip()) == "auto":
            return None, True
        drawn = _Drawing(node)
        named = fields.node_of("stories")
        known = [name.value for name, _ in named.pairs] if named else []
        known += [story.name for story in (*arriving, *possible)] + [advert.name for advert in page.adverts]
        sound = drawn.check(known, self.report)
        for story in (*page.stories, *arriving):
            if story.name not in drawn.cells:
                self.report.add("NP208", story.span, name=story.name, others=(("plan", node.span),))
                sound = False
        return Plan(drawn.bands, node.span) if drawn.bands else None, sound

    def _advert(self, node: Node, place: int) -> Advert:
        fields = Fields(node, "advert", self.report)
        named = fields.scalar("file")
        placeholder = fields.choice("missing", "error") == "placeholder"
        return Advert(
            fields.text("id") or str(place),
            named.value.strip() if named else "",
            measured(self.files, self.file, named, placeholder, self.report) if named else None,
            fields.whole("columns", 0, 1, 16),
            fields.whole("rows", 0, 1, 400),
            cast(Literal["head", "foot"], fields.choice("place", "foot")),
            fields.flag("public_service", False),
            node.span,
        )

    def _ear(self, fields: Fields) -> Ear | None:
        node = fields.node_of("ear")
        if node is None:
            return None
        ear = Fields(node, "ear", self.report)
        headline, lines = ear.scalar("headline"), ear.node_of("lines")
        nodes = () if lines is None else lines.items if lines.kind == "sequence" else (lines,)
        read: list[Copy] = []
        for each in nodes:
            if each.kind == "scalar":
                read.extend(lines_of(each))
            else:
                wrong_kind(each, "text", self.report)
        return Ear(lines_of(headline) if headline else (), tuple(read))

    def _constraints(self, fields: Fields, stories: Sequence[Story]) -> tuple[Constraint, ...]:
        known = [story.name for story in stories]
        read: list[Constraint] = []
        for node in fields.items("constraints"):
            wish = Fields(node, "constraint", self.report)
            story = wish.require_text("story")
            for key in ("story", "side", "apart"):
                named = wish.scalar(key)
                if named and named.value.strip() not in known:
                    _unknown_story(named.value.strip(), named.span, known, self.report)
            if story is not None:
                at, lock = wish.choice("at", ""), wish.flag("lock", False)
                read.append(Constraint(story.value.strip(), at, lock, wish.text("side"), wish.text("apart"), node.span))
        return tuple(read)


def _later(page: Page, story: Story, pages: Sequence[Page]) -> list[Page]:
    """The later pages that a story of a page may jump to: the one it names, or any that has no story of its name."""
    assert story.jump is not None
    wanted = story.jump.to
    return [
        each
        for each in pages
        if each.number > page.number
        and wanted in (0, each.number)
        and all(other.name != story.name for other in each.stories)
    ]


def _names(plan: Plan) -> set[str]:
    return {name for band in plan.bands for name in band}


class _Drawing:
    """A plan as drawn. bands: names, a row a line; cells: for each name the (band, column, offset) where it stands."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.cells: dict[str, list[tuple[int, int, int]]] = {}
        bands: list[tuple[str, ...]] = []
        self.offsets: list[int] = []
        at = 0
        for line in node.value.splitlines(keepends=True):
            words = list(_WORD.finditer(line))
            if words:
                named = tuple(word[0].translate(INVISIBLE) for word in words)  # as the keys of the stories are read
                for column, word in enumerate(words):
                    self.cells.setdefault(named[column], []).append((len(bands), column, at + word.start()))
                bands.append(named)
                self.offsets.append(at + words[0].start())
            at += len(line)
        self.bands = tuple(bands)

    def check(self, known: Sequence[str], report: Report) -> bool:
        """Whether every name is a story's, every band as long as the first, and every story's cells fill a rectangle."""
        sound = True
        for name, cells in self.cells.items():
            if name not in known:
                _unknown_story(name, self.node.locate(cells[0][2], len(name)), known, report)
                sound = False
        for band, offset in zip(self.bands, self.offsets, strict=True):
            if len(band) != len(self.bands[0]):
                report.add("NP210", self.node.locate(offset, 200), words=len(band), first=len(self.bands[0]))
                sound = False
        if sound:
            for name, cells in self.cells.items():
                bands = {band for band, _, _ in cells}
                columns = {column for _, column, _ in cells}
                whole = (max(bands) - min(bands) + 1) * (max(columns) - min(columns) + 1)
                if whole != len(cells):
                    report.add("NP209", self.node.locate(cells[0][2], len(name)), name=name)
                    sound = False
        return sound


def _unknown_story(name: str, span: Span, known: Sequence[str], report: Report) -> None:
    near = did_you_mean(name, known)
    report.add(
        "NP207",
        span,
        hint="nearest" if near else "hint" if known else "none",
        name=short(name),
        nearest=near,
        known=", ".join(known),
    )
