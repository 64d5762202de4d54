"""The bags as the reading room takes them from the shelf: read only, found by the catalogue, never by what is asked."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from layout.archive import naming
from layout.articles.stored import from_json
from layout.articles.values import Article, Edition, PageText
from layout.units import Size
from layout.value import FrozenMap, Memo, value

if TYPE_CHECKING:
    from layout.archive.values import IssueRow

_OPEN = 24  # issues kept open: some 4 MB each
_SUM = re.compile(r"([0-9a-f]{64})\s+\*?(.+)")


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
        return data and header.measure(data) or None


class Shelves:
    """The volumes asked for last, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: Memo[tuple[str, str], Volume] = Memo(_OPEN)
        self._lock = Lock()

    def volume(self, row: IssueRow) -> Volume:
        """Raises OSError or ValueError where the bag is not whole."""
        asked = row.issue, row.folder
        with self._lock:
            known = self._open.get(asked)
        if known is None:
            known = _opened(self.folder, row)
            with self._lock:
                self._open.put(asked, known)
        return known


def _opened(archive: Path, row: IssueRow) -> Volume:
    bag = archive / row.folder
    listed = (bag / "manifest-sha256.txt").read_text("utf-8").splitlines()
    sums = (found for line in listed if (found := _SUM.fullmatch(line.strip())))
    digests = {found[2].removeprefix("data/"): found[1] for found in sums}
    return Volume(row, from_json((bag / "data" / naming.EDITION).read_bytes()), FrozenMap(digests), bag / "data")


def token_of(row: IssueRow) -> str:
    """The paper's folder, which is its name in addresses."""
    return row.folder.split("/")[1]


def year_of(row: IssueRow) -> str:
    return row.folder.split("/")[2]
