"""The manuals beside the code: every rule and check that is cited has its row, every row names what is there,
no link is broken."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from layout.diagnostics import codes, resource
from layout.makeup import advice, quality
from layout.makeup.page_faults import WEIGHTS
from layout.makeup.planning import copyfit, work

ROOT = Path(__file__).parents[1]
RULES = (ROOT / "docs/setting-rules.md").read_text("utf-8")
CHECKS = (ROOT / "docs/page-checks.md").read_text("utf-8")
MANUALS = [*sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("*.md"))]
# Findings gathered outside the project: what they say stands in docs/, with its public source.
OUTSIDE = re.compile(
    r"\b(?:TYPOGRAPH[Y]|NEWSPAPE[R])\b|\b(?:PRES[S]|REVIE[W]|FONT[S]|YAM[L]|PEER[S]|STYL[E]|ARCHITECTUR[E])\.md|\.\./share[d]"
)


def project(*folders: str) -> Iterator[tuple[str, str]]:
    """Name and text of the project's own files."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".c", ".toml", ".yaml", ".md") and file.is_file():
                yield str(file.relative_to(ROOT)), file.read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of each row of a manual that begins with the number of a rule or a check."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if re.match(r"\| [RQ]\d+ \|", line)
    ]


def chapters(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of what is applied, and of the numbers that are only explained."""
    applied, _, explained = text.partition("\n## Numbers without ")
    return rows(applied), rows(explained.split("\n## ")[0])


def cited(pattern: str, *folders: str) -> dict[str, str]:
    """Numbers named, each with a file that does; of R1–R3 also R2."""
    found: dict[str, str] = {}
    for name, text in project(*folders):
        for match in re.finditer(rf"\b{pattern}\b(?:–{pattern}\b)?", text):
            first, last = match[1], match[2] or match[1]
            for number in range(int(first), int(last) + 1):
                found.setdefault(f"{match[0][0]}{number:0{len(first)}d}", name)
    return found


@pytest.mark.parametrize(("page", "number"), [(RULES, r"R(\d{1,2})"), (CHECKS, r"Q(\d\d)")], ids=["rules", "checks"])
def test_every_number_cited_has_one_row(page: str, number: str) -> None:
    applied, explained = chapters(page)
    numbers = [row[0] for row in (*applied, *explained)]
    assert len(numbers) == len(set(numbers))
    found = cited(number, "layout", "tests", "bench", "docs")
    assert found
    assert not {each: file for each, file in found.items() if each not in numbers}


@pytest.mark.parametrize("page", [RULES, CHECKS], ids=["rules", "checks"])
def test_every_place_in_the_code_is_there(page: str) -> None:
    places = re.findall(r"`((?:layout|fonts|tests)/[^`]+)`", page)
    assert places
    assert not [place for place in places if not (ROOT / place).is_file()]


def test_every_rule_says_where_it_is_kept_and_whence_it_comes() -> None:
    for number, rule, where, source in chapters(RULES)[0]:
        assert rule.endswith("."), number
        assert re.fullmatch(r"`[\w./-]+`(, `[\w./-]+`)*", where), number
        assert source, number


def test_the_checks_are_those_of_the_code_with_their_weights() -> None:
    judged = chapters(CHECKS)[0]
    assert {row[0]: float(row[5]) for row in judged} == quality.WEIGHTS
    assert {row[0] for row in judged} == tomllib.loads(resource("messages/quality.toml").decode()).keys()


def test_the_levels_of_the_checks_are_those_of_the_code() -> None:
    rooms = sorted((ROOT / "layout/makeup/quality").glob("*.py"))
    source = "".join(room.read_text("utf-8") for room in rooms)
    for number, *cells in chapters(CHECKS)[0]:
        said = " ".join(re.findall(rf'Check\("{number}",[^\n]*', source))
        assert {level for level in ("warning", "error") if f'"{level}"' in said} == set(cells[3].split(", ")), number


def test_the_codes_of_the_manuals_exist() -> None:
    assert not set(re.findall(r"\bNP\d{3}\b", RULES + CHECKS)) - set(codes())


def test_no_file_names_what_is_not_in_the_project() -> None:
    files = [*project("layout", "docs", "tests", "bench"), *((each.name, each.read_text("utf-8")) for each in MANUALS)]
    assert not [(name, match[0]) for name, text in files for match in [OUTSIDE.search(text)] if match]


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.name)
def test_no_link_of_a_manual_is_broken(manual: Path) -> None:
    links = re.findall(
        r"\]\((?!https?:|mailto:|#)([^)\s#]+)",
        re.sub(r"```.*?```|`[^`]*`", "", manual.read_text("utf-8"), flags=re.DOTALL),
    )
    assert not [link for link in links if not (manual.parent / link).exists()]


COPYFIT = (ROOT / "docs/copyfit.md").read_text("utf-8")


def test_the_weights_of_faults_are_those_of_the_manual() -> None:
    told = re.findall(r"^\| `(\w+)`: [^|]*\| (\d+) \|$", COPYFIT, re.MULTILINE)
    assert {name: float(weight) for name, weight in told} == WEIGHTS


def test_the_allowances_of_searches_are_those_of_the_manual() -> None:
    told = re.findall(r"^\| `([A-Z]+)`: [^|]*\| ([\d, |]+) \|$", COPYFIT, re.MULTILINE)
    assert [name for name, _ in told] == ["PAGE", "TRIAL", "UNSOUND"]
    for name, numbers in told:
        allowed = getattr(work, name)
        said = [int(number.replace(",", "")) for number in re.findall(r"\d{1,3}(?:,\d{3})+|\d+", numbers)]
        assert said == [
            allowed.operations,
            allowed.tables,
            allowed.settings,
            allowed.phases,
            allowed.candidates,
            allowed.settled,
        ]
    edits = re.search(
        r"at most (\d+) edits .* \((\d+) where it is drawn\), and (\d+) pages", COPYFIT.replace("\n", " ")
    )
    assert edits is not None
    assert tuple(map(int, edits.groups())) == (advice.MOST_TRIALS, advice.MOST_DRAWN, advice.MOST_PLANS)
    efforts = re.search(
        r"(\d+) times at most, with (\d+) depths .*?; (\d+) times with (\d+)", COPYFIT.replace("\n", " ")
    )
    assert efforts is not None
    drawn, tried = copyfit.DRAWN, copyfit.TRIED
    assert tuple(map(int, efforts.groups())) == (drawn.rounds, drawn.nodes, tried.rounds, tried.nodes)
