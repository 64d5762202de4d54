"""Advice as numbers that work: what to cut or add, tried out on the page before it is said.

Every number comes from setting the page anew with the story that much shorter or longer, cut in its longest paragraph and, to be
sure that the place does not matter much, in its last one too. A page with more than one fault gets one piece of advice for each,
meant to be followed together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from layout.diagnostics import Diagnostic, Report, short
from layout.issue import Block, Copy, Story
from layout.makeup.modules.base import Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.page_plan import badness, planned, standing, whole
from layout.makeup.quality import judge
from layout.value import value

if TYPE_CHECKING:
    from layout.makeup.planning.cuts import AutoPlan, AutoPlanner

MOST_EDITS = 6  # pieces of advice for one page
FARTHEST = 3  # rows a picture may be taken up or down
LEAST_LEFT = 20  # characters that a story keeps at least when it is cut
SPREAD = 9  # characters more that are tried so that any paragraph may be cut
MOST_TRIALS = 120
FAR = 3  # rows over the whole page by which copy may be over before all its long stories are cut together
PARTS = (1.0, 1.3, 0.7, 1.7, 2.2, 0.5, 3.0, 4.0)  # of what is over or empty that is tried to be cut or added
SHARERS = 3  # stories that share what a page far too full must lose


@value
class Advice:
    """What mends a page, for one story. cut, add: characters, 0 = would not help. picture: its number (0 = none), and the rows
    it has and should have. where: the brief meant, "" = the story itself."""

    story: str
    cut: int = 0
    add: int = 0
    picture: int = 0
    had: int = 0
    rows: int = 0
    where: str = ""

    @property
    def hint(self) -> str:
        """Name of the hint that says it: "cut", "cut_add", "add_picture" …; "" when nothing helps."""
        return "_".join(name for name in ("cut", "add", "picture") if getattr(self, name))

    @property
    def delta(self) -> int:
        """Characters of its first choice, as an editor would follow it."""
        return -self.cut if self.cut else self.add


def advise(library: ModuleLibrary, placed: tuple[Placed, ...]) -> tuple[Advice, ...]:
    """What makes the page whole when all of it is followed; () when nothing was found that does."""
    far = sum(module.overset_rows for module in placed) > FAR * library.grid.columns
    if far and library.page.plan is None:
        return _by_share(library, placed)
    return _by_story(library, placed) or _by_share(library, placed)


def _by_story(library: ModuleLibrary, placed: tuple[Placed, ...]) -> tuple[Advice, ...]:
    """One story after the other, the worst first, while the page stays planned as it is."""
    trials = _Trials(library)
    found: list[Advice] = []
    while _faults(library, placed):
        step = trials.step(library, placed, {advice.story for advice in found})
        if step is None or len(found) == MOST_EDITS:
            return ()
        found.append(step)
        library = followed(library, (step,))
        placed = trials.place(library)
    # A page planned by itself was tried as it stood; at last it is planned anew, as it will be when the advice is followed.
    return tuple(found) if not _faults(library, planned(library, Report())) else ()


def _by_share(library: ModuleLibrary, placed: tuple[Placed, ...]) -> tuple[Advice, ...]:
    """A page far too full or too empty: its longest stories cut or lengthened in proportion, the page planned anew each time."""
    over = sum(module.overset for module in placed)
    sign = -1 if over else 1
    texts = [story for story in library.page.stories if story.body and not story.items]
    longest = sorted(texts, key=lambda story: (-_length(story), story.name))
    missing = over or sum(module.room_characters for module in placed)
    for sharers in dict.fromkeys((min(SHARERS, len(longest)), len(longest))):
        if not sharers:
            return ()
        for part in PARTS:
            advice = tuple(_shared(longest[:sharers], max(8, round(missing * part)), sign))
            after = followed(library, advice)
            if not _faults(after, planned(after, Report())):
                return advice
    return ()


def _shared(stories: list[Story], count: int, sign: int) -> Iterator[Advice]:
    """A part of `count` characters for each story, by its length; no story loses more than it can."""
    total = sum(_length(story) for story in stories)
    for story in stories:
        part = round(count * _length(story) / total)
        if sign < 0:
            part = min(part, _length(story) - LEAST_LEFT)
        if part > 0:
            yield Advice(story.name, part if sign < 0 else 0, part if sign > 0 else 0)


def _faults(library: ModuleLibrary, placed: tuple[Placed, ...]) -> float:
    """What keeps a page from the press: how far it is from whole, and of a page that was planned by itself the errors of
    quality, which another plan may not have."""
    if not placed:
        return float("inf")
    found = badness(placed)
    if library.page.plan is None:
        _, checks = judge(placed, library.grid, library.ruled)
        found += sum(1.0 for check in checks if check.severity == "error" and check.id not in ("Q01", "Q02"))
    return found


class _Trials:
    """Tries changes of a page out, MOST_TRIALS at most: a page beyond repair must not take for ever."""

    def __init__(self, library: ModuleLibrary) -> None:
        self._left = MOST_TRIALS
        self._planner: AutoPlanner | None = None
        self._plan: AutoPlan | None = None
        if library.page.plan is None:
            from layout.makeup.planning.cuts import planner_of

            self._planner = planner_of(library)
            self._plan = self._planner.best()

    def place(self, library: ModuleLibrary) -> tuple[Placed, ...]:
        """The page set as it is planned now, its depths found anew."""
        self._left -= 1
        if self._plan is None or self._planner is None:
            return planned(library, Report())
        if self._plan.tree is None:
            from layout.makeup.planning.cuts import drawing_of

            return standing(library, drawing_of(self._plan.places))
        return self._planner.of(library).again(self._plan.tree).placed

    def step(self, library: ModuleLibrary, placed: tuple[Placed, ...], done: set[str]) -> Advice | None:
        """The edit to one story that brings the page nearest to whole: to the worst story, or else to another."""
        faulty = sorted(placed, key=lambda module: (-10 * module.overset_rows - module.empty, module.story.name))
        now = _faults(library, placed)
        best: tuple[float, Advice] | None = None
        for module in faulty:
            story = next((each for each in library.page.stories if each.name == module.story.name), None)
            if story is None or story.name in done or not _length(story):
                continue
            found = self._for_story(library, story, module, now)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
            if self._left <= 0 or (best is not None and (not best[0] or not (module.overset or module.empty > 1))):
                break
        return None if best is None else best[1]

    def _for_story(
        self, library: ModuleLibrary, story: Story, module: Placed, now: float
    ) -> tuple[float, Advice] | None:
        """What may be done to one story: as few characters less or more as make the page as good as that can make it."""
        line = max(4, int(library.grid.measure / library.grid.body_size))
        cuts = [module.overset + line * more for more in (0, 1, 2, 4, 8, 16)]
        room = module.room_characters or line * module.area.columns
        adds = [max(1, room * part // 4) for part in (1, 2, 4, 6, 8)]
        longest = max(0, _length(story) - LEAST_LEFT)
        cut = self._least(library, story, now, -1, [count for count in cuts if 0 < count <= longest])
        add = None if cut is not None and module.overset else self._least(library, story, now, 1, adds)
        picture = self._picture(library, story, now)
        prices = [each[1] for each in (cut, add) if each is not None] + ([picture[3]] if picture is not None else [])
        if not prices:
            return None
        best = min(prices)
        return best, Advice(
            story.name,
            cut[0] if cut is not None and cut[1] <= best else 0,
            add[0] if add is not None and add[1] <= best else 0,
            *(picture[:3] if picture is not None and picture[3] <= best else (0, 0, 0)),
            _brief(story),
        )

    def _least(
        self, library: ModuleLibrary, story: Story, now: float, sign: int, counts: list[int]
    ) -> tuple[int, float] | None:
        """The fewest characters after which the page is best, and how bad it is then; None when none make it better."""

        def bad(count: int, last: bool = False) -> float:
            other = library.with_story(edited(story, sign * count, last))
            return _faults(other, self.place(other))

        best, high, low, before = now, 0, 0, 0
        for count in counts:
            if self._left <= 0:
                break
            tried = bad(count)
            if tried < best:
                best, high, low = tried, count, before
            elif high:
                break
            if not best:
                break
            before = count
        if not high:
            return None
        while high - low > 1 and self._left > 0:
            middle = (low + high) // 2
            if bad(middle) <= best:
                high = middle
            else:
                low = middle
        # The place of the cut should not matter: a few characters more where another paragraph needs them.
        for count in range(high, high + SPREAD, 2):
            if self._left <= 0 or max(bad(count, True), bad(count) if count > high else best) <= best:
                return count, best
        return high, best

    def _picture(self, library: ModuleLibrary, story: Story, now: float) -> tuple[int, int, int, float] | None:
        """The picture of given rows that makes the page better by a few rows more or less: number, rows it has, rows, badness."""
        best: tuple[float, int, int, int] | None = None
        for index, picture in enumerate(story.pictures):
            if picture.rows is None:
                continue
            for change in (each for far in range(1, FARTHEST + 1) for each in (-far, far)):
                rows = picture.rows + change
                if rows < 3 or self._left <= 0 or (best is not None and not best[0]):
                    continue
                other = library.with_story(with_picture(story, index + 1, rows))
                left = _faults(other, self.place(other))
                if left < (now if best is None else best[0]):
                    best = left, index + 1, picture.rows, rows
        return None if best is None else (*best[1:], best[0])


# -- saying it -------------------------------------------------------------------------------------------------------


def tell(library: ModuleLibrary, placed: tuple[Placed, ...], report: Report) -> None:
    """Report copy without room and feet that stay empty, with advice that was tried out."""
    page = library.page.number
    found = {advice.story: advice for advice in ([] if whole(placed) else advise(library, placed))}
    if library.page.plan is not None and not whole(placed):
        from layout.makeup.planning.nearest_drawing import tell_nearest

        tell_nearest(library, library.page.plan, report)
    first = next(iter(found.values()), None)
    spans = {story.name: story.span for story in library.page.stories}
    for module in placed:
        if not module.overset and not module.empty:
            continue
        name = module.story.name
        hint, values = _said(found.pop(name, first))
        values |= {"story": name, "page": page}
        if module.overset:
            more: dict[str, object] = {"characters": module.overset, "rows": module.overset_rows}
            report.extend([Diagnostic("NP601", module.story.span, tuple((values | more).items()), hint)])
        if module.empty:
            more = {"characters": module.room_characters, "rows": module.empty}
            code = "NP603" if module.empty >= 3 else "NP602"
            report.extend([Diagnostic(code, module.story.span, tuple((values | more).items()), hint)])
    for name, advice in found.items():
        if advice is not first:
            hint, values = _said(advice)
            report.extend([Diagnostic("NP605", spans[name], tuple((values | {"page": page}).items()), hint)])


def _said(advice: Advice | None) -> tuple[str, dict[str, object]]:
    """The hint's name and what fills it."""
    if advice is None:
        return "hint", {}
    target = f"{advice.story}: {advice.where}" if advice.where else advice.story
    values: dict[str, object] = {"target": target, "cut": advice.cut, "add": advice.add}
    return advice.hint, values | {"picture": advice.picture, "had": advice.had, "picture_rows": advice.rows}


