"""Makes the pages again whenever something changed: one thread, one session, one snapshot after the other.

What waits is made together, so a burst of keystrokes is one page. First without advice, which takes longer than a
keystroke; with it once nobody has typed for a moment.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from threading import Condition, Lock, RLock, Thread

from layout.counting import story_states
from layout.desk.drafting import Drafted
from layout.desk.findings import Checked
from layout.desk.showing import Shown, Snapshot, shown, states_on
from layout.diagnostics import Language, LayoutError, Report
from layout.display import Fill, Image, Page
from layout.pdf.job import Job
from layout.pdf.pageinks import printed
from layout.pipeline import Proof, Session
from layout.screen.images import on_page
from layout.screen.images import shown as seen
from layout.screen.svg import Drawn, Href, Part, Pen, parts, together
from layout.screen.webfonts import Cut, WebFonts
from layout.source import Source, beside, read_source
from layout.value import replace, value

REST = 0.35
"""Seconds without anything new after which advice is looked for."""
ISSUES_OPEN = 8
"""Issues whose last snapshot is kept; one asked for again later is made again."""
PARAGRAPHS = 1200
"""Kept in memory: those of the page that is written on, many times over; a page that did not change asks for none."""
PAGES = 40
"""Kept in memory: two issues of sixteen, and what was typed last."""
PICTURES = 400
"""Pictures as browsers ask for them that are known by their names."""
RESOLUTION = 150
"""Pixels an inch of them at their printed size: sharp on a page that fills a large screen."""
_BYTES = 10  # of a digest that names a picture

log = logging.getLogger("layout.desk")

Told = Callable[[Snapshot, Snapshot | None], None]
"""Hears of each new snapshot, and of the one it followed."""


class Pictures:
    """Pictures of pages by names that say nothing of files: a browser gets what a page shows and nothing else."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Image, tuple[Image | Fill, ...], Job]] = OrderedDict()
        self._lock = Lock()

    def name(self, image: Image, beneath: Sequence[Image | Fill], job: Job, stamp: object) -> str:
        """The same for the same picture, shown in the same way."""
        said = repr((image, tuple(beneath) if image.file.lower().endswith((".svg", ".pdf")) else (), stamp))
        name = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
        with self._lock:
            self._known[name] = image, tuple(beneath), job
            self._known.move_to_end(name)
            while len(self._known) > PICTURES:
                self._known.popitem(last=False)
        return name

    def keep(self, names: Sequence[str]) -> bool:
        """Whether all these names are known still; they are among the last asked for then."""
        with self._lock:
            known = all(name in self._known for name in names)
            for name in names if known else ():
                self._known.move_to_end(name)
        return known

    def file(self, name: str, session: Session) -> tuple[str, bytes]:
        """Suffix and bytes. Raises KeyError, OSError, ValueError."""
        with self._lock:
            image, beneath, job = self._known[name]
        return seen(image, session.setter(Report()).fonts, replace(job, resolution=RESOLUTION), beneath)


@value
class _Kept:
    """A part of a page as it was drawn last, with the stamps of its pictures then, and what browsers call them."""

    drawn: Drawn
    stamps: tuple[object, ...]
    job: Job
    pictures: tuple[str, ...] = ()


