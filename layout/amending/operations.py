"""What the desk does to an issue, as values: each amends a text by itself, and tells what it is about, so that a
change made elsewhere in the meantime stops it only where it is about the same."""

from __future__ import annotations

from typing import Protocol

from layout.amending.drawings import names_in, of_tiers, swapped, with_band, with_stretch, without
from layout.amending.working import (
    Working,
    english,
    key_index,
    page_path,
    story_path,
    value_at,
)
from layout.diagnostics import Report, Span
from layout.fields import keys, names
from layout.schema import kind_below
from layout.source import Node
from layout.source.edits import Edit, Path, at
from layout.source.entries import beginning, line_end
from layout.source.scalars import Refused
from layout.source.writing import Inline, Tree
from layout.value import value

FieldPath = tuple[str | int, ...]
"""("headline",), ("items", 2, "body"), ("pictures", 0, "caption"): keys by their English names, items from 0."""


class Operation(Protocol):
    def amend(self, working: Working, report: Report) -> None:
        """Raises Refused; what the editor should know besides goes to the report."""

    def about(self, root: Node) -> object:
        """What the operation is about as it stands; equal = untouched. Raises Refused where it is not there."""


@value
class AmendField:
    """A field of a story, its items and pictures, or, with story None, of a page, of the issue. page None: a story of
    the whole issue. text None: the key goes, with its comments."""

    page: int | None
    story: str | None
    path: FieldPath
    text: str | None

    def about(self, root: Node) -> object:
        holder, kind, last = self._place(root)
        found = _inside(root, holder, kind, last)
        return None if found is None else value_at(root, found)

    def amend(self, working: Working, report: Report) -> None:
        holder, kind, last = self._place(working.root)
        found = _inside(working.root, holder, kind, last)
        if self.text is None:
            if found is not None:
                working.take(found)
            return
        text = self.text.replace("\r\n", "\n").replace("\r", "\n")
        if found is not None:
            node = at(working.root, found)
            working.set_value(found, _ended(text, node.value if node.style in ("|", ">") else None))
        elif isinstance(last, int):
            raise Refused("place")
        elif text:
            working.set_key(holder, kind, last, _ended(text, None))

    def node(self, root: Node) -> Node | None:
        """The field's node, None where its key is not given. Raises Refused."""
        found = _inside(root, *self._place(root))
        return None if found is None else at(root, found)

    def holder(self, root: Node) -> Node:
        """The mapping that has the field, or may have it. Raises Refused."""
        return at(root, self._place(root)[0])

    def _place(self, root: Node) -> tuple[Path, str, str | int]:
        if self.story is not None:
            base, kind = story_path(root, self.page, self.story), "story"
        elif self.page is not None:
            base, kind = page_path(root, self.page), "page"
        else:
            base, kind = (), "issue"
        for step in self.path[:-1]:
            found = _inside(root, base, kind, step)
            if found is None:
                raise Refused("place")
            if isinstance(step, str):
                kind = kind_below(kind, step, at(root, found).kind == "mapping") or kind
                if kind.startswith("*"):  # stories are named by `story`
                    raise Refused("place")
            base = found
        last = self.path[-1]
        if isinstance(last, str) and last not in keys().get(kind, {}):
            raise Refused("place")
        return base, kind, last


def _inside(root: Node, base: Path, kind: str, step: str | int) -> Path | None:
    node = at(root, base)
    if isinstance(step, int):
        if node.kind == "mapping" and step == 0:  # one item may stand without its dash
            return base
        return (*base, step) if 0 <= step < len(node.items) else None
    if node.kind != "mapping":
        raise Refused("place")
    index = key_index(node, kind, step)
    return None if index is None else (*base, index)


def _ended(text: str, before: str | None) -> str:
    """Copy with the line ends at its end that such a value has: in a block as before, else one where it has lines."""
    body = text.rstrip("\n")
    if before is not None:
        ends = len(before) - len(before.rstrip("\n")) if before else 1
        return body + "\n" * ends if body else ""
    return body + "\n" if "\n" in body else body


@value
class ChoosePlan:
    """Drawings of pages in place of their plans. drawings: page number and lines."""

    drawings: tuple[tuple[int, tuple[str, ...]], ...]

    def about(self, root: Node) -> object:
        return tuple((_plan(root, number), _named(root, number)) for number, _ in self.drawings)

    def amend(self, working: Working, report: Report) -> None:
        for number, lines in self.drawings:
            _draw(working, number, "".join(f"{line}\n" for line in lines))


