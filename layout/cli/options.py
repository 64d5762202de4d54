"""Options that every verb has: the language of the messages, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from layout.pipeline import Workspace


_ALLOWED = "layout.cli.allowed"


def _set_language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.obj = value


_Function = TypeVar("_Function", bound=Callable[..., Any])


class PageName(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A page by its name, 3 or A3: its number."""

    name = "page"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> int:
        from layout.pagenames import page_number

        try:
            return value if isinstance(value, int) else page_number(value)
        except ValueError:
            self.fail(f"“{value}” is no page; write 3, or A3 for a page of a section", parameter, context)


PAGE = PageName()


def language_option(function: _Function) -> _Function:
    return click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        expose_value=False,
        callback=_set_language,
        help="Language of the messages; the locale's unless told.",
    )(function)


def format_option(function: _Function) -> _Function:
    return told_as("text", "json")(function)


def told_as(*forms: str, help: str = "How faults are told.") -> Callable[[_Function], _Function]:
    """--format of a verb that tells in more forms than most, or tells more than faults; the first unless told."""

    def option(function: _Function) -> _Function:
        return click.option(
            "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=help
        )(function)

    return option


def output_format_option(function: _Function) -> _Function:
    """As format_option, for a verb that writes in more than one format: the value has both, (report, output)."""
    return click.option(
        "--format",
        "forms",
        type=click.Choice(["text", "json", "pdf", "ofd"]),
        multiple=True,
        callback=_report_and_output,
        help="pdf, ofd: what is written; text, json: how faults are told. May be given for both.  [default: pdf, text]",
    )(function)


def _report_and_output(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> tuple[str, str]:
    reports, outputs = ([form for form in given if form in forms] for forms in (("text", "json"), ("pdf", "ofd")))
    for forms in (reports, outputs):
        if len(set(forms)) > 1:
            raise click.UsageError(f"--format: {' and '.join(forms)} exclude each other")
    return (reports or ["text"])[0], (outputs or ["pdf"])[0]


def allow_option(function: _Function) -> _Function:
    """For a verb that reads an issue; what it allows is in the workspace that `open_workspace` gives."""
    return click.option(
        "--allow",
        type=click.Path(exists=True, file_okay=False),
        multiple=True,
        metavar="DIR",
        expose_value=False,
        callback=_set_allowed,
        help="A folder besides the paper's that an issue may name files in; may be given again.",
    )(function)


def _set_allowed(context: click.Context, parameter: click.Parameter, value: Sequence[str]) -> None:
    context.meta[_ALLOWED] = tuple(value)


def allowed() -> tuple[str, ...]:
    """The folders that --allow names; none outside a command."""
    context = click.get_current_context(silent=True)
    found: tuple[str, ...] = () if context is None else context.meta.get(_ALLOWED, ())
    return found


def open_workspace() -> Workspace:
    """The files of this machine, bounded as --allow says."""
    from layout.pipeline import Workspace

    return Workspace(allowed=allowed())


def fresh_option(function: _Function) -> _Function:
    return click.option(
        "--fresh", is_flag=True, help="Plan pages anew, without regard to ISSUE.plan.json of the last build."
    )(function)


def jobs_option(function: _Function) -> _Function:
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(0, 256),
        default=0,
        metavar="N",
        help="Processes that share the work; all cores unless told (or LAYOUT_JOBS). 1: no further process.",
    )(function)


def batch_options(function: _Function) -> _Function:
    """Those of a verb that does the same with many issues; they come as one `batch` (layout.cli.batch.Batch)."""
    for option in (
        click.option(
            "--dask", "address", metavar="ADDRESS", help="Do the work on the Dask cluster there: tcp://10.0.0.1:8786."
        ),
        click.option("--log", "log", metavar="DIR", help="Also write what is told of each issue to DIR/ISSUE.log."),
        click.option(
            "--resume",
            is_flag=True,
            help="Go on where the last run with --resume stopped: what is done and has not changed is left out.",
        ),
        jobs_option,
    ):
        function = option(function)
    return function
