"""What a package says besides its pages: an outline, and which objects are a story, a head, a caption.

The outline has each page and under it its stories by their heads (GB/T 33190-2016 §7.5). The tags are a file of their
own that names objects by page and ID (§16): elements are called by the roles of layout.articles.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.articles.elements import Element, Outline
from layout.display import Page
from layout.headings import heads, page_title
from layout.ofd.xml import HEAD, SPACE, element, number, part, said, um
from layout.value import value

NAMESPACE = "urn:broadsheet-layout:articles:1"
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


def tags(pages: Sequence[Placed], read: Outline) -> bytes:
    """The file of tags: the tree of what is read, and the objects of each of its elements. read: of these pages."""
    inner = "".join(_tag(kid, pages) for kid in read.root.kids if isinstance(kid, Element))
    return f'{HEAD}<Articles xmlns="{NAMESPACE}" xmlns:ofd="{SPACE}">{inner}</Articles>'.encode()


def _tag(tag: Element, pages: Sequence[Placed]) -> str:
    """Named by its role; "" where nothing of it is on the pages."""
    kids = "".join(
        _tag(kid, pages) if isinstance(kid, Element) else _references(pages[kid[0]], kid[1]) for kid in tag.kids
    )
    if not kids:
        return ""
    attributes = {"Name": tag.name, "Level": str(tag.level or ""), "Alt": tag.alt}
    written = "".join(f' {key}="{said(given)}"' for key, given in attributes.items() if given)
    name = tag.role.capitalize()
    return f"<{name}{written}>{kids}</{name}>"


def _references(placed: Placed, leaf: int) -> str:
    return "".join(element("ObjectRef", str(each), PageRef=placed.number) for each in placed.objects[leaf])


def list_of_tags(file: str) -> bytes:
    """The package's list of tag files. file: beside it."""
    return part("CustomTags", element("CustomTag", element("FileLoc", file), NameSpace=NAMESPACE))
