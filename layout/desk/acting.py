"""What is done at the desk: copy written, plans chosen, stories moved, proofs and press files made.

Each method takes the JSON of a request and gives that of the answer, as docs/desk-protocol.md says; what cannot be done
is a Refusal. Nothing is written over what another wrote in the meantime (writing.py).
"""

from __future__ import annotations

import posixpath
import re
import subprocess
from pathlib import Path
from typing import Any

from layout.amending import (
    Amended,
    ChoosePlan,
    DrawIn,
    MoveStory,
    Operation,
    PlaceStory,
    Silence,
    SwapStories,
    amend,
)
from layout.amending.working import chinese
from layout.batch.building import Building
from layout.counting import count_text
from layout.desk import comparing, incoming, stories
from layout.desk.asking import (
    Asked,
    Refusal,
    changed_elsewhere,
    field_in,
    no_story,
    number_in,
    refused,
    text_in,
    unread,
    words_for,
)
from layout.desk.desk import Desk, editor
from layout.desk.drafting import Over
from layout.desk.writing import Conflict, Several, Words, words_of
from layout.diagnostics import Diagnostic, Language, LayoutError, Report
from layout.importing import Imported, Options
from layout.importing.importing import renamed
from layout.pagenames import page_name
from layout.proofreading import fixed_value, rules, with_values
from layout.scaffold import as_start, start_paper
from layout.source import beside, compose, read_source
from layout.source.reading import encode_like, is_yaml
from layout.theme import PAPER_FILE
from layout.workspace import Changed, digest_of

_UNFIT = re.compile(r"^/|(?:^|/)\.|[\x00-\x1f\x7f<>:\"|?*\\]")
"""Names that are hidden, or that a system the paper is copied to does not take."""


