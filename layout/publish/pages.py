"""The web pages: a page with its areas and its titles, an article to read. They work without script and from file://.

Everything is typed here as it stands in the file; looks are in layout/data/publish/style.css.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from layout.almanac import long_date, weekday
from layout.articles.html import article_html
from layout.articles.values import Edition, Picture
from layout.page_words import page_called, page_word
from layout.pagenames import is_front, page_name
from layout.publish.values import Issue, Piece, Sheet
from layout.records.text import news_article

STYLE = "style.css"
SCRIPT = "reading.js"
NAMEPLATE = "nameplate.png"
NAMEPLATE_DARK = "nameplate-dark.png"
FEED = "feed.xml"
JSON_FEED = "feed.json"
_SIZES = (("s", "小"), ("m", "中"), ("l", "大"), ("xl", "特大"))


def dated(issue: Issue) -> str:
    """2026年5月24日　星期日　第4127期"""
    day, about = issue.day, issue.about
    number = f"　{page_word('issue', about.language, number=about.number)}" if about.number else ""
    return f"{long_date(day, about.calendar)}　{weekday(day, about.language)}{number}"


def called(sheet: Sheet) -> str:
    """第2版　要闻"""
    name = _name(sheet)
    return page_called(sheet.number, sheet.language) + (f"　{name}" if name else "")


def _name(sheet: Sheet) -> str:
    return sheet.name or (page_word("front_page", sheet.language) if is_front(sheet.number) else "")


def sheet_page(issue: Issue, sheet: Sheet, letters: tuple[int, int]) -> str:
    """The web page of a page. letters: pixels of the nameplate."""
    at = issue.sheets.index(sheet)
    first = at == 0
    title = f"{issue.about.paper} {issue.day.isoformat()}" + ("" if first else f" {called(sheet)}")
    parts = [
        '<main id="main" class="sheet">',
        f"<h1>{escape(called(sheet))}</h1>",
        _picture(sheet),
        '<section class="titles" id="titles" aria-labelledby="titles-here">',
        '<h2 id="titles-here">本版标题</h2>',
        *_titles(sheet),
        *_index(sheet),
        _turn(issue, at),
        f'<p class="files"><a href="{sheet.pictures[-1][0]}">版面大图</a>'
        f'<a href="{sheet.pdf}" type="application/pdf">本版 PDF</a>'
        f'<a href="{sheet.share}">版面分享图</a></p>',
        "</section>",
        *(_whole_issue(issue, sheet) if first else ()),
        "</main>",
    ]
    described = "；".join(piece.title for piece in sheet.pieces if not piece.advert)
    head = _head(issue, title, described[:150], sheet.file, "website", sheet.share)
    return _document(issue, head, parts, sheet, letters)


def article_page(issue: Issue, piece: Piece, edition: Edition, letters: tuple[int, int]) -> str:
    """The web page of an article, of a panel of briefs with all of them, of an advert."""
    sheet = next(each for each in issue.sheets if each.number == piece.page)
    pieces = issue.pieces
    at = pieces.index(piece)
    share = piece.long[0] if piece.long else sheet.share
    kind = "website" if piece.advert else "article"
    head = _head(issue, f"{piece.title} - {issue.about.paper}", piece.summary or piece.title, piece.file, kind, share)
    if not piece.advert:
        head += _article_head(issue, piece, sheet, edition)
    language = issue.about.language
    went = page_word("went", language, page=page_called(piece.going, language)) if piece.going else ""
    parts = [
        '<main id="main" class="reading">',
        '<p class="where">'
        f'<a href="{sheet.file}">{escape(called(sheet))}</a>{went}'
        + (f'<span class="label">{escape(piece.label)}</span>' if piece.label else "")
        + "</p>",
        *([] if piece.advert else _size_buttons()),
        f'<article id="a{piece.article.id}">',
        _body(piece),
        "</article>",
        *_shares(piece),
        *_spot(piece, sheet),
        '<nav class="turn" aria-label="上一篇、下一篇">',
        _step("prev", "上一篇", pieces[at - 1].title, pieces[at - 1].file) if at else "",
        _step("next", "下一篇", pieces[at + 1].title, pieces[at + 1].file) if at + 1 < len(pieces) else "",
        "</nav>",
        "</main>",
    ]
    return _document(issue, head, [part for part in parts if part], sheet, letters)


def body_html(piece: Piece, source: Mapping[str, str], sizes: bool = True) -> str:
    """An article's parts under a head of the first rank. source: address of each picture by its typed name; sizes:
    smaller files are offered too."""
    photos = {photo.source: photo for each in (piece, *piece.briefs) for photo in each.photos}

    def address(picture: Picture) -> str:
        return source.get(picture.file, "")

    def attributes(picture: Picture) -> dict[str, str]:
        photo = photos[picture.file]
        found = {"alt": photo.alt, "width": str(photo.width), "height": str(photo.height)}
        if sizes and photo.small:
            found["srcset"] = f"{photo.small} {photo.small_width}w, {photo.file} {photo.width}w"
            found["sizes"] = "(min-width: 44rem) 40rem, 100vw"
        return found

    if piece.headed:
        return article_html(piece.article, address, 1, attributes)
    # Briefs are one rank below their panel whether it has a head or not.
    level = 1 if piece.briefs else 2
    return f"<h1>{escape(piece.title)}</h1>\n" + article_html(piece.article, address, level, attributes)


def _body(piece: Piece) -> str:
    source = {photo.source: photo.file for each in (piece, *piece.briefs) for photo in each.photos}
    body = body_html(piece, source)
    # Wide tables scroll within themselves, where the keyboard can move them too.
    body = body.replace("<table>", '<div class="wide" tabindex="0" role="region" aria-label="表格"><table>')
    body = body.replace("</table>", "</table></div>")
    for code in _codes(piece):
        body += f'<p class="address"><a href="{escape(code)}" rel="external">{escape(code)}</a></p>\n'
    return body.rstrip("\n")


def _codes(piece: Piece) -> Iterator[str]:
    """Addresses that are printed as codes only."""
    for each in piece.article.walk():
        for block in each.all_of("image"):
            picture = block.picture
            if picture is not None and not picture.file and picture.alt.startswith(("http://", "https://")):
                yield picture.alt


def _picture(sheet: Sheet) -> str:
    """The page's picture with its areas."""
    name, width = sheet.pictures[min(1, len(sheet.pictures) - 1)]
    height = round(sheet.height * width / sheet.width)
    sources = ", ".join(f"{file} {wide}w" for file, wide in sheet.pictures)
    pictured = page_word("page_picture", sheet.language, name=called(sheet))
    areas = [
        f'<a href="{area.piece.address}" aria-label="{escape(area.piece.title)}">'
        f'<polygon points="{_points(area.outline)}"><title>{escape(area.piece.title)}</title></polygon></a>'
        for area in sheet.areas
    ]
    return "\n".join(
        [
            '<div class="page" role="group" aria-label="版面图和文章">',
            f'<img src="{name}" srcset="{sources}" sizes="(min-width: 60rem) 58vw, 100vw"'
            f' width="{width}" height="{height}" alt="{escape(pictured)}">',
            '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">',
            *areas,
            "</svg></div>",
        ]
    )


