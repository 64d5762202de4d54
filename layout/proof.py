"""Page proofs (大样): a made-up page with what the desk reads it by — line numbers, story names,
the findings where they are.

Display items in, display items out: `proof_page` puts overlays on a page and the exporter stays a pen. Every overlay is
an artifact, so that the text of a proof is the text of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from layout.diagnostics import Diagnostic, Language, Report, Severity
from layout.display import Fill, Frame, GlyphRun, Group, Image, Ink, Item, Leaf, Page, Rule, walk
from layout.labels import label, label_width
from layout.makeup import PageMade
from layout.onscreen import to_screen
from layout.pdf.pageinks import PROOF
from layout.pipeline import Proof, Session, Watch, silent
from layout.runs import cells, goes_on
from layout.text.paragraph import Typesetter
from layout.text.quality import evenness
from layout.units import MM, Rect, union
from layout.value import replace, value

RESOLUTION = 100  # pixels an inch: light enough to be sent about
MARGIN = 14 * MM
_EVERY = 5  # lines
_COUNTED = ("paragraph", "subhead")  # groups whose lines are numbered
_STORIES = ("story", "index", "advert")
_SMALL = 5.0
_BLUE = Ink(0.9, 0.4, 0, 0)
_GREEN = Ink(0.8, 0, 0.9, 0.1)
_RED = Ink(0, 1, 0.9, 0)
_ORANGE = Ink(0, 0.55, 1, 0)
_PAPER = Ink(0, 0, 0, 0)

Overlay = Callable[[Page, Typesetter], Iterable[Item]]
"""Makes what is drawn over a page, in its own coordinates."""


@value
class Note:
    """A finding on a page. label: its code; box: what it is about, None = the page as a whole."""

    label: str
    severity: Severity
    message: str
    box: Rect | None = None


def proof_pdf(
    session: Session,
    proof: Proof,
    round_number: int = 1,
    language: Language = "en",
    overlays: Sequence[Overlay] = (),
    watch: Watch = silent,
) -> bytes:
    """A proof's pages as a light PDF for the desk, with errors too: sRGB through the press's profile, no press file.

    round_number: 初校 1, 二校 2, … Pictures that cannot be read go to the proof's report. No pages, no bytes.
    """
    if proof.job is None or not proof.pages:
        return b""
    setter = session.setter(proof.report)
    stamp = f"校样　第{round_number}校"
    pages = tuple(
        proof_page(made.page, notes_of(made, proof.report, language), stamp, setter, overlays) for made in proof.pages
    )
    job = replace(proof.job, title=f"{proof.job.title}　{stamp}", date=None, marks=False, resolution=RESOLUTION)
    return to_screen(session.write(pages, job, proof.report, watch), job.intent)


def proof_page(
    page: Page, notes: Sequence[Note], stamp: str, setter: Typesetter, overlays: Sequence[Overlay] = ()
) -> Page:
    """The page as a proof. stamp: the words at its head; overlays: further ones, drawn above the built-in ones."""
    over: list[Item] = [Frame(Rect(0, 0, page.trim.width, page.trim.height), 0.25, _BLUE)]
    for overlay in (evenness, line_numbers, story_names, *overlays):
        over += overlay(page, setter)
    over += _drawn(notes, setter)
    over += _head(page, stamp, setter)
    over += _foot(page, notes, setter)
    items = (*page.items, Group("artifact", tuple(over), PROOF))
    return replace(page, items=items, bleed=max(MARGIN, page.bleed), slug="")


def line_numbers(page: Page, setter: Typesetter) -> Iterator[Item]:
    """Every fifth line of each story's text is numbered beside it, or above it where it runs down, counting on from leg
    to leg."""
    for story in _stories(page.items):
        for number, (x, baseline, runs_down) in enumerate(_lines(story), 1):
            if number % _EVERY == 0:
                words = str(number)
                wide = label_width(words, setter, _SMALL)
                x, baseline = (x - wide / 2, baseline - 1.5) if runs_down else (x - 1.5 - wide, baseline)
                yield from label(words, x, baseline, setter, _SMALL, _BLUE)


def story_names(page: Page, setter: Typesetter) -> Iterator[Item]:
    """The short name (slug) of each story, on a flag at its upper left corner."""
    for story in _stories(page.items):
        box = bounds(story.items)
        if box is not None and story.name:
            yield from _flag(story.name, box.x, box.y, _GREEN, setter)


def notes_of(made: PageMade, report: Report, language: Language = "en") -> tuple[Note, ...]:
    """The findings about this page, placed: those of stages whose source stands on it, and the page's broken checks."""
    page = made.page
    boxes = {story.name: bounds(story.items) for story in _stories(page.items)}
    notes = []
    for fault in report:
        values = dict(fault.values)
        if values.get("page", page.number) != page.number:
            continue
        box = _typed_at(page, fault) or boxes.get(str(values.get("story")))
        if box is not None or "page" in values:
            notes.append(Note(fault.code, fault.severity, fault.message(language), box))
    for check in made.checks:
        if check.severity != "ok":
            box = check.box or boxes.get(check.story)
            notes.append(Note(check.id, check.severity, check.message(language), box))
    return tuple(notes)


