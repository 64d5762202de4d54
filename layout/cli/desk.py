"""`layout serve`: the desk in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli.options import allow_option, allowed, language_option
from layout.cli.printing import WORDS, say, tell
from layout.diagnostics import reason_of

if TYPE_CHECKING:
    from layout.diagnostics import Language


@click.command(short_help="Open the desk: the pages in a browser while you write.")
@click.argument("given", type=click.Path(), default=".", metavar="[ISSUE|DIR]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; this machine alone unless told.")
@click.option("--port", type=click.IntRange(0, 65535), default=8766, show_default=True, help="0: any that is free.")
@click.option("--open", "opened", is_flag=True, help="Open the browser, too.")
@allow_option
@language_option
@click.pass_obj
def serve(language: Language, given: str, host: str, port: int, opened: bool) -> int:
    """Open the desk for the paper in DIR, or for one ISSUE.

    The pages are made again whenever a file changes, by whatever program; copy can be written in the browser and is
    saved into the same files. Nothing outside the paper's folder is read or written. The address that is printed has a
    key: whoever has it may write. A second address is for reading only, on a phone for instance, with --host.

    \b
    layout serve issues/demo/2026-05-24.yaml --open
    layout serve mypaper
    layout serve mypaper --host 192.168.1.20
    """
    from layout.desk import server
    from layout.desk.running import ready, run
    from layout.diagnostics import NOWHERE, LayoutError, Report
    from layout.pipeline import Workspace
    from layout.serving import listen

    try:
        ready()
        try:
            listening = listen(host, port)
        except OSError as error:
            report = Report()
            report.add("NP960", NOWHERE, host=host, port=port, reason=reason_of(error))
            raise LayoutError(report) from None
        with listening:
            keys = server.fresh_keys()
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{listening.getsockname()[1]}/?key="
            say(WORDS[language]["desk"].format(address=address + keys.writer), err=True)
            say(WORDS[language]["desk to read"].format(address=address + keys.reader), err=True)
            if opened:
                click.launch(address + keys.writer)
            run(given, language, keys, listening, shown, allowed())
    except FileNotFoundError:
        raise click.UsageError(f"{given}: {WORDS[language]['no desk']}") from None
    except LayoutError as error:
        tell(error.report, (), "text", language, Workspace(), to_error=True)
        return 1
    return 0