def _points(outline: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x * 1000:.1f},{y * 1000:.1f}" for x, y in outline)


def _titles(sheet: Sheet, first: bool = True) -> Iterator[str]:
    """The titles of a page. first: the first has its picture and how it begins."""
    lead = next((piece for piece in sheet.pieces if not piece.advert), None) if first else None
    yield "<ul>"
    for piece in sheet.pieces:
        label = f'<span class="label">{escape(piece.label)}</span>' if piece.label else ""
        if piece.briefs:
            yield f'<li class="panel"><a href="{piece.address}">{escape(piece.title)}</a><ul>'
            yield from (f'<li><a href="{brief.address}">{escape(brief.title)}</a></li>' for brief in piece.briefs)
            yield "</ul></li>"
        elif piece is lead:
            yield f'<li class="lead"><a href="{piece.address}">{escape(piece.title)}</a>'
            if piece.deck:
                yield f'<p class="deck">{escape(piece.deck)}</p>'
            yield f"<p>{escape(piece.summary)}</p></li>"
        else:
            yield f'<li><a href="{piece.address}">{escape(piece.title)}</a>{label}</li>'
    yield "</ul>"


def _index(sheet: Sheet) -> Iterator[str]:
    """What the page's index names, each line with its page."""
    if sheet.listed:
        yield '<h2 id="index-here">导读</h2><ul aria-labelledby="index-here">'
        for each in sheet.listed:
            page = f'<span class="label">{page_name(each.piece.page)}版</span>'
            yield f'<li><a href="{each.piece.address}">{escape(each.title)}</a>{page}</li>'
        yield "</ul>"


