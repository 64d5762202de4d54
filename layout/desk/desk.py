"""The desk itself: what it answers, whoever asks. server.py puts it on the wire as docs/desk-protocol.md says.

Two sessions: the maker's, which must answer between two keystrokes, and one for what takes seconds (plans, plates, the
press file), so that neither waits for the other.
"""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from layout.desk import comparing, overlays, stories
from layout.desk.asking import Refusal, no_page, no_story, refused, unread, words_for
from layout.desk.drafting import Drafted
from layout.desk.folder import home_of, issues
from layout.desk.making import Maker
from layout.desk.places import placed_runs
from layout.desk.showing import Shown, Snapshot, change, desk_words, drawing, drawn_page, fonts, state
from layout.desk.writing import Writing
from layout.diagnostics import Language, Report
from layout.fields import keys
from layout.issue import Issue
from layout.makeup import PageMade
from layout.pipeline import Session
from layout.preflight import Judgement, examine
from layout.presses import DEFAULT, Press, press
from layout.scaffold import Question, questions
from layout.source.reading import is_yaml
from layout.text.paragraph import Typesetter
from layout.version import VERSION

MOST_PLANS = 12
"""Of one page, to choose from."""
_KIND = "street"  # of paper, whose usual name a form begins with

Told = Callable[[str, str, Snapshot | None, Snapshot | None], None]
"""Hears of events: its name ("made", "issues"), the issue, the new snapshot and the one before."""


