"""`layout cache`: what is kept on this machine from one run to the next."""

from __future__ import annotations

import os

import click

from layout.cli.options import format_option, language_option
from layout.cli.printing import WORDS, as_json, say
from layout.diagnostics import Language, why


@click.command(short_help="Show or clear what is kept between runs.")
@click.option("--clear", is_flag=True, help="Take it all away; the next build takes longer, nothing else.")
@format_option
@language_option
@click.pass_obj
def cache(language: Language, clear: bool, form: str) -> int:
    """Show what is kept on this machine between runs, so that they are quick: its folder,
    and pieces and bytes of each kind.

    The folder is LAYOUT_CACHE (empty: nothing is kept), else the user's cache folder. Nothing in it is needed.

    \b
    layout cache
    layout cache --clear

    JSON: {"folder", "kinds": [{"kind", "pieces", "bytes"}]}.
    """
    from layout.shelf import Shelf, folder

    shelf, words = Shelf(folder(os.environ)), WORDS[language]
    try:
        if clear:
            shelf.clear()
        kinds = shelf.kinds()
    except OSError as error:
        raise click.ClickException(f"{error.filename or shelf.folder}: {why(error, language)}") from None
    if form == "json":
        rows = [{"kind": kind, "pieces": pieces, "bytes": used} for kind, (pieces, used) in kinds.items()]
        say(as_json({"folder": shelf.folder, "kinds": rows}))
        return 0
    if not shelf.folder:
        say(words["no cache"])
        return 0
    say(shelf.folder)
    for kind, (pieces, used) in kinds.items():
        say(f"{pieces:>8} {used / 1_000_000:>9.1f} MB  {words.get(f'kept {kind}', kind)}")
    if not kinds:
        say(words["empty"])
    return 0
