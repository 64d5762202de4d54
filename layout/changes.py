"""What changed between two proofs (校异同): the words of two PDFs compared in reading order, for the proofreader.

Words count, not lines: copy that only runs on differently has not changed. A sentence is compared with a sentence first
and only what differs word by word, which keeps a sixteen-page issue to a second. The new page gets marks: inserted
words are boxed, deleted ones shown at a caret, replaced ones both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from layout.diagnostics import Report, Span
from layout.display import Fill, Frame, Group, Ink, Item, Page, Rule
from layout.labels import label, label_width
from layout.pdf.job import Job
from layout.pdf.raster import characters
from layout.pdffile import Damaged, open_pdf, pikepdf, saved
from layout.pipeline import Session
from layout.revision import NoRevision, Revision
from layout.source.reading import is_yaml, read_bytes
from layout.text.paragraph import Typesetter
from layout.units import Rect, Size
from layout.value import value

_SENTENCE_END = frozenset("。！？；…!?;")
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏЀ-ӿ.,%'’\-]")
_MOST = 4_000  # words of one passage without a sentence in common that are still compared: 0.5 s; more is another text
_AROUND = 8  # words shown before and after a change
_RED = Ink(0, 1, 0.9, 0)
_GREEN = Ink(0.8, 0, 0.9, 0.1)
_PAPER = Ink(0, 0, 0, 0)
_SIZE = 5.5

Kind = Literal["inserted", "deleted", "replaced"]


@value
class Word:
    """An ideograph, a mark, or a run of letters and digits. page: place in its file, from 0;
    box: points from the trim."""

    text: str
    page: int
    box: Rect


@value
class Change:
    """One change. page: place in the new file, from 0. old, new: the words; before, after:
    what stands round them there.

    boxes: of the new words, a box a line; of a deletion the place where the words were.
    """

    kind: Kind
    page: int
    old: str
    new: str
    before: str
    after: str
    boxes: tuple[Rect, ...]

    def line(self) -> str:
        """`…上文[-旧-]{+新+}下文…`, as word-diffs are written."""
        old = f"[-{self.old}-]" if self.old else ""
        new = f"{{+{self.new}+}}" if self.new else ""
        return f"…{self.before}{old}{new}{self.after}…"


def pdf_of(name: str, session: Session, report: Report) -> bytes:
    """The PDF that a name stands for: a PDF file, an issue as it is now, or ISSUE@REVISION as git has it.

    b"" where it cannot be had; why is in the report (NP111, NP940, NP941, or the issue's own faults).
    """
    issue, at, revision = name.rpartition("@")
    if at and is_yaml(issue) and not session.workspace.exists(name):
        try:
            here = session.workspace
            files = Revision(revision, here.root, here.fonts, here.allowed)
        except NoRevision as error:
            report.add("NP941", Span(issue), file=issue, revision=revision, reason=str(error))
            return b""
        if not files.exists(issue):
            report.add("NP941", Span(issue), file=issue, revision=revision, reason="it is not in that revision")
            return b""
        session, name = Session(files), issue
    if is_yaml(name):
        proof = session.check(name)
        report.extend(proof.report.diagnostics)
        return session.pdf(proof) if proof.job is not None and proof.pages else b""
    return read_bytes(session.workspace, name, report) or b""


def is_proof(pdf: bytes) -> bool:
    """Whether a file is a page proof of ours, with overlays that are no words of the page."""
    try:
        document = open_pdf(pdf)
    except Damaged:
        return False
    metadata = document.Root.get("/Metadata")
    return isinstance(metadata, pikepdf.Stream) and "校样".encode() in metadata.read_bytes()


def words_of(pdf: bytes, name: str, report: Report, furniture: bool = True) -> tuple[Word, ...]:
    """The words of a PDF in the order they are drawn, which is reading order in ours;
    NP940 where there are none to be had.

    furniture: nameplate, folio and banners too; without, what the file tags as artifacts is left out,
    a proof's overlays with it.
    """
    try:
        open_pdf(pdf)  # PDFium's own words for a damaged file are no help
        pages = characters(pdf if furniture else _without_artifacts(pdf))
    except (Damaged, pikepdf.PdfError, RuntimeError) as error:  # the last are PDFium's
        report.add("NP940", Span(name), name=name, reason=str(error))
        return ()
    words = tuple(word for place, page in enumerate(pages) for word in _words(page, place))
    if not words:
        report.add("NP940", Span(name), name=name, reason="no text")
    return words


def compare(old: Sequence[Word], new: Sequence[Word]) -> tuple[Change, ...]:
    """The changes from old to new in reading order."""
    before, after = _sentences(old), _sentences(new)
    matcher = SequenceMatcher(None, [text for text, _, _ in before], [text for text, _, _ in after], autojunk=False)
    changes: list[Change] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            first = before[a][1] if a < len(before) else len(old)
            last = before[b - 1][2] if b > a else first
            start = after[c][1] if c < len(after) else len(new)
            end = after[d - 1][2] if d > c else start
            changes += _within(old, new, (first, last), (start, end))
    return tuple(changes)


def marked(new_pdf: bytes, changes: Sequence[Change], title: str, session: Session, report: Report) -> bytes:
    """The new file with its changes marked on its pages, numbered as in the list."""
    source = open_pdf(new_pdf)
    numbered = list(enumerate(changes, 1))
    pages = []
    for place, page in enumerate(source.pages):
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        items = [
            item
            for number, change in numbered
            if change.page == place
            for item in _marks(change, number, session.setter(report))
        ]
        marks = Group("artifact", tuple(items), "changes")
        pages.append(Page(place + 1, Size(right - left, top - bottom), 0.0, (marks,)))
    overlay = open_pdf(session.write(tuple(pages), Job(title=title, marks=False), report))
    for page, over in zip(source.pages, overlay.pages, strict=True):
        left, bottom = float(page.trimbox[0]), float(page.trimbox[1])
        form = source.copy_foreign(over.as_form_xobject())
        name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Changes)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q q 1 0 0 1 {left:.3f} {bottom:.3f} cm {name} Do Q".encode())
    return saved(source)


def _within(old: Sequence[Word], new: Sequence[Word], was: tuple[int, int], now: tuple[int, int]) -> Iterator[Change]:
    """The changes between two runs of words, small islands of agreement inside a change swallowed."""
    first, last = was
    start, end = now
    if min(last - first, end - start) > _MOST:
        yield _change(old, new, was, now)
        return
    matcher = SequenceMatcher(
        None, [word.text for word in old[first:last]], [word.text for word in new[start:end]], autojunk=False
    )
    for a, b, c, d in _joined([codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal"]):
        yield _change(old, new, (first + a, first + b), (start + c, start + d))


def _joined(codes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Changes with a single word between them are one to the reader."""
    out: list[tuple[int, int, int, int]] = []
    for a, b, c, d in codes:
        if out and a - out[-1][1] <= 1 and c - out[-1][3] <= 1:
            out[-1] = (out[-1][0], b, out[-1][2], d)
        else:
            out.append((a, b, c, d))
    return out


def _change(old: Sequence[Word], new: Sequence[Word], was: tuple[int, int], now: tuple[int, int]) -> Change:
    first, last = was
    start, end = now
    kind: Kind = "inserted" if first == last else "deleted" if start == end else "replaced"
    if start < end:
        page = new[start].page
        boxes = tuple(_lines([word for word in new[start:end] if word.page == page]))
    else:
        near = new[start - 1] if start else new[0]
        page, edge = near.page, near.box.right if start else near.box.x
        boxes = (Rect(edge, near.box.y, 0.0, near.box.height),)
    return Change(
        kind,
        page,
        _text(old[first:last]),
        _text(new[start:end]),
        _text(new[max(0, start - _AROUND) : start]),
        _text(new[end : end + _AROUND]),
        boxes,
    )


def _text(words: Sequence[Word]) -> str:
    """Words joined, a blank where two runs of letters meet."""
    out = "".join(word.text for word in words[:1])
    for one, other in pairwise(words):
        blank = " " if _WORD.match(one.text[-1]) and _WORD.match(other.text[0]) else ""
        out += blank + other.text
    return out


def _words(page: list[tuple[str, float, float, float, float]], place: int) -> Iterator[Word]:
    open_word: tuple[str, Rect] | None = None
    for text, left, top, right, bottom in page:
        box = Rect(left, top, right - left, bottom - top)
        if _WORD.match(text):
            figures = text.isdigit() and open_word is not None and open_word[0][-1].isdigit()
            if open_word is not None and _beside(open_word[1], box, 0.5 if figures else 0.2):
                known, at = open_word
                open_word = (
                    known + text,
                    Rect(at.x, min(at.y, top), right - at.x, max(at.bottom, bottom) - min(at.y, top)),
                )
                continue
            if open_word is not None:
                yield Word(open_word[0], place, open_word[1])
            open_word = text, box
            continue
        if open_word is not None:
            yield Word(open_word[0], place, open_word[1])
            open_word = None
        yield Word(text, place, box)
    if open_word is not None:
        yield Word(open_word[0], place, open_word[1])


def _beside(left: Rect, right: Rect, apart: float) -> bool:
    """Whether a letter goes on with a word: on its line,
    less than `apart` em away (spread heads part their figures)."""
    return abs(left.y - right.y) < 0.3 * right.height and -1 < right.x - left.right < apart * right.height


def _sentences(words: Sequence[Word]) -> list[tuple[str, int, int]]:
    """Text of each sentence, and its first word and the one after its last."""
    out, first = [], 0
    for at, word in enumerate(words, 1):
        if word.text in _SENTENCE_END or at == len(words):
            out.append(("".join(each.text for each in words[first:at]), first, at))
            first = at
    return out


def _lines(words: Sequence[Word]) -> Iterator[Rect]:
    """A box for each line that the words stand on."""
    box: Rect | None = None
    for word in words:
        at = word.box
        if box is not None and abs(at.y - box.y) < 0.5 * at.height and -1 < at.x - box.right < 2 * at.height:
            box = Rect(box.x, min(box.y, at.y), at.right - box.x, max(box.bottom, at.bottom) - min(box.y, at.y))
        else:
            if box is not None:
                yield box
            box = at
    if box is not None:
        yield box


def _marks(change: Change, number: int, setter: Typesetter) -> Iterator[Item]:
    ink = _RED if change.kind == "deleted" else _GREEN
    for box in change.boxes:
        if box.width:
            yield Frame(box.inset(-0.5, -0.5), 0.75, ink)
        else:
            yield Rule(box.x, box.y - 1, box.x, box.bottom + 1, 0.9, ink)
            yield Rule(box.x - 2.5, box.bottom + 3, box.x, box.bottom, 0.9, ink)
            yield Rule(box.x + 2.5, box.bottom + 3, box.x, box.bottom, 0.9, ink)
    first = change.boxes[0]
    words = f"{number}" + (f" 删 {change.old}" if change.old else "")
    words = words if len(words) <= 24 else words[:23] + "…"
    height = _SIZE * 1.4
    flag = Rect(first.x, first.y - height, label_width(words, setter, _SIZE) + 3, height)
    yield Fill(flag, ink)
    yield from label(words, flag.x + 1.5, first.y - _SIZE * 0.35, setter, _SIZE, _PAPER)


def _without_artifacts(pdf: bytes) -> bytes:
    document = open_pdf(pdf)
    for page in document.pages:
        kept, depth, hidden = [], 0, 0
        for instruction in pikepdf.parse_content_stream(page):
            name = str(instruction.operator)
            if name in ("BMC", "BDC"):
                depth += 1
                if str(instruction.operands[0]) == "/Artifact" and not hidden:
                    hidden = depth
            if not (hidden and name in ("Tj", "TJ")):
                kept.append(instruction)
            if name == "EMC":
                hidden = 0 if hidden == depth else hidden
                depth -= 1
        page.Contents = pikepdf.Stream(document, pikepdf.unparse_content_stream(kept))
    return saved(document)
