"""Display list → OFD (GB/T 33190-2016), the national format for documents with a fixed layout.

    write(pages, book, job, report) -> bytes

The package is a ZIP of XML parts, one a page, with the fonts cut to their glyphs and the pictures beside them. A page
is its trimmed area, in the colours a screen shows the press's inks in. Same pages, same job, same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import count

from layout.articles.elements import outline, tell_undescribed
from layout.articles.markup import uri, with_link_groups
from layout.diagnostics import Report
from layout.display import Fill, Frame, GlyphRun, Image, Leaf, Markup, Page, Path, Rule
from layout.fonts import FontBook
from layout.ofd.colours import seen
from layout.ofd.content import Content, Cut
from layout.ofd.fontembed import Glyph, embed
from layout.ofd.images import Images, Media
from layout.ofd.tags import Placed, list_of_tags, outlines, tags
from layout.ofd.xml import Box, element, part, said, um
from layout.pdf.job import Job
from layout.runs import run_end
from layout.value import replace
from layout.version import VERSION

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can say
_PACKED = ("jpg", "png")  # deflate would only add to these


def write(pages: Sequence[Page], book: FontBook, job: Job, report: Report | None = None) -> bytes:
    """The pages as one OFD file. report: told of pictures that cannot be had (NP701), whose place stays empty, and of
    those nothing is said of (NP702). Raises ValueError when there are no pages."""
    if not pages:
        raise ValueError("no pages to write")
    report = Report() if report is None else report
    pages = [with_link_groups(page) for page in pages]
    read = outline(pages)
    leaves = [tuple(_ended(leaf, book) for leaf in each) for each in read.leaves]
    next_id = count(1).__next__
    cuts = _cut(book, [leaf for each in leaves for leaf in each], next_id)
    colours = seen((leaf.ink for each in leaves for leaf in each if not isinstance(leaf, (Image, Markup))), job.intent)
    images = Images(book, job, report, next_id)
    placed, contents = [], {}
    for index, (page, each) in enumerate(zip(pages, leaves, strict=True)):
        links = [owner.name if owner is not None and owner.role == "link" else "" for owner in read.owners[index]]
        number, layer = next_id(), next_id()
        content = Content(page.trim, cuts, colours, next_id)
        placed.append(Placed(number, page, _draw(content, page, each, links, images)))
        body = element("Layer", "".join(content.lines), ID=layer)
        contents[f"Pages/Page_{index}/Content.xml"] = part(
            "Page", element("Area", _box(page)) + (element("Content", body) if content.lines else "")
        )
    tell_undescribed(read, [[bool(objects) for objects in each.objects] for each in placed], report)
    parts = {
        "Document.xml": _document(placed, job, bool(images.media), next_id() - 1),
        "PublicRes.xml": _fonts(cuts),
        **({"DocumentRes.xml": _pictures(images.media)} if images.media else {}),
        **contents,
        "Tags/CustomTags.xml": list_of_tags("Articles.xml"),
        "Tags/Articles.xml": tags(placed, read),
        **{f"Res/{_font_file(cut)}": cut.font.data for cut in cuts.values()},
        **{f"Res/{_picture_file(media)}": media.data for media in images.media},
    }
    digest = sha256()
    for name, data in parts.items():
        digest.update(name.encode() + sha256(data).digest())
    whole = {"OFD.xml": _root(job, digest.hexdigest()[:32])} | {f"Doc_0/{name}": data for name, data in parts.items()}
    return _zipped(whole)


def _cut(book: FontBook, leaves: Sequence[Leaf], next_id: Callable[[], int]) -> dict[str, Cut]:
    """One font a face and document, of the glyphs of every page."""
    used: dict[str, set[Glyph]] = {}
    for leaf in leaves:
        if isinstance(leaf, GlyphRun):
            used.setdefault(leaf.face, set()).update(zip(leaf.glyphs, leaf.texts, strict=True))
    return {key: Cut(next_id(), book.face(key), embed(book.face(key), pairs)) for key, pairs in used.items() if pairs}


def _ended(leaf: Leaf, book: FontBook) -> Leaf:
    """A run with the blank that is behind it in the copy, so that words do not run together when they are read."""
    if not isinstance(leaf, GlyphRun) or not leaf.after or not leaf.glyphs:
        return leaf
    face = book.face(leaf.face)
    blank = face.glyph(" ")
    if not blank:
        return leaf
    return replace(
        leaf,
        glyphs=(*leaf.glyphs, blank),
        xs=(*leaf.xs, run_end(leaf, face)),
        texts=(*leaf.texts, leaf.after),
        after="",
    )


def _draw(
    content: Content, page: Page, leaves: Sequence[Leaf], links: Sequence[str], images: Images
) -> tuple[tuple[int, ...], ...]:
    """The IDs of each leaf's objects. links: where each leaf leads."""
    objects: list[tuple[int, ...]] = []
    beneath: list[Image | Fill] = []
    for leaf, link in zip(leaves, links, strict=True):
        match leaf:
            case GlyphRun():
                objects.append(content.run(leaf, uri(link)))
            case Rule():
                objects.append(content.rule(leaf))
            case Fill():
                objects.append(content.fill(leaf))
            case Frame():
                objects.append(content.frame(leaf))
            case Path():
                objects.append(content.path(leaf))
            case Image():
                media = images.place(leaf, page, beneath)
                objects.append(() if media is None else content.image(leaf, media.number))
        if isinstance(leaf, (Fill, Image)):
            beneath.append(leaf)
    return tuple(objects)


