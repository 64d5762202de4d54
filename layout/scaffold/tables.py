"""The tables in data/scaffold, read once a run, and the words of one language that a new paper is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

from layout.diagnostics import Language, resource
from layout.fields import keys


@cache
def table() -> dict[str, Any]:
    """Questions, kinds of paper, formats, statuses, presses, and the comments of what is written."""
    import tomllib

    return tomllib.loads(resource("scaffold/start.toml").decode("utf-8"))


@cache
def sample_copy(name: str) -> list[dict[str, Any]]:
    """The stories of a file of sample copy."""
    import tomllib

    stories: list[dict[str, Any]] = tomllib.loads(resource(f"scaffold/copy/{name}.toml").decode("utf-8"))["story"]
    return stories


class Words:
    """Keys and comments of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, comment: str) -> str:
        return str(table()["comment"][comment][self._language])

    def key(self, kind: str, name: str) -> str:
        """A key, or of a kind `value_…` a value."""
        return name if self._language == "en" else keys()[kind][name][0]
