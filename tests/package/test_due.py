"""When the papers are due, as an editor writes it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from layout.package.due import due_time

ISSUED = date(2019, 7, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-07-14 20:00", datetime(2019, 7, 14, 20)),
        ("2019-07-14", datetime(2019, 7, 14, 12)),
        ("前一天 20:00", datetime(2019, 7, 14, 20)),
        ("前两天 8：30", datetime(2019, 7, 13, 8, 30)),
        ("前 3 日 18:00", datetime(2019, 7, 12, 18)),
        ("1 day before 20:00", datetime(2019, 7, 14, 20)),
        ("10 days before 9:05", datetime(2019, 7, 5, 9, 5)),
        ("当天 5:30", datetime(2019, 7, 15, 5, 30)),
        ("same day 05:30", datetime(2019, 7, 15, 5, 30)),
        ("", None),
    ],
)
def test_what_is_understood(text: str, expected: datetime | None) -> None:
    assert due_time(text, ISSUED) == expected


@pytest.mark.parametrize("text", ["soon", "2019-02-30 20:00", "前一天", "前一天 25:00", "20:00", "2019-07-14 20:60"])
def test_what_is_not(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        due_time(text, ISSUED)


def test_days_before_an_undated_issue_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="前一天"):
        due_time("前一天 20:00", None)
    assert due_time("2019-07-14 20:00", None) == datetime(2019, 7, 14, 20)
