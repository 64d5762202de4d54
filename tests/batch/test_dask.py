"""On a cluster the same comes of every issue, also when a worker is killed in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jobs import Dies, job, write

from layout.batch.building import Building
from layout.batch.dask import on_dask
from layout.batch.runners import here
from layout.batch.running import run
from layout.diagnostics import LayoutError
from layout.pipeline import Workspace

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    arguments = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(n_workers=2, **arguments) as made:
        yield made


def test_on_a_cluster_every_issue_is_the_same(tmp_path: Path, cluster: Any) -> None:
    found = {}
    for name, runner in (("here", here()), ("cluster", on_dask(cluster.scheduler_address))):
        folder = tmp_path / name
        folder.mkdir()
        issues = write(folder, 4)
        assert not any(done.failed for done in run(Workspace(folder), issues, Building(), runner))
        found[name] = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    assert found["here"] == found["cluster"]
    assert len(found["here"]) == 1 + 3 * 4


def test_a_worker_that_is_killed_takes_nothing_with_it(tmp_path: Path, cluster: Any) -> None:
    task = Dies("3.yaml", str(tmp_path / "died"))
    jobs = (job(task, f"{number}.yaml") for number in range(8))
    found = {each.bundle.issue: made for each, made in on_dask(cluster.scheduler_address)(jobs)}
    assert (tmp_path / "died").exists()
    assert sorted(found) == [f"{number}.yaml" for number in range(8)]
    assert not any(made.failed for made in found.values())


def test_a_job_that_kills_every_worker_has_failed_alone(tmp_path: Path, cluster: Any) -> None:
    task = Dies("1.yaml", str(tmp_path / "never"), once=False)
    cluster.scheduler.allowed_failures = 0  # else four workers must die of it
    jobs = (job(task, f"{number}.yaml") for number in range(3))
    found = {each.bundle.issue: made for each, made in on_dask(cluster.scheduler_address)(jobs)}
    assert [name for name, made in found.items() if made.failed] == ["1.yaml"]
    assert [fault.code for fault in found["1.yaml"].faults] == ["NP970"]


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layout.batch.dask._PATIENCE", "300ms")
    with pytest.raises(LayoutError) as caught:
        next(on_dask("tcp://127.0.0.1:9")(iter([])))
    assert [fault.code for fault in caught.value.report] == ["NP972"]
