"""Each rule finds the slips its row names and is silent where the row says the copy is right; its cure cures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.diagnostics import codes, table
from layout.proofreading import Hit, Rule, remembered, rules
from layout.proofreading.checking import MOST_HITS, NO_LISTS, read
from layout.proofreading.manual import rules_table
from layout.proofreading.pairs import unpaired

RULES = tuple(rules().values())
WRONG = [(rule.name, text) for rule in RULES for text in rule.wrong]
RIGHT = [(rule.name, text) for rule in RULES for text in rule.right]
MARKS = (
    '近余约多左右超过以上二两第一三十百千0123456789.,，。、；：！？“”‘’（）《》()"…—-~% 年月日星期五的了是和在地得既使'
)


def found(text: str) -> list[Hit]:
    """Everything in a paragraph of running copy."""
    result = read(text, "sentences", NO_LISTS, remembered())
    return [*result.hits, *map(unpaired, result.pairing.opened + result.pairing.closed)]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_a_slip_is_found_by_its_rule(rule: str, text: str) -> None:
    assert rule in [hit.rule for hit in found(text)]


@pytest.mark.parametrize(("rule", "text"), RIGHT)
def test_right_copy_is_silent(rule: str, text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("rule", "text"), [each for each in WRONG if rules()[each[0]].fixes or rules()[each[0]].sure])
def test_every_cure_offered_is_other_copy_that_the_rule_lets_pass(rule: str, text: str) -> None:
    hit = next(hit for hit in found(text) if hit.rule == rule)
    assert hit.instead
    for instead in hit.instead:
        cured = text[: hit.start] + instead + text[hit.end :]
        assert cured != text
        assert "{" not in instead
        assert [each for each in found(cured) if each.rule == rule and each.start == hit.start] == []


@pytest.mark.parametrize(
    ("text", "cured"),
    [
        ("近400余名", ["近400", "400余"]),
        ("演出二个多小时", ["两个"]),
        ("捐款3千元", ["3000", "三千"]),
        ("15几人", []),
        ("来了20几人", ["二十几"]),
        ("正月15", ["正月十五"]),
        ("投入3-5万元", ["3万-5万"]),
        ("二零二六年", ["二〇二六"]),
        ("2026年5月24日（星期六）", ["2026年5月24日（星期日"]),
        ("增长百分之5.5", ["5.5%", "百分之五点五"]),
        ("长５．５米", ["5.5"]),
        ("去了三、四天", ["三四"]),
    ],
)
def test_what_is_to_be_written_is_worked_out(text: str, cured: list[str]) -> None:
    assert [instead for hit in found(text) for instead in hit.instead] == cured


def test_words_are_excused_where_other_words_have_the_same_characters() -> None:
    assert not found("究竟选谁，一座落成的桥，给予防疫物资，全部份额，作为花季末来信")
    assert [hit.instead for hit in found("他竟选成功")] == [("竞选",)]


def test_every_wrong_word_has_another_word_instead_that_is_not_wrong_itself() -> None:
    words = {word: row for rule in RULES for word, row in rule.parameters.get("words", {}).items()}  # type: ignore[attr-defined]
    for word, row in words.items():
        right = row if isinstance(row, str) else row["right"]
        assert right != word
        assert not [other for other in words if other in right], word


def test_rules_have_names_of_their_own_words_in_both_languages_and_a_code() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    names = [name for rule in RULES for name in (rule.name, rule.chinese)]
    assert len(names) == len(set(names))
    for rule in RULES:
        assert rule.code in codes()
        assert table(rule.code)["severity"] == "warning"
        assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)
        assert han.search(rule.zh)
        assert rule.en
        assert rule.source
        assert rule.wrong or rule.code >= "NP251", rule.name


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.name)
def test_a_slip_has_one_of_the_characters_its_rule_needs(rule: Rule) -> None:
    for text in rule.wrong:
        assert not rule.needs.isdisjoint(text)


@given(st.text(st.sampled_from(MARKS), max_size=60) | st.text(max_size=40))
def test_whatever_is_typed_hits_lie_in_it_and_cures_differ(text: str) -> None:
    for hit in found(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] not in hit.instead


@pytest.mark.parametrize(
    "text", ["近1余", "“", "”", "“‘《（", "(", "约1", "字 记者", "大约一二三四五六七八人人人人", "。", "0", "他。，"]
)
def test_a_long_run_of_slips_is_told_by_its_first_ones(text: str) -> None:
    result = read(text * (200_000 // len(text)), "sentences", NO_LISTS, remembered())
    assert len(result.hits) <= MOST_HITS


def test_the_table_of_the_manual_is_that_of_the_data() -> None:
    page = (Path(__file__).parents[2] / "docs/proofreading.md").read_text("utf-8")
    assert rules_table() in page, "run: python -m layout.proofreading.manual"
