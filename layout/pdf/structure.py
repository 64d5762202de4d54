"""The tags of the document: the tree of what is read (layout.articles) as structure elements (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from layout.articles.elements import Element, Outline, Place
from layout.articles.markup import inner, uri
from layout.articles.roles import HEADS, ROLES
from layout.articles.tables import Cell, heads, is_plain
from layout.display import GlyphRun
from layout.pagenames import page_name
from layout.pdf.document import Document, Raw
from layout.pdf.objects import array, text
from layout.units import Rect

_ARTIFACT = "/Artifact BMC"
_DOWN = b"<</O/Layout/WritingMode/TbRl>>"  # lines from top to bottom, one left of another (ISO 32000-1 table 344)
_BODY = "LBody"  # what of a list item holds its text
_ROLE_MAP = b"<<%b>>" % b"".join(
    b"/%b/%b" % (role.tag.encode(), role.standard.encode())
    for role in sorted(ROLES.values(), key=lambda role: role.tag)
    if role.standard
)

_SCOPES = {"column": b"Column", "row": b"Row", "group": b"Row"}
"""What a head of a table heads; a group's is known by the cells that name it."""

Corner = tuple[float, float]
"""Left edge and upper edge of a page's trim, points from the medium's lower left corner."""


class Structure:
    """The tags of an outline's pages. corners, numbers: of each page."""

    def __init__(self, document: Document, outline: Outline, corners: Sequence[Corner], numbers: Sequence[int]) -> None:
        self._document, self._outline, self._corners = document, outline, corners
        self._pages = {number: index for index, number in reversed([*enumerate(numbers)])}
        self._rows: list[list[Element]] = [[] for _ in outline.leaves]
        self._marks: dict[Place, int] = {}
        self._tags: dict[Element, Raw] = {}
        self._bodies: dict[Element, Raw] = {}  # of list items
        self._links: dict[Element, Raw] = {}
        self._tables: dict[Element, dict[Element, tuple[bytes, bytes]]] = {}
        self._ids: dict[Element, str] = {}
        self._root = Raw(b"")

    def operators(self, page: int, drawn: Sequence[bool]) -> list[str | None]:
        """For each leaf of a page the operator that opens its marked content; None where it goes on in that of the leaf
        before. drawn: whether there is anything of the leaf on the page."""
        found: list[str | None] = []
        opened: Element | str | None = None
        row = self._rows[page]
        for index, (owner, there) in enumerate(zip(self._outline.owners[page], drawn, strict=True)):
            wanted = "" if owner is None else owner
            if there and owner is not None:
                if opened is not owner:
                    row.append(owner)
                self._marks[page, index] = len(row) - 1
            if not there or opened is wanted:
                found.append(None)
                continue
            opened = wanted
            found.append(_ARTIFACT if owner is None else f"/{self._kind(owner)} <</MCID {len(row) - 1}>> BDC")
        return found

    def finish(self) -> None:
        """Hang the tree into the catalog."""
        self._root.body = self._tree_root
        self._document.catalog.StructTreeRoot = self._root
        self._annotate()
        self._document.catalog.MarkInfo = b"<</Marked true>>"

    def _annotate(self) -> None:
        """Make an annotation of each link on the pages (ISO 14289-1 §7.18.5)."""
        on: dict[int, list[bytes]] = {}
        for element in self._outline.root.walk():
            if element.role == "link" and element.box is not None and self._leads(element):
                number, _ = inner(element.name)
                action = b"/A<</S/URI/URI%b>>" % text(uri(element.name))
                if number:
                    action = b"/Dest[%b/Fit]" % self._page(self._pages[number])
                body = b"<</Type/Annot/Subtype/Link/Rect%b/Border[0 0 0]/F 4/StructParent %d%b/Contents%b>>" % (
                    self._bounds(element.page, element.box),
                    len(self._rows) + len(self._links),
                    action,
                    text(page_name(number) if number else element.name),
                )
                raw = self._links[element] = Raw(body)
                on.setdefault(element.page, []).append(self._document.add(raw))
        for page, references in on.items():
            self._document.Pages.pages[page].Annots = b"[%b]" % b" ".join(references)

    def _tree_root(self) -> bytes:
        rows = []
        for index, row in enumerate(self._rows):
            references = b" ".join(self._holder(element) for element in row)
            rows.append(b"%d[%b]" % (index, references))
        for link in self._links:
            rows.append(b"%d %b " % (len(rows), self._reference(link)))
        for element in self._outline.root.walk():  # every identifier must be in the tree of them
            if element.role == "table":
                self._cells(element)
        names = b"".join(b"%b %b " % (text(id), self._reference(each)) for each, id in self._ids.items())
        identifiers = b"/IDTree<</Names[%b]>>" % names if names else b""
        return b"<</Type/StructTreeRoot/K %b/RoleMap%b/ParentTree<</Nums[%b]>>/ParentTreeNextKey %d%b>>" % (
            self._reference(self._outline.root),
            _ROLE_MAP,
            b"".join(rows),
            len(rows),
            identifiers,
        )

    def _reference(self, element: Element) -> bytes:
        raw = self._tags.get(element)
        if raw is None:
            raw = self._tags[element] = Raw(b"")
            raw.body = lambda: self._body(element)
        return self._document.add(raw)

    def _holder(self, element: Element) -> bytes:
        """What holds an element's marked content: itself, or the body of a list item."""
        if element.role != "item":
            return self._reference(element)
        raw = self._bodies.get(element)
        if raw is None:
            raw = self._bodies[element] = Raw(b"")
            raw.body = lambda: self._written(_BODY, self._reference(element), element)
        return self._document.add(raw)

    def _body(self, element: Element) -> bytes:
        parent = self._reference(element.parent) if element.parent else self._document.add(self._root)
        if element.role == "item":
            return b"<</S/LI/P %b/K[%b]>>" % (parent, self._holder(element))
        return self._written(self._kind(element), parent, element)

    def _written(self, kind: str, parent: bytes, element: Element) -> bytes:
        kids = list(self._kids(element))
        home = next((kid[0] for kid in kids if isinstance(kid, tuple)), None)
        page = b"" if home is None else b"/Pg %b" % self._page(home)
        written = b" ".join(self._kid(kid, home) for kid in kids)
        if element in self._links:
            link = self._document.add(self._links[element])
            written += b" <</Type/OBJR/Obj %b/Pg %b>>" % (link, self._page(element.page))
        return b"<</S/%b/P %b%b%b/K[%b]>>" % (kind.encode(), parent, page, self._entries(element), written)

    def _kids(self, element: Element) -> Iterator[Element | Place]:
        """Elements, and marked content as (page index, MCID); images that are not on the page are left out."""
        last: Element | Place | None = None
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.role == "image" and not any(place in self._marks for place in kid.kids):
                    continue
                last = kid
            else:
                marked = kid[0], self._marks[kid]
                if marked == last:
                    continue
                last = marked
            yield last

    def _kid(self, kid: Element | Place, home: int | None) -> bytes:
        if isinstance(kid, Element):
            return self._reference(kid)
        if kid[0] == home:
            return b"%d" % kid[1]
        return b"<</Type/MCR/Pg %b/MCID %d>>" % (self._page(kid[0]), kid[1])

    def _page(self, index: int) -> bytes:
        return self._document.add(self._document.Pages.pages[index])

    def _entries(self, element: Element) -> bytes:
        if element.role == "image" and element.box is not None:
            bounds = self._bounds(element.page, element.box)
            return b"/Alt%b/A<</O/Layout/Placement/Block/BBox%b>>" % (text(element.alt), bounds)
        attributes = [_DOWN] if self._is_vertical(element) else []
        entries = b"/T%b" % text(element.name) if ROLES[element.role].titled and element.name else b""
        if element.role in ("header", "cell") and element.parent and element.parent.parent:
            identifier, said = self._cells(element.parent.parent).get(element, (b"", b""))
            entries += identifier
            attributes += [said] if said else []
        if not attributes:
            return entries
        return entries + (b"/A%b" % attributes[0] if len(attributes) == 1 else b"/A[%b]" % b"".join(attributes))

    def _is_vertical(self, element: Element) -> bool:
        """Whether its own lines run down the page."""
        leaves = self._outline.leaves
        owned = [leaves[kid[0]][kid[1]] for kid in element.kids if not isinstance(kid, Element)]
        return any(isinstance(leaf, GlyphRun) and leaf.turn in ("vertical", "sideways") for leaf in owned)

    def _cells(self, table: Element) -> dict[Element, tuple[bytes, bytes]]:
        """What the cells of a table say of their place and their heads (ISO 14289-1 §7.5, ISO 32000-1 table 349): an
        identifier and attributes. Where all heads stand in one row their scope says it; else each cell names its own.
        """
        known = self._tables.get(table)
        if known is not None:
            return known
        rows = [[kid for kid in row.kids if isinstance(kid, Element)] for row in table.kids if _is(row, "row")]
        cells = [[_cell(each) for each in row] for row in rows]
        told = self._tables[table] = {}
        named = [] if is_plain(cells) else heads(cells)
        for at, row in enumerate(rows):
            for index, element in enumerate(row):
                cell = cells[at][index]
                said = b"/Scope/%b" % _SCOPES[cell.scope] if cell.scope else b""
                said += b"/ColSpan %d" % cell.columns if cell.columns > 1 else b""
                said += b"/RowSpan %d" % cell.rows if cell.rows > 1 else b""
                own = b""
                if named:
                    ids = [text(self._id(rows[r][i])) for r, i in named[at][index]]
                    said += b"/Headers[%b]" % b" ".join(ids) if ids else b""
                    own = b"/ID%b" % text(self._id(element)) if cell.scope else b""
                told[element] = own, b"<</O/Table%b>>" % said if said else b""
        return told

    def _id(self, element: Element) -> str:
        """An identifier of an element, by which others name it."""
        return self._ids.setdefault(element, f"head{len(self._ids) + 1:05d}")

    def _bounds(self, page: int, box: Rect) -> bytes:
        left, top = self._corners[page]
        return array((left + box.x, top - box.bottom, left + box.right, top - box.y))

    def _leads(self, link: Element) -> bool:
        """Whether what a link leads to can be reached: anything on the web, and a page that is in this file."""
        number, _ = inner(link.name)
        return not number or number in self._pages

    def _kind(self, element: Element) -> str:
        """The structure type of an element, or of a list item's body."""
        if element.role in HEADS:
            return f"H{element.level}"
        if element.role == "link" and not self._leads(element):
            return ROLES["emphasis"].tag
        return _BODY if element.role == "item" else ROLES[element.role].tag


def _cell(element: Element) -> Cell:
    return Cell(*element.span, (element.name or "column") if element.role == "header" else "")


def _is(kid: Element | Place, role: str) -> TypeGuard[Element]:
    return isinstance(kid, Element) and kid.role == role
