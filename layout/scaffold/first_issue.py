"""The first issue of a new paper: which sample copy fills its pages, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layout.scaffold.tables import Words, sample_copy, table
from layout.scaffold.values import Start
from layout.schema import modeline
from layout.source.writing import Commented, Tree, written
from layout.theme import Theme

# Found by building every kind of paper in every format and number of pages (start.toml, `filled`).
_LEAD_PICTURE = 0.6  # of the page's columns: one picture dominates a page
_HEIGHT = 2 / 3  # of the pictures in data/scaffold, of their width
_PART = 0.5  # of a story: what room must be left for it
_EAR_LINES = 5
_PICTURE = 400  # characters of copy that take as much room as a picture does
_LARGE = 4800  # characters that a page has room for, on which more than one picture should stand
_MOST_STORIES = 13  # on a page: more are crumbs, and the planner has too many to part
_LIST_LINE = 20  # characters that a line of a list takes the room of
_TO_FILL_IN = "待补"


def stories_of_pages(start: Start, theme: Theme) -> list[list[dict[str, Any]]]:
    """The stories of each page: its own, then others that no page of this issue has, as many as it has room for."""
    own = [
        sample_copy(start.kind),
        *([s for s in sample_copy("inside") if s["page"] == n] for n in range(2, start.pages + 1)),
    ]
    spare = _spare(start, _room(2, theme) > _LARGE)
    row = table()["format"][start.format]
    filled = row.get("filled_on", {}).get(str(theme.grid.columns), row["filled"])
    rooms = [_room(number, theme) * filled for number in range(1, len(own) + 1)]
    pages = [list(_fitting(stories, room)) for stories, room in zip(own, rooms, strict=True)]
    waiting = [
        (room - sum(map(_length, page)), number)
        for number, (room, page) in enumerate(zip(rooms, pages, strict=True), 1)
    ]
    for left, number in sorted(waiting, reverse=True):  # the emptiest first
        _fill_up(pages[number - 1], number, left, spare)
    return pages


def _fitting(stories: Sequence[dict[str, Any]], room: float) -> Iterator[dict[str, Any]]:
    """Those of a page's stories for which it has room, characters."""
    for story in stories:
        if room > _length(story) * _PART:
            yield story
            room -= _length(story)


def _fill_up(page: list[dict[str, Any]], number: int, room: float, spare: list[dict[str, Any]]) -> None:
    """Put spare stories on a page that has room left, characters: those with pictures, then those written for it."""
    while spare and len(page) < _MOST_STORIES:
        first = spare[0] if "picture" in spare[0] else None
        fitting = first or next((story for story in spare if story.get("page", 1) == number), spare[0])
        if room <= _length(fitting) * _PART:
            break
        spare.remove(fitting)
        page.append(fitting)
        room -= _length(fitting)


def _spare(start: Start, large: bool) -> list[dict[str, Any]]:
    """Stories for pages whose own do not fill them; those with pictures first where pages are large."""
    inside = [{k: v for k, v in s.items() if v != "lead"} for s in sample_copy("inside") if s["page"] > start.pages]
    spare = [*sample_copy("more"), *inside]
    spare += [story for name in table()["kind"][start.kind]["borrow"] for story in sample_copy(name)]
    spare = [story for story in spare if story.get("role", "story") in ("story", "list", "photo-news")]
    if not large:
        return [story for story in spare if "picture" not in story]
    return sorted(spare, key=lambda story: "picture" not in story)


def _room(number: int, theme: Theme) -> float:
    """Characters that would fill a page if they were all that stood on it below its nameplate or banner and beside the
    lead's picture."""
    grid, em = theme.grid, theme.styles["body"].size
    rows = grid.rows - theme.numbers["nameplate_rows" if number == 1 else "banner_rows"]
    columns = _picture_columns(grid.columns) or grid.columns / 2
    picture_rows = columns * grid.measure * _HEIGHT / grid.leading + 2
    return (grid.columns * rows - columns * picture_rows) * grid.measure / em


