"""The stages in order, from an issue's file to a press-ready PDF. Read this first.

    read_issue → read_theme → make_up → write

Each stage is a function from value to value and reports what it finds. What is worth keeping between two builds lives
in a `Session`; files, the font folder and the clock are touched only in `Workspace` (workspace.py).
"""

from __future__ import annotations

import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from layout.attached import sources, words
from layout.diagnostics import Diagnostic, LayoutError, Report, Span
from layout.display import Page
from layout.fontset import open_book
from layout.issue import Issue, Story, read_issue
from layout.kept import Kept
from layout.makeup import NO_PREVIOUS, PageMade, PageMemo, PreviousLayout, make_up, read_previous
from layout.makeup.memo import PAGES
from layout.page_words import document_language
from layout.pagenames import page_name
from layout.pdf.job import Job
from layout.processes import cores, keep_aside
from layout.recorded import Recorded
from layout.shelf import Shelf, folder
from layout.source import Files, beside
from layout.source.reading import read_bytes
from layout.text.paragraph import KEPT, Typesetter
from layout.theme import SIMPLIFIED, Proofreading, Theme, find_paper, read_theme, resolved, with_fonts
from layout.value import replace, value
from layout.workspace import Workspace

if TYPE_CHECKING:
    from layout.articles.values import Corrected, Edition
    from layout.pdf.writer import Memory, Plates
    from layout.proofreading import Finding, Remembered

_PROOFS_KEPT = 8  # issues a desk has open at a time
_NEWSPRINT = "SNAP_TR002.icc"  # the profile that comes with the program

Watch = Callable[[str, int, int], None]
"""Told each stage as it begins ("read", "fonts", "make-up", "write", "write OFD"), with the pages done and the pages in
all."""


def silent(stage: str, done: int, total: int) -> None:
    """The watch of whoever does not watch."""


def check(workspace: Workspace, issue_file: str) -> Proof:
    """An issue read and made up, with every fault of every stage in the proof's report; nothing is written."""
    return Session(workspace, again=False).check(issue_file)


def build(workspace: Workspace, issue_file: str, pages: frozenset[int] | None = None) -> bytes:
    """The press-ready PDF of an issue. pages: 版次, None = all. Raises LayoutError when the issue has errors."""
    session = Session(workspace, again=False)
    proof = session.check(issue_file, pages)
    pdf = b"" if proof.failed else session.pdf(proof)
    if proof.failed:
        raise LayoutError(proof.report)
    return pdf


@value
class Proof:
    """An issue as far as it got. issue None: the file could not be read; job, theme None: nor its paper;
    pages are empty then.

    previous: the earlier result that was looked at; kept: what the file beside the issue says, looked at or not.
    """

    issue: Issue | None
    job: Job | None
    pages: tuple[PageMade, ...]
    report: Report
    theme: Theme | None = None
    previous: PreviousLayout = NO_PREVIOUS
    kept: PreviousLayout = NO_PREVIOUS

    @property
    def result(self) -> PreviousLayout | None:
        """Where everything stands now, to be kept beside the issue; None when no page was planned by itself or the
        issue asks not to (`keep: no`)."""
        if self.issue is None or not self.issue.keep or not any(made.planned for made in self.pages):
            return None
        previous = self.kept if self.kept.file else PreviousLayout(beside_issue(self.issue.file))
        made = ((page.page.number, page.places) for page in self.pages)
        return previous.with_pages(made, (page.number for page in self.issue.pages))

    @property
    def failed(self) -> bool:
        """Whether the press build stops here: errors in the material, or a page that breaks a rule of quality."""
        return self.report.failed or any(check.severity == "error" for made in self.pages for check in made.checks)


@value
class _Asked:
    """What is asked of `Session.check`."""

    issue_file: str
    pages: frozenset[int] | None
    fresh: bool
    advise: bool


