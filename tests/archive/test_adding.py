"""What is kept of an issue, and how it gets into the archive: once, whole, and never over another."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
import samples

from layout.archive.adding import Kept, add, kept, known, made_from, sources
from layout.archive.checking import verify
from layout.archive.naming import EDITION, METS, folder_of, issue_of
from layout.archive.store import NoArchive, Store
from layout.articles.stored import from_json, to_json
from layout.articles.values import About
from layout.diagnostics import Report
from layout.pipeline import Session, Workspace

SCHOOL = "issues/school/2026-06-01.yaml"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the school paper, to change."""
    folder = tmp_path_factory.mktemp("paper") / "issues" / "school"
    shutil.copytree(samples.ROOT / "issues" / "school", folder, ignore=shutil.ignore_patterns("*.pdf", "*.plan.json"))
    return folder.parents[1]


@pytest.fixture(scope="module")
def made(paper: Path) -> Kept:
    return entry(paper)


def entry(paper: Path) -> Kept:
    session = Session(Workspace(paper), again=False)
    found = kept(session, session.check(SCHOOL))
    assert found is not None
    return found


def put(root: Path, made: Kept, again: bool = False) -> int:
    """The number of the version that was added, 0 = the archive has it."""
    store = Store.create(root)
    with store.writing():
        version = add(store, made, Report(), again)
    return version.number if version else 0


def test_everything_is_in_the_bag(made: Kept) -> None:
    names = set(made.files)
    issue = issue_of(made.edition.about)
    assert {f"{issue}.pdf", f"{issue}-press.pdf", EDITION, METS} <= names
    assert {"sources/2026-06-01.yaml", "sources/paper.yaml"} <= names
    assert {"records/preflight.json", "records/checks.json", "records/CGATS-TR-002.icc"} <= names
    for page in (1, 2):
        assert {f"pages/{page:04d}.jpg", f"pages/{page:04d}-small.jpg", f"alto/{page:04d}.xml"} <= names
    for article in made.edition.walk():
        assert {f"articles/{article.id}.{kind}" for kind in ("txt", "md", "json")} <= names
    assert from_json(made.files[EDITION]) == made.edition
    assert json.loads(made.files["records/preflight.json"])["findings"] == []


def test_pictures_of_an_article_are_found_from_it(made: Kept) -> None:
    links = re.findall(r"\]\(<\.\./([^>]+)>\)", made.files["articles/0101.md"].decode())
    assert links
    assert set(links) <= set(made.files)


def test_nothing_in_it_knows_where_it_was_made(made: Kept, paper: Path) -> None:
    for name, data in made.files.items():
        assert str(paper).encode() not in data, name


def test_the_archive_pdf_has_its_sources_and_alto_inside(made: Kept) -> None:
    from io import BytesIO

    with pikepdf.open(BytesIO(made.files[f"{issue_of(made.edition.about)}.pdf"])) as pdf:
        inside = {name: str(spec.obj.AFRelationship) for name, spec in pdf.attachments.items()}
        assert inside["2026-06-01.yaml"] == "/Source"
        assert inside["pictures.tsv"] == "/Data"
        assert inside["alto-0001.xml"] == "/Supplement"
        assert len(pdf.Root.AF) == len(inside)
        assert pdf.Root.Outlines.Count > 2


def test_its_sources_make_the_same_press_pdf(made: Kept, tmp_path: Path) -> None:
    for name, data in made.files.items():
        if name.startswith("sources/"):
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    session = Session(Workspace(tmp_path / "sources"), again=False)
    pdf = session.pdf(session.check("2026-06-01.yaml"))
    assert pdf == made.files[f"{issue_of(made.edition.about)}-press.pdf"]


def test_the_same_issue_again_is_the_same_bag(made: Kept, paper: Path) -> None:
    again = entry(paper)
    assert again == made


def test_adding_twice_adds_once(made: Kept, tmp_path: Path) -> None:
    assert [put(tmp_path / "a", made), put(tmp_path / "a", made), put(tmp_path / "a", made, again=True)] == [1, 0, 0]
    report = Report()
    assert verify(Store.open(tmp_path / "a"), report) == 1
    assert list(report) == []


def test_an_issue_that_is_there_is_known_before_it_is_drawn(made: Kept, paper: Path, tmp_path: Path) -> None:
    put(tmp_path / "a", made)
    store = Store.open(tmp_path / "a")
    session = Session(Workspace(paper), again=False)
    version = store.latest(made.edition.about)
    assert version is not None
    proof = session.check(SCHOOL)
    assert known(store, version, made_from(proof, sources(session, proof)))


def test_a_changed_issue_is_a_new_version_and_the_old_one_stays(made: Kept, paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "changed"
    shutil.copytree(paper, other)
    file = other / SCHOOL
    file.write_text(file.read_text("utf-8").replace("。", "！", 1), "utf-8")
    put(tmp_path / "a", made)
    before = bags_of(tree(tmp_path / "a"))
    assert put(tmp_path / "a", entry(other)) == 2
    assert before.items() <= tree(tmp_path / "a").items()


def test_where_it_stood_before_does_not_make_another_issue(made: Kept, paper: Path, tmp_path: Path) -> None:
    """`layout build` writes ISSUE.plan.json: the pages are the same."""
    other = tmp_path / "built"
    shutil.copytree(paper, other)
    session = Session(Workspace(other), again=False)
    result = session.check(SCHOOL).result
    assert result is not None
    (other / result.file).write_bytes(result.as_bytes())
    assert entry(other).made_from == made.made_from


def bags_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.startswith("bags/")}


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_folder_with_other_files_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(NoArchive):
        Store.create(tmp_path)
    with pytest.raises(NoArchive):
        Store.open(tmp_path)
    assert os.listdir(tmp_path) == ["letter.txt"]


