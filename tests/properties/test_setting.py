"""The laws of setting, on copy as newsrooms and their pasteboards make it, at every measure from 8 to 40 em."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.theme import TextStyle

CLOSERS = "、，。．：；？！”’）》〉」』】〕］"
CONNECTORS = "–～·・‧／"
SIGNS = "－＋−±￥＄"
JOINED = (
    "[!-~０-９À-ɏ가-힣ｦ-ﾟ℃㎡％‰月年日岁]"  # － after these joins two numbers or words; elsewhere it is a number's sign
)
OPENERS = "“‘（《〈「『【〔［"

WORDS = [
    *("近日", "斜土街道", "居民", "垃圾分类", "沉默的少数", "在", "的"),
    *("社区", "志愿者", "上海", "龘", "㙘", "é", "岁"),
    *("ABC", "Wi-Fi", "GDP", "G20", "iPhone"),
    *("Don’t", "e.g.", "New York Times", "state-of-the-art", "internationalization"),
    *("12", "2019", "3.5%", "1,234,567.89", "￥500", "$3.50", "-5℃", "21℃", "No.5", "37.5°C"),
    *("１２３％", "3～5", "2019–2020", "100㎡"),
    *("是－3℃", "＋2.5%", "−8℃", "±0.5‰", "＄300", "－￥1.2", "是＋３％", "－６", "±３"),
    *("3%—5%", "6月—9月", "6月－9月", "５－９", "北京—上海", "北京－上海"),
    *("工程师Jean-François", "Bélanger先生", "Jean-François Bélanger", "Zoë"),
    *("Ångström-Müller", "Dvořák", "记者Jean-Francois"),
    *("https://www.example.com/news/2019/07/15?id=3&from=xietu_news", "zhang.san@shanghai.gov.cn", "www.xuhui.gov.cn"),
    *("——", "……", "—", "⸺", "··", "约翰·史密斯", "爱新觉罗·溥仪", "／", "A／B", "和/或", "！！！", "？！", "!?"),
    *("，", "。", "、", "；", "：", "，“", "”，", "。”", "”。"),
    *("》、《", "）。", "？”", "“‘", "’”", "》）", "——“", "”——"),
    *("“一网通办”", "《望山城》", "（见第3版）", "【通知】", "(test)", "[1]", "👨‍👩‍👧", "🇨🇳", "❤️", "葛󠄀", "é", "が"),
    *("한국어 신문", "ｶﾅ", "\u200b", "\u2060", "\ufeff", "\u00ad", "　", " ", "\t", "\u00a0"),
]
LANGUAGES = ["zh-Hans", "zh-Hant", "ja", "ko"]
FACES = ["song", "sans", "kai"]

copy = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), min_size=20, max_size=60)
).map("".join)
HAN = [word for word in WORDS if re.fullmatch("[一-鿿]+", word)]
prose = st.lists(st.tuples(st.sampled_from(WORDS), st.lists(st.sampled_from(HAN), min_size=3, max_size=6))).map(
    lambda parts: "".join(word + "".join(han) for word, han in parts)
)
measure = st.one_of(st.integers(8, 40).map(float), st.floats(8, 40))


# R6 and R7: a number with its sign, separators and unit; letters between the places where an address may break.
WHOLE = re.compile(
    rf"[-￥$]?[0-9][0-9,.]*[0-9][%℃㎡‰]?|[0-9][%℃㎡‰]|[A-Za-zÀ-ɏ]{{2,}}|[０-９]+％?|(?:(?<!{JOINED})(?<![\u200b\u2060\ufeff\u00ad])－)?[＋−±￥＄]?[0-9０-９]+[.0-9]*[%％℃‰]?"
)


def visible(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060\ufeff\u00ad]", "", text)


def hard_faults(paragraph: Paragraph) -> list[str]:
    """Breaches of R1–R3 and torn pairs of R5, one word each."""
    texts = [visible(line.text) for line in paragraph.lines]
    found = []
    for (before, after), line in zip(pairwise(texts), paragraph.lines[1:], strict=True):
        parted = re.search(r"\s[\u200b\u2060\ufeff\u00ad\s]*$", paragraph.copy.text[: line.start])
        if after[0] in CLOSERS + CONNECTORS:
            found.append(f"{after[0]} heads a line")
        if before[-1] in OPENERS + "／":
            found.append(f"{before[-1]} ends a line")
        # A row of several dashes may part between two of them (R5: each stands on its own two em).
        if before[-1] == after[0] and after[0] in "—…" and len(re.findall(r"[—…]+$", before)[0]) % 2:
            found.append(f"{after[0]} torn")
        if after[0] == "—" and after[1:2] not in ("—", "⸺"):
            found.append("a single — heads a line")
        if re.match("－(?!￥?[0-9０-９])", after) or (
            after[0] == "－" and not parted and re.search("[0-9０-９]月?$", before)
        ):
            found.append("－ that connects heads a line")
        if before[-1] in SIGNS and re.match("[0-9０-９]", after) and not re.search(JOINED + "－$", before):
            found.append(f"{before[-1]} torn from its number")
    return found


def right_edge(book: FontBook, line: Line) -> float:
    """Where the line's last full-width closing mark or ideograph ends, by its face; half the box of a mark (R8)."""
    run = line.runs[-1]
    last, face = run.texts[-1], book.face(run.face)
    if not re.fullmatch("[一-鿿，。、；：？！”’》）]", last):
        return 0.0
    left, _, right, _ = face.ink(run.glyphs[-1])
    half = (
        0.0
        if re.fullmatch("[一-鿿]", last) or face.advance(run.glyphs[-1]) < 1
        else 0.5
        if left + right < 0.8
        else 0.25
    )
    return run.xs[-1] + (face.advance(run.glyphs[-1]) - half) * run.size


