"""Files as they are with what was typed in the browser and is not saved yet: pages are made of these."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from threading import Lock

from layout.amending import Field, amended_text
from layout.desk.folder import PaperFolder
from layout.diagnostics import Report
from layout.value import value


@value
class Draft:
    """Copy of one field that is typed and not saved. was: what the field held when typing began."""

    field: Field
    text: str
    was: str


class Drafted(PaperFolder):
    """The folder's files, with drafts in place of what the fields of issues hold.

    The files on the disk are read as they are by `saved`.
    """

    def __init__(self, root: Path, fonts: Path | None = None) -> None:
        super().__init__(root, fonts)
        self._drafts: dict[str, dict[Field, Draft]] = {}
        self._texts: dict[str, tuple[bytes, int, bytes]] = {}
        self._count = 0
        self._lock = Lock()
        self._beneath = PaperFolder(root, fonts)

    @property
    def saved(self) -> PaperFolder:
        return self._beneath

    def draft(self, issue: str, draft: Draft | None, field: Field) -> None:
        """Keep a field's draft, or drop it."""
        with self._lock:
            known = self._drafts.setdefault(issue, {})
            known.pop(field, None)
            if draft is not None:
                known[field] = draft
            if not known:
                del self._drafts[issue]
            self._count += 1
            self._texts.clear()

    def drafts(self, issue: str) -> tuple[Draft, ...]:
        with self._lock:
            return tuple(self._drafts.get(issue, {}).values())

    def has_drafts(self, issue: str) -> bool:
        return issue in self._drafts

    def settle(self, issue: str) -> None:
        """Put the drafts of an issue over its files as they are now; a draft whose place is gone stands over nothing."""
        drafts = self.drafts(issue)
        if not drafts:
            return
        texts: dict[str, bytes] = {}
        for draft in drafts:
            try:
                file, data = amended_text(_Over(self._beneath, texts), issue, draft.field, draft.text, Report())
            except (OSError, ValueError):
                continue
            texts[file] = data
        with self._lock:
            for file, data in texts.items():
                self._texts[file] = b"", self._count, data

    def read(self, name: str) -> bytes:
        known = self._texts.get(name)
        if known is None:
            return self._beneath.read(name)
        self.read_so_far.add(name)
        return known[2]

    def stamp(self, name: str) -> tuple[int, ...] | None:
        known = self._texts.get(name)
        if known is None:
            return self._beneath.stamp(name)
        digest = blake2b(known[2], digest_size=8).digest()
        return (int.from_bytes(digest, "big"),)


class _Over:
    """The saved files with some texts in place of theirs."""

    def __init__(self, files: PaperFolder, texts: dict[str, bytes]) -> None:
        self._files, self._texts = files, texts

    def read(self, name: str) -> bytes:
        return self._texts[name] if name in self._texts else self._files.read(name)

    def exists(self, name: str) -> bool:
        return self._files.exists(name)

    def names(self, folder: str) -> tuple[str, ...]:
        return self._files.names(folder)
