"""Advice as numbers that work: what to cut or add, tried out on the page before it is said.

How many characters a story must lose or win is arithmetic first: so many lines of its longest paragraph, on the measure
it is set to. Only then the page is set anew with the story that much shorter or longer, and with the edit in its last
paragraph too, so that the place does not matter much. A page with more than one fault gets one piece of advice for
each, meant to be followed together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from layout.diagnostics import Diagnostic, Report, short
from layout.issue import Story
from layout.makeup.edits import characters_for, edited, length, longest_item, paragraph_order, with_picture
from layout.makeup.modules.base import SIDEBARS, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import page_faults, unfit, whole
from layout.makeup.planning.page_plan import PlannedPage, has_no_room, plan_page, standing
from layout.makeup.planning.work import TRIAL, Work
from layout.text.paragraph import Paragraph, Typesetter
from layout.value import value

if TYPE_CHECKING:
    from layout.makeup.planning.plan import PagePlan
    from layout.makeup.planning.pricing import Pricing

MOST_EDITS = 6  # pieces of advice for one page
FARTHEST = 3  # rows a picture may be taken up or down
LEAST_LEFT = 20  # characters that a story keeps at least when it is cut
MOST_TRIALS = 32  # settings of a page that plans itself to try an edit
MOST_DRAWN = 48  # the same of a page that is drawn
MOST_PLANS = 8  # pages planned anew to try one
MOST_MOVED = 4  # stories that are taken to other pages
SPREAD = (2, 5, 9)  # characters more that are tried so that any paragraph may be cut
FAR = 3  # rows over in every column, from which all long stories are cut together at once
MORE_ROWS = (
    0,
    1,
    2,
    4,
    8,
)  # rows tried besides those that arithmetic says: legs balance, and neighbours share the band
REWRITTEN = 0.5  # part of a page's copy that is over or lacking, from which no edit is looked for
# Stories that share what a page far too full must lose (None = all that have body copy), in the order in which they are
# tried, and how often their shares are found anew from what the page planned with them still lacks.
SHARERS: tuple[tuple[int | None, int], ...] = ((3, 4), (None, 4))
SHARED = 1.2  # times what is over (or empty) that is cut (or added): lines end where they end, and legs are evened
LEAST_SHARED = 8  # characters
STEP = 0.01  # of a page's copy, by which shares grow at least after the first try, and by twice as much each time


@value
class Advice:
    """What mends a page, for one story. cut, add: characters, 0 = would not help. picture: its number (0 = none), and
    the rows it has and should have. where: the brief meant, "" = the story itself. move: to another page."""

    story: str
    cut: int = 0
    add: int = 0
    picture: int = 0
    had: int = 0
    rows: int = 0
    where: str = ""
    move: bool = False

    @property
    def hint(self) -> str:
        """Name of the hint that says it: "cut", "cut_add", "add_picture" …; "" when nothing helps."""
        return "_".join(name for name in ("cut", "add", "picture", "move") if getattr(self, name))

    @property
    def delta(self) -> int:
        """Characters of its first choice, as an editor would follow it."""
        return -self.cut if self.cut else self.add


def advise(library: ModuleLibrary, page: PlannedPage) -> tuple[Advice, ...]:
    """What makes the page whole when all of it is followed; () when nothing was found that does, with the trials
    allowed. Of a page whose copy would have to be rewritten stories are moved to other pages."""
    missing = sum(module.overset + module.room_characters for module in page.placed)
    trials = _Trials(library, page)
    if missing > REWRITTEN * sum(length(story) for story in library.page.stories):
        return _by_moving(library, page.placed, trials)
    far = sum(module.overset_rows for module in page.placed) > FAR * library.grid.columns
    found = () if far else _by_story(library, page.placed, trials)
    if not found and library.page.plan is not None:
        found = _by_each(library, page.placed, trials)
    return found or _by_share(library, page.placed, trials) or _by_moving(library, page.placed, trials)


def followed(library: ModuleLibrary, advices: tuple[Advice, ...]) -> ModuleLibrary:
    """The page with its advice followed."""
    for advice in advices:
        story = next(each for each in library.page.stories if each.name == advice.story)
        if advice.move:
            library = library.without(advice.story)
            continue
        if advice.delta:
            story = edited(story, advice.delta)
        elif advice.picture:
            story = with_picture(story, advice.picture, advice.rows)
        library = library.with_story(story)
    return library


class _Trials:
    """Sets one page with changes. At most MOST_TRIALS settings and MOST_PLANS plans are made, or MOST_DRAWN settings,
    whatever was set before: a page beyond repair must not take for ever, and must get the same answer every time."""

    def __init__(self, library: ModuleLibrary, page: PlannedPage) -> None:
        self._auto = library.page.plan is None
        self._plan = page.plan
        self._settings, self._plans = (MOST_TRIALS if self._auto else MOST_DRAWN), MOST_PLANS
        self._pricing: Pricing | None = None
        if page.plan is not None and page.plan.tree is not None:
            from layout.makeup.planning.pricing import Pricing

            self._pricing = Pricing(library.relaxed if page.plan.more_ways else library)

    @property
    def over(self) -> bool:
        """Whether no more settings are allowed."""
        return self._settings <= 0

    def weight(self, library: ModuleLibrary) -> float:
        """Weight of the faults of the page as it is planned now, its depths found anew; ∞ where no more is allowed."""
        if self._plan is None or self._plan.tree is None or self._pricing is None:
            return self.faults(library, self.place(library))
        self._settings -= 1
        if self._settings < 0:
            return float("inf")
        from layout.makeup.planning.cuts import weight_again

        return weight_again(self._prices(library, self._plan), self._plan.tree, Work(TRIAL))

    def _prices(self, library: ModuleLibrary, plan: PagePlan) -> Pricing:
        """In the ways in which the page was planned."""
        assert self._pricing is not None
        return self._pricing.of(library.relaxed if plan.more_ways else library)

    def faults(self, library: ModuleLibrary, placed: tuple[Placed, ...]) -> float:
        """What keeps a page from the press; of a page that was planned by itself also errors of quality, which another
        plan may not have."""
        if not placed or not self._auto:
            return unfit(placed)
        return page_faults(placed, library).weight

    def place(self, library: ModuleLibrary) -> tuple[Placed, ...]:
        """The page set as it is planned now; () where no more is allowed."""
        self._settings -= 1
        if self._settings < 0:
            return ()
        if self._plan is None:
            return plan_page(library, {}, Report(), TRIAL).placed
        if self._plan.tree is None or self._pricing is None:
            from layout.makeup.planning.plan import drawing_of

            return standing(library, drawing_of(self._plan.places))
        from layout.makeup.planning.cuts import settled

        return settled(self._prices(library, self._plan), self._plan.tree, 0.0, Work(TRIAL)).placed

    @property
    def no_plans(self) -> bool:
        """Whether no more pages may be planned anew."""
        return self._plans <= 0

    def mended(self, library: ModuleLibrary) -> bool:
        """Whether the page has no faults when it is planned anew, as it will be when the advice is followed."""
        if not self._auto:
            return not has_no_room(library) and not self.weight(library)
        return not self.no_plans and not self.planned(library)[0]

    def planned(self, library: ModuleLibrary) -> tuple[float, tuple[Placed, ...]]:
        """Weight of the faults of the page planned anew, and what stands on it."""
        self._plans -= 1
        return self.planned_anew(library)

    def planned_anew(self, library: ModuleLibrary) -> tuple[float, tuple[Placed, ...]]:
        """The same, not counted."""
        placed = plan_page(library, {}, Report(), TRIAL).placed
        return self.faults(library, placed), placed


# -- one story after the other ---------------------------------------------------------------------------------------


def _by_story(library: ModuleLibrary, placed: tuple[Placed, ...], trials: _Trials) -> tuple[Advice, ...]:
    """One story after the other, the worst first, while the page stays planned as it is."""
    found: list[Advice] = []
    while trials.faults(library, placed):
        step = _step(library, placed, {advice.story for advice in found}, trials)
        if step is None or len(found) == MOST_EDITS:
            return ()
        found.append(step)
        library = followed(library, (step,))
        placed = trials.place(library)
    return tuple(found) if found and trials.mended(library) else ()


def _step(library: ModuleLibrary, placed: tuple[Placed, ...], done: set[str], trials: _Trials) -> Advice | None:
    """The single edit that helps most, worst story first."""
    faulty = sorted(placed, key=lambda module: (-10 * module.overset_rows - module.empty, module.story.name))
    now = trials.faults(library, placed)
    best: tuple[float, Advice] | None = None
    for module in faulty:
        story = next((each for each in library.page.stories if each.name == module.story.name), None)
        if story is None or story.name in done or not length(story):
            continue
        found = _for_story(library, story, module, now, trials)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
        if trials.over or (best is not None and (not best[0] or not (module.overset or module.empty > 1))):
            break
    return None if best is None else best[1]


def _for_story(
    library: ModuleLibrary, story: Story, module: Placed, now: float, trials: _Trials
) -> tuple[float, Advice] | None:
    """What may be done to one story: as few characters less or more as make the page as good as that can make it."""
    white = sum(leg.room - leg.rows for leg in module.legs if leg.room) or module.empty
    legs = sum(1 for leg in module.legs if leg.room) or 1
    lacks = max(1, white - 2 * legs + 1)  # lines that bring every foot within a row
    cut = _least(library, story, module, now, -1, [module.overset_rows + more for more in MORE_ROWS], trials)
    add = None
    if cut is None or not module.overset:
        add = _least(library, story, module, now, 1, [lacks, lacks + legs, white, white + legs, 2 * white], trials)
    picture = _picture(library, story, now, trials)
    left = [each[1] for each in (cut, add) if each is not None] + ([picture[3]] if picture is not None else [])
    if not left:
        return None
    best = min(left)
    return best, Advice(
        story.name,
        cut[0] if cut is not None and cut[1] <= best else 0,
        add[0] if add is not None and add[1] <= best else 0,
        *(picture[:3] if picture is not None and picture[3] <= best else (0, 0, 0)),
        _brief(story),
    )


def _least(
    library: ModuleLibrary, story: Story, module: Placed, now: float, sign: int, rows: list[int], trials: _Trials
) -> tuple[int, float] | None:
    """The fewest characters after which the page is best, and the weight of its faults then;
    None when none make it better."""

    def bad(count: int, last: bool = False) -> float:
        return trials.weight(library.with_story(edited(story, sign * count, last)))

    longest = length(story) - LEAST_LEFT if sign < 0 else 2 * length(story) + 400
    best, found = now, 0
    for lines in dict.fromkeys(each for each in rows if each > 0):
        count = _characters(story, module, sign * lines, library.setter)
        if trials.over or count > longest:
            break
        left = bad(count)
        if left < best:
            best, found = left, count
        elif found:
            break
        if not best:
            break
    if not found:
        return None
    # The place of the edit should not matter: a few characters more where another paragraph needs them.
    for more in (0, *SPREAD):
        if trials.over or found + more > longest:
            break
        if max(bad(found + more, True), bad(found + more) if more else best) <= best:
            return found + more, best
    return found, best


def _characters(story: Story, module: Placed, lines: int, setter: Typesetter) -> int:
    """Characters by which the longest paragraph of a story must change to have so many lines more (+) or fewer (−):
    found by breaking that paragraph alone."""
    paragraph = _longest(story, module)
    if paragraph is None:
        return 1
    own = story.items[longest_item(story)] if story.items else story
    copy = own.body[paragraph_order(own, False)[0]].copy
    return characters_for(copy, paragraph.style, paragraph.measure, lines, setter)


def _longest(story: Story, module: Placed) -> Paragraph | None:
    """The set paragraph of a story that an edit changes; None where the page shows none of it."""
    own = story.items[longest_item(story)] if story.items else story
    if not own.body:
        return None
    text = own.body[paragraph_order(own, False)[0]].copy.text
    return next((each for each in module.paragraphs if text and each.copy.text.endswith(text)), None)


def _picture(library: ModuleLibrary, story: Story, now: float, trials: _Trials) -> tuple[int, int, int, float] | None:
    """The picture of given rows that makes the page better by a few rows more or less: number, rows it has,
    rows, weight left."""
    best: tuple[float, int, int, int] | None = None
    for index, picture in enumerate(story.pictures):
        if picture.rows is None:
            continue
        for change in (each for far in range(1, FARTHEST + 1) for each in (-far, far)):
            rows = picture.rows + change
            if rows < 3 or trials.over or (best is not None and not best[0]):
                continue
            left = trials.weight(library.with_story(with_picture(story, index + 1, rows)))
            if left < (now if best is None else best[0]):
                best = left, index + 1, picture.rows, rows
    return None if best is None else (*best[1:], best[0])


# -- each story by what it lacks -------------------------------------------------------------------------------------


def _by_each(library: ModuleLibrary, placed: tuple[Placed, ...], trials: _Trials) -> tuple[Advice, ...]:
    """A drawn page: each story cut by what it has over, or lengthened by what is empty, and again by what it lacks
    then."""
    stories = {story.name: story for story in library.page.stories}
    deltas: dict[str, int] = {}
    for _ in range(MOST_PLANS // 2):
        for module in placed:
            story = stories.get(module.story.name)
            lacking = _lacking((module,))
            if story is not None and length(story) and lacking:
                more = max(LEAST_SHARED, round(SHARED * abs(lacking))) * (-1 if lacking > 0 else 1)
                delta = max(deltas.get(story.name, 0) + more, LEAST_LEFT - length(story))
                deltas[story.name] = delta
        advice = tuple(
            Advice(name, max(0, -delta), max(0, delta), where=_brief(stories[name]))
            for name, delta in deltas.items()
            if delta
        )
        if not advice or trials.no_plans:
            break
        weight, placed = trials.planned(followed(library, advice))
        if not weight:
            return advice
    return ()


# -- all long stories together ---------------------------------------------------------------------------------------


def _by_share(library: ModuleLibrary, placed: tuple[Placed, ...], trials: _Trials) -> tuple[Advice, ...]:
    """A page far too full or too empty: its longest stories cut or lengthened in proportion, the page planned anew each
    time, and the shares found anew from what it lacks then."""
    sign = -1 if any(module.overset for module in placed) else 1
    texts = [story for story in library.page.stories if story.body and not story.items]
    longest = sorted(texts, key=lambda story: (-length(story), story.name))
    least = max(LEAST_SHARED, round(STEP * sum(map(length, texts))))
    first = max(LEAST_SHARED, round(SHARED * abs(_lacking(placed))))
    for sharers, rounds in SHARERS:
        count, step, enough, too_much = first, least, 0, 0
        for _ in range(rounds):
            advice = tuple(_shared(longest[:sharers], count, sign))
            if not advice or trials.no_plans:
                break
            weight, made = trials.planned(followed(library, advice))
            if not weight:
                return advice
            lacking = -sign * _lacking(made)
            if lacking < 0:
                too_much = count
            else:
                enough = max(enough, count)
                count, step = count + max(step, round(SHARED * lacking)), 2 * step
            if too_much and count >= too_much:
                count = (enough + too_much) // 2
    return ()


def _lacking(placed: tuple[Placed, ...]) -> int:
    """Characters that a page has too many; too few as a negative number."""
    over = sum(module.overset for module in placed)
    return over or -sum(module.room_characters for module in placed if module.empty > 1)


def _shared(stories: list[Story], count: int, sign: int) -> Iterator[Advice]:
    """A part of `count` characters for each story, by its length; no story loses more than it can."""
    total = sum(length(story) for story in stories)
    for story in stories:
        part = round(count * length(story) / max(1, total))
        if sign < 0:
            part = min(part, length(story) - LEAST_LEFT)
        if part > 0:
            yield Advice(story.name, part if sign < 0 else 0, part if sign > 0 else 0)


# -- stories for other pages -----------------------------------------------------------------------------------------


def _by_moving(library: ModuleLibrary, placed: tuple[Placed, ...], trials: _Trials) -> tuple[Advice, ...]:
    """A page that plans itself and is too full for cuts: the last in rank taken to another page, then the last two …"""
    stories = [story for story in library.page.stories if story.role not in (*SIDEBARS, "lead") and story.rank != 1]
    if library.page.plan is not None or not any(module.overset for module in placed):
        return ()
    last = sorted(stories, key=lambda story: (-story.rank, story.name))
    for count in range(1, min(MOST_MOVED, len(last)) + 1):
        advice = tuple(Advice(story.name, move=True) for story in last[:count])
        if not trials.planned_anew(followed(library, advice))[0]:
            return advice
    return ()


# -- saying it -------------------------------------------------------------------------------------------------------


def tell(library: ModuleLibrary, planned: PlannedPage, report: Report, tried: bool = True) -> None:
    """Report copy without room and feet that stay empty, with advice that was tried out where `tried` says so."""
    page, placed = library.page.number, planned.placed
    found = {advice.story: advice for advice in (advise(library, planned) if tried and not whole(placed) else ())}
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


def _brief(story: Story) -> str:
    if not story.items:
        return ""
    item = story.items[longest_item(story)]
    return short("".join(copy.text for copy in item.headline)) or item.name


__all__ = ["Advice", "advise", "followed", "tell"]