def _turn(issue: Issue, at: int) -> str:
    sheets = issue.sheets
    before = _step("prev", "上一版", called(sheets[at - 1]), sheets[at - 1].file) if at else ""
    after = _step("next", "下一版", called(sheets[at + 1]), sheets[at + 1].file) if at + 1 < len(sheets) else ""
    steps = [each for each in (before, after) if each]
    return "\n".join(['<nav class="turn" aria-label="上一版、下一版">', *steps, "</nav>"]) if steps else ""


def _step(way: str, words: str, title: str, file: str) -> str:
    return f'<a rel="{way}" class="{way}" href="{file}"><span>{words}</span>{escape(title)}</a>'


def _whole_issue(issue: Issue, here: Sheet) -> Iterator[str]:
    """Below the first page: all other pages, small, with their titles; and what can be taken away."""
    if len(issue.sheets) > 1:
        yield '<section class="issue" aria-labelledby="issue"><h2 id="issue">本期各版</h2><div class="sheets">'
        for sheet in issue.sheets:
            if sheet is here:
                continue
            name, width = sheet.pictures[0]
            height = round(sheet.height * width / sheet.width)
            yield f'<section aria-labelledby="p{sheet.number}">'
            yield f'<h3 id="p{sheet.number}"><a href="{sheet.file}">{escape(called(sheet))}</a></h3>'
            yield f'<a class="small" href="{sheet.file}" tabindex="-1" aria-hidden="true">'
            yield f'<img src="{name}" width="{width}" height="{height}" alt="" loading="lazy"></a>'
            yield from _titles(sheet, first=False)
            yield "</section>"
        yield "</div></section>"


def _size_buttons() -> Iterator[str]:
    """Size of type: radio buttons that the style sheet looks at; the script only remembers them."""
    yield '<fieldset class="size"><legend>字号</legend>'
    for id, words in _SIZES:
        chosen = " checked" if id == "m" else ""
        yield f'<input type="radio" name="size" id="size-{id}" value="{id}"{chosen}>'
        yield f'<label for="size-{id}">{words}</label>'
    yield "</fieldset>"


def _shares(piece: Piece) -> Iterator[str]:
    if piece.long:
        yield '<p class="files">'
        for number, name in enumerate(piece.long, 1):
            words = "分享长图" if len(piece.long) == 1 else f"分享长图（{number}/{len(piece.long)}）"
            yield f'<a href="{name}">{words}</a>'
        yield "</p>"


def _spot(piece: Piece, sheet: Sheet) -> Iterator[str]:
    """Where the article stands on its page."""
    outlines = [area.outline for area in sheet.areas if area.piece.article.id == piece.article.id]
    name, width = sheet.pictures[0]
    height = round(sheet.height * width / sheet.width)
    yield f'<a class="spot" href="{sheet.file}"><span class="page">'
    yield f'<img src="{name}" width="{width}" height="{height}" alt="" loading="lazy">'
    yield '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">'
    yield from (f'<polygon points="{_points(outline)}"/>' for outline in outlines)
    yield f"</svg></span><span>看{escape(called(sheet))}的版面</span></a>"


