"""An earlier make-up of an issue as explicit placements: where every module of every page stood. It is kept beside the
issue, so that the next make-up moves nothing without need and an editor can lock a story where it stands.

    {"pages": [{"page": 2, "places": [
      {"story": "lead", "column": 0, "columns": 4, "row": 3, "rows": 31},
      …]}]}

Columns and rows count from 0, from the head of the type area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from layout.diagnostics import Report, Span
from layout.units import GridArea
from layout.value import value

Places = tuple[tuple[str, GridArea], ...]
"""The modules of a page by name, in reading order."""


@value
class PreviousLayout:
    """An earlier result. file: where it is kept, "" = there is none; pages: their numbers and places."""

    file: str = ""
    pages: tuple[tuple[int, Places], ...] = ()

    def page(self, number: int) -> Mapping[str, GridArea]:
        """Where the modules of a page stood; nothing for a page that was not there."""
        return next((dict(places) for page, places in self.pages if page == number), {})

    def with_pages(self, pages: Iterable[tuple[int, Places]], numbers: Iterable[int]) -> PreviousLayout:
        """With newer pages in the place of older ones, less those that are not among `numbers`."""
        known = dict(self.pages) | dict(pages)
        return PreviousLayout(self.file, tuple((number, known[number]) for number in sorted(set(numbers) & set(known))))

    def as_bytes(self) -> bytes:
        """The file, one module a line, so that a version control system shows what moved."""
        import json

        pages = []
        for number, places in self.pages:
            rows = ",\n".join(
                "    "
                + json.dumps(
                    {"story": n, "column": a.column, "columns": a.columns, "row": a.row, "rows": a.rows},
                    ensure_ascii=False,
                )
                for n, a in places
            )
            pages.append(f'  {{"page": {number}, "places": [\n{rows}]}}')
        return ('{"pages": [\n' + ",\n".join(pages) + "]}\n").encode()


NO_PREVIOUS = PreviousLayout()


def read_previous(file: str, data: bytes, report: Report) -> PreviousLayout:
    """The earlier result of a file; one that cannot be understood is told (NP620) and left aside."""
    import json

    try:
        pages = tuple((_whole(page["page"]), _places(page["places"])) for page in json.loads(data)["pages"])
    except (ValueError, TypeError, KeyError, RecursionError):
        report.add("NP620", Span(file), file=file)
        return PreviousLayout(file)
    return PreviousLayout(file, pages)


def _places(given: Iterable[Mapping[str, Any]]) -> Places:
    return tuple(
        (
            str(each["story"]),
            GridArea(_whole(each["column"]), _whole(each["columns"]), _whole(each["row"]), _whole(each["rows"])),
        )
        for each in given
    )


def _whole(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 10_000:
        raise ValueError(number)
    return number
