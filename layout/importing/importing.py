"""Files → an issue's YAML: the way through the importers, pure but for what the workspace is asked."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from layout.confined import Confined
from layout.diagnostics import Language, Report, Span, short
from layout.importing import marked, page, plain, sheets, web, word
from layout.importing.account import Account, account, bare, passages, place_words, reason_words
from layout.importing.container import Container, Damaged, told
from layout.importing.issue import Wishes, doubt_words, issue_text, picture_doubts
from layout.importing.makeready import ready
from layout.importing.stories import stories_of
from layout.importing.values import Document, Doubt, Manuscript, Passage, PictureFound, Place, Story
from layout.issue import read_issue
from layout.issue.values import Issue
from layout.issue.values import Story as StoryRead
from layout.source import FilesInMemory, beside
from layout.value import replace, value
from layout.workspace import Workspace

LARGEST = 64 * 1024 * 1024  # bytes of a file; pictures in .docx files are the most of it
MOST_CHARACTERS = 500_000  # of one file: a novel
MOST_ELEMENTS = 50_000  # lines, paragraphs and pictures of one file
_TOLD = 40  # doubts told one by one; all of them are in the YAML

Reader = Callable[[str, bytes, Report], Document | None]


@value
class Options:
    """language: of keys and comments. paper, date, number: of the issue, "" = not written. page: to which the stories
    go, 0 = found. pictures: the folder that pictures are put into, relative to the issue."""

    language: Language = "en"
    paper: str = ""
    date: str = ""
    number: str = ""
    page: int = 0
    pictures: str = "images"
    issue_file: str = "issue.yaml"


@value
class Imported:
    """manuscript: what was recognised; text: the issue's YAML, "" where nothing could be read. pictures: by their names
    relative to the issue. report: what could not be read, what was left out, what is to be looked at."""

    manuscript: Manuscript
    text: str
    pictures: tuple[tuple[str, bytes], ...]
    account: Account
    report: Report


def import_files(workspace: Workspace, files: Sequence[tuple[str, bytes]], options: Options) -> Imported:
    """Read files by their names and bytes. Nothing is written.

    workspace: asked only which pictures stand beside the issue already, so that none is overwritten.
    """
    report = Report()
    documents: list[Document] = []
    for file, data in _apart(files):
        document = _read(file, data, report)
        if document is not None:
            documents.append(document)
    found = [stories_of(document) for document in documents]
    for document, each in zip(documents, found, strict=True):
        if not each.stories:
            report.add("NP988", Span(document.file), file=document.file)
    manuscript = ready(found, several=len(found) > 1)
    manuscript, pictures = _named(manuscript, workspace, options)
    counted = account(documents, manuscript)
    text = ""
    if manuscript.stories:
        wishes = Wishes(options.language, options.paper, options.date, options.number, options.page)
        text = issue_text(manuscript, wishes)
        _read_again(text, manuscript, dict(pictures), report)
    if not counted.balanced:
        characters = short(counted.missing + counted.invented, 40)
        count = len(counted.missing) + len(counted.invented)
        report.add("NP989", Span(documents[0].file if documents else ""), count=count, characters=characters)
    _tell_left(manuscript, report, options.language)
    _tell_doubts(manuscript, report, options.language)
    return Imported(manuscript, text, pictures, counted, report)


def renamed(made: Imported, workspace: Workspace, options: Options) -> Imported:
    """An import with names for its pictures that are free where it goes now: another import may have been put there
    since, and every Word file calls its first picture image1."""
    manuscript, pictures = _named(made.manuscript, workspace, options)
    if pictures == made.pictures or not made.text:
        return made
    wishes = Wishes(options.language, options.paper, options.date, options.number, options.page)
    return replace(made, manuscript=manuscript, pictures=pictures, text=issue_text(manuscript, wishes))


def _apart(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Two files of one name have two names: places are told by it."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    found: list[tuple[str, bytes]] = []
    for name, data in files:
        free, number = name, last.get(name, 1)
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        last[name] = number
        taken.add(free)
        found.append((free, data))
    return found


# One file


def _read(file: str, data: bytes, report: Report) -> Document | None:
    if len(data) > LARGEST:
        what = f"{len(data) / 1_048_576:.0f} MB"
        report.add("NP984", Span(file), file=file, what=what, most=f"{LARGEST // 1_048_576} MB")
        return None
    reader = _reader(file, data, report)
    if reader is None:
        return None
    try:
        document = reader(file, data, report)
    except Damaged as damaged:
        told(file, damaged, report)
        return None
    except RecursionError:
        told(file, Damaged("NP983", reason="nested too deep"), report)
        return None
    if document is not None and len(document.elements) > MOST_ELEMENTS:
        what, most = f"{len(document.elements)} lines", f"{MOST_ELEMENTS} lines"
        report.add("NP984", Span(file), file=file, what=what, most=most)
        return None
    if document is not None and len(document.counted) > MOST_CHARACTERS:
        report.add(
            "NP984",
            Span(file),
            file=file,
            what=f"{len(document.counted)} characters",
            most=f"{MOST_CHARACTERS} characters",
        )
        return None
    return document


def _reader(file: str, data: bytes, report: Report) -> Reader | None:
    """By what the bytes are, then by the name's end; None after NP980."""
    end = os.path.splitext(file)[1].lower()
    if data.startswith(b"PK\3\4"):
        try:
            names = Container(data).names
        except Damaged as damaged:
            told(file, damaged, report)
            return None
        if "word/document.xml" in names or end in (".docx", ".docm", ".dotx"):
            return word.read
        if "xl/workbook.xml" in names or end in (".xlsx", ".xlsm"):
            return sheets.read
        report.add("NP980", Span(file), file=file, kind="zip")
        return None
    if data.startswith(b"%PDF") or data[:1024].lstrip().startswith(b"%PDF"):
        return page.read
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            report.add("NP980", Span(file), file=file, kind=kind, hint=kind if kind in ("doc", "rtf") else "hint")
            return None
    if end in (".html", ".htm", ".xhtml", ".shtml", ".mhtml") or _HTML.match(data[:2048]):
        return web.read
    if end in (".md", ".markdown", ".mkd"):
        return marked.read
    return plain.read


