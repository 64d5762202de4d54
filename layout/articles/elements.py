"""Display list → the tree of what is read: stories, their blocks, and which of the page's leaves each holds.

Groups become elements in drawing order, which is reading order; a story that goes on over the page stays one element.
Furniture, rules and marks are artifacts and stand outside the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layout.articles.roles import HEADS, INLINE, ROLES
from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Image, Item, Leaf, Markup, Page, Path, walk
from layout.units import Rect

_HEAD_BLOCKS = ("kicker", "headline", "deck")
_BRIEF = 3  # rank of a brief's headline: stories have 1 and 2

Place = tuple[int, int]
"""A leaf: its page, from 0, and which of the page's drawn leaves it is."""


@dataclass(slots=True, eq=False)
class Element:
    """Something that is read. role: of roles.ROLES.

    name: a story's, a link's address, an emphasis' kind, what a head of a table heads. level: of a heading,
    from 1; no rank is left out on the way down (ISO 14289-1 §7.4.2). box, page: of an image or a link, its place; alt:
    what an image shows, "" = nobody has said. kids: elements, and the leaves it holds itself. groups: what it was made
    from, with the page of each. span: columns and rows a cell takes.
    """

    role: str
    parent: Element | None = None
    name: str = ""
    level: int = 0
    box: Rect | None = None
    page: int = 0
    alt: str = ""
    kids: list[Element | Place] = field(default_factory=list)
    groups: list[tuple[int, Group]] = field(default_factory=list)
    span: tuple[int, int] = (1, 1)

    def add(self, role: str, name: str = "") -> Element:
        element = Element(role, self, name)
        self.kids.append(element)
        return element

    def walk(self) -> Iterator[Element]:
        """Itself and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """An issue as it is read. leaves: of each page, all that is drawn; owners: whose each of these is,
    None = an artifact."""

    root: Element
    leaves: tuple[tuple[Leaf, ...], ...]
    owners: tuple[tuple[Element | None, ...], ...]


def outline(pages: Sequence[Page]) -> Outline:
    """The tree of an issue's pages, in the order given."""
    grower = _Grower()
    for page in pages:
        grower.page(page)
    return Outline(
        grower.root,
        tuple(tuple(leaf for leaf in walk(page.items) if not isinstance(leaf, Markup)) for page in pages),
        tuple(map(tuple, grower.owners)),
    )


def tell_undescribed(outline: Outline, drawn: Sequence[Sequence[bool]], report: Report) -> None:
    """A figure must say something (ISO 14289-1 §7.3): what it shows, else its caption, else at least its file's name
    (NP702)."""
    for page, (leaves, owners) in enumerate(zip(outline.leaves, outline.owners, strict=True)):
        for leaf, owner, there in zip(leaves, owners, drawn[page], strict=True):
            if isinstance(leaf, Image) and owner is not None and there and not owner.alt:
                report.add("NP702", leaf.origin, file=leaf.file)
                owner.alt = leaf.file.rpartition("/")[2]


class _Grower:
    """The tree while it grows. Level 0 of the heads is before the first."""

    def __init__(self) -> None:
        self.root = Element("issue")
        self.owners: list[list[Element | None]] = []
        self._articles: dict[str, Element] = {}
        self._level = 0
        self._headline = 0
        self._paragraph: Element | None = None
        self._caption = ""

    def page(self, page: Page) -> None:
        self.owners.append([])
        self._items(page.items, self.root)

    def _items(self, items: Sequence[Item], owner: Element | None) -> None:
        """owner: the element the items stand in; None = they are artifacts."""
        for item in items:
            match item:
                case Group():
                    self._group(item, owner)
                case Markup():
                    pass
                case GlyphRun():
                    self._own(owner and self._text_owner(owner))
                case Image() if owner is not None:
                    self._own(self._image(owner, item.rect, item.alt or self._caption))
                case Path() if owner is not None and item.alt:
                    self._own(self._image(owner, item.rect, item.alt))
                case _:
                    self._own(None)

    def _own(self, element: Element | None) -> None:
        leaves = self.owners[-1]
        if element is not None:
            element.kids.append((len(self.owners) - 1, len(leaves)))
        leaves.append(element)

    def _group(self, group: Group, owner: Element | None) -> None:
        if owner is None or group.role == "artifact" or self._is_half_a_head(group, owner):
            self._items(group.items, None)
            return
        if group.role in INLINE:
            said = self._text_owner(owner).add(group.role, group.name)
            said.page = len(self.owners) - 1
            said.box = next(item.rect for item in group.items if isinstance(item, Markup))
            self._items(group.items, said)
            return
        self._paragraph = None
        if group.role == "figure":
            self._caption = "".join(item.text for item in walk(group.items) if isinstance(item, GlyphRun))
        elif group.role == "advert":
            self._caption = group.name
        self._items(group.items, self._entered(group, owner))
        self._paragraph, self._caption = None, ""

    def _is_half_a_head(self, group: Group, owner: Element) -> bool:
        """Whether a head goes on here that begins on no page of these: it is read where it begins."""
        return group.continues and group.role in _HEAD_BLOCKS and self._begun(group, owner) is None

    def _entered(self, group: Group, parent: Element) -> Element:
        """The element of a group; a story already begun is gone on with."""
        if group.role == "item":
            return self._item(parent)
        if group.continues and (begun := self._begun(group, parent)) is not None:
            begun.groups.append((len(self.owners) - 1, group))
            return begun
        element = parent.add(group.role, "" if group.role in HEADS else group.name)
        element.groups.append((len(self.owners) - 1, group))
        element.span = group.span
        if group.role in HEADS:
            element.level = self._rank(group, parent)
        if group.role in ("story", "advert") and group.name:
            self._articles[group.name] = element
        return element

    def _begun(self, group: Group, parent: Element) -> Element | None:
        """What a group goes on with; None where that is on no page of these."""
        if group.role in ("story", "advert"):
            return self._articles.get(group.name)
        kids = [kid for kid in parent.kids if isinstance(kid, Element) and kid.role == group.role]
        return kids[-1] if kids else None

    def _item(self, parent: Element) -> Element:
        """A new list item; items that follow each other are one list."""
        last = parent.kids[-1] if parent.kids else None
        if parent.role == "list":
            home = parent
        elif isinstance(last, Element) and last.role == "list":
            home = last
        else:
            home = parent.add("list")
        return home.add("item")

    def _rank(self, group: Group, owner: Element) -> int:
        if group.role == "headline":
            own = _BRIEF if owner.role == "brief" else 1
            self._headline = self._head(int(group.name) if group.name.isdecimal() else own)
            return self._headline
        return self._head(self._headline + 1)

    def _head(self, wanted: int) -> int:
        # The first head is H1 and no rank is left out on the way down (ISO 14289-1 §7.4.2).
        self._level = max(1, min(wanted, self._level + 1, 6))
        return self._level

    def _text_owner(self, owner: Element) -> Element:
        """Text that stands loose in a story has a paragraph of its own."""
        if not ROLES[owner.role].groups:
            return owner
        if self._paragraph is None:
            self._paragraph = owner.add("paragraph")
        return self._paragraph

    def _image(self, owner: Element, box: Rect, alt: str) -> Element:
        element = owner.add("image")
        element.box, element.page, element.alt = box, len(self.owners) - 1, alt
        return element
