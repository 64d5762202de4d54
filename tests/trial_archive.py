"""A small archive for trials: three papers' issues as the archive keeps them, and some older ones made of the same."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from layout.archive import naming
from layout.archive.catalogue import rebuild
from layout.articles.stored import to_json
from layout.articles.values import Edition
from layout.onscreen import to_screen
from layout.pdf.raster import draw
from layout.pipeline import Session, Workspace
from layout.value import replace

HOME = Path(__file__).parents[1]
ISSUES = ("demo/2026-05-24.yaml", "school/2026-06-01.yaml", "xietu/2019-07-15.yaml")
DEMO = "芦汀日报_20260524_4127"
SCHOOL = "小芦苇_20260601_36"


def make(folder: Path, dpi: float = 60, issues: tuple[str, ...] = ISSUES) -> Path:
    """The archive in this folder. dpi: of the page pictures; an archive of its own has naming.PAGE_DPI."""
    folder.mkdir(parents=True, exist_ok=True)
    for issue in issues:
        edition, pdf = _built(issue)
        put(folder, edition, pdf, dpi)
    # The paper of the week before, with the same copy, so that there is something to turn over.
    edition, pdf = _built(issues[0])
    about = replace(edition.about, date="2026-05-17", number="4120", title="芦汀日报 4120")
    put(folder, replace(edition, about=about, pages=edition.pages[:1], articles=edition.articles[2:4]), pdf, dpi)
    (folder / naming.MARKER).write_text("{}\n")
    rebuild(folder)
    return folder


def put(folder: Path, edition: Edition, pdf: bytes, dpi: float, version: int = 1) -> None:
    """A bag of an issue."""
    bag = folder / naming.folder_of(edition.about) / f"v{version}"
    name = naming.issue_of(edition.about)
    files = {naming.EDITION: to_json(edition), f"{name}.pdf": pdf}
    for index, page in enumerate(edition.pages):
        files[naming.page_picture(page.number)] = _drawn(pdf, index, dpi)
        files[naming.page_picture(page.number, small=True)] = _drawn(pdf, index, naming.SMALL_DPI)
        files[naming.alto(page.number)] = b"<alto/>"
    for each, data in files.items():
        (bag / "data" / each).parent.mkdir(parents=True, exist_ok=True)
        (bag / "data" / each).write_bytes(data)
    sums = "".join(f"{sha256(data).hexdigest()}  data/{each}\n" for each, data in sorted(files.items()))
    (bag / "manifest-sha256.txt").write_text(sums, "utf-8")


@cache
def _built(issue: str) -> tuple[Edition, bytes]:
    session = Session(Workspace(HOME / "issues"))
    proof = session.check(issue)
    assert proof.job is not None
    pdf = session.pdf(proof, standard="a-3a")
    return session.edition(proof), to_screen(pdf, proof.job.intent)


@cache
def _drawn(pdf: bytes, index: int, dpi: float) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(draw(pdf, index, dpi))).convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
