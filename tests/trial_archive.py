"""A small archive to read in: two samples as the archive keeps them, a week's older issue of the same copy, and one
issue with everything in it that a page must not believe."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from layout.archive import naming
from layout.archive.catalogue import rebuild
from layout.archive.store import Store
from layout.articles.stored import to_json
from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.onscreen import to_screen
from layout.pdf.raster import draw
from layout.pipeline import Session, Workspace
from layout.units import Rect, Size
from layout.value import replace

HOME = Path(__file__).parents[1] / "issues"
SCHOOL = "小芦苇_20260601_36"
OLDER = "小芦苇_20260525_35"
XIETU = "斜土社区_20190715_128"
HOSTILE = "坏-b-报_undated"
SCRIPT = "</script><script>alert(1)</script>&\"'"


def make(folder: Path, drawn: bool = False) -> Path:
    """The archive in this folder. drawn: with pictures of the school paper's pages; else they are blank."""
    Store.create(folder)
    school, pdf = built("school/2026-06-01.yaml", drawn)
    put(folder, school, pdf)
    about = replace(school.about, date="2026-05-25", number="35")
    put(folder, replace(school, about=about, articles=school.articles[:2]), pdf)
    put(folder, *built("xietu/2019-07-15.yaml", False))
    put(folder, hostile(), b"")
    rebuild(folder)
    return folder


def put(folder: Path, edition: Edition, pdf: bytes, version: int = 1) -> Path:
    """A bag of an issue. pdf: b"" = it has none, and blank pages."""
    bag = folder / naming.folder_of(edition.about) / f"v{version}"
    files = {naming.EDITION: to_json(edition)}
    if pdf:
        files[f"{naming.issue_of(edition.about)}.pdf"] = pdf
    for index, page in enumerate(edition.pages):
        for small in (False, True):
            picture = _drawn(pdf, index, 36 if small else 144) if pdf[:5] == b"%PDF-" else _blank(page.size)
            files[naming.page_picture(page.number, small)] = picture
        files[naming.alto(page.number)] = b"<alto/>"
    for each, data in files.items():
        (bag / "data" / each).parent.mkdir(parents=True, exist_ok=True)
        (bag / "data" / each).write_bytes(data)
    sums = "".join(f"{sha256(data).hexdigest()}  data/{each}\n" for each, data in sorted(files.items()))
    (bag / "manifest-sha256.txt").write_text(sums, "utf-8")
    return bag


@cache
def built(issue: str, drawn: bool) -> tuple[Edition, bytes]:
    """A sample as it is read, and its PDF in a screen's colours, or something that is none."""
    session = Session(Workspace(HOME))
    proof = session.check(issue)
    assert proof.job is not None
    pdf = to_screen(session.pdf(proof, standard="a-3a"), proof.job.intent) if drawn else b"no PDF " * 1000
    return session.edition(proof), pdf


def hostile() -> Edition:
    """An undated issue whose every name and word is markup."""
    line = Line(1, Rect(10, 10, 80, 10), 10, (Word(SCRIPT, Rect(10, 10, 80, 10), link="javascript:alert(1)"),))
    blocks = (Block("headline", (line,), level=1), Block("paragraph", (line,)))
    article = Article("0101", "story", SCRIPT, ((1, Rect(5, 5, 90, 60)),), blocks)
    about = About("坏<b>报", SCRIPT, "", "", SCRIPT, SCRIPT)
    return Edition(about, (PageText(1, Size(100, 140), SCRIPT),), (article,))


@cache
def _drawn(pdf: bytes, index: int, dpi: float) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(draw(pdf, index, dpi))).convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()


@cache
def _blank(size: Size) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("L", (round(size.width / 2), round(size.height / 2)), 250).save(out, "JPEG")
    return out.getvalue()