@value
class SwapStories:
    """Two stories (or adverts) of a drawn page in each other's places."""

    page: int
    one: str
    other: str

    def about(self, root: Node) -> object:
        return _plan(root, self.page)

    def amend(self, working: Working, report: Report) -> None:
        drawing = _drawing(working.root, self.page)
        for name in (self.one, self.other):
            if drawing is None or name not in names_in(drawing):
                raise Refused("undrawn", story=name, number=self.page)
        assert drawing is not None
        _draw(working, self.page, swapped(drawing, self.one, self.other))


@value
class MoveStory:
    """A story from one page's list to another's, or to another place in the same. page, to: None = the stories of the
    whole issue. position: in the other list as it stands now, from 0, None = the end.

    It leaves the drawing and the wishes of its page; on a drawn page it gets a band at the foot.
    """

    story: str
    page: int | None
    to: int | None
    position: int | None = None

    def about(self, root: Node) -> object:
        return (
            value_at(root, self._origin(root)),
            None if self.page is None else _plan(root, self.page),
            None if self.to is None else _plan(root, self.to),
            [_named(root, number) for number in (self.page, self.to)],
        )

    def _origin(self, root: Node) -> Path:
        path = story_path(root, self.page, self.story)
        if self.page is not None and len(path) < 3:
            raise Refused("story", story=self.story)
        return path

    def amend(self, working: Working, report: Report) -> None:
        base, kind = _owner(working.root, self.to)
        if key_index(at(working.root, base), kind, "stories") is None:
            working.set_key(base, kind, "stories", "")
        path = self._origin(working.root)
        to = (*base, key_index(at(working.root, base), kind, "stories") or 0)
        most = len(at(working.root, to).pairs)
        working.move(path, to, most if self.position is None else max(0, min(self.position, most)))
        if self.page == self.to:
            return
        if self.page is not None:
            _leave(working, self.page, self.story, report)
        if self.to is not None:
            self._arrive(working, self.to, report)

    def _arrive(self, working: Working, number: int, report: Report) -> None:
        path = story_path(working.root, number, self.story)
        given = key_index(at(working.root, path), "story", "page")
        if given is not None:  # it said where it stands among the stories
            working.take((*path, given))
        _join(working, number, self.story, report)


@value
class DrawIn:
    """Stories listed for a drawn page and not in its drawing: each gets a band at the foot, as one that is moved there
    (NP142). A page that plans itself stays as it is."""

    page: int

    def about(self, root: Node) -> object:
        return _plan(root, self.page), _named(root, self.page)

    def amend(self, working: Working, report: Report) -> None:
        for name in _named(working.root, self.page):
            _join(working, self.page, name, report)


@value
class PlaceStory:
    """A wish of a page that plans itself: a story in a corner or at an edge (`at`), or beside another (`beside`)."""

    page: int
    story: str
    at: str = ""
    beside: str = ""

    def about(self, root: Node) -> object:
        return _plan(root, self.page), self._wish(root)

    def _wish(self, root: Node) -> Tree | None:
        found = _wish_of(root, self.page, self.story)
        return None if found is None else value_at(root, found)

    def amend(self, working: Working, report: Report) -> None:
        if _drawing(working.root, self.page) is not None:
            raise Refused("drawn", number=self.page)
        for name in filter(None, (self.story, self.beside)):
            story_path(working.root, self.page, name)
        if bool(self.at) == bool(self.beside) or (self.at and self.at not in keys()["value_at"]):
            raise Refused("place")
        key = "at" if self.at else "side"
        wish = working.called("value_at", self.at) if self.at else self.beside
        found = _wish_of(working.root, self.page, self.story)
        if found is not None:
            working.set_key(found, "constraint", key, wish)
            gone = key_index(at(working.root, found), "constraint", "side" if self.at else "at")
            if gone is not None:
                working.take((*found, gone))
            return
        entry = Inline({working.called("constraint", "story"): self.story, working.called("constraint", key): wish})
        base = page_path(working.root, self.page)
        index = key_index(at(working.root, base), "page", "constraints")
        if index is None:
            working.set_key(base, "page", "constraints", [entry])
        else:
            working.insert((*base, index), len(at(working.root, (*base, index)).items), entry)


@value
class SetStoryKey:
    """A key of a story as such: columns, rank, box, page … text None: the key goes."""

    page: int | None
    story: str
    key: str
    text: str | None

    def about(self, root: Node) -> object:
        return self._field.about(root)

    def amend(self, working: Working, report: Report) -> None:
        self._field.amend(working, report)

    @property
    def _field(self) -> AmendField:
        return AmendField(self.page, self.story, (self.key,), self.text)


