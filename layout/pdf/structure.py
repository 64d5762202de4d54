"""The tags of the document: what is a story, a heading, a caption, and in what order it is read (ISO 32000-1 §14.7,
§14.8).

Groups of the display list become structure elements, in drawing order, which is reading order; a story that goes on
over the page stays one article. Furniture, rules and marks are artifacts and stand outside the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from layout.display import Group
from layout.pdf.document import Document, Raw
from layout.pdf.objects import text

# Role of a group → our structure type. The newspaper's own types are mapped to standard ones in the role map.
_TYPES = {
    "story": "Art",
    "briefs": "Sect",
    "brief": "Art",
    "kicker": "Kicker",
    "deck": "Deck",
    "byline": "Byline",
    "paragraph": "P",
    "list": "L",
    "advert": "Sect",
    "caption": "Caption",
    "figure": "Div",
    "table": "Table",
    "row": "TR",
    "header": "TH",
    "cell": "TD",
    "quote": "BlockQuote",
}
_ROLE_MAP = b"<</Byline/P/Deck/P/Kicker/P>>"
_CONTAINERS = frozenset(["Document", "Art", "Sect", "Div", "L", "LI", "Table", "TR", "BlockQuote"])
# Caption and picture stand side by side in a Div: inside a Figure the caption would be hidden behind the figure's /Alt
# (ISO 32000-1 §14.9.3 puts it in place of all the element holds).
_TITLED = ("story", "brief", "briefs", "advert")


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. kids: elements, and marked content as (page index, MCID)."""

    kind: str
    parent: Element | None = None
    entries: bytes = b""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    raw: Raw | None = None

    @property
    def holds_text(self) -> bool:
        """False for what only groups: text in it needs a paragraph of its own."""
        return self.kind not in _CONTAINERS


class Structure:
    """The tree while it grows. Level 0 of the heads is before the first."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.root = Element("Document")
        self._rows: list[list[Element]] = []
        self._articles: dict[str, Element] = {}
        self._level = 0
        self._headline = 0

    def begin_page(self) -> int:
        """Row of the new page in the parent tree."""
        self._rows.append([])
        return len(self._rows) - 1

    def enter(self, group: Group, parent: Element) -> Element:
        """The element of a group; a story already begun is gone on with."""
        if group.role == "item":
            return self._item(parent)
        if group.continues and group.name in self._articles:
            return self._articles[group.name]
        entries = b"/T%b" % text(group.name) if group.role in _TITLED and group.name else b""
        if group.role == "header":  # ISO 14289-1 §7.5
            entries = b"/A<</O/Table/Scope/%b>>" % (b"Row" if group.name == "row" else b"Column")
        element = self.add(self._kind(group), parent, entries)
        if group.role == "story" and group.name:
            self._articles[group.name] = element
        return element

    def add(self, kind: str, parent: Element, entries: bytes = b"") -> Element:
        element = Element(kind, parent, entries)
        parent.kids.append(element)
        return element

    def mark(self, element: Element) -> int:
        """MCID for a piece of content of the element on the current page."""
        row = self._rows[-1]
        row.append(element)
        element.kids.append((len(self._rows) - 1, len(row) - 1))
        return len(row) - 1

    def _item(self, parent: Element) -> Element:
        """The body of a new list item; items that follow each other are one list."""
        last = parent.kids[-1] if parent.kids else None
        if parent.kind == "L":
            home = parent
        elif isinstance(last, Element) and last.kind == "L":
            home = last
        else:
            home = self.add("L", parent)
        return self.add("LBody", self.add("LI", home))

    def _kind(self, group: Group) -> str:
        if group.role == "headline":
            self._headline = self._head(int(group.name) if group.name.isdecimal() else 1)
            return f"H{self._headline}"
        if group.role == "subhead":
            return f"H{self._head(self._headline + 1)}"
        if group.role in _TYPES:
            return _TYPES[group.role]
        return "Div" if any(isinstance(item, Group) for item in group.items) else "P"

    def _head(self, wanted: int) -> int:
        # The first head is H1 and no rank is left out on the way down (ISO 14289-1 §7.4.2).
        self._level = max(1, min(wanted, self._level + 1, 6))
        return self._level

    def finish(self) -> None:
        """Hang the tree into the catalog."""
        root = Raw(b"")
        root.body = lambda: self._tree_root()
        self._root = root
        self._document.catalog.StructTreeRoot = root
        self._document.catalog.MarkInfo = b"<</Marked true>>"

    def _tree_root(self) -> bytes:
        rows = []
        for index, row in enumerate(self._rows):
            references = b" ".join(self._reference(element) for element in row)
            rows.append(b"%d[%b]" % (index, references))
        return b"<</Type/StructTreeRoot/K %b/RoleMap%b/ParentTree<</Nums[%b]>>/ParentTreeNextKey %d>>" % (
            self._reference(self.root),
            _ROLE_MAP,
            b"".join(rows),
            len(rows),
        )

    def _reference(self, element: Element) -> bytes:
        if element.raw is None:
            element.raw = Raw(b"")
            element.raw.body = lambda: self._body(element)
        return self._document.add(element.raw)

    def _body(self, element: Element) -> bytes:
        parent = self._reference(element.parent) if element.parent else self._document.add(self._root)
        home = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        page = b"" if home is None else b"/Pg %b" % self._page(home)
        kids = b" ".join(self._kid(kid, home) for kid in element.kids)
        return b"<</S/%b/P %b%b%b/K[%b]>>" % (element.kind.encode(), parent, page, element.entries, kids)

    def _kid(self, kid: Element | tuple[int, int], home: int | None) -> bytes:
        if isinstance(kid, Element):
            return self._reference(kid)
        if kid[0] == home:
            return b"%d" % kid[1]
        return b"<</Type/MCR/Pg %b/MCID %d>>" % (self._page(kid[0]), kid[1])

    def _page(self, index: int) -> bytes:
        return self._document.add(self._document.Pages.pages[index])
