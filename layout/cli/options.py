"""Options that every verb has: the language of the messages, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click


def _set_language(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.obj = value


_Function = TypeVar("_Function", bound=Callable[..., Any])


def language_option(function: _Function) -> _Function:
    return click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        expose_value=False,
        callback=_set_language,
        help="Language of the messages; the locale's unless told.",
    )(function)


def format_option(function: _Function) -> _Function:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="How faults are told.",
    )(function)


def fresh_option(function: _Function) -> _Function:
    return click.option(
        "--fresh", is_flag=True, help="Plan pages anew, without regard to ISSUE.plan.json of the last build."
    )(function)


def jobs_option(function: _Function) -> _Function:
    return click.option(
        "--jobs",
        type=click.IntRange(0, 256),
        default=0,
        metavar="N",
        help="Processes that share the work; all cores unless told (or LAYOUT_JOBS). 1: no further process.",
    )(function)
