from __future__ import annotations

from pathlib import Path

import pytest
import trial_archive

from layout.readingroom.room import Room


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that no test changes."""
    pytest.importorskip("opencc")
    pytest.importorskip("jinja2")
    return trial_archive.make(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def room(archive: Path) -> Room:
    return Room(archive)
