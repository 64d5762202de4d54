"""The catalogue finds everything that stands in the copy and nothing else, stays whole, and can be made anew."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import PAPERS, SECTIONS, Copy, Writer, archive, copy_of, found, put, small, told

from layout.archive import finding, naming
from layout.archive.catalogue import LONGEST_QUERY, Catalogue, rebuild
from layout.archive.folding import fold
from layout.archive.places import lit, parts_of, words_of
from layout.archive.values import Query
from layout.articles.values import Article, Block, Edition, Line, Word
from layout.units import Rect

ISSUES, ARTICLES, CHARACTERS = 500, 4, 110

# What stands in the copy, and what is typed. The characters of the first twelve are rare ones that no other copy has.
PLANTED = (
    *((rare, rare) for rare in "鼋噩麈罄"),
    *((rare, rare) for rare in ("饕餮", "耄耋", "魑魅", "囹圄")),
    *((rare, rare) for rare in ("醍醐灌", "龃龉痼", "缱绻岫", "旖旎嵯")),
    *((phrase, phrase) for phrase in ("白鹭立雪", "柴门闻犬吠", "千山鸟飞绝处", "渡口的船还没有来", "半亩方塘一鉴")),
    ("卞　之", "卞之"),
    ("司马　迁安", "司马迁安"),
    ("欧　阳　修竹", "欧阳修竹"),
    ("记者　俞　伯牙", "俞伯牙"),
    ("买买提·艾力肯", "买买提·艾力肯"),
    ("Broadsheet", "broadsheet"),
    ("QWERTZ键盘", "qwertz键"),
    ("ＺＸ８１型", "zx81"),
    ("zx82型", "ＺＸ８２"),
    ("Grande Île", "\u201cgrande île\u201d"),
    ("Grande I\u0302lot", "îlot"),
    ("straße", "STRASSE"),
    ("ﬁligree", "filigree"),
    ("pH7.35", "PH7.35"),
    ("hyper\u00adtrophy", "hypertrophy"),
    ("3.1415926公里", "3.1415926"),
    ("１２３４５６７元", "1234567"),
    ("7654321元", "７６５４３２１"),
    ("电话0573－8808", "0573-8808"),
    ("⑳号楼", "20号楼"),
    ("图书馆阅览处", "圖書館閱覽處"),
    ("乡镇卫生院药", "鄉鎮衛生院藥"),
    ("邻里纠纷调", "鄰里糾紛調"),
    ("皇后与后来", "皇后與後來"),
    ("沿着旧铁轨", "沿著舊鐵軌"),
    ("系着鞋带", "繫著鞋帶"),
    ("叙旧的台灯", "敍舊的枱燈"),
    ("發展經濟與環境", "发展经济与环境"),
    ("劇團演員謝幕", "剧团演员谢幕"),
    ("葉家頭髮髮廊", "叶家头发发廊"),
    ("隻身乾涸的溝", "只身干涸的沟"),
    ("餘震為零級", "余震为零级"),
    ("歷歷在目麼", "历历在目么"),
    ("晴，转多云，有雨", "\u201c晴，转多云\u201d"),
    ("从前 有 座山", "从前有座山"),
    ("雨后\u3000初霁时", "雨后初霁"),
    ("葛\U000e0100仙米", "葛仙米"),
    ("《浮桥志》卷", "《浮桥志》"),
    ("‘静默’如谜语", "'静默'如"),
    ("苇席（小号）编", "(小号)编"),
    ("乂乂乂乂乂", "乂乂乂"),
    ("汆汆丸", "汆 丸"),
    ("羴鱻猋", "羴 鱻"),
    ("龘龘龖", "\u201c龘龖\u201d"),
    ('他"喊"停', "\u201c停\u201d 羴鱻"),
)


@dataclass(frozen=True)
class Corpus:
    """An archive of made-up editions. planted: where each case of PLANTED stands."""

    folder: Path
    editions: tuple[Edition, ...]
    planted: dict[int, set[tuple[str, str]]]
    copy: tuple[Copy, ...]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("archive")
    writer, rng = Writer.of(20_261), random.Random(7)
    made, planted = [], {number: set[tuple[str, str]]() for number in range(len(PLANTED))}
    places = {number: rng.sample(range(ISSUES), rng.randint(1, 3)) for number in range(len(PLANTED))}
    for number in range(ISSUES):
        mine = [case for case, issues in places.items() if number in issues]
        edition = writer.edition(number, max(ARTICLES, len(mine)), CHARACTERS, [PLANTED[case][0] for case in mine])
        made.append(edition)
        for case, article in zip(mine, edition.articles, strict=False):
            planted[case].add((naming.issue_of(edition.about), article.id))
    archive(folder, made)
    assert not rebuild(folder).diagnostics
    return Corpus(folder, tuple(made), planted, tuple(chain.from_iterable(map(copy_of, made))))


@pytest.fixture
def catalogue(corpus: Corpus) -> Iterator[Catalogue]:
    with Catalogue.open(corpus.folder, readonly=True) as opened:
        yield opened


def by_reading(copy: Iterable[Copy], words: str) -> set[tuple[str, str]]:
    """What a reader finds who goes through every paragraph."""
    wanted = words_of(words)
    return {(issue, id) for issue, id, parts in copy if all(any(word in part for part in parts) for word in wanted)}


# Everything, and nothing else


@pytest.mark.parametrize(
    ("case", "typed"), [(number, typed) for number, (_, typed) in enumerate(PLANTED)], ids=lambda each: str(each)
)
def test_what_stands_in_the_copy_is_found_where_it_stands_and_nowhere_else(
    corpus: Corpus, catalogue: Catalogue, case: int, typed: str
) -> None:
    read = by_reading(corpus.copy, typed)
    assert found(catalogue, words=typed) == read
    if " " not in typed:
        assert read == corpus.planted[case], "copy that was not planted has it too; plant something rarer"


@pytest.mark.parametrize("length", range(1, 9))
def test_any_run_of_one_to_eight_characters_of_the_copy_is_found(
    corpus: Corpus, catalogue: Catalogue, length: int
) -> None:
    rng = random.Random(length)
    for _ in range(2 if length == 1 else 6):
        edition = rng.choice(corpus.editions)
        body = rng.choice(edition.articles).body.replace("\n", "。")
        at = rng.randrange(len(body) - length)
        typed = body[at : at + length]
        assert found(catalogue, words=typed) == by_reading(corpus.copy, typed)


@pytest.mark.parametrize("words", ["的", "的 了 在", "，", "GDP", "5g 的", "20", "不曾有过的话"])
def test_common_words_are_found_in_every_article_that_has_them(
    corpus: Corpus, catalogue: Catalogue, words: str
) -> None:
    assert found(catalogue, words=words) == by_reading(corpus.copy, words)


def test_dates_papers_sections_pages_and_authors_narrow_it_down_with_words_and_without(
    corpus: Corpus, catalogue: Catalogue
) -> None:
    def those(test: object) -> set[tuple[str, str]]:
        return {
            (naming.issue_of(edition.about), article.id)
            for edition in corpus.editions
            for article in edition.articles
            if test(edition.about, article)  # type: ignore[operator]
        }

    middle = those(lambda about, article: "1990-02-01" <= about.date <= "1990-02-10")
    assert found(catalogue, since="1990-02-01", until="1990-02-10") == middle
    assert found(catalogue, words="的", since="1990-02-01", until="1990-02-10") == middle & found(catalogue, words="的")
    assert found(catalogue, since="1990-05-01") == those(lambda about, article: about.date >= "1990-05-01")
    assert found(catalogue, until="1990-01-03") == those(lambda about, article: about.date <= "1990-01-03")
    for paper in PAPERS:
        assert found(catalogue, paper=paper) == those(lambda about, article, paper=paper: about.paper == paper)
    second = those(lambda about, article: article.page == 2)
    assert found(catalogue, page=2) == found(catalogue, section=SECTIONS[1]) == second
    assert found(catalogue, page=2, words="在", paper=PAPERS[3]) == (
        second & found(catalogue, words="在") & found(catalogue, paper=PAPERS[3])
    )
    for name in Writer.of(20_261).names[:12]:
        spaced = "\u3000".join(name) if len(name) == 2 else name
        signed = those(
            lambda about, article, name=name, spaced=spaced: (
                any(block.text == f"本报记者\u3000{spaced}" for block in article.blocks)
                or any(block.text.startswith(f"本报讯（记者{name}）") for block in article.blocks)
            )
        )
        assert signed
        assert found(catalogue, author=name) == signed
        assert found(catalogue, author=name, words=name) == signed
    assert found(catalogue, paper="别的报") == found(catalogue, page=99) == set()


# Hypothesis

LETTERS = "的国國周砚aAＡé1１ -，“”\"'的\u3000\ufe0f\u00ad☂𠮷一著着"
_texts = st.text(LETTERS, min_size=1, max_size=12)
_articles = st.lists(st.lists(_texts, min_size=1, max_size=3), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """A catalogue of one issue that every example replaces."""
    with Catalogue.open(tmp_path_factory.mktemp("one"), create=True) as opened:
        yield opened


_version = iter(range(1, 1_000_000))


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(_articles, st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=4))
def test_searching_finds_what_reading_finds(one: Catalogue, copy: list[list[str]], queries: list[str]) -> None:
    made = [small(*parts, id=f"01{order:02d}").articles[0] for order, parts in enumerate(copy, 1)]
    plain = small("题")
    edition = Edition(plain.about, plain.pages, tuple(made))
    put(one, edition, next(_version))
    pieces = [text[at : at + 3] for parts in copy for text in parts for at in range(0, len(text), 4)]
    for words in (*queries, *pieces):
        if words_of(words):
            assert found(one, words=words) == by_reading(copy_of(edition), words), words


@given(st.text(LETTERS, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_a_text_folds_to_a_part_of_its_folded_text(text: str, one_end: int, other: int) -> None:
    from layout.archive.folding import fold_placed

    assert fold(text[min(one_end, other) : max(one_end, other)]) in fold(text)
    folded, places = fold_placed(text)
    assert folded == fold(text)
    assert list(places) == sorted(places)
    assert all(fold(text[at]) in ("", folded[index]) for index, at in enumerate(places) if len(fold(text[at])) < 2)


# Hits


def test_a_hit_does_not_run_over_two_paragraphs_nor_from_the_head_into_the_body(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, create=True) as catalogue:
        put(catalogue, small("天地", "玄黄", "宇宙"))
        assert not found(catalogue, words="地玄")
        assert not found(catalogue, words="黄宇")
        assert found(catalogue, words="地 玄 宙")


def test_a_hit_says_where_it_stands_who_wrote_it_and_shows_the_words_round_it(
    corpus: Corpus, catalogue: Catalogue
) -> None:
    (case,) = (number for number, (text, _) in enumerate(PLANTED) if text == "渡口的船还没有来")
    hits = catalogue.search(Query("渡口的船还没有来")).hits
    assert len(hits) == len(corpus.planted[case])
    for hit in hits:
        edition = next(each for each in corpus.editions if naming.issue_of(each.about) == hit.issue)
        article = next(each for each in edition.articles if each.id == hit.article)
        assert (hit.paper, hit.date, hit.number) == (edition.about.paper, edition.about.date, edition.about.number)
        assert (hit.title, hit.page, hit.version) == (article.title, article.page, 1)
        assert hit.section == SECTIONS[article.page - 1]
        assert ("渡口的船还没有来", True) in hit.snippet
        assert hit.lit == lit(article, ("渡口的船还没有来",))
        boxes = [each.box for each in hit.lit]
        assert round(sum(box.width for box in boxes)) == 8 * 9  # eight characters of nine points, on a line or two
        inside = article.boxes[0][1]
        assert all(each.page == article.page and each.box.bottom <= inside.bottom for each in hit.lit)


def test_a_word_of_letters_is_lit_whole_also_over_a_hyphen_and_a_place_has_a_box_a_line() -> None:
    first = Line(
        1, Rect(0, 0, 50, 10), 9, (Word("见", Rect(0, 0, 9, 9)), Word("cata", Rect(10, 0, 30, 9))), Rect(41, 0, 3, 9)
    )
    second = Line(2, Rect(0, 20, 50, 10), 9, (Word("logue", Rect(0, 20, 40, 9)), Word("录", Rect(41, 20, 9, 9))))
    third = Line(2, Rect(0, 40, 50, 10), 9, (Word("入", Rect(0, 40, 9, 9)),))
    article = Article("0101", "story", "", ((1, Rect(0, 0, 50, 50)),), (Block("paragraph", (first, second, third)),))

    def boxes(word: str) -> list[tuple[int, float, float, float]]:
        return [(each.page, each.box.x, each.box.y, each.box.width) for each in lit(article, words_of(word))]

    whole = [(1, 10, 0, 30), (2, 0, 20, 40)]
    assert boxes("cat") == boxes("LOG") == boxes("Catalogue") == whole
    assert boxes("见") == [(1, 0, 0, 9)]
    assert boxes("录入") == [(2, 41, 20, 9), (2, 0, 40, 9)]
    assert boxes("无") == []


def test_the_boxes_are_found_too_in_an_edition_that_another_program_wrote(tmp_path: Path) -> None:
    archive(tmp_path, [edition := small("题目", "芦苇花开了", "芦苇")])
    file = tmp_path / naming.folder_of(edition.about) / "v1" / "data" / naming.EDITION
    file.write_text(json.dumps(json.loads(file.read_bytes()), indent=1, sort_keys=True), "utf-8")
    rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        (hit,) = catalogue.search(Query("芦苇")).hits
        assert [each.box.y for each in hit.lit] == [20, 40]
        file.unlink()
        (hit,) = catalogue.search(Query("芦苇")).hits
        assert hit.lit == ()


def test_words_in_a_headline_come_first_then_the_newest_and_pages_of_hits_follow_each_other(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, create=True) as catalogue:
        for number in range(1, 13):
            title = "稻花" if number == 3 else "别的题"
            put(catalogue, small(title, "稻花香里" + "说丰年" * 3, day=f"2020-01-{number:02d}", number=str(number)))
        best = [hit.number for hit in catalogue.search(Query("稻花")).hits]
        assert best == ["3", *(str(number) for number in range(12, 0, -1) if number != 3)]
        newest = [hit.number for hit in catalogue.search(Query("稻花", newest=True)).hits]
        assert newest == [str(number) for number in range(12, 0, -1)]
        pages = [catalogue.search(Query("稻花", first=first, most=5)).hits for first in (0, 5, 10, 15)]
        assert [hit.number for page in pages for hit in page] == best


def test_of_words_that_stand_everywhere_the_newest_are_ranked_and_the_others_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "RANKED", 4)
    with Catalogue.open(tmp_path, create=True) as catalogue:
        for number in range(1, 11):
            title = "稻花" if number in (2, 8) else "别的题"
            put(catalogue, small(title, "稻花香里", day=f"2020-01-{number:02d}", number=str(number)))
        every = ["8", "10", "9", "7", "6", "5", "4", "3", "2", "1"]
        for most in (2, 3, 10):
            pages = [catalogue.search(Query("稻花", first=first, most=most)).hits for first in range(0, 10, most)]
            assert [hit.number for page in pages for hit in page] == every


def test_a_snippet_is_cut_to_its_length_and_shows_every_place_in_it(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, create=True) as catalogue:
        put(catalogue, small("题", "春" * 300 + "Ａ　国，國" + "秋" * 300))
        (hit,) = catalogue.search(Query("国 a")).hits
    assert [text for text, found in hit.snippet if found] == ["Ａ", "国", "國"]
    assert hit.snippet[0] == hit.snippet[-1] == ("…", False)
    assert len("".join(text for text, _ in hit.snippet)) == 66


# Hostile input


@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "NEAR(",
        "title:x",
        "a*",
        '"',
        "''",
        "x OR y",
        "^a",
        "NOT",
        ")(",
        "a AND",
        "{body}: x",
        "'; DROP TABLE issues; --",
    ],
)
def test_what_is_syntax_elsewhere_is_text_here(one: Catalogue, typed: str) -> None:
    put(one, edition := small("题", typed), next(_version))
    if words_of(typed):
        assert found(one, words=typed) == by_reading(copy_of(edition), typed) != set()
    assert not found(one, author=typed, paper=typed, section=typed)


def test_a_query_that_is_too_long_is_refused_and_the_longest_is_taken(one: Catalogue) -> None:
    put(one, small("题", "长" * 300), next(_version))
    assert found(one, words="长" * LONGEST_QUERY)
    assert not found(one, words=" ".join("的" * (LONGEST_QUERY // 2)) + "x")
    assert told(lambda: one.search(Query("长" * 10_000))) == "NP957"


def test_names_that_no_file_has_and_numbers_past_every_end_are_only_not_found(one: Catalogue) -> None:
    put(one, small("题", "文"), next(_version))
    half = "\ud800"
    assert one.issue(half) is one.article(half, half) is None
    assert one.issues(half, number=half) == one.articles(half) == ()
    assert one.version(half) == 0
    assert not found(one, words="文", author=half + "无")
    one.remove(half)
    assert one.search(Query("文", first=1 << 80, most=1 << 80)).hits == ()
    assert len(one.search(Query("文", first=-5, most=1 << 80)).hits) == 1
    assert one.search(Query("文", most=-1)).hits == ()
    assert len(one.issues(first=-1, most=1 << 80)) == 1
    assert not found(one, page=1 << 80)


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "2026-1-1", "20260", "' OR 1=1"])
def test_a_date_that_is_none_is_told(one: Catalogue, day: str) -> None:
    assert told(lambda: one.search(Query("", since=day))) == "NP958"
    assert told(lambda: one.issues(until=day)) == "NP958"


# What is listed


def test_what_is_listed_is_what_was_entered(corpus: Corpus, catalogue: Catalogue) -> None:
    assert len(catalogue.issues()) == ISSUES == catalogue.stats().issues
    assert [row.paper for row in catalogue.papers()] == sorted(PAPERS)
    assert catalogue.sections() == tuple(sorted(SECTIONS))
    days = [row.date for row in catalogue.issues(paper=PAPERS[0], since="1990-01-05", until="1990-01-09")]
    assert days == [f"1990-01-{day:02d}" for day in range(5, 10)]
    assert [row.date for row in catalogue.issues(newest=True, most=1)] == ["1990-05-05"]
    edition = corpus.editions[77]
    name = naming.issue_of(edition.about)
    row = catalogue.issue(name)
    assert row is not None
    assert (row.pages, row.articles, row.folder) == (4, len(edition.articles), naming.folder_of(edition.about) + "/v1")
    assert [each.article for each in catalogue.articles(name)] == [each.id for each in edition.articles]
    article = catalogue.article(name, edition.articles[1].id)
    assert article is not None
    assert article.text == "\n".join(block.text for _, block in parts_of(edition.articles[1]))
    assert row.characters == sum(each.characters for each in catalogue.articles(name))
    assert catalogue.article(name, "9999") is None
    assert catalogue.article("nowhere", "0101") is None


def test_undated_issues_are_found_but_in_no_range_of_days(one: Catalogue) -> None:
    put(one, small("题", "无日期的报", day="", number="9"))
    try:
        assert found(one, words="无日期")
        assert not found(one, words="无日期", until="9999-12-31")
        assert not found(one, words="无日期", since="0001-01-01")
    finally:
        one.remove(naming.issue_of(small("", day="", number="9").about))
