"""Citations as libraries and reference managers take them."""

from __future__ import annotations

import re

from layout.readingroom.citing import Cited, bibtex, gbt7714, ris
from layout.value import replace

ONE = Cited(
    "数字革命与竞争国际化",
    ("丁文祥",),
    "中国青年报",
    "2000-11-20",
    "11",
    15,
    "中国青年报社",
    "https://a.example/x%20y/",
    "k_1",
)


def test_gbt7714_cites_a_newspaper_as_the_standard_does() -> None:
    # The standard's own example, GB/T 7714—2015 §4.4.2.
    assert gbt7714(ONE) == "丁文祥. 数字革命与竞争国际化[N]. 中国青年报, 2000-11-20(15)."


def test_of_more_than_three_authors_three_are_named() -> None:
    assert gbt7714(replace(ONE, authors=("甲", "乙", "丙", "丁"))).startswith("甲, 乙, 丙, 等. ")
    assert gbt7714(replace(ONE, authors=("甲", "乙", "丙"))).startswith("甲, 乙, 丙. ")


def test_without_author_or_date_nothing_stands_in_their_place() -> None:
    assert gbt7714(replace(ONE, authors=(), date="")) == "数字革命与竞争国际化[N]. 中国青年报(15)."


def test_bibtex_has_its_fields_and_no_markup_of_ours() -> None:
    made = bibtex(replace(ONE, title="100% {真} & a_b\\c\n第二行", authors=("甲 乙", "Li, Wei")))
    assert made.startswith("@article{k_1,\n")
    assert made.endswith("}\n")
    assert r"  title = {{100\% \{真\} \& a\_b\textbackslash{}c 第二行}}," in made
    assert "  author = {{甲 乙} and {Li, Wei}}," in made
    assert "  date = {2000-11-20}," in made
    assert made.count("{") == made.count("}")
    assert "author" not in bibtex(replace(ONE, authors=()))


def test_an_address_in_bibtex_stays_what_it_is() -> None:
    assert "  url = {https://a.example/x%20y/}," in bibtex(ONE)


def test_ris_has_a_line_a_field_and_ends() -> None:
    lines = ris(replace(ONE, title="一\r\nER  - 二")).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "TI  - 一 ER - 二" in lines
    assert "DA  - 2000/11/20" in lines
