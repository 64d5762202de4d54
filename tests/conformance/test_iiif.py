"""The reading room's IIIF resources, judged by iiif-prezi3's model of Presentation API 3.0.

The judge holds Pillow at 12, so it is no part of the extra `test`: `pip install --no-deps iiif-prezi3 && pip install
pydantic requests` in an environment of one's own.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import trial_archive

from layout.readingroom.room import Asked, Room

judge = pytest.importorskip("iiif_prezi3", reason="iiif-prezi3 is not installed")
pytest.importorskip("opencc")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every IIIF resource of a small archive, by its address."""
    room = Room(trial_archive.make(tmp_path_factory.mktemp("archive")))
    names = [name for name in room.everything() if Path(name).name in ("manifest.json", "collection.json")]
    return {name: json.loads(room.answer(Asked(name, {}, "https://papers.example.org/")).body) for name in names}


def test_manifests_and_collections_are_what_the_standard_asks(found: dict[str, dict[str, Any]]) -> None:
    kinds = [getattr(judge, each["type"])(**each).type for each in found.values()]
    assert sorted(set(kinds)) == ["Collection", "Manifest"]
    assert len(kinds) == 8


@pytest.mark.parametrize(
    ("place", "missing"), [((), "label"), (("homepage", 0), "type"), (("items", 0, "thumbnail", 0), "type")]
)
def test_the_judge_sees_what_is_missing(
    found: dict[str, dict[str, Any]], place: tuple[str | int, ...], missing: str
) -> None:
    manifest = copy.deepcopy(next(each for each in found.values() if each["type"] == "Manifest"))
    part: Any = manifest
    for step in place:
        part = part[step]
    del part[missing]
    with pytest.raises(ValueError, match=missing):
        judge.Manifest(**manifest)
