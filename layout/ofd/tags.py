"""What a package says besides its pages: an outline, and which objects are a story, a head, a caption.

The outline has each page and under it its stories by their heads (GB/T 33190-2016 §7.5). The tags are a file of their
own that names objects by page and ID (§16); furniture, rules and marks are in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Image, Item, Page, Path, walk
from layout.ofd.xml import element, number, part, said, um
from layout.outline import heads, page_title
from layout.value import value

NAMESPACE = "urn:broadsheet-layout:articles:1"
_TITLED = ("story", "brief", "briefs", "advert")
_RANKED = ("headline", "subhead")
_ABOVE = 1.2  # sizes of a head from its baseline up to where a reader begins to show the page


@value
class Placed:
    """A page of the package. number: its ID; objects: the IDs of each of its leaves, in drawing order."""

    number: int
    page: Page
    objects: tuple[tuple[int, ...], ...]


def outlines(pages: Sequence[Placed], language: str) -> str:
    """The element Outlines."""
    entries = []
    for placed in pages:
        kids = "".join(
            _entry(title, Type="XYZ", PageID=placed.number, Left=_mm(run.x), Top=_mm(run.baseline - run.size * _ABOVE))
            for title, run in heads(placed.page.items)
        )
        entries.append(_entry(page_title(placed.page.number, language), kids, Type="Fit", PageID=placed.number))
    return element("Outlines", "".join(entries))


def _entry(title: str, kids: str = "", **place: object) -> str:
    goto = element("Action", element("Goto", element("Dest", **place)), Event="CLICK")
    return element("OutlineElem", element("Actions", goto) + kids, Title=title)


def _mm(points: float) -> str:
    return number(max(0, um(points)))


@dataclass(slots=True)
class _Tag:
    """An element of the tags. kids: elements and references, as XML. A story that goes on gets more of them later."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list[_Tag | str] = field(default_factory=list)

    def __str__(self) -> str:
        written = "".join(f' {key}="{said(given)}"' for key, given in self.attributes.items() if given)
        return f"<{self.name}{written}>{''.join(map(str, self.kids))}</{self.name}>"


def tags(pages: Sequence[Placed], report: Report) -> bytes:
    """The file of tags: groups of the display list by their roles, a story over several pages once. Reports NP702."""
    root = _Tag("Articles", {"xmlns": NAMESPACE})
    stories: dict[str, _Tag] = {}
    for placed in pages:
        _Tagger(placed, stories, report).items(placed.page.items, root, "")
    root.attributes["xmlns:ofd"] = "http://www.ofdspec.org/2016"
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + str(root).encode()


class _Tagger:
    def __init__(self, placed: Placed, stories: dict[str, _Tag], report: Report) -> None:
        self._page, self._stories, self._report = placed.number, stories, report
        self._objects: Iterator[tuple[int, ...]] = iter(placed.objects)

    def items(self, items: Sequence[Item], owner: _Tag | None, caption: str) -> None:
        """owner: None = they are artifacts. caption: what a picture shows that does not say so itself."""
        for item in items:
            if isinstance(item, Group):
                self._group(item, owner, caption)
                continue
            objects = next(self._objects)
            if owner is None or not objects:
                continue
            references = [element("ObjectRef", str(each), PageRef=self._page) for each in objects]
            match item:
                case GlyphRun():
                    owner.kids += references
                case Image():
                    if not (item.alt or caption):
                        self._report.add("NP702", item.origin, file=item.file)
                    alt = item.alt or caption or item.file.rpartition("/")[2]
                    owner.kids.append(_Tag("Picture", {"Alt": alt}, [*references]))
                case Path() if item.alt:
                    owner.kids.append(_Tag("Picture", {"Alt": item.alt}, [*references]))

    def _group(self, group: Group, owner: _Tag | None, caption: str) -> None:
        if owner is None or group.role == "artifact":
            self.items(group.items, None, "")
            return
        if group.role == "figure":
            caption = "".join(item.text for item in walk(group.items) if isinstance(item, GlyphRun))
        elif group.role == "advert":
            caption = group.name
        self.items(group.items, self._tag(group, owner), caption)

    def _tag(self, group: Group, owner: _Tag) -> _Tag:
        """The element of a group; a story already begun is gone on with."""
        if group.continues and group.name in self._stories:
            return self._stories[group.name]
        key = "Name" if group.role in _TITLED else "Level" if group.role in _RANKED else "Kind"
        tag = _Tag(group.role.capitalize() or "Group", {key: group.name})
        owner.kids.append(tag)
        if group.role == "story" and group.name:
            self._stories[group.name] = tag
        return tag


def list_of_tags(file: str) -> bytes:
    """The package's list of tag files. file: beside it."""
    return part("CustomTags", element("CustomTag", element("FileLoc", file), NameSpace=NAMESPACE))
