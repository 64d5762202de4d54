"""The stories of an issue as an editor writes them: each field with its text, and where that stands in its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from layout.amending import AmendField
from layout.counting import count_text
from layout.desk.drafting import Drafted
from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Item, Page, walk
from layout.fields import keys, names
from layout.issue import Issue, Story
from layout.runs import goes_on
from layout.schema import kind_below
from layout.source import Node, beside, compose
from layout.source.reading import decode
from layout.source.scalars import Refused
from layout.workspace import digest_of

_KINDS = {
    "kicker": "head",
    "headline": "head",
    "deck": "head",
    "summary": "head",
    "tag": "line",
    "byline": "line",
    "dateline": "line",
    "banner": "line",
    "body": "body",
    "signature": "head",
    "index": "head",
    "pull_quotes": "head",
    "caption": "caption",
    "credit": "line",
    "alt": "line",
}
"""How a field is written: heads on one line, broken by “ / ”; bodies in paragraphs."""
_OFFERED = ("kicker", "headline", "deck", "byline", "dateline", "body")
_LISTS = ("items", "pictures")
_POINTS = 20_000  # break points of one field: a body of 300,000 characters


class Unknown(Exception):
    """There is no such story."""


def listed(issue: Issue) -> list[dict[str, Any]]:
    """Every story of the issue, with the page that lists it, 0 = none."""
    found = [(page.number, story) for page in issue.pages for story in page.stories]
    found += [(0, story) for story in issue.stories]
    return [
        {
            "page": page,
            "name": story.name,
            "title": " ".join(copy.text for copy in story.headline or story.kicker) or story.name,
            "role": story.role,
            "characters": _written(story),
        }
        for page, story in found
    ]


def _written(story: Story) -> int:
    return sum(count_text(block.copy.text).characters for each in (story, *story.items) for block in each.body)


def owner(issue: Issue, page: int, name: str) -> tuple[int | None, str]:
    """Which page lists a story that stands on a page: its own, one it jumps from, or the issue (None)."""
    for each in sorted(issue.pages, key=lambda each: each.number != page):
        if any(story.name == name for story in each.stories):
            return each.number, name
    if any(story.name == name for story in issue.stories):
        return None, name
    raise Unknown(name)


def story(files: Drafted, issue: Issue, page: int, name: str) -> dict[str, Any]:
    """A story as docs/desk-protocol.md says of /api/story. Raises Unknown, OSError."""
    at, name = owner(issue, page, name)
    data = files.read(issue.file)
    source = decode(issue.file, data, Report())
    root = None if source is None else compose(source, Report())
    if root is None:
        raise Unknown(name)
    try:
        node = AmendField(at, name, ("headline",), None).holder(root)
    except Refused:
        raise Unknown(name) from None
    saved = digest_of(files.saved.read(issue.file))
    fields = list(_fields(files, issue.file, saved, node, (), "story"))
    if files.has_drafts(issue.file):
        _tell_saved(files, issue.file, at, name, fields)
    given = {field["path"][0] for field in fields if len(field["path"]) == 1}
    is_list = any(len(field["path"]) > 1 and field["path"][0] == "items" for field in fields)
    offered = () if is_list else _OFFERED
    known = next((each for where, each in _all(issue) if where == at and each.name == name), None)
    return {
        "name": name,
        "page": at or 0,
        "role": "story" if known is None else known.role,
        "digest": saved,
        "fields": fields,
        "missing": [
            {"path": [key], "label": _label("story", key), "kind": _KINDS[key]} for key in offered if key not in given
        ],
    }


def _tell_saved(files: Drafted, issue: str, at: int | None, name: str, fields: list[dict[str, Any]]) -> None:
    """What the files say of each field, apart from what is typed at the moment in whatever browser; None where they do
    not have it."""
    source = decode(issue, files.saved.read(issue), Report())
    root = None if source is None else compose(source, Report())
    for field in fields:
        try:
            path = tuple(field["path"])
            node = None if root is None else AmendField(at, name, path, None).node(root)
        except Refused:
            node = None
        field["saved"] = None if node is None or node.kind != "scalar" else node.value
        if node is not None and node.kind == "mapping":
            copy = decode(field["file"], files.saved.read(field["file"]), Report())
            field["saved"] = None if copy is None else copy.text


def tell_fits(fields: list[dict[str, Any]], page: Page, name: str) -> None:
    """How the parts of a story's head stand on a page as it was last made: in how many lines, in what size (points)."""
    set_heads: dict[str, list[GlyphRun]] = {}
    for story in _groups(page.items):
        if story.name.rpartition("/")[2] == name:
            for part in _groups(story.items):
                runs = [run for run in walk(part.items) if isinstance(run, GlyphRun)]
                set_heads.setdefault(part.role, runs)
    for field in fields:
        runs = set_heads.get(field["path"][0], []) if len(field["path"]) == 1 and field["kind"] == "head" else []
        if runs:
            lines = 1 + sum(not goes_on(before, run) for before, run in pairwise(runs))
            field["fit"] = {"lines": lines, "size": max(run.size for run in runs)}


