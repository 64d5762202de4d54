"""A start for those who have nothing: a few answers → a paper that builds, filled with sample copy to be replaced.

The questions, what each answer comes to, and the copy stand in data/scaffold: `questions` gives them to whoever asks,
the terminal or the desk's first page; `scaffold_files` makes the files of a `Start` without touching a disk.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Any

from layout.diagnostics import Language, Report, resource
from layout.fields import keys
from layout.pipeline import Workspace
from layout.schema import FOLDER, Which, file_name, modeline, schema_bytes
from layout.source.writing import Commented, Tree, written
from layout.theme import Theme, read_theme
from layout.value import FrozenMap, value

LEAST_MEASURE, MOST_MEASURE = 11, 20  # em: a line of fewer or more ideographs is hard to read (docs/themes.md)
_LEAD_PICTURE = 0.6  # of the page's columns: one picture dominates a page
_SCHEMAS: tuple[Which, ...] = ("issue", "paper")
_HIGH = 2 / 3  # height of the pictures, of their width
_PART = 0.5  # of a story for which there must be room left
_EAR_LINES = 5
_PICTURE = 400  # characters that a picture takes the room of
_LARGE = 4800  # characters of a page that more than one picture should stand on
_MOST_STORIES = 13  # on a page: more are crumbs, and the planner has too many to part
_TO_FILL_IN = "待补"


@value
class Start:
    """What a new paper is asked. "" and 0: as its kind has it. date: of the first issue; language: of keys and
    comments, the copy is Chinese."""

    date: date
    name: str = ""
    kind: str = "street"
    format: str = ""
    columns: int = 0
    status: str = ""
    press: str = "unknown"
    pages: int = 2
    language: Language = "zh"


@value
class Choice:
    """An answer that may be given. only: the formats that have it, () = all."""

    id: str
    en: str
    zh: str
    only: tuple[str, ...] = ()


@value
class Question:
    """A question and its answers; none: any words may be typed. default: an answer's id; "" = what the kind of paper
    has, `of_kind`: kind → that answer."""

    id: str
    en: str
    zh: str
    choices: tuple[Choice, ...] = ()
    default: str = ""
    of_kind: FrozenMap[str, str] = FrozenMap()

    def default_of(self, kind: str) -> str:
        return self.default or self.of_kind.get(kind, "")

    def choices_of(self, format: str) -> tuple[Choice, ...]:
        """Those that a format has."""
        return tuple(each for each in self.choices if not each.only or format in each.only)

    def as_json(self, language: Language) -> dict[str, Any]:
        """For a form: the language's own label as `label`, both besides."""
        choices = [
            {"id": each.id, "label": getattr(each, language), "en": each.en, "zh": each.zh, "only": list(each.only)}
            for each in self.choices
        ]
        words = {"id": self.id, "label": getattr(self, language), "en": self.en, "zh": self.zh}
        return words | {"choices": choices, "default": self.default, "of_kind": dict(self.of_kind)}


@cache
def questions() -> tuple[Question, ...]:
    """What is asked of a new paper, in order; ids are fields of `Start`."""
    return tuple(
        Question(
            name,
            row["en"],
            row["zh"],
            tuple(_choices(name)),
            row.get("default", ""),
            FrozenMap({} if "default" in row else {kind: each[name] for kind, each in _table()["kind"].items()}),
        )
        for name, row in _table()["question"].items()
    )


def as_start(answers: Mapping[str, str], day: date, language: Language) -> Start:
    """The start of a form's answers, by the questions' ids; what is not among them stays as the kind has it.

    Raises ValueError, with the question and what may be answered, for an answer that is no choice."""
    given = {question.id: answers.get(question.id, "").strip() or question.default for question in questions()}
    for question in questions():
        known = [each.id for each in question.choices_of(_format_of(given))]
        if given[question.id] and known and given[question.id] not in known:
            raise ValueError(f"{question.id}: {given[question.id]} ({', '.join(known)})")
    return Start(
        day,
        given["name"],
        given["kind"],
        given["format"],
        int(given["columns"]),
        given["status"],
        given["press"],
        int(given["pages"]),
        language,
    )


