"""The verbs between the desk and the shop, as an editor types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layout.cli import command
from layout.package import submitting
from layout.pdffile import open_pdf
from layout.preflight import Judgement

SEED = Path(__file__).parent.parent / "issues/xietu/2019-07-15.yaml"


def run(*arguments: object) -> Result:
    names = {"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""}
    return CliRunner(env=names).invoke(command, [str(each) for each in arguments], standalone_mode=False)


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    shutil.copytree(SEED.parent, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf", "*.json"))
    return tmp_path / SEED.name


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without preflight and pictures, which other tests look at."""
    monkeypatch.setattr(submitting, "judge", lambda pdf, name, press, report, pages: Judgement(name, press.name))
    monkeypatch.setattr(submitting, "coverage", lambda judged: ((("Black", 0.1),),))
    monkeypatch.setattr(submitting, "previews", lambda *_: {})


@pytest.mark.parametrize("verb", ["diff", "sign", "submit"])
def test_help_teaches_by_example(verb: str) -> None:
    assert f"layout {verb} " in run(verb, "--help").output


def test_a_proof_stands_beside_the_issue_and_the_press_file_is_left_alone(issue: Path) -> None:
    assert run("build", issue, "--proof", "--round", "2").return_value == 0
    proof = open_pdf(issue.with_name("2019-07-15-proof.pdf").read_bytes())
    assert "第2校" in str(proof.docinfo["/Title"])
    assert not issue.with_suffix(".pdf").exists()


def test_an_issue_with_errors_has_a_proof_but_no_press_file(issue: Path) -> None:
    issue.write_text(issue.read_text("utf-8").replace("检查台账资料", "检查台账资料\U0002a6a5"), "utf-8")
    done = run("build", issue, "--proof", "--format", "json")
    assert done.return_value == 1
    assert [fault["code"] for fault in json.loads(done.stdout)["diagnostics"]] == ["NP401"]
    assert issue.with_name("2019-07-15-proof.pdf").exists()
    assert run("build", issue).return_value == 1
    assert not issue.with_suffix(".pdf").exists()


def test_signing_submitting_changing(issue: Path, unseen: None) -> None:
    with issue.with_name("paper.yaml").open("a", encoding="utf-8") as file:
        file.write("付印签: 终审\n")
    job = issue.with_name("job.zip")
    assert run("submit", issue, "-o", job).return_value == 1
    assert not job.exists()
    signed = run("--lang", "zh", "sign", issue, "--by", "王编辑", "--role", "终审", "--date", "2019-07-14")
    assert signed.return_value == 0
    assert "终审  王编辑  2019-07-14" in signed.output
    assert "有效" in signed.output
    assert run("submit", issue, "-o", job).return_value == 0
    assert run("submit", "--verify", job).return_value == 0
    issue.write_text(issue.read_text("utf-8").replace("近日，上影", "日前，上影"), "utf-8")
    listed = run("sign", issue)
    assert listed.return_value == 1
    assert "CHANGED SINCE" in listed.output
    told = json.loads(run("sign", issue, "--format", "json").stdout)
    assert [(each["name"], each["holds"]) for each in told["signatures"]] == [("王编辑", False)]
    assert [fault["code"] for fault in told["diagnostics"]] == ["NP921"]
    before = job.read_bytes()
    assert run("submit", issue, "-o", job).return_value == 1
    assert job.read_bytes() == before


def test_a_role_the_paper_does_not_list_is_refused(issue: Path) -> None:
    with issue.with_name("paper.yaml").open("a", encoding="utf-8") as file:
        file.write("sign_off: [终审]\n")
    done = run("sign", issue, "--by", "王", "--role", "终身")
    assert "终审" in str(done.exception)
    assert not list(issue.parent.glob("*.signed.json"))


@pytest.mark.parametrize(
    "arguments",
    [("sign", SEED, "--by", "王"), ("sign", SEED, "--role", "终审"), ("submit",), ("submit", SEED, "--verify", "job")],
)
def test_half_a_request_is_wrong_usage(arguments: tuple[object, ...]) -> None:
    done = run(*arguments)
    assert type(done.exception).__name__ == "UsageError"


def test_a_damaged_job_is_told(issue: Path, unseen: None) -> None:
    job = issue.with_name("job")
    assert run("submit", issue, "-o", job, "--copies", 9).return_value == 0
    (job / "ink.json").write_text("{}")
    done = run("submit", "--verify", job, "--format", "json")
    assert done.return_value == 1
    assert [fault["code"] for fault in json.loads(done.stdout)["diagnostics"]] == ["NP931"]


def test_changes_are_listed_and_marked(issue: Path) -> None:
    old = issue.with_name("old.pdf")
    assert run("build", issue, "-o", old).return_value == 0
    issue.write_text(issue.read_text("utf-8").replace("近日，上影", "日前，上影"), "utf-8")
    marked = issue.with_name("marked.pdf")
    done = run("diff", old, issue, "-o", marked)
    assert done.return_value == 0
    assert "[-近日-]{+日前+}" in done.stdout
    assert len(open_pdf(marked.read_bytes()).pages) == 1
    found = json.loads(run("diff", old, issue, "--format", "json").stdout)["changes"]
    assert [(each["kind"], each["page"], each["old"], each["new"]) for each in found] == [
        ("replaced", 1, "近日", "日前")
    ]
    assert "no word has changed" in run("diff", old, old).stdout


def test_the_sides_of_a_comparison_are_never_overwritten(issue: Path) -> None:
    old = issue.with_name("old.pdf")
    run("build", issue, "-o", old)
    before = old.read_bytes()
    assert run("diff", issue, old, "-o", old).return_value == 1
    assert old.read_bytes() == before


def test_what_cannot_be_compared_is_told(issue: Path) -> None:
    done = run("diff", issue.with_name("paper.yaml").with_suffix(".pdf"), issue)
    assert done.return_value == 1
    assert "NP111" in done.output + done.stderr