_HTML = re.compile(
    rb"\s*+(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html[\s>])",
    re.I | re.S,
)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"8BPS", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


# Pictures


def _named(
    manuscript: Manuscript, workspace: Workspace, options: Options
) -> tuple[Manuscript, tuple[tuple[str, bytes], ...]]:
    """Pictures with names of their own beside the issue; the same bytes have one."""
    by_bytes: dict[bytes, str] = {}
    files: dict[str, bytes] = {}

    def beside_source(picture: PictureFound) -> PictureFound:
        """With its bytes, where a saved page or a Markdown file names a file below its own folder."""
        local = unquote(picture.address)
        if picture.data or not _is_local(local) or not local.lower().endswith(_PICTURES):
            return picture
        name = beside(picture.place.file, local)
        files = Confined(workspace, posixpath.dirname(picture.place.file))  # a link in a saved page's folder leads out
        if not files.exists(name) or files.is_folder(name):
            return picture
        data = files.read(name)
        return picture if len(data) > LARGEST else replace(picture, data=data)

    def named(story: Story) -> Story:
        pictures = []
        for picture in map(beside_source, story.pictures):
            if picture.data and picture.data not in by_bytes:
                by_bytes[picture.data] = _free(picture.name, picture.data)
                files[by_bytes[picture.data]] = picture.data
            name = by_bytes[picture.data] if picture.data else f"{options.pictures}/{_safe(picture.name)}"
            pictures.append(replace(picture, name=name))
        return replace(story, pictures=tuple(pictures), items=tuple(map(named, story.items)))

    def _free(name: str, data: bytes) -> str:
        stem, end = os.path.splitext(_safe(name))
        number = 1
        while True:
            free = f"{options.pictures}/{stem}{f'-{number}' if number > 1 else ''}{end}"
            there = beside(options.issue_file, free)
            if free not in files and not (workspace.exists(there) and _holds_other(workspace, there, data)):
                return free
            number += 1

    return replace(manuscript, stories=tuple(map(named, manuscript.stories))), tuple(files.items())


def _holds_other(workspace: Workspace, name: str, data: bytes) -> bool:
    """Whether something else than these bytes stands under a name."""
    try:
        return workspace.read(name) != data
    except OSError:  # a folder, or what may not be read
        return True


_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".bmp")


def _is_local(address: str) -> bool:
    """Whether it names a file below the folder it is named in."""
    parts = address.replace("\\", "/").split("/")
    return bool(address) and parts[0] != "" and ".." not in parts and ":" not in address and "?" not in address


def _safe(name: str) -> str:
    """The last part of a name, without signs that a file system or a shell minds."""
    last = re.split(r"[/\\]", name)[-1].lstrip(".")
    return re.sub(r"[^\w.\-]+", "-", last)[:80].strip("-") or "picture"