def start_paper(workspace: Workspace, folder: str, start: Start) -> str:
    """Make a paper in a folder that is empty or not there yet, and give the name of its issue file.

    Raises FileExistsError for a folder with anything in it, and OSError when it cannot be written; nothing that was
    there is touched.
    """
    if workspace.names(folder) or (workspace.exists(folder) and not workspace.is_folder(folder)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), folder)
    for target, data in scaffold_files(start).items():
        workspace.make_folder(str(PurePath(folder, target).parent))
        workspace.write(f"{folder}/{target}", data)
    return f"{folder}/{issue_file(start)}"


def issue_file(start: Start) -> str:
    return f"{start.date.isoformat()}.yaml"


def scaffold_files(start: Start) -> dict[str, bytes]:
    """Name in the paper's folder → content: its house style, the first issue, its pictures, a note for the desk."""
    start = _settled(start)
    paper = _paper(start)
    theme = _theme(paper)
    stories = _stories(start, theme)
    pictures = sorted({story["picture"]["file"] for page in stories for story in page if "picture" in story})
    return {
        "paper.yaml": paper,
        issue_file(start): _issue(start, stories, theme.grid.columns),
        "README.md": _readme(start),
        **{f"{FOLDER}/{file_name(which)}": schema_bytes(which) for which in _SCHEMAS},
        **{f"images/{name}": resource(f"scaffold/{name}") for name in pictures},
    }


def cautions(start: Start) -> tuple[str, ...]:
    """What the status of the paper forbids of its name: the words that may not end it."""
    start = _settled(start)
    words = _table()["status"][start.status].get("not_in_name", ())
    return tuple(word for word in words if start.name.endswith(word))


# -- answers ---------------------------------------------------------------------------------------------------------


@cache
def _table() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(resource("scaffold/start.toml").decode("utf-8"))


@cache
def _copy(name: str) -> list[dict[str, Any]]:
    import tomllib

    stories: list[dict[str, Any]] = tomllib.loads(resource(f"scaffold/copy/{name}.toml").decode("utf-8"))["story"]
    return stories


def _choices(question: str) -> Iterator[Choice]:
    if question == "pages":
        small = tuple(name for name in _table()["format"] if name not in _table()["pages"]["large"])
        for count in _table()["pages"]["choices"]:
            only = small if count > _table()["pages"]["most_large"] else ()
            yield Choice(str(count), str(count), str(count), only)
    elif question == "columns":
        yield Choice("0", "as the format has it", "照开本的样子")
        widths = {name: set(_column_counts(row["theme"])) for name, row in _table()["format"].items()}
        for count in sorted(set().union(*widths.values())):
            having = tuple(name for name, counts in widths.items() if count in counts)
            yield Choice(str(count), str(count), str(count), having)
    else:
        yield from (Choice(name, row["en"], row["zh"]) for name, row in _table().get(question, {}).items())


def _format_of(given: Mapping[str, str]) -> str:
    kind = _table()["kind"].get(given["kind"], {})
    return given["format"] or str(kind.get("format", ""))


def _settled(start: Start) -> Start:
    """The start with nothing left open."""
    kind = _table()["kind"][start.kind]
    return Start(
        start.date,
        _printable(start.name) or kind["name"],
        start.kind,
        start.format or kind["format"],
        start.columns,
        start.status or kind["status"],
        start.press,
        start.pages,
        start.language,
    )


def _column_counts(theme: str) -> Iterator[int]:
    """Into how many columns the type area of a built-in theme can be parted."""
    made = _built_in(theme)
    size = made.styles["body"].size
    yield from (
        count
        for count in range(2, 11)
        if LEAST_MEASURE <= _measure(made, count) <= MOST_MEASURE and _measure(made, count) * size
    )


def _measure(theme: Theme, columns: int) -> int:
    """Whole em of a base column where the type area is parted into so many."""
    grid, size = theme.grid, theme.styles["body"].size
    return int(((grid.width + 0.01 - (columns - 1) * grid.gutter) / columns) / size)


@cache
def _built_in(name: str) -> Theme:
    return _theme(f"extends: {name}\n".encode())


def _theme(paper: bytes) -> Theme:
    return read_theme(_OneFile(paper), "paper.yaml", Report())