def _head(issue: Issue, title: str, described: str, file: str, kind: str, share: str) -> list[str]:
    about = issue.about
    found = [
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(described)}">',
        f'<meta property="og:title" content="{escape(title)}">',
        f'<meta property="og:type" content="{kind}">',
        f'<meta property="og:site_name" content="{escape(about.paper)}">',
        f'<meta property="og:locale" content="{escape(about.language.replace("-", "_"))}">',
        f'<meta property="og:description" content="{escape(described)}">',
    ]
    if issue.base:
        address = issue.address("" if file == "index.html" else file)
        found += [
            f'<link rel="canonical" href="{escape(address)}">',
            f'<meta property="og:url" content="{escape(address)}">',
            f'<meta property="og:image" content="{escape(issue.address(share))}">',
        ]
    return found


def _article_head(issue: Issue, piece: Piece, sheet: Sheet, edition: Edition) -> list[str]:
    picture = piece.photos[0].file if piece.photos else ""
    address = issue.address(piece.file) if issue.base else ""
    found = news_article(edition, piece.article, issue.address(picture) if picture else "", address)
    found["headline"] = piece.title
    return [
        f'<meta property="article:published_time" content="{issue.day.isoformat()}">',
        *([f'<meta property="article:section" content="{escape(sheet.name)}">'] if sheet.name else []),
        *(f'<meta name="author" content="{escape(name)}">' for name in piece.authors),
        f'<script type="application/ld+json">{_in_script(found)}</script>',
    ]


def _in_script(found: Mapping[str, Any]) -> str:
    """JSON that no markup within can end."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _document(issue: Issue, head: Sequence[str], parts: Sequence[str], here: Sheet, letters: tuple[int, int]) -> str:
    about = issue.about
    width, height = letters
    said = "　".join(filter(None, (about.publisher, about.permit)))
    pages = [
        f'<li><a href="{sheet.file}"{current}><b>{page_name(sheet.number)}</b>{escape(_name(sheet))}</a></li>'
        for sheet in issue.sheets
        for current in (' aria-current="page"' if sheet is here else "",)
    ]
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(about.language)}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            *head,
            f'<link rel="stylesheet" href="{STYLE}">',
            f'<link rel="alternate" type="application/atom+xml" href="{FEED}" title="{escape(about.paper)}">',
            f'<link rel="alternate" type="application/feed+json" href="{JSON_FEED}" title="{escape(about.paper)}">',
            f'<link rel="icon" href="{_ICON}">',
            f'<script src="{SCRIPT}" defer></script>',
            "</head>",
            "<body>",
            '<a class="skip" href="#main">跳到正文</a>',
            "<header>",
            '<a class="nameplate" href="index.html"><picture>'
            f'<source srcset="{NAMEPLATE_DARK}" media="(prefers-color-scheme: dark)">'
            f'<img src="{NAMEPLATE}" width="{width}" height="{height}" alt="{escape(about.paper)}"></picture></a>',
            f'<p class="dated">{escape(dated(issue))}</p>',
            '<nav class="pages" aria-label="版次导航"><ol>',
            *pages,
            "</ol></nav>",
            "</header>",
            *[part for part in parts if part],
            "<footer>",
            f"<p>{escape(said)}</p>" if said else "",
            '<p class="files"><a href="issue.epub" type="application/epub+zip">本期电子书（EPUB）</a>'
            f'<a href="{FEED}">Atom 订阅</a><a href="{JSON_FEED}">JSON 订阅</a></p>',
            "</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


_ICON = "data:,"
"""No icon: browsers else ask the server's root for one."""
