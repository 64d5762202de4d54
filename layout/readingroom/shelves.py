"""The bags as the reading room takes them from the shelf: read only, found by the catalogue, never by what is asked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from layout.archive import naming
from layout.articles.stored import from_json
from layout.articles.values import Article, Edition, PageText
from layout.diagnostics import LayoutError, Report, Span
from layout.units import Rect, Size
from layout.value import FrozenMap, Memo, value

if TYPE_CHECKING:
    from layout.archive.values import IssueRow

_OPEN = 24  # issues kept open: some 4 MB each
_KNOWN = 512  # issues of which less is kept
_SMALL = re.compile(r"pages/\d+-small\.jpg")
_SUMS = "manifest-sha256.txt"
_SUM = re.compile(r"([0-9a-f]{64})\s+\*?(.+?)\s*")

Front = tuple[Path, str]
"""A file and its SHA-256."""


@value
class Volume:
    """An issue on the table. digests: SHA-256 of the bag's payload, by name below data/."""

    row: IssueRow
    edition: Edition
    digests: FrozenMap[str, str]
    folder: Path

    @property
    def name(self) -> str:
        return self.row.issue

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, panel, brief and advert, in reading order."""
        return tuple(self.edition.walk())

    def article(self, id: str) -> Article | None:
        return next((each for each in self.articles if each.id == id), None)

    def page(self, number: int) -> PageText | None:
        return next((each for each in self.edition.pages if each.number == number), None)

    def read(self, name: str) -> bytes | None:
        """A file of the bag, None where its list does not have it."""
        return (self.folder / name).read_bytes() if name in self.digests else None

    def picture_size(self, number: int) -> Size | None:
        """Pixels of a page's picture."""
        from layout.pictures import header

        data = self.read(naming.page_picture(number))
        return (data and header.measure(data)) or None


@value
class Ground:
    """Where an issue's articles stand, without their words. sizes: of its pages, points; boxes: by article id, with
    the page of each."""

    sizes: FrozenMap[int, Size]
    boxes: FrozenMap[str, tuple[tuple[int, Rect], ...]]


class Shelves:
    """The volumes asked for last, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: Memo[tuple[str, str], Volume] = Memo(_OPEN)
        self._grounds: Memo[tuple[str, str], Ground] = Memo(_KNOWN)
        self._fronts: Memo[tuple[str, str], Front] = Memo(_KNOWN)
        self._lock = Lock()

    def volume(self, row: IssueRow) -> Volume:
        """Raises LayoutError (NP962) where the bag cannot be read."""
        asked = row.issue, row.folder
        with self._lock:
            known = self._open.get(asked)
        if known is None:
            known = _opened(self.folder, row)
            with self._lock:
                self._open.put(asked, known)
        return known

    def ground(self, row: IssueRow) -> Ground:
        """What a list of hits shows of an issue, a fifth of the work of opening it. Raises LayoutError (NP962)."""
        asked = row.issue, row.folder
        with self._lock:
            known = self._grounds.get(asked)
        if known is None:
            known = _surveyed(self.folder, row)
            with self._lock:
                self._grounds.put(asked, known)
        return known

    def front(self, row: IssueRow) -> Front | None:
        """The first page in small, None where there is none; the issue is not opened for it. Raises LayoutError
        (NP962)."""
        asked = row.issue, row.folder
        with self._lock:
            known = self._fronts.get(asked)
        if known is None:
            bag = self.folder / row.folder
            try:
                sums = _sums(bag)
            except (OSError, ValueError) as error:
                raise damaged(f"{row.folder}/{_SUMS}", error) from None
            name = min(filter(_SMALL.fullmatch, sums), default="")
            if not name:
                return None
            known = bag / "data" / name, sums[name]
            with self._lock:
                self._fronts.put(asked, known)
        return known


def _opened(archive: Path, row: IssueRow) -> Volume:
    bag = archive / row.folder
    try:
        edition = from_json((bag / "data" / naming.EDITION).read_bytes())
        return Volume(row, edition, FrozenMap(_sums(bag)), bag / "data")
    except (OSError, ValueError) as error:
        raise damaged(f"{row.folder}/data/{naming.EDITION}", error) from None


def _surveyed(archive: Path, row: IssueRow) -> Ground:
    file = f"{row.folder}/data/{naming.EDITION}"
    try:
        found = json.loads((archive / file).read_bytes())
        waiting = list(found["articles"])
        boxes = {}
        while waiting:
            article = waiting.pop()
            boxes[article["id"]] = tuple((page, Rect(*box)) for page, *box in article["boxes"])
            waiting += article.get("articles", ())
        sizes = {page["page"]: Size(page["width"], page["height"]) for page in found["pages"]}
        return Ground(FrozenMap(sizes), FrozenMap(boxes))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, error) from None


def damaged(file: str, error: Exception) -> LayoutError:
    """A file of the archive that cannot be read, as what is raised (NP962)."""
    report = Report()
    reason = error.strerror if isinstance(error, OSError) else None
    report.add("NP962", Span(file), file=file, reason=reason or str(error))
    return LayoutError(report)


def _sums(bag: Path) -> dict[str, str]:
    """SHA-256 of the bag's payload, by name below data/ (RFC 8493 §2.1.3)."""
    lines = (bag / _SUMS).read_text("utf-8").splitlines()
    found = (match for line in lines if (match := _SUM.fullmatch(line)))
    return {_plain(match[2]).removeprefix("data/"): match[1] for match in found}


def _plain(name: str) -> str:
    return name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def token_of(row: IssueRow) -> str:
    """The paper's folder, which is its name in addresses."""
    return row.folder.split("/")[1]


def year_of(row: IssueRow) -> str:
    return row.folder.split("/")[2]
