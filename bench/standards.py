"""What the print file costs beside the plain one: `python bench/standards.py [--runs 7] [ISSUE…]`.

The print file is PDF/X-4 + PDF/A-2a + PDF/UA-1 with tags, XMP and two intents; the plain one is what reportlab's pen
and our subsets alone make: the same pages written with --standard x-1a, which has no tags, no reading order and no
PDF/A. Each run is a new process, the standards by turns; medians of CPU seconds, user + system, are printed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SAMPLES = ("issues/xietu/2019-07-15.yaml", "issues/demo/2026-05-24.yaml")
STANDARDS = ("x-1a", "x-4", "a-2a", "a-3a")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("issues", nargs="*", default=SAMPLES)
    parser.add_argument("--runs", type=int, default=7)
    choices = parser.parse_args()
    os.chdir(HOME)
    print("| issue | " + " | ".join(STANDARDS) + " | print file ÷ plain |\n|---|" + "---|" * (len(STANDARDS) + 1))
    with tempfile.TemporaryDirectory() as scratch:
        for issue in choices.issues:
            spent: dict[str, list[float]] = {standard: [] for standard in STANDARDS}
            for _ in range(choices.runs + 1):
                for standard in STANDARDS:
                    spent[standard].append(cpu_of(issue, standard, f"{scratch}/{standard}.pdf"))
            # The first turn only fills the shelf of converted pictures.
            medians = {standard: statistics.median(runs[1:]) for standard, runs in spent.items()}
            figures = " | ".join(f"{medians[standard]:.2f}" for standard in STANDARDS)
            print(f"| {issue} | {figures} | {medians['x-4'] / medians['x-1a']:.2f} |")


def cpu_of(issue: str, standard: str, output: str) -> float:
    """CPU seconds of one build in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "layout", "build", issue, "--standard", standard, "-o", output]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
