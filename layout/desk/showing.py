"""What the desk shows of an issue at one moment, as values, and as the JSON of docs/desk-protocol.md.

A snapshot is never changed; the next one shares with it whatever stayed as it was, so that only what is new is drawn,
written and sent.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from layout.counting import StoryState
from layout.desk.findings import Checked
from layout.diagnostics import Diagnostic, Language, fill, resource
from layout.display import GlyphRun, Group, Item, Page, walk
from layout.issue import Page as IssuePage
from layout.issue import Story
from layout.makeup import PageMade
from layout.makeup.logical import is_vertical
from layout.pipeline import Proof
from layout.proof import bounds
from layout.screen.svg import Part
from layout.screen.webfonts import Cut
from layout.text.quality import LOOSE, grade, openness
from layout.theme import Grid, in_writing
from layout.units import Rect
from layout.value import value

_SHOWN = ("story", "briefs", "index", "advert", "list")
_BYTES = 8


@value
class Shown:
    """A page as it is shown. digest: of all that is drawn, and of where its copy was typed; cuts: the web fonts it
    needs."""

    number: int
    digest: str
    made: PageMade
    parts: tuple[Part, ...]
    cuts: tuple[Cut, ...]
    section: str = ""
    stories: tuple[StoryState, ...] = ()
    listed: tuple[Story, ...] = ()


@value
class Snapshot:
    """An issue at one moment. revision: counts up; stale: its files cannot be read now, the pages are the last that
    were made; draft: it has copy that is not saved; took: milliseconds; advised: what would mend it was looked for.
    checked: what the copy checks found."""

    file: str
    revision: int
    proof: Proof
    pages: tuple[Shown, ...] = ()
    checked: tuple[Checked, ...] = ()
    stale: bool = False
    draft: bool = False
    took: float = 0.0
    advised: bool = False
    undo: Mapping[Language, str] = {}
    redo: Mapping[Language, str] = {}
    proofed: int = 0
    """Round of the last proof, 0 = none."""

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Of every stage, and of the copy checks."""
        return (*self.proof.report, *(each.diagnostic for each in self.checked))

    def page(self, number: int) -> Shown | None:
        return next((page for page in self.pages if page.number == number), None)


def shown(
    made: PageMade, parts: tuple[Part, ...], cuts: tuple[Cut, ...], proof: Proof, of_issue: Sequence[StoryState]
) -> Shown:
    """of_issue: the states of all its stories."""
    digest = blake2b("".join(part.id for part in parts).encode(), digest_size=_BYTES)
    runs = (leaf.origin for leaf in walk(made.page.items) if isinstance(leaf, GlyphRun))
    digest.update(",".join([f"{span.line}:{span.column}" for span in runs]).encode())
    states = states_on(of_issue, made.page.number)
    digest.update(repr((made.score, made.checks, states, made.tactics)).encode())
    page = _page(proof, made)
    section = page.banner.text if page is not None and page.banner is not None else ""
    return Shown(
        *(made.page.number, digest.hexdigest(), made, parts, cuts, section, states),
        () if page is None else _stories(proof, page),
    )


def states_on(states: Sequence[StoryState], page: int) -> tuple[StoryState, ...]:
    return tuple(state for state in states if state.page == page)


def _page(proof: Proof, made: PageMade) -> IssuePage | None:
    pages = () if proof.issue is None else proof.issue.pages
    return next((page for page in pages if page.number == made.page.number), None)


def _stories(proof: Proof, page: IssuePage) -> tuple[Story, ...]:
    assert proof.issue is not None
    others = (story for other in proof.issue.pages if other is not page for story in other.stories)
    return (*page.stories, *proof.issue.stories, *others)


# -- as JSON ---------------------------------------------------------------------------------------------------------


def state(snapshot: Snapshot, language: Language) -> dict[str, Any]:
    """The whole state, without drawings."""
    issue = snapshot.proof.issue
    theme = snapshot.proof.theme
    return {
        "file": snapshot.file,
        "paper": (theme.masthead.name if theme is not None else "") or (issue.paper if issue is not None else ""),
        "title": "" if issue is None else issue.title,
        "date": "" if issue is None or issue.date is None else issue.date.isoformat(),
        "number": "" if issue is None else issue.number,
        **_common(snapshot, language),
        "pages": [page_state(page, snapshot, language) for page in snapshot.pages],
    }


def change(snapshot: Snapshot, before: Snapshot, language: Language) -> dict[str, Any]:
    """What became of one state since another: changed pages with the parts that are new."""
    known = {page.number: page for page in before.pages}
    changed = []
    for page in snapshot.pages:
        old = known.get(page.number)
        if old is None or old.digest != page.digest or old.cuts != page.cuts:
            have = frozenset(part.id for part in old.parts) if old is not None else frozenset[str]()
            changed.append({**page_state(page, snapshot, language), **_drawing(page, have)})
    return {
        "previous": before.revision,
        **_common(snapshot, language),
        "order": [page.number for page in snapshot.pages],
        "pages": changed,
    }


def drawing(page: Shown) -> dict[str, Any]:
    """A page as /api/page gives it."""
    made = page.made.page
    drawn = drawn_page(made, page.parts, page.cuts)
    return {"number": page.number, "digest": page.digest, "bleed": made.bleed, **drawn}


def drawn_page(page: Page, parts: Sequence[Part], cuts: Sequence[Cut]) -> dict[str, Any]:
    """Any page with the drawing of it."""
    return {
        "width": page.trim.width,
        "height": page.trim.height,
        "groups": [{"id": part.id, "svg": part.svg} for part in parts],
        "fonts": fonts(cuts),
    }


