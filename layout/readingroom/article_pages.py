"""An article: to read, to print, to cite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from layout.archive.values import Lit
from layout.articles.html import article_html
from layout.articles.values import Article, Line, Picture, Word
from layout.readingroom import addresses
from layout.readingroom.answers import Answer
from layout.readingroom.citing import Cited, bibtex, gbt7714, ris
from layout.readingroom.desk import MARGIN, Desk, grown
from layout.readingroom.rendering import data_block, markup
from layout.readingroom.shelves import Volume
from layout.records.text import news_article
from layout.units import Rect, Size, union
from layout.value import value


def article(
    desk: Desk, volume: Volume, shown: Article, authors: tuple[str, ...], asked: str, lit: Sequence[Lit]
) -> Answer:
    """An article as text, with its pictures cut from the page. lit: what was looked for in it."""
    row = volume.row
    readable = [each for each in volume.articles if each.role != "advert" or each == shown]
    at = readable.index(shown)
    query = {"q": asked}
    title = desk.title_of(shown)
    cited = cited_as(desk, volume, shown, authors)
    around = [readable[at - 1] if at else None, readable[at + 1] if at + 1 < len(readable) else None]
    before, after = (each and (desk.to(addresses.article(row.issue, each.id)), desk.title_of(each)) for each in around)
    text = article_html(
        shown,
        lambda picture: "",
        marked=_marker(lit) if lit else None,
        image=lambda picture: _cut(desk, volume, picture),
    )
    return desk.render(
        "article",
        f"{title} {row.paper} {desk.issue_label(row, False)}",
        heading=title,
        volume=volume,
        row=row,
        article=shown,
        headed=bool(shown.title),
        text=markup(text),
        authors=authors,
        crumbs=desk.crumbs(row, shown.page),
        pages=[(number, desk.to(addresses.page(row.issue, number), query, f"a{shown.id}")) for number in _pages(shown)],
        pieces=pieces(desk, volume, shown),
        before=before,
        after=after,
        words_asked=asked,
        citation=gbt7714(cited),
        address=cited.address,
        description=" ".join(shown.body.split())[:120] or title,
        picture=desk.out(addresses.picture(row.issue, shown.page)),
        kind="article",
        ld=data_block(_news_article(desk, volume, shown)),
    )


def _marker(lit: Sequence[Lit]) -> Any:
    def is_marked(line: Line, word: Word) -> bool:
        x, y = word.box.x + word.box.width / 2, word.box.y + word.box.height / 2
        return any(
            each.page == line.page and each.box.x <= x <= each.box.right and each.box.y <= y <= each.box.bottom
            for each in lit
        )

    return is_marked


def _cut(desk: Desk, volume: Volume, picture: Picture) -> str:
    """A picture as it was printed: its part of the page's picture."""
    page = volume.page(picture.page)
    if page is None:
        return ""
    from html import escape

    box, source = picture.box, escape(desk.file(addresses.picture(volume.name, picture.page)))
    named = f'role="img" aria-label="{escape(picture.alt)}"' if picture.alt else 'aria-hidden="true"'
    return (
        f'<svg class="cut" {named} viewBox="{box.x:g} {box.y:g} {box.width:g} {box.height:g}"'
        f' width="{box.width:g}pt" height="{box.height:g}pt">'
        f'<image href="{source}" width="{page.size.width:g}" height="{page.size.height:g}"/></svg>'
    )


@value
class Piece:
    """What an article takes of a page. frame: round all of its boxes there; link: to the page."""

    page: int
    label: str
    size: Size
    frame: Rect
    boxes: tuple[Rect, ...]
    image: str
    link: str


def pieces(desk: Desk, volume: Volume, shown: Article) -> list[Piece]:
    made = []
    for number in _pages(shown):
        page = volume.page(number)
        if page is not None:
            boxes = tuple(grown(box, MARGIN) for on, box in shown.boxes if on == number)
            made.append(
                Piece(
                    number,
                    desk.page_label(number),
                    page.size,
                    union(*boxes),
                    boxes,
                    desk.file(addresses.picture(volume.name, number)),
                    desk.to(addresses.page(volume.name, number), place=f"a{shown.id}"),
                )
            )
    return made


def _pages(shown: Article) -> list[int]:
    return list(dict.fromkeys(number for number, _ in shown.boxes))


def cutting(desk: Desk, volume: Volume, shown: Article, authors: tuple[str, ...]) -> Answer:
    """An article to print: head of the paper, date, page, the article as it was printed, where it is from."""
    cited = cited_as(desk, volume, shown, authors)
    return desk.render(
        "cutting",
        f"{desk.words['cutting']}：{desk.title_of(shown)}",
        heading=desk.title_of(shown),
        volume=volume,
        row=volume.row,
        article=shown,
        pieces=pieces(desk, volume, shown),
        citation=gbt7714(cited),
        address=unquote(cited.address),
        section=next((page.section for page in volume.edition.pages if page.number == shown.page), ""),
        crumbs=[
            *desk.crumbs(volume.row, shown.page),
            (desk.title_of(shown), desk.to(addresses.article(volume.name, shown.id))),
        ],
        picture=desk.out(addresses.picture(volume.name, shown.page)),
        indexed=False,
    )


def cited_as(desk: Desk, volume: Volume, shown: Article, authors: tuple[str, ...]) -> Cited:
    about = volume.edition.about
    return Cited(
        desk.title_of(shown),
        authors,
        about.paper,
        about.date,
        about.number,
        shown.page,
        about.publisher,
        desk.out(addresses.article(volume.name, shown.id), "zh"),
        f"{volume.name}_{shown.id}",
        about.language,
    )


def citation(desk: Desk, volume: Volume, shown: Article, authors: tuple[str, ...], kind: str) -> str:
    cited = cited_as(desk, volume, shown, authors)
    return bibtex(cited) if kind == "bib" else ris(cited)


def _news_article(desk: Desk, volume: Volume, shown: Article) -> dict[str, Any]:
    return news_article(
        volume.edition,
        shown,
        desk.out(addresses.picture(volume.name, shown.page)),
        desk.out(addresses.article(volume.name, shown.id), "zh"),
    ) | {"headline": desk.title_of(shown)}
