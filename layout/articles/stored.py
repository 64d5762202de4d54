"""An edition as JSON and back: what the archive keeps of an issue for its catalogue, reading room and exports.

Boxes are [x, y, width, height], points from the trimmed corner, y downward. A line's words follow each other as flat
numbers: characters of the word, of the blanks behind it, and the box of its ink.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from layout.articles.roles import ROLES
from layout.articles.values import About, Article, Block, Corrected, Edition, Line, PageText, Picture, Word
from layout.units import Rect, Size

FORMAT = 1
"""Raised when what is written changes its meaning."""

_NUMBERS = 6  # a word's


def to_json(edition: Edition) -> bytes:
    """The edition as UTF-8 JSON; the same edition gives the same bytes."""
    about = edition.about
    found = {
        "format": FORMAT,
        "about": {name: said for name in About.__annotations__ if (said := getattr(about, name)) != _USUAL.get(name)},
        "pages": [
            {
                "page": page.number,
                "width": page.size.width,
                "height": page.size.height,
                "section": page.section,
                "furniture": [_line(line) for line in page.furniture],
                **({"label": page.label} if page.label else {}),
            }
            for page in edition.pages
        ],
        "articles": [_article(article) for article in edition.articles],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


_USUAL = {"spine": "left", "calendar": "common"}
"""What an edition says of itself only where it differs: those written before had nothing to say of it."""


def from_json(data: bytes, words: bool = True) -> Edition:
    """The edition that was written. words: False = each line as one word of its whole text, four times as fast, for
    those who want no boxes. Raises ValueError for anything else."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError(f"an edition of format {found['format']}; this program reads {FORMAT}")
        if not all(isinstance(said, str) for said in found["about"].values()):
            raise ValueError("not an edition: what it says of itself is no text")
        return Edition(
            About(**found["about"]),
            tuple(
                PageText(
                    _count(page["page"]),
                    Size(_length(page["width"]), _length(page["height"])),
                    _text(page["section"]),
                    tuple(read_line(line, words) for line in page["furniture"]),
                    _text(page.get("label", "")),
                )
                for page in found["pages"]
            ),
            tuple(_read_article(article, words) for article in found["articles"]),
        )
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError(f"not an edition: {error!r}") from None


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise ValueError(f"not an edition: {found!r} is no text")
    return found


def _role(found: object) -> str:
    if found not in ROLES:
        raise ValueError(f"not an edition: {found!r} is no role")
    return str(found)


def _count(found: object) -> int:
    if type(found) is not int or found < 1:
        raise ValueError(f"not an edition: {found!r} is no page")
    return found


def _length(found: object) -> float:
    if not isinstance(found, (int, float)) or not 0 < found < math.inf:
        raise ValueError(f"not an edition: {found!r} is no length")
    return found


def _article(article: Article) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": article.id,
        "role": article.role,
        "name": article.name,
        "boxes": [[page, *_rect(box)] for page, box in article.boxes],
        "blocks": [_block(block) for block in article.blocks],
    }
    if article.corrects is not None:
        made["corrects"] = {name: getattr(article.corrects, name) for name in Corrected.__annotations__}
    if article.articles:
        made["articles"] = [_article(each) for each in article.articles]
    return made


def _read_article(found: Mapping[str, Any], words: bool) -> Article:
    return Article(
        _text(found["id"]),
        _role(found["role"]),
        _text(found["name"]),
        tuple((_count(box[0]), Rect(*box[1:])) for box in found["boxes"]),
        tuple(_read_block(block, words) for block in found["blocks"]),
        tuple(_read_article(article, words) for article in found.get("articles", ())),
        Corrected(**{name: _text(said) for name, said in found["corrects"].items()}) if "corrects" in found else None,
    )


def _block(block: Block) -> dict[str, Any]:
    made: dict[str, Any] = {"role": block.role}
    if block.level:
        made["level"] = block.level
    if block.span != (1, 1):
        made["span"] = list(block.span)
    if block.heads:
        made["heads"] = block.heads
    if block.lines:
        made["lines"] = [_line(line) for line in block.lines]
    if block.blocks:
        made["blocks"] = [_block(each) for each in block.blocks]
    if block.picture is not None:
        picture = block.picture
        made["picture"] = {
            "page": picture.page,
            "box": _rect(picture.box),
            "file": picture.file,
            "alt": picture.alt,
            "crop": _rect(picture.crop),
        }
    return made


def _read_block(found: Mapping[str, Any], words: bool) -> Block:
    picture = found.get("picture")
    return Block(
        _role(found["role"]),
        tuple(read_line(line, words) for line in found.get("lines", ())),
        tuple(_read_block(block, words) for block in found.get("blocks", ())),
        found.get("level", 0),
        picture
        and Picture(picture["page"], Rect(*picture["box"]), picture["file"], picture["alt"], Rect(*picture["crop"])),
        _span(found.get("span", (1, 1))),
        _heads(found.get("heads", "")),
    )


def _span(found: Sequence[object]) -> tuple[int, int]:
    columns, rows = found
    return _count(columns), _count(rows)


def _heads(found: object) -> str:
    if found not in ("", "column", "row", "group"):
        raise ValueError(f"not an edition: {found!r} is nothing that a cell heads")
    return str(found)


def _line(line: Line) -> dict[str, Any]:
    made: dict[str, Any] = {"page": line.page, "box": _rect(line.box), "size": line.size, **_words(line.words)}
    links = [[index, word.link] for index, word in enumerate(line.words) if word.link]
    if links:
        made["links"] = links
    emphases = [[index, *word.emphases] for index, word in enumerate(line.words) if word.emphases]
    if emphases:
        made["emphases"] = emphases
    if line.broken is not None:
        made["broken"] = _rect(line.broken)
    if line.readings:
        made["readings"] = _words(line.readings)
    if line.vertical:
        made["vertical"] = True
    return made


def _words(words: Sequence[Word]) -> dict[str, Any]:
    numbers: list[float] = []
    for word in words:
        numbers += (len(word.text), len(word.after), *_rect(word.box))
    return {"text": "".join(word.text + word.after for word in words), "words": numbers}


def read_line(found: Mapping[str, Any], words: bool = True) -> Line:
    """A line of what was parsed; words: as from_json. Raises KeyError, TypeError or IndexError for anything else."""
    if not words:
        box = Rect(*found["box"])
        whole = (Word(found["text"], box),)
        return Line(found["page"], box, found["size"], whole, vertical=bool(found.get("vertical")))
    broken = found.get("broken")
    emphases = {place: tuple(kinds) for place, *kinds in found.get("emphases", ())}
    return Line(
        found["page"],
        Rect(*found["box"]),
        found["size"],
        _read_words(found, dict(found.get("links", ())), emphases),
        broken and Rect(*broken),
        _read_words(found["readings"], {}, {}) if "readings" in found else (),
        bool(found.get("vertical")),
    )


def _read_words(
    found: Mapping[str, Any], links: Mapping[int, str], emphases: Mapping[int, tuple[str, ...]]
) -> tuple[Word, ...]:
    text, numbers = found["text"], found["words"]
    words: list[Word] = []
    at = 0
    for first in range(0, len(numbers), _NUMBERS):
        letters, blanks, *box = numbers[first : first + _NUMBERS]
        middle = at + letters
        after, place = text[middle : middle + blanks], len(words)
        words.append(Word(text[at:middle], Rect(*box), after, links.get(place, ""), emphases.get(place, ())))
        at = middle + blanks
    return tuple(words)


def _rect(box: Rect) -> list[float]:
    return [box.x, box.y, box.width, box.height]
