"""The files of a new paper: made without touching a disk, then put into a folder that is empty or not there yet."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import PurePath

from layout.diagnostics import resource
from layout.pipeline import Workspace
from layout.scaffold.first_issue import issue_yaml, stories_of_pages
from layout.scaffold.house_style import paper_yaml, theme_of
from layout.scaffold.questions import settled
from layout.scaffold.tables import table
from layout.scaffold.values import Start
from layout.schema import FOLDER, Which, file_name, schema_bytes
from layout.theme import PAPER_FILE

_SCHEMAS: tuple[Which, ...] = ("issue", "paper")


def start_paper(workspace: Workspace, folder: str, start: Start) -> str:
    """Make a paper in a folder that is empty or not there yet, and give the name of its issue file.

    Raises FileExistsError for a folder with anything in it, and OSError when it cannot be written; nothing that was
    there is touched.
    """
    put(workspace, folder, scaffold_files(start))
    return f"{folder}/{issue_file(start)}"


def put(workspace: Workspace, folder: str, files: Mapping[str, bytes]) -> None:
    """The files of a new paper in a folder that is empty or not there yet. Raises as `start_paper` does."""
    if workspace.names(folder) or (workspace.exists(folder) and not workspace.is_folder(folder)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), folder)
    for target, data in files.items():
        workspace.make_folder(str(PurePath(folder, target).parent))
        workspace.write(f"{folder}/{target}", data)


def issue_file(start: Start) -> str:
    return f"{start.date.isoformat()}.yaml"


def scaffold_files(start: Start) -> dict[str, bytes]:
    """Name in the paper's folder → content: its house style, the first issue, its pictures, a note for the desk."""
    start = settled(start)
    paper = paper_yaml(start)
    theme = theme_of(paper)
    stories = stories_of_pages(start, theme)
    pictures = sorted({story["picture"]["file"] for page in stories for story in page if "picture" in story})
    return {
        PAPER_FILE: paper,
        issue_file(start): issue_yaml(start, stories, theme.grid.columns),
        "README.md": _readme(start),
        **{f"{FOLDER}/{file_name(which)}": schema_bytes(which) for which in _SCHEMAS},
        **{f"images/{name}": resource(f"scaffold/{name}") for name in pictures},
    }


def _readme(start: Start) -> bytes:
    must = table()["status"][start.status][f"must_{start.language}"]
    words = {
        "{name}": start.name,
        "{issue}": issue_file(start),
        "{build}": table()["press"][start.press]["build"],
        "{must}": "\n".join(f"- {each}" for each in must),
    }
    text = resource(f"scaffold/README.{start.language}.md").decode("utf-8")
    for blank, word in words.items():
        text = text.replace(blank, word)
    return text.encode("utf-8")
