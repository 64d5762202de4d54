"""The stories of a manuscript → an issue that is there already, at the end of a page, every other line as it was."""

from __future__ import annotations

from codecs import BOM_UTF8

from layout.diagnostics import Diagnostic, Language, Report, Span
from layout.fields import keys, names
from layout.importing.issue import story_trees
from layout.importing.values import Doubt, Manuscript, Story, joined
from layout.source import Node, compose
from layout.source.edits import Path, edited, inserted, with_key
from layout.source.reading import decode, read_bytes
from layout.source.scalars import Refused
from layout.source.text import Files, Source
from layout.source.writing import Commented
from layout.value import replace


def added(files: Files, issue: str, manuscript: Manuscript, page: int, report: Report) -> str:
    """The text of the issue with the stories; "" where it cannot be read or has faults of YAML (NP1xx), has no such
    page, or what is written there takes no more (NP140).

    page: 0 = the last one there is. Keys are in the language the issue has most of them in.
    """
    data = read_bytes(files, issue, report)
    source = decode(issue, data, report) if data is not None else None
    faults = Report()
    root = compose(source, faults) if source is not None else None
    report.extend(faults)
    if source is None or faults.failed:
        return ""
    found = None if root is None else _page(root, page)
    if root is None or found is None:
        _refuse(Refused("page", number=page) if page else Refused("pages"), issue, report)
        return ""
    node, path = found
    text = source.text
    mark = "\ufeff" if data is not None and data.startswith(BOM_UTF8) else ""
    taken = [key.value for _, each in _pages(root) for key, _ in _stories(each)]
    taken += [key.value for key, _ in _stories(root)]
    language: Language = "zh" if _speaks_chinese(root) else "en"
    for name, tree in story_trees(_with_banners(manuscript), language, taken).items():
        assert isinstance(tree, Commented)
        root = compose(Source(issue, text), Report())
        assert root is not None
        node, path = _page(root, page) or (node, path)
        at = next((at for at, (key, _) in enumerate(node.pairs) if names("page").get(key.value) == "stories"), None)
        try:
            if at is None:
                word = keys()["page"]["stories"][0] if language == "zh" else "stories"
                edits = with_key(root, path, (word,), {name: tree})
            else:
                position = len(node.pairs[at][1].pairs)
                edits = inserted(root, (*path, at), position, tree.content, name, tree.above)
            text = edited(text, edits)
        except Refused as refused:
            _refuse(refused, issue, report)
            return ""
    return mark + text


def _refuse(refused: Refused, issue: str, report: Report) -> None:
    report.extend([Diagnostic("NP140", Span(issue), refused.values, refused.reason)])


def _with_banners(manuscript: Manuscript) -> tuple[Story, ...]:
    """The stories, the first of them with the names of sections that a new issue would have over its pages: the page
    has its own."""
    banners = [banner for _, banner in manuscript.banners]
    if not banners or not manuscript.stories:
        return manuscript.stories
    first = manuscript.stories[0]
    own = [first.banner] if first.banner is not None else []
    doubts = tuple(Doubt("banner", "", (("text", banner.text),)) for banner in banners)
    named = replace(first, banner=joined((*banners, *own), "\u3000"), doubts=(*doubts, *first.doubts))
    return (named, *manuscript.stories[1:])


def _pages(root: Node) -> list[tuple[Path, Node]]:
    for at, (key, value) in enumerate(root.pairs):
        if names("issue").get(key.value) == "pages" and value.kind == "sequence":
            return [((at, number), each) for number, each in enumerate(value.items) if each.kind == "mapping"]
    return []


def _page(root: Node, page: int) -> tuple[Node, Path] | None:
    found = _pages(root)
    if not page and found:
        return found[-1][1], found[-1][0]
    for path, node in found:
        number = next((value.value for key, value in node.pairs if names("page").get(key.value) == "page"), "")
        if number.strip() == str(page):
            return node, path
    return None


def _stories(node: Node) -> tuple[tuple[Node, Node], ...]:
    return next((value.pairs for key, value in node.pairs if names("page").get(key.value) == "stories"), ())


def _speaks_chinese(root: Node) -> bool:
    words = [key.value for key, _ in root.pairs] + [key.value for _, page in _pages(root) for key, _ in page.pairs]
    return sum(not word.isascii() for word in words) * 2 > len(words)
