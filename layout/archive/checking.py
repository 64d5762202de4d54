"""Is the archive what it was: every bag to the last byte, no version gone, nothing between them."""

from __future__ import annotations

from layout.archive import bag
from layout.archive.store import Store
from layout.diagnostics import Report, Span
from layout.pipeline import Watch, silent


def verify(store: Store, report: Report, watch: Watch = silent) -> int:
    """What is wrong goes to the report (NP952); the number of bags that were looked at."""
    every = [version for versions in store.issues() for version in versions]
    for done, version in enumerate(every):
        watch("verify", done, len(every))
        for reason in bag.faults(store.root / version.folder):
            report.add("NP952", Span(""), bag=version.folder, reason=reason)
    for reason in store.stray():
        name, _, why = reason.partition(": ")
        report.add("NP952", Span(""), bag=name, reason=why)
    return len(every)
