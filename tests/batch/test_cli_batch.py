"""`layout build` with many issues: told in the order asked, logged, resumed, summed up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jobs import Dies, write

from layout.cli import command
from layout.cli.batch import Batch, do_all, log_name
from layout.workspace import Workspace

JOURNAL = ".layout-build.journal"


def build(*arguments: str) -> Result:
    environment = {"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""}
    result = CliRunner(env=environment).invoke(command, ["build", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


@pytest.fixture
def issues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four issues in the current folder; the second has no page."""
    monkeypatch.chdir(tmp_path)
    names = write(tmp_path, 4)
    Path(names[1]).write_text("paper: 小报\ndate: 2026-05-24\npages: []\n", "utf-8")
    return names


def outputs() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.suffix in (".pdf", ".json")}


def clear() -> None:
    for name in outputs():
        Path(name).unlink()


def test_however_many_processes_the_same_is_written_and_told(issues: list[str]) -> None:
    told = []
    for jobs in ("1", "3"):
        result = build(*issues, "-j", jobs)
        told.append((result.return_value, result.stdout, result.stderr, outputs()))
        clear()
    assert told[0] == told[1]
    assert told[0][0] == 1
    assert sorted(told[0][3]) == sorted(f"{n}.{end}" for n in "134" for end in ("pdf", "plan.json"))
    summary = told[0][2].splitlines()[-2:]
    assert summary[0] == "3 done, 1 failed"
    assert summary[1].startswith("  2.yaml: error[NP2")


def test_what_is_done_is_not_done_again(issues: list[str]) -> None:
    build(*issues, "-j", "1", "--resume")
    first = outputs()
    Path(issues[3]).write_text(Path(issues[3]).read_text("utf-8").replace("number: 4", "number: 5"), "utf-8")
    Path("1.pdf").unlink()
    result = build(*issues, "-j", "2", "--resume")
    assert "2 done, 1 done before and unchanged, 1 failed" in result.stderr
    assert "3.yaml:\ndone before and unchanged\n" in result.stderr
    again = outputs()
    assert {name: again[name] == first[name] for name in first} == {name: name != "4.pdf" for name in first}
    assert "3 done, 1 failed" in build(*issues, "-j", "1", "--resume", "--standard", "x-1a").stderr


def test_each_issue_has_its_log_and_the_log_no_time(issues: list[str]) -> None:
    logs = []
    for _ in range(2):
        build(*issues, "-j", "1", "--log", "logs", "--fresh")
        logs.append({path.name: path.read_text("utf-8") for path in Path("logs").iterdir()})
        clear()
    assert logs[0] == logs[1]
    assert sorted(logs[0]) == ["1.log", "2.log", "3.log", "4.log"]
    assert logs[0]["1.log"].splitlines()[-2:] == ["wrote 1.pdf", "wrote 1.plan.json"]
    assert "2.yaml:3:1: error[NP201]" in logs[0]["2.log"]


@pytest.mark.parametrize(
    ("issue", "name"),
    [
        ("a/b.yaml", "logs/a/b.log"),
        ("../a/b.yaml", "logs/_up/a/b.log"),
        (".", "logs/issue.log"),
        ("/a/b.yml", "logs/_root/a/b.yml.log"),
        ("./b.yaml", "logs/b.log"),
    ],
)
def test_a_log_is_named_after_its_issue(issue: str, name: str) -> None:
    assert log_name("logs", issue) == name


def test_a_log_that_cannot_be_written_is_told_once_and_the_issues_are_made(issues: list[str]) -> None:
    Path("logs").write_text("", "utf-8")
    result = build(*issues, "-j", "1", "--log", "logs")
    assert result.return_value == 1
    assert result.stderr.count("error[NP901]") == 1
    assert "3 done" in result.stderr


def test_as_json_an_issue_that_was_done_says_so(issues: list[str]) -> None:
    build(issues[0], "--resume")
    (told,) = documents(build(issues[0], "--resume", "--format", "json").stdout)
    assert told == {"diagnostics": [], "pages": [], "skipped": True}


def documents(text: str) -> list[Any]:
    found, decoder = [], json.JSONDecoder()
    while text := text.strip():
        each, end = decoder.raw_decode(text)
        found.append(each)
        text = text[end:]
    return found


def test_a_disk_that_is_full_stops_the_run_with_one_clear_error(
    issues: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("3.pdf").write_bytes(b"good")
    write_file = Workspace.write

    def full(workspace: Workspace, name: str, data: bytes) -> None:
        if name == "3.pdf":
            raise OSError(28, "No space left on device", name)
        write_file(workspace, name, data)

    monkeypatch.setattr(Workspace, "write", full)
    result = build(*issues, "-j", "1", "--resume")
    assert result.return_value == 1
    assert "error[NP974]: stopped at 3.yaml" in result.stderr
    assert "; 1 issue was left" in result.stderr
    assert "it goes on from here" in result.stderr
    assert Path("3.pdf").read_bytes() == b"good"
    monkeypatch.undo()


def test_a_journal_that_cannot_be_written_is_told(issues: list[str]) -> None:
    Path(JOURNAL).mkdir()
    assert "error[NP901]: cannot write .layout-build.journal" in build(*issues, "--resume").stderr


def test_a_cluster_that_does_not_answer_is_told(issues: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs the extra [cluster]")
    monkeypatch.setattr("layout.batch.dask._PATIENCE", "300ms")
    result = build(*issues, "--dask", "tcp://127.0.0.1:9")
    assert (result.return_value, "error[NP972]" in result.stderr) == (1, True)


def test_any_task_can_be_done_so(issues: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    task = Dies("3.yaml", str(tmp_path / "never"), once=False)
    assert do_all(issues, task, Batch(jobs=2), "any.journal", "en", "text") == 1
    told = capsys.readouterr().err
    assert "3 done, 1 failed\n  3.yaml: error[NP970]: 3.yaml could not be made" in told
    assert Path("4.yaml.out").read_bytes() == Path("4.yaml").read_bytes()


def test_a_log_never_takes_the_place_of_an_issue(issues: list[str]) -> None:
    before = Path(issues[0]).read_bytes()
    Path("3.log").write_bytes(before)
    assert build("3.log", "3.yaml", "--log", ".").return_value == 1
    assert Path("3.log").read_bytes() == before


def test_logs_of_two_issues_are_two() -> None:
    names = [log_name("logs", issue) for issue in ("a.yaml", "../a.yaml", "/a.yaml", "a.yml")]
    assert len(set(names)) == len(names)
    assert all(name.startswith("logs/") and ".." not in name for name in names)
