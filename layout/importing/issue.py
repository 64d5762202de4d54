"""A manuscript → an issue's YAML, with every doubt as a comment where it is to be looked at.

The text is read again by the issue's own reader and compared, so that signs which our markup uses print as they stand
in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from layout.diagnostics import NOWHERE, Language, fill, resource
from layout.fields import keys
from layout.importing.values import BodyBlock, Doubt, Manuscript, Passage, PictureFound, Story, TableFound
from layout.issue.copy import split_line
from layout.issue.inline import escaped, inline
from layout.issue.values import Copy
from layout.source import Node
from layout.source.writing import Commented, Tree, written
from layout.value import replace, value

_PAGE_HOLDS = 3_200  # characters of copy with heads on a page of a four-column tabloid, as the samples have them
_SIGNS = {"strong": ("**", "**"), "dots": ("*", "*"), "super": ("^", "^"), "name": ("__", "__"), "book": ("~~", "~~")}
_BREAK = re.compile(r"(?<=[ \t\u3000])(\\*/)(?=[ \t\u3000])")
_MARK = re.compile(r"\\*(?:##[ \t\u3000]|-[ \t])")
_MARKS_OF_DOUBT = {"en": "check: ", "zh": "待核："}


@value
class Wishes:
    """How an issue is written. paper, date, number: as its own keys, "" = left out. page: the page the stories go to, 0
    = found."""

    language: Language = "en"
    paper: str = ""
    date: str = ""
    number: str = ""
    page: int = 0


def issue_text(manuscript: Manuscript, wishes: Wishes) -> str:
    """The YAML of a whole issue."""
    write = _Writer(wishes.language)
    tree: dict[str, Tree] = {}
    for name, given in (("paper", wishes.paper), ("date", wishes.date), ("number", wishes.number)):
        if given:
            tree[write.key("issue", name)] = given
    banners = dict(manuscript.banners)
    pages: list[Tree] = []
    names: set[str] = set()
    for number, stories in _pages(manuscript.stories, wishes.page).items():
        page: dict[str, Tree] = {write.key("page", "page"): str(number)}
        banner = banners.get(number) or (banners.get(0) if not pages else None)
        if banner is not None:
            words = (("text", banner.text),)
            page[write.key("page", "banner")] = Commented(banner.text, (write.doubt(Doubt("banner", "", words)),))
        page[write.key("page", "plan")] = write.name("value_plan", "auto")
        page[write.key("page", "stories")] = write.stories(stories, names)
        pages.append(page)
    tree[write.key("issue", "pages")] = pages
    return written(tree)


def story_trees(stories: Sequence[Story], language: Language, taken: Iterable[str]) -> Mapping[str, Tree]:
    """The stories as the pairs of a page's `stories`, named apart from those there are."""
    return _Writer(language).stories(stories, set(taken))


def picture_doubts(picture: PictureFound) -> tuple[Doubt, ...]:
    """What is to be looked at about a picture."""
    found = [Doubt("caption")] if picture.guessed else []
    if not picture.data:
        found.append(Doubt("picture_address", "", (("text", picture.address or picture.name),)))
    return tuple(found)


def doubt_words(doubt: Doubt, language: Language) -> str:
    """What a doubt says, without its mark."""
    return fill(_doubts()[doubt.name][language], doubt.values)


@cache
def _doubts() -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads(resource("importing/doubts.toml").decode("utf-8"))


def _pages(stories: Sequence[Story], page: int) -> Mapping[int, list[Story]]:
    """Stories by page: the source's own pages, else as many as hold them."""
    found: dict[int, list[Story]] = {}
    number, there = max(1, page), 0
    paged = page == 0 and any(story.page for story in stories)
    for story in stories:
        if paged:
            number = story.page or number
        elif not page and there and there + story.length > _PAGE_HOLDS:
            number, there = number + 1, 0
        there += story.length
        found.setdefault(number, []).append(story)
    return dict(sorted(found.items())) if found else {max(1, page): []}


