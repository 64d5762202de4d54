"""The verb `layout publish`: an issue as its digital edition (数字报)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from layout.cli.completion import ISSUE
from layout.cli.options import allow_option, format_option, jobs_option, language_option, open_workspace
from layout.cli.printing import tell
from layout.cli.progress import Progress

if TYPE_CHECKING:
    from layout.diagnostics import Language

_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>]+[^\s?#\"'<>]*")


@click.command(short_help="Write the digital edition (数字报).")
@click.argument("issue", type=ISSUE)
@click.option("-o", "--output", metavar="DIR", required=True, help="Where it goes: a folder, or a .zip file.")
@click.option("--base-url", "base", metavar="URL", help="Address the folder will have on the web.")
@jobs_option
@format_option
@allow_option
@language_option
@click.pass_obj
def publish(language: Language, issue: str, output: str, base: str | None, jobs: int, form: str) -> int:
    """Write ISSUE as web pages for telephones and desks, with pictures to share, feeds, an EPUB and an XML for digital
    newspaper systems.

    The folder works from anywhere, from a disk too, and asks nothing of other hosts. With errors in ISSUE nothing is
    written; an edition that was there stays until the new one is whole. The same issue gives the same bytes. --base-url
    adds what needs addresses: the sitemap, codes on the long pictures, whole addresses in feeds and previews.

    \b
    layout publish issues/demo/2026-05-24.yaml -o public/2026-05-24
    layout publish issues/demo/2026-05-24.yaml -o public/2026-05-24 --base-url https://paper.example/2026-05-24/
    """
    from layout.pipeline import Session
    from layout.publish.publishing import publish as put

    if base is not None and not _ADDRESS.fullmatch(base):
        raise click.UsageError(f"--base-url: “{base}” is no address; write https://paper.example/2026-05-24/")
    session = Session(open_workspace(), jobs, again=False)
    with Progress(language) as progress:
        proof, done = put(session, issue, output, base or "", progress)
    written = [output] if done else []
    tell(proof.report, () if done else proof.pages, form, language, session.workspace, to_error=False, written=written)
    return int(not done)