@value
class Silence:
    """A comment that silences a check on a line (from 1): behind what the line belongs to, where YAML takes it for a
    comment. words: of the comment, without `#`."""

    line: int
    words: str

    def about(self, root: Node) -> object:
        assert root.source is not None
        return root.source.line(self.line)

    def amend(self, working: Working, report: Report) -> None:
        source = working.root.source
        assert source is not None
        if not 1 <= self.line <= len(source.starts) or not source.line(self.line).strip():
            raise Refused("place")
        start = source.starts[self.line - 1]
        for node in working.root.scalars():
            first, last = beginning(node), node.end - (node.style in ("|", ">"))
            if first < start + len(source.line(self.line)) and last >= start and "\n" in source.text[first:last]:
                start = first if node.style in ("|", ">") else node.end
        end = line_end(source.text, start)
        if self.words in [each.strip() for each in source.text[start:end].split("#")[1:]]:
            return
        typed = source.text[:end]
        working.add([Edit(len(typed.rstrip(" \t")), end, f"  # {self.words}")])


@value
class AmendCopy:
    """The whole text of a file of copy (`body: {file: …}`)."""

    text: str


# -- what operations share -------------------------------------------------------------------------------------------


def _owner(root: Node, page: int | None) -> tuple[Path, str]:
    return ((), "issue") if page is None else (page_path(root, page), "page")


def _named(root: Node, page: int | None) -> list[str]:
    """Names of the stories listed for a page, or for the issue."""
    base, kind = _owner(root, page)
    mapping = at(root, base)
    index = key_index(mapping, kind, "stories")
    return [] if index is None else [key.value for key, _ in mapping.pairs[index][1].pairs]


def _plan(root: Node, number: int) -> Tree | None:
    return _value(root, number, "plan")


def _value(root: Node, number: int, key: str) -> Tree | None:
    """What stands below a key of a page."""
    base = page_path(root, number)
    index = key_index(at(root, base), "page", key)
    return None if index is None else value_at(root, (*base, index))


def _drawing(root: Node, number: int) -> str | None:
    """A page's drawing; None for a page that plans itself."""
    plan = _plan(root, number)
    drawn = isinstance(plan, str) and bool(plan.strip()) and names("value_plan").get(plan.strip()) != "auto"
    return str(plan) if drawn else None


def _draw(working: Working, number: int, drawing: str) -> None:
    base = page_path(working.root, number)
    index = key_index(at(working.root, base), "page", "plan")
    node = at(working.root, (*base, index)) if index is not None else None
    if node is not None and node.style in ("|", ">"):
        drawing = _ended(drawing, node.value)
    working.set_key(base, "page", "plan", drawing)


def _join(working: Working, number: int, story: str, report: Report) -> None:
    """Give a story a band at the foot of a page's drawing, or one down the left of a vertical page's, where there is
    one without it."""
    drawing = _drawing(working.root, number)
    if drawing is not None and story not in names_in(drawing):
        writing = names("value_writing").get(str(_value(working.root, number, "writing") or "").strip(), "")
        put_in = with_stretch if of_tiers(drawing, writing) else with_band
        _draw(working, number, put_in(drawing, story))
        report.add("NP142", Span(working.file), story=story, number=number)


def _leave(working: Working, number: int, story: str, report: Report) -> None:
    """Take a story out of a page's drawing and wishes."""
    drawing = _drawing(working.root, number)
    if drawing is not None and story in names_in(drawing):
        rest = without(drawing, story)
        if rest is None:
            base = page_path(working.root, number)
            index = key_index(at(working.root, base), "page", "plan")
            assert index is not None
            working.set_word((*base, index), working.called("value_plan", "auto"))
            report.add("NP143", Span(working.file), story=story, number=number)
        else:
            _draw(working, number, rest)
    base = page_path(working.root, number)
    index = key_index(at(working.root, base), "page", "constraints")
    if index is None:
        return
    for place in reversed(range(len(at(working.root, (*base, index)).items))):
        path = (*base, index, place)
        wish = at(working.root, path)
        about = [
            name
            for key, each in wish.pairs
            if each.value.strip() == story and (name := english("constraint", key.value))
        ]
        if "story" in about or (about and len(wish.pairs) <= 2):
            working.take(path)
        else:
            for name in about:
                gone = key_index(at(working.root, path), "constraint", name)
                if gone is not None:
                    working.take((*path, gone))
    if not at(working.root, (*base, index)).items:
        working.take((*base, index))


def _wish_of(root: Node, number: int, story: str) -> Path | None:
    base = page_path(root, number)
    index = key_index(at(root, base), "page", "constraints")
    if index is not None:
        for place, wish in enumerate(at(root, (*base, index)).items):
            named = key_index(wish, "constraint", "story")
            other = key_index(wish, "constraint", "apart")
            if named is not None and other is None and wish.pairs[named][1].value.strip() == story:
                return (*base, index, place)
    return None
