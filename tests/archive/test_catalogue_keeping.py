"""A catalogue as it is kept: entered, made anew, damaged, read while it is written, and killed at any moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from made_up import HOME, Writer, archive, found, put, small, told

from layout.archive import naming, tables
from layout.archive.catalogue import Catalogue, rebuild
from layout.archive.values import Query
from layout.articles.stored import to_json

# Entering and taking out


def test_a_new_version_takes_the_place_of_the_old_and_the_same_again_changes_nothing(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, create=True) as catalogue:
        put(catalogue, small("旧题", "旧文"))
        before = list(catalogue.dump())
        put(catalogue, small("旧题", "旧文"))
        assert list(catalogue.dump()) == before
        put(catalogue, small("新题", "新文"), 2)
        assert not found(catalogue, words="旧")
        assert len(found(catalogue, words="新题")) == 1
        name = catalogue.issues()[0].issue
        assert (catalogue.version(name), catalogue.stats().articles) == (2, 1)
        put(catalogue, small("旧题", "旧文"))  # an older one is no news
        assert not found(catalogue, words="旧")
        catalogue.remove(name)
        catalogue.remove(name)
        assert list(catalogue.dump()) == []
        assert catalogue.issue(name) is None


def test_two_issues_of_a_day_that_want_the_same_number_both_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_SLOT_BITS", 1)
    with Catalogue.open(tmp_path, create=True) as catalogue:
        put(catalogue, small("甲", "子"), 1)
        put(catalogue, small("乙", "子", number="2"), 1)
        put(catalogue, small("丙", "子"), 2)
        assert len(found(catalogue, words="子")) == 2
        assert len(found(catalogue, words="甲")) == 0


# Made anew


def test_a_catalogue_made_anew_says_what_the_one_says_that_grew(tmp_path: Path) -> None:
    writer = Writer.of(3)
    editions = [writer.edition(number, 5, 200) for number in range(30)]
    archive(tmp_path, editions)
    with Catalogue.open(tmp_path, create=True) as catalogue:
        for edition in random.Random(1).sample(editions, len(editions)):
            put(catalogue, edition)
        put(catalogue, small("题"))
        catalogue.remove(naming.issue_of(small("题").about))
        grown = list(catalogue.dump())
        answers = [catalogue.search(Query(words, most=50)) for words in ("的", "GDP", "在 了", "")]
    done: list[tuple[int, int]] = []
    assert not rebuild(tmp_path, lambda *each: done.append(each)).diagnostics
    assert done[-1] == (30, 30)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        assert list(catalogue.dump()) == grown
        assert [catalogue.search(Query(words, most=50)) for words in ("的", "GDP", "在 了", "")] == answers
    (tmp_path / naming.CATALOGUE).unlink()
    rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        assert list(catalogue.dump()) == grown
    bags = naming.folder_of(editions[0].about).partition("/")[0]
    assert {each.name for each in tmp_path.iterdir()} == {".lock", "archive.json", bags, "catalogue.sqlite"}


def test_the_version_in_force_is_the_highest_and_a_bag_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    archive(tmp_path, [small("一版", "甲"), small("别期", "丙", number="2")])
    folder = tmp_path / naming.folder_of(small("").about)
    for version, text in ((9, "己"), (10, "庚")):
        (folder / f"v{version}" / "data").mkdir(parents=True)
        (folder / f"v{version}" / "data" / naming.EDITION).write_bytes(to_json(small("新版", text)))
    rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        assert [len(found(catalogue, words=word)) for word in "甲己庚丙"] == [0, 0, 1, 1]
        assert catalogue.issues(number="1")[0].versions == 3
        assert catalogue.issues(number="1")[0].folder.endswith("/v10")
    for broken in (b"", b"{}", b"[" * 100_000, b'{"format":1,"about":{},"pages":[],"articles":[]}', b"\xff"):
        (folder / "v10" / "data" / naming.EDITION).write_bytes(broken)
        assert [fault.code for fault in rebuild(tmp_path)] == ["NP955"]
        with Catalogue.open(tmp_path, readonly=True) as catalogue:
            assert [row.number for row in catalogue.issues()] == ["2"]


@pytest.mark.parametrize(
    "hurt", ['"id":7', '"boxes":[]', '"name":"\\ud800","role":"\\ud800"', '"blocks":[{"role":5,"lines":[]}]']
)
def test_an_edition_that_is_none_is_left_out_whole(tmp_path: Path, hurt: str) -> None:
    archive(tmp_path, [small("题", "甲"), edition := small("别", "乙", number="2")])
    file = tmp_path / naming.folder_of(edition.about) / "v1" / "data" / naming.EDITION
    stored = json.loads(file.read_bytes())
    stored["articles"].append(stored["articles"][0] | json.loads("{" + hurt + "}"))
    file.write_text(json.dumps(stored), "utf-8")
    report = rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        if report.diagnostics:
            assert not found(catalogue, words="乙")
        assert found(catalogue, words="甲")


# Damage


def test_what_is_no_archive_and_what_is_no_catalogue_is_told_and_made_anew(tmp_path: Path) -> None:
    assert told(lambda: Catalogue.open(tmp_path)) == "NP951"
    assert told(lambda: rebuild(tmp_path)) == "NP951"
    archive(tmp_path, [small("题", "文")])
    assert told(lambda: Catalogue.open(tmp_path)) == "NP956"
    file = tmp_path / naming.CATALOGUE
    rebuild(tmp_path)
    whole = file.read_bytes()
    for damaged in (b"", b"x" * 5000, whole[:3000], whole[:100] + b"\0" * (len(whole) - 100), whole[: len(whole) // 2]):
        file.write_bytes(damaged)
        for readonly in (False, True):
            assert told(lambda readonly=readonly: asked(tmp_path, readonly)) == "NP956"  # type: ignore[misc]
        rebuild(tmp_path)
        assert asked(tmp_path, True) == 1
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert told(lambda: asked(tmp_path, True)) == "NP956"
    rebuild(tmp_path)
    assert asked(tmp_path, True) == 1


def asked(folder: Path, readonly: bool) -> int:
    with Catalogue.open(folder, readonly=readonly) as catalogue:
        return catalogue.search(Query("文")).total


def test_a_catalogue_that_is_open_for_reading_takes_nothing(tmp_path: Path) -> None:
    archive(tmp_path, [small("题", "文")])
    rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        assert told(lambda: put(catalogue, small("题", "文", number="2"))) == "NP956"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process of another user's")
def test_an_archive_that_may_only_be_read_can_be_searched() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive(folder, [small("题", "文")])
        rebuild(folder)
        assert asked(folder, True) == 1
        folder.chmod(0o555)
        child = os.fork()
        if not child:
            status = 99
            try:
                if os.getuid() == 0:  # root may write anywhere
                    os.setgid(65534)
                    os.setuid(65534)
                status = asked(folder, True)
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
        folder.chmod(0o755)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{HOME}{os.pathsep}{HOME / 'bench'}"}


# At the same time


def test_readers_in_several_threads_see_an_issue_whole_or_not_at_all_while_it_is_put_and_rebuilt(
    tmp_path: Path,
) -> None:
    writer = Writer.of(5)
    editions = [writer.edition(number, 6, 150, ["潋滟的"] * 6) for number in range(8)]
    archive(tmp_path, editions)
    faults: list[BaseException | int] = []
    stop = threading.Event()
    with Catalogue.open(tmp_path, create=True) as grown, Catalogue.open(tmp_path, readonly=True) as reading:

        def read() -> None:
            try:
                while not stop.is_set():
                    answer = reading.search(Query("潋滟", most=3))
                    if answer.total % 6 or (answer.total and not answer.hits[0].lit):
                        faults.append(answer.total)
            except BaseException as error:
                faults.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for each in readers:
            each.start()
        for edition in editions:
            put(grown, edition)
        rebuild(tmp_path)
        grown.remove(naming.issue_of(editions[0].about))
        stop.set()
        for each in readers:
            each.join()
        assert not faults
        assert reading.search(Query("潋滟")).total == 42


KILLED = {
    "rebuild": """
