"""What every page of the room is made at: its language, how it refers to the others from where it stands, how it calls
things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layout.archive.values import IssueRow
from layout.articles.values import Article
from layout.pagenames import page_name
from layout.readingroom import addresses
from layout.readingroom.answers import HTML, Answer, answer
from layout.readingroom.rendering import render
from layout.readingroom.shelves import token_of, year_of
from layout.readingroom.words import WORDS, day
from layout.units import Rect
from layout.value import value

LEAD = 20
"""Characters of its copy that stand for the headline of an article that has none."""
MARGIN = 3.0  # points round a cutting and a lit word, so that no stroke touches the edge


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
        return " ".join(article.body.split())[:LEAD] or shown or self.words["untitled"]

    def crumbs(self, row: IssueRow, page: int = 0) -> list[tuple[str, str]]:
        """The way from the first page to here."""
        year, token = year_of(row), token_of(row)
        way = [
            (self.words["home"], self.to("")),
            (row.paper, self.to(addresses.paper(token))),
            (self.words["undated"] if year == "undated" else year, self.to(addresses.paper(token, year))),
            (self.issue_label(row, False), self.to(addresses.issue(row.issue))),
        ]
        if page:
            way.append((self.page_label(page), self.to(addresses.page(row.issue, page))))
        return way


def grown(box: Rect, by: float = 1.0) -> Rect:
    return box.inset(-by, -by)


__all__ = ["LEAD", "MARGIN", "Desk", "grown"]
