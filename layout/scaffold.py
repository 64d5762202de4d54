"""`layout new`: a paper ready to build, with a first issue whose copy says how to write the next one.

The templates stand in data/scaffold, keys and notes in Chinese and in English over the same copy; {name}, {paper},
{date} and {issue} in them are filled in.
"""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import PurePath

from layout.diagnostics import Language, resource
from layout.pipeline import Workspace

_TEMPLATES = {
    "zh": {"copy/创刊.md": "copy/lead.md", "copy/写稿.md": "copy/write.md"},
    "en": {"copy/opening.md": "copy/lead.md", "copy/writing.md": "copy/write.md"},
}
NAME = "邻里报"


def scaffold(workspace: Workspace, folder: str, language: Language, name: str | None, day: date) -> str:
    """Make a paper in a folder that is empty or not there yet, and give the name of its issue file.

    Raises FileExistsError for a folder with anything in it, and OSError when it cannot be written; nothing that was
    there is touched.
    """
    if workspace.names(folder) or (workspace.exists(folder) and not workspace.is_folder(folder)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), folder)
    issue = f"{day.isoformat()}.yaml"
    words = {
        "{name}": _quoted(name or NAME),
        "{paper}": _quoted(PurePath(folder).name or NAME),
        "{date}": day.isoformat(),
        "{issue}": issue,
    }
    files = {
        "paper.yaml": _filled(f"scaffold/{language}/paper.yaml", words),
        issue: _filled(f"scaffold/{language}/issue.yaml", words),
        "README.md": _filled(f"scaffold/{language}/README.md", words | {"{name}": _printable(name or NAME)}),
        "images/street.jpg": resource("scaffold/street.jpg"),
        **{target: resource(f"scaffold/{source}") for target, source in _TEMPLATES[language].items()},
    }
    for target, data in files.items():
        workspace.make_folder(str(PurePath(folder, target).parent))
        workspace.write(f"{folder}/{target}", data)
    return f"{folder}/{issue}"


def _filled(template: str, words: dict[str, str]) -> bytes:
    text = resource(template).decode("utf-8")
    for blank, word in words.items():
        text = text.replace(blank, word)
    return text.encode("utf-8")


def _printable(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())  # a folder's name may be any bytes


def _quoted(text: str) -> str:
    """A YAML scalar: bare where it is ordinary words, else in single quotes."""
    text = _printable(text)
    return text if text.isalnum() and not text.isdecimal() else "'" + text.replace("'", "''") + "'"