class Desk:
    """One folder's desk. given: what `layout serve` was given, an issue's file or a folder; language: of the terminal;
    allowed: folders besides it that an issue may name files in.

    Raises FileNotFoundError.
    """

    def __init__(
        self, given: str, language: Language = "zh", told: Told | None = None, allowed: Sequence[str] = ()
    ) -> None:
        self.root, self.first = home_of(given)
        self.language = language
        self.told = told or (lambda event, issue, now, before: None)
        self.files = Drafted(self.root, allowed=allowed)
        self.maker = Maker(self.files, self._made)
        self.writing = Writing(self.files.saved)
        self.slow = Session(self.files.saved, jobs=1)
        self.slowly = Lock()
        self._judged: dict[str, tuple[tuple[PageMade, ...], Judgement]] = {}
        self.proofs: dict[str, comparing.Before] = {}

    def start(self) -> None:
        self.maker.start()

    def end(self) -> None:
        self.maker.end()

    def tell(self, told: Told) -> None:
        self.told = told

    def changed(self, paths: frozenset[str]) -> None:
        """Files of the folder changed outside."""
        self.maker.want()
        if any(is_yaml(path) for path in paths):
            self.told("issues", "", None, None)

    def _made(self, now: Snapshot, before: Snapshot | None) -> None:
        self.told("made", now.file, now, before)

    # -- looked at ---------------------------------------------------------------------------------------------------

    def about(self, writes: bool) -> dict[str, Any]:
        return {
            "folder": self.root.name,
            "root": str(self.root) if writes else "",
            "writes": writes,
            "version": VERSION,
            "language": self.language,
            "first": self.first,
            "issues": [
                {"file": each.file, "title": each.title, "date": each.date, "number": each.number, "pages": each.pages}
                for each in issues(self.files.saved)
            ],
            "editor": bool(writes and editor()),
            "questions": [_question(each) for each in questions()],
            "places": [
                {"value": name, "label": {"zh": others[0] if others else name, "en": name.replace("-", " ")}}
                for name, others in keys()["value_at"].items()
            ],
        }

    def state(self, issue: str, language: Language) -> dict[str, Any]:
        return state(self.snapshot(issue), language)

    def change(self, now: Snapshot, before: Snapshot, language: Language) -> dict[str, Any]:
        return change(now, before, language)

    def page(self, issue: str, number: int) -> dict[str, Any]:
        return drawing(self._shown(issue, number))

    def words(self, issue: str, number: int) -> dict[str, Any]:
        shown = self._shown(issue, number)
        return {"digest": shown.digest, **placed_runs(shown.made.page, self.maker.source)}

    def stories(self, issue: str) -> list[dict[str, Any]]:
        made = self.snapshot(issue).proof.issue
        return [] if made is None else stories.listed(made)

    def story(self, issue: str, page: int, name: str) -> dict[str, Any]:
        snapshot = self.snapshot(issue)
        made, shown = snapshot.proof.issue, snapshot.page(page)
        if made is None:
            raise unread()
        try:
            found = stories.story(self.files, made, page, name)
        except (stories.Unknown, OSError):
            raise no_story(name) from None
        if shown is not None:
            stories.tell_fits(found["fields"], shown.made.page, name)
        self.writing.seen(self.files.saved.read(issue))
        return found

    def picture(self, name: str) -> tuple[str, bytes]:
        try:
            with self.slowly:
                return self.maker.pictures.file(name, self.slow)
        except (KeyError, OSError, ValueError) as error:
            raise Refusal(404, str(error)) from None

    def font(self, face: str, number: int) -> bytes:
        try:
            return self.maker.font(face, number)
        except KeyError:
            raise Refusal(404, "there is no such cut") from None

    def overlay(self, issue: str, number: int, kind: str, language: Language) -> dict[str, Any]:
        snapshot = self.snapshot(issue)
        shown = snapshot.page(number)
        if shown is None or snapshot.proof.job is None or snapshot.proof.theme is None:
            raise no_page(number)
        if kind not in overlays.KINDS:
            raise Refusal(404, f"overlay: {kind}?")
        with self.maker.busy:
            page = overlays.page_of(kind, shown.made, snapshot, self._setter(), language)
            parts, cuts = self.maker.drawn(issue, page, snapshot.proof.job)
        return {"svg": "".join(part.svg for part in parts), "fonts": fonts(cuts)}

    # -- what takes a moment -----------------------------------------------------------------------------------------

    def plans(self, issue: str, number: int, language: Language) -> dict[str, Any]:
        from layout.plans import plans_of

        report = Report()
        with self.slowly:
            found = plans_of(self.slow, issue, number, MOST_PLANS, report)
            proof = self.slow.check(issue, advise=False)
        if not found:
            raise Refusal(404, words_for(tuple(report), language)) if len(report) else no_page(number)
        if proof.job is None:
            raise Refusal(404, refused("no paper"))
        snapshot = self.snapshot(issue)
        now, drawn = snapshot.page(number), _drawn(snapshot.proof.issue, number)
        shown = []
        for each in found:
            parts, cuts = self.maker.drawn(issue, each.made.page, proof.job)
            said = each.as_json(language)
            shown.append(
                {
                    "number": each.number,
                    "score": said["score"],
                    "fits": said["fits"],
                    "drawing": list(each.drawing),
                    "current": _bands(each.drawing) == drawn
                    or (now is not None and now.made.places == each.made.places),
                    "checks": said["checks"],
                    **drawn_page(each.made.page, parts, cuts),
                }
            )
        return {"page": number, "plans": shown, "base": self.writing.seen(self.files.saved.read(issue))}

    def plates(self, issue: str) -> dict[str, Any]:
        from layout.pictures.planes import steps

        judged = self._judgement(issue)
        inks = dict.fromkeys(name for page in judged.plates for name in page)
        called = desk_words()["plates"]
        named = [{"id": ink.lower(), "label": called.get(ink.lower(), {"zh": ink, "en": ink})} for ink in inks]
        return {
            "plates": [*named, {"id": "ink", "label": called["ink"]}],
            "limit": self._press(issue).tac[0],
            "heaviest": [{"page": ink.page, "percent": round(ink.heaviest, 1)} for ink in judged.ink],
            "steps": [
                {"least": round(step.least), "colour": "#{:02x}{:02x}{:02x}".format(*step.colour)}
                for step in steps(self._press(issue).tac[0])
            ],
        }

    def plate(self, issue: str, number: int, plate: str) -> bytes:
        from layout.pictures.planes import gray_picture, heat_picture

        judged = self._judgement(issue)
        pages = [made.page.number for made in self._judged[issue][0]]
        if number not in pages or pages.index(number) >= len(judged.plates):
            raise no_page(number)
        planes = judged.plates[pages.index(number)]
        if plate == "ink":
            return heat_picture(list(planes.values()), self._press(issue).tac[0])
        found = next((plane for ink, plane in planes.items() if ink.lower() == plate), None)
        if found is None:  # nothing of this ink is on the page
            width, height, data = next(iter(planes.values()), (1, 1, b"\xff"))
            found = width, height, b"\xff" * len(data)
        return gray_picture(found)

    def before(self, issue: str, number: int) -> dict[str, Any]:
        with self.slowly:
            before = self.proofs.get(issue) or comparing.from_file(self.slow, issue)
            if before is None:
                raise Refusal(404, refused("no proof"))
            self.proofs[issue] = before
            found = comparing.compared(
                before, self.slow, self.slow.check(issue, advise=False), number, self.maker.drawn
            )
        if found is None:
            raise Refusal(404, refused("not in the proof", page=number))
        return found

    # -- shared ----------------------------------------------------------------------------------------------------

    def snapshot(self, issue: str) -> Snapshot:
        return self.maker.snapshot(self.issue(issue))

    def _shown(self, issue: str, number: int) -> Shown:
        shown = self.snapshot(issue).page(number)
        if shown is None:
            raise no_page(number)
        return shown

    def issue(self, name: str) -> str:
        """The name of an issue of the folder, as its own list has it."""
        sound = is_yaml(name) and posixpath.normpath(name) == name
        if not sound or not self.files.is_file(name):
            raise Refusal(404, refused("no issue", issue=name))
        return name

    def _judgement(self, issue: str) -> Judgement:
        """The issue's press file as the press sees it."""
        with self.slowly:
            proof = self.slow.check(issue, advise=False)
            if proof.job is None or not proof.pages:
                raise unread()
            known = self._judged.get(issue)
            if known is not None and known[0] == proof.pages:
                return known[1]
            pdf = self.slow.pdf(proof)
            judged = examine(pdf, issue, self._press(issue), pictures=True)
            self._judged = {issue: (proof.pages, judged)}
            return judged

    def _press(self, issue: str) -> Press:
        theme = self.snapshot(issue).proof.theme
        name = theme.press.name if theme is not None and theme.press.name else DEFAULT
        try:
            return press(name, self.files.saved.of_issue(issue).read)
        except (OSError, ValueError, KeyError):
            return press(DEFAULT)

    def _setter(self) -> Typesetter:
        return self.maker.session.setter(Report())


