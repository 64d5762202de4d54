"""What every test may ask for: the repository's own font book, opened once.
No test keeps anything on the user's shelf."""

from __future__ import annotations

import os
from typing import Any

import pytest
from drawer import LOADERS
from hypothesis import HealthCheck, settings

from layout.fonts import FontBook
from layout.fontset import open_book
from layout.processes import collect_seldom

collect_seldom()  # as every process of the program does: a sixth of the suite's time went to looking for cycles
os.environ["LAYOUT_CACHE"] = ""
# No test asks how long anything took.
settings.register_profile("layout", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What judges a change draws the same examples each time (.ci/run); whoever works on one looks at others each time.
settings.register_profile("same", settings.get_profile("layout"), derandomize=True)
settings.load_profile("same" if os.environ.get("LAYOUT_TESTS") == "same" else "layout")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker begins with a stretch of the files and takes over from another what that has not come to: what the
    tests of a file or of a room share (an archive, a browser, samples made up) is made once, not by every worker."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session")
def book() -> FontBook:
    """The font set of fonts/, without the user's own faces."""
    return open_book()


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test once with the C library's reader of YAML and once with Python's."""
    monkeypatch.setattr("layout.source.composing._Loader", request.param)
