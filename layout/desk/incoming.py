"""Copy that is brought to the desk from elsewhere: read and accounted for first, put into an issue when somebody says
where."""

from __future__ import annotations

import secrets
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from layout.counting import count_text
from layout.diagnostics import Language
from layout.importing import Imported, Options, import_files
from layout.importing.account import reason_words
from layout.importing.issue import doubt_words
from layout.importing.values import Story
from layout.pipeline import Workspace

KEPT = 8
"""Imports that wait to be placed."""
MOST_FILES = 200
"""Of one import."""
_EXAMPLES = 5  # of what was left out for one reason


class Tray:
    """What was read and is not placed yet, by a name nobody can guess."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Imported] = OrderedDict()
        self._lock = Lock()

    def take(self, made: Imported) -> str:
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[name] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return name

    def get(self, name: str) -> Imported | None:
        with self._lock:
            return self._kept.get(name)


def files_of(asked: dict[str, Any] | Any, language: Language) -> list[tuple[str, bytes]]:
    """Names and bytes of what came. Raises ValueError for what is no file."""
    found: list[tuple[str, bytes]] = []
    given = asked.get("files") or []
    if not isinstance(given, list) or len(given) > MOST_FILES:
        raise ValueError(f"files: a list of no more than {MOST_FILES}")
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("name"), str) or not isinstance(each.get("data"), str):
            raise ValueError("files: name and data")
        found.append((each["name"].replace("\\", "/").rpartition("/")[2], b64decode(each["data"], validate=True)))
    text = asked.get("text")
    if isinstance(text, str) and text.strip():
        found.append(("粘贴.txt" if language == "zh" else "pasted.txt", text.encode("utf-8", "replace")))
    return found


def read(workspace: Workspace, files: Sequence[tuple[str, bytes]], language: Language, issue: str) -> Imported:
    return import_files(workspace, files, Options(language, issue_file=issue))


def told(name: str, made: Imported, language: Language) -> dict[str, Any]:
    """An import as docs/desk-protocol.md says of /api/import."""
    examples: dict[str, list[str]] = {}
    for part in made.account.entries:
        words = " ".join(part.source.split()) or part.result
        if words and len(examples.setdefault(part.reason, [])) < _EXAMPLES:
            examples[part.reason].append(words[:60])
    return {
        "import": name,
        "source": made.account.source,
        "result": made.account.result,
        "balanced": made.account.balanced,
        "report": [fault.as_dict(language) for fault in made.report],
        "account": [
            {
                "reason": reason_words(each.reason, language),
                "fate": each.fate,
                "characters": max(each.source, each.result),
                "examples": examples.get(each.reason, []),
            }
            for each in made.account.sums
        ],
        "stories": [_story(number, each, language) for number, each in enumerate(made.manuscript.stories, 1)],
        "yaml": made.text,
        "pictures": [picture for picture, _ in made.pictures],
    }


def _items(story: Story) -> str:
    """What briefs are about."""
    return "、".join("".join(line.text for line in each.headline or each.kicker) for each in story.items)


def _story(number: int, story: Story, language: Language) -> dict[str, Any]:
    head = " ".join(line.text for line in story.headline or story.kicker)
    bodies = (block.passage.text for each in (story, *story.items) for block in each.body)
    return {
        "name": str(number),
        "title": head or next((block.passage.text[:20] for block in story.body), "") or _items(story),
        "characters": sum(count_text(text).characters for text in bodies),
        "unsure": [doubt_words(doubt, language) for each in (story, *story.items) for doubt in each.doubts],
    }