class _Writer:
    """Keys and values in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.number = 1

    def key(self, kind: str, name: str) -> str:
        return keys()[kind][name][0] if self.language == "zh" else name

    def name(self, kind: str, name: str) -> str:
        return self.key(kind, name)

    def doubt(self, doubt: Doubt) -> str:
        return _MARKS_OF_DOUBT[self.language] + doubt_words(doubt, self.language)

    def stories(self, stories: Sequence[Story], names: set[str]) -> Mapping[str, Tree]:
        found: dict[str, Tree] = {}
        for story in stories:
            above = tuple(self.doubt(each) for each in story.doubts if not each.field)
            name = self._free_name(names)
            found[name] = Commented(self._story(story), above)
        return found

    def _free_name(self, names: set[str]) -> str:
        """A name that no story has: numbered from 1."""
        word = "稿" if self.language == "zh" else "story"
        while (name := f"{word}{self.number}") in names:
            self.number += 1
        names.add(name)
        return name

    def _story(self, story: Story) -> Mapping[str, Tree]:
        tree: dict[str, Tree] = {}
        if story.role != "story":
            tree[self.key("story", "role")] = self.name("value_role", story.role)
        if story.banner is not None:
            tree[self.key("story", "banner")] = story.banner.text
        self._common(story, tree, "story")
        if story.tables:
            tree[self.key("story", "tables")] = [self._table(table) for table in story.tables]
        if story.items:
            tree[self.key("story", "items")] = [
                Commented(self._item(item), tuple(self.doubt(each) for each in item.doubts if not each.field))
                for item in story.items
            ]
        return tree

    def _item(self, story: Story) -> Mapping[str, Tree]:
        tree: dict[str, Tree] = {}
        self._common(story, tree, "brief")
        return tree

    def _common(self, story: Story, tree: dict[str, Tree], kind: str) -> None:
        """What a story and a brief both have, in the order in which docs/yaml.md shows it."""
        doubted = {"kicker": "kicker", "headline": "headline", "deck": "deck", "byline": "byline"}
        for name in doubted:
            given = getattr(story, name)
            lines = given if isinstance(given, tuple) else (given,) if given is not None else ()
            needed = name == "headline" and kind == "story" and story.role in ("story", "lead")
            if lines or needed:
                typed = head_typed([line.text for line in lines]) if name != "byline" else story_line(lines[0])
                tree[self.key(kind, name)] = self._marked(typed, story.doubts, name)
        if story.dateline is not None and kind == "story":
            tree[self.key(kind, "dateline")] = story_line(story.dateline)
        if story.pictures:
            tree[self.key(kind, "pictures")] = [self._picture(picture) for picture in story.pictures]
        body = body_typed(story.body)
        needed = kind == "story" and story.role in ("story", "lead")
        if body or (needed and not (story.pictures or story.tables)):
            tree[self.key(kind, "body")] = self._marked(body, story.doubts, "body")

    def _marked(self, typed: str, doubts: Sequence[Doubt], field: str) -> Tree:
        above = tuple(self.doubt(each) for each in doubts if each.field == field)
        return Commented(typed, above) if above else typed

    def _picture(self, picture: PictureFound) -> Tree:
        tree: dict[str, Tree] = {self.key("picture", "file"): picture.name}
        if picture.caption is not None:
            tree[self.key("picture", "caption")] = story_line(picture.caption)
        if picture.credit is not None:
            tree[self.key("picture", "credit")] = story_line(picture.credit)
        if picture.alt.strip():
            tree[self.key("picture", "alt")] = " ".join(picture.alt.split())
        if not picture.data:
            tree[self.key("picture", "missing")] = self.name("value_missing", "placeholder")
        above = tuple(map(self.doubt, picture_doubts(picture)))
        return Commented(tree, above) if above else tree

    def _table(self, table: TableFound) -> Mapping[str, Tree]:
        tree: dict[str, Tree] = {}
        if table.title is not None:
            tree[self.key("table", "title")] = story_line(table.title)
        if not table.header:
            tree[self.key("table", "header")] = self.name("value_flag", "no")
        width = max(map(len, table.rows), default=0)
        tree[self.key("table", "rows")] = [_row(row, width) for row in table.rows]
        return tree


# What alone in a cell would merge it with another, or head a group (layout.issue.tables).
_TABLE_MARK = re.compile(r"^\\*(?:[<＜←^＾↑]$|##[ \t\u3000])")


def _row(cells: Sequence[Passage], width: int) -> Tree:
    """A row of `width` cells on one line with strokes between them, where that reads as the same cells."""
    texts = [_TABLE_MARK.sub(r"\\\g<0>", story_line(cell)) for cell in cells] + [""] * (width - len(cells))
    typed = " | ".join(texts)
    read = [cell.text for cell in split_line(Node("scalar", NOWHERE, typed))]
    return typed if read == texts else texts


# Copy as it is typed


def story_line(passage: Passage) -> str:
    """A passage for a key that takes one line as it stands."""
    return " ".join(passage.text.split("\n")).strip()


def head_typed(lines: Sequence[str]) -> str:
    """Lines of a head as they are typed, so that they break where they did and nowhere else."""
    return " / ".join(_BREAK.sub(r"\\\1", f" {line.strip()} ").strip() for line in lines if line.strip())


def body_typed(blocks: Sequence[BodyBlock]) -> str:
    """A body as it is typed: paragraphs with a blank line between them."""
    typed = [each for block in blocks if (each := _block_typed(block))]
    if len(typed) == 1 and not typed[0].startswith(("- ", "## ")):
        return typed[0]
    return "".join(f"{each}\n{'' if at + 1 == len(typed) else chr(10)}" for at, each in enumerate(typed))


def _block_typed(block: BodyBlock) -> str:
    text = block.passage.text.strip()
    if not text:
        return ""
    marked = _paragraph(block.passage)
    if block.kind == "subhead":
        return f"## {marked}"
    if block.kind == "item" and not re.match(r"\d{1,3}\.[ \t]", marked):
        return f"- {marked}"
    return f"\\{marked}" if _MARK.match(marked) else marked


def _paragraph(passage: Passage) -> str:
    """A paragraph with its markup, or with its readings alone; without where that would not come out as it went in."""
    bare = passage.stripped()
    runs = _merged(bare)
    for kept in (runs, [each if each.mark == "ruby" else replace(each, mark="") for each in runs]):
        marked = "".join(_run(each.result, each.mark, each.value) for each in kept)
        read = inline(Copy(marked))
        if read.text == bare.text and len(read.emphases) == sum(bool(each.mark) for each in kept):
            return marked
    signs = bare.text
    return signs if _is_plain(signs) else escaped(signs)


@value
class _Run:
    result: str
    mark: str
    value: str


def _merged(passage: Passage) -> list[_Run]:
    """Runs of one kind of setting; a mark around blanks or marks of the other kind is none."""
    runs: list[_Run] = []
    for part in passage.parts:
        if not part.result:
            continue
        mark = part.mark if part.result.strip() else ""
        if runs and runs[-1].mark == mark and runs[-1].value == part.value and mark != "ruby":
            runs[-1] = _Run(runs[-1].result + part.result, mark, part.value)
        else:
            runs.append(_Run(part.result, mark, part.value))
    return runs


def _run(text: str, mark: str, given: str) -> str:
    if not mark:
        return text if _is_plain(text) else escaped(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    inner = escaped(text.strip()) if not _is_plain(text) else text.strip()
    if mark == "ruby":
        return f"{before}{{{inner}|{given}}}{after}"
    if mark == "link":
        return f"{before}[{inner}]({given}){after}"
    opening, closing = _SIGNS[mark]
    return f"{before}{opening}{inner}{closing}{after}"


def _is_plain(text: str) -> bool:
    """Whether a text prints as it is typed."""
    read = inline(Copy(text))
    return read.text == text and not read.emphases
