"""Editions of made-up copy, built directly as values: no page is set, so that thousands take seconds.

The copy is drawn from a vocabulary that is made anew for each seed: characters by the frequency of Zipf's law, words of
one to three characters of them, sentences with marks, numbers, Latin words and names. Boxes are those of type set solid
on a grid of lines of LINE characters; they are in order and lie apart, and no more is asked of them.

bench/catalogue.py and tests/archive/test_catalogue.py search them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.units import Rect, Size

LINE = 24  # characters
SIZE = 9.0  # points
LEADING = 12.0  # points
PAGE = Size(700.0, 1000.0)
FULL_BLANK = "\u3000"
PAPERS = ("瑶台日报", "沅口晚报", "蒲岭农讯", "Harbour 海岬报")
SECTIONS = ("要闻", "县域", "田野", "副刊")
SURNAMES = "岑柏滕郗阮闵褚鄂荀舒屈蔺"
LATIN = ("Wi-Fi", "GDP", "5G", "USB-C", "Ｈ２Ｏ", "open source", "San José", "O’Neil", "km/h", "ＡＩ")


@dataclass
class Writer:
    """Writes copy by a seed. words, weights: of its vocabulary; the words are in the order of their frequency."""

    rng: random.Random
    words: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int, words: int = 20_000, characters: int = 3_000) -> Writer:
        made = cls(random.Random(seed))
        every = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)]
        chosen = made.rng.sample(every, min(characters, len(every)))
        zipf = list(accumulate(1 / (rank + 10) for rank in range(len(chosen))))
        lengths = made.rng.choices((1, 2, 3), (10, 75, 15), k=words)
        drawn = iter(made.rng.choices(chosen, cum_weights=zipf, k=sum(lengths)))
        made.words = ["的", "了", "在", "是", "和"]
        made.words += dict.fromkeys("".join(next(drawn) for _ in range(length)) for length in lengths)
        made.weights = list(accumulate(1 / (rank + 2) for rank in range(len(made.words))))
        made.names = [
            made.rng.choice(SURNAMES) + "".join(made.rng.choices(chosen[300:900], k=made.rng.choice((1, 1, 2))))
            for _ in range(60)
        ]
        return made

    def phrase(self, characters: int) -> str:
        """About so many characters without a mark."""
        made = ""
        while len(made) < characters:
            made += self.words[self._drawn(1)[0]]
        return made

    def paragraph(self, characters: int) -> str:
        """Sentences of about so many characters in all."""
        made: list[str] = []
        length = 0
        for index in self._drawn(characters):
            piece = self.words[index]
            chance = self.rng.random()
            if chance < 0.01:
                piece = self.rng.choice(LATIN)
            elif chance < 0.03:
                piece = self.rng.choice(("{}年", "{}月", "{}%", "{}元")).format(self.rng.randint(1, 2040))
            elif chance < 0.14:
                piece += "，" if chance < 0.11 else "。"
            made.append(piece)
            length += len(piece)
            if length >= characters:
                break
        return "".join(made) + "。"

    def _drawn(self, count: int) -> list[int]:
        return self.rng.choices(range(len(self.words)), cum_weights=self.weights, k=count)

    def edition(self, issue: int, articles: int, characters: int = 600, planted: Sequence[str] = ()) -> Edition:
        """An issue of so many articles of about so many characters.

        planted: each is put into the middle of a paragraph of its own, in an article of its own.
        """
        paper = PAPERS[issue % len(PAPERS)]
        day = date(1990, 1, 1) + timedelta(days=issue // len(PAPERS))
        pages = [PageText(number, PAGE, SECTIONS[(number - 1) % len(SECTIONS)]) for number in range(1, 5)]
        made = [
            self._article(
                1 + order * 4 // articles,
                order % 99 + 1,
                characters,
                planted[order] if order < len(planted) else "",
            )
            for order in range(articles)
        ]
        about = About(paper, f"{paper} {issue}", str(issue), day.isoformat())
        return Edition(about, tuple(pages), tuple(made))

    def _article(self, page: int, order: int, characters: int, planted: str) -> Article:
        rng = self.rng
        sheet = _Sheet(page, order)
        blocks = [Block("headline", sheet.lines(self.phrase(rng.randint(6, 14))), level=2)]
        name = rng.choice(self.names)
        signed = rng.random()
        if signed < 0.4:
            spaced = FULL_BLANK.join(name) if len(name) == 2 else name
            blocks.append(Block("byline", sheet.lines("本报记者" + FULL_BLANK + spaced)))
        opening = f"本报讯（记者{name}）" if 0.4 <= signed < 0.8 else ""
        left = round(characters * rng.uniform(0.4, 1.6))
        while left > 0:
            length = rng.randint(60, 160)
            blocks.append(Block("paragraph", sheet.lines(opening + self.paragraph(min(length, left)))))
            opening = ""
            left -= length
        if planted:
            copy = self.phrase(12) + planted + self.phrase(12) + "。"
            blocks.insert(rng.randint(min(3, len(blocks)), len(blocks)), Block("paragraph", sheet.lines(copy)))
        if rng.random() < 0.2:
            blocks.append(Block("figure", blocks=(Block("caption", sheet.lines(self.phrase(20))),)))
        box = Rect(30.0, 30.0, LINE * SIZE, sheet.bottom - 30.0)
        return Article(f"{page:02d}{order:02d}", "story", f"{page}-{order}", ((page, box),), tuple(blocks))


class _Sheet:
    """Sets lines one below the other."""

    def __init__(self, page: int, order: int) -> None:
        self.page = page
        self.left = 30.0 + order % 3 * 220.0
        self.bottom = 30.0

    def lines(self, copy: str) -> tuple[Line, ...]:
        made = []
        words = list(split(copy))
        for first in range(0, len(words), LINE):
            placed = tuple(
                Word(text, Rect(self.left + index * SIZE, self.bottom + 0.5, SIZE, SIZE - 1), after)
                for index, (text, after) in enumerate(words[first : first + LINE])
            )
            made.append(Line(self.page, Rect(self.left, self.bottom, LINE * SIZE, SIZE), SIZE, placed))
            self.bottom += LEADING
        return tuple(made)


def split(copy: str) -> Iterator[tuple[str, str]]:
    """Words of copy and the blanks behind each: an ideograph or a mark, or a run of letters and digits."""
    at = 0
    while at < len(copy):
        end = at + 1
        if _letter(copy[at]):
            while end < len(copy) and _letter(copy[end]):
                end += 1
        after = end
        while after < len(copy) and copy[after].isspace():
            after += 1
        yield copy[at:end], copy[end:after]
        at = after


def _letter(character: str) -> bool:
    return character < "\u2e80" and not character.isspace()