def _groups(items: Sequence[Item]) -> list[Group]:
    return [item for item in items if isinstance(item, Group)]


def _all(issue: Issue) -> Iterator[tuple[int | None, Story]]:
    yield from ((page.number, story) for page in issue.pages for story in page.stories)
    yield from ((None, story) for story in issue.stories)


def _fields(
    files: Drafted, file: str, digest: str, node: Node, path: tuple[str | int, ...], kind: str
) -> Iterator[dict[str, Any]]:
    known = names(kind)
    for key, each in node.pairs:
        name = known.get(key.value.strip()) or known.get(key.value.strip().casefold())
        if name is None:
            continue
        here = (*path, name)
        if name in _LISTS and kind == "story":
            inner = kind_below(kind, name, each.kind == "mapping")
            entries = each.items if each.kind == "sequence" else (each,) if each.kind == "mapping" else ()
            for index, entry in enumerate(entries):
                if entry.kind == "mapping":
                    yield from _fields(files, file, digest, entry, (*here, index), inner)
        elif name in _KINDS and each.kind == "scalar":
            yield _field(here, kind, name, each, file, digest)
        elif name == "body" and each.kind == "mapping":
            yield from _own_file(files, here, kind, each, file)
        elif name in _KINDS and each.kind == "sequence":
            for index, item in enumerate(each.items):
                if item.kind == "scalar":
                    yield _field((*here, index), kind, name, item, file, digest)


def _own_file(
    files: Drafted, path: tuple[str | int, ...], kind: str, node: Node, issue: str
) -> Iterator[dict[str, Any]]:
    """A body that stands in a file of its own."""
    named = next((each.value.strip() for key, each in node.pairs if names("copy").get(key.value) == "file"), "")
    if not named:
        return
    file = beside(issue, named)
    try:
        source = decode(file, files.of_issue(issue).read(file), Report())
        digest = digest_of(files.saved.read(file))
    except OSError:
        return
    if source is not None:
        whole = source.whole
        yield _field(path, kind, "body", whole, file, digest)


def _field(path: tuple[str | int, ...], kind: str, name: str, node: Node, file: str, digest: str) -> dict[str, Any]:
    return {
        "path": list(path),
        "label": _label(kind, name),
        "kind": _KINDS[name],
        "file": file,
        "digest": digest,
        "value": node.value,
        "saved": node.value,
        "places": list(_places(node)),
        "characters": count_text(node.value).characters,
        "fit": None,
    }


def _label(kind: str, name: str) -> dict[str, str]:
    """A key as it is called in both languages."""
    return {"zh": keys()[kind].get(name, (name,))[0], "en": name.replace("_", " ")}


def _places(node: Node) -> Iterator[list[int]]:
    """Break points of a value: offset in it, line and column in its file."""
    expected: tuple[int, int] | None = None
    for offset in range(min(len(node.value), _POINTS * 20)):
        span = node.locate(offset)
        if (span.line, span.column) != expected:
            yield [offset, span.line, span.column]
        expected = span.line, span.column + 1
    end = node.locate(len(node.value)) if node.value else node.span
    if not node.value:
        yield [0, end.line, end.column]
