"""`layout completion`: a shell completes verbs, options, issue files and page numbers; and what it is told of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

_MOST_READ = 4_000_000  # bytes of an issue that are looked through for its pages
_WHERE = {
    "bash": ("~/.bashrc", 'eval "$(layout completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(layout completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "layout completion fish | source"),
}


class IssueFile(click.Path):
    """An issue's file: of YAML files those that are no paper, and folders to go on in."""

    def shell_complete(
        self, context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in _issues(incomplete)]


ISSUE = IssueFile(readable=False)


def complete_page(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the pages of the issue that stands on the line already."""
    from layout.pagenames import page_name
    from layout.source.reading import is_yaml

    # An option that has no value yet stops click: what stands before it is left as it was typed.
    given = context.params.get("issue") or context.params.get("issues") or context.args
    words = [given] if isinstance(given, str) else list(given)
    file = next((word for word in words if is_yaml(word)), "")
    start = incomplete.rpartition(",")[0]
    typed = f"{start}," if start else ""
    numbers = (f"{typed}{page_name(number)}" for number in _pages(file))
    return [CompletionItem(number) for number in numbers if number.startswith(incomplete)]


def _issues(incomplete: str) -> Iterator[str]:
    from layout.source.reading import is_yaml
    from layout.theme import PAPER_FILE
    from layout.workspace import Workspace

    workspace = Workspace()
    folder, typed = os.path.split(incomplete)
    for entry in sorted(workspace.names(folder or ".")):
        if entry.startswith(".") or not entry.startswith(typed):
            continue
        name = os.path.join(folder, entry)
        if workspace.is_folder(name):
            yield name + "/"
        elif is_yaml(entry) and entry != PAPER_FILE:
            yield name


def _pages(file: str) -> tuple[int, ...]:
    from layout.issue.glance import glance
    from layout.workspace import Workspace

    try:
        text = Workspace().read(file)[:_MOST_READ].decode("utf-8", "replace")
    except (OSError, ValueError):
        return ()
    seen = glance(text)
    return () if seen is None else seen.pages


@click.command(short_help="Print what lets a shell complete commands.")
@click.argument("shell", type=click.Choice(list(_WHERE)))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print what lets the SHELL complete verbs, options, issue files and page numbers.

    \b
    eval "$(layout completion bash)"             in ~/.bashrc
    eval "$(layout completion zsh)"              in ~/.zshrc
    layout completion fish | source              in ~/.config/fish/config.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(context.find_root().command, {}, "layout", "_LAYOUT_COMPLETE").source())
    return 0


__all__ = ["ISSUE", "complete_page", "completion"]
