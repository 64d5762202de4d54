"""The reading room as a folder of plain files, with an index that the browser searches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layout.articles.bylines import authors_of
from layout.diagnostics import LayoutError, Report, Span, reason_of
from layout.readingroom import addresses, wordlists
from layout.readingroom.room import Asked, Room
from layout.readingroom.shelves import Volume, damaged

if TYPE_CHECKING:
    from layout.workspace import Workspace

MARKER = "reading-room.json"
"""In every folder this module writes, with a list of its files: only such a folder with nothing else in it, or an empty
one, is replaced."""

INDEX = "search/index/"

Watch = Callable[[str, int, int], None]


def write_site(
    workspace: Workspace, room: Room, folder: str, base: str, watch: Watch = lambda stage, done, total: None
) -> int:
    """Write the site, whole or not at all; how many files it has. base: its absolute address, ending in "/".

    Raises LayoutError: NP961 where something else stands in the folder, NP962 where an issue's bag is not whole, NP901.
    """
    _guard(workspace, room, folder)
    try:
        files = _Files(room, base, watch)
        workspace.write_folder(folder, files)
    except OSError as error:
        if error.filename and room.folder.resolve() in Path(error.filename).resolve().parents:
            raise damaged(Path(error.filename).name, error) from None
        raise _fault("NP901", folder, reason=reason_of(error)) from None
    return len(files)


def _guard(workspace: Workspace, room: Room, folder: str) -> None:
    target, archive = (workspace.root / folder).resolve(), room.folder.resolve()
    within = target == archive or archive in target.parents or target in archive.parents
    if within:
        raise _fault("NP961", folder, hint="within")
    if workspace.exists(folder) and not (workspace.is_folder(folder) and _ours(workspace, folder)):
        raise _fault("NP961", folder)


def _ours(workspace: Workspace, folder: str) -> bool:
    """Whether a folder is empty, or a site with nothing in it that its list does not know."""
    if not workspace.names(folder):
        return True
    try:
        said = json.loads(workspace.read(f"{folder}/{MARKER}"))
        return not workspace.foreign(folder, {MARKER, *map(str, said["files"])})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


class _Files(Mapping[str, bytes]):
    """The files of the site by name, each made when it is written: an archive is larger than any memory."""

    def __init__(self, room: Room, base: str, watch: Watch) -> None:
        self._room, self._base, self._watch, self._done = room, base, watch, 0
        self._made = _index(room)
        self._addresses: dict[str, str] = {}
        for address in room.everything():
            self._put(address)
        for name in (addresses.NOT_FOUND, f"{addresses.PREFIX['en']}{addresses.NOT_FOUND}"):
            self._made[name] = room.not_found(Asked(name, {}, base)).content()
        names = sorted((*self._made, *self._addresses))
        self._made[MARKER] = _json({"base": base, "files": names})

    def _put(self, address: str) -> None:
        if address and not address.endswith("/"):
            self._addresses[address] = address
            return
        for language in addresses.LANGUAGES:
            page = addresses.PREFIX[language] + address
            self._addresses[f"{page}index.html"] = page

    def __len__(self) -> int:
        return len(self._made) + len(self._addresses)

    def __iter__(self) -> Iterator[str]:
        yield from self._made
        yield from self._addresses

    def __getitem__(self, name: str) -> bytes:
        self._done += 1
        self._watch("site", self._done, len(self))
        if name in self._made:
            return self._made[name]
        answer = self._room.answer(Asked(self._addresses[name], {}, self._base))
        if answer.status != 200:
            raise _fault("NP962", name, reason=str(answer.status))
        return answer.content()


def _index(room: Room) -> dict[str, bytes]:
    """What the browser searches: shards, titles in chunks, the issues, and how characters are folded."""
    index = wordlists.Index()
    rows: list[list[object]] = []
    issues: list[list[object]] = []
    for row in reversed(room.holdings().newest):
        volume = room.volume(row)
        sections = {page.number: page.section for page in volume.edition.pages}
        for article in volume.articles:
            parts = wordlists.folded_parts(article)
            if not parts:
                continue
            index.put(len(rows), parts)
            rows.append(
                [
                    len(issues),
                    article.id,
                    article.title or article.body[:20],
                    article.page,
                    sections.get(article.page, ""),
                    list(authors_of(article)),
                    list(dict.fromkeys(number for number, _ in article.boxes)),
                ]
            )
        issues.append([row.issue, row.paper, row.date, row.number, _sizes(volume)])
    files = {f"{INDEX}{number}.json": data for number, data in index.shards()}
    for first in range(0, len(rows), wordlists.CHUNK):
        files[f"{INDEX}articles-{first // wordlists.CHUNK}.json"] = _json(rows[first : first + wordlists.CHUNK])
    files[f"{INDEX}about.json"] = _json(
        {
            "shards": sorted(number for number, _ in index.shards()),
            "modulus": wordlists.SHARDS,
            "chunk": wordlists.CHUNK,
            "articles": len(rows),
            "issues": issues,
            "folds": wordlists.folds(index.characters),
        }
    )
    return files


def _sizes(volume: Volume) -> dict[str, list[float]]:
    return {str(page.number): [page.size.width, page.size.height] for page in volume.edition.pages}


def _json(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _fault(code: str, file: str, hint: str = "hint", **values: Any) -> LayoutError:
    report = Report()
    report.add(code, Span(file), hint=hint, file=file, **values)
    return LayoutError(report)