def fonts(cuts: Sequence[Cut]) -> list[dict[str, str]]:
    return [{"family": cut.face, "url": f"/api/font/{cut.face}/{cut.number}", "range": cut.ranges} for cut in cuts]


def _drawing(page: Shown, have: frozenset[str]) -> dict[str, Any]:
    return {
        "groups": [part.id for part in page.parts],
        "fresh": {part.id: part.svg for part in page.parts if part.id not in have},
        "fonts": fonts(page.cuts),
    }


def _common(snapshot: Snapshot, language: Language) -> dict[str, Any]:
    return {
        "revision": snapshot.revision,
        "stale": snapshot.stale,
        "failed": snapshot.proof.failed or snapshot.stale,
        "took": round(snapshot.took, 1),
        "draft": snapshot.draft,
        "undo": snapshot.undo.get(language, ""),
        "redo": snapshot.redo.get(language, ""),
        "proof": {"round": snapshot.proofed} if snapshot.proofed else None,
        "diagnostics": [
            *(finding(fault, snapshot, language) for fault in snapshot.proof.report),
            *(finding(each.diagnostic, snapshot, language, each) for each in snapshot.checked),
        ],
    }


def finding(
    fault: Diagnostic, snapshot: Snapshot, language: Language, checked: Checked | None = None
) -> dict[str, Any]:
    values = dict(fault.values)
    fix = None if checked is None else checked.fix
    page = values.get("page")
    return {
        **fault.as_dict(language),
        "length": fault.span.length,
        "page": page if isinstance(page, int) else snapshot_page(snapshot, fault),
        "story": str(values["story"]) if "story" in values else None,
        "fix": None if fix is None else {"id": fix.id, "label": fix.label},
        "rule": None if checked is None else checked.finding.rule.name,
    }


def snapshot_page(snapshot: Snapshot, fault: Diagnostic) -> int | None:
    """The page whose copy stands where the fault is."""
    issue = snapshot.proof.issue
    if issue is None or fault.span.file != issue.file or not fault.span.line:
        return None
    before = [(page.span.line, page.number) for page in issue.pages if page.span.line <= fault.span.line]
    return max(before)[1] if before else None


def page_state(page: Shown, snapshot: Snapshot, language: Language) -> dict[str, Any]:
    made = page.made.page
    grid = grid_of(page.made, snapshot)
    return {
        "number": page.number,
        "section": page.section,
        "width": made.trim.width,
        "height": made.trim.height,
        "bleed": made.bleed,
        "digest": page.digest,
        "score": page.made.score,
        "planned": page.made.planned,
        "columns": 0 if grid is None else grid.columns,
        "rows": 0 if grid is None else grid.rows,
        "stories": _story_states(page),
        "checks": [
            {
                "id": check.id,
                "severity": check.severity,
                "message": check.message(language),
                "box": None if check.box is None else box_of(check.box),
            }
            for check in page.made.checks
            if check.severity != "ok"
        ],
        "tactics": [
            {"story": story, "tactic": name, "amount": amount, "message": tactic(name, amount, language)}
            for story, name, amount in page.made.tactics
        ],
    }


def grid_of(made: PageMade, snapshot: Snapshot) -> Grid | None:
    """A page's own grid, which may run the other way than its paper's; None where the paper could not be read."""
    proof = snapshot.proof
    if proof.theme is None or proof.issue is None:
        return None
    page = next((each for each in proof.issue.pages if each.number == made.page.number), None)
    return proof.theme.grid if page is None else in_writing(proof.theme, is_vertical(page, proof.theme)).grid


def tactic(name: str, amount: int, language: Language) -> str:
    words = desk_words()["tactics"].get(name)
    return name if words is None else fill(words[language], (("amount", amount),))


@cache
def desk_words() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    return tomllib.loads(resource("messages/desk.toml").decode("utf-8"))


def _story_states(page: Shown) -> list[dict[str, Any]]:
    states = {each.name: each for each in page.stories}
    bodies = dict(page.made.bodies)
    found: dict[str, dict[str, Any]] = {}
    for group in _groups(page.made.page.items):
        name = group.name.rpartition("/")[2] if group.name not in states else group.name
        box = bounds(group.items)
        if not name or box is None:
            continue
        state = states.get(name)
        story = next((each for each in page.listed if each.name == name), None)
        entry = found.setdefault(
            name,
            {
                "name": name,
                "role": group.role if story is None else story.role,
                "title": _title(story),
                "box": box_of(box),
                "boxes": [],
                "state": "unknown" if state is None else state.state,
                "characters": 0 if state is None else state.characters or 0,
                "lines": 0 if state is None else state.lines,
                "written": 0 if state is None else state.written,
                "editable": story is not None,
                "worst": _worst(bodies.get(name, ())),
            },
        )
        entry["boxes"].append(box_of(box))
    return list(found.values())


def _title(story: Story | None) -> str:
    if story is None:
        return ""
    return " ".join(copy.text for copy in story.headline or story.kicker) or story.name


def _groups(items: Sequence[Item]) -> list[Group]:
    return [item for item in items if isinstance(item, Group) and item.role in _SHOWN]


def _worst(paragraphs: Sequence[Any]) -> dict[str, Any] | None:
    """The loosest line of a story's text; None where none is loose."""
    worst, most = None, LOOSE
    for paragraph in paragraphs:
        for line in paragraph.lines:
            open_by = openness(line, paragraph)
            if open_by > most:
                worst, most = line, open_by
    if worst is None:
        return None
    return {"grade": grade(most, worst.squeezed), "gap": round(most, 3), "text": worst.text}


def box_of(rect: Rect) -> list[float]:
    return [round(rect.x, 2), round(rect.y, 2), round(rect.width, 2), round(rect.height, 2)]


def text(what: Any) -> bytes:
    """JSON for the wire."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
