"""The desk itself: what it answers, whoever asks. server.py puts it on the wire as docs/desk-protocol.md says.

Two sessions: the maker's, which must answer between two keystrokes, and one for what takes seconds (plans, plates, the
press file), so that neither waits for the other.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import shlex
import subprocess
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from layout.amending import (
    Amended,
    AmendField,
    ChoosePlan,
    MoveStory,
    Operation,
    PlaceStory,
    Silence,
    SwapStories,
)
from layout.batch.building import Building
from layout.counting import count_text
from layout.desk import comparing, incoming, overlays, stories
from layout.desk.drafting import Drafted
from layout.desk.folder import home_of, issues
from layout.desk.making import Maker
from layout.desk.places import placed_runs
from layout.desk.showing import Snapshot, change, drawing, fonts, state
from layout.desk.writing import Conflict, Several, Words, Writing, words_of
from layout.diagnostics import Diagnostic, Language, LayoutError, Report
from layout.fields import keys
from layout.importing import Imported
from layout.makeup import PageMade
from layout.pipeline import Session
from layout.preflight import Judgement, examine
from layout.presses import DEFAULT, press
from layout.proofreading import fixed_value, rules, with_values
from layout.scaffold import Question, as_start, questions, start_paper
from layout.source import beside
from layout.version import VERSION
from layout.workspace import Changed, digest_of

log = logging.getLogger("layout.desk")

Asked = Mapping[str, Any]

HAN_KEYS = re.compile(r"^\s*(?:-\s+)?[\u4e00-\u9fff]+\s*:", re.MULTILINE)
"""A file whose keys are Chinese gets Chinese comments."""
_KIND = "street"  # of paper, whose usual name a form begins with


class Refusal(Exception):
    """A question that is not answered as asked. status: of HTTP; conflict: what stands there instead."""

    def __init__(self, status: int, message: str, code: str = "", conflict: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.conflict = status, message, code, conflict


Told = Callable[[str, str, Snapshot | None, Snapshot | None], None]
"""Hears of events: its name ("made", "issues"), the issue, the new snapshot and the one before."""


class Desk:
    """One folder's desk. given: what `layout serve` was given, an issue's file or a folder; language: of the terminal.

    Raises FileNotFoundError.
    """

    def __init__(self, given: str, language: Language = "zh", told: Told | None = None) -> None:
        self.root, self.first = home_of(given)
        self.language = language
        self._told = told or (lambda event, issue, now, before: None)
        self.files = Drafted(self.root)
        self.maker = Maker(self.files, self._made)
        self.writing = Writing(self.files.saved)
        self._slow = Session(self.files.saved, jobs=1)
        self._slowly = Lock()
        self._judged: dict[str, tuple[tuple[PageMade, ...], Judgement]] = {}
        self._before: dict[str, comparing.Before] = {}
        self.tray = incoming.Tray()

    def start(self) -> None:
        self.maker.start()

    def end(self) -> None:
        self.maker.end()

    def tell(self, told: Told) -> None:
        self._told = told

    def changed(self, paths: frozenset[str]) -> None:
        """Files of the folder changed outside."""
        self.maker.want()
        if any(path.endswith((".yaml", ".yml")) for path in paths):
            self._told("issues", "", None, None)

    def _made(self, now: Snapshot, before: Snapshot | None) -> None:
        self._told("made", now.file, now, before)

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
            "editor": bool(writes and _editor()),
            "questions": [_question(each) for each in questions()],
            "places": [
                {"value": name, "label": {"zh": others[0] if others else name, "en": name.replace("-", " ")}}
                for name, others in keys()["value_at"].items()
            ],
        }

    def state(self, issue: str, language: Language) -> dict[str, Any]:
        return state(self._snapshot(issue), language)

    def change(self, now: Snapshot, before: Snapshot, language: Language) -> dict[str, Any]:
        return change(now, before, language)

    def page(self, issue: str, number: int) -> dict[str, Any]:
        shown = self._snapshot(issue).page(number)
        if shown is None:
            raise Refusal(404, f"there is no page {number}")
        return drawing(shown)

    def words(self, issue: str, number: int) -> dict[str, Any]:
        shown = self._snapshot(issue).page(number)
        if shown is None:
            raise Refusal(404, f"there is no page {number}")
        return {"digest": shown.digest, **placed_runs(shown.made.page, self.maker.source)}

    def stories(self, issue: str) -> list[dict[str, Any]]:
        made = self._snapshot(issue).proof.issue
        return [] if made is None else stories.listed(made)

    def story(self, issue: str, page: int, name: str) -> dict[str, Any]:
        snapshot = self._snapshot(issue)
        made, shown = snapshot.proof.issue, snapshot.page(page)
        if made is None:
            raise Refusal(404, "the issue cannot be read")
        try:
            found = stories.story(self.files, made, page, name)
        except (stories.Unknown, OSError):
            raise Refusal(404, f"there is no story “{name}”") from None
        if shown is not None:
            stories.tell_fits(found["fields"], shown.made.page, name)
        self.writing.seen(self.files.saved.read(issue))
        return found

    def picture(self, name: str) -> tuple[str, bytes]:
        try:
            with self._slowly:
                return self.maker.pictures.file(name, self._slow)
        except (KeyError, OSError, ValueError) as error:
            raise Refusal(404, str(error)) from None

    def font(self, face: str, number: int) -> bytes:
        try:
            return self.maker.font(face, number)
        except KeyError:
            raise Refusal(404, "there is no such cut") from None

    def overlay(self, issue: str, number: int, kind: str, language: Language) -> dict[str, Any]:
        snapshot = self._snapshot(issue)
        shown = snapshot.page(number)
        if shown is None or snapshot.proof.job is None or snapshot.proof.theme is None:
            raise Refusal(404, f"there is no page {number}")
        try:
            with self.maker.busy:
                page = overlays.page_of(kind, shown.made, snapshot, self._setter(), language)
                parts, cuts = self.maker.drawn(page, snapshot.proof.job)
        except KeyError:
            raise Refusal(404, f"there is no overlay “{kind}”") from None
        return {"svg": "".join(part.svg for part in parts), "fonts": fonts(cuts)}

    # -- what takes a moment -----------------------------------------------------------------------------------------

    def plans(self, issue: str, number: int, language: Language) -> dict[str, Any]:
        from layout.plans import plans_of

        report = Report()
        with self._slowly:
            found = plans_of(self._slow, issue, number, 12, report)
            proof = self._slow.check(issue, advise=False)
        if not found:
            raise Refusal(404, _words(tuple(report), language) or f"there is no page {number}")
        if proof.job is None:
            raise Refusal(404, "the paper cannot be read")
        now = self._snapshot(issue).page(number)
        shown = []
        for each in found:
            parts, cuts = self.maker.drawn(each.made.page, proof.job)
            said = each.as_json(language)
            shown.append(
                {
                    "number": each.number,
                    "score": said["score"],
                    "fits": said["fits"],
                    "drawing": list(each.drawing),
                    "current": now is not None and now.made.places == each.made.places,
                    "checks": said["checks"],
                    "width": each.made.page.trim.width,
                    "height": each.made.page.trim.height,
                    "groups": [{"id": part.id, "svg": part.svg} for part in parts],
                    "fonts": fonts(cuts),
                }
            )
        return {"page": number, "plans": shown, "base": self.writing.seen(self.files.saved.read(issue))}

    def plates(self, issue: str) -> dict[str, Any]:
        judged = self._judgement(issue)
        inks = dict.fromkeys(name for page in judged.plates for name in page)
        words = {"Cyan": "青", "Magenta": "品红", "Yellow": "黄", "Black": "黑"}
        named = [{"id": ink.lower(), "label": {"zh": words.get(ink, ink), "en": ink}} for ink in inks]
        return {
            "plates": [*named, {"id": "ink", "label": {"zh": "总墨量", "en": "total ink"}}],
            "limit": self._press(issue).tac[0],
            "heaviest": [{"page": ink.page, "percent": round(ink.heaviest, 1)} for ink in judged.ink],
            "steps": [
                {"least": round(step.least), "colour": "#{:02x}{:02x}{:02x}".format(*step.colour)}
                for step in self._steps(issue)
            ],
        }

    def plate(self, issue: str, number: int, plate: str) -> bytes:
        from layout.pictures.planes import gray_picture, heat_picture

        judged = self._judgement(issue)
        pages = [made.page.number for made in self._judged[issue][0]]
        if number not in pages or pages.index(number) >= len(judged.plates):
            raise Refusal(404, f"there is no page {number}")
        planes = judged.plates[pages.index(number)]
        if plate == "ink":
            return heat_picture(list(planes.values()), self._press(issue).tac[0])
        found = next((plane for ink, plane in planes.items() if ink.lower() == plate), None)
        if found is None:  # nothing of this ink is on the page
            width, height, data = next(iter(planes.values()), (1, 1, b"\xff"))
            found = width, height, b"\xff" * len(data)
        return gray_picture(found)

    def before(self, issue: str, number: int) -> dict[str, Any]:
        with self._slowly:
            before = self._before.get(issue) or comparing.from_file(self._slow, issue)
            if before is None:
                raise Refusal(404, "no proof was made yet")
            self._before[issue] = before
            found = comparing.compared(
                before, self._slow, self._slow.check(issue, advise=False), number, self.maker.drawn
            )
        if found is None:
            raise Refusal(404, f"there is no page {number} in the proof")
        return found

    # -- written -----------------------------------------------------------------------------------------------------

    def draft(self, asked: Asked) -> dict[str, Any]:
        field = _field(asked, asked.get("value"))
        issue = self._issue(_text(asked, "issue"))
        if field.text is None:
            self.files.drop(issue, field)
        else:
            self.files.draft(issue, field)
        self.maker.want(issue)
        count = count_text(field.text or "")
        return {"ok": True, "characters": count.characters, "han": count.han}

    def save(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue, field = self._issue(_text(asked, "issue")), _field(asked, _text(asked, "value"))
        was = asked.get("was")
        report = Report()
        try:
            new = self.writing.save(
                issue, field, was if isinstance(was, str) else None, words_of("field", story=field.story or ""), report
            )
        except Conflict as conflict:
            raise Refusal(
                409,
                "the field says something else now",
                "NP141",
                {"mine": field.text, "theirs": conflict.theirs, "was": was, "digest": conflict.digest},
            ) from None
        answer = self._written(issue, new, report, language)
        self.files.drop(issue, field)
        self.maker.want(issue)
        return answer

    def discard(self, asked: Asked) -> dict[str, Any]:
        issue = self._issue(_text(asked, "issue"))
        self.files.drop(issue)
        self.maker.want(issue)
        return {"ok": True}

    def undo(self, asked: Asked, again: bool = False) -> dict[str, Any]:
        issue = self._issue(_text(asked, "issue"))
        try:
            done = self.writing.redo(issue) if again else self.writing.undo(issue)
        except Changed:
            raise Refusal(409, "the file was changed elsewhere in the meantime", "NP141", {}) from None
        self._label(issue)
        return {"done": done is not None, "what": "" if done is None else dict(done.words)}

    def choose(self, asked: Asked, language: Language) -> dict[str, Any]:
        number = _number(asked, "page")
        lines = asked.get("drawing")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise Refusal(400, "drawing: lines of a page")
        return self._amend(asked, ChoosePlan(((number, tuple(lines)),)), words_of("plan", page=number), language)

    def move(self, asked: Asked, language: Language) -> dict[str, Any]:
        name, page, to = _text(asked, "story"), _number(asked, "from"), _number(asked, "to")
        issue = self._snapshot(_text(asked, "issue")).proof.issue
        if issue is None:
            raise Refusal(404, "the issue cannot be read")
        try:
            lists, name = stories.owner(issue, page, name)
        except stories.Unknown:
            raise Refusal(404, f"there is no story “{name}”") from None
        at, beside, swap = (str(asked.get(key) or "") for key in ("at", "beside", "swap"))
        operations: list[Operation] = []
        if (lists or 0) != to:
            operations.append(MoveStory(name, lists, to or None))
        if swap:
            operations.append(SwapStories(to, name, swap))
        elif at or beside:
            operations.append(PlaceStory(to, name, at, beside))
        if not operations:
            raise Refusal(400, "the story stands there already")
        operation = operations[0] if len(operations) == 1 else Several(tuple(operations))
        return self._amend(asked, operation, words_of("move", story=name), language)

    def silence(self, asked: Asked, language: Language) -> dict[str, Any]:
        """A comment that silences a copy check on a line."""
        rule = rules().get(_text(asked, "rule"))
        if rule is None:
            raise Refusal(400, "rule: ?")
        issue = self._issue(_text(asked, "issue"))
        chinese = HAN_KEYS.search(self.files.saved.read(issue).decode("utf-8", "replace")) is not None
        words = f"不查: {rule.chinese}" if chinese else f"nocheck: {rule.name}"
        return self._amend(asked, Silence(_number(asked, "line"), words), words_of("silence"), language)

    def fix(self, asked: Asked, language: Language) -> dict[str, Any]:
        """The cure of a copy check's finding, written where the copy still is what was checked."""
        issue, wanted = self._issue(_text(asked, "issue")), _text(asked, "fix")
        found = next((each.finding for each in self._snapshot(issue).checked if each.id == wanted), None)
        fixed = None if found is None else fixed_value(found)
        source = None if fixed is None else fixed[0].source
        if fixed is None or source is None:
            raise Refusal(409, "the copy is another now", "NP141", {})
        report = Report()

        def written(data: bytes) -> bytes:
            mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
            if data.removeprefix(mark) != source.text.encode():  # a draft stands over it, or another wrote
                raise Changed(source.file)
            new = with_values(source, [fixed], report)
            return data if new is None else mark + new.encode()

        try:
            new = self.writing.replace(issue, source.file, written, words_of("fix"))
        except Changed:
            raise Refusal(409, "save what is typed first; then the fix can be written", "NP141", {}) from None
        self._refuse_failed(report, language)
        return {**self._written(issue, new, report, language), "what": words_of("fix")[language]}

    def proof(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue, turn = self._issue(_text(asked, "issue")), _number(asked, "round") or 1
        building = Building(as_proof=True, turn=min(turn, 99), language=language)
        with self._slowly:
            self._put(building, issue, language)
            before = comparing.remembered(self._slow, issue, turn)
        if before is not None:
            self._before[issue] = before
        self.maker.proofed(issue, turn)
        return {"file": building.target(issue), "round": turn}

    def build(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue = self._issue(_text(asked, "issue"))
        building = Building()
        with self._slowly:
            faults = self._put(building, issue, language)
        failed = any(fault.severity == "error" for fault in faults)
        return {
            "file": None if failed else building.target(issue),
            "failed": failed,
            "diagnostics": [fault.as_dict(language) for fault in faults],
        }

    def take_in(self, asked: Asked, language: Language) -> dict[str, Any]:
        """Read files and text; nothing is written yet."""
        try:
            files = incoming.files_of(asked, language)
        except ValueError as error:
            raise Refusal(400, str(error)) from None
        if not files:
            raise Refusal(400, "files: ?")
        issue = asked.get("issue")
        made = incoming.read(self.files.saved, files, language, issue if isinstance(issue, str) else "issue.yaml")
        return incoming.told(self.tray.take(made), made, language)

    def place(self, asked: Asked, language: Language) -> dict[str, Any]:
        """What was read into an issue, at the end of a page, or as an issue of its own."""
        from layout.importing.adding import CannotAdd, added

        made = self.tray.get(_text(asked, "import"))
        if made is None or not made.text:
            raise Refusal(404, "that import is not here any more; bring it again")
        report, files, words = Report(), self.files.saved, words_of("import")
        if isinstance(asked.get("as"), str):
            return self._as_issue(_text(asked, "as"), made, words, language)
        issue = self._issue(_text(asked, "issue"))
        page = _number(asked, "page")
        try:
            text = added(files, issue, made.manuscript, page, report)
        except CannotAdd as error:
            raise Refusal(422, str(error)) from None
        self._refuse_failed(report, language)
        before = digest_of(files.read(issue))
        self._put_pictures(issue, made)

        def written(data: bytes) -> bytes:
            if digest_of(data) != before:
                raise Changed(issue)
            return text.encode()

        try:
            new = self.writing.replace(issue, issue, written, words)
        except Changed:
            raise Refusal(409, "the file was changed elsewhere in the meantime", "NP141", {}) from None
        return {**self._written(issue, new, report, language), "what": words[language], "issue": issue}

    def _as_issue(self, name: str, made: Imported, words: Words, language: Language) -> dict[str, Any]:
        files = self.files.saved
        name = name if name.endswith((".yaml", ".yml")) else f"{name}.yaml"
        if posixpath.normpath(name) != name or name.startswith((".", "/")) or not files.holds(name):
            raise Refusal(422, f"“{name}” is no name of a file in this folder")
        if files.exists(name):
            raise Refusal(409, f"there is a file “{name}” already", conflict={})
        files.make_folder(posixpath.dirname(name) or ".")
        self._put_pictures(name, made)
        files.write(name, made.text.encode())
        self._told("issues", "", None, None)
        return {"digest": digest_of(made.text.encode()), "what": words[language], "issue": name, "told": []}

    def _put_pictures(self, issue: str, made: Imported) -> None:
        """Beside the issue; names are free, or have the same bytes already."""
        for name, data in made.pictures:
            target = beside(issue, name)
            if not self.files.saved.exists(target):
                self.files.saved.make_folder(posixpath.dirname(target) or ".")
                self.files.saved.write(target, data)

    def new(self, asked: Asked, language: Language) -> dict[str, Any]:
        """A new paper in a folder of this one, or in this one itself where nothing is in it."""
        files = self.files.saved
        answers = {name: str(given) for name, given in asked.items() if isinstance(given, (str, int))}
        try:
            start = as_start(answers, files.today(), language)
        except ValueError as error:
            raise Refusal(422, str(error)) from None
        empty = not any(not name.startswith(".") for name in files.names("."))
        folder = answers.get("folder", "").strip().strip("/") or ("." if empty else start.name)
        if not files.holds(folder):
            raise Refusal(422, f"“{folder}” stands outside this folder")
        try:
            issue = start_paper(files, folder, start)
        except FileExistsError:
            raise Refusal(409, f"there is something in “{folder}” already", conflict={}) from None
        self._told("issues", "", None, None)
        return {"issue": posixpath.normpath(issue)}

    def open(self, asked: Asked) -> dict[str, Any]:
        """Open the editor of this machine at a place."""
        file, line, column = _text(asked, "file"), _number(asked, "line"), _number(asked, "column")
        command = _editor()
        if not command or not self.files.saved.holds(file) or not self.files.saved.exists(file):
            raise Refusal(501 if not command else 404, "there is no editor to open it with")
        path = str(self.root / file)
        place = ["-g", f"{path}:{line}:{column}"] if Path(command[0]).stem in ("code", "codium") else [f"+{line}", path]
        subprocess.Popen([*command, *place], start_new_session=True, stdin=subprocess.DEVNULL)
        return {"ok": True}

    # -- shared ------------------------------------------------------------------------------------------------------

    def _amend(self, asked: Asked, operation: Operation, words: Words, language: Language) -> dict[str, Any]:
        issue, report = self._issue(_text(asked, "issue")), Report()
        base = asked.get("base")
        if not isinstance(base, str) or not base:  # what the browser shows was made of what stands there now
            base = self.writing.seen(self.files.saved.read(issue))
        try:
            new = self.writing.amend(issue, base, operation, words, report)
        except Changed:
            raise Refusal(409, "the file was changed elsewhere in the meantime", "NP141", {}) from None
        return {**self._written(issue, new, report, language), "what": words[language]}

    def _written(self, issue: str, new: Amended | None, report: Report, language: Language) -> dict[str, Any]:
        if new is None:
            self._refuse_failed(report, language)
            raise Refusal(422, "")
        self.writing.seen(new.data)
        self._label(issue)
        return {"digest": new.digest, "file": new.file, "told": [fault.as_dict(language) for fault in report]}

    def _refuse_failed(self, report: Report, language: Language) -> None:
        if report.failed:
            first = next(fault for fault in report if fault.severity == "error")
            raise Refusal(422, _words(tuple(report), language), first.code)

    def _label(self, issue: str) -> None:
        self.maker.label(issue, *self.writing.labels(issue))
        self.maker.want(issue)

    def _put(self, building: Building, issue: str, language: Language) -> tuple[Diagnostic, ...]:
        try:
            made = building.made(self._slow, issue)
            for output in made.outputs:
                self.files.saved.write(output.name, output.data)
        except LayoutError as error:
            return tuple(error.report)
        except OSError as error:
            raise Refusal(500, f"{error.filename or building.target(issue)}: {error.strerror or error}") from None
        return made.faults

    def _snapshot(self, issue: str) -> Snapshot:
        return self.maker.snapshot(self._issue(issue))

    def _issue(self, name: str) -> str:
        """The name of an issue of the folder, as its own list has it."""
        sound = name.endswith((".yaml", ".yml")) and posixpath.normpath(name) == name
        if not sound or not self.files.holds(name) or not self.files.exists(name) or self.files.is_folder(name):
            raise Refusal(404, f"there is no issue “{name}”")
        return name

    def _judgement(self, issue: str) -> Judgement:
        """The issue's press file as the press sees it."""
        with self._slowly:
            proof = self._slow.check(issue, advise=False)
            if proof.job is None or not proof.pages:
                raise Refusal(404, "the issue cannot be read")
            known = self._judged.get(issue)
            if known is not None and known[0] == proof.pages:
                return known[1]
            pdf = self._slow.pdf(proof)
            judged = examine(pdf, issue, self._press(issue), pictures=True)
            self._judged = {issue: (proof.pages, judged)}
            return judged

    def _press(self, issue: str) -> Any:
        theme = self._snapshot(issue).proof.theme
        try:
            return press(theme.press.name if theme is not None and theme.press.name else DEFAULT, self.files.saved.read)
        except (OSError, ValueError, KeyError):
            return press(DEFAULT)

    def _steps(self, issue: str) -> Any:
        from layout.pictures.planes import steps

        return steps(self._press(issue).tac[0])

    def _setter(self) -> Any:
        return self.maker.session.setter(Report())


def _question(asked: Question) -> dict[str, Any]:
    """A question of a new paper as a form has it; an answer that is left open is the kind's own."""
    usual = asked.default_of(_KIND) if not asked.choices else asked.default
    own = [] if asked.default or not asked.choices else [{"value": "", "label": {"zh": "随报种", "en": "as its kind"}}]
    return {
        "id": asked.id,
        "kind": "choice" if asked.choices else "text",
        "label": {"zh": asked.zh, "en": asked.en},
        "choices": [*own, *({"value": each.id, "label": {"zh": each.zh, "en": each.en}} for each in asked.choices)],
        "default": usual,
    }


def _editor() -> list[str]:
    """The editor the user has named, one that opens a window of its own; [] = none."""
    named = os.environ.get("LAYOUT_EDITOR") or os.environ.get("VISUAL") or ""
    try:
        return shlex.split(named)
    except ValueError:
        return []


def _words(faults: tuple[Diagnostic, ...], language: Language) -> str:
    return "；".join(f"{fault.message(language)}：{fault.advice(language)}" for fault in faults[:3])


def _text(asked: Asked, name: str) -> str:
    given = asked.get(name)
    if not isinstance(given, str):
        raise Refusal(400, f"{name}: a text")
    return given


def _number(asked: Asked, name: str) -> int:
    given = asked.get(name, 0)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 10**6:
        raise Refusal(400, f"{name}: a number")
    return given


def _field(asked: Asked, text: object) -> AmendField:
    path = asked.get("path")
    sound = isinstance(path, list) and 0 < len(path) <= 6
    if not sound or not all(isinstance(step, str) or (type(step) is int and step >= 0) for step in path or ()):
        raise Refusal(400, "path: keys and numbers")
    if text is not None and not isinstance(text, str):
        raise Refusal(400, "value: a text")
    page = _number(asked, "page")
    return AmendField(page or None, _text(asked, "story"), tuple(path or ()), text)