def _picture_columns(columns: int) -> int:
    """Columns of a lead's picture on a page of so many; 0 = found by copyfit."""
    return round(columns * _LEAD_PICTURE) if columns > 3 else 0


def _length(story: Mapping[str, Any]) -> int:
    """Characters of its copy, about."""
    items = story.get("items", ())
    picture = _PICTURE if "picture" in story and story.get("role") != "lead" else 0
    return (
        picture
        + len(story.get("body", ""))
        + sum(len(item["body"]) for item in items)
        + _LIST_LINE * len(story.get("lines", ()))
    )


def issue_yaml(start: Start, pages: Sequence[Sequence[Mapping[str, Any]]], columns: int) -> bytes:
    say, banners = Words(start.language), table()["pages"]["banners"]
    tree: dict[str, Tree] = {
        say.key("issue", "paper"): start.name,
        say.key("issue", "date"): start.date.isoformat(),
        say.key("issue", "number"): "1",
        say.key("issue", "pages"): [
            _page(number, stories, banners[number - 1], start, pages, columns, say)
            for number, stories in enumerate(pages, 1)
        ],
    }
    return written(tree, [modeline("issue"), say("issue")]).encode()


def _page(
    number: int,
    stories: Sequence[Mapping[str, Any]],
    banner: str,
    start: Start,
    pages: Sequence[Sequence[Mapping[str, Any]]],
    columns: int,
    say: Words,
) -> dict[str, Tree]:
    page: dict[str, Tree] = {say.key("page", "page"): str(number)}
    if banner:
        page[say.key("page", "banner")] = banner
    people = {say.key("credits", key): _TO_FILL_IN for key in ("editor", "proof")}
    page[say.key("page", "credits")] = people
    if number == 1:
        page[say.key("page", "ear")] = _ear(start, pages, say)
    page[say.key("page", "plan")] = Commented(say.key("value_plan", "auto"), (), say("plan"))
    page[say.key("page", "stories")] = {each["name"][start.language]: _story(each, columns, say) for each in stories}
    return page


def _ear(start: Start, pages: Sequence[Sequence[Mapping[str, Any]]], say: Words) -> dict[str, Tree]:
    """What stands inside, or where to send copy."""
    each = -(-_EAR_LINES // max(1, len(pages) - 1))
    inside = [
        f"{number}版　{story['headline'].split('　')[0]}"
        for number, stories in enumerate(pages[1:], 2)
        for story in [story for story in stories if "headline" in story][:each]
    ]
    heads, lines = ("本期看点", inside[:_EAR_LINES]) if inside else ("来稿", table()["kind"][start.kind]["ear"])
    return {say.key("ear", "headline"): heads, say.key("ear", "lines"): lines}


def _story(story: Mapping[str, Any], columns: int, say: Words) -> dict[str, Tree]:
    """columns: of the page."""
    tree: dict[str, Tree] = {}
    if "role" in story:
        tree[say.key("story", "role")] = say.key("value_role", story["role"])
    for key in ("kicker", "headline", "deck", "byline"):
        if key in story:
            tree[say.key("story", key)] = story[key]
    if "picture" in story:
        picture = {"file": f"images/{story['picture']['file']}"} | {
            k: v for k, v in story["picture"].items() if k != "file"
        }
        if story.get("role") == "lead":
            wide = _picture_columns(columns)
            picture |= {"columns": str(wide)} if wide else {}
        tree[say.key("story", "pictures")] = [{say.key("picture", key): each for key, each in picture.items()}]
    if "body" in story:
        tree[say.key("story", "body")] = story["body"].strip() + "\n"
    if "lines" in story:
        tree[say.key("story", "body")] = "".join(f"- {line}\n" for line in story["lines"])
    if "items" in story:
        tree[say.key("story", "items")] = [
            {say.key("brief", key): each for key, each in item.items()} for item in story["items"]
        ]
    return tree