class _OneFile:
    """A folder with a paper and nothing else in it, not written yet."""

    def __init__(self, paper: bytes) -> None:
        self._paper = paper

    def read(self, name: str) -> bytes:
        if name != "paper.yaml":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self._paper

    def exists(self, name: str) -> bool:
        return name == "paper.yaml"

    def names(self, folder: str) -> tuple[str, ...]:
        return ("paper.yaml",)


# -- the paper -------------------------------------------------------------------------------------------------------


def _paper(start: Start) -> bytes:
    table, say = _table(), _Words(start.language)
    kind, status = table["kind"][start.kind], table["status"][start.status]
    theme = table["format"][start.format]["theme"]
    english = {say.key("masthead", "english"): kind["english"]} if start.name == kind["name"] else {}
    permit = {say.key("masthead", "permit"): status["permit"]} if status["permit"] else {}
    masthead: dict[str, Tree] = {
        say.key("masthead", "name"): start.name,
        **english,
        say.key("masthead", "publisher"): status["publisher"],
        **permit,
        say.key("masthead", "lines"): Commented(status["lines"], (), say("lines")),
    }
    tree: dict[str, Tree] = {
        say.key("theme", "extends"): Commented(theme, (), table["format"][start.format][start.language]),
        say.key("theme", "masthead"): masthead,
    }
    if start.columns and start.columns != _built_in(theme).grid.columns:
        tree[say.key("theme", "grid")] = _grid(start.columns, _built_in(theme), say)
    if start.press == "coated":
        tree[say.key("theme", "press")] = Commented({say.key("press", "name"): "coated"}, (say("coated"),))
    inks = {say.name("ink_name", "accent"): "C {} M {} Y {} K {}".format(*kind["accent"])}
    tree[say.key("theme", "inks")] = Commented(inks, (), say("accent"))
    return written(tree, [modeline("paper"), say("paper")]).encode()


def _grid(columns: int, theme: Theme, say: _Words) -> dict[str, Tree]:
    """So many columns in the type area of a theme, the gutters taking what whole em leave."""
    size = theme.styles["body"].size
    measure = _measure(theme, columns)
    gutter = (theme.grid.width - columns * measure * size) / (columns - 1)
    return {
        say.key("grid", "columns"): str(columns),
        say.key("grid", "measure"): f"{measure} em",
        say.key("grid", "gutter"): f"{int(gutter * 100) / 100:g} pt",
    }


