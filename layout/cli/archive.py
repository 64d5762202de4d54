"""The verbs of the archive: `layout archive add`, `verify` and what stands in modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli.options import format_option, fresh_option, language_option
from layout.cli.printing import Progress, as_json, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language, Report

_WORDS = {
    "en": {
        "added": "{issue} v{number}: added",
        "same": "{issue} v{number}: there already",
        "sound": "{n} bag(s) are as they were put in",
    },
    "zh": {
        "added": "{issue} 第 {number} 版存档：已存入",
        "same": "{issue} 第 {number} 版存档：已经有了",
        "sound": "{n} 个包与存入时一致",
    },
}


@click.group(short_help="Keep every issue, find it again, prove it unchanged.")
def archive() -> None:
    """Keep every issue in an archive, find it again, read it, and prove it unchanged.

    \b
    layout archive add issues/demo/2026-05-24.yaml --to archive
    layout archive search 图书馆 --in archive
    layout archive serve archive
    layout archive verify archive

    An archive is a folder: a bag (BagIt) of each version of each issue, and a catalogue that can be made anew from
    them. docs/archive.md says what is in a bag. Needs `pip install 'broadsheet-layout[archive]'`.
    """


@archive.command(short_help="Put issues into the archive.")
@click.argument("issues", nargs=-1, required=True, type=click.Path(readable=False), metavar="ISSUE...")
@click.option(
    "--to", "folder", required=True, type=click.Path(), metavar="DIR", help="The archive; made where missing."
)
@click.option("--again", is_flag=True, help="A new version also where only this program makes something else of it.")
@fresh_option
@format_option
@language_option
@click.pass_obj
def add(language: Language, issues: tuple[str, ...], folder: str, again: bool, fresh: bool, form: str) -> int:
    """Put each ISSUE into the archive at DIR.

    Kept are the archive PDF (PDF/A-3a, PDF/UA-1, with its sources, ALTO and list of pictures inside), the press PDF,
    METS, ALTO and a picture of each page, every article as text, Markdown and JSON, the sources, the press's profile,
    and what preflight and the signers said. An issue that is there already is left alone, a changed one is a new
    version; nothing is ever overwritten. Of several issues each fails by itself.

    \b
    layout archive add issues/demo/2026-05-24.yaml --to archive
    layout archive add issues/*/2026-*.yaml --to archive
    """
    from layout.archive.adding import add as put
    from layout.archive.adding import kept, known, made_from
    from layout.archive.store import NoArchive, Store
    from layout.diagnostics import LayoutError, Report, Span
    from layout.extras import need
    from layout.pipeline import Session, Workspace

    report = Report()
    try:
        need("bagit", "archive")
        from pathlib import Path

        store = Store.create(Path(folder))
    except LayoutError as error:
        return _only(error.report, form, language)
    except NoArchive as error:
        report.add("NP951", Span(folder), folder=folder, reason=str(error))
        return _only(report, form, language)
    except OSError as error:
        report.add("NP901", Span(folder), file=folder, reason=error.strerror or str(error))
        return _only(report, form, language)
    failed = False
    for issue in issues:
        session = Session(Workspace(), again=False)
        written: list[str] = []
        with Progress(language) as progress:
            proof = session.check(issue, None, progress, fresh)
            if not proof.failed and proof.job is not None:
                version = store.latest(session.edition(proof).about)
                if version is not None and not again and known(store, version, made_from(session, proof)):
                    made = None
                else:
                    made = kept(session, proof, progress)
                if made is not None:
                    try:
                        with store.writing():
                            fresh_version = put(store, made, again)
                    except OSError as error:
                        reason = error.strerror or str(error)
                        proof.report.add("NP901", Span(folder), file=error.filename or folder, reason=reason)
                    else:
                        version = fresh_version or version
                        if fresh_version is not None:
                            written.append(f"{folder}/{fresh_version.folder}")
        if len(issues) > 1 and form == "text":
            click.echo(f"{issue}:", err=True)
        tell(proof.report, (), form, language, session.workspace, to_error=form == "text", written=written)
        failed = failed or proof.failed
    return int(failed)


@archive.command(short_help="Prove that nothing has changed.")
@click.argument("folder", type=click.Path(), metavar="DIR")
@format_option
@language_option
@click.pass_obj
def verify(language: Language, folder: str, form: str) -> int:
    """Compare every byte of every bag of the archive at DIR with the sums it was put in with.

    Exit status 1: something is missing, was changed or was put in later.

    JSON: {"bags", "diagnostics": […]}.
    """
    from pathlib import Path

    from layout.archive.checking import verify as look
    from layout.archive.store import NoArchive, Store
    from layout.diagnostics import LayoutError, Report, Span
    from layout.pipeline import Workspace

    report, count = Report(), 0
    try:
        with Progress(language) as progress:
            count = look(Store.open(Path(folder)), report, progress)
    except NoArchive as error:
        report.add("NP951", Span(folder), folder=folder, reason=str(error))
    except LayoutError as error:
        report.extend(error.report)
    if form == "json":
        click.echo(as_json({"bags": count, "diagnostics": [fault.as_dict(language) for fault in report]}))
        return int(report.failed)
    if len(report):
        tell(report, (), form, language, Workspace(), to_error=True)
    if not report.failed:
        click.echo(_WORDS[language]["sound"].format(n=count))
    return int(report.failed)


def _only(report: Report, form: str, language: Language) -> int:
    """Faults that end a verb before it begins."""
    from layout.pipeline import Workspace

    tell(report, (), form, language, Workspace(), to_error=form == "text")
    return int(report.failed)
