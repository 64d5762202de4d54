"""`layout fonts`: roles, faces and what they cover; and a pack of further faces fetched into a folder."""

from __future__ import annotations

import os

import click

from layout.cli.options import format_option, language_option
from layout.cli.printing import WORDS, as_json, font_tables, fonts_json, tell
from layout.diagnostics import NOWHERE, Language, Report


@click.command(short_help="List font roles, faces, licences, coverage; get packs of further faces.")
@click.option(
    "--get", "wanted", metavar="NAME", help="Fetch a pack of faces (rare, …), each file checked by its sha256."
)
@click.option(
    "--into", default="fonts/user", show_default=True, metavar="FOLDER", help="Where --get puts the pack's folder."
)
@click.option("--from", "archives", metavar="FOLDER", help="Take what --get needs from files that lie in this folder.")
@format_option
@language_option
@click.pass_obj
def fonts(language: Language, wanted: str | None, into: str, archives: str | None, form: str) -> int:
    """List the font roles, the faces that fill them in order, their licences, and what they cover.

    Faces of your own go into fonts/user/ or a folder named by LAYOUT_FONTS. Packs of further faces are
    Python packages (pip install broadsheet-layout-fonts-NAME), or fetched by --get.

    \b
    layout fonts
    layout fonts --get rare
    LAYOUT_FONTS=~/fonts layout fonts --format json
    """
    from layout.pipeline import Session, Workspace

    workspace, report = Workspace(), Report()
    if wanted is not None:
        return _get(wanted, into, archives, language, form)
    book = Session(workspace).setter(report).fonts
    if form == "json":
        diagnostics = [fault.as_dict(language) for fault in report]
        click.echo(as_json(fonts_json(book) | {"diagnostics": diagnostics}))
    else:
        font_tables(book, language)
        tell(report, (), form, language, workspace, to_error=True)
    return int(report.failed)


def _get(name: str, into: str, archives: str | None, language: Language, form: str) -> int:
    from layout.fetching import Refused, download
    from layout.packs import files_of, packs
    from layout.workspace import Workspace

    pack = next((pack for pack in packs() if pack.name == name), None)
    if pack is None:
        raise click.UsageError(f"there is no pack “{name}”; there are {', '.join(pack.name for pack in packs())}")
    workspace, report = Workspace(), Report()
    target = f"{into}/{name}"

    def fetch(url: str) -> bytes:
        return download(url) if archives is None else workspace.read(os.path.join(archives, url.rsplit("/", 1)[1]))

    try:
        workspace.write_folder(target, dict(files_of(pack, fetch)))
    except Refused as refused:
        what, why = refused.args
        report.add("NP410", NOWHERE, pack=name, file=what, reason=why)
    except OSError as error:
        report.add("NP410", NOWHERE, pack=name, file=target, reason=error.strerror or str(error))
    if form == "json":
        rows = [fault.as_dict(language) for fault in report]
        click.echo(as_json({"pack": name, "folder": target, "diagnostics": rows}))
    elif report.failed:
        tell(report, (), form, language, workspace, to_error=True)
    else:
        title = pack.title if language == "en" else pack.chinese
        click.echo(WORDS[language]["pack got"].format(title=title, folder=target))
    return int(report.failed)
