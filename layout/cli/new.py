"""`layout new`: a paper of one's own, asked for in a few questions or said in options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from layout.cli.options import language_option
from layout.cli.printing import WORDS, say
from layout.diagnostics import why

if TYPE_CHECKING:
    from layout.diagnostics import Language
    from layout.scaffold import Choice, Question

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from layout.scaffold import questions

    found = next(question for question in questions() if question.id == parameter.name)
    return [CompletionItem(each.id, help=each.en) for each in found.choices if each.id.startswith(incomplete)]


def _asked(name: str, help: str, metavar: str) -> Callable[[_Function], _Function]:
    return click.option(f"--{name}", name, metavar=metavar, help=help, shell_complete=_complete)


@click.command(short_help="Make a new paper, ready to build.")
@click.argument("folder", required=False, type=click.Path(readable=False))
@click.option("--name", help="The paper's name as its nameplate shows it.")
@_asked("kind", "street, school, company or town: what its sample copy is about.", "KIND")
@_asked("format", "sikai (四开), duikai (对开), bakai (八开), a3, a4, berliner, tabloid.", "FORMAT")
@_asked("columns", "Base columns, as many as the format can be parted into; its own unless told.", "N")
@_asked("status", "internal (准印证), none, or cn (a national number): what its nameplate must say.", "STATUS")
@_asked("press", "unknown, or a press of `layout preflight`: newsprint, newsprint-x1a, newsprint-gb, coated.", "PRESS")
@_asked("pages", "Pages of the first issue: 1, 2, or 4 where the sheet is not large.", "N")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the first issue; today unless told.")
@click.option(
    "--language",
    "region",
    type=click.Choice(["zh-Hant", "zh-Hant-HK", "ja"]),
    help="A paper of Taiwan, Hong Kong or Japan, in its own keys; of the rest only --name and --date are heeded.",
)
@language_option
@click.pass_obj
def new(language: Language, /, folder: str | None, day: Any, region: str | None, **given: str | None) -> int:
    """Make a new paper in FOLDER: its house style, a first issue full of sample copy, and a note for the editor.

    On a terminal it asks what was not said, and Enter takes what stands in brackets; with FOLDER and an option, or
    where nobody can answer, it asks nothing. Keys and notes are Chinese or English by --lang. What is there already is
    never overwritten. The sample copy and its pictures are CC0; places and people are invented.

    \b
    layout new
    layout --lang zh new 邻里 --kind street --name 柳湾邻里 --date 2026-01-01
    layout new campus --kind school --format a3 --columns 6 --pages 4
    layout new works --kind company --status cn --press coated
    layout new kasumigawa --language ja --name 霞川新報
    layout serve works --open
    """
    from layout.pipeline import Workspace
    from layout.scaffold import as_start, cautions, start_paper

    workspace, words = Workspace(), WORDS[language]
    answers = {name: value for name, value in given.items() if value is not None}
    if region is not None:
        return _regional(region, folder, answers, day.date() if day else workspace.today(), language)
    if _at_terminal() and not (folder and (answers or day)):
        answers = _answers(answers, language)
        folder = folder or click.prompt(words["folder"], answers["name"])
    if folder is None:
        raise click.UsageError("Missing argument 'FOLDER'.")
    try:
        start = as_start(answers, day.date() if day else workspace.today(), language)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        issue = start_paper(workspace, folder, start)
    except FileExistsError:
        raise click.UsageError(words["taken"].format(folder=folder)) from None
    except OSError as error:
        raise click.UsageError(f"{error.filename or folder}: {why(error, language)}") from None
    for word in cautions(start):
        say(words["not in a name"].format(word=word), err=True)
    say(words["new"].format(folder=folder, issue=issue))
    return 0


def _regional(region: str, folder: str | None, answers: dict[str, str], day: date, language: Language) -> int:
    from layout.pipeline import Workspace
    from layout.scaffold import put, regional_files

    words = WORDS[language]
    if folder is None:
        raise click.UsageError("Missing argument 'FOLDER'.")
    if others := sorted(answers.keys() - {"name"}):
        raise click.UsageError(f"--{others[0]} is not asked of a paper with --language {region}")
    try:
        put(Workspace(), folder, regional_files(region, day, answers.get("name", "")))
    except FileExistsError:
        raise click.UsageError(words["taken"].format(folder=folder)) from None
    except OSError as error:
        raise click.UsageError(f"{error.filename or folder}: {error.strerror}") from None
    say(words["new"].format(folder=folder, issue=f"{folder}/{day.isoformat()}.yaml"))
    return 0


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _answers(given: dict[str, str], language: Language) -> dict[str, str]:
    """Every question's answer: as given, else as typed."""
    from layout.scaffold import questions

    answers: dict[str, str] = {}
    for question in questions():
        if question.id in given:
            answers[question.id] = given[question.id]
            continue
        default = question.default_of(answers.get("kind", ""))
        choices = question.choices_of(answers.get("format", ""))
        answers[question.id] = (
            _chosen(question, choices, default, language)
            if choices
            else click.prompt(getattr(question, language), default)
        )
    return answers


def _chosen(question: Question, choices: tuple[Choice, ...], default: str, language: Language) -> str:
    """The id of the answer; its number or id is typed."""
    ids = [each.id for each in choices]
    say(f"\n{getattr(question, language)}")
    for number, each in enumerate(choices, 1):
        say(f"  {number}  {getattr(each, language)}")

    def read(typed: str) -> str:
        if typed in ids:
            return typed
        if typed.isdecimal() and 0 < int(typed) <= len(ids):
            return ids[int(typed) - 1]
        raise click.UsageError(WORDS[language]["no choice"].format(most=len(ids)))

    return str(click.prompt(WORDS[language]["choose"], str(ids.index(default) + 1), value_proc=read))


__all__ = ["new"]
