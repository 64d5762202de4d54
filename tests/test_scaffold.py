"""A new paper: whatever is answered, its pages come out whole, and it says of itself what its status asks."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from patience import PATIENCE

from layout.cli import command
from layout.cli.new import new
from layout.diagnostics import Report
from layout.pipeline import Proof, Session, Workspace
from layout.presses import names as press_names
from layout.scaffold import Start, as_start, cautions, questions, scaffold_files, start_paper
from layout.source import Source, compose

DAY = date(2026, 4, 1)
KINDS = ("street", "school", "company", "town")
CASES = (
    *(Start(DAY, kind=kind) for kind in KINDS),
    Start(DAY, kind="town", format="duikai"),
    Start(DAY, kind="school", format="a3", pages=4),
    Start(DAY, kind="company", format="a4", columns=3, pages=4, status="cn"),
    Start(DAY, kind="school", format="bakai", pages=1, language="en"),
    Start(DAY, kind="company", format="berliner", press="newsprint-x1a"),
    Start(DAY, kind="street", format="tabloid", pages=4, press="coated", language="en"),
    Start(DAY, kind="town", columns=6, pages=4, status="none"),
)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Workspace())


def made(session: Session, folder: Path, start: Start) -> Proof:
    return session.check(start_paper(session.workspace, str(folder / "paper"), start))


@pytest.mark.parametrize("start", CASES, ids=lambda start: f"{start.kind}-{start.format or 'own'}-{start.pages}")
def test_a_new_paper_has_whole_pages_of_good_looks(session: Session, tmp_path: Path, start: Start) -> None:
    proof = made(session, tmp_path, start)
    assert [fault.message() for fault in proof.report] == []
    assert len(proof.pages) == start.pages
    assert min(page.score for page in proof.pages) >= 80
    assert [check for page in proof.pages for check in page.checks if check.severity == "error"] == []
    assert proof.issue is not None
    for page in proof.issue.pages:
        pictures = [picture for story in page.stories for picture in story.pictures]
        assert pictures
        assert all(picture.pixels and picture.alt and picture.caption for picture in pictures)


def test_the_same_answers_give_the_same_bytes() -> None:
    for start in CASES:
        assert scaffold_files(start) == scaffold_files(start)


def test_keys_are_in_the_language_asked_for() -> None:
    for language, key, other in (("zh", "报头:", "masthead:"), ("en", "masthead:", "报头:")):
        paper = scaffold_files(Start(DAY, language=language))["paper.yaml"].decode()
        assert key in paper
        assert other not in paper
    chinese, english = (scaffold_files(Start(DAY, language=each))["2026-04-01.yaml"].decode() for each in ("zh", "en"))
    assert "版式: 自动" in chinese
    assert "plan: auto" in english
    assert [line for line in chinese.splitlines() if "pages:" in line] == []


def test_no_story_stands_twice_in_an_issue() -> None:
    for start in CASES:
        text = scaffold_files(start)["2026-04-01.yaml"].decode()
        key = "headline: " if start.language == "en" else "主题: "
        heads = [line.strip() for line in text.splitlines() if line.strip().startswith(key)]
        assert len(heads) == len(set(heads)) > 5


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("internal", ("准印证号", "内部资料　免费交流", "编印", "发送对象", "印刷", "印数")),
        ("none", ("内部交流", "主办")),
        ("cn", ("国内统一连续出版物号", "主管", "主办", "邮发代号", "定价")),
    ],
)
def test_the_nameplate_says_what_the_status_asks(status: str, words: tuple[str, ...]) -> None:
    paper = scaffold_files(Start(DAY, status=status))["paper.yaml"].decode()
    assert [word for word in words if word not in paper] == []


def test_sample_copy_does_not_speak_as_internal_material_may_not() -> None:
    """内部资料性出版物管理办法 §14: no 本报, no 本刊, no 记者, no adverts."""
    for start in CASES:
        issue = scaffold_files(start)["2026-04-01.yaml"].decode()
        assert [word for word in ("本报", "本刊", "记者", "广告:", "adverts:") if word in issue] == []


def test_internal_material_is_told_when_its_name_may_not_stand() -> None:
    assert cautions(Start(DAY, name="柳湾报")) == ("报",)
    assert cautions(Start(DAY, name="柳湾杂志", kind="company")) == ("杂志",)
    assert cautions(Start(DAY, name="柳湾邻里")) == ()
    assert cautions(Start(DAY, name="柳湾报", status="cn")) == ()


def test_questions_are_fields_of_a_start_with_their_answers() -> None:
    for question in questions():
        assert hasattr(Start(DAY), question.id)
        assert question.en
        assert question.zh
        ids = [choice.id for choice in question.choices]
        for kind in KINDS:
            default = question.default_of(kind)
            assert default in ids if ids else default
    presses = next(question for question in questions() if question.id == "press")
    assert {choice.id for choice in presses.choices} == {"unknown", *press_names()}


def test_an_answer_that_is_no_choice_is_refused() -> None:
    for answers in ({"kind": "castle"}, {"columns": "8"}, {"format": "duikai", "pages": "4"}, {"pages": "x"}):
        with pytest.raises(ValueError, match=list(answers)[-1]):
            as_start(answers, DAY, "en")
    assert as_start({"format": "duikai", "columns": "7"}, DAY, "en").columns == 7


def test_columns_part_the_type_area_of_the_format() -> None:
    for start in (Start(DAY, columns=4), Start(DAY, columns=6), Start(DAY, format="duikai", columns=7)):
        root = compose(Source("paper.yaml", scaffold_files(start)["paper.yaml"].decode()), Report())
        assert root is not None
        grid = next(value for key, value in root.pairs if key.value == "网格")
        assert {key.value: value.value for key, value in grid.pairs}["栏"] == str(start.columns)


# -- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: object, stdin: str = "") -> Result:
    runner = CliRunner(env={"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""})
    return runner.invoke(command, [str(each) for each in arguments], input=stdin, standalone_mode=False)


def test_nothing_is_asked_where_nobody_can_answer(tmp_path: Path) -> None:
    result = run("new", tmp_path / "a")
    assert result.return_value == 0
    assert "[" not in result.output
    assert run("new").exception is not None


def test_every_question_has_an_option() -> None:
    options = {parameter.name for parameter in new.params}
    assert {question.id for question in questions()} <= options


def test_options_make_the_paper_they_say(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    given = ("--kind", "school", "--format", "a3", "--columns", 6, "--status", "cn", "--pages", 1)
    assert run("--lang", "zh", "new", folder, *given, "--date", "2026-03-02").return_value == 0
    paper = (folder / "paper.yaml").read_text("utf-8")
    assert "基于: a3" in paper
    assert "栏: 6" in paper
    assert "国内统一连续出版物号" in paper
    assert (folder / "2026-03-02.yaml").read_text("utf-8").count("版次:") == 1
    assert isinstance(run("new", tmp_path / "b", "--columns", 9).exception, Exception)


def test_a_question_is_asked_again_until_its_answer_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["layout.cli.new"], "_at_terminal", lambda: True)
    typed = "9\nschool\n\n4\n\n\n\n1\n" + str(tmp_path / "a") + "\n"
    result = run("--lang", "en", "new", stdin=typed)
    assert result.return_value == 0, result.output
    assert "a number from 1 to 4" in result.output
    assert "extends: a3" in (tmp_path / "a" / "paper.yaml").read_text("utf-8")
    assert f"layout serve {tmp_path / 'a'} --open" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_enter_and_enter_again_makes_a_paper(tmp_path: Path) -> None:
    import pty

    keyboard, screen = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "LC_ALL": "C.UTF-8"}
    arguments = [sys.executable, "-m", "layout", "--lang", "zh", "new"]
    with subprocess.Popen(
        arguments, stdin=screen, stdout=screen, stderr=screen, env=environment, cwd=tmp_path
    ) as child:
        os.close(screen)
        said, began = b"", time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if not select.select([keyboard], [], [], 0.2)[0]:
                continue
            try:
                said += os.read(keyboard, 4096)
            except OSError:  # the other end is closed
                break
            if said.rstrip(b" ").endswith(b"]:"):
                os.write(keyboard, b"\n")
                said += b"\n"
        os.close(keyboard)
    assert child.returncode == 0, said.decode()
    assert {path.name for path in (tmp_path / "柳湾邻里").iterdir()} >= {"paper.yaml", "README.md", "images"}