class _Words:
    """Keys and comments of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, comment: str) -> str:
        return _COMMENTS[comment][self._language]

    def key(self, kind: str, name: str) -> str:
        return name if self._language == "en" else keys()[kind][name][0]

    def name(self, kind: str, name: str) -> str:
        """The name of a value or of an ink."""
        return self.key(kind, name)


_COMMENTS: Mapping[str, Mapping[Language, str]] = {
    "paper": {
        "en": "How the paper looks: only what differs from a built-in style. Fill in what says 待补.",
        "zh": "报纸的样子：只写与内置样式不同的地方。写着“待补”的请填上。",
    },
    "issue": {
        "en": "An issue. Left of the colon stands what it is, right of it the copy. “ / ” breaks a head.",
        "zh": "一期报纸。冒号左边是项目，右边是内容；“ / ”在标题里断行；正文空一行是新的一段。",
    },
    "lines": {"en": "printed beside the nameplate or below it", "zh": "印在报头旁边或下面，一项一行"},
    "accent": {"en": "nameplate and small heads", "zh": "报头和引题的颜色"},
    "coated": {
        "en": "Coated paper: get the profile from eci.org and name it here, profile: ISOcoated_v2_eci.icc",
        "zh": "铜版纸：从 eci.org 取色彩特性文件，写在这里，色彩特性: ISOcoated_v2_eci.icc",
    },
    "plan": {
        "en": "or draw the page: one line a band, one story's name a base column",
        "zh": "也可以自己画：一行一层，一个词一栏",
    },
}


# -- the issue -------------------------------------------------------------------------------------------------------


def _stories(start: Start, theme: Theme) -> list[list[dict[str, Any]]]:
    """The stories of each page: its own, then others that no page of this issue has, as many as it has room for."""
    own = [_copy(start.kind), *([s for s in _copy("inside") if s["page"] == n] for n in range(2, start.pages + 1))]
    spare = _spare(start, _room(2, theme) > _LARGE)
    row = _table()["format"][start.format]
    filled = row.get("filled_on", {}).get(str(theme.grid.columns), row["filled"])
    pages: list[list[dict[str, Any]]] = []
    waiting: list[tuple[float, int]] = []
    for number, stories in enumerate(own, 1):
        left = _room(number, theme) * filled
        taken: list[dict[str, Any]] = []
        for story in stories:
            if left > _length(story) * _PART:
                taken.append(story)
                left -= _length(story)
        waiting.append((left, number))
        pages.append(taken)
    for left, number in sorted(waiting, reverse=True):  # the emptiest first
        while spare and len(pages[number - 1]) < _MOST_STORIES:
            first = spare[0] if "picture" in spare[0] else None
            fitting = first or next((story for story in spare if story.get("page", 1) == number), spare[0])
            if left <= _length(fitting) * _PART:
                break
            spare.remove(fitting)
            pages[number - 1].append(fitting)
            left -= _length(fitting)
    return pages


def _spare(start: Start, large: bool) -> list[dict[str, Any]]:
    """Stories for pages whose own do not fill them; those with pictures first where pages are large."""
    inside = [{k: v for k, v in s.items() if v != "lead"} for s in _copy("inside") if s["page"] > start.pages]
    spare = [*_copy("more"), *inside]
    spare += [story for name in _table()["kind"][start.kind]["borrow"] for story in _copy(name)]
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
    picture_rows = columns * grid.measure * _HIGH / grid.leading + 2
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
        + 20 * len(story.get("lines", ()))
    )


def _issue(start: Start, pages: Sequence[Sequence[Mapping[str, Any]]], columns: int) -> bytes:
    say, banners = _Words(start.language), _table()["pages"]["banners"]
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
    say: _Words,
) -> dict[str, Tree]:
    page: dict[str, Tree] = {say.key("page", "page"): str(number)}
    if banner:
        page[say.key("page", "banner")] = banner
    people = {say.key("credits", key): _TO_FILL_IN for key in ("editor", "proof")}
    page[say.key("page", "credits")] = people
    if number == 1:
        page[say.key("page", "ear")] = _ear(start, pages, say)
    page[say.key("page", "plan")] = Commented(say.name("value_plan", "auto"), (), say("plan"))
    page[say.key("page", "stories")] = {each["name"][start.language]: _story(each, columns, say) for each in stories}
    return page


def _ear(start: Start, pages: Sequence[Sequence[Mapping[str, Any]]], say: _Words) -> dict[str, Tree]:
    """What stands inside, or where to send copy."""
    each = -(-_EAR_LINES // max(1, len(pages) - 1))
    inside = [
        f"{number}版　{story['headline'].split('　')[0]}"
        for number, stories in enumerate(pages[1:], 2)
        for story in [story for story in stories if "headline" in story][:each]
    ]
    heads, lines = ("本期看点", inside[:_EAR_LINES]) if inside else ("来稿", _table()["kind"][start.kind]["ear"])
    return {say.key("ear", "headline"): heads, say.key("ear", "lines"): lines}


def _story(story: Mapping[str, Any], columns: int, say: _Words) -> dict[str, Tree]:
    """columns: of the page."""
    tree: dict[str, Tree] = {}
    if "role" in story:
        tree[say.key("story", "role")] = say.name("value_role", story["role"])
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


def _readme(start: Start) -> bytes:
    table = _table()
    must = table["status"][start.status][f"must_{start.language}"]
    words = {
        "{name}": start.name,
        "{issue}": issue_file(start),
        "{build}": table["press"][start.press]["build"],
        "{must}": "\n".join(f"- {each}" for each in must),
    }
    text = resource(f"scaffold/README.{start.language}.md").decode("utf-8")
    for blank, word in words.items():
        text = text.replace(blank, word)
    return text.encode("utf-8")


def _printable(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())  # a folder's name may be any bytes


__all__ = [
    "Choice",
    "Question",
    "Start",
    "as_start",
    "cautions",
    "issue_file",
    "questions",
    "scaffold_files",
    "start_paper",
]