class Session:
    """What stays warm between two builds of one process: open faces, broken paragraphs, made-up pages, their content,
    plates and the last PDF, all by value; and which files were read, so that what did not change is not even read
    again.

    jobs: processes that share the pages of an issue, 0 = as many as there are cores. again: whether issues are checked
    again after an edit; what helps only then is kept. shelf: folder of what is kept from run to run, "" = nothing,
    None = this user's. paragraphs, pages: how many are kept in memory.
    """

    def __init__(
        self,
        workspace: Workspace,
        jobs: int = 1,
        again: bool = True,
        shelf: str | None = None,
        paragraphs: int = KEPT,
        pages: int = PAGES,
    ) -> None:
        self.workspace = workspace
        self.jobs = jobs
        self._is_kept_aside = False
        self._paragraphs = paragraphs
        self._setter: Typesetter | None = None
        self._font_faults = Report()
        self._plates: Plates | None = None
        self._memory: Memory | None = None
        self._shelf = Shelf(folder(os.environ) if shelf is None else shelf)
        self._kept: Kept | None = None
        self._pages = PageMemo(pages, modules=again)
        self._checked: OrderedDict[object, tuple[Recorded, Proof]] = OrderedDict()
        self._themes: OrderedDict[str, tuple[Recorded, Theme, Report]] = OrderedDict()
        self._last: tuple[object, Recorded, bytes] | None = None
        self._edition: tuple[tuple[PageMade, ...], object, Edition] | None = None
        self._read: Remembered | None = None

    def setter(self, report: Report) -> Typesetter:
        """The typesetter over the font set, opened when first asked for;
        what is wrong with the set goes to the report."""
        if self._setter is None:
            book = open_book(self.workspace.fonts, self.workspace.extra_fonts, self._font_faults)
            self._setter = Typesetter(book, self._paragraphs)
        report.extend(self._font_faults.diagnostics)
        return self._setter

    def _keeping(self, setter: Typesetter) -> Kept:
        self._kept = self._kept or Kept(self._shelf, setter.fonts)
        return self._kept

    def check(
        self,
        issue_file: str,
        pages: frozenset[int] | None = None,
        watch: Watch = silent,
        fresh: bool = False,
        advise: bool = True,
    ) -> Proof:
        """Read and make up an issue. Faults of all stages are in the proof's report.

        pages: 版次 to make up, None = all. fresh: without regard to the earlier result that is kept beside the issue.
        advise: say what would mend a page that misses its depth; a desk asks for that once nobody types.
        """
        watch("read", 0, 0)
        asked = _Asked(issue_file, pages, fresh, advise)
        known = self._checked.pop(asked, None)
        if known is None or not known[0].unchanged():
            if known is not None and not self._is_kept_aside:
                keep_aside()
                self._is_kept_aside = True
            files = Recorded(self.workspace.of_issue(issue_file))
            known = files, self._check(files, asked, watch, known is None)
        self._checked[asked] = known
        if len(self._checked) > _PROOFS_KEPT:
            self._checked.popitem(last=False)
        # Whoever goes on with a proof adds to its report.
        report = Report()
        report.extend(known[1].report.diagnostics)
        return replace(known[1], report=report)

    def _check(self, files: Recorded, asked: _Asked, watch: Watch, first: bool) -> Proof:
        report, issue_file, pages = Report(), asked.issue_file, asked.pages
        issue = read_issue(files, issue_file, report)
        if issue is None:
            return Proof(None, None, (), report)
        paper = find_paper(files, issue_file)
        if paper is None:
            report.add("NP903", Span(issue_file), file=issue_file)
            return Proof(issue, None, (), report)
        style = Report()
        theme = self._theme(files, paper, style)
        report.extend(style)
        theme = _with_own_inks(theme, issue, report)
        job = self._job(files, issue, theme, paper, report)
        watch("fonts", 0, len(issue.pages))
        setter = self.setter(report)
        theme = with_fonts(theme, setter.fonts.names, report)
        # A desk checks at every touch: only what it began with is looked for, and kept, beyond the session.
        self._pages.shelf = self._keeping(setter) if first else None
        wanted = len(issue.pages) if pages is None else len(pages)
        done = count(1)
        watch("make-up", 0, wanted)
        kept = self._previous(files, issue, report)
        previous = NO_PREVIOUS if asked.fresh else kept
        every = frozenset(page.number for page in issue.pages)
        unsound = every if style.failed else _misread(issue, report)
        found = Report()
        made = make_up(
            *(issue, theme, setter, found, pages),
            lambda page: watch("make-up", next(done), wanted),
            previous,
            unsound,
            self._pages,
            self.jobs or cores(),
            asked.advise,
        )
        report.extend(fault for fault in found if fault.code[:3] != "NP6" or _page(fault) not in unsound)
        _tell_drawn(issue, made, job, report)
        return Proof(issue, job, made, report, theme, previous, kept)

    def proofread(self, issue_file: str, report: Report) -> tuple[Finding, ...]:
        """What the copy of an issue breaks of the rules of usage and of its paper's lists; faults of reading either go
        to the report. A paragraph that was read before is not read again."""
        files = Recorded(self.workspace.of_issue(issue_file))
        issue = read_issue(files, issue_file, report)
        paper = find_paper(files, issue_file)
        theme = None if paper is None else self._theme(files, paper, report)
        return () if issue is None else self.findings(issue, theme, report)

    def findings(self, issue: Issue, theme: Theme | None, report: Report) -> tuple[Finding, ...]:
        """The same of an issue that has been read."""
        from layout.proofreading import check_names, proofread, remembered

        if theme is not None:
            check_names(theme.proofreading.unchecked, Span(theme.name), report)
        self._read = self._read or remembered()
        lists, language = (theme.proofreading, theme.language) if theme else (Proofreading(), SIMPLIFIED)
        return proofread(issue, lists, self._read, report, language)

    def _theme(self, files: Recorded, paper: str, report: Report) -> Theme:
        """The house style, read again only when one of its files changed."""
        known = self._themes.get(paper)
        if known is None or not known[0].unchanged():
            own, faults = Recorded(self.workspace.of_paper(paper)), Report()
            known = self._themes[paper] = own, read_theme(own, paper, faults), faults
            if len(self._themes) > _PROOFS_KEPT:
                self._themes.popitem(last=False)
        files.include(known[0])
        report.extend(known[2].diagnostics)
        return known[1]

    def previous(self, issue: Issue, report: Report, fresh: bool = False) -> PreviousLayout:
        """The earlier result beside the issue, as far as there is one and the issue wants it kept.
        fresh: leave it aside."""
        return NO_PREVIOUS if fresh else self._previous(self.workspace.of_issue(issue.file), issue, report)

    def _previous(self, files: Files, issue: Issue, report: Report) -> PreviousLayout:
        file = beside_issue(issue.file)
        if not issue.keep or not files.exists(file):
            return NO_PREVIOUS
        data = read_bytes(files, file, report)
        return NO_PREVIOUS if data is None else read_previous(file, data, report)

    def pdf(self, proof: Proof, watch: Watch = silent, standard: str = "") -> bytes:
        """The PDF of a proof with a job. Pictures that cannot be put on the plate go to the proof's report.

        standard: a name of layout.pdf.standards, "" = the job's own. An "a-3a" file has the issue's sources inside.
        """
        assert proof.job is not None
        job, pages = proof.job, tuple(made.page for made in proof.pages)
        if standard:
            job = replace(job, standard=standard)
        if job.keeps.files and proof.issue is not None:
            files = self.workspace.of_issue(proof.issue.file)
            made_from = sources(files, proof.issue, proof.previous.file, pages, job)
            job = replace(job, attachments=(*made_from, *words(self.edition(proof))))
        return self.write(pages, job, proof.report, watch)

    def ofd(self, proof: Proof, watch: Watch = silent) -> bytes:
        """The OFD file of a proof with a job, as `pdf` makes the PDF."""
        assert proof.job is not None
        from layout.ofd.writer import write

        pages = tuple(made.page for made in proof.pages)
        watch("write OFD", 0, len(pages))
        return write(pages, self.setter(proof.report).fonts, proof.job, proof.report)

    def edition(self, proof: Proof) -> Edition:
        """The issue of a proof with a job as it is read, for everything that is no picture of the page."""
        from layout.articles.reading import read
        from layout.articles.values import About

        assert proof.issue is not None
        assert proof.job is not None
        assert proof.theme is not None
        masthead = proof.theme.masthead
        about = About(
            masthead.name or proof.issue.paper,
            proof.job.title,
            proof.issue.number,
            "" if proof.issue.date is None else proof.issue.date.isoformat(),
            masthead.publisher,
            masthead.permit,
            proof.job.language,
            spine=proof.theme.spine,
            calendar=proof.theme.words["calendar"],
        )
        banners = {page.number: page.banner.text for page in proof.issue.pages if page.banner is not None}
        corrected = {story.name: mended for story in stories_of(proof.issue) if (mended := _mended(story)) is not None}
        known = self._edition  # the archive asks for it with each of its files
        if known is None or known[0] is not proof.pages or known[1] != (about, banners, corrected):
            fonts = self.setter(proof.report).fonts
            edition = read([made.page for made in proof.pages], fonts, about, banners, corrected)
            known = self._edition = proof.pages, (about, banners, corrected), edition
        return known[2]

    def write(self, pages: tuple[Page, ...], job: Job, report: Report, watch: Watch = silent) -> bytes:
        """The PDF of any pages set from this session's fonts;
        the same pages, job and pictures are not written again."""
        if self._last is not None and self._last[0] == (pages, job) and self._last[1].unchanged():
            return self._last[2]
        from layout.pdf.writer import Memory, Plates, write

        watch("write", 0, len(pages))
        self._plates = self._plates or Plates(self._shelf)
        setter = self.setter(report)
        self._memory = self._memory or Memory(self._keeping(setter))
        # A picture's name is the caller's own: only what reads it knows the file.
        inner = job.read if isinstance(job.read, _Pictures) else None
        files = Recorded(_Named(job.read) if inner is None else inner.workspace)
        read = files.read if inner is None else _Pictures(files, inner.issue_file)
        known = len(report)
        pdf = write(pages, setter.fonts, replace(job, read=read), report, self._plates, self._memory)
        self._memory.kept = None  # as with pages: what a desk does later is kept in the session alone
        if len(report) == known:  # a fault must be told again next time
            self._last = ((pages, job), files, pdf)
        return pdf

    def _job(self, files: Files, issue: Issue, theme: Theme, paper: str, report: Report) -> Job:
        profile = b""
        if theme.press.profile not in ("", _NEWSPRINT):
            profile = read_bytes(files, beside(paper, theme.press.profile), report, Span(paper)) or b""
        name = theme.masthead.name or issue.paper
        return Job(
            title=issue.title or " ".join(filter(None, (name, issue.number, str(issue.date or "")))),
            author=name,
            publisher=theme.masthead.publisher,
            date=issue.date,
            language=document_language(theme.language),
            profile=profile,
            condition=theme.press.condition,
            marks=theme.press.marks,
            read=_Pictures(self.workspace.of_issue(issue.file), issue.file),
        )