from layout.archive.catalogue import rebuild
print("ready", flush=True)
while True:
    rebuild(Path(sys.argv[1]))
""",
    "put": """
from editions import Writer
from layout.archive.catalogue import Catalogue
writer = Writer.of(9)
editions = [writer.edition(number, 10, 300) for number in range(12)]
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    print("ready", flush=True)
    for version in range(2, 10_000):
        for edition in editions:
            catalogue.put(edition, f"v{version}", version, version, str(version))
""",
}


@pytest.mark.parametrize("work", KILLED)
def test_killed_at_any_moment_the_catalogue_is_whole(tmp_path: Path, work: str) -> None:
    writer, rng = Writer.of(9), random.Random(work)
    archive(tmp_path, [writer.edition(number, 10, 300) for number in range(12)])
    rebuild(tmp_path)
    with Catalogue.open(tmp_path, readonly=True) as catalogue:
        whole = [row for row in catalogue.dump() if row[0] != "issue"]
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", "import sys\nfrom pathlib import Path" + KILLED[work], str(tmp_path)],
            stdout=subprocess.PIPE,
            env=environment(),
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(rng.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        shutil.copytree(tmp_path, copy := tmp_path.parent / f"copy-{work}")
        for folder in (copy, tmp_path):
            with Catalogue.open(folder, readonly=folder == copy) as catalogue:
                assert [row for row in catalogue.dump() if row[0] != "issue"] == whole
                assert catalogue.stats().issues == 12
        with sqlite3.connect(tmp_path / naming.CATALOGUE) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.execute("INSERT INTO found (found) VALUES ('integrity-check')")
        connection.close()
        shutil.rmtree(copy)
    rebuild(tmp_path)
    assert not list(tmp_path.glob(".catalogue*")), "what a stopped one left is cleared away"