# -- following it ----------------------------------------------------------------------------------------------------


def followed(library: ModuleLibrary, advices: tuple[Advice, ...]) -> ModuleLibrary:
    """The page with its advice followed."""
    for advice in advices:
        story = next(each for each in library.page.stories if each.name == advice.story)
        if advice.delta:
            story = edited(story, advice.delta)
        elif advice.picture:
            story = with_picture(story, advice.picture, advice.rows)
        library = library.with_story(story)
    return library


def with_picture(story: Story, number: int, rows: int) -> Story:
    """The story with picture `number` (from 1) of so many rows."""
    pictures = list(story.pictures)
    pictures[number - 1] = replace(pictures[number - 1], rows=rows)
    return replace(story, pictures=tuple(pictures))


def edited(story: Story, delta: int, last: bool = False) -> Story:
    """The story with so many characters more (+) or less (−) before the last mark of its longest paragraph, or of its last.

    Of briefs, the longest is edited. A paragraph that is too short for a cut loses what it can, the one before it the rest.
    """
    if story.items:
        index = _longest_item(story)
        item = edited(story.items[index], delta, last)
        return replace(story, items=(*story.items[:index], item, *story.items[index + 1 :]))
    body = list(story.body)
    order = _order(story, last)
    if delta > 0:
        body[order[0]] = _changed(body[order[0]], delta)
    for index in order:
        if delta < 0:
            take = min(-delta, max(0, len(body[index].copy.text) - 2))
            body[index] = _changed(body[index], -take)
            delta += take
    return replace(story, body=tuple(body))