def _box(page: Page) -> str:
    return element("PhysicalBox", str(Box(0, 0, um(page.trim.width), um(page.trim.height))))


def _root(job: Job, identity: str) -> bytes:
    """The entry of the package (§7.4): what the document is and where it begins."""
    texts = {
        "DocID": identity,
        "Title": job.title,
        "Author": job.author,
        "CreationDate": job.date.isoformat() if job.date else "",
        "ModDate": job.date.isoformat() if job.date else "",
        "DocUsage": "ENewsPaper",
        "Creator": "broadsheet-layout",
        "CreatorVersion": VERSION,
    }
    entries = "".join(element(name, said(text)) for name, text in texts.items() if text)
    if job.publisher:
        entries += element("CustomDatas", element("CustomData", said(job.publisher), Name="Publisher"))
    body = element("DocBody", element("DocInfo", entries) + element("DocRoot", "Doc_0/Document.xml"))
    return part("OFD", body, Version="1.0", DocType="OFD")


def _document(pages: Sequence[Placed], job: Job, pictured: bool, most: int) -> bytes:
    """The root of the document (§7.5). most: the highest ID."""
    common = element("MaxUnitID", str(most)) + element("PageArea", _box(pages[0].page))
    common += element("PublicRes", "PublicRes.xml")
    common += element("DocumentRes", "DocumentRes.xml") if pictured else ""
    listed = "".join(
        element("Page", ID=placed.number, BaseLoc=f"Pages/Page_{index}/Content.xml")
        for index, placed in enumerate(pages)
    )
    return part(
        "Document",
        element("CommonData", common)
        + element("Pages", listed)
        + outlines(pages, job.language)
        + element("VPreferences", element("PageMode", "UseOutlines"))
        + element("CustomTags", "Tags/CustomTags.xml"),
    )


def _fonts(cuts: Mapping[str, Cut]) -> bytes:
    """The fonts (§7.9, §11.1). Nothing is said of their weight: some readers would embolden a bold font once more."""
    fonts = "".join(
        element("Font", element("FontFile", _font_file(cut)), ID=cut.number, FontName=cut.font.name)
        for cut in cuts.values()
    )
    return part("Res", element("Fonts", fonts) if fonts else "", BaseLoc="Res")


def _pictures(media: Sequence[Media]) -> bytes:
    listed = "".join(
        element(
            "MultiMedia",
            element("MediaFile", _picture_file(each)),
            ID=each.number,
            Type="Image",
            Format={"jpg": "JPEG", "png": "PNG"}[each.suffix],
        )
        for each in media
    )
    return part("Res", element("MultiMedias", listed), BaseLoc="Res")


def _font_file(cut: Cut) -> str:
    return f"font_{cut.number}.{cut.font.suffix}"


def _picture_file(media: Media) -> str:
    return f"image_{media.number}.{media.suffix}"


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # the same on every system
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return out.getvalue()