class Maker:
    """The desk's one session and what it last made of each issue.

    told: called in the maker's thread.
    """

    def __init__(self, files: Drafted, told: Told) -> None:
        self.files = files
        self.pictures = Pictures()
        self.session = Session(files, jobs=1, paragraphs=PARAGRAPHS, pages=PAGES)
        self._told = told
        self._made: OrderedDict[str, Snapshot] = OrderedDict()
        self._wanted: OrderedDict[str, bool] = OrderedDict()
        self._fonts: WebFonts | None = None
        self._pens: tuple[bytes, Pen] | None = None
        self._kept: dict[tuple[str, int], tuple[_Kept, ...]] = {}
        self._sources: dict[str, tuple[object, Source | None]] = {}
        self._revision = 0
        self._labels: dict[str, tuple[dict[Language, str], dict[Language, str]]] = {}
        self._rounds: dict[str, int] = {}
        self._changed = Condition()
        self._ended = False
        self.busy = RLock()
        """Held while the session is used."""
        self._thread = Thread(target=self._run, name="desk-maker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(10)

    # -- asked for ---------------------------------------------------------------------------------------------------

    def want(self, *files: str) -> None:
        """Make these issues again, or all that are open, if anything of them changed."""
        with self._changed:
            for file in files or tuple(self._made):
                self._wanted[file] = True
            self._changed.notify_all()

    def snapshot(self, file: str) -> Snapshot:
        """The last of an issue; made now where there is none yet."""
        known = self._made.get(file)
        return known if known is not None else self.made(file)

    def made(self, file: str, advise: bool = False) -> Snapshot:
        """The issue as it is now, made in this thread."""
        with self.busy:
            before = self._made.get(file)
            now = self._snapshot(file, before, advise)
            if before is not None and not _differs(now, before):
                now = replace(now, revision=before.revision)
                self._keep(file, now)
                return now
            self._keep(file, now)
            self._told(now, before)
        return now

    def label(self, file: str, undo: dict[Language, str], redo: dict[Language, str]) -> None:
        """What undo and redo would take back and do again."""
        self._labels[file] = undo, redo

    def proofed(self, file: str, turn: int) -> None:
        self._rounds[file] = turn
        self.want(file)

    def source(self, name: str) -> Source | None:
        """A file of copy as it is being made; None where it cannot be read."""
        stamp = self.files.stamp(name)
        known = self._sources.get(name)
        if known is None or stamp is None or known[0] != stamp:
            known = self._sources[name] = stamp, read_source(self.files, name, Report())
            if len(self._sources) > 64:
                self._sources.pop(next(iter(self._sources)))
        return known[1]

    def font(self, face: str, number: int) -> bytes:
        """Raises KeyError."""
        if self._fonts is None:
            raise KeyError(face)
        return self._fonts.file(face, number)

    def drawn(self, issue: str, page: Page, job: Job) -> tuple[tuple[Part, ...], tuple[Cut, ...]]:
        """Any page, as it is printed, as parts of SVG, and the web fonts they need."""
        with self.busy:
            fonts = self.session.setter(Report()).fonts
            made = parts(printed(page, job.intent), fonts, job.intent, self._href(issue, page, job, []))
            self._take(made)
            return made, self._cuts(made)

    def _cuts(self, made: tuple[Part, ...]) -> tuple[Cut, ...]:
        return self._web_fonts().cuts(sorted({face for part in made for face, _ in part.letters}))

    # -- the thread --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while (found := self._next()) is not None:
            files, advise = found
            for file in files:
                try:
                    self.made(file, advise)
                except Exception:  # the desk must outlive whatever one issue does to it
                    log.exception("%s", file)
                    self._give_up(file)

    def _next(self) -> tuple[list[str], bool] | None:
        """What is to be made, and whether with advice: waits until there is something. None: the desk ends."""
        with self._changed:
            while not self._wanted and not self._ended:
                resting = [file for file, made in self._made.items() if not made.advised]
                if not self._changed.wait(REST if resting else None) and resting:
                    return resting, True
            if self._ended:
                return None
            files = list(self._wanted)
            self._wanted.clear()
            return files, False

    def _give_up(self, file: str) -> None:
        known = self._made.get(file)
        if known is not None:  # else the same fault comes again, for ever
            self._keep(file, replace(known, advised=True))

    def _keep(self, file: str, snapshot: Snapshot) -> None:
        with self._changed:
            self._made[file] = snapshot
            self._made.move_to_end(file)
            while len(self._made) > ISSUES_OPEN:
                gone, _ = self._made.popitem(last=False)
                self._kept = {key: kept for key, kept in self._kept.items() if key[0] != gone}

    def _snapshot(self, file: str, before: Snapshot | None, advise: bool) -> Snapshot:
        started = time.perf_counter()
        self.files.settle(file)
        try:
            proof = self.session.check(file, advise=advise)
        except LayoutError as error:  # the font set cannot be used
            proof = Proof(None, None, (), error.report)
        whole = proof.job is not None and bool(proof.pages) and not _misread(proof)
        stale = not whole and before is not None and bool(before.pages)
        pages = before.pages if stale and before is not None else self._pages(proof, before)
        labels = self._labels.get(file, ({}, {}))
        self._revision += 1
        return Snapshot(
            file,
            self._revision,
            replace(before.proof, report=proof.report) if stale and before is not None else proof,
            pages,
            before.checked if stale and before is not None else self._checked(proof, before),
            stale,
            self.files.has_drafts(file),
            1000 * (time.perf_counter() - started),
            advise or not _amiss(proof),
            *labels,
            self._rounds.get(file, 0),
        )

    def _checked(self, proof: Proof, before: Snapshot | None) -> tuple[Checked, ...]:
        """What the copy checks find: of paragraphs that were read before without reading them again."""
        if before is not None and proof.issue is before.proof.issue and proof.theme is before.proof.theme:
            return before.checked
        if proof.issue is None:
            return ()
        found = self.session.findings(proof.issue, proof.theme, proof.report)
        return tuple(Checked(each, each.diagnostic) for each in found)

    def _pages(self, proof: Proof, before: Snapshot | None) -> tuple[Shown, ...]:
        if proof.job is None or proof.issue is None:
            return ()
        known = {} if before is None else {page.number: page for page in before.pages}
        states = story_states(proof)
        found: list[Shown] = []
        for made in proof.pages:
            number, old = made.page.number, known.get(made.page.number)
            drawn = self._drawn_again(proof.issue.file, printed(made.page, proof.job.intent), proof.job)
            if old is None or old.made is not made or old.parts != drawn or old.stories != states_on(states, number):
                old = shown(made, drawn, (), proof, states)
            found.append(old)
        # What one page asks of a face may have given another a further cut.
        return tuple(replace(page, cuts=self._cuts(page.parts)) for page in found)

    def _drawn_again(self, issue: str, page: Page, job: Job) -> tuple[Part, ...]:
        """A page's parts; those whose items and pictures are as they were are not drawn again."""
        key = issue, page.number
        kept = tuple(each for each in self._kept.get(key, ()) if each.job == job)
        made: list[_Kept] = []
        beneath: list[Image | Fill] = []
        for index, items in enumerate(together(page.items)):
            known = next((each for each in (*kept[index : index + 1], *kept) if each.drawn.items == items), None)
            same = known is not None and known.stamps == self._stamps(known.drawn, issue, job)
            if known is None or not same or not self.pictures.keep(known.pictures):
                names: list[str] = []
                drawn = self._pen(job).draw(items, beneath, self._href(issue, page, job, names))
                known = _Kept(drawn, self._stamps(drawn, issue, job), job, tuple(names))
            made.append(known)
            beneath += known.drawn.ground
        self._kept[key] = tuple(made)
        self._take(each.drawn.part for each in made)
        return tuple(each.drawn.part for each in made)

    def _stamps(self, drawn: Drawn, issue: str, job: Job) -> tuple[object, ...]:
        """What changes when a picture of a part does."""
        return tuple(self._stamp(each.file, issue, job) for each in drawn.ground if isinstance(each, Image))

    def _stamp(self, name: str, issue: str, job: Job) -> object:
        stamp = self.files.stamp(beside(issue, name))
        if stamp is not None:
            return stamp
        try:
            return blake2b(job.read(name), digest_size=_BYTES).hexdigest()
        except (OSError, ValueError):
            return ""

    def _pen(self, job: Job) -> Pen:
        if self._pens is None or self._pens[0] != job.intent:
            self._pens = job.intent, Pen(self.session.setter(Report()).fonts, job.intent)
        return self._pens[1]

    def _href(self, issue: str, page: Page, job: Job, names: list[str]) -> Href:
        """names: told what each picture is called."""

        def href(image: Image, beneath: Sequence[Image | Fill]) -> str:
            part = on_page(image, page.trim)
            if part is None:
                return ""
            stamp = self._stamp(part.file, issue, job)
            names.append(self.pictures.name(image, beneath, job, stamp))
            return f"/api/picture/{names[-1]}"

        return href

    def _take(self, parts: Iterable[Part]) -> None:
        """See to it that the characters of parts are in the web fonts."""
        letters: dict[str, set[str]] = {}
        for part in parts:
            for face, characters in part.letters:
                letters.setdefault(face, set()).update(characters)
        self._web_fonts().take(letters)

    def _web_fonts(self) -> WebFonts:
        if self._fonts is None:
            self._fonts = WebFonts(self.session.setter(Report()).fonts)
        return self._fonts


def _amiss(proof: Proof) -> bool:
    """Whether advice, or room that was tried out, would say more than is said already."""
    filled = any(name == "filler" for made in proof.pages for _, name, _ in made.tactics)
    return filled or any(fault.code.startswith("NP6") for fault in proof.report)


def _misread(proof: Proof) -> bool:
    """Whether the YAML of the issue or its paper is broken: what was read of it lacks copy."""
    return any(fault.severity == "error" and fault.code.startswith("NP1") for fault in proof.report)


def _differs(now: Snapshot, before: Snapshot) -> bool:
    """Whether a browser would see another state."""
    return _as_seen(now) != _as_seen(before)


def _as_seen(snapshot: Snapshot) -> tuple[object, ...]:
    return (
        *(snapshot.stale, snapshot.draft, snapshot.undo, snapshot.redo, snapshot.proofed),
        *(tuple(snapshot.proof.report), snapshot.checked),
        tuple((page.digest, page.cuts) for page in snapshot.pages),
    )