class Acts:
    """What may be asked of a desk by who may write."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files, self.maker, self.writing = desk.files, desk.maker, desk.writing
        self.tray = incoming.Tray()

    def draft(self, asked: Asked) -> dict[str, Any]:
        field = field_in(asked, asked.get("value"))
        issue = self.desk.issue(text_in(asked, "issue"))
        if field.text is None:
            self.files.drop(issue, field)
        else:
            self.files.draft(issue, field)
        self.maker.want(issue)
        count = count_text(field.text or "")
        return {"ok": True, "characters": count.characters, "han": count.han}

    def save(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue, field = self.desk.issue(text_in(asked, "issue")), field_in(asked, text_in(asked, "value"))
        was = asked.get("was")
        report = Report()
        try:
            new = self.writing.save(
                issue, field, was if isinstance(was, str) else None, words_of("field", story=field.story or ""), report
            )
        except Conflict as conflict:
            raise Refusal(
                409,
                refused("field"),
                "NP141",
                {"mine": field.text, "theirs": conflict.theirs, "was": was, "digest": conflict.digest},
            ) from None
        except Changed:
            raise changed_elsewhere() from None
        answer = self._written(issue, new, report, language)
        self.files.drop(issue, field)
        self.maker.want(issue)
        return answer

    def discard(self, asked: Asked) -> dict[str, Any]:
        issue = self.desk.issue(text_in(asked, "issue"))
        self.files.drop(issue)
        self.maker.want(issue)
        return {"ok": True}

    def undo(self, asked: Asked, again: bool = False) -> dict[str, Any]:
        issue = self.desk.issue(text_in(asked, "issue"))
        try:
            done = self.writing.redo(issue) if again else self.writing.undo(issue)
        except Changed:
            raise changed_elsewhere() from None
        self._label(issue)
        return {"done": done is not None, "what": "" if done is None else dict(done.words)}

    def choose(self, asked: Asked, language: Language) -> dict[str, Any]:
        number = number_in(asked, "page")
        lines = asked.get("drawing")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise Refusal(400, "drawing: lines of a page")
        return self._amend(
            asked, ChoosePlan(((number, tuple(lines)),)), words_of("plan", page=page_name(number)), language
        )

    def move(self, asked: Asked, language: Language) -> dict[str, Any]:
        name, page, to = text_in(asked, "story"), number_in(asked, "from"), number_in(asked, "to")
        issue = self.desk.snapshot(text_in(asked, "issue")).proof.issue
        if issue is None:
            raise unread()
        try:
            lists, name = stories.owner(issue, page, name)
        except stories.Unknown:
            raise no_story(name) from None
        at, beside, swap = (str(asked.get(key) or "") for key in ("at", "beside", "swap"))
        operations: list[Operation] = []
        if (lists or 0) != to:
            operations.append(MoveStory(name, lists, to or None))
        if swap:
            operations.append(SwapStories(to, name, swap))
        elif at or beside:
            operations.append(PlaceStory(to, name, at, beside))
        if not operations:
            raise Refusal(400, refused("there already"))
        operation = operations[0] if len(operations) == 1 else Several(tuple(operations))
        return self._amend(asked, operation, words_of("move", story=name), language)

    def silence(self, asked: Asked, language: Language) -> dict[str, Any]:
        """A comment that silences a copy check on a line."""
        rule = rules().get(text_in(asked, "rule"))
        if rule is None:
            raise Refusal(400, "rule: ?")
        issue = self.desk.issue(text_in(asked, "issue"))
        source = read_source(self.files.saved, issue, Report())
        root = None if source is None else compose(source, Report())
        is_chinese = root is not None and chinese(root)
        words = f"不查: {rule.chinese}" if is_chinese else f"nocheck: {rule.name}"
        return self._amend(asked, Silence(number_in(asked, "line"), words), words_of("silence"), language)

    def fix(self, asked: Asked, language: Language) -> dict[str, Any]:
        """The cure of a copy check's finding, written where the copy still is what was checked."""
        issue, wanted = self.desk.issue(text_in(asked, "issue")), text_in(asked, "fix")
        found = next((each.finding for each in self.desk.snapshot(issue).checked if each.id == wanted), None)
        fixed = None if found is None else fixed_value(found)
        source = None if fixed is None else fixed[0].source
        if fixed is None or source is None:
            raise Refusal(409, refused("copy"), "NP141", {})
        report = Report()

        def written(data: bytes) -> bytes:
            if data != encode_like(source.text, data):  # a draft stands over it, or another wrote
                raise Changed(source.file)
            new = with_values(source, [fixed], report)
            return data if new is None else encode_like(new, data)

        try:
            new = self.writing.replace(issue, source.file, written, words_of("fix"))
        except Changed:
            raise Refusal(409, refused("unsaved"), "NP141", {}) from None
        self._refuse_failed(report, language)
        return {**self._written(issue, new, report, language), "what": words_of("fix")[language]}

    def proof(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue, turn = self.desk.issue(text_in(asked, "issue")), number_in(asked, "round") or 1
        building = Building(as_proof=True, turn=min(turn, 99), language=language)
        with self.desk.slowly:
            self._put(building, issue)
            before = comparing.remembered(self.desk.slow, issue, turn)
        if before is not None:
            self.desk.proofs[issue] = before
        self.maker.proofed(issue, turn)
        return {"file": building.target(issue), "round": turn}

    def build(self, asked: Asked, language: Language) -> dict[str, Any]:
        issue = self.desk.issue(text_in(asked, "issue"))
        building = Building()
        with self.desk.slowly:
            try:
                faults = self._put(building, issue)
            except LayoutError as error:
                faults = tuple(error.report)
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
        from layout.importing.adding import added

        made = self.tray.get(text_in(asked, "import"))
        if made is None or not made.text:
            raise Refusal(404, refused("no import"))
        report, files, words = Report(), self.files.saved, words_of("import")
        if isinstance(asked.get("as"), str):
            return self._as_issue(text_in(asked, "as"), made, words, language)
        issue = self.desk.issue(text_in(asked, "issue"))
        page = number_in(asked, "page")
        made = renamed(made, files, Options(language, issue_file=issue))

        def written(data: bytes) -> bytes:
            nonlocal report
            report = Report()  # of the last try alone
            text = added(Over(files, {issue: data}), issue, made.manuscript, page, report).encode()
            self._refuse_failed(report, language)
            # What is not in a page's drawing would not be printed.
            drawn = amend(text, DrawIn(page), report, issue) if page else text
            self._refuse_failed(report, language)
            return data if drawn is None else drawn

        try:
            written(files.read(issue))  # before a picture is put beside an issue that takes no story
            self._put_pictures(issue, made)
            new = self.writing.replace(issue, issue, written, words)
        except Changed:
            raise changed_elsewhere() from None
        return {**self._written(issue, new, report, language), "what": words[language], "issue": issue}

    def _as_issue(self, name: str, made: Imported, words: Words, language: Language) -> dict[str, Any]:
        files = self.files.saved
        name = name if is_yaml(name) else f"{name}.yaml"
        fit = posixpath.normpath(name) == name and not _UNFIT.search(name) and posixpath.basename(name) != PAPER_FILE
        if not fit or not files.holds(name):
            raise Refusal(422, refused("no name", file=name))
        if files.exists(name):
            raise Refusal(409, refused("file taken", file=name), conflict={})
        made = renamed(made, files, Options(language, issue_file=name))
        files.make_folder(posixpath.dirname(name) or ".")
        self._put_pictures(name, made)
        try:
            files.write_if_unchanged(name, made.text.encode(), None)
        except Changed:
            raise Refusal(409, refused("file taken", file=name), conflict={}) from None
        self.desk.told("issues", "", None, None)
        return {"digest": digest_of(made.text.encode()), "what": words[language], "issue": name, "told": []}

    def _put_pictures(self, issue: str, made: Imported) -> None:
        """Beside the issue; names are free, or have the same bytes already."""
        for name, data in made.pictures:
            target = beside(issue, name)
            if not self.files.saved.exists(target):
                self.files.saved.make_folder(posixpath.dirname(target) or ".")
                self.files.saved.write_if_unchanged(target, data, None)

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
            raise Refusal(422, refused("outside", folder=folder))
        if folder != "." and _UNFIT.search(folder):
            raise Refusal(422, refused("no name", file=folder))
        try:
            issue = start_paper(files, folder, start)
        except FileExistsError:
            raise Refusal(409, refused("folder taken", folder=folder), conflict={}) from None
        self.desk.told("issues", "", None, None)
        return {"issue": posixpath.normpath(issue)}

    def open(self, asked: Asked) -> dict[str, Any]:
        """Open the editor of this machine at a place."""
        file, line, column = text_in(asked, "file"), number_in(asked, "line"), number_in(asked, "column")
        command = editor()
        if not command or not self.files.saved.is_file(file):
            raise Refusal(501 if not command else 404, refused("no editor"))
        path = str(self.desk.root / file)
        place = ["-g", f"{path}:{line}:{column}"] if Path(command[0]).stem in ("code", "codium") else [f"+{line}", path]
        subprocess.Popen([*command, *place], start_new_session=True, stdin=subprocess.DEVNULL)
        return {"ok": True}

    def _amend(self, asked: Asked, operation: Operation, words: Words, language: Language) -> dict[str, Any]:
        issue, report = self.desk.issue(text_in(asked, "issue")), Report()
        base = asked.get("base")
        if not isinstance(base, str) or not base:  # what the browser shows was made of what stands there now
            base = self.writing.seen(self.files.saved.read(issue))
        try:
            new = self.writing.amend(issue, base, operation, words, report)
        except Changed:
            raise changed_elsewhere() from None
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
            raise Refusal(422, words_for(tuple(report), language), first.code)

    def _label(self, issue: str) -> None:
        self.maker.label(issue, *self.writing.labels(issue))
        self.maker.want(issue)

    def _put(self, building: Building, issue: str) -> tuple[Diagnostic, ...]:
        """Make and write; the faults met. Raises LayoutError where nothing could be made."""
        try:
            made = building.made(self.desk.slow, issue)
            for output in made.outputs:
                self.files.saved.write(output.name, output.data)
        except OSError as error:
            raise Refusal(500, f"{error.filename or building.target(issue)}: {error.strerror or error}") from None
        return made.faults
