"""What the archive holds, by paper, year and day: the rows of the catalogue, put in order once."""

from __future__ import annotations

from collections.abc import Iterable

from layout.archive.values import IssueRow
from layout.readingroom.shelves import token_of, year_of
from layout.value import FrozenMap, value


@value
class Paper:
    """token: its name in addresses; name: as its newest issue has it; issues: the oldest first."""

    token: str
    name: str
    issues: tuple[IssueRow, ...]

    @property
    def years(self) -> tuple[str, ...]:
        """The newest first, "undated" last."""
        found = {year_of(row) for row in self.issues}
        return tuple(sorted(found - {"undated"}, reverse=True)) + (("undated",) if "undated" in found else ())

    def of_year(self, year: str) -> tuple[IssueRow, ...]:
        return tuple(row for row in self.issues if year_of(row) == year)


@value
class Holdings:
    """papers: the one with most issues first; names: every issue's row by its name; papers_of: by token."""

    papers: tuple[Paper, ...]
    names: FrozenMap[str, IssueRow]
    papers_of: FrozenMap[str, Paper]

    @property
    def newest(self) -> tuple[IssueRow, ...]:
        """All issues, the newest first."""
        return tuple(sorted(self.names.values(), key=lambda row: (row.date, row.paper, row.number), reverse=True))

    def beside(self, row: IssueRow) -> tuple[IssueRow | None, IssueRow | None]:
        """The issues of the same paper before and after."""
        issues = self.papers_of[token_of(row)].issues
        at = issues.index(row)
        return issues[at - 1] if at else None, issues[at + 1] if at + 1 < len(issues) else None


def held(rows: Iterable[IssueRow]) -> Holdings:
    """The rows in order."""
    ordered = sorted(rows, key=lambda row: (row.date, _number(row.number), row.issue))
    of: dict[str, list[IssueRow]] = {}
    for row in ordered:
        of.setdefault(token_of(row), []).append(row)
    papers = sorted((Paper(token, issues[-1].paper, tuple(issues)) for token, issues in of.items()), key=_largest)
    return Holdings(
        tuple(papers),
        FrozenMap({row.issue: row for row in ordered}),
        FrozenMap({paper.token: paper for paper in papers}),
    )


def _largest(paper: Paper) -> tuple[int, str]:
    return -len(paper.issues), paper.token


def _number(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdecimal() else (0, number)
