"""`layout schema`: what an editor of text needs to complete and check an issue or a paper while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from layout.cli import outputs
from layout.cli.options import language_option
from layout.cli.printing import tell
from layout.diagnostics import why

if TYPE_CHECKING:
    from layout.diagnostics import Language
    from layout.schema import Which


@click.command(short_help="Write the JSON Schema for an editor of text.")
@click.argument("which", type=click.Choice(["issue", "paper"]), required=False)
@click.option("--write", "folder", metavar="FOLDER", help="Into FOLDER/.layout, beside a paper, where its files look.")
@language_option
@click.pass_obj
def schema(language: Language, which: str | None, folder: str | None) -> int:
    """Print the JSON Schema (draft 7) of an issue or a paper.yaml, or write both beside a paper.

    VS Code with the YAML extension, and other editors, then complete keys and values in English and Chinese, show what
    they mean, and mark what no issue has. A file names its schema on its first line; `layout new` writes both:

    \b
    # yaml-language-server: $schema=.layout/issue.schema.json

    \b
    layout schema issue > issue.schema.json
    layout schema --write mypaper
    """
    from layout.diagnostics import Report
    from layout.pipeline import Workspace
    from layout.schema import FOLDER, file_name, schema_bytes

    if (which is None) == (folder is None):
        raise click.UsageError("say issue or paper, or --write FOLDER")
    if which is not None:
        click.echo(schema_bytes(cast("Which", which)), nl=False)
        return 0
    workspace, report, written = Workspace(), Report(), list[str]()
    every: tuple[Which, ...] = ("issue", "paper")
    for name in every:
        target = f"{folder}/{FOLDER}/{file_name(name)}"
        try:
            workspace.make_folder(f"{folder}/{FOLDER}")
        except OSError as error:
            raise click.UsageError(f"{error.filename or folder}: {why(error, language)}") from None
        outputs.write(workspace, target, schema_bytes(name), report, written)
    tell(report, (), "text", language, workspace, to_error=True, written=written)
    return int(report.failed)


__all__ = ["schema"]