def forced(paragraph: Paragraph) -> bool:
    """The copy leaves no legal line (a chain of marks and numbers wider than the measure),
    and the editor hears of it."""
    return any(fault.code == "NP502" for fault in paragraph.faults)


def short_and_told(paragraph: Paragraph, line: Line) -> bool:
    """The line holds nothing that may be stretched, and the editor hears of it, or of the word too long it is cut from;
    of less than a twentieth of an em nobody hears."""
    return paragraph.measure - line.width < 0.05 * paragraph.style.size or any(
        (fault.code == "NP504" and fault.index == line.start)
        or (fault.code == "NP501" and fault.index < line.end and line.start < fault.index + fault.length)
        for fault in paragraph.faults
    )


def set_one(book: FontBook, text: str, measure: float, language: str, looseness: int = 0, **style: object) -> Paragraph:
    look = TextStyle(indent=2, language=language, **style)  # type: ignore[arg-type]
    return Typesetter(book).typeset(Copy(text), look, measure * look.size, looseness)


@given(copy, measure, st.sampled_from(LANGUAGES), st.sampled_from(FACES))
@example("－６－６－６－６", 8.0, "zh-Hans", "song")  # wider than its first line: cut into characters
@example("－６－６－６－６", 3.0, "zh-Hans", "song")
@example("斜土街道ABC37.5°C37.5°C\xad！！！ABC近日", 8.0, "zh-Hans", "song")  # cut before what is not seen
@settings(max_examples=150, deadline=None)
def test_no_line_breaks_a_hard_rule(book: FontBook, text: str, measure: float, language: str, face: str) -> None:
    paragraph = set_one(book, text, measure, language, font=face)
    assert forced(paragraph) or hard_faults(paragraph) == []


