"""Files as they are with what was typed in the browser and is not saved yet: pages are made of these."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from layout.amending import AmendField, amend
from layout.amending import target as target_of
from layout.desk.folder import PaperFolder
from layout.diagnostics import Report
from layout.source import Files

MOST_DRAFTS = 200
"""Of one issue: an editor who has more has not saved for days; the oldest are dropped from the page, not from his
browser."""


class Drafted(PaperFolder):
    """The folder's files, with drafts in place of what fields of issues hold; `saved` has them as they are."""

    def __init__(self, root: Path, fonts: Path | None = None, allowed: Sequence[str] = ()) -> None:
        super().__init__(root, fonts, allowed)
        self.saved = PaperFolder(root, fonts, allowed)
        self._drafts: dict[str, dict[tuple[object, ...], AmendField]] = {}
        self._texts: dict[str, dict[str, bytes]] = {}
        self._before: dict[str, tuple[tuple[AmendField, ...], dict[str, bytes], dict[str, bytes]]] = {}
        self._lock = Lock()

    def draft(self, issue: str, field: AmendField) -> None:
        """Keep a field's draft."""
        with self._lock:
            known = self._drafts.setdefault(issue, {})
            known.pop(_key(field), None)
            known[_key(field)] = field
            while len(known) > MOST_DRAFTS:
                known.pop(next(iter(known)))

    def drop(self, issue: str, field: AmendField | None = None) -> None:
        """Drop a field's draft, or all of an issue."""
        with self._lock:
            known = self._drafts.get(issue, {})
            if field is None:
                known.clear()
            else:
                known.pop(_key(field), None)
            if not known:
                self._drafts.pop(issue, None)

    def has_drafts(self, issue: str) -> bool:
        return issue in self._drafts

    def settle(self, issue: str) -> None:
        """Put the drafts of an issue over its files as these are now; one whose place is gone stands over nothing."""
        with self._lock:
            drafts = tuple(self._drafts.get(issue, {}).values())
        texts = self._over(issue, drafts)
        with self._lock:
            if texts:
                self._texts[issue] = texts
            else:
                self._texts.pop(issue, None)

    def _over(self, issue: str, drafts: tuple[AmendField, ...]) -> dict[str, bytes]:
        """Texts with drafts in place of what the files have; all but the last draft are as at the last keystroke."""
        if not drafts:
            return {}
        *before, last = drafts
        known = self._before.get(issue)
        if known is not None and known[0] == tuple(before) and all(self._has(*file) for file in known[1].items()):
            texts = dict(known[2])
        else:
            read: dict[str, bytes] = {}
            texts = {}
            for draft in before:
                self._put(issue, draft, texts, read)
            self._before[issue] = tuple(before), read, dict(texts)
        self._put(issue, last, texts, {})
        return texts

    def _put(self, issue: str, draft: AmendField, texts: dict[str, bytes], read: dict[str, bytes]) -> None:
        """Put one draft over the texts. read: told of the saved files that were."""
        try:
            name, there = target_of(Over(self.saved, texts), issue, draft, Report())
            for file in (issue, name):
                if file not in texts:
                    read[file] = self.saved.read(file)
            new = amend(texts.get(name) or read[name], there, Report(), name)
        except OSError:
            return
        if new is not None:
            texts[name] = new

    def _has(self, name: str, data: bytes) -> bool:
        """Whether a saved file still has these bytes."""
        try:
            return self.saved.read(name) == data
        except OSError:
            return False

    def read(self, name: str) -> bytes:
        text = self._text(name)
        if text is None:
            self.read_so_far.add(name)
            return self.saved.read(name)
        return text

    def stamp(self, name: str) -> tuple[int, ...] | None:
        text = self._text(name)
        if text is None:
            return self.saved.stamp(name)
        return (int.from_bytes(blake2b(text, digest_size=8).digest(), "big"),)

    def _text(self, name: str) -> bytes | None:
        with self._lock:
            return next((texts[name] for texts in self._texts.values() if name in texts), None)


class Over:
    """The saved files with some texts in place of theirs."""

    def __init__(self, files: PaperFolder, texts: dict[str, bytes]) -> None:
        self._files, self._texts = files, texts

    def read(self, name: str) -> bytes:
        return self._texts[name] if name in self._texts else self._files.read(name)

    def exists(self, name: str) -> bool:
        return self._files.exists(name)

    def of_issue(self, issue_file: str) -> Files:
        return self._files.of_issue(issue_file)

    def names(self, folder: str) -> tuple[str, ...]:
        return self._files.names(folder)


def _key(field: AmendField) -> tuple[object, ...]:
    return field.page, field.story, field.path