def _tell_drawn(issue: Issue, made: tuple[PageMade, ...], job: Job, report: Report) -> None:
    """What is known once pages are drawn: heads that cannot be read on their pictures, colours that a page has not."""
    if any(story.reverse for _, story in (*issue.listed, *((0, story) for story in issue.stories))):
        from layout.pdf.contrast import tell_contrast

        tell_contrast([each.page for each in made], job, report)
    if any(each.page.inks is not None for each in made):
        from layout.pdf.pageinks import tell_page_inks

        where = {page.number: page.span for page in issue.pages}
        tell_page_inks([each.page for each in made], where, job, report)


def _with_own_inks(theme: Theme, issue: Issue, report: Report) -> Theme:
    """The house style with the pages that the issue itself has in colour and with a spot, where it says so."""
    press = theme.press
    if issue.printed is not None:
        press = replace(press, printed=resolved(issue.printed, theme.inks, report))
        theme = replace(theme, press=press)
    for spread in issue.spreads:
        left, right = spread.pages
        if press.printed.inks(left) != press.printed.inks(right):
            report.add("NP297", spread.span, left=left, right=right)
    return theme


def beside_issue(issue_file: str) -> str:
    """Where the result of an issue is kept: issue.yaml → issue.plan.json."""
    return os.path.splitext(issue_file)[0] + ".plan.json"


