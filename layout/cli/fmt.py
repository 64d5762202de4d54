"""`layout fmt`: issue and paper files in canonical order and shape, every comment and every value kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from layout.cli import outputs
from layout.cli.options import format_option, language_option
from layout.cli.printing import WORDS, pour, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language


@click.command(short_help="Put issue and paper files in order, comments kept.")
@click.argument("files", type=click.Path(), nargs=-1, required=True, metavar="FILE…")
@click.option("--check", "look", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--diff", "show", is_flag=True, help="Write nothing; show what would change.")
@click.option("--keys", "tongue", type=click.Choice(["en", "zh", "zh-Hant", "ja"]), help="All keys in this language.")
@format_option
@language_option
@click.pass_obj
def fmt(
    language: Language,
    files: tuple[str, ...],
    look: bool,
    show: bool,
    tongue: Literal["en", "zh", "zh-Hant", "ja"] | None,
    form: str,
) -> int:
    """Put each FILE in canonical shape: keys in the order of the manual, two blanks a level, no blank lines in a row.

    Comments go with what they are about; no value changes, nor the order of pages, stories and items. A file with
    faults of YAML is told and left alone.

    \b
    layout fmt issues/xietu/2019-07-15.yaml
    layout fmt issues/*/*.yaml --check
    layout fmt issues/xietu/2019-07-15.yaml --keys zh --diff
    layout fmt issues/kasumigawa/2026-05-24.yaml --keys ja
    """
    from layout.canonical import canonical, difference
    from layout.diagnostics import Report, Span
    from layout.pipeline import Workspace
    from layout.source.reading import read_bytes

    workspace, report, written = Workspace(), Report(), list[str]()
    would = 0
    for file in files:
        data = read_bytes(workspace, file, report, Span(file))
        shaped = canonical(data, report, file, tongue or "") if data is not None else None
        if data is None or shaped is None or shaped == data:
            continue
        would += 1
        if show:
            pour(difference(data, shaped, file))
        if look:
            say(WORDS[language]["would change"].format(file=file), err=True)
        if not look and not show:
            outputs.write_back(workspace, file, shaped, data, report, written)
    tell(report, (), form, language, workspace, to_error=True, written=written)
    return int(report.failed or (look and would > 0))
