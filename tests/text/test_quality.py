"""What is said of a line is what its glyphs show, and a cure cures."""

from __future__ import annotations

from pathlib import Path

from layout.display import GlyphRun, Group, Page, Rule
from layout.issue import Copy
from layout.pipeline import Workspace, check
from layout.text.drawing import drawn
from layout.text.paragraph import Paragraph, Typesetter
from layout.text.quality import DISPLAY, LOOSE, Cure, evenness, grade, nearest_cure, story_json
from layout.theme import TextStyle
from layout.units import Size

STYLE = TextStyle(indent=2)
BAD = "县档案馆即日起征集1990年以前的工资条、粮票簿、通勤月票等生活票据，原件扫描后归还，捐赠者可得一册。"
GOOD = "图书馆夜间开放，读者可以坐到十点，灯一直亮着。图书馆夜间开放，读者可以坐到十点，灯一直亮着。"


def put(setter: Typesetter, text: str, measure: float = 13) -> Paragraph:
    return setter.typeset(Copy(text), STYLE, measure * STYLE.size)


def test_grades_of_lines() -> None:
    assert [grade(0.05, 0), grade(0.11, 0), grade(0.3, 0), grade(0, 1.0)] == ["even", "loose", "very loose", "tight"]


def test_the_cure_names_the_worst_paragraph_and_mends_it(setter: Typesetter) -> None:
    paragraphs = [put(setter, GOOD), put(setter, BAD)]
    assert max(line.gap for line in paragraphs[1].lines) > LOOSE
    cure = nearest_cure(paragraphs, setter)
    assert cure is not None
    assert cure.paragraph == 2
    assert 1 <= abs(cure.characters) <= 3


def test_a_line_that_stays_short_is_told_and_cured_too(setter: Typesetter) -> None:
    address = "https://pacs.hospital.example.cn/view?id=20260524&type=CT&from=app"
    paragraph = put(setter, f"医院的影像可以在手机里看，链接形如{address}，有效期七十二小时。", 21)
    short = [line for line in paragraph.lines[:-1] if line.width < paragraph.measure - 1]
    assert [line.text for line in short] == ["https://pacs.hospital.example.cn/view?id="]
    told = story_json([paragraph], setter)
    grades = {line["text"]: line["grade"] for line in told["paragraphs"][0]}
    assert {grades[line.text] for line in short} == {"very loose"}
    assert nearest_cure([paragraph], setter) is not None


def test_what_is_even_needs_no_cure(setter: Typesetter) -> None:
    assert nearest_cure([put(setter, "天地玄黄，宇宙洪荒。" * 4, 16)], setter) is None


def test_a_cure_in_words() -> None:
    assert Cure(4, -2).as_json()["advice"] == "cut 2 characters in paragraph 4"
    assert Cure(1, 1).as_json()["advice"] == "add 1 character in paragraph 1"


def test_a_story_tells_gap_squeeze_and_demerits_of_each_line(setter: Typesetter) -> None:
    told = story_json([put(setter, BAD)], setter)
    assert told["paragraphs"][0][0]["grade"] == "loose"
    assert {"text", "gap", "squeezed", "demerits", "grade"} == set(told["paragraphs"][0][0])
    assert told["cure"]["paragraph"] == 1


def test_the_overlay_strokes_the_loose_lines_and_no_other(setter: Typesetter) -> None:
    paragraph = put(setter, BAD)
    items = [item for row, line in enumerate(paragraph.lines) for item in drawn(line, 20, 30 + 14 * row)]
    page = Page(1, Size(200, 200), 0, (Group("story", (Group("paragraph", tuple(items)),), "a"),))
    strokes = [item for item in evenness(page, setter) if isinstance(item, Rule)]
    rows = [round((stroke.y0 - 30) / 14) for stroke in strokes if stroke.ink.black == 0 and stroke.ink.cyan == 0]
    assert rows == [row for row, line in enumerate(paragraph.lines) if line.gap > LOOSE and not line.last]


def test_what_is_set_large_is_parted_by_design_and_has_no_stroke(setter: Typesetter) -> None:
    def strokes(size: float) -> int:
        run = GlyphRun("song", size, 0, 100, (1, 1), (0.0, 1.4 * size), ("河", "水"))
        page = Page(1, Size(200, 200), 0, (Group("story", (Group("paragraph", (run,)),), "a"),))
        return len(list(evenness(page, setter)))

    assert (strokes(DISPLAY), strokes(DISPLAY - 0.5)) == (0, 1)


COMMAS = "近日，街道、社区、学校，分头行动，清理河道、楼道、角落，登记、拍照、称重，一件一件，做得仔细。"


def punctuation_of(repeats: int, asked: str, tmp_path: Path) -> tuple[list[str], str]:
    """Codes told, and the style of marks, of a page's first story when its copy is so long."""
    # No room by smaller heads.
    firm = "styles:\n  headline-lead: {smallest: 46 pt}\n  headline-second: {smallest: 34 pt}\n"
    (tmp_path / "paper.yaml").write_text(f"extends: community-tabloid\nmasthead: {{name: 试刊}}\n{firm}", "utf-8")
    stories = f"      a: {{headline: 河道清理一件一件做得仔细, body: '{COMMAS * repeats}'{asked}}}\n"
    stories += f"      b: {{headline: 另外一篇稿子说的是别的事, body: '{COMMAS * 60}'}}\n"
    (tmp_path / "i.yaml").write_text(f"pages:\n  - page: 2\n    plan: a a b b b\n    stories:\n{stories}", "utf-8")
    proof = check(Workspace(tmp_path), "i.yaml")
    return [fault.code for fault in proof.report], proof.pages[0].bodies[0][1][0].style.punctuation


def test_a_story_too_long_gets_half_wide_marks(tmp_path: Path) -> None:
    assert punctuation_of(36, "", tmp_path) == ([], "quanjiao")
    assert punctuation_of(40, "", tmp_path) == ([], "kaiming")


def test_a_story_keeps_the_marks_its_editor_asked_for(tmp_path: Path) -> None:
    assert punctuation_of(40, ", 标点: 开明", tmp_path) == ([], "kaiming")
