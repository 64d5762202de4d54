"""What comes to the desk from a browser, held to what it must be; and how it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from layout.amending import AmendField
from layout.desk.showing import desk_words
from layout.diagnostics import Diagnostic, Language, Wording, fill
from layout.pagenames import page_name

Asked = Mapping[str, Any]
"""The JSON of a request."""
_TOLD = 3  # faults in one refusal
_DEEPEST = 6  # steps to a field: items, 3, pictures, 0, caption


class Refusal(Exception):
    """A question that is not answered as asked. status: of HTTP; conflict: what stands there instead."""

    def __init__(
        self, status: int, message: str | Wording, code: str = "", conflict: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.conflict = status, message, code, conflict

    def spoken(self, language: Language) -> str:
        return self.message if isinstance(self.message, str) else getattr(self.message, language)


def refused(name: str, **values: object) -> Wording:
    """Words of a refusal in both languages (data/messages/desk.toml)."""
    said = desk_words()["refused"][name]
    filled = tuple(values.items())
    return Wording(fill(said["en"], filled), fill(said["zh"], filled))


def no_page(number: int) -> Refusal:
    return Refusal(404, refused("no page", page=page_name(number)))


def no_story(name: str) -> Refusal:
    return Refusal(404, refused("no story", story=name))


def unread() -> Refusal:
    return Refusal(404, refused("unread"))


def changed_elsewhere() -> Refusal:
    return Refusal(409, refused("changed"), "NP141", {})


def text_in(asked: Asked, name: str) -> str:
    given = asked.get(name)
    if not isinstance(given, str):
        raise Refusal(400, f"{name}: a text")
    return given


def number_in(asked: Asked, name: str) -> int:
    given = asked.get(name, 0)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 10**6:
        raise Refusal(400, f"{name}: a number")
    return given


def field_in(asked: Asked, text: object) -> AmendField:
    path = asked.get("path")
    sound = isinstance(path, list) and 0 < len(path) <= _DEEPEST
    if not sound or not all(isinstance(step, str) or (type(step) is int and step >= 0) for step in path or ()):
        raise Refusal(400, "path: keys and numbers")
    if text is not None and not isinstance(text, str):
        raise Refusal(400, "value: a text")
    page = number_in(asked, "page")
    return AmendField(page or None, text_in(asked, "story"), tuple(path or ()), text)


def words_for(faults: Iterable[Diagnostic], language: Language) -> str:
    """The first of them in one line, each with what to do."""
    between, after = ("；", "：") if language == "zh" else ("; ", ": ")
    return between.join(f"{fault.message(language)}{after}{fault.advice(language)}" for fault in tuple(faults)[:_TOLD])
