"""Is the archive what it was: every bag to the last byte, no version gone, nothing between them."""

from __future__ import annotations

from contextlib import suppress

from layout.archive import bag
from layout.archive.adding import finish
from layout.archive.catalogue import Catalogue
from layout.archive.store import Store
from layout.diagnostics import LayoutError, Report, Span
from layout.pipeline import Watch, silent

_FEW = 5  # issues named of those that differ


def verify(store: Store, report: Report, watch: Watch = silent) -> int:
    """What is wrong goes to the report (NP952); the number of bags that were looked at."""
    if store.begun():  # an adding that was stopped between the bag and the catalogue
        with suppress(OSError), store.writing():
            finish(store, report)
    every = [version for versions in store.issues() for version in versions]
    for done, version in enumerate(every):
        watch("verify", done, len(every))
        for reason in bag.faults(store.root / version.folder):
            report.add("NP952", Span(""), bag=version.folder, reason=reason)
    for reason in store.stray():
        name, _, why = reason.partition(": ")
        report.add("NP952", Span(""), bag=name, reason=why)
    if every:
        _compare_catalogue(store, report)
    return len(every)


def _compare_catalogue(store: Store, report: Report) -> None:
    """Whether the catalogue knows every issue in its newest version and no other (NP953)."""
    folder = str(store.root)
    newest = {versions[-1].issue: versions[-1].number for versions in store.issues()}
    try:
        with Catalogue.open(store.root, readonly=True) as catalogue:
            listed = {row.issue: catalogue.version(row.issue) for row in catalogue.issues()}
    except LayoutError as error:
        report.add("NP953", Span(""), folder=folder, reason=error.report.diagnostics[0].message())
        return
    differing = sorted(issue for issue in newest.keys() | listed.keys() if newest.get(issue) != listed.get(issue))
    if differing:
        report.add("NP953", Span(""), folder=folder, reason=", ".join(differing[:_FEW]))
