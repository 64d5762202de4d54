"""An issue → what is kept of it: the files of its bag. The bag itself is made by the store.

kept(session, proof) -> Kept          pure but for reading the issue's files
add(store, kept, …) -> Version | None None: the archive has it already
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from layout.archive import bag, naming
from layout.archive.catalogue import Catalogue, rebuild
from layout.archive.store import Store, Version
from layout.articles.stored import from_json, to_json
from layout.articles.values import About, Article, Edition, PageText
from layout.diagnostics import LayoutError, Report, Span
from layout.facsimile import facsimiles
from layout.pipeline import Proof, Session, Watch, beside_issue, silent
from layout.preflight import examine
from layout.presses import DEFAULT, press
from layout.records import text
from layout.records.alto import alto
from layout.records.mets import Filed, mets
from layout.signing import check_signatures, file_of, read_signatures
from layout.value import value
from layout.version import VERSION

SOURCES = "sources"
RECORDS = "records"
MADE_FROM = f"{RECORDS}/made-from.json"
_KINDS = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".xml": "text/xml",
    ".jpg": "image/jpeg",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".icc": "application/vnd.iccprofile",
}


@value
class Kept:
    """What is kept of an issue. files: of the bag's payload; info: of its bag-info.txt; made_from: digest of what
    the editor made: the same issue has the same, whatever program made its pages."""

    edition: Edition
    files: Mapping[str, bytes]
    info: Mapping[str, str]
    made_from: str


def sources(session: Session, proof: Proof) -> dict[str, bytes]:
    """The files an issue was made from, by their names in the bag. For a session that has checked this issue and no
    other."""
    assert proof.issue is not None
    workspace = session.workspace
    names = {*workspace.sources(), proof.issue.file}
    if workspace.of_issue(proof.issue.file).exists(file_of(proof.issue.file)):
        names.add(file_of(proof.issue.file))
    base = os.path.commonpath([os.path.dirname(os.path.abspath(name)) for name in names])
    files: dict[str, bytes] = {}
    for name in sorted(names):
        try:
            data = workspace.read(name)
        except OSError:  # it was looked for and is not there
            continue
        files[f"{SOURCES}/{os.path.relpath(os.path.abspath(name), base).replace(os.sep, '/')}"] = data
    return files


def made_from(proof: Proof, made_of: Mapping[str, bytes]) -> str:
    """A digest of what the editor made and of where it stands: the same issue has the same, whatever program drew its
    pages. made_of: its `sources`."""
    assert proof.issue is not None
    kept_beside = os.path.basename(beside_issue(proof.issue.file))
    digest = sha256(b"" if proof.result is None else proof.result.as_bytes())
    for name, data in sorted(made_of.items()):
        if name.rpartition("/")[2] != kept_beside:  # it only says where everything stood, which is in already
            digest.update(f"{name}\0{sha256(data).hexdigest()}\n".encode())
    return digest.hexdigest()


def kept(session: Session, proof: Proof, watch: Watch = silent) -> Kept | None:
    """Everything that is kept of an issue without errors; None when an error stops it, which is in the proof's
    report. For a session that has checked this issue and no other."""
    assert proof.issue is not None
    assert proof.job is not None
    report, job = proof.report, proof.job
    made_of = sources(session, proof)
    for name in (each.rpartition("/")[2] for each in made_of):
        try:
            name.encode()
        except UnicodeEncodeError:
            report.add("NP954", Span(proof.issue.file), file=proof.issue.file, reason="a file's name is not UTF-8")
            return None
    edition = session.edition(proof)
    issue = naming.issue_of(edition.about)
    archive = session.pdf(proof, watch, "a-3a")
    printed = session.pdf(proof, watch)
    if proof.failed:
        return None
    signatures = read_signatures(session.workspace.of_issue(proof.issue.file), proof.issue.file, report)
    assert proof.theme is not None
    check_signatures(signatures, proof.theme.sign_off, printed, proof.issue.file, report)
    if proof.failed:
        return None
    digest = made_from(proof, made_of)
    own = os.path.basename(proof.issue.file)
    beside = next((f"../{name.removesuffix(own)}" for name in made_of if name.rpartition("/")[2] == own), "")
    files: list[Filed] = [
        filed(f"{issue}.pdf", archive, "ARCHIVE"),
        filed(f"{issue}-press.pdf", printed, "PRESS"),
        filed(f"{issue}.ofd", session.ofd(proof, watch), "OFD"),
        *_pages(edition, archive, job.intent, watch),
        *(each for article in edition.walk() for each in article_files(edition, article, beside)),
        *(filed(name, data, "SOURCE") for name, data in made_of.items()),
        filed(f"{RECORDS}/{naming.token(job.condition)}.icc", job.intent, "RECORD"),
        *_records(session, proof, printed, f"{issue}-press.pdf", report),
        filed(MADE_FROM, _json({"made_from": digest, "program": f"broadsheet-layout {VERSION}"}), "RECORD"),
    ]
    return None if proof.failed else packed(edition, files, digest)


def packed(edition: Edition, files: Sequence[Filed], digest: str) -> Kept:
    """The files of a bag with the edition and METS. digest: of what they were made from."""
    issue = naming.issue_of(edition.about)
    files = [*files, filed(naming.EDITION, to_json(edition), "TEXT")]
    files.append(filed(naming.METS, mets(edition, issue, files), "METS"))
    return Kept(edition, {file.name: file.data for file in files}, bag_info(edition, issue, digest), digest)


def kept_of(files: Mapping[str, bytes]) -> Kept:
    """What was kept of an issue, from the files of its bag."""
    edition = from_json(files[naming.EDITION])
    digest = json.loads(files[MADE_FROM])["made_from"]
    return Kept(edition, files, bag_info(edition, naming.issue_of(edition.about), digest), digest)


def filed(name: str, data: bytes, use: str, page: int = 0, article: str = "") -> Filed:
    """A file of the bag with the kind its name says."""
    kind = _KINDS.get(os.path.splitext(name)[1].lower(), "application/octet-stream")
    return Filed(name, data, kind, use, page, article)


def _pages(edition: Edition, pdf: bytes, profile: bytes, watch: Watch) -> Iterator[Filed]:
    pictures = facsimiles(pdf, profile, (naming.PAGE_DPI, naming.SMALL_DPI))
    for done, (page, (large, small)) in enumerate(zip(edition.pages, pictures, strict=True)):
        watch("raster", done, len(edition.pages))
        yield from page_files(edition, page, large, small)


def page_files(edition: Edition, page: PageText, large: bytes, small: bytes) -> Iterator[Filed]:
    """A page as its two pictures and as ALTO."""
    picture = naming.page_picture(page.number)
    yield filed(picture, large, "IMAGE", page.number)
    yield filed(naming.page_picture(page.number, small=True), small, "THUMBNAIL", page.number)
    yield filed(naming.alto(page.number), alto(edition, page, f"../{picture}"), "FULLTEXT", page.number)


def article_files(edition: Edition, article: Article, pictures: str = "") -> Iterator[Filed]:
    """An article as text, Markdown and JSON. pictures: the folder that the names of its pictures begin at, from that of
    the articles."""
    written = {
        "txt": text.plain(article).encode(),
        "md": text.markdown(article, pictures=pictures).encode(),
        "json": text.as_json(text.news_article(edition, article)),
    }
    for kind, data in written.items():
        yield filed(naming.article(article.id, kind), data, "TEXT", article=article.id)


def _records(session: Session, proof: Proof, pdf: bytes, name: str, report: Report) -> Iterator[Filed]:
    """What preflight found of the press file, what of the issue, and who signed."""
    assert proof.issue is not None
    assert proof.theme is not None
    try:
        chosen = press(proof.theme.press.name or DEFAULT, session.workspace.of_issue(proof.issue.file).read)
    except (OSError, ValueError):
        chosen = press()  # the paper's press is told by whoever prints; the record needs some measure
    judged = examine(pdf, name, chosen)
    yield filed(f"{RECORDS}/preflight.json", _json(judged.as_dict("en")), "RECORD")
    found = {
        "diagnostics": [fault.as_dict() | {"file": os.path.basename(fault.span.file)} for fault in report],
        "pages": [{"page": made.page.number, "score": round(made.score, 1)} for made in proof.pages],
    }
    yield filed(f"{RECORDS}/checks.json", _json(found), "RECORD")
    signed = file_of(proof.issue.file)
    files = session.workspace.of_issue(proof.issue.file)
    if files.exists(signed):
        yield filed(f"{RECORDS}/signatures.json", files.read(signed), "RECORD")


def _json(found: Mapping[str, Any]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def bag_info(edition: Edition, issue: str, digest: str) -> dict[str, str]:
    """What bag-info.txt says of an issue. digest: of what it was made from."""
    about = edition.about
    found = {
        "Source-Organization": about.publisher or about.paper,
        "External-Identifier": issue,
        "External-Description": about.title,
        "Issue-Date": about.date,
        "Issue-Number": about.number,
        "Issue-Origin": about.origin,
        "Made-From": digest,
        "Bag-Software-Agent": f"broadsheet-layout {VERSION}",
    }
    return {name: " ".join(value.split()) for name, value in found.items() if value}


def opened(root: Path) -> Store:
    """The archive to add to, made if missing; its catalogue is made anew where only the bags are there. Raises
    NoArchive, OSError; LayoutError (NP956) where no catalogue can be made."""
    store = Store.create(root)
    if not (root / naming.CATALOGUE).is_file() and next(store.issues(), None) is not None:
        rebuild(root)
    return store


def add(store: Store, made: Kept, report: Report, again: bool = False) -> Version | None:
    """Put an issue into the archive and its catalogue; None when its newest version was made from the same files.

    again: also then, if what this program makes of them is different. For whoever is writing() the store. Raises
    OSError; then nothing has changed.
    """
    finish(store, report)
    about = made.edition.about
    last = store.latest(about)
    if last is not None and (other := store.about(last)) and _told(other) != _told(about):
        report.add("NP948", Span(""), file=about.title, issue=last.issue, other=other.title)
        return None
    if last is not None and known(store, last, made.made_from) and not (again and _differs(store, last, made)):
        return None
    store.begin(naming.folder_of(about))
    version = store.add(about, made.files, made.info)
    finish(store, report)
    return version


def _told(about: About) -> tuple[str, str, str]:
    """What tells issues apart; two may still have one name in the archive (naming.token)."""
    return about.paper, about.date, about.number


def finish(store: Store, report: Report) -> None:
    """Enter what was begun into the catalogue: the last bag, also when the one who put it in was stopped before this.
    What is wrong with the catalogue is told (NP953); the bag is in. For whoever is writing() the store."""
    folder = store.begun()
    versions = store.versions(folder) if folder else []
    if versions:
        last = versions[-1]
        try:
            with Catalogue.open(store.root, create=True) as catalogue:
                data = store.file(last, naming.EDITION).read_bytes()
                digest = sha256(data).hexdigest()
                catalogue.put(from_json(data), last.folder, last.number, len(versions), digest, data)
        except (LayoutError, OSError, ValueError, OverflowError, RecursionError) as error:
            reason = error.report.diagnostics[0].message() if isinstance(error, LayoutError) else str(error)
            report.add("NP953", Span(""), folder=str(store.root), reason=reason)
    store.begin("")


def known(store: Store, version: Version, digest: str) -> bool:
    """Whether a version was made from these very files."""
    try:
        lines = (store.root / version.folder / "bag-info.txt").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return f"Made-From: {digest}" in lines


def _differs(store: Store, version: Version, made: Kept) -> bool:
    there = bag.sums(store.root / version.folder)
    return there != {name: sha256(data).hexdigest() for name, data in made.files.items()}