# What came out


def _read_again(text: str, manuscript: Manuscript, pictures: Mapping[str, bytes], report: Report) -> None:
    """NP989 where the issue's reader makes other copy of the YAML than was put in."""
    faults = Report()
    issue = read_issue(FilesInMemory({"issue.yaml": text.encode()} | dict(pictures)), "issue.yaml", faults)
    wanted = bare("".join(part.kept for passage in passages(manuscript) for part in passage.parts))
    found = bare("".join(_texts_of(issue))) if issue is not None else ""
    if sorted(wanted) != sorted(found):
        at = next(
            (at for at, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
        )
        report.add("NP989", Span(""), count=abs(len(wanted) - len(found)) or 1, characters=short(wanted[at:], 24))


def _texts_of(issue: Issue) -> list[str]:
    found = [page.banner.text for page in issue.pages if page.banner is not None]
    for each in issue.pages:
        for story in each.stories:
            found += texts_of_story(story)
    return found


def texts_of_story(story: StoryRead) -> list[str]:
    """All copy of a story as the issue's reader has it, readings too."""
    found = [story.banner.text] if story.banner is not None else []
    found += [line.text for line in (*story.kicker, *story.headline, *story.deck)]
    found += [line.text for line in (story.byline, story.dateline) if line is not None]
    for picture in story.pictures:
        found += [line.text for line in (picture.caption, picture.credit) if line is not None]
    for block in story.body:
        found.append(block.copy.text)
        found += [each.value for each in block.copy.emphases if each.kind == "ruby"]
    for table in story.tables:
        found += [table.title.text] if table.title is not None else []
        found += [cell.text for row in table.rows for cell in row]
    for item in story.items:
        found += texts_of_story(item)
    return found


# What is told


def _tell_left(manuscript: Manuscript, report: Report, language: Language) -> None:
    """What was left out, a line for each reason and file."""
    kept = [part for passage in passages(manuscript) for part in passage.parts if part.source.strip() and not part.kept]
    left = [part for passage in manuscript.left for part in passage.parts if part.source.strip()]
    texts: dict[tuple[str, str], list[str]] = {}
    places: dict[tuple[str, str], Place] = {}
    for part in sorted((*kept, *left), key=lambda each: each.order):
        if part.reason in ("unseen", "markup", "script", "alternate", "address"):
            continue
        key = part.place.file, part.reason
        texts.setdefault(key, []).append(part.source.strip())
        places.setdefault(key, part.place)
    for (file, reason), each in texts.items():
        report.add(
            "NP985",
            _span(places[file, reason]),
            count=sum(len(bare(text)) for text in each),
            reason=reason_words(reason, language),
            text=short(" · ".join(each), 60),
        )


def _tell_doubts(manuscript: Manuscript, report: Report, language: Language) -> None:
    told_so_far = 0
    for story in _every(manuscript.stories):
        doubts = [*story.doubts, *(each for picture in story.pictures for each in picture_doubts(picture))]
        for doubt in doubts[: _TOLD - told_so_far]:
            _tell(doubt, story, report, language)
        told_so_far = min(_TOLD, told_so_far + len(doubts))
    for _, banner in manuscript.banners:
        _tell(Doubt("banner", "", (("text", banner.text),)), Story(banner=banner), report, language)


def doubts_in(manuscript: Manuscript) -> int:
    """How many guesses are marked in it."""
    pictures = sum(len(picture_doubts(each)) for story in _every(manuscript.stories) for each in story.pictures)
    return sum(len(story.doubts) for story in _every(manuscript.stories)) + len(manuscript.banners) + pictures


def _every(stories: Sequence[Story]) -> list[Story]:
    return [each for story in stories for each in (story, *_every(story.items))]


def _tell(doubt: Doubt, story: Story, report: Report, language: Language) -> None:
    lines: tuple[Passage, ...] = (*story.headline, *story.kicker, *(block.passage for block in story.body))
    if story.banner is not None:
        lines = (story.banner, *lines)
    place = next((line.place for line in lines if line.parts), Place(""))
    name = short(lines[0].text, 20) if lines else ""
    where = place_words(place, language)
    report.add("NP986", _span(place), story=name, doubt=doubt_words(doubt, language), where=where)


def _span(place: Place) -> Span:
    return Span(place.file, place.number if place.unit == "line" and not place.part else 0)
