"""`layout archive search`, `list`, `show`, `stats`, `rebuild`, `export`: what the catalogue of an archive answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from layout.cli import outputs
from layout.cli.options import PAGE, format_option, language_option
from layout.cli.printing import as_json, pour, say, styled, tell
from layout.cli.progress import Progress
from layout.pagenames import page_name

if TYPE_CHECKING:
    from layout.archive.catalogue import ArticleRow, Catalogue
    from layout.archive.values import Hit, IssueRow
    from layout.diagnostics import Language, Report

_WORDS = {
    "en": {
        "found": "{n} articles",
        "found 1": "1 article",
        "issues": "{n} issues",
        "issues 1": "1 issue",
        "page": "page {page}",
        "issue": "{issue}  {date}  {pages} pp., {articles} articles, {characters} characters, version {version}",
        "papers": "papers",
        "pages": "pages",
        "articles": "articles",
        "characters": "characters",
        "first": "first",
        "last": "last",
        "size": "catalogue, MB",
        "rebuilt": "{n} issues, {articles} articles in the catalogue",
    },
    "zh": {
        "found": "{n} 篇",
        "found 1": "1 篇",
        "issues": "{n} 期",
        "issues 1": "1 期",
        "page": "第{page}版",
        "issue": "{issue}  {date}  {pages} 版，{articles} 篇，{characters} 字，第 {version} 个版本",
        "papers": "报纸",
        "pages": "版",
        "articles": "篇",
        "characters": "字",
        "first": "最早",
        "last": "最近",
        "size": "目录库（MB）",
        "rebuilt": "目录库里有 {n} 期、{articles} 篇",
    },
}
_folder = click.argument("folder", type=click.Path(), metavar="DIR")


def _told(function: Callable[..., int]) -> Callable[..., int]:
    """The verb, with what is wrong with the archive or with what it is asked told as any fault."""

    @wraps(function)
    def verb(language: Language, form: str, **named: Any) -> int:
        from layout.diagnostics import LayoutError

        try:
            return function(language, form=form, **named)
        except LayoutError as error:
            return _end(error.report, form, language)

    return verb


def _reading(folder: str) -> Catalogue:
    from pathlib import Path

    from layout.archive.catalogue import Catalogue

    return Catalogue.open(Path(folder), readonly=True)


def _days(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option("--until", metavar="DATE", default="", help="Not later: 2026-05-31.")(function)
    function = click.option("--since", metavar="DATE", default="", help="Not earlier: 2026-05-01.")(function)
    return click.option("--paper", default="", help="Of this paper, by its name.")(function)


@click.command(short_help="Find articles by words, date, page, author.")
@_folder
@click.argument("words", nargs=-1)
@_days
@click.option("--section", default="", help="In this section, by the banner of its page.")
@click.option("--page", type=PAGE, default=None, help="On this page.")
@click.option("--author", default="", help="Signed by this name.")
@click.option("--newest", is_flag=True, help="The newest first; the best unless told.")
@click.option("-n", "most", type=click.IntRange(1, 1000), default=20, show_default=True, help="Articles at most.")
@format_option
@language_option
@click.pass_obj
@_told
def search(
    language: Language,
    folder: str,
    words: tuple[str, ...],
    since: str,
    until: str,
    paper: str,
    section: str,
    page: int | None,
    author: str,
    newest: bool,
    most: int,
    form: str,
) -> int:
    """Find the articles of the archive at DIR that have all the WORDS.

    One character is enough. Full and half width, capitals, simplified and traditional characters are the same, and so
    is a name with a blank set into it. Words in quotes stand together. Without WORDS, everything that the options let
    through.

    \b
    layout archive search archive 周砚
    layout archive search archive 电梯 “不吵架纪要” --since 2026-05-01 --newest
    layout archive search archive --author 林禾 --page 1

    JSON: {"total", "hits": [{"issue", "version", "paper", "date", "number", "section", "page", "article", "title",
    "authors", "snippet": [[text, whether it was looked for]], "lit": [{"page", "box": [x, y, width, height]}]}],
    "diagnostics"}. Boxes are in points from the page's trimmed corner.
    """
    from layout.archive.values import Query

    with _reading(folder) as catalogue:
        query = Query(" ".join(words), since, until, paper, section, author, page or 0, 0, most, newest)
        found = catalogue.search(query)
        if form == "json":
            hits = [_hit_json(hit) for hit in found.hits]
            say(as_json({"total": found.total, "hits": hits, "diagnostics": []}))
            return 0
        for hit in found.hits:
            _show_hit(hit, language)
        say(_count("found", found.total, language))
    return 0


@click.command("list", short_help="List the issues.")
@_folder
@_days
@format_option
@language_option
@click.pass_obj
@_told
def issues(language: Language, folder: str, paper: str, since: str, until: str, form: str) -> int:
    """List the issues of the archive at DIR by date.

    JSON: {"issues": [{"issue", "paper", "date", "number", "title", "pages", "articles", "characters", "folder",
    "versions", "origin"}], "diagnostics"}.
    """
    with _reading(folder) as catalogue:
        rows = catalogue.issues(paper, since, until)
        if form == "json":
            say(as_json({"issues": [_as_dict(row) for row in rows], "diagnostics": []}))
            return 0
        for row in rows:
            _show_issue(row, language)
        say(_count("issues", len(rows), language))
    return 0


@click.command(short_help="Show an issue’s articles, or one of them.")
@_folder
@click.argument("name", metavar="ISSUE[/ARTICLE]")
@format_option
@language_option
@click.pass_obj
@_told
def show(language: Language, folder: str, name: str, form: str) -> int:
    """Show the articles of an issue of the archive at DIR, or the text of one, by the names that `layout archive list`
    and `search` print.

    \b
    layout archive show archive 芦汀日报_20260524_4127
    layout archive show archive 芦汀日报_20260524_4127/0101

    JSON: {"issue": as `list`, "articles": [{"issue", "version", "paper", "date", "number", "section", "page", "pages",
    "article", "role", "title", "authors", "characters", "text"}], "diagnostics"}.
    """
    from layout.archive.exporting import FIELDS
    from layout.archive.faults import fault

    with _reading(folder) as catalogue:
        issue, _, id = name.partition("/")
        row = catalogue.issue(issue)
        one = catalogue.article(issue, id) if id else None
        if row is None or (id and one is None):
            raise fault("NP959", name=name)
        articles = (one,) if one else catalogue.articles(issue)
        if form == "json":
            made = [{field: getattr(each, field) for field in FIELDS} for each in articles]
            say(as_json({"issue": _as_dict(row), "articles": made, "diagnostics": []}))
            return 0
        if one is not None:
            _show_article(one, language)
            return 0
        _show_issue(row, language)
        for each in articles:
            say("  ".join(_line(each.article, each.page, each.section, each.title, each.authors, language)))
    return 0


@click.command(short_help="Say how much there is.")
@_folder
@format_option
@language_option
@click.pass_obj
@_told
def stats(language: Language, folder: str, form: str) -> int:
    """Say how many papers, issues, pages, articles and characters the archive at DIR has.

    JSON: {"papers": [{"paper", "issues", "first", "last"}], "issues", "pages", "articles", "characters", "first",
    "last", "size": of the catalogue in bytes, "diagnostics"}.
    """
    words = _WORDS[language]
    with _reading(folder) as catalogue:
        found, papers = catalogue.stats(), catalogue.papers()
        if form == "json":
            say(as_json(_as_dict(found) | {"papers": [_as_dict(row) for row in papers], "diagnostics": []}))
            return 0
        for row in papers:
            say(f"{row.paper}  {_count('issues', row.issues, language)}  {row.first} – {row.last}")
        for name in ("pages", "articles", "characters"):
            say(f"{getattr(found, name):>12,}  {words[name]}")
        say(f"{found.size / 1e6:>12,.1f}  {words['size']}")
    return 0


@click.command(short_help="Make the catalogue anew from the bags.")
@_folder
@format_option
@language_option
@click.pass_obj
@_told
def rebuild(language: Language, folder: str, form: str) -> int:
    """Make the catalogue of the archive at DIR anew: everything in it comes from the bags.

    Whatever stops it, the catalogue that was there still stands. Who searches meanwhile goes on.

    JSON: as `stats`.
    """
    from pathlib import Path

    from layout.archive.catalogue import rebuild as make

    with Progress(language) as progress:
        report = make(Path(folder), lambda done, total: progress("catalogue", done, total))
    with _reading(folder) as catalogue:
        found = catalogue.stats()
    if form == "json":
        say(as_json(_as_dict(found) | {"diagnostics": [fault.as_dict(language) for fault in report]}))
        return int(report.failed)
    say(_WORDS[language]["rebuilt"].format(n=found.issues, articles=found.articles))
    return _end(report, form, language)


@click.command(short_help="Write all articles as JSON Lines or CSV.")
@_folder
@click.option("-o", "--output", required=True, metavar="FILE", help="Ending in .csv, or JSON Lines. - is stdout.")
@_days
@format_option
@language_option
@click.pass_obj
@_told
def export(language: Language, folder: str, output: str, paper: str, since: str, until: str, form: str) -> int:
    """Write the articles of the archive at DIR into one file, for a library's own tools.

    JSON Lines: an object for each article; CSV, by the file's ending: a row. Both have issue, version, paper, date,
    number, section, page, pages, article, role, title, authors, characters, text.

    \b
    layout archive export archive -o articles.jsonl
    layout archive export archive -o 2026.csv --since 2026-01-01 --until 2026-12-31
    """
    from layout.archive.exporting import comma_separated, json_lines
    from layout.diagnostics import Report
    from layout.pipeline import Workspace

    report, written = Report(), list[str]()
    with _reading(folder) as catalogue:
        every = (each for row in catalogue.issues(paper, since, until) for each in catalogue.articles(row.issue))
        data = comma_separated(every) if output.lower().endswith(".csv") else json_lines(every)
        outputs.write(Workspace(), output, data, report, written)
    return _end(report, form, language, written)


def _end(report: Report, form: str, language: Language, written: list[str] | None = None) -> int:
    from layout.pipeline import Workspace

    if len(report) or written:
        to_error = form == "text" or "-" in (written or ())
        tell(report, (), form, language, Workspace(), to_error=to_error, written=written or ())
    return int(report.failed)


def _count(kind: str, number: int, language: Language) -> str:
    return _WORDS[language][f"{kind} 1" if number == 1 else kind].format(n=f"{number:,}")


def _as_dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__match_args__}


def _hit_json(hit: Hit) -> dict[str, Any]:
    places = [{"page": each.page, "box": [each.box.x, each.box.y, each.box.width, each.box.height]} for each in hit.lit]
    return _as_dict(hit) | {"lit": places}


def _line(
    name: str, page: int, section: str, title: str, authors: tuple[str, ...], language: Language
) -> Iterator[str]:
    yield name
    yield _WORDS[language]["page"].format(page=page_name(page))
    yield from (each for each in (section, title.replace("\n", " "), " ".join(authors)) if each)


def _show_hit(hit: Hit, language: Language) -> None:
    line = list(_line(f"{hit.issue}/{hit.article}", hit.page, hit.section, hit.title, hit.authors, language))
    at = 3 if hit.section else 2  # where the title stands
    pieces = [styled(each, bold=True) if place == at and hit.title else each for place, each in enumerate(line)]
    say(*[piece for each in pieces for piece in ("  ", each)][1:])
    say("    ", *[styled(text, fg="red", bold=True) if found else text for text, found in hit.snippet])


def _show_issue(row: IssueRow, language: Language) -> None:
    version = row.folder.rpartition("/v")[2]
    words = _WORDS[language]["issue"]
    say(
        words.format(
            issue=row.issue,
            date=row.date or "–",
            pages=row.pages,
            articles=row.articles,
            characters=row.characters,
            version=version,
        )
    )


def _show_article(article: ArticleRow, language: Language) -> None:
    name = f"{article.issue}/{article.article}"
    say("  ".join(_line(name, article.page, article.section, "", article.authors, language)) + "\n")
    for _, text in article.parts:
        pour(text + "\n")