def bounds(items: Iterable[Item]) -> Rect | None:
    """The box of all items, points; None when there are none."""
    boxes = [_box(item) for item in walk(tuple(items)) if not isinstance(item, GlyphRun) or item.glyphs]
    return union(*boxes) if boxes else None


def _box(item: Leaf) -> Rect:
    if isinstance(item, GlyphRun):
        return union(*cells(item, item.xs[-1] + item.size))
    if isinstance(item, Rule):
        left, top = min(item.x0, item.x1), min(item.y0, item.y1)
        return Rect(left, top, abs(item.x1 - item.x0), abs(item.y1 - item.y0))
    return item.rect


def _stories(items: Iterable[Item]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            if item.role in _STORIES:
                yield item
            else:
                yield from _stories(item.items)


def _lines(group: Group) -> list[tuple[float, float, bool]]:
    """Left edge and baseline of each line of a story's text, in reading order; of a line that runs down, where it
    begins, and that it does."""
    found: dict[tuple[float, float, bool], None] = {}
    for item in group.items:
        if isinstance(item, Group):
            if item.role in _COUNTED:
                lines = list(_set_lines(item.items))
                found |= {(line[0].x, line[0].baseline, any(run.turn for run in line)): None for line in lines}
            else:
                found |= dict.fromkeys(_lines(item))
    return list(found)


def _set_lines(items: Iterable[Item]) -> Iterator[list[GlyphRun]]:
    """The runs of each set line, in drawing order."""
    line: list[GlyphRun] = []
    for run in walk(tuple(items)):
        if not isinstance(run, GlyphRun) or not run.glyphs:
            continue
        if line and not goes_on(line[-1], run):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _typed_at(page: Page, fault: Diagnostic) -> Rect | None:
    """The line of the page, or the picture, that was typed where the fault is."""
    span, best = fault.span, None
    if not span.line:
        return None
    for item in walk(page.items):
        if isinstance(item, GlyphRun | Image) and item.origin.file == span.file and item.origin.line == span.line:
            if isinstance(item, GlyphRun) and not item.glyphs:
                continue
            if item.origin.column <= span.column and (best is None or item.origin.column >= best.origin.column):
                best = item
    if best is None:
        return None
    if isinstance(best, Image):
        return best.rect
    return bounds(next(line for line in _set_lines(page.items) if best in line))


def _flag(words: str, x: float, y: float, ink: Ink, setter: Typesetter) -> Iterator[Item]:
    """Reversed words on a small block that stands on y."""
    height = _SMALL * 1.5
    yield Fill(Rect(x, y - height, label_width(words, setter, _SMALL) + 3, height), ink)
    yield from label(words, x + 1.5, y - _SMALL * 0.4, setter, _SMALL, _PAPER)


def _drawn(notes: Sequence[Note], setter: Typesetter) -> Iterator[Item]:
    """A frame round what each finding is about, its code on a flag; flags of one box stand side by side."""
    taken: dict[tuple[float, float], float] = {}
    for note in notes:
        if note.box is not None:
            ink = _RED if note.severity == "error" else _ORANGE
            box = note.box.inset(-1.5, -1.5)
            yield Frame(box, 0.75, ink)
            corner = (box.right, box.y)
            shift = taken.get(corner, 0.0) + label_width(note.label, setter, _SMALL) + 4
            taken[corner] = shift
            yield from _flag(note.label, box.right - shift, box.y, ink, setter)


def _head(page: Page, stamp: str, setter: Typesetter) -> Iterator[Item]:
    baseline = -MARGIN / 2 + 3
    yield from label(stamp, 0, baseline, setter, 11, _RED, "sans-bold")
    left = label_width(stamp, setter, 11, "sans-bold") + 12
    yield from label(page.slug, left, baseline, setter, 8, _BLUE, width=max(0, page.trim.width - left))


def _foot(page: Page, notes: Sequence[Note], setter: Typesetter) -> Iterator[Item]:
    """What the findings say, in two columns below the page; how many more there are when the strip is full."""
    rows, size = 5, 5.5
    wide = page.trim.width / 2 - 8
    room = 2 * rows
    said = [f"{note.label} {note.message}" for note in notes]
    if len(said) > room:
        said = [*said[: room - 1], f"… +{len(said) - room + 1}"]
    for index, words in enumerate(said):
        column, row = divmod(index, rows)
        baseline = page.trim.height + 7 + row * size * 1.25
        ink = _RED if index < len(notes) and notes[index].severity == "error" else _BLUE
        yield from label(words, column * (wide + 16), baseline, setter, size, ink, width=wide)