def test_a_version_that_is_gone_is_found(made: Kept, tmp_path: Path) -> None:
    root = tmp_path / "a"
    put(root, made)
    folder = root / folder_of(made.edition.about)
    shutil.copytree(folder / "v1", folder / "v3")
    (folder / "notes").mkdir()
    (root / "bags" / "letter.txt").write_text("Dear")
    report = Report()
    verify(Store.open(root), report)
    said = [(fault.code, str(dict(fault.values).get("file", "")).rpartition("/")[2]) for fault in report]
    # v3 came in from outside: the catalogue does not know it.
    assert said == [("NP946", "letter.txt"), ("NP946", "notes"), ("NP945", "v2"), ("NP953", "")]


def test_an_issue_that_is_gone_is_missing_and_no_fault_of_the_catalogue(made: Kept, tmp_path: Path) -> None:
    root = tmp_path / "a"
    put(root, made)
    shutil.rmtree(root / folder_of(made.edition.about))
    report = Report()
    verify(Store.open(root), report)
    assert [(fault.code, dict(fault.values)["file"]) for fault in report] == [
        ("NP945", f"{folder_of(made.edition.about)}/v1")
    ]


_ADD = """
import sys
from pathlib import Path
from layout.archive.adding import Kept, add
from layout.archive.store import Store
from layout.articles.stored import from_json
from layout.diagnostics import Report
root, source = map(Path, sys.argv[1:])
files = {str(p.relative_to(source)): p.read_bytes() for p in sorted(source.rglob("*")) if p.is_file()}
edition = from_json(files["edition.json"])
store = Store.create(root)
print("begin", flush=True)
for number in range(1000):
    with store.writing():
        add(store, Kept(edition, files, {"Made-From": str(number)}, str(number)), Report())
"""


def test_killed_at_any_moment_it_leaves_whole_bags_alone(made: Kept, tmp_path: Path) -> None:
    source, root = tmp_path / "files", tmp_path / "a"
    small = {name: data for name, data in made.files.items() if name.startswith(("edition", "records", "sources/2"))}
    for name, data in small.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    rng = random.Random()
    count = 0
    for moment in range(60):
        if moment >= 8 and count:  # a slow disk takes longer to its first bag
            break
        with running([sys.executable, "-c", _ADD, str(root), str(source)]) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0.0, 0.15 * (moment + 1)))
            process.send_signal(signal.SIGKILL)
            process.wait()
        report = Report()
        now = verify(Store.open(root), report)
        assert {fault.code for fault in report} <= {"NP953"}  # the next one to write enters it
        assert now >= count
        count = now
    assert count > 0
    store = Store.open(root)
    with store.writing():
        assert not (root / ".incoming").exists()


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=samples.ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def test_two_papers_with_one_name_in_the_archive_stay_two(made: Kept, tmp_path: Path) -> None:
    """A B and A+B would be one folder: the second is refused, not put over the first."""
    from dataclasses import replace

    def of(paper: str) -> Kept:
        edition = replace(made.edition, about=replace(made.edition.about, paper=paper))
        return Kept(edition, made.files | {EDITION: to_json(edition)}, made.info, paper)

    report = Report()
    store = Store.create(tmp_path / "a")
    with store.writing():
        assert add(store, of("A B"), report) is not None
        assert add(store, of("A+B"), report) is None
    assert [fault.code for fault in report] == ["NP948"]
    assert [len(versions) for versions in store.issues()] == [1]


def test_a_version_that_nobody_made_stops_nothing(made: Kept, tmp_path: Path) -> None:
    put(tmp_path / "a", made)
    folder = tmp_path / "a" / folder_of(made.edition.about)
    shutil.copytree(folder / "v1", folder / "v99999999999999999999")
    report = Report()
    verify(Store.open(tmp_path / "a"), report)
    assert [fault.code for fault in report] == ["NP946"]
    assert put(tmp_path / "a", made) == 0


def test_what_stopped_the_first_add_does_not_stop_the_next(made: Kept, tmp_path: Path) -> None:
    root = tmp_path / "a"
    root.mkdir()
    (root / ".archive.json.fresh").write_bytes(b"")
    (root / ".lock").write_bytes(b"")
    assert put(root, made) == 1
    assert not (root / ".archive.json.fresh").exists()


@pytest.mark.parametrize("name", ["😀", "..", "/", "", "\u202e"])
def test_names_that_no_folder_takes_stay_apart(name: str) -> None:
    found = folder_of(About(name, "x", "", "2026-01-02"))
    assert found != folder_of(About(name + "!?", "x", "", "2026-01-02"))
    assert found.count("/") == 3


def test_undated_issues_have_a_name_too() -> None:
    assert issue_of(About("乡 报", "乡报")) == "乡-报_undated"
    assert folder_of(About("乡/报", "x", "12 期", "2026-01-02")) == "bags/乡-报/2026/乡-报_20260102_12-期"


def test_a_full_disk_is_told_and_changes_nothing(made: Kept, tmp_path: Path) -> None:
    root = tmp_path / "small"
    root.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(root)]
    if os.geteuid() or subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        assert put(root / "a", made) == 1
        before = tree(root / "a")
        changed = Kept(made.edition, made.files, made.info | {"Made-From": "other"}, "other")
        with pytest.raises(OSError, match="space"):
            put(root / "a", changed)
        assert bags_of(tree(root / "a")) == bags_of(before)
        report = Report()
        assert verify(Store.open(root / "a"), report) == 1
        assert list(report) == []
    finally:
        subprocess.run(["umount", str(root)], check=True)
