"""`layout learn`: a paper's own PDF pages → its house style as a paper.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli import outputs
from layout.cli.options import language_option, told_as
from layout.cli.printing import WORDS, as_json, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language


@click.command(short_help="Learn a house style from a paper's own PDF (学版式).")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="PDF...")
@click.option(
    "-o",
    "--output",
    metavar="YAML",
    help="Where the style goes; beside the first PDF as NAME.paper.yaml unless told. - is stdout.",
)
@click.option("--replace", is_flag=True, help="Write over a YAML that is there already.")
@click.option(
    "--picture", metavar="PNG", help="Also draw a page of the paper beside a sample page in the learned style."
)
@click.option("--dpi", type=click.IntRange(18, 300), default=72, show_default=True, help="Resolution of --picture.")
@told_as("text", "json", help="How faults are told; json: every measure with its evidence, too.")
@click.option(
    "--timeout", type=click.FloatRange(1, 3600), default=120.0, show_default=True, help="Seconds for each file."
)
@language_option
@click.pass_obj
def learn(
    language: Language,
    files: tuple[str, ...],
    output: str | None,
    replace: bool,
    picture: str | None,
    dpi: int,
    form: str,
    timeout: float,
) -> int:
    """Measure the pages of every PDF and write the house style that they have: trim, type area, columns, gutter,
    body and leading, heads by rank, furniture, rules and inks, each with its evidence in a comment.

    Only what differs from the nearest built-in theme is written; keys are Chinese or English by --lang. Several
    pages and issues are better than one: what most of the type does counts. Values that are not sure are marked “?”
    and told. docs/learning.md has the rest.

    \b
    layout learn paper.pdf -o mypaper/paper.yaml
    layout learn 2026-0*.pdf -o paper.yaml --picture compare.png
    layout learn paper.pdf --format json | jq .measures.columns

    JSON: {"theme", "files", "pages", "glyphs", "measures": {NAME: {"value", "sure", "of", "all", "unit", "pages",
    "low", "high", "note"}}, "styles": {STYLE: {KEY: as above}}, "rules": [{"way", "thickness", "dash", "ink",
    "count"}], "faces": [{"name", "characters", "role", "by"}], "unseen": [STYLE], "diagnostics"}. Lengths in points
    from the trim's upper left corner; a head's leading in its own size.
    """
    from layout.diagnostics import Report
    from layout.learning.session import Learning
    from layout.pipeline import Workspace

    workspace, report, written = Workspace(), Report(), list[str]()
    target = output or outputs.beside(files[0], ".paper.yaml")
    if target != "-" and workspace.exists(target) and not replace:
        raise click.UsageError(WORDS[language]["style there"].format(file=target))
    if picture is not None and picture == target:
        raise click.UsageError(f"-o and --picture both say {target}")
    work = Learning(workspace, language)
    learned = work.learn(files, timeout, report)
    to_error = target == "-"
    if learned is not None:
        clear = [outputs.guard(workspace, name, files, report) for name in (target, picture) if name]
        if all(clear):
            outputs.write(workspace, target, work.paper(learned, report).encode(), report, written)
            if picture is not None:
                outputs.write(workspace, picture, work.picture(learned, dpi, report), report, written)
    if form == "json":
        found = {} if learned is None else work.as_dict(learned)
        told = {"diagnostics": [fault.as_dict(language) for fault in report], "written": written}
        say(as_json(found | told), err=target == "-")
    else:
        if learned is not None:
            for line in work.summary(learned):
                say(line, err=to_error)
        tell(report, (), "text", language, workspace, to_error=to_error, written=written)
    return int(report.failed)
