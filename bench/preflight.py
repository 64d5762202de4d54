"""Preflight of sixteen broadsheet pages: the demo's front page sixteen times, each with its own fonts and pictures.

    python bench/preflight.py [ISSUE]

Prints wall and CPU seconds, largest process in MiB, and how many findings there were (none, for our own page).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import layout
from layout.pdffile import open_pdf
from layout.preflight import preflight
from layout.presses import press

PAGES = 16


def main(issue: str = "issues/demo/2026-05-24.yaml") -> None:
    pdf = layout.build(layout.Workspace(), issue, frozenset({1}))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sixteen.pdf"
        whole = open_pdf(pdf)
        others = [open_pdf(pdf) for _ in range(PAGES - 1)]
        for other in others:
            whole.pages.append(other.pages[0])
        whole.save(file)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        judged = preflight(str(file), press())
        wall = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{judged.pages} pages: {wall:.1f} s wall, {cpu:.1f} s CPU, "
        f"{after.ru_maxrss / 1024:.0f} MiB, {len(judged.findings)} findings"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
