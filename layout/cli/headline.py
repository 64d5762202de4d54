"""`layout headline`: how heads would break, for an editor who weighs one, and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli import outputs
from layout.cli.printing import as_json, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language


@click.command(short_help="Break headlines by sense.")
@click.argument("file", type=click.Path())
@click.option("--lines", type=click.IntRange(1, 5), help="Lines of each head; one or two unless told.")
@click.option(
    "--measure", type=click.FloatRange(2, 200), metavar="EM", help="Width, em of the full size; any unless told."
)
@click.option("--size", type=click.FloatRange(1, 1000), default=40.0, show_default=True, help="Full size, points.")
@click.option(
    "--smallest", type=click.FloatRange(1, 1000), help="Smallest size, points; half the full size unless told."
)
@click.option("--font", default="song-black", show_default=True, help="Font role.")
@click.option("--json", "report_file", metavar="OUT", help="Where the breaks go as JSON. - is stdout.")
@click.pass_obj
def headline(
    language: Language,
    file: str,
    lines: int | None,
    measure: float | None,
    size: float,
    smallest: float | None,
    font: str,
    report_file: str | None,
) -> int:
    """Show where each head of FILE, one a line, would break, at what size and how tight.

    A head has fewer lines than asked where more would tear a word. / stands where a line ends; “ / ” in FILE breaks a
    head by hand.

    \b
    layout headline heads.txt --lines 2
    layout headline heads.txt --measure 9 --json breaks.json

    --json: {"headlines": [{"text", "breaks", "size", "tracking", "width", "cost", "others": [{"breaks", …}]}]}.
    breaks: where lines begin, characters from the head's start; size: points; tracking: em; width: of the outlines,
    1 = as designed. A head that fits at no size has no breaks and size null.
    """
    from layout.diagnostics import Report
    from layout.galley import read_copy
    from layout.pipeline import Session, Workspace
    from layout.text.head_report import STYLE, break_heads
    from layout.value import replace

    workspace, report, written = Workspace(), Report(), list[str]()
    source = read_copy(workspace, file, report)
    setter = Session(workspace).setter(report)
    if font not in setter.fonts.roles:
        raise click.UsageError(f"there is no font role “{font}”; `layout fonts` lists them")
    if source is not None:
        style = replace(STYLE, font=font, size=size, smallest=min(smallest or size / 2, size), leading=size * 1.2)
        heads = [text.strip() for text in source.text.splitlines()]
        found = break_heads(setter, [text for text in heads if text], lines, measure, style)
        if report_file != "-":
            for head in found:
                best = head.ways[0] if head.ways else None
                broken = " / ".join(head.lines(best)) if best else head.text
                say(f"{f'{best.size:g} pt' if best else '—':>8}  {broken}")
        if report_file and outputs.guard(workspace, report_file, [file], report):
            data = as_json({"headlines": [head.as_json() for head in found]}, "utf-8").encode() + b"\n"
            outputs.write(workspace, report_file, data, report, written)
    tell(report, (), "text", language, workspace, to_error=True, written=written)
    return int(report.failed)