@given(prose, measure, st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_plain_news_copy_never_leaves_a_line_without_a_legal_end(
    book: FontBook, text: str, measure: float, language: str
) -> None:
    paragraph = set_one(book, text, measure, language)
    assert not forced(paragraph)
    assert hard_faults(paragraph) == []


@given(copy, measure, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_every_character_is_set_once_and_in_order(book: FontBook, text: str, measure: float, language: str) -> None:
    paragraph = set_one(book, text, measure, language)
    assert visible("".join(line.text for line in paragraph.lines)) == visible(text)
    places = [(line.start, line.end) for line in paragraph.lines]
    assert [start for start, _ in places[1:]] == [end for _, end in places[:-1]]
    if places:
        assert (places[0][0], places[-1][1]) == (0, len(text))
        for line in paragraph.lines:
            assert visible(line.text) == visible(text[line.start : line.end])


@given(copy, measure, st.sampled_from(LANGUAGES), st.integers(-1, 1), st.sampled_from(FACES))
@example(
    "近日近日近日近日A／B近日北京—上海北京—上海近日近日近日近日iPhone近日近日近日近日近日New York TimesÅngström-Müller",
    *(15.0, "zh-Hans", 0, "song"),
)  # five ideographs apart, and just five em to be had
@settings(max_examples=150, deadline=None)
def test_every_line_but_the_last_is_flush(
    book: FontBook, text: str, measure: float, language: str, looseness: int, face: str
) -> None:
    paragraph = set_one(book, text, measure, language, looseness, font=face)
    if forced(paragraph):
        return
    for line in paragraph.lines:
        assert line.width <= paragraph.measure + 0.01
        assert right_edge(book, line) <= paragraph.measure + 0.01
        if not line.last and abs(line.width - paragraph.measure) >= 0.01:
            short = (paragraph.measure - line.width) / paragraph.style.size
            assert short_and_told(paragraph, line)
            # R15, R16: it has no ideographs that could be parted by an em or less.
            assert short > len(re.findall(r"[一-鿿](?=[一-鿿])", line.text))


@given(prose, measure, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_no_character_stands_alone_before_a_rest_that_breaks(
    book: FontBook, text: str, measure: float, language: str
) -> None:
    paragraph = set_one(book, text, measure, language)
    for line, after in pairwise(paragraph.lines):
        if len(visible(line.text)) == 1:
            # Nothing legal is left but to say so: what follows fills its line to the last letter or two.
            assert short_and_told(paragraph, line)
            assert not re.match(r"[一-鿿]", visible(after.text)), (line.text, after.text)


@given(copy, measure, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_numbers_and_words_that_fit_stay_whole(book: FontBook, text: str, measure: float, language: str) -> None:
    paragraph = set_one(book, text, measure, language)
    if forced(paragraph):
        return
    cut = [range(fault.index, fault.index + fault.length) for fault in paragraph.faults if fault.code == "NP501"]
    # A word may be hyphenated, and says so.
    ends = {after.start for line, after in pairwise(paragraph.lines) if not line.text.endswith("\u00ad")}
    for whole in WHOLE.finditer(text):
        for torn in ends & set(range(whole.start() + 1, whole.end())):
            assert any(torn in span for span in cut), (whole[0], text[torn - 3 : torn], text[torn : torn + 3])
    for span in cut:
        # About half an em a letter: what was cut is longer than a first line.
        assert len(span) * 0.75 > measure - 2, text[span.start : span.stop]


@given(copy, measure)
@settings(max_examples=100, deadline=None)
def test_ideographs_are_never_squeezed(book: FontBook, text: str, measure: float) -> None:
    paragraph = set_one(book, text, measure, "zh-Hans")
    size = paragraph.style.size
    for line in paragraph.lines:
        placed = sorted((x, text) for run in line.runs for x, text in zip(run.xs, run.texts, strict=True))
        for (x, one), (following, other) in pairwise(placed):
            if re.fullmatch(r"[一-鿿]{2}", one + other):
                assert following - x >= size - 1e-6


KINDS = st.sampled_from(["strong", "dots", "name", "book", "super", "ruby", "link"])
marks = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 6), KINDS), max_size=4)


@given(copy, measure, marks, st.sampled_from([0, 2, 3]))
@settings(max_examples=200, deadline=None)
def test_marked_copy_keeps_every_law(
    book: FontBook, text: str, measure: float, found: list[tuple[float, int, str]], drop: int
) -> None:
    emphases = []
    for part, length, kind in found:
        start = int(part * max(0, len(text) - 1))
        if start < len(text):
            emphases.append(Emphasis(start, min(len(text), start + length), kind, "dà shì" if kind == "ruby" else ""))  # type: ignore[arg-type]
    look = TextStyle(indent=2, leading=14.25, drop=drop)
    marked = Copy(text, tuple(sorted(emphases, key=lambda each: (each.start, -each.end))))
    paragraph = Typesetter(book).typeset(marked, look, measure * look.size)
    assert visible("".join(line.text for line in paragraph.lines)) == visible(text)
    if forced(paragraph):
        return
    for line in paragraph.lines:
        assert line.last or short_and_told(paragraph, line)
        assert all(len(run.xs) == len(run.glyphs) == len(run.texts) for run in line.runs)
        for stroke in line.strokes:
            assert all(
                -0.6 * look.size <= x <= paragraph.measure + 0.6 * look.size for p in stroke.parts for x in p[::2]
            )
