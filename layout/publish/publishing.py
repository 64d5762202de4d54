"""An issue published: checked, read, its pages and pictures made, everything written as one folder. Read this first.

    check → edition → pages' pictures → pieces → areas → long pictures → web pages, feeds, EPUB, XML → placed

Nothing is written where the issue has errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from layout.articles.bylines import authors_of
from layout.articles.values import Article, Edition, PageText, Picture
from layout.diagnostics import Diagnostic, Report, Span, reason_of, resource
from layout.display import Group, Page
from layout.issue.values import Copy
from layout.issue.values import Issue as Typed
from layout.onscreen import to_screen
from layout.package.folder import place, with_sums
from layout.page_words import page_called, page_word
from layout.pagenames import page_name
from layout.pdf.raster import draw, gray, samples
from layout.pictures import drawing, header
from layout.pictures.web import Samples, encoded, lettering, narrower, shown
from layout.pipeline import Proof, Session, Watch, silent
from layout.processes import cores, shared_out
from layout.publish import entries
from layout.publish.areas import area, outline
from layout.publish.arranging import arranged, copies, stories, summary
from layout.publish.colours import Colour, Palette, css, palettes
from layout.publish.epub import epub
from layout.publish.exchange import exchange
from layout.publish.feeds import atom, json_feed, sitemap
from layout.publish.pages import (
    FEED,
    JSON_FEED,
    NAMEPLATE,
    NAMEPLATE_DARK,
    SCRIPT,
    STYLE,
    article_page,
    dated,
    sheet_page,
)
from layout.publish.sharing import QUALITY, WIDTH, Frame, long_pictures
from layout.publish.values import Area, Issue, Photo, Piece, Sheet
from layout.source import beside
from layout.text.drawing import drawn
from layout.units import Size
from layout.value import replace, value

PAGE_WIDTHS = (720, 1440, 2160)
"""Pixels of the pages' pictures: a telephone, a desk, and type that can be read on either."""

LARGEST = 1600
"""Pixels of the longer side of a story's picture."""

SMALL = 800
"""Pixels of its smaller file, for telephones."""

_PAGE_QUALITY = 72  # of WebP: 9 pt type keeps its strokes
_PHOTO_QUALITY = 82
_COVER = 1200  # pixels wide: the pages in the EPUB
_NAMEPLATE = 320.0  # points wide at most; drawn at twice the size it is shown at
_NAMEPLATE_SIZE = 72.0
_DRAWING_DPI = 200.0


def publish(
    session: Session, issue_file: str, target: str, base: str = "", watch: Watch = silent
) -> tuple[Proof, bool]:
    """Make the digital edition of an issue at `target`: a folder, or a ZIP if it ends in .zip.

    base: address the folder will have, "" = not known. The proof has the faults of every step in its report. True: the
    edition is in place; else nothing there has changed.
    """
    proof = session.check(issue_file, None, watch)
    if proof.failed or proof.job is None or not proof.pages:
        return proof, False
    files = prepare(session, proof, base, watch)
    done = files is not None and place(session.workspace, target, with_sums(files), proof.report)
    return proof, done


def prepare(session: Session, proof: Proof, base: str = "", watch: Watch = silent) -> dict[str, bytes] | None:
    """Every file of the edition of an issue without errors, but for the sums; None when an error stops it (NP965: it
    has no date, NP966: a picture cannot be shown)."""
    assert proof.issue is not None
    assert proof.job is not None
    assert proof.theme is not None
    if proof.issue.date is None:
        proof.report.add("NP965", Span(proof.issue.file))
        return None
    edition = session.edition(proof)
    light, dark = palettes(proof.theme.inks["accent"], proof.job.intent)
    files: dict[str, bytes] = {
        STYLE: _style(light, dark),
        SCRIPT: resource("publish/reading.js"),
    }
    letters = _nameplate(session, proof, light.accent, dark.accent, files)
    seen: dict[str, Samples] = {}
    photos = _photos(session, proof, edition, files, seen)
    pieces = pieces_of(edition, proof.issue, photos)
    sheets, covers = _sheets(session, proof, edition, pieces, files, watch)
    if proof.report.failed:
        return None
    about = replace(edition.about, paper=edition.about.paper or proof.issue.paper)
    website = proof.theme.masthead.website
    issue = Issue(about, proof.issue.date, sheets, _with_slash(base), website)
    issue = _with_long(session, proof, issue, seen, files)
    for sheet in issue.sheets:
        files[sheet.file] = sheet_page(issue, sheet, letters).encode()
    for piece in issue.pieces:
        files[piece.file] = article_page(issue, piece, edition, letters).encode()
    files[FEED], files[JSON_FEED] = atom(issue), json_feed(issue)
    files["epaper.xml"] = exchange(issue)
    files["issue.epub"] = epub(issue, files, covers)
    if issue.base:
        files["sitemap.xml"] = sitemap(issue)
    return None if proof.report.failed else files


