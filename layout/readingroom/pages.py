"""The pages to read: what the templates of data/readingroom are filled with."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from layout.archive.values import Found, Hit, IssueRow, Lit, Query
from layout.articles.html import article_html
from layout.articles.values import Article, Line, PageText, Picture, Word
from layout.pagenames import page_name
from layout.readingroom import addresses
from layout.readingroom.answers import HTML, Answer, answer
from layout.readingroom.citing import Cited, bibtex, gbt7714, ris
from layout.readingroom.holdings import Holdings, Paper
from layout.readingroom.rendering import data_block, markup, render
from layout.readingroom.shelves import Ground, Volume, token_of, year_of
from layout.readingroom.words import WORDS, day, month
from layout.records.text import news_article
from layout.units import Rect, Size, union
from layout.value import value

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST_SHOWN = 12
"""Issues on the first page and in the feed."""
SHOWN_IN_SMALL = 60
"""Issues of a year that are shown by their front pages; of more, the calendar is enough."""
_LEAD = 20
"""Characters of its copy that stand for the headline of an article that has none."""
_WHOLE = 0.7
"""Share of the paper from which an article takes it all: type areas have some eight tenths of it."""
_HEADLINES = 5
"""That say what an issue has."""
_MARGIN = 3.0  # points round a cutting and a lit word, so that no stroke touches the edge


@value
class Desk:
    """What every page of one answer shares. address: of the page, without its language; base: absolute address of the
    room, ending in "/"; name: of the room, "" = the words of the interface; plain: the room is a folder of files."""

    address: str
    language: str
    base: str
    name: str = ""
    plain: bool = False
    absolute: bool = False

    @property
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    @property
    def up(self) -> str:
        if self.absolute:
            return self.base
        return addresses.up(addresses.PREFIX[self.language] + self.address)

    def to(self, address: str, query: Mapping[str, str] | None = None, place: str = "") -> str:
        """Link to a page to read, in the language of this one."""
        return self.up + addresses.PREFIX[self.language] + addresses.link(address, query) + (place and f"#{place}")

    def file(self, address: str) -> str:
        """Link to what has no language."""
        return self.up + addresses.link(address)

    def out(self, address: str, language: str = "") -> str:
        """The absolute address. language: "" = what has none."""
        return self.base + addresses.PREFIX.get(language, "") + addresses.link(address)

    def render(self, template: str, title: str, status: int = 200, **values: Any) -> Answer:
        words = self.words
        name = self.name or words["room"]
        other = "en" if self.language == "zh" else "zh"
        shared = {
            "desk": self,
            "w": words,
            "room": name,
            "tag": addresses.TAG[self.language],
            "other_tag": addresses.TAG[other],
            "other": self.up + addresses.PREFIX[other] + addresses.link(self.address),
            "title": f"{title} · {name}" if title else name,
            "heading": title or name,
            "canonical": self.out(self.address, "zh"),
            "alternates": [(addresses.TAG[each], self.out(self.address, each)) for each in addresses.LANGUAGES],
            "shown": True,
            "words_asked": "",
            "description": "",
            "picture": "",
            "kind": "website",
            "ld": None,
            "indexed": status == 200,
            "addresses": addresses,
            "day": lambda iso, weekday=True: day(iso, self.language, weekday),
        }
        return answer(HTML, render(template, shared | values), status)

    def issue_label(self, row: IssueRow, weekday: bool = True) -> str:
        """2026年5月24日 星期日 第4127期."""
        number = self.words["issue_number"].format(number=row.number) if row.number else ""
        return " ".join(part for part in (day(row.date, self.language, weekday), number) if part)

    def page_label(self, page: int) -> str:
        return self.words["from_page"].format(page=page_name(page))

    def title_of(self, article: Article) -> str:
        """Its headline; what an advert shows; what a panel is called."""
        if article.title:
            return article.title
        shown = next((block.picture.alt for block in article.all_of("image") if block.picture), "")
        if article.role == "advert":
            told = shown and shown != article.name  # else nobody has said what it shows
            return f"{self.words['advert']}：{shown}" if told else self.words["advert"]
        if article.role == "briefs":
            return self.words["briefs"]
        return " ".join(article.body.split())[:_LEAD] or shown or self.words["untitled"]


# --- papers and days


def home(desk: Desk, holdings: Holdings) -> Answer:
    return desk.render(
        "home",
        "",
        papers=[_paper_card(desk, paper) for paper in holdings.papers],
        newest=[_issue_card(desk, row) for row in holdings.newest[:NEWEST_SHOWN]],
        description=desk.name or desk.words["room"],
    )


def _paper_card(desk: Desk, paper: Paper) -> dict[str, Any]:
    days = list(dict.fromkeys(day(row.date, desk.language, weekday=False) for row in paper.issues if row.date))
    span = desk.words["span"].format(first=days[0], last=days[-1]) if len(days) > 1 else "".join(days)
    return {
        "name": paper.name,
        "link": desk.to(addresses.paper(paper.token)),
        "span": span,
        "issues": desk.words["holdings"].format(issues=len(paper.issues)),
        "years": [(year, desk.to(addresses.paper(paper.token, year))) for year in paper.years],
    }


def _issue_card(desk: Desk, row: IssueRow) -> dict[str, Any]:
    return {
        "paper": row.paper,
        "label": desk.issue_label(row),
        "link": desk.to(addresses.issue(row.issue)),
        "front": desk.file(addresses.front(row.issue)),
    }


def paper(desk: Desk, held: Paper, year: str) -> Answer:
    """The calendar of a year."""
    issues = held.of_year(year)
    by_day: dict[str, list[IssueRow]] = {}
    for row in issues:
        by_day.setdefault(row.date, []).append(row)
    months = []
    if year.isdecimal():
        for number in range(1, 13):
            weeks = calendar.Calendar().monthdayscalendar(int(year), number)
            cells = [
                [(each, _on_day(desk, by_day, f"{year}-{number:02}-{each:02}")) for each in week] for week in weeks
            ]
            count = sum(len(found) for week in cells for _, found in week)
            months.append({"name": month(number, desk.language), "weeks": cells, "issues": count})
    return desk.render(
        "paper",
        f"{held.name} {year if year != 'undated' else desk.words['undated']}",
        paper=held,
        year=year,
        years=[(each, desk.to(addresses.paper(held.token, each)), len(held.of_year(each))) for each in held.years],
        months=months,
        issues=[_issue_card(desk, row) for row in issues],
        in_small=len(issues) <= SHOWN_IN_SMALL,
        description=f"{held.name} {year}",
    )


def _on_day(desk: Desk, by_day: Mapping[str, Sequence[IssueRow]], iso: str) -> list[dict[str, str]]:
    return [
        {"link": desk.to(addresses.issue(row.issue)), "label": f"{row.paper} {desk.issue_label(row)}"}
        for row in by_day.get(iso, ())
    ]


# --- an issue, its pages


def issue(desk: Desk, volume: Volume, holdings: Holdings) -> Answer:
    row, edition = volume.row, volume.edition
    before, after = holdings.beside(row)
    pages = [
        {
            "number": page.number,
            "label": desk.page_label(page.number),
            "section": page.section,
            "size": page.size,
            "link": desk.to(addresses.page(row.issue, page.number)),
            "small": desk.file(addresses.picture(row.issue, page.number, small=True)),
            "articles": [_listed(desk, volume, each) for each in _beginning(volume, page.number)],
        }
        for page in edition.pages
    ]
    return desk.render(
        "issue",
        f"{row.paper} {desk.issue_label(row)}",
        volume=volume,
        row=row,
        about=edition.about,
        pages=pages,
        crumbs=_crumbs(desk, row),
        before=before and (desk.to(addresses.issue(before.issue)), desk.issue_label(before)),
        after=after and (desk.to(addresses.issue(after.issue)), desk.issue_label(after)),
        has_pdf=f"{row.issue}.pdf" in volume.digests,
        description=sentence(desk, volume),
        picture=desk.out(addresses.picture(row.issue, edition.pages[0].number)) if edition.pages else "",
    )


def sentence(desk: Desk, volume: Volume) -> str:
    """What an issue has: its first headlines."""
    titles = [each.title for each in volume.edition.articles if each.title]
    return f"{volume.row.paper} {desk.issue_label(volume.row)}：" + "；".join(titles[:_HEADLINES])


def _crumbs(desk: Desk, row: IssueRow, page: int = 0) -> list[tuple[str, str]]:
    """The way from the first page to here."""
    year, token = year_of(row), token_of(row)
    way = [
        (desk.words["home"], desk.to("")),
        (row.paper, desk.to(addresses.paper(token))),
        (desk.words["undated"] if year == "undated" else year, desk.to(addresses.paper(token, year))),
        (desk.issue_label(row, False), desk.to(addresses.issue(row.issue))),
    ]
    if page:
        way.append((desk.page_label(page), desk.to(addresses.page(row.issue, page))))
    return way


def _beginning(volume: Volume, page: int) -> Iterator[Article]:
    return (each for each in volume.edition.articles if each.page == page)


def _listed(desk: Desk, volume: Volume, article: Article, query: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": desk.title_of(article),
        "role": article.role,
        "link": desk.to(addresses.article(volume.name, article.id), query),
        "briefs": [_listed(desk, volume, each, query) for each in article.articles],
    }


def page(desk: Desk, volume: Volume, shown: PageText, asked: str, lit: Sequence[Lit]) -> Answer:
    """A page's picture with its articles as links. asked: words to light up; lit: where they are in the issue."""
    row, number = volume.row, shown.number
    numbers = [each.number for each in volume.edition.pages]
    at = numbers.index(number)
    query = {"q": asked}
    areas = [
        {
            "id": article.id,
            "title": desk.title_of(article),
            "link": desk.to(addresses.article(volume.name, article.id), query),
            "boxes": [box for on, box in article.boxes if on == number],
        }
        for article in volume.edition.on(number)
        if not _covers(article, shown)
    ]
    listed = [each for each in volume.edition.articles if any(on == number for on, _ in each.boxes)]
    section = f" {shown.section}" if shown.section else ""
    return desk.render(
        "page",
        f"{desk.page_label(number)}{section} {row.paper} {desk.issue_label(row, False)}",
        volume=volume,
        row=row,
        page=shown,
        label=desk.page_label(number),
        crumbs=_crumbs(desk, row),
        areas=areas,
        articles=[_listed(desk, volume, each, query) for each in listed],
        lit=[grown(each.box) for each in lit if each.page == number],
        lit_pages=_lit_pages(lit),
        words_asked=asked,
        image=desk.file(addresses.picture(row.issue, number)),
        strip=[
            {
                "number": each.number,
                "label": desk.page_label(each.number),
                "section": each.section,
                "size": each.size,
                "link": desk.to(addresses.page(row.issue, each.number), query),
                "small": desk.file(addresses.picture(row.issue, each.number, small=True)),
            }
            for each in volume.edition.pages
        ],
        before=desk.to(addresses.page(row.issue, numbers[at - 1]), query) if at else "",
        after=desk.to(addresses.page(row.issue, numbers[at + 1]), query) if at + 1 < len(numbers) else "",
        has_pdf=f"{row.issue}.pdf" in volume.digests,
        description=f"{row.paper} {desk.issue_label(row)} {desk.page_label(number)}{section}",
        picture=desk.out(addresses.picture(row.issue, number)),
    )


