"""What is asked of a new paper, by the terminal or the desk's first page, and what an answer left open comes to: each
kind of paper has its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from layout.diagnostics import Language
from layout.scaffold.house_style import column_counts
from layout.scaffold.tables import table
from layout.scaffold.values import Choice, Question, Start
from layout.value import FrozenMap, replace


@cache
def questions() -> tuple[Question, ...]:
    """What is asked of a new paper, in order; ids are fields of `Start`."""
    return tuple(
        Question(
            name,
            row["en"],
            row["zh"],
            tuple(_choices(name)),
            row.get("default", ""),
            FrozenMap({} if "default" in row else {kind: each[name] for kind, each in table()["kind"].items()}),
        )
        for name, row in table()["question"].items()
    )


def as_start(answers: Mapping[str, str], day: date, language: Language) -> Start:
    """The start of a form's answers, by the questions' ids; what is not among them stays as the kind has it.

    Raises ValueError, with the question and what may be answered, for an answer that is no choice."""
    given = {question.id: answers.get(question.id, "").strip() or question.default for question in questions()}
    for question in questions():
        known = [each.id for each in question.choices_of(_format_of(given))]
        if given[question.id] and known and given[question.id] not in known:
            raise ValueError(f"{question.id}: {given[question.id]} ({', '.join(known)})")
    return Start(
        day,
        given["name"],
        given["kind"],
        given["format"],
        int(given["columns"]),
        given["status"],
        given["press"],
        int(given["pages"]),
        language,
    )


def settled(start: Start) -> Start:
    """The start with nothing left open."""
    kind = table()["kind"][start.kind]
    return replace(
        start,
        name=_printable(start.name) or kind["name"],
        format=start.format or kind["format"],
        status=start.status or kind["status"],
    )


def cautions(start: Start) -> tuple[str, ...]:
    """What the status of the paper forbids of its name: the words that may not end it."""
    start = settled(start)
    words = table()["status"][start.status].get("not_in_name", ())
    return tuple(word for word in words if start.name.endswith(word))


def _choices(question: str) -> Iterator[Choice]:
    if question == "pages":
        small = tuple(name for name in table()["format"] if name not in table()["pages"]["large"])
        for count in table()["pages"]["choices"]:
            only = small if count > table()["pages"]["most_large"] else ()
            yield Choice(str(count), str(count), str(count), only)
    elif question == "columns":
        yield Choice("0", "as the format has it", "照开本的样子")
        widths = {name: set(column_counts(row["theme"])) for name, row in table()["format"].items()}
        for count in sorted(set().union(*widths.values())):
            having = tuple(name for name, counts in widths.items() if count in counts)
            yield Choice(str(count), str(count), str(count), having)
    else:
        yield from (Choice(name, row["en"], row["zh"]) for name, row in table().get(question, {}).items())


def _format_of(given: Mapping[str, str]) -> str:
    kind = table()["kind"].get(given["kind"], {})
    return given["format"] or str(kind.get("format", ""))


def _printable(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())  # a folder's name may be any bytes
