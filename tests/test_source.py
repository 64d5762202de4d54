"""YAML becomes nodes that know where every character was typed, within bounds, whatever the file holds."""

from __future__ import annotations

import errno
import re
from collections import Counter

import pytest
import yaml
from drawer import LOADERS, Drawer, faults
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.diagnostics import MOST_TOLD, Report, Span
from layout.source import Node, Source, beside, compose, line_reader, nearest_file, read_source
from layout.source.composing import MOST_NODES


def read(text: str) -> tuple[Node | None, list[str]]:
    report = Report()
    return compose(Source("a.yaml", text), report), faults(report)


def values(text: str) -> dict[str, str]:
    """A flat mapping of a file without faults."""
    root, found = read(text)
    assert root is not None
    assert found == []
    return {key.value: value.value for key, value in root.pairs}


def test_scalars_stay_the_strings_that_were_typed() -> None:
    text = "a: no\nb: 12:30\nc: 010\nd: 2019-07-15\ne: ~\nf: 1e3\ng: .inf\nh: yes"
    assert values(text) == {
        "a": "no",
        "b": "12:30",
        "c": "010",
        "d": "2019-07-15",
        "e": "~",
        "f": "1e3",
        "g": ".inf",
        "h": "yes",
    }


def test_a_byte_order_mark_and_dos_line_ends_change_nothing() -> None:
    report = Report()
    source = read_source(
        Drawer({"a.yaml": b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\nc: 1\r\nc: 2\r\n"}), "a.yaml", report
    )
    assert source is not None
    root = compose(source, report)
    assert root is not None
    assert [(key.value, value.value) for key, value in root.pairs] == [("a", "1"), ("b", "x\ny\n"), ("c", "1")]
    assert faults(report) == ["error NP102 6:1"]


def test_the_first_of_two_keys_is_kept() -> None:
    root, found = read("a: 1\nb: 2\na: 3\n")
    assert root is not None
    assert [(key.value, value.value) for key, value in root.pairs] == [("a", "1"), ("b", "2")]
    assert found == ["error NP102 3:1"]


def test_an_alias_is_the_node_it_names() -> None:
    root, found = read("a: &x {b: 1}\nc: *x\n")
    assert root is not None
    assert found == []
    assert root.pairs[0][1] is root.pairs[1][1]


letters = st.text(st.sampled_from("题字abc ,.:'\"\\\n#-\t　é\U0001f600\x07"), min_size=1, max_size=50)


@settings(max_examples=300, deadline=None)
@given(letters, st.sampled_from([None, "'", '"', "|", ">"]), st.integers(10, 40), st.booleans(), st.booleans())
def test_every_character_of_all_five_scalar_styles_is_found_where_it_was_typed(
    value: str, style: str | None, width: int, dos: bool, unicode: bool
) -> None:
    text = yaml.dump({"a": {"b": value, "c": "x"}}, default_style=style, width=width, allow_unicode=unicode)
    source = Source("a.yaml", text.replace("\n", "\r\n") if dos else text)
    root = compose(source, Report())
    assert root is not None
    node = root.pairs[0][1].pairs[0][1]
    assert node.value == value
    for index, character in enumerate(value):
        span = node.locate(index)
        typed = source.line(span.line)[span.column - 1 :]
        escape = re.match(r"\\(x..|u....|U........|.)", typed) if node.style == '"' else None
        if not character.isspace():
            assert (yaml.safe_load(f'"{escape[0]}"') if escape else typed[0]) == character


def test_a_span_ends_with_its_line() -> None:
    root, _ = read("a: |\n  一二三\n  四\n")
    assert root is not None
    assert root.pairs[0][1].locate(1, 99) == Span("a.yaml", 2, 4, 2)


def test_faults_of_syntax_do_not_hide_each_other_nor_the_rest_of_the_file() -> None:
    root, found = read('a: [一] 二\nb: c: d\ne：f\ng: @h\ni: "j\nk: 1\n  l: 2\nm: n\n')
    places = ["NP104 1:4", "NP103 2:4", "NP123 3:1", "NP104 4:4", "NP105 5:4", "NP106 7:3"]
    assert found == [f"error {place}" for place in places]
    assert root is not None
    assert [key.value for key, _ in root.pairs] == ["a", "b", "e", "g", "i", "k", "l", "m"]
    assert root.pairs[-1][0].span == Span("a.yaml", 8, 1, 1)


def test_places_stay_true_on_a_line_that_was_mended() -> None:
    root, found = read("a:\n  b: 1\n   c: 题\n  d：值\n  e: 1\n")
    assert found == ["error NP106 3:4", "error NP123 4:3"]
    assert root is not None
    inner = root.pairs[0][1]
    assert [(str(key.span), str(value.span)) for key, value in inner.pairs[1:]] == [
        ("a.yaml:3:4", "a.yaml:3:7"),
        ("a.yaml:4:3", "a.yaml:4:5"),
        ("a.yaml:5:3", "a.yaml:5:6"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 300_000, id="flow"),
        pytest.param("a: " + "{a: " * 100_000, id="braces"),
        pytest.param("- " * 200_000, id="dashes"),
        pytest.param("? " * 200_000, id="marks"),
        pytest.param("- a\n" * 300_000, id="items"),
        pytest.param("a" * 2_000_000, id="word"),
        pytest.param("'" * 300_000, id="quotes"),
        pytest.param("a: b: c\n" * 30_000, id="colons"),
        pytest.param("\t- a\n" * 50_000, id="tabs"),
        pytest.param("&a " * 90_000, id="anchors"),
        pytest.param("#" * 1_000_000, id="comment"),
        pytest.param("a:\n" * 90_000, id="keys"),
        pytest.param('"\\' * 90_000, id="escapes"),
        pytest.param("|\n" * 90_000, id="bars"),
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_a_monstrous_file_is_read_or_refused_within_bounds(
    text: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counter[str]()

    class Counting(loader):
        def __init__(self, stream: str) -> None:
            counted["characters"] += len(stream)
            super().__init__(stream)

        def get_event(self) -> object:
            counted["events"] += 1
            return super().get_event()

    Counting.__name__ = loader.__name__
    monkeypatch.setattr("layout.source.composing._Loader", Counting)
    text = text if loader is yaml.CSafeLoader else text[:20_000]  # the Python scanner takes its time
    _, found = read(text)
    assert len(found) <= 2 * (MOST_TOLD + 1)
    assert counted["events"] <= 2 * MOST_NODES + 2
    assert counted["characters"] <= 4 * len(text) + 4_000_000


def test_the_composer_works_with_either_loader(either_loader: None) -> None:
    assert values("a: 1\nb: |\n  题\n") == {"a": "1", "b": "题\n"}
    root, found = read("a: &x [1, *x]\nb: 1\nb: 2\n")
    assert root is not None
    assert found == ["error NP117 1:11", "error NP102 3:1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: b: c", "NP103"),
        ("a: [", "NP122"),
        ("a: [b, 'c", "NP105"),
        ("a: 'b", "NP105"),
        ("\ta: b", "NP107"),
        ("a: @b", "NP104"),
        ("a: *号", "NP104"),
        ("- a\nb: c", "NP106"),
        ("a: %x", "NP104"),
        ("a: !<x", "NP104"),
        ("a: |b", "NP104"),
        ("a: ]", "NP122"),
        ("a: [b\nc: d", "NP122"),
        ("a: [b, , c]", "NP104"),
        ("a: [&x [b c", "NP122"),
        ('a: "\\q"', "NP126"),
        ('a: "\\UFFFFFFFF"', "NP126"),
        ('a: "\\ud800"', "NP126"),
        ("a: !u!x b", "NP104"),
        ("a: 'b' c", "NP104"),
        ("a\nb: c", "NP123"),
        ("a: b\n c: d", "NP106"),
        ("a: b\n  - c", None),
        ("a: {b: c: d}", "NP103"),
        ("[" * 3000, "NP119"),
        ("{" * 3000, "NP119"),
        ('"' + "[" * 3000, "NP105"),
        ("a: b\n...\nc\n", "NP115"),
        ("a: b\t\nc:\td\te\n", None),
    ],
)
def test_faults_of_syntax_are_told_apart_by_either_loader(text: str, code: str | None, either_loader: None) -> None:
    _, found = read(text)
    assert [fault.split()[1] for fault in found if "NP124" not in fault][:1] == ([code] if code else [])


def test_files_are_named_from_the_file_that_names_them() -> None:
    assert beside("issues/x/1.yaml", "images/a.jpg") == "issues/x/images/a.jpg"
    assert beside("issues/x/1.yaml", "../paper.yaml") == "issues/paper.yaml"
    assert beside("1.yaml", "a.md") == "a.md"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i/images/duado.jpg", "i/images/dudao.jpg"),
        ("i/image/dudao.jpg", "i/images/dudao.jpg"),
        ("i\\images\\dudao.jpg", "i/images/dudao.jpg"),
        ("i/images/bridge.png", None),
    ],
)
def test_the_nearest_file_is_found_through_a_slip_in_name_or_folder(typed: str, meant: str | None) -> None:
    assert nearest_file(Drawer({"i/images/dudao.jpg": ""}), typed) == meant


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ("题: 报纸与版面".encode("gb18030"), "gb18030"),
        ("题: 报".encode("utf-16"), "utf-16"),
        (b"\x89PNG\r\n\x1a\n\0", "picture"),
        (b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"PK\3\4\x14\0\0\0\x84", "office"),
        ("题: 报".encode()[:-1], "cut"),
        (b"\x84\0\x84", "binary"),
    ],
)
def test_bytes_that_are_not_utf_8_are_guessed_at(data: bytes, hint: str) -> None:
    report = Report()
    assert read_source(Drawer({"a.yaml": data}), "a.yaml", report) is None
    assert [(fault.code, fault.hint) for fault in report] == [("NP108", hint)]


def test_a_line_for_an_excerpt_is_read_whatever_the_file_is() -> None:
    files = Drawer({"a.yaml": "一\n二\n", "b.yaml": b"\xff\xfe", "c.yaml": OSError(errno.EIO, "I/O error")})
    line = line_reader(files)
    assert line(Span("a.yaml", 2, 1)) == "二"
    assert line(Span("a.yaml", 9, 1)) == ""
    assert line(Span("b.yaml", 1, 1)) == "\ufffd\ufffd"
    assert line(Span("c.yaml", 1, 1)) is None
    assert line(Span("d.yaml", 1, 1)) is None


def test_what_hides_in_a_pasted_key_does_not_hide_the_key() -> None:
    root, found = read("\u200bbanner: 要闻\nlead\u200b: 题\n")
    assert root is not None
    assert ([key.value for key, _ in root.pairs], found) == (["banner", "lead"], [])
