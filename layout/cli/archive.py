"""The verbs of the archive: `layout archive add`, `add-pdf`, `verify`, and what stands in modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from layout.cli import catalogue, readingroom
from layout.cli.completion import ISSUE
from layout.cli.options import allow_option, batch_options, format_option, fresh_option, language_option
from layout.cli.printing import as_json, say, tell
from layout.cli.progress import Progress
from layout.diagnostics import reason_of

if TYPE_CHECKING:
    from layout.archive.adding import Kept
    from layout.archive.store import Store
    from layout.diagnostics import Language, Report
    from layout.pipeline import Workspace

_WORDS = {
    "en": {"added": "{issue}: version {number} added", "same": "{issue}: in the archive already"}
    | {"sound": "{n} bag(s) are as they were put in"},
    "zh": {"added": "{issue}：已存入，第 {number} 个版本", "same": "{issue}：档案库里已经有了"}
    | {"sound": "{n} 个包与存入时一致"},
}
_to_option = click.option(
    "--to", "folder", required=True, type=click.Path(), metavar="DIR", help="The archive; made if missing."
)


@click.group(short_help="Keep every issue, find it again, prove it unchanged.")
def archive() -> None:
    """Keep every issue in an archive, find it again, read it, and prove it unchanged.

    \b
    layout archive add issues/demo/2026-05-24.yaml --to archive
    layout archive search archive 图书馆
    layout archive serve archive
    layout archive verify archive

    An archive is a folder: a bag (BagIt) of each version of each issue, and a catalogue that can be made anew from
    them. docs/archive.md says what is in a bag. Needs `pip install 'broadsheet-layout[archive]'`.
    """


@archive.command(short_help="Put issues into the archive.")
@click.argument("issues", nargs=-1, required=True, type=ISSUE, metavar="ISSUE...")
@_to_option
@click.option(
    "--again",
    is_flag=True,
    help="A new version also of the same sources, if the program makes other files of them.",
)
@batch_options
@fresh_option
@format_option
@allow_option
@language_option
@click.pass_obj
def add(
    language: Language,
    issues: tuple[str, ...],
    folder: str,
    again: bool,
    jobs: int,
    resume: bool,
    log: str | None,
    address: str | None,
    fresh: bool,
    form: str,
) -> int:
    """Put each ISSUE into the archive at DIR.

    Kept are the archive PDF (PDF/A-3a, PDF/UA-1, with its sources, ALTO and list of pictures inside), the press PDF,
    OFD, METS, ALTO and a picture of each page, every article as text, Markdown and JSON, the sources, the press's
    profile, and what preflight and the signers said. An issue that is there already is left alone, a changed one is a
    new version; nothing is ever overwritten. Of several issues each fails by itself.

    \b
    layout archive add issues/demo/2026-05-24.yaml --to archive
    layout archive add issues/*/2026-*.yaml --to archive
    layout archive add back/*/2*.yaml --to archive -j 8 --resume --log logs
    layout archive add back/*/2*.yaml --to archive --dask tcp://10.0.0.1:8786 --resume
    """
    from layout.archive.archiving import Archiving, Keeper
    from layout.archive.naming import JOURNAL
    from layout.cli.batch import Batch, do_all

    store = _store(folder, language, form)
    if store is None:
        return 1
    keeper = Keeper(store, again)
    task = Archiving("" if address else str(store.root.absolute()), again, fresh)
    batch = Batch(jobs, resume, log, address)
    return do_all(issues, task, batch, f"{folder}/{JOURNAL}", language, form, keeper.place, keeper.settle)


@archive.command("add-pdf", short_help="Put old PDFs into the archive, as they are.")
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE...")
@_to_option
@click.option("--paper", required=True, help="The paper's name.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the issue; the one in FILE's name unless told."
)
@click.option("--number", default="", help="Number of the issue.")
@click.option("--title", default="", help="Title of the issue; the paper's name, number and day unless told.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--again", is_flag=True, help="A new version of an issue that came from another FILE.")
@click.option(
    "--lang-of-copy", "copy_language", default="zh-CN", show_default=True, help="Language of the copy (BCP 47)."
)
@format_option
@language_option
@click.pass_obj
def add_pdf(
    language: Language,
    files: tuple[str, ...],
    folder: str,
    paper: str,
    day: Any,
    number: str,
    title: str,
    publisher: str,
    again: bool,
    copy_language: str,
    form: str,
) -> int:
    """Put PDFs that were not made here into the archive at DIR: each FILE is an issue, told by its day or its number.

    The file is kept byte for byte. Its words and their places are read out of it, so that it is found and shown like
    any other; where it has none (a scan), only its pages are. Articles are not guessed: each page is one. Where it came
    from is written down.

    \b
    layout archive add-pdf old/报_20120315.pdf --to archive --paper 斜土社区
    layout archive add-pdf 128.pdf --to archive --paper 斜土社区 --date 2019-07-15 --number 128
    """
    from layout.archive.pdfs import clean, date_in, kept
    from layout.articles.values import About
    from layout.diagnostics import Report
    from layout.pipeline import Workspace

    if len(files) > 1 and (day or number or title):
        raise click.UsageError(f"--date, --number and --title are for one FILE; there are {len(files)}")
    if not clean(paper):
        raise click.UsageError("--paper: a name that can be read")
    if nameless := [file for file in files if not (day or number or date_in(file))]:
        raise click.UsageError(f"{nameless[0]}: no day in its name; say --date or --number")
    store = _store(folder, language, form)
    if store is None:
        return 1
    workspace, failed = Workspace(), False
    for file in files:
        report, told = Report(), list[str]()
        date = day.date().isoformat() if day else date_in(file)
        named = title or " ".join(filter(None, (paper, number, date)))
        about = About(paper, named, number, date, publisher, language=copy_language)
        data = _pdf(workspace, file, report)
        made = None if data is None else kept(data, file, about, report)
        if made is not None and (again or not _taken(store, made, file, report)):
            told += _put(store, made, report, language)
        if len(report):
            tell(report, (), form, language, workspace, to_error=form == "text")
        _say(told, form)
        failed = failed or report.failed
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
    from layout.archive.checking import verify as look
    from layout.diagnostics import LayoutError, Report
    from layout.pipeline import Workspace

    store = _store(folder, language, form, create=False)
    if store is None:
        return 1
    report, count = Report(), 0
    try:
        with Progress(language) as progress:
            count = look(store, report, progress)
    except LayoutError as error:
        report.extend(error.report)
    if form == "json":
        say(as_json({"bags": count, "diagnostics": [fault.as_dict(language) for fault in report]}))
        return int(report.failed)
    if len(report):
        tell(report, (), form, language, Workspace(), to_error=True)
    if not report.failed:
        say(_WORDS[language]["sound"].format(n=count))
    return int(report.failed)


def _store(folder: str, language: Language, form: str, create: bool = True) -> Store | None:
    """The archive of a folder; None when there is none, and why is told."""
    from pathlib import Path

    from layout.archive.adding import opened
    from layout.archive.store import NoArchive, Store
    from layout.diagnostics import LayoutError, Report, Span
    from layout.extras import need
    from layout.pipeline import Workspace

    report = Report()
    try:
        need("bagit", "archive")
        return opened(Path(folder)) if create else Store.open(Path(folder))
    except LayoutError as error:
        report.extend(error.report)
    except NoArchive as error:
        report.add("NP951", Span(folder), hint=str(error), folder=folder)
    except OSError as error:
        report.add("NP901", Span(folder), file=folder, reason=reason_of(error))
    tell(report, (), form, language, Workspace(), to_error=form == "text")
    return None


def _pdf(workspace: Workspace, file: str, report: Report) -> bytes | None:
    """A PDF, which may be far larger than a file of copy; None when it cannot be read, which is told."""
    from layout.source.reading import read_bytes

    try:
        return workspace.read(file)
    except (OSError, ValueError):
        return read_bytes(workspace, file, report)


def _taken(store: Store, made: Kept, file: str, report: Report) -> bool:
    """Whether another file is in the archive as this issue (NP948)."""
    from layout.archive.naming import issue_of
    from layout.diagnostics import Span

    last = store.latest(made.edition.about)
    if last is None:
        return False
    there = store.about(last).origin
    if there == made.edition.about.origin:
        return False
    report.add("NP948", Span(file), file=file, issue=issue_of(made.edition.about), other=there or last.folder)
    return True


def _put(store: Store, made: Kept, report: Report, language: Language) -> list[str]:
    """Put an issue into the archive; what is to be said of it."""
    from layout.archive.adding import add as put
    from layout.archive.naming import issue_of
    from layout.diagnostics import Span

    folder = str(store.root)
    try:
        with store.writing():
            version = put(store, made, report)
    except OSError as error:
        report.add("NP901", Span(folder), file=folder, reason=reason_of(error))
        return []
    if report.failed:
        return []
    if version is None:
        return [_WORDS[language]["same"].format(issue=issue_of(made.edition.about))]
    return [_WORDS[language]["added"].format(issue=version.issue, number=version.number)]


def _say(told: list[str], form: str) -> None:
    if form == "text":
        for line in told:
            say(line)


for verb in (
    catalogue.search,
    catalogue.issues,
    catalogue.show,
    catalogue.stats,
    catalogue.rebuild,
    catalogue.export,
    readingroom.serve,
    readingroom.site,
):
    archive.add_command(verb)