def _with_slash(base: str) -> str:
    return base if not base or base.endswith("/") else f"{base}/"


def _style(light: Palette, dark: Palette) -> bytes:
    """The colours, then the sheet that uses them."""
    area = ", ".join(map(str, light.accent))

    def named(palette: Palette) -> str:
        return "; ".join(
            f"--{name}: {css(getattr(palette, name))}" for name in ("ground", "panel", "ink", "quiet", "accent", "line")
        )

    edges = f"--edge: {css(light.accent)}; --area: rgba({area}, .14)"  # on the page's picture, white in the dark too
    colours = (
        f":root {{ {named(light)}; {edges} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {named(dark)} }} }}\n"
    )
    return colours.encode() + resource("publish/style.css")


def _nameplate(session: Session, proof: Proof, light: Colour, dark: Colour, files: dict[str, bytes]) -> tuple[int, int]:
    """The paper's name in the letters of its nameplate, for light and dark; its size in pixels."""
    assert proof.job is not None
    assert proof.theme is not None
    setter = session.setter(proof.report)
    name = proof.theme.masthead.name or (proof.issue.paper if proof.issue else "")
    style = replace(proof.theme.styles["nameplate"], size=_NAMEPLATE_SIZE, leading=_NAMEPLATE_SIZE, smallest=12.0)
    style = replace(style, align="left", vertical=False, flat=1.0)
    head = setter.headline((Copy(name),), style, _NAMEPLATE, 1) or setter.typeset(Copy(name), style, _NAMEPLATE * 4)
    high = 2 * head.style.size
    items = tuple(item for line in head.lines[:1] for item in drawn(line, 24.0, 1.3 * head.style.size))
    page = Page(1, Size(max(line.width for line in head.lines) + 48.0, high), 0.0, (Group("story", items),))
    job = replace(proof.job, standard="a-2a", marks=False, attachments=(), title=name)
    width, height, found = gray(session.write((page,), job, Report()), 0, 144.0)
    for file, colour in ((NAMEPLATE, light), (NAMEPLATE_DARK, dark)):
        files[file] = lettering(width, height, found, colour)
    size = header.measure(files[NAMEPLATE])
    assert size is not None
    return round(size.width), round(size.height)


def _photos(
    session: Session, proof: Proof, edition: Edition, files: dict[str, bytes], seen: dict[str, Samples]
) -> dict[tuple[str, str], Photo]:
    """The pictures of the articles as files, by article and name as typed. seen: their samples, by name as typed."""
    found: dict[tuple[str, str], Photo] = {}
    for article in edition.walk():
        number = 0
        for picture, caption in _pictured(article):
            if not picture.file or (article.id, picture.file) in found:
                continue
            number += 1
            if picture.file not in seen:
                made = _seen(session, proof, picture)
                if made is None:
                    continue
                seen[picture.file] = made
            name = f"pictures/{article.id}-{number}"
            # An advert's picture is named after its entry in the issue, which tells a reader nothing.
            advert = article.role == "advert"
            alt = page_word("advert", edition.about.language) if advert else picture.alt or caption or article.title
            found[article.id, picture.file] = _filed(seen[picture.file], picture.file, alt, caption, name, files)
    return found


def _filed(samples: Samples, typed: str, alt: str, caption: str, name: str, files: dict[str, bytes]) -> Photo:
    files[f"{name}.jpg"] = encoded(samples, "jpeg", _PHOTO_QUALITY)
    small = ""
    if samples.width > SMALL:
        small = f"{name}-{SMALL}.jpg"
        files[small] = encoded(narrower(samples, SMALL), "jpeg", _PHOTO_QUALITY)
    return Photo(typed, f"{name}.jpg", samples.width, samples.height, alt, caption, small, SMALL if small else 0)


