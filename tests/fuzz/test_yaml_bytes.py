"""Nothing in any YAML file gives a traceback, every fault has its words and its place,
and no copy is lost on the way in."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml
from drawer import Drawer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layout.diagnostics import Report
from layout.issue import Block, Copy, Issue, Story, read_issue
from layout.source import Source, compose
from layout.theme import read_theme

HOME = Path(__file__).parents[2]
ISSUE = (HOME / "issues/xietu/2019-07-15.yaml").read_text("utf-8")
PAPER = (HOME / "issues/xietu/paper.yaml").read_text("utf-8")
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = (
    *("a", "题", "主题", "headline", "pages", "版", "stories", "plan", "body", "page", "1", "lead", ": ", ":", "："),
    *("\n", "\n  ", "\n    ", "\n\t", "- ", "-", "? ", "[", "]", "{", "}", ",", '"', "'", "|", ">", "|\n", "#", " #"),
    *("&a ", "*a", "!!x ", "!", "---", "...", "%", "@", "`", "<<", "\\", "\\n", "\r\n", "\r", "\u2028", "\x85", "\0"),
    *("\x07", "\ufeff", "\ud7ff", "\U0001f600", "　", " ", "  ", "yes", "2019-7-15", "**", "*", "## ", "~", "null"),
    *(".inf", "🀄", "e\u0301", "／", " / ", "{file: a.md}"),
)
pieces = st.sampled_from(PIECES)
yamlish = st.lists(pieces, max_size=60).map("".join)


def check(data: bytes) -> None:
    """Read the bytes as an issue and as a paper; whatever is found must be sayable in both languages."""
    files = Drawer({"issue.yaml": data, "paper.yaml": data, "a.md": data})
    report = Report()
    read_issue(files, "issue.yaml", report)
    read_theme(files, "paper.yaml", report)
    for fault in report:
        for language in ("en", "zh"):
            assert fault.message(language)
            fault.advice(language)
            for name, _ in fault.others:
                assert fault.note(name, language)
        assert fault.span.line >= 0
        assert fault.span.length >= 1


@FUZZ
@given(st.binary(max_size=400))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\0:\0")
@example("主题: 报纸".encode("gb18030"))
@example(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    check(data)


@FUZZ
@given(yamlish)
def test_text_that_looks_like_yaml_gives_diagnostics_and_no_traceback(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.integers(0, len(ISSUE)), st.integers(0, 60), pieces | st.characters(codec="utf-8"), st.booleans())
def test_a_slip_of_the_keyboard_anywhere_in_an_issue_or_a_paper(at: int, cut: int, typed: str, paper: bool) -> None:
    text = PAPER if paper else ISSUE
    at %= len(text) + 1
    check((text[:at] + typed + text[at + cut :]).encode("utf-8"))


@FUZZ
@given(yamlish)
def test_every_character_of_a_scalar_is_found_where_it_was_typed(text: str) -> None:
    report = Report()
    source = Source("copy.yaml", text)
    root = compose(source, report)
    if root is None or report.diagnostics:
        return
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.end > node.start:  # an empty value has no place of its own
            assert (node.span.line, node.span.column) == source_place(source, node.start)
        nodes += [*node.items, *(each for pair in node.pairs for each in pair)]
        for offset, character in enumerate(node.value):
            if character.isspace() or (node.style == '"' and "\\" in text):
                continue
            span = node.locate(offset)
            assert source.line(span.line)[span.column - 1] == character, (node, offset, span)


def source_place(source: Source, offset: int) -> tuple[int, int]:
    span = source.place(offset)
    return span.line, span.column


words = st.text(
    st.sampled_from(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会"
        "abcXYZ0189，。“”、：；？！（）《》—…·%-+.*#/&@ \u3000"
    ),
    max_size=40,
)
paragraphs = st.lists(words, min_size=1, max_size=6)


def blanks_off(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def copies(issue: Issue) -> list[Copy]:
    """All copy of an issue, in order."""
    found: list[Copy] = []

    def take(story: Story) -> None:
        found.extend((*story.kicker, *story.headline, *story.deck, *(copy for copy in (story.byline,) if copy)))
        found.extend(block.copy for block in story.body)
        for brief in story.items:
            take(brief)

    for page in issue.pages:
        for story in page.stories:
            take(story)
    return found


def as_typed(text: str, blocks: tuple[Block, ...]) -> Counter[str]:
    """The characters of a body less those that its markup took."""
    taken: Counter[str] = Counter()
    for block in blocks:
        if block.kind == "subhead":
            taken["#"] += 2
        elif block.kind == "item" and not re.match(r"\d", block.copy.text):
            taken["-"] += 1
        for emphasis in block.copy.emphases:
            signs = {
                "strong": "****",
                "dots": "**",
                "name": "____",
                "book": "~~~~",
                "super": "^^",
                "ruby": "{|}",
                "link": "[]()",
            }
            taken.update(signs[emphasis.kind] + "".join(emphasis.value.split()))
    return blanks_off(text) - taken


@FUZZ
@given(paragraphs)
@example(["**黑体**和*着重*", "3*4*5", "***两样***", "* 号", "**", "*a**b*c**"])
@example(["## 插题", "- 条", "1. 一", "-不是条"])
def test_no_character_of_a_body_is_lost_between_yaml_and_copy(lines: list[str]) -> None:
    text = "\n".join(lines)
    issue_yaml = yaml.safe_dump(
        {"pages": [{"page": 1, "stories": {"a": {"headline": "题", "body": text}}}]}, allow_unicode=True
    )
    report = Report()
    issue = read_issue(Drawer({"i.yaml": issue_yaml}), "i.yaml", report)
    assert issue is not None
    story = issue.pages[0].stories[0]
    set_copy = blanks_off("".join(block.copy.text for block in story.body))
    assert set_copy == as_typed(text, story.body)
    source = Source("i.yaml", issue_yaml)
    for copy in copies(issue):
        for index, character in enumerate(copy.text):
            if not character.isspace() and "\\" not in issue_yaml:
                span = copy.span(index)
                assert source.line(span.line)[span.column - 1] == character


@FUZZ
@given(words)
def test_no_character_of_a_headline_is_lost_but_its_hand_breaks(text: str) -> None:
    issue_yaml = yaml.safe_dump({"pages": [{"page": 1, "stories": {"a": {"headline": text, "body": "文"}}}]})
    issue = read_issue(Drawer({"i.yaml": issue_yaml}), "i.yaml", Report())
    assert issue is not None
    headline = issue.pages[0].stories[0].headline
    breaks = Counter({"/": max(0, len(re.split(r"[ \t\u3000]+/[ \t\u3000]+", text)) - 1)})
    assert blanks_off("".join(copy.text for copy in headline)) == blanks_off(text) - breaks
