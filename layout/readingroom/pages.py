"""The pages that lead to an article: papers and days, an issue, its pages, what was found. Each fills a template of
data/readingroom."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from layout.archive.values import Found, Hit, IssueRow, Lit, Query
from layout.articles.values import Article, PageText
from layout.readingroom import addresses
from layout.readingroom.answers import Answer
from layout.readingroom.desk import LEAD, MARGIN, Desk, grown
from layout.readingroom.holdings import Holdings, Paper
from layout.readingroom.shelves import Ground, Volume
from layout.readingroom.words import day, month

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST_SHOWN = 12
"""Issues on the first page and in the feed."""
SHOWN_IN_SMALL = 60
"""Issues of a year that are shown by their front pages; of more, the calendar is enough."""
_WHOLE = 0.7
"""Share of the paper from which an article takes it all: type areas have some eight tenths of it."""
_HEADLINES = 5
"""That say what an issue has."""


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
        crumbs=desk.crumbs(row),
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
        crumbs=desk.crumbs(row),
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
        "title": hit.title or "".join(text for text, _ in hit.snippet)[:LEAD] or desk.words["untitled"],
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
        "lit": [grown(each.box, MARGIN) for each in hit.lit if each.page == at],
    }


def not_found(desk: Desk) -> Answer:
    return desk.render("message", desk.words["not_found"], 404, told=desk.words["not_found_more"])
