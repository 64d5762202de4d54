"""The command as an editor meets it: what it prints, writes and leaves alone, and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from patience import PATIENCE

import layout
from layout.cli import command
from layout.cli.printing import tell
from layout.diagnostics import Report, codes
from layout.makeup.quality import Check
from layout.pipeline import Session, Workspace
from layout.shelf import Shelf

HOME = Path(__file__).parent.parent
SEED = HOME / "issues/xietu/2019-07-15.yaml"
VERBS = ("new", "check", "build", "galley", "explain", "fonts")


def run(*arguments: object, **environment: str) -> Result:
    """The command in this process; its exit status is what the verb returned."""
    names = {"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""} | environment
    result = CliRunner(env=names).invoke(command, [str(each) for each in arguments], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def spawn(
    *arguments: object, environment: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with the exit status a shell sees."""
    return subprocess.run(
        [sys.executable, "-m", "layout", *map(str, arguments)],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(HOME)} | (environment or {}),
        cwd=cwd,
        timeout=PATIENCE,
    )


def paper(folder: Path) -> Path:
    """A copy of the seed paper, and the name of its issue."""
    shutil.copytree(SEED.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf"))
    return folder / SEED.name


def fault_codes(result: Result) -> list[str]:
    return [fault["code"] for fault in json.loads(result.output)["diagnostics"]]


# The command itself


def test_version() -> None:
    assert spawn("--version").stdout.decode() == f"layout {layout.__version__}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_help_teaches_by_example(verb: str) -> None:
    text = run(verb, "--help").output
    assert f"layout {verb}" in text or f"layout --lang zh {verb}" in text


def test_the_version_imports_no_stage() -> None:
    script = "import sys; from layout.cli import main\ntry: main(['--version'])\nfinally: print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HOME).stdout.split()
    assert "layout.cli" in loaded
    for heavy in ("yaml", "uharfbuzz", "reportlab", "PIL", "rich", "pypdfium2", "fontTools", "layout.pipeline"):
        assert heavy not in loaded


def test_importing_the_package_costs_nothing_and_gives_every_public_name() -> None:
    script = "import sys, layout; print(*sys.modules); [getattr(layout, name) for name in layout.__all__]"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HOME)
    assert done.returncode == 0, done.stderr
    assert not [name for name in done.stdout.split() if name.startswith("layout.") and name != "layout.version"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["biuld"],
        ["build"],
        ["check", "--fromat", "json", "x.yaml"],
        ["build", SEED, "--pages", "two"],
        ["build", SEED, "--pages", "3-2"],
        ["build", SEED, "--pages", "9"],
        ["galley", "x.txt", "--measure", "0"],
        ["galley", "x.txt", "--measure", "nan"],
        ["galley", "x.txt", "--measure", "14", "--indent", "14"],
        ["galley", "x.txt", "--font", "snog"],
        ["galley", "x.txt", "--rows", "1000", "--leading", "20"],
        ["galley", "x.txt", "-o", "a.pdf", "--json", "a.pdf"],
        ["explain"],
        ["explain", "NP000"],
        ["explain", "NP101", "--all"],
    ],
)
def test_wrong_usage_is_status_2_with_a_word_of_help(arguments: Sequence[object], tmp_path: Path) -> None:
    done = spawn(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert b"Error:" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_mistyped_verb_option_or_role_is_guessed() -> None:
    assert b"Did you mean 'build'" in spawn("biuld").stderr
    assert b"did you mean song" in spawn("galley", "x.txt", "--font", "snog").stderr


# check


def test_check_of_the_seed_page_as_json() -> None:
    result = run("check", SEED, "--format", "json")
    found = json.loads(result.output)
    assert result.return_value == 0
    assert set(found) == {"diagnostics", "pages"}
    (page,) = found["pages"]
    assert set(page) >= {"page", "score", "checks"}
    assert page["page"] == 2
    assert 0 <= page["score"] <= 100


def test_a_fault_as_json_has_its_place_and_advice(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    issue.write_text(issue.read_text("utf-8").replace("        deck:", "        dekc:", 1), "utf-8")
    result = run("check", issue, "--format", "json")
    fault = json.loads(result.output)["diagnostics"][0]
    assert result.return_value == 1
    assert set(fault) == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (fault["severity"], fault["column"]) == ("error", 9)
    assert issue.read_text("utf-8").splitlines()[fault["line"] - 1].strip().startswith("dekc")
    assert "deck" in fault["hint"]


def test_a_fault_as_text_shows_the_line_and_speaks_the_language(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    issue.write_text(issue.read_text("utf-8").replace("        deck:", "        dekc:", 1), "utf-8")
    english, chinese = run("check", issue).output, run("check", issue, "--lang", "zh").output
    assert "dekc: 斜土街道大调研" in english
    assert "^^^^" in english
    assert "1 error" in english
    assert "1 个错误" in chinese
    assert run("check", issue, LC_ALL="zh_CN.UTF-8").output == chinese
    assert run("--lang", "zh", "check", issue).output == chinese


def test_checks_that_stop_the_press_build_are_no_clean_page(capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(SEED.parent)
    made = Session(workspace).check(SEED.name).pages[0]
    for checks, words in (
        ((), "no faults"),
        ((Check("Q04", 1, "error", "lead"),), "1 check that the press build stops at"),
    ):
        tell(Report(), [replace(made, checks=checks)], "text", "en", workspace, to_error=False)
        assert words in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["check", "build"])
@pytest.mark.parametrize("name", ["missing.yaml", ".", "", "a/b/c.yaml", "/dev/null", "bad\udcff.yaml"])
def test_an_issue_that_cannot_be_read_is_a_fault_with_a_code(verb: str, name: str, tmp_path: Path) -> None:
    done = spawn(verb, name, "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["diagnostics"][0]["code"].startswith("NP1")
    assert json.loads(done.stdout)["pages"] == []
    assert b"Traceback" not in done.stderr


# build


def auto(folder: Path) -> Path:
    """A copy of the school paper, whose pages plan themselves."""
    sample = HOME / "issues/school/2026-06-01.yaml"
    shutil.copytree(sample.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf", "*.json"))
    return folder / sample.name


def test_a_build_keeps_where_everything_stood_and_the_next_is_the_same(tmp_path: Path) -> None:
    issue = auto(tmp_path)
    kept = issue.with_suffix(".plan.json")
    first = run("build", issue)
    assert first.return_value == 0
    assert f"wrote {kept}" in first.output
    pdf, plan = issue.with_suffix(".pdf").read_bytes(), kept.read_bytes()
    assert f"wrote {kept}" not in run("build", issue).output
    assert (issue.with_suffix(".pdf").read_bytes(), kept.read_bytes()) == (pdf, plan)


def test_part_of_an_issue_built_anew_leaves_the_rest_of_what_was_kept(tmp_path: Path) -> None:
    issue = auto(tmp_path)
    kept = issue.with_suffix(".plan.json")
    run("build", issue)
    plan = kept.read_bytes()
    assert run("build", issue, "--pages", 2, "--fresh").return_value == 0
    assert kept.read_bytes() == plan


def test_a_page_stays_and_it_is_told_until_it_is_planned_afresh(tmp_path: Path) -> None:
    issue = auto(tmp_path)
    kept = issue.with_suffix(".plan.json")
    run("build", issue)
    found = json.loads(kept.read_bytes())
    for place in found["pages"][1]["places"]:  # the page's mirror image
        place["column"] = 5 - place["column"] - place["columns"]
    kept.write_text(json.dumps(found), "utf-8")
    pages = json.loads(run("check", issue, "--format", "json").output)["pages"]
    assert [page["stayed"] for page in pages] == [False, True]
    assert "--fresh" in run("build", issue).output
    mirrored = kept.read_bytes()
    assert "--fresh" not in run("build", issue, "--fresh").output
    assert kept.read_bytes() != mirrored


def test_nothing_is_kept_with_errors_nor_where_the_issue_wants_none_nor_of_drawn_pages(tmp_path: Path) -> None:
    issue = auto(tmp_path / "a")
    text = issue.read_text("utf-8")
    issue.write_text(text + "      : : :\n", "utf-8")
    assert run("build", issue).return_value == 1
    assert not issue.with_suffix(".plan.json").exists()
    issue.write_text("keep: no\n" + text, "utf-8")
    assert run("build", issue).return_value == 0
    assert not issue.with_suffix(".plan.json").exists()
    drawn = paper(tmp_path / "b")
    run("build", drawn)
    assert not drawn.with_suffix(".plan.json").exists()


def test_build_writes_the_pdf_beside_its_issue_and_the_same_bytes_again(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    result = run("build", issue)
    first = issue.with_suffix(".pdf").read_bytes()
    assert result.return_value == 0
    assert str(issue.with_suffix(".pdf")) in result.output
    assert first.startswith(b"%PDF-1.6")
    run("build", issue, "-o", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == first
    piped = spawn("build", issue, "-o", "-", cwd=HOME)
    assert piped.stdout == first


def test_where_a_paper_stands_does_not_show_in_its_pdf(tmp_path: Path) -> None:
    one, other = paper(tmp_path / "one"), paper(tmp_path / "other")
    run("build", one), run("build", other)
    assert one.with_suffix(".pdf").read_bytes() == other.with_suffix(".pdf").read_bytes()
    assert str(tmp_path).encode() not in one.with_suffix(".pdf").read_bytes()


def test_errors_leave_the_last_good_pdf_as_it_was(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    issue.with_suffix(".pdf").write_bytes(b"last good")
    issue.write_text(issue.read_text("utf-8") + "      : : :\n", "utf-8")
    result = run("build", issue)
    assert result.return_value == 1
    assert issue.with_suffix(".pdf").read_bytes() == b"last good"
    assert not list(tmp_path.glob(".*"))


def test_png_pictures_have_the_size_the_resolution_asks_for(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    result = run("build", issue, "--png", tmp_path / "look" / "here", "--dpi", "20", "--format", "json")
    picture = tmp_path / "look" / "here" / "2019-07-15-2.png"
    width, height = (int.from_bytes(picture.read_bytes()[at : at + 4], "big") for at in (16, 20))
    assert json.loads(result.output)["written"] == [str(issue.with_suffix(".pdf")), str(picture)]
    assert (width, height) == (pytest.approx(272 / 25.4 * 20, abs=1), pytest.approx(390 / 25.4 * 20, abs=1))


@pytest.mark.parametrize("target", ["missing/page.pdf", "2019-07-15.yaml/page.pdf", "images"])
def test_an_output_that_cannot_be_written_is_a_fault(target: str, tmp_path: Path) -> None:
    issue = paper(tmp_path)
    result = run("build", issue, "-o", tmp_path / target, "--format", "json")
    assert result.return_value == 1
    assert "NP901" in fault_codes(result)


def test_an_output_never_overwrites_what_it_is_made_from(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    before = issue.read_bytes()
    assert "NP902" in fault_codes(run("build", issue, "-o", issue, "--format", "json"))
    assert issue.read_bytes() == before


def test_an_ofd_file_stands_beside_the_issue_and_is_told_of(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    result = run("build", issue, "--format", "ofd", "--format", "json", "--png", tmp_path / "look")
    picture = tmp_path / "look" / "2019-07-15-2.png"
    assert json.loads(result.output)["written"] == [str(issue.with_suffix(".ofd")), str(picture)]
    file = issue.with_suffix(".ofd").read_bytes()
    assert file.startswith(b"PK")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert not issue.with_suffix(".pdf").exists()
    assert run("build", issue, "--format", "ofd", "--pages", "2", "-o", tmp_path / "two.ofd").return_value == 0
    assert (tmp_path / "two.ofd").read_bytes() == file


def test_errors_leave_the_last_good_ofd_file_as_it_was(tmp_path: Path) -> None:
    issue = paper(tmp_path)
    issue.with_suffix(".ofd").write_bytes(b"last good")
    issue.write_text(issue.read_text("utf-8") + "      : : :\n", "utf-8")
    assert run("build", issue, "--format", "ofd").return_value == 1
    assert issue.with_suffix(".ofd").read_bytes() == b"last good"


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (("--format", "ofd", "--format", "pdf"), "ofd and pdf exclude each other"),
        (("--format", "json", "--format", "text"), "json and text exclude each other"),
        (("--format", "ofd", "--proof"), "--proof is of a PDF"),
        (("--format", "ofd", "--standard", "a-3a"), "--standard is of a PDF"),
    ],
)
def test_formats_that_exclude_each_other(options: tuple[str, ...], wrong: str, tmp_path: Path) -> None:
    done = spawn("build", paper(tmp_path), *options, cwd=tmp_path)
    assert done.returncode == 2
    assert wrong in done.stderr.decode()


# galley


def test_galley_writes_its_pdf_and_its_lines(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text("近日，街道召开会议。\n\n会议由居民主持。", "utf-8")
    result = run("galley", tmp_path / "copy.txt", "--measure", "8", "--json", tmp_path / "lines.json")
    (file,) = json.loads((tmp_path / "lines.json").read_text("utf-8"))["files"]
    assert result.return_value == 0
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF-")
    assert file["characters"] == 18
    assert "".join(line["text"] for line in file["lines"]) == "近日，街道召开会议。会议由居民主持。"
    assert set(file["lines"][0]) >= {"text", "page", "column", "x", "baseline", "gap", "last"}


def test_a_galley_with_faults_is_still_written(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text("近日，\ue123召开会议。", "utf-8")
    arguments = ("galley", tmp_path / "copy.txt", tmp_path / "missing.txt", "--json", tmp_path / "lines.json")
    result = run(*arguments, "--format", "json")
    assert result.return_value == 1
    assert set(fault_codes(result)) == {"NP401", "NP111"}
    assert (tmp_path / "copy.pdf").exists()
    assert [file["characters"] for file in json.loads((tmp_path / "lines.json").read_text("utf-8"))["files"]] == [9, 0]


def test_a_galley_of_nothing_writes_nothing(tmp_path: Path) -> None:
    done = spawn("galley", "missing.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert not list(tmp_path.iterdir())


# explain, fonts, new


@pytest.mark.parametrize("code", ["NP901", "np901", "901"])
def test_explain_says_what_to_do(code: str) -> None:
    text = run("explain", code).output
    assert "NP901" in text
    assert "folder" in text


def test_explain_of_an_unknown_code_names_near_ones() -> None:
    done = spawn("explain", "NP1022")
    assert done.returncode == 2
    assert b"NP102" in done.stderr.partition(b"near:")[2]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_code_can_be_explained(language: str) -> None:
    every = json.loads(run("explain", "--all", "--format", "json").output)
    assert list(every) == list(codes())
    for code in every:
        assert run("explain", code, "--lang", language).output.strip()


def test_fonts_lists_roles_faces_and_coverage() -> None:
    found: dict[str, Any] = json.loads(run("fonts", "--format", "json").output)
    faces = {face["face"]: face for face in found["faces"]}
    assert {"song", "kai", "brush"} <= {role["name"] for role in found["roles"]}
    for role in found["roles"]:
        assert role["faces"]
        assert set(role["faces"]) <= set(faces)
        assert max(faces[face]["gb2312"] for face in role["faces"]) == 6763
    table = run("fonts").output
    assert all(face in table for face in faces)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_paper_builds_without_a_word(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    result = run("--lang", language, "new", folder, "--date", "2026-03-02")
    issue = folder / "2026-03-02.yaml"
    assert result.return_value == 0
    assert str(issue) in result.output
    assert fault_codes(run("check", issue, "--format", "json")) == []
    assert run("build", issue).return_value == 0


@pytest.mark.parametrize("name", ["O'Brien: “报” # 1", "- 报", "2026", "yes", "{a: b}", "三号楼"])
def test_a_new_paper_may_have_any_name(name: str, tmp_path: Path) -> None:
    run("new", tmp_path / name, "--name", name, "--date", "2026-03-02")
    assert fault_codes(run("check", tmp_path / name / "2026-03-02.yaml", "--format", "json")) == []


def test_a_new_paper_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = spawn("new", tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert spawn("new", tmp_path / "mine.txt").returncode == 2
    assert spawn("new", tmp_path / "mine.txt" / "deeper").returncode == 2


# Terminals, pipes and keys


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "latin-1"])
def test_a_terminal_without_unicode_gets_escapes_and_valid_json(encoding: str, tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert spawn("explain", "NP901", "--lang", "zh", environment=environment).returncode == 0
    done = spawn("check", "缺.yaml", "--format", "json", environment=environment, cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout.decode(encoding))["diagnostics"]
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    shell = f"{sys.executable} -m layout explain --all --format json | head -c 10"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, cwd=HOME, timeout=PATIENCE)
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout_is_told_in_a_line() -> None:
    shell = f"{sys.executable} -m layout explain --all > /dev/full"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, cwd=HOME, timeout=PATIENCE)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


def wait_until_read(pipe: int, process: subprocess.Popen[bytes]) -> None:
    """Until the process has taken what is in the pipe, and waits there for more."""
    from fcntl import ioctl
    from termios import FIONREAD

    for _ in range(int(PATIENCE / 0.05)):
        if not any(ioctl(pipe, FIONREAD, b"\0\0\0\0")):
            return
        assert process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.05)
    process.kill()
    raise TimeoutError("the command never read its copy")


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
@pytest.mark.parametrize(("key", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_stops_without_a_traceback_and_leaves_nothing(key: signal.Signals, status: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "copy.txt")
    pipe = os.open(tmp_path / "copy.txt", os.O_RDWR)
    os.write(pipe, b"x")  # the galley waits here for the rest of its copy
    command = "import sys; sys.stderr.write('.'); sys.stderr.flush(); from layout.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "galley", "copy.txt"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HOME)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell that has these tests in the background has Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_until_read(pipe, process)
    process.send_signal(key)
    _, complaints = process.communicate(timeout=PATIENCE)
    os.close(pipe)
    assert process.returncode == status
    assert b"Traceback" not in complaints
    assert [path.name for path in tmp_path.iterdir()] == ["copy.txt"]


def test_an_output_never_overwrites_the_paper_or_a_picture(tmp_path: Path) -> None:
    shutil.copytree(HOME / "issues" / "xietu", tmp_path / "xietu")
    for name in ("paper.yaml", "images/dudao.jpg"):
        before = (tmp_path / "xietu" / name).read_bytes()
        done = spawn("build", tmp_path / "xietu" / "2019-07-15.yaml", "-o", tmp_path / "xietu" / name)
        assert (done.returncode, b"NP902" in done.stderr) == (1, True)
        assert (tmp_path / "xietu" / name).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="file names of any bytes")
def test_a_file_name_of_odd_bytes_is_set_and_told(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff.txt")
    (tmp_path / odd).write_text("正文。\n", "utf-8")
    assert spawn("galley", tmp_path / odd).returncode == 0
    assert spawn("new", tmp_path / os.fsdecode(b"\xfe")).returncode == 0


def test_a_galley_takes_a_font_role_by_its_chinese_name_and_no_leading_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("正文。\n", "utf-8")
    assert spawn("galley", tmp_path / "a.txt", "--font", "楷").returncode == 0
    assert spawn("galley", tmp_path / "a.txt", "--leading", "0").returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="the shell's >&-")
def test_an_output_to_a_closed_stdout_is_told() -> None:
    shell = f"{sys.executable} -m layout build issues/xietu/2019-07-15.yaml -o - >&-"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, cwd=HOME, timeout=PATIENCE)
    assert (done.returncode, b"NP901" in done.stderr, b"Traceback" in done.stderr) == (1, True, False)


# -- several issues, and what is kept between runs -------------------------------------------------------------------


def test_of_several_issues_each_fails_by_itself(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(SEED.parent, tmp_path / name)
    issues = [tmp_path / name / "2019-07-15.yaml" for name in ("one", "gone", "two")]
    result = run("build", *issues, "--jobs", "1")
    assert result.return_value == 1
    assert "NP111" in result.stderr
    assert [issue.with_suffix(".pdf").exists() for issue in issues] == [True, False, True]
    one, two = (tmp_path / name / "2019-07-15.pdf" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_several_issues_take_no_single_output(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="-o is for one ISSUE"):
        run("build", "a.yaml", "b.yaml", "-o", tmp_path / "a.pdf")


def test_the_cache_is_shown_and_cleared(tmp_path: Path) -> None:
    place = str(tmp_path / "kept")
    shelf = Shelf(place)
    shelf.put("picture", b"photo", bytes(2_000_000))
    assert "2.0 MB  converted pictures" in run("cache", LAYOUT_CACHE=place).stdout
    told = json.loads(run("cache", "--format", "json", LAYOUT_CACHE=place).stdout)
    assert told == {"folder": place, "kinds": [{"kind": "picture", "pieces": 1, "bytes": 2_000_032}]}
    assert "nothing" in run("cache", "--clear", LAYOUT_CACHE=place).stdout
    assert shelf.kinds() == {}
    assert "nothing is kept" in run("cache", LAYOUT_CACHE="").stdout
