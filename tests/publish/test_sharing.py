"""Long pictures: as wide as a telephone, never longer than an app takes, all of the copy, a code that says where."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image
from publish.conftest import checked

from layout.articles.values import Article, Block, Line, Word
from layout.diagnostics import Report
from layout.display import GlyphRun, Ink, walk
from layout.pipeline import Proof, Session
from layout.publish import sharing
from layout.publish.sharing import LONGEST, WIDTH, Frame, long_pictures
from layout.publish.values import Piece
from layout.units import Rect

BOX = Rect(0, 0, 10, 10)
SENTENCE = "清晨的砖窑湾，蒲公英结满绒球，最早撒下的一批野花已经能够自己落种、自己发芽。"


def block(role: str, text: str, level: int = 0) -> Block:
    return Block(role, (Line(1, BOX, 10, (Word(text, BOX),)),), level=level)


def piece(characters: int) -> Piece:
    paragraphs = [block("paragraph", SENTENCE * 8) for _ in range(characters // (8 * len(SENTENCE)))]
    article = Article("0101", "story", "s", ((1, BOX),), (block("headline", "很长的一篇", 1), *paragraphs))
    return Piece(article, "很长的一篇", 1, "a0101.html")


@pytest.fixture(scope="module")
def made() -> tuple[Session, Proof]:
    return checked("xietu/2019-07-15")


def drawn(made: tuple[Session, Proof], wanted: Piece, base: str = "") -> list[Image.Image]:
    session, proof = made
    frame = Frame("斜土社区", "2019年7月15日", Ink(0, 1, 1, 0), base)
    (files,) = long_pictures(session, [wanted], frame, proof.job, {}, {1: ""})
    return [Image.open(io.BytesIO(data)).convert("RGB") for data in files]


def test_a_short_one_is_one_picture(made: tuple[Session, Proof]) -> None:
    (picture,) = drawn(made, piece(700))
    assert picture.width == WIDTH
    assert 1000 < picture.height < 3500


def test_one_of_many_thousand_characters_goes_on_in_a_second(made: tuple[Session, Proof]) -> None:
    pictures = drawn(made, piece(9000))
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.width == WIDTH
        assert picture.height <= LONGEST


def test_no_line_is_lost_where_a_picture_ends(made: tuple[Session, Proof], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LONGEST", 2000)
    setter = made[0].setter(Report())
    frame = Frame("斜土社区", "2019年7月15日", Ink(0, 1, 1, 0))
    parts = sharing._pages(piece(1300), frame, setter, {}, {})
    texts = ["".join(run.text for run in walk(part.page.items) if isinstance(run, GlyphRun)) for part in parts]
    assert len(parts) > 2
    assert sum(text.count("绒") for text in texts) == 8 * 4
    for number, (text, part) in enumerate(zip(texts, parts, strict=True), 1):
        assert f"很长的一篇（{number}/{len(parts)}）" in text
        assert "2019年7月15日" in text
        assert 2 * part.page.trim.height <= 2000


def test_no_head_stands_last_in_its_picture() -> None:
    row, head = sharing._gap(30.0, "paragraph"), sharing._gap(30.0, "subhead")
    assert sharing._parted([row, row, head, row, row], 100.0) == [[row, row], [head, row, row]]
    assert sharing._parted([row] * 3, 100.0) == [[row] * 3]


def test_the_code_says_where_the_article_is(made: tuple[Session, Proof]) -> None:
    (picture,) = drawn(made, piece(400), "https://paper.example/128/")
    matrix = segno.make_qr("https://paper.example/128/a0101.html", error="m").matrix
    side = 2 * sharing._CODE
    step = side / len(matrix)
    left = WIDTH - 2 * sharing._MARGIN - side
    top = next(
        y
        for y in range(picture.height - int(side) - 200, picture.height)
        if sum(picture.getpixel((int(left + 6), y))) < 200  # type: ignore[arg-type]
    )
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            seen = picture.getpixel((int(left + (column + 0.5) * step), int(top + (row + 0.5) * step)))
            assert (sum(seen) < 384) == bool(dark), (row, column)  # type: ignore[arg-type]


def test_a_panel_of_briefs_has_its_name_above(made: tuple[Session, Proof]) -> None:
    brief = Article("0102", "brief", "", ((1, BOX),), (block("headline", "短", 1), block("paragraph", SENTENCE)))
    panel = Article("0101", "briefs", "b", ((1, BOX),), (), (brief,))
    named = Piece(panel, "简讯", 1, "a0101.html")
    with_head = drawn(made, named)[0].height
    headed = Article("0101", "story", "b", ((1, BOX),), (block("headline", "简讯", 1),), (brief,))
    assert drawn(made, Piece(headed, "简讯", 1, "a0101.html"))[0].height == with_head