def _pictured(article: Article) -> Iterator[tuple[Picture, str]]:
    """The pictures of an article, each with what is said of it."""
    for block in article.blocks:
        said = "　".join(each.text for each in block.blocks if each.role == "caption") if block.role == "figure" else ""
        for each in block.walk():
            if each.picture is not None:
                yield each.picture, said


def _seen(session: Session, proof: Proof, picture: Picture) -> Samples | None:
    """The whole picture in a screen's colours; a drawing drawn. Faults are NP966."""
    assert proof.issue is not None
    assert proof.job is not None
    name = beside(proof.issue.file, picture.file)
    try:
        data = session.workspace.of_issue(proof.issue.file).read(name)
        page = drawing(data)
        if page is not None:
            data = draw(page, 0, _DRAWING_DPI)
        return shown(data, LARGEST, proof.job.intent)
    except (OSError, ValueError) as error:
        proof.report.add("NP966", Span(proof.issue.file), file=picture.file, reason=reason_of(error))
        return None


def pieces_of(edition: Edition, typed: Typed, photos: Mapping[tuple[str, str], Photo]) -> tuple[Piece, ...]:
    """The articles as they are read, in reading order."""
    known = copies(typed)
    columns = {(page, story.name): story.banner.text for page, story in stories(typed) if story.banner is not None}
    public = {advert.name for page in typed.pages for advert in page.adverts if advert.public_service}

    def piece(article: Article, panel: Article | None = None) -> Piece:
        file = f"a{(panel or article).id}.html"
        own = arranged(article, known)
        kind, name = "", article.name.rpartition("/")[2]  # “2/briefs” where two pages have one of that name
        if article.role == "advert":
            kind = page_word("public_service" if article.name in public else "advert", edition.about.language)
        label = kind or columns.get((article.page, name), columns.get((0, name), ""))
        title = " ".join(article.title.split()) or _title(article, label, edition.about.language)
        if article.role == "advert" and not name.isascii():
            title = f"{kind}：{name}"
        pages = [number for number, _ in article.boxes]
        return Piece(
            own,
            title,
            article.page,
            file,
            f"a{article.id}" if panel is not None else "",
            "" if label == title else label,
            _text(own, "kicker"),
            _text(own, "deck").lstrip("—─ "),
            _text(own, "byline"),
            summary(own),
            authors_of(own),
            tuple(photo for (id, _), photo in photos.items() if id == article.id),
            (),
            tuple(piece(brief, article) for brief in own.articles),
            pages[-1] if len(pages) > 1 else 0,
        )

    return tuple(piece(article) for article in edition.articles if article.role != "index")


def _title(article: Article, label: str, language: str) -> str:
    """Of an article without a head: its column, else how it begins."""
    if label:
        return label
    if article.articles:
        return page_word("briefs", language)
    begin = next((block.text for block in article.all_of("paragraph", "item", "caption") if block.text), "")
    return (begin[:20] + "…" if len(begin) > 20 else begin) or page_called(article.page, language)


def _text(article: Article, role: str) -> str:
    return " ".join(" ".join(block.text.split()) for block in article.all_of(role))


@value
class _Drawn:
    """A page as pictures and as a PDF. width, height: of the largest picture; cover: for the EPUB; faults: of its
    pictures."""

    files: dict[str, bytes]
    pictures: tuple[tuple[str, int], ...]
    width: int
    height: int
    cover: bytes
    faults: tuple[Diagnostic, ...]


def _sheets(
    session: Session,
    proof: Proof,
    edition: Edition,
    pieces: tuple[Piece, ...],
    files: dict[str, bytes],
    watch: Watch,
) -> tuple[tuple[Sheet, ...], dict[int, bytes]]:
    """The pages with their pictures, and the pictures of the EPUB by number."""
    total, done = len(proof.pages), count(1)
    watch("raster", 0, total)
    drawn_pages = shared_out(
        lambda at: _drawn(session, proof, at),
        [1.0] * total,
        session.jobs or cores(),
        lambda at: watch("raster", next(done), total),
    )
    sheets, covers = [], {}
    for at, (made, text) in enumerate(zip(drawn_pages, edition.pages, strict=True)):
        number = text.number
        proof.report.extend(made.faults)
        files.update(made.files)
        covers[number] = made.cover
        own = sorted((piece for piece in pieces if piece.page == number), key=lambda piece: piece.advert)
        sheets.append(
            Sheet(
                number,
                text.section,
                "index.html" if at == 0 else f"page-{page_name(number, padded=True)}.html",
                made.pictures,
                made.width,
                made.height,
                f"share/page-{page_name(number, padded=True)}.jpg",
                f"pages/{page_name(number, padded=True)}.pdf",
                (*areas_of(text, pieces), *entries.areas(edition, number, text.size, pieces)),
                tuple(own),
                entries.listed(edition, number, pieces),
                edition.about.language,
            )
        )
    return tuple(sheets), covers