def _order(story: Story, last: bool) -> list[int]:
    paragraphs = [index for index, block in enumerate(story.body) if block.kind == "paragraph"] or [0]
    if last:
        return paragraphs[::-1]
    return sorted(paragraphs, key=lambda index: (-len(story.body[index].copy.text), index))


def _changed(block: Block, delta: int) -> Block:
    text = block.copy.text
    if delta > 0:
        plain = [c for c in text if "一" <= c <= "龥"] or ["字"]
        added = "".join(plain[index % len(plain)] for index in range(delta))
        changed = text[:-1] + added + text[-1:]
    else:
        changed = text[: len(text) + delta - 1] + text[-1:] if delta else text
    return replace(block, copy=Copy(changed, tuple(e for e in block.copy.emphases if e.end <= len(changed))))


def _longest_item(story: Story) -> int:
    return max(range(len(story.items)), key=lambda index: (_length(story.items[index]), -index))


def _length(story: Story) -> int:
    if story.items:
        return _length(story.items[_longest_item(story)])
    return sum(len(block.copy.text) for block in story.body if block.kind == "paragraph")


def _brief(story: Story) -> str:
    if not story.items:
        return ""
    item = story.items[_longest_item(story)]
    return short("".join(copy.text for copy in item.headline)) or item.name


__all__ = ["Advice", "advise", "edited", "followed", "tell", "with_picture"]