def stories_of(issue: Issue) -> Iterator[Story]:
    """Every story of an issue, briefs left out."""
    yield from (story for page in issue.pages for story in page.stories)
    yield from issue.stories


def _mended(story: Story) -> Corrected | None:
    """What a story mends, if it is a correction."""
    from layout.articles.values import Corrected

    said = story.correction
    if said is None or said.day is None:
        return None
    page = page_name(said.page) if said.page else ""
    return Corrected(said.day.isoformat(), page, said.headline.text if said.headline is not None else "")


def _misread(issue: Issue, report: Report) -> frozenset[int]:
    """The pages with errors of YAML: copy or heads are missing there,
    so what is over or short would be false advice."""
    errors = (fault for fault in report if fault.code[:3] == "NP1" and fault.severity == "error")
    lines = [fault.span.line for fault in errors if fault.span.file == issue.file]
    if lines and issue.stories:  # what is missing of these may be missing on any page
        return frozenset(page.number for page in issue.pages)
    starts = sorted((page.span.line, page.number) for page in issue.pages)
    if not starts:
        return frozenset()
    ends = [line for line, _ in starts[1:]] + [sys.maxsize]
    found = [
        number for (first, number), end in zip(starts, ends, strict=True) if any(first <= line < end for line in lines)
    ]
    if any(line < starts[0][0] for line in lines):  # of what runs over two pages copy may be missing
        found += [number for spread in issue.spreads for number in spread.pages]
    return frozenset(found)


def _page(fault: Diagnostic) -> object:
    return dict(fault.values).get("page")


@value
class _Pictures:
    """Reads an issue's pictures by the names typed in it."""

    workspace: Files
    issue_file: str

    def __call__(self, name: str) -> bytes:
        return self.workspace.read(beside(self.issue_file, name))


@value
class _Named:
    """Pictures that come from elsewhere, by the caller's names: files without stamps."""

    read: Callable[[str], bytes]


__all__ = ["Proof", "Session", "Watch", "Workspace", "build", "check", "silent"]
