"""What a new paper is asked, the answers that may be given, and those that were."""

from __future__ import annotations

from datetime import date

from layout.diagnostics import Language
from layout.value import FrozenMap, value


@value
class Start:
    """What a new paper is asked. "" and 0: as its kind has it. date: of the first issue; language: of keys and
    comments, the copy is Chinese."""

    date: date
    name: str = ""
    kind: str = "street"
    format: str = ""
    columns: int = 0
    status: str = ""
    press: str = "unknown"
    pages: int = 2
    language: Language = "zh"


@value
class Choice:
    """An answer that may be given. only: the formats that have it, () = all."""

    id: str
    en: str
    zh: str
    only: tuple[str, ...] = ()


@value
class Question:
    """A question and its answers; none: any words may be typed. default: an answer's id; "" = what the kind of paper
    has, `of_kind`: kind → that answer."""

    id: str
    en: str
    zh: str
    choices: tuple[Choice, ...] = ()
    default: str = ""
    of_kind: FrozenMap[str, str] = FrozenMap()

    def default_of(self, kind: str) -> str:
        return self.default or self.of_kind.get(kind, "")

    def choices_of(self, format: str) -> tuple[Choice, ...]:
        """Those that a format has."""
        return tuple(each for each in self.choices if not each.only or format in each.only)
