"""An issue file → Issue: the issue, its pages, their plan, adverts and constraints, with every fault reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from layout.diagnostics import Report, Span
from layout.fields import Fields, entries, keys, names, wrong_kind
from layout.issue.copy import line_of, lines_of
from layout.issue.dates import read_date
from layout.issue.drawing import NAMEPLATE, Drawing, unknown_story
from layout.issue.jumping import later_pages, led, may_jump
from layout.issue.numbering import check_numbers, section_names
from layout.issue.pooled import shared_out
from layout.issue.spreads import Spanning, placed_spreads, typed_pages
from layout.issue.stories import StoryReader, measured
from layout.issue.values import Advert, AdvertSize, Constraint, Copy, Ear, FoldStrip, Issue, Page, Plan, Story, Writing
from layout.pagenames import is_front, page_name
from layout.source import Files, Node, compose, read_source
from layout.theme.printed import PagesSaid, read_pages_said, without_pages
from layout.value import replace

_CONTENT = ("stories", "adverts")


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
    day = reader.stories.day = fields.read("date", read_date, "NP206", None)
    pool = reader.pool(fields)
    spanning = tuple(reader.spanning(node) for node in fields.items("spreads"))
    reader.spanned = frozenset(page for each in spanning for page in each.pages)
    pages, waiting = reader.planned(tuple(page for node in fields.items("pages") if (page := reader.page(node))), pool)
    given = fields.require("pages")
    if given is not None and given.kind == "sequence" and not given.items:
        report.add("NP201", fields.keys["pages"].span)
    check_numbers(tuple(reader.given), report)
    names_taken = {story.name for page in pages for story in page.stories} | set(reader.shared)
    spreads = placed_spreads(spanning, pages, names_taken, report)
    return Issue(
        name,
        fields.text("paper"),
        day,
        fields.text("number"),
        tuple(sorted(pages, key=lambda page: page.number)),
        fields.text("title"),
        fields.flag("keep", True),
        waiting,
        section_names(fields, [page.number for page in pages], report),
        spreads,
        tuple(strip for node in fields.items("fold_strips") if (strip := reader.fold_strip(node))),
        _printed(fields, pages, report),
    )


def _printed(fields: Fields, pages: Sequence[Page], report: Report) -> PagesSaid | None:
    """What the issue says of the inks of its pages."""
    node = fields.node_of("press")
    if node is None:
        return None
    own = Fields(node, "issue_press", report)
    said = read_pages_said({key: value for key in own.keys if (value := own.node_of(key)) is not None}, report)
    if said is not None:
        without_pages(said, [page.number for page in pages], report)
    return said


class _PageReader:
    """Reads the pages of one issue file. numbers: where each 版次 was given; shared: names of the stories listed for
    the whole issue."""

    def __init__(self, files: Files, file: str, report: Report) -> None:
        self.files, self.file, self.report = files, file, report
        self.stories = StoryReader(files, file, report)
        self.numbers: dict[int, Span] = {}
        self.given: list[tuple[int, Span]] = []  # the numbers that could be read, as typed
        self.shared: tuple[str, ...] = ()
        self.spanned: frozenset[int] = frozenset()  # pages that something runs over: they need nothing of their own
        self._homes: dict[str, tuple[int, Span]] = {}  # of stories of the whole issue that are drawn: page, and where
        self._fields: list[Fields] = []  # of the pages read, in their order

    def pool(self, fields: Fields) -> tuple[Story, ...]:
        """The stories listed for the whole issue, the most important first."""
        node = fields.node_of("stories")
        self.shared = tuple(name.value for name, _ in node.pairs) if node is not None else ()
        return tuple(sorted(self._stories(fields), key=lambda story: story.rank))

    def planned(self, pages: tuple[Page, ...], pool: tuple[Story, ...]) -> tuple[tuple[Page, ...], tuple[Story, ...]]:
        """The pages with their plans, which may name what jumps to them from another page and stories of the whole
        issue; and those of the latter that have no page yet."""
        words = tuple(_drawn(fields) for fields in self._fields)
        pages, waiting = shared_out(pool, pages, words, self.report)
        for page, drawn_here in zip(pages, words, strict=True):
            self._homes |= {
                s.name: (page.number, drawn_here[s.name])
                for s in page.stories
                if s.name in drawn_here and s.name in self.shared
            }
        arriving: dict[int, list[Story]] = {}
        free: dict[int, list[Story]] = {}  # what may jump to a page, if its plan draws it
        before = min((page.number for page in pages), default=1)
        placed = [(page.number, story) for page in pages for story in page.stories]
        for number, story in (*placed, *((before, story) for story in waiting)):
            if story.jump is not None and may_jump(number, story, pages, self.report):
                for other in later_pages(number, story, pages):
                    (arriving if story.jump.to else free).setdefault(other.number, []).append(story)
        drawn: list[Page] = []
        for page, fields in zip(pages, self._fields, strict=True):
            expected, possible = arriving.get(page.number, []), free.get(page.number, [])
            plan, sound = self._plan(fields, page, expected, possible)
            drawn.append(replace(page, plan=plan if sound else None, sketch=None if sound else plan))
        stories = [tuple(led(story, page.number, drawn, self.report) for story in page.stories) for page in drawn]
        waiting = tuple(led(story, before, drawn, self.report) for story in waiting)
        return tuple(replace(page, stories=own) for page, own in zip(drawn, stories, strict=True)), waiting

    def page(self, node: Node) -> Page | None:
        if node.kind != "mapping":
            wrong_kind(node, "mapping", self.report)
            return None
        fields = Fields(node, "page", self.report)
        banner = fields.scalar("banner")
        stories = self._stories(fields)
        adverts = tuple(self._advert(each, place) for place, each in enumerate(fields.items("adverts"), 1))
        number = self._number(fields)
        for advert in adverts:
            if advert.size == "ear" and (number != 1 or "ear" in fields):
                self.report.add("NP287", advert.span, name=advert.name)
        if (
            fields.whole_block
            and not self.shared
            and number not in self.spanned
            and not any(each and (each.pairs or each.items) for each in map(fields.node_of, _CONTENT))
        ):
            self.report.add("NP223", node.span)
        for story in stories:
            if story.page not in (0, number):
                self.report.add("NP230", story.span, story=story.name, page=number, other=story.page)
        page = Page(
            number,
            line_of(banner) if banner else None,
            self._credits(fields),
            None,
            tuple(sorted(stories, key=lambda story: story.rank)),
            adverts,
            self._ear(fields),
            self._constraints(fields, stories),
            node.span,
            writing=cast(Writing, fields.choice("writing", "")),
        )
        page = self._asked(fields, page)
        self._fields.append(fields)
        return page

    def spanning(self, node: Node) -> Spanning:
        """What runs over two pages, as typed."""
        fields = Fields(node, "spread", self.report)
        story, advert = fields.node_of("story"), fields.node_of("advert")
        pages = typed_pages(fields, self.report)
        name = fields.text("id") or "-".join(map(page_name, pages)) or "?"
        return Spanning(
            fields,
            pages,
            name,
            None if story is None else self.stories.story(replace(node, value=name), story, 1),
            None if advert is None else replace(self._advert(advert, 1), name=name),
        )

    def fold_strip(self, node: Node) -> FoldStrip | None:
        """The notices between two pages; None where these could not be understood, which was told."""
        fields = Fields(node, "fold_strip", self.report)
        pages = typed_pages(fields, self.report)
        listed = fields.items("notices") if fields.require("notices") is not None else ()
        notices = tuple(
            notice for place, each in enumerate(listed, 1) if (notice := self.stories.brief(each, f"{place}"))
        )
        return FoldStrip((pages[0], pages[1]), notices, node.span) if pages and notices else None

    def _number(self, fields: Fields) -> int:
        """The 版次; a page without one takes the next, so that the pages after it can be read."""
        node = fields.require("page")
        number = fields.page("page", None)
        if node is None or number is None:
            return max(self.numbers, default=0) + 1
        span = node.span
        self.given.append((number, span))
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

    def _asked(self, fields: Fields, page: Page) -> Page:
        """The page with what its planner is asked for: which of its plans, and how it finds them."""
        node = fields.node_of("plan")
        if node is None or node.kind != "mapping":
            return page
        asked = Fields(node, "plan", self.report)
        engine = cast(Literal["", "cuts", "solver"], asked.choice("engine", ""))
        return replace(page, choice=asked.whole("choose", 0, 1, 99), engine=engine)

    def _plan(
        self, fields: Fields, page: Page, arriving: Sequence[Story], possible: Sequence[Story]
    ) -> tuple[Plan | None, bool]:
        """The drawn plan, None for `auto` and for none; and whether it can be followed. arriving: stories that must be
        drawn besides the page's own; possible: those that may be."""
        given = fields.node_of("plan")
        node = None if given is not None and given.kind == "mapping" else fields.scalar("plan")
        if node is None or names("value_plan").get(node.value.strip()) == "auto":
            return None, True
        drawn = Drawing(node)
        named = fields.node_of("stories")
        known = [name.value for name, _ in named.pairs] if named else []
        known += [story.name for story in page.stories if story.name not in known]
        known += [story.name for story in (*arriving, *possible)] + [advert.name for advert in page.adverts]
        known += [NAMEPLATE] if is_front(page.number) else []  # whether there is a place for it, make-up knows
        twice = [name for name in drawn.cells if name in self._homes and name not in known]
        for name in twice:
            number, first = self._homes[name]
            where = node.locate(drawn.cells[name][0][2], len(name))
            self.report.add("NP229", where, others=(("first", first),), story=name, page=number)
        sound = drawn.check([*known, *twice], self.report) and not twice
        for story in (*page.stories, *arriving):
            if story.name not in drawn.cells:
                self.report.add("NP208", story.span, name=story.name, others=(("plan", node.span),))
                sound = False
        return Plan(drawn.bands, node.span) if drawn.bands else None, sound

    def _advert(self, node: Node, place: int) -> Advert:
        fields = Fields(node, "advert", self.report)
        named = fields.scalar("file")
        placeholder = fields.choice("missing", "error") == "placeholder"
        size = cast(AdvertSize, fields.choice("size", "", "advert_size"))
        rows, foot = fields.whole("rows", 0, 1, 400), fields.whole("foot", 0, 1, 400)
        columns = fields.whole("columns", 0, 1, 16)
        if size == "L" and fields.whole_block and not (columns and 0 < foot < rows):
            self.report.add("NP288", fields.keys["size"].span)
            size = ""
        return Advert(
            fields.text("id") or str(place),
            named.value.strip() if named else "",
            measured(self.files, self.file, named, placeholder, self.report) if named else None,
            columns,
            rows,
            cast(Literal["head", "foot"], fields.choice("place", "foot")),
            fields.flag("public_service", False),
            node.span,
            size,
            foot,
            cast(Literal["left", "right"], fields.choice("side", "right", "advert_side")),
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
        known = [*(story.name for story in stories), *self.shared]
        read: list[Constraint] = []
        for node in fields.items("constraints"):
            wish = Fields(node, "constraint", self.report)
            story = wish.require_text("story")
            for key in ("story", "side", "apart"):
                named = wish.scalar(key)
                if named and named.value.strip() not in known:
                    unknown_story(named.value.strip(), named.span, known, self.report)
            if story is not None:
                at, lock = wish.choice("at", ""), wish.flag("lock", False)
                read.append(Constraint(story.value.strip(), at, lock, wish.text("side"), wish.text("apart"), node.span))
        return tuple(read)


def _drawn(fields: Fields) -> dict[str, Span]:
    """The names in a page's drawing, and where each first stands."""
    node = fields.node_of("plan")
    if node is None or node.kind != "scalar" or names("value_plan").get(node.value.strip()) == "auto":
        return {}
    cells = Drawing(node).cells
    return {name: node.locate(where[0][2], len(name)) for name, where in cells.items()}