def _drawn(session: Session, proof: Proof, at: int) -> _Drawn:
    """The page that is at this place, from 0."""
    assert proof.job is not None
    page, report = proof.pages[at].page, Report()
    file = page_name(page.number, padded=True)
    job = replace(proof.job, standard="a-2a", marks=False, title=f"{proof.job.title}　{page_name(page.number)}版")
    pdf = to_screen(session.write((page,), job, report), proof.job.intent)
    width, height, data = next(iter(samples(pdf, PAGE_WIDTHS[-1] / page.trim.width * 72)))
    whole = Samples(width, height, data)
    files, pictures = {f"pages/{file}.pdf": pdf}, []
    for wide in PAGE_WIDTHS:
        scaled = narrower(whole, wide)
        name = f"pages/{file}-{wide}.webp"
        files[name] = encoded(scaled, "webp", _PAGE_QUALITY)
        pictures.append((name, scaled.width))
    files[f"share/page-{file}.jpg"] = encoded(narrower(whole, WIDTH), "jpeg", QUALITY)
    cover = encoded(narrower(whole, _COVER), "jpeg", _PHOTO_QUALITY)
    return _Drawn(files, tuple(pictures), width, height, cover, tuple(report))


def areas_of(page: PageText, pieces: tuple[Piece, ...]) -> tuple[Area, ...]:
    """What can be touched on a page: articles and briefs, and what goes on there."""
    found = []
    boxes = {piece.article.id: dict(piece.article.boxes).get(page.number) for piece in pieces}
    for piece, home in ((each, panel) for panel in pieces for each in (panel, *panel.briefs)):
        others = [box for id, box in boxes.items() if box is not None and id != home.article.id]
        corners = outline(piece.article, page.number, others)
        if corners:
            found.append((area(corners), corners, piece))
    found.sort(key=lambda each: (-each[0], each[2].article.id))
    wide, high = page.size.width, page.size.height
    return tuple(
        Area(piece, tuple((_share(x, wide), _share(y, high)) for x, y in corners)) for _, corners, piece in found
    )


def _share(length: float, whole: float) -> float:
    return round(min(max(length / whole, 0.0), 1.0), 5)


def _with_long(
    session: Session, proof: Proof, issue: Issue, seen: Mapping[str, Samples], files: dict[str, bytes]
) -> Issue:
    """The issue with a long picture of each article."""
    job, theme = proof.job, proof.theme
    assert job is not None
    assert theme is not None
    told = [piece for piece in issue.pieces if not piece.advert]
    about = issue.about
    frame = Frame(about.paper, dated(issue), theme.inks["accent"], issue.base, about.language)
    sections = {sheet.number: sheet.name for sheet in issue.sheets}
    made: dict[str, tuple[str, ...]] = {}
    jobs = session.jobs or cores()
    shares = [told[at::jobs] for at in range(min(jobs, len(told)))]
    pictures = shared_out(
        lambda at: [*long_pictures(session, shares[at], frame, job, seen, sections)], [1.0] * len(shares), jobs
    )
    found = (
        (piece, some)
        for share, every in zip(shares, pictures, strict=True)
        for piece, some in zip(share, every, strict=True)
    )
    for piece, some in found:
        id = piece.article.id
        names = [f"share/{id}.jpg" if len(some) == 1 else f"share/{id}-{at}.jpg" for at in range(1, len(some) + 1)]
        files.update(zip(names, some, strict=True))
        made[id] = tuple(names)

    def longer(piece: Piece) -> Piece:
        return replace(piece, long=made.get(piece.article.id, ()))

    sheets = tuple(replace(sheet, pieces=tuple(map(longer, sheet.pieces))) for sheet in issue.sheets)
    return replace(issue, sheets=sheets)
