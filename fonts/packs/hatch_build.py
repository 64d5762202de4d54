"""Builds the wheel of a pack: fetches the archives its fonts.yaml pins, checks their sums, and puts the faces in.

Every pack's pyproject.toml names this file, and it needs the clone it stands in (layout/fetching.py). Archives are kept
in build/archives of the clone; where there is no network, put them there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLONE = Path(__file__).resolve().parents[2]
KEPT = CLONE / "build" / "archives"
sys.path.insert(0, str(CLONE))

from layout.fetching import collected, download, wanted  # noqa: E402 – found by the line above


class CustomBuildHook(BuildHookInterface):
    """Puts the faces of fonts.yaml, their licences and the manifest itself into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        package = self.metadata.core.name.replace("-", "_")
        manifest = yaml.safe_load((root / "fonts.yaml").read_text("utf-8"))
        self.folder = Path(mkdtemp(prefix="fonts-"))
        include = build_data["force_include_editable" if version == "editable" else "force_include"]
        include[str(root / "fonts.yaml")] = f"{package}/fonts.yaml"
        for file, data in collected(*wanted(manifest), fetch):
            path = self.folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            include[str(path)] = f"{package}/{file}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        from shutil import rmtree

        rmtree(self.folder, ignore_errors=True)


def fetch(url: str) -> bytes:
    kept = KEPT / url.rsplit("/", 1)[1]
    if kept.is_file():
        return kept.read_bytes()
    data = download(url)
    KEPT.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return data
