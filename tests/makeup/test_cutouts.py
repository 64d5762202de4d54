"""Text runs round a picture: all of it, clear of the outline, on one side, in lines of five em and more."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw
from sheets import groups

from layout.display import GlyphRun, Image, walk
from layout.makeup import PageMade
from layout.pdf.raster import draw
from layout.pictures.outline import flattened
from layout.pipeline import Proof, Session, Workspace

COPY = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。车上的木板还滴着水，老板娘把帘子卷起来。"
PAPER = "extends: community-tabloid\nmasthead: {name: 小样}\ngrid: {rows: 48}\n"
ISSUE = """\
date: 2026-05-24
number: 1
pages:
  - page: 2
    plan: |
      a a a a a
    stories:
      a:
        headline: 一只瓶子的三次出门
        pictures:
          - {file: vase.png, cutout: yes, columns: COLUMNS, place: PLACE, alt: 瓶子}
        body: |
BODY
"""


def vase() -> bytes:
    """A round belly and a thin neck."""
    picture = Pillow.new("RGBA", (300, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 150, 299, 399), fill=(40, 80, 160, 255))
    pen.rectangle((110, 0, 190, 200), fill=(40, 80, 160, 255))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def proof(folder: Path, place: str = "middle", columns: int = 2, paragraphs: int = 20) -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text(PAPER, "utf-8")
    (folder / "vase.png").write_bytes(vase())
    body = [COPY * (1 + at % 3) for at in range(paragraphs)]
    body.insert(4, "## 瓶子的来历")
    text = ISSUE.replace("BODY", "\n\n".join(f"          {each}" for each in body))
    (folder / "issue.yaml").write_text(text.replace("PLACE", place).replace("COLUMNS", str(columns)), "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml", advise=False)


def lines(page: PageMade) -> list[GlyphRun]:
    return [run for group in groups(page.page.items, "paragraph") for run in group.items if isinstance(run, GlyphRun)]


FORMS = [("middle", 2), ("top-left", 1), ("top-right", 2), ("foot", 3), ("middle", 1)]


@pytest.fixture(scope="module", params=FORMS, ids=str)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PageMade:
    return proof(tmp_path_factory.mktemp("cut"), *request.param, paragraphs=14)[1].pages[0]


def test_every_character_is_set_once_and_in_order(page: PageMade) -> None:
    assert "".join(run.text for run in lines(page)) == "".join(COPY * (1 + at % 3) for at in range(14))


def test_no_line_comes_nearer_to_the_outline_than_its_margin(page: PageMade) -> None:
    (image,) = (item for item in walk(page.page.items) if isinstance(item, Image))
    edges = [pair for part in image.outline for pair in pairwise(flattened(part))]
    for run in lines(page):
        top = run.baseline - 0.88 * run.size
        left, right = run.x + run.xs[0], run.x + run.xs[-1] + run.size / 2
        met = [x for pair in edges for x, y in pair if top <= y <= top + run.size]
        if met:
            assert right <= min(met) - 7.9 or left >= max(met) + 7.9


def test_no_row_has_text_on_both_sides_within_a_leg_and_none_is_shorter_than_five_em(page: PageMade) -> None:
    rows: dict[tuple[int, float], set[float]] = {}
    for run in lines(page):
        leg = int((run.x - 34) // (14 * 9.5 + 9.5))
        rows.setdefault((leg, run.baseline), set()).add(run.x)
    assert all(len(starts) == 1 for starts in rows.values())
    widths = [run.xs[-1] + run.size for run in lines(page) if run.text[-1] not in "。，" and len(run.text) > 4]
    assert min(widths) >= 4.5 * 9.5


def test_copy_that_cannot_be_broken_so_short_passes_by_the_outline(tmp_path: Path) -> None:
    """One paragraph too long to be broken along it stands on whole rows alone, and is all there."""
    (tmp_path / "paper.yaml").write_text(PAPER, "utf-8")
    (tmp_path / "vase.png").write_bytes(vase())
    text = ISSUE.replace("BODY", f"          {COPY * 90}").replace("PLACE", "middle").replace("COLUMNS", "2")
    (tmp_path / "issue.yaml").write_text(text, "utf-8")
    made = Session(Workspace(tmp_path), shelf="").check("issue.yaml", advise=False).pages[0]
    (image,) = (item for item in walk(made.page.items) if isinstance(item, Image))
    assert (COPY * 90).startswith("".join(run.text for run in lines(made)))
    for run in lines(made):
        if image.rect.y < run.baseline < image.rect.bottom:
            assert run.x + run.xs[-1] < image.rect.x or run.x > image.rect.right or _clear(run, image)


def _clear(run: GlyphRun, image: Image) -> bool:
    """Whether the outline does not come near a line."""
    top = run.baseline - 0.88 * run.size
    points = [x for part in image.outline for x, y in flattened(part) if top - 8 <= y <= top + run.size + 8]
    return not points or run.x + run.xs[-1] < min(points) or run.x > max(points)


def test_what_lies_outside_is_not_printed_over_the_text(tmp_path: Path) -> None:
    """The clip is a path: a file for old RIPs, which know no transparency, has it too."""
    session, made = proof(tmp_path)
    for standard in ("x-4", "x-1a"):
        pdf = session.pdf(made, standard=standard)
        opened = pikepdf.open(BytesIO(pdf))
        content = opened.pages[0].Contents.read_bytes()
        assert b"W* n" in content
        assert b"/SMask" not in pdf
    job = made.job
    assert job is not None
    (image,) = (item for item in walk(made.pages[0].page.items) if isinstance(item, Image))
    shown = Pillow.open(BytesIO(draw(pdf, 0, 72))).convert("RGB")
    left = (shown.width - made.pages[0].page.trim.width) / 2
    top = (shown.height - made.pages[0].page.trim.height) / 2
    corner = shown.getpixel((round(left + image.rect.x + 4), round(top + image.rect.y + image.rect.height * 0.3)))
    belly = shown.getpixel((round(left + image.rect.x + image.rect.width / 2), round(top + image.rect.bottom - 30)))
    assert isinstance(corner, tuple)
    assert isinstance(belly, tuple)
    assert belly[2] > belly[0] + 20
    assert corner[2] < corner[0] + 20  # paper or black type, never the picture's blue


def test_a_screen_has_the_picture_clear_outside_its_outline(tmp_path: Path) -> None:
    from layout.screen.images import shown

    session, made = proof(tmp_path)
    assert made.job is not None
    (image,) = (item for item in walk(made.pages[0].page.items) if isinstance(item, Image))
    suffix, data = shown(image, session.setter(made.report).fonts, made.job)
    picture = Pillow.open(BytesIO(data))
    assert (suffix, picture.mode) == ("png", "RGBA")
    alpha = picture.getchannel("A")
    assert alpha.getpixel((1, 1)) == 0
    assert alpha.getpixel((picture.width // 2, picture.height - 20)) == 255