def _question(asked: Question) -> dict[str, Any]:
    """A question of a new paper as a form has it; an answer that is left open is the kind's own."""
    usual = asked.default_of(_KIND) if not asked.choices else asked.default
    own = [] if asked.default or not asked.choices else [{"value": "", "label": {"zh": "随报种", "en": "as its kind"}}]
    return {
        "id": asked.id,
        "kind": "choice" if asked.choices else "text",
        "label": {"zh": asked.zh, "en": asked.en},
        "choices": [
            *own,
            *(
                {"value": each.id, "label": {"zh": each.zh, "en": each.en}, "only": list(each.only)}
                for each in asked.choices
            ),
        ],
        "default": usual,
        "of_kind": dict(asked.of_kind),
    }


def _drawn(issue: Issue | None, number: int) -> tuple[tuple[str, ...], ...] | None:
    """A page's drawing as the issue has it, None where it plans itself."""
    pages = () if issue is None else issue.pages
    return next((page.plan.bands for page in pages if page.number == number and page.plan is not None), None)


def _bands(drawing: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in drawing)


def editor() -> list[str]:
    """The editor the user has named, one that opens a window of its own; [] = none."""
    named = os.environ.get("LAYOUT_EDITOR") or os.environ.get("VISUAL") or ""
    try:
        return shlex.split(named)
    except ValueError:
        return []