def _covers(article: Article, page: PageText) -> bool:
    """Whether it takes the whole page, as in files of others, which tell no articles apart: a link over everything
    would be in the way of looking."""
    taken = sum(box.width * box.height for on, box in article.boxes if on == page.number)
    return taken > _WHOLE * page.size.width * page.size.height


def _lit_pages(lit: Sequence[Lit]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for each in lit:
        counted[each.page] = counted.get(each.page, 0) + 1
    return counted


def grown(box: Rect, by: float = 1.0) -> Rect:
    return box.inset(-by, -by)


# --- an article


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
        crumbs=_crumbs(desk, row, shown.page),
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
            boxes = tuple(grown(box, _MARGIN) for on, box in shown.boxes if on == number)
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
            *_crumbs(desk, volume.row, shown.page),
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


# --- search


def search(
    desk: Desk, holdings: Holdings, query: Query, found: Found | None, grounds: Mapping[str, Ground], fault: str = ""
) -> Answer:
    """The form, and what was found. found: None = nothing was asked; fault: what cannot be understood."""
    asked = {
        "q": query.words,
        "since": query.since,
        "until": query.until,
        "paper": query.paper,
        "section": query.section,
        "author": query.author,
        "page": str(query.page or ""),
        "newest": "1" if query.newest else "",
    }
    turn = query.first // query.most + 1
    total = found.total if found else 0
    last = -(-total // query.most)
    return desk.render(
        "search",
        f"{query.words} {desk.words['search']}".strip(),
        heading=desk.words["search"],
        status=400 if fault else 200,
        asked=asked,
        narrowed=any(asked[key] for key in ("since", "until", "paper", "section", "author", "page", "newest")),
        words_asked=query.words,
        papers=[paper.name for paper in holdings.papers],
        found=found,
        fault=fault,
        hits=[_hit(desk, hit, query.words, grounds.get(hit.issue)) for hit in (found.hits if found else ())],
        turn=turn,
        last=last,
        earlier=desk.to(addresses.SEARCH, asked | {"p": str(turn - 1)}) if turn > 1 else "",
        later=desk.to(addresses.SEARCH, asked | {"p": str(turn + 1)}) if turn < last else "",
        indexed=False,
    )


def _hit(desk: Desk, hit: Hit, words: str, ground: Ground | None) -> dict[str, Any]:
    query = {"q": words}
    at = hit.lit[0].page if hit.lit else hit.page
    boxes = ground.boxes.get(hit.article, ()) if ground else ()
    return {
        "title": hit.title or "".join(text for text, _ in hit.snippet)[:_LEAD] or desk.words["untitled"],
        "link": desk.to(addresses.article(hit.issue, hit.article), query),
        "on_page": desk.to(addresses.page(hit.issue, at), query, f"a{hit.article}"),
        "paper": hit.paper,
        "date": day(hit.date, desk.language, False),
        "page": desk.page_label(hit.page),
        "section": hit.section,
        "authors": hit.authors,
        "snippet": hit.snippet,
        "places": len(hit.lit),
        "size": ground.sizes.get(at) if ground else None,
        "small": desk.file(addresses.picture(hit.issue, at, small=True)),
        "boxes": [box for on, box in boxes if on == at],
        "lit": [grown(each.box, _MARGIN) for each in hit.lit if each.page == at],
    }


def not_found(desk: Desk) -> Answer:
    return desk.render("message", desk.words["not_found"], 404, told=desk.words["not_found_more"])
