"""`layout archive serve` and `layout archive site`: the archive to be read, by a server or as plain files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from layout.cli.options import language_option
from layout.cli.printing import WORDS, say, tell
from layout.cli.progress import Progress
from layout.diagnostics import reason_of

if TYPE_CHECKING:
    from layout.diagnostics import Language


def _address(context: click.Context, parameter: click.Parameter, given: str | None) -> str:
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, a bracket that is open
        sound = False
    if not sound or re.search(r"[\s\"'<>@?#\\^`{|}\x00-\x1f\x7f]", given):
        raise click.BadParameter("an address such as https://papers.example.org/archive/")
    return given.rstrip("/") + "/"


@click.command(short_help="Let an archive be read in a browser.")
@click.argument("folder", type=click.Path(readable=False), metavar="DIR")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; this machine alone unless told.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any that is free.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name the site has; may be repeated.")
@click.option("--behind-proxy", is_flag=True, help="A proxy on this machine says whether readers come by https.")
@click.option("--base-url", callback=_address, metavar="URL", help="The site’s address, for feeds, IIIF and citations.")
@click.option("--name", default="", help="What the reading room is called.")
@language_option
@click.pass_obj
def serve(
    language: Language,
    folder: str,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    behind_proxy: bool,
    base_url: str,
    name: str,
) -> int:
    """Serve the archive in DIR to browsers: calendar, issues, pages, articles, search. Nothing is written.

    Questions are answered only under the names localhost, that of --host and --base-url, and each --allow-host.
    On the open net it belongs behind a proxy that has the certificate (docs/reading-room.md).

    \b
    layout archive serve archive
    layout archive serve archive --behind-proxy --base-url https://papers.example.org/
    """
    from layout.diagnostics import NOWHERE, LayoutError, Report
    from layout.pipeline import Workspace
    from layout.readingroom import server
    from layout.readingroom.room import Room

    try:
        server.ready()
        room = Room(Path(folder), name)
        try:
            listening = server.listen(host, port)
        except OSError as error:
            report = Report()
            report.add("NP960", NOWHERE, host=host, port=port, reason=reason_of(error))
            raise LayoutError(report) from None
        with listening:
            shown = f"[{host}]" if ":" in host else host
            address = base_url or f"http://{shown}:{listening.getsockname()[1]}/"
            say(WORDS[language]["serving"].format(address=address), err=True)
            server.serve(room, server.address_of((*hosts, shown), base_url), listening, behind_proxy)
    except LayoutError as error:
        tell(error.report, (), "text", language, Workspace(), to_error=True)
        return 1
    return 0


@click.command(short_help="Write an archive as a website of plain files.")
@click.argument("folder", type=click.Path(readable=False), metavar="DIR")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the site goes; replaced whole.")
@click.option("--base-url", required=True, callback=_address, metavar="URL", help="The address the site will have.")
@click.option("--name", default="", help="What the reading room is called.")
@language_option
@click.pass_obj
def site(language: Language, folder: str, output: str, base_url: str, name: str) -> int:
    """Write the archive in DIR as a website of plain files into FOLDER, search included.

    Any web host serves it; pages and addresses are those of `layout archive serve`. The same archive gives the same
    bytes.

    \b
    layout archive site archive -o public --base-url https://papers.example.org/
    """
    from layout.diagnostics import LayoutError
    from layout.pipeline import Workspace
    from layout.readingroom.room import Room
    from layout.readingroom.site import write_site

    try:
        with Progress(language) as progress:
            files = write_site(Workspace(), Room(Path(folder), name, plain=True), output, base_url, progress)
    except LayoutError as error:
        tell(error.report, (), "text", language, Workspace(), to_error=True)
        return 1
    say(WORDS[language]["site written"].format(folder=output, files=files), err=True)
    return 0
