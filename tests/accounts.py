"""The law of imports, checked from outside: what the issue's reader finds in the YAML, with what the account says was
left out, added and changed, is the characters of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from layout.diagnostics import Report
from layout.importing import Imported, Options, import_files
from layout.importing.account import fate
from layout.importing.importing import texts_of_story
from layout.issue import read_issue
from layout.workspace import Workspace


class Held(Workspace):
    """Files in memory."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        super().__init__(Path("/nowhere"))
        self.files = dict(files or {})

    def read(self, name: str) -> bytes:
        try:
            return self.files[name]
        except KeyError:
            raise FileNotFoundError(2, "No such file", name) from None

    def exists(self, name: str) -> bool:
        return name in self.files

    def is_folder(self, name: str) -> bool:
        return False

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data


def imported(name: str, data: bytes, files: Mapping[str, bytes] | None = None, **options: object) -> Imported:
    return import_files(Held(files), [(name, data)], Options(**options))  # type: ignore[arg-type]


def bare(text: str) -> str:
    return "".join(text.split())


def copy_of(made: Imported) -> str:
    """All copy of the YAML, as the issue's reader has it."""
    report = Report()
    issue = read_issue(Held({"issue.yaml": made.text.encode(), **dict(made.pictures)}), "issue.yaml", report)
    assert issue is not None
    faults = [fault.message() for fault in report if fault.severity == "error"]
    assert not faults, faults
    found = [page.banner.text for page in issue.pages if page.banner is not None]
    for page in issue.pages:
        for story in page.stories:
            found += texts_of_story(story)
    return "".join(found)


def assert_accounted(made: Imported, source: str) -> None:
    """source: the characters of the file, counted by the test's own means."""
    expected = Counter(bare(source))
    for part in made.account.entries:
        if fate(part.reason) == "added":
            assert not part.source.strip()
        expected.subtract(Counter(bare(part.source)))
        expected.update(Counter(bare(part.kept)))
    there = Counter(bare(copy_of(made)))
    assert +expected == there, (expected - there, there - expected)
    assert made.account.balanced
    assert made.account.source == len(bare(source))
    assert "NP989" not in {fault.code for fault in made.report}
