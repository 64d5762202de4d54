"""The account of an import: where every character of the sources went.

The law: in the order of each source, what the parts of its passages say of it is the source, no more and no less, as a
reading of its own found it; and what the issue's reader makes of the YAML is what the passages say is kept. Blanks are
nobody's copy and not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from layout.diagnostics import Language, resource
from layout.importing.values import Document, Manuscript, Part, Passage, PictureFound, Place, Story
from layout.value import value


@value
class Sum:
    """One line of the account. fate: left, added, changed; source, result: characters on either side."""

    reason: str
    fate: str
    source: int
    result: int


@value
class Account:
    """source: characters of the sources; result: of the issue; sums: by reason. entries: all parts that are not in the
    issue as they stand, in the order of the sources. missing: characters nobody can account for, invented: those in the
    account that no source has; both are empty, or the program is wrong."""

    source: int
    result: int
    sums: tuple[Sum, ...]
    entries: tuple[Part, ...]
    missing: str = ""
    invented: str = ""

    @property
    def balanced(self) -> bool:
        counted = self.source + sum(each.result - each.source for each in self.sums)
        return not self.missing and not self.invented and counted == self.result

    def as_json(self, language: Language = "en") -> dict[str, object]:
        return {
            "source": self.source,
            "result": self.result,
            "balanced": self.balanced,
            "missing": self.missing,
            "invented": self.invented,
            "reasons": [
                {
                    "reason": each.reason,
                    "fate": each.fate,
                    "words": reason_words(each.reason, language),
                    "source": each.source,
                    "result": each.result,
                }
                for each in self.sums
            ],
        }

    def as_table(self, language: Language = "en") -> str:
        """Every character that is not in the issue as it stands: tab-separated lines with a head."""
        rows = ["file\tpart\tunit\tnumber\toffset\tfate\treason\tsource\tresult"]
        for part in self.entries:
            place = part.place
            cells = (
                place.file,
                place.part,
                place.unit,
                str(place.number),
                str(place.offset),
                fate(part.reason),
                reason_words(part.reason, language),
                " ".join(part.source.split()),
                " ".join(part.result.split()),
            )
            rows.append("\t".join(cells))
        return "\n".join(rows) + "\n"


def account(documents: Sequence[Document], manuscript: Manuscript) -> Account:
    """What became of every character."""
    kept = [part for passage in passages(manuscript) for part in passage.parts]
    left = [part for passage in manuscript.left for part in passage.parts]
    by_file: dict[str, list[Part]] = {document.file: [] for document in documents}
    for part in (*kept, *left):
        by_file.setdefault(part.place.file, []).append(part)
    missing: list[str] = []
    invented: list[str] = []
    entries: list[Part] = []
    sums: dict[str, list[int]] = {}
    counted = 0
    for document in documents:
        parts = sorted(by_file[document.file], key=lambda part: part.order)
        found = bare("".join(part.source for part in parts))
        counted += len(document.counted)
        if found != document.counted:
            gone, more = _difference(document.counted, found)
            missing.append(gone)
            invented.append(more)
        for part in parts:
            if bare(part.source) != bare(part.kept):
                entries.append(part)
                row = sums.setdefault(part.reason, [0, 0])
                row[0] += len(bare(part.source))
                row[1] += len(bare(part.kept))
    result = sum(len(bare(part.kept)) for part in kept)
    rows = tuple(Sum(reason, fate(reason), *sums[reason]) for reason in sorted(sums))
    return Account(counted, result, rows, tuple(entries), "".join(missing), "".join(invented))


def bare(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


def passages(manuscript: Manuscript) -> Iterator[Passage]:
    """All that is kept, in the order in which the issue has it."""
    for _, banner in manuscript.banners:
        yield banner
    for story in manuscript.stories:
        yield from of_story(story)


def of_story(story: Story) -> Iterator[Passage]:
    if story.banner is not None:
        yield story.banner
    yield from (*story.kicker, *story.headline, *story.deck)
    if story.byline is not None:
        yield story.byline
    if story.dateline is not None:
        yield story.dateline
    for picture in story.pictures:
        yield from _of_picture(picture)
    for block in story.body:
        yield block.passage
    for table in story.tables:
        if table.title is not None:
            yield table.title
        for row in table.rows:
            yield from row
    for item in story.items:
        yield from of_story(item)


def _of_picture(picture: PictureFound) -> Iterator[Passage]:
    if picture.caption is not None:
        yield picture.caption
    if picture.credit is not None:
        yield picture.credit


def _difference(source: str, found: str) -> tuple[str, str]:
    """Characters that one has and the other has not; of the same characters in another order the first that differ."""
    there, here = Counter(source), Counter(found)
    gone, more = "".join((there - here).elements()), "".join((here - there).elements())
    if not gone and not more:
        at = next(at for at, (one, other) in enumerate(zip(source, found, strict=True)) if one != other)
        return source[at : at + 12], found[at : at + 12]
    return gone, more


def fate(reason: str) -> str:
    return str(_reasons().get(reason, {}).get("fate", "changed"))


def reason_words(reason: str, language: Language) -> str:
    return str(_reasons().get(reason, {}).get(language, reason))


@cache
def _reasons() -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads(resource("importing/reasons.toml").decode("utf-8"))


def place_words(place: Place, language: Language) -> str:
    """Where something stands in its source, for a message: “paragraph 12”, “第12段”."""
    words = {
        "en": {"line": "line {}", "paragraph": "paragraph {}", "page": "page {}", "row": "row {}"},
        "zh": {"line": "第{}行", "paragraph": "第{}段", "page": "第{}页", "row": "第{}行"},
    }[language]
    told = words[place.unit].format(place.number) if place.unit else ""
    return " ".join(filter(None, (place.part, told)))
