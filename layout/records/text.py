"""An article as plain text, as Markdown, as schema.org's NewsArticle: what people copy, and what machines harvest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from layout.articles.bylines import authors_of
from layout.articles.tables import places
from layout.articles.values import Article, Block, Edition
from layout.pagenames import listed, page_name, section_of


def plain(article: Article) -> str:
    """Every word of an article, a line a block, a blank line between blocks; briefs after their panel's own words."""
    parts = [block.text for block in article.blocks if block.text]
    parts += [plain(brief).rstrip("\n") for brief in article.articles]
    return "\n\n".join(part for part in parts if part) + "\n"


def markdown(article: Article, level: int = 1, pictures: str = "") -> str:
    """The article in CommonMark. level: of its headline; pictures: the folder that its pictures' names begin at."""
    shift = level - min((block.level for block in article.all_of("headline", "subhead")), default=level)
    parts = [part for block in article.blocks for part in _marked(block, shift, pictures)]
    parts += [markdown(brief, level + 1, pictures).rstrip("\n") for brief in article.articles]
    return "\n\n".join(part for part in parts if part) + "\n"


def _marked(block: Block, shift: int, pictures: str) -> Iterator[str]:
    text = _escaped(block.text)
    match block.role:
        case "headline" | "subhead":
            yield f"{'#' * max(1, min(6, block.level + shift))} {text}"
        case "kicker" | "deck" | "byline" | "caption":
            yield f"*{text}*" if text else ""
        case "quote":
            yield "\n".join(f"> {line}" for line in text.splitlines())
        case "list":
            yield "\n".join(f"- {_emphasised(item)}" for item in block.blocks)
        case "table":
            yield _table(block)
        case "figure":
            for each in block.blocks:
                yield from _marked(each, shift, pictures)
        case "image" if block.picture is not None:
            if block.picture.file:
                yield f"![{_escaped(block.picture.alt)}](<{pictures}{block.picture.file}>)"
        case _:
            yield _emphasised(block)


def _emphasised(block: Block) -> str:
    """A block's text, what is 黑体 between pairs of stars; Markdown has no words for the other emphases."""
    text, made, at = block.text, "", 0
    for start, end, kind in block.emphases:
        bold = text[start:end].strip()
        if kind == "strong" and bold and start >= at:
            first = text.index(bold, start)
            made += f"{_escaped(text[at:first])}**{_escaped(bold)}**"
            at = first + len(bold)
    return made + _escaped(text[at:])


def _table(block: Block) -> str:
    lines: list[str] = []
    at = places(block.cells)
    width = max((sum(cell.columns for cell in row) for row in block.cells[:1]), default=0)
    for row, own in zip(_rows(block), at, strict=True):
        cells = [""] * width  # a cell that takes several places is said in the first of them
        for first, cell in zip(own, row.blocks, strict=True):
            cells[first] = _escaped(cell.text).replace("|", "\\|")
        if not lines and not any(cell.role == "header" for cell in row.blocks):
            lines += ["|" + "|".join(" " for _ in cells) + "|", "|" + "---|" * len(cells)]
        lines.append("| " + " | ".join(cells) + " |")
        if len(lines) == 1:
            lines.append("|" + "---|" * len(cells))
    title = next((_escaped(each.text) for each in block.blocks if each.role == "caption"), "")
    return "\n\n".join(filter(None, (title, "\n".join(lines))))


def _rows(table: Block) -> list[Block]:
    return [each for each in table.blocks if each.role == "row"]


def _escaped(text: str) -> str:
    """What Markdown would take for markup, with a stroke before it."""
    text = re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
    return re.sub(r"^(\s*)([#+\-=~]|\d+[.)])", lambda match: f"{match[1]}\\{match[2]}", text)


def news_article(edition: Edition, article: Article, picture: str = "", address: str = "") -> dict[str, Any]:
    """The article as schema.org's NewsArticle (JSON-LD). picture, address: where its picture and its page are, "" =
    nowhere."""
    about = edition.about
    section = next((page.section for page in edition.pages if page.number == article.page), "")
    pages = [number for number, _ in article.boxes]
    deck = " ".join(block.text for block in article.all_of("deck"))
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": article.id,
        "headline": article.title or article.name,
        "alternativeHeadline": deck,
        "author": [{"@type": "Person", "name": name} for name in authors_of(article)],
        "datePublished": about.date,
        "inLanguage": about.language,
        "articleSection": section,
        "printPage": listed(pages, "、"),
        "pageStart": _page(pages[0]),
        "pageEnd": _page(pages[-1]),
        "articleBody": article.body,
        "image": picture,
        "url": address,
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": about.number,
            "datePublished": about.date,
            "isPartOf": {"@type": "Newspaper", "name": about.paper},
        },
        "publisher": {"@type": "Organization", "name": about.publisher or about.paper},
    }
    mended = article.corrects
    if mended is not None:  # what is mended is another issue's, where nothing can be added any more
        found["about"] = _without_empty(
            {
                "@type": "NewsArticle",
                "headline": mended.title,
                "datePublished": mended.date,
                "printPage": mended.page,
                "correction": {"@type": "CorrectionComment", "text": article.body},
            }
        )
    if article.articles:
        found["hasPart"] = [
            {"@type": "NewsArticle", "identifier": brief.id, "headline": brief.title, "articleBody": brief.body}
            for brief in article.articles
        ]
    return _without_empty(found)


def _page(number: int) -> int | str:
    """A page of a section by its name, another by its number (schema.org takes either)."""
    return page_name(number) if section_of(number) else number


def as_json(found: Mapping[str, Any]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _without_empty(found: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in found.items():
        value = _without_empty(value) if isinstance(value, Mapping) else value
        if value not in ("", [], {}):
            kept[name] = value
    return kept
