"""One Chromium and one desk for the tests of each module: both take seconds to begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import browser
from working_desk import Working, copy_of, working


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def demo(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    """A desk on a copy of issues/demo; not begun where there is no browser to look at it."""
    with working(copy_of("demo", tmp_path_factory.mktemp("desk") / "demo")) as found:
        yield found
