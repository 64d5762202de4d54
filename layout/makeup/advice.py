"""Advice as numbers that work: what to cut or add, tried out on the page before it is said.

Every number comes from setting the page anew with the story that much shorter or longer, cut in its longest paragraph and, to be
sure that the place does not matter much, in its last one too. A page with more than one fault gets one piece of advice for each,
meant to be followed together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from layout.diagnostics import Diagnostic, Report, short
from layout.issue import Block, Copy, Story
from layout.makeup.modules import Placed
from layout.makeup.planned import planned
from layout.makeup.stock import Stock
from layout.value import value

MOST_EDITS = 6  # pieces of advice for one page
FARTHEST = 3  # rows a picture may be taken up or down
LEAST_LEFT = 40  # characters that a story keeps at least when it is cut
ROWS = 4  # rows of every leg that may be added at most

Remake = Callable[[Stock], tuple[Placed, ...]]


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


def advise(stock: Stock, placed: tuple[Placed, ...], remake: Remake | None = None) -> tuple[Advice, ...]:
    """What makes the page whole when all of it is followed; () when nothing was found that does.

    remake: sets the page as it is planned now, for quick trials; what is said at last is tried with the whole plan made anew.
    """
    quick = remake or _planned
    for tries in (quick, _planned) if remake is not None else (quick,):
        found = _search(stock, tries(stock) if tries is not quick else placed, tries)
        if found and whole(_planned(followed(stock, found))):
            return found
    return ()


def _planned(stock: Stock) -> tuple[Placed, ...]:
    return planned(stock, Report())


def _search(stock: Stock, placed: tuple[Placed, ...], remake: Remake) -> tuple[Advice, ...]:
    found: list[Advice] = []
    for _ in range(MOST_EDITS):
        if whole(placed):
            return tuple(found)
        step = _step(stock, placed, remake, {advice.story for advice in found})
        if step is None:
            return ()
        found.append(step)
        stock = followed(stock, (step,))
        placed = remake(stock)
    return tuple(found) if whole(placed) else ()


def whole(placed: tuple[Placed, ...]) -> bool:
    """Whether all copy stands on the page and no foot is more than a row short."""
    return bool(placed) and all(not module.overset and module.empty <= 1 for module in placed)


def badness(placed: tuple[Placed, ...]) -> float:
    """How far a page is from whole: rows over, and rows empty."""
    return sum(10.0 * module.overset_rows + max(0, module.empty - 1) for module in placed)


def _step(stock: Stock, placed: tuple[Placed, ...], remake: Remake, done: set[str]) -> Advice | None:
    """The edit to one story that brings the page nearest to whole: to the worst story, or else to another."""
    faulty = sorted(placed, key=lambda module: (-10 * module.overset_rows - module.empty, module.story.name))
    best: tuple[float, int, Advice] | None = None
    for order, module in enumerate(faulty):
        story = next((each for each in stock.page.stories if each.name == module.story.name), None)
        if story is None or story.name in done or not _length(story):
            continue
        advice = _for_story(stock, story, placed, remake)
        if advice is None:
            continue
        left = badness(remake(followed(stock, (advice,))))
        if best is None or (left, order) < best[:2]:
            best = left, order, advice
        if not left or (order and best[0] < badness(placed)):
            break
    return best[2] if best is not None and best[0] < badness(placed) else None


def _for_story(stock: Stock, story: Story, placed: tuple[Placed, ...], remake: Remake) -> Advice | None:
    """What may be done to one story: as few characters less or more as make the page as good as that can make it."""

    def left(delta: int) -> float:
        return max(badness(remake(stock.with_story(each))) for each in _versions(story, delta))

    now = badness(placed)
    over = any(module.overset for module in placed)
    cut = _least(left, now, -1, max(0, _length(story) - LEAST_LEFT))
    add = None if over and cut else _least(left, now, 1, _room(stock, story, placed))
    picture = _picture(stock, story, now, remake)
    if not (cut or add or picture):
        return None
    best = min(bad for bad in (cut and cut[1], add and add[1], picture and picture[3]) if bad is not None)
    return Advice(
        story.name,
        cut[0] if cut and cut[1] <= best else 0,
        add[0] if add and add[1] <= best else 0,
        *(picture[:3] if picture and picture[3] <= best else (0, 0, 0)),
        _brief(story),
    )


def _least(left: Callable[[int], float], now: float, sign: int, most: int) -> tuple[int, float] | None:
    """The fewest characters after which the page is best, and how bad it is then; None when none make it better."""
    tried: dict[int, float] = {0: now}
    step = max(1, most // 24) if most > 240 else max(1, min(10, most))
    best, found_at = now, 0
    for count in range(step, most + 1, step):
        tried[count] = left(sign * count)
        if tried[count] < best:
            best, found_at = tried[count], count
        if not best or (found_at and count >= found_at + 4 * step):
            break
    if best >= now:
        return None
    high = min(count for count, bad in tried.items() if bad <= best)
    low = max((count for count in tried if count < high), default=0)
    while high - low > 1:
        middle = (low + high) // 2
        if left(sign * middle) <= best:
            high = middle
        else:
            low = middle
    return high, best


def _room(stock: Stock, story: Story, placed: tuple[Placed, ...]) -> int:
    """Characters that adding goes up to: what is empty, and some rows more."""
    module = next(each for each in placed if each.story.name == story.name)
    line = stock.grid.measure / stock.grid.body_size
    return int(module.room_characters + ROWS * line * module.area.columns)


def _picture(stock: Stock, story: Story, now: float, remake: Remake) -> tuple[int, int, int, float] | None:
    """The picture of given rows that makes the page better by a few rows more or less: number, rows it has, rows, badness."""
    best: tuple[float, int, int, int, int] | None = None
    for index, picture in enumerate(story.pictures):
        if picture.rows is None:
            continue
        for change in (each for far in range(1, FARTHEST + 1) for each in (-far, far)):
            rows = picture.rows + change
            if rows < 3:
                continue
            left = badness(remake(stock.with_story(with_picture(story, index + 1, rows))))
            if left < now and (best is None or (left, abs(change)) < best[:2]):
                best = left, abs(change), index + 1, picture.rows, rows
    return None if best is None else (*best[2:], best[0])


# -- saying it -------------------------------------------------------------------------------------------------------


def tell(stock: Stock, placed: tuple[Placed, ...], report: Report) -> None:
    """Report copy without room and feet that stay empty, with advice that was tried out."""
    page = stock.page.number
    found = {advice.story: advice for advice in ([] if whole(placed) else advise(stock, placed))}
    first = next(iter(found.values()), None)
    spans = {story.name: story.span for story in stock.page.stories}
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


def followed(stock: Stock, advices: tuple[Advice, ...]) -> Stock:
    """The page with its advice followed."""
    for advice in advices:
        story = next(each for each in stock.page.stories if each.name == advice.story)
        if advice.delta:
            story = edited(story, advice.delta)
        elif advice.picture:
            story = with_picture(story, advice.picture, advice.rows)
        stock = stock.with_story(story)
    return stock


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


def _versions(story: Story, delta: int) -> Iterator[Story]:
    yield edited(story, delta)
    other = edited(story, delta, True)
    if other != edited(story, delta):
        yield other


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


__all__ = ["Advice", "advise", "badness", "edited", "followed", "tell", "whole", "with_picture"]
