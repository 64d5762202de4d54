"""Is the archive what it was: every bag to the last byte, no issue and no version gone, nothing between them."""

from __future__ import annotations

from contextlib import suppress

from layout.archive import bag
from layout.archive.adding import finish
from layout.archive.catalogue import Catalogue
from layout.archive.store import Store
from layout.diagnostics import LayoutError, Report, Span
from layout.pipeline import Watch, silent

_FEW = 5  # issues named of those that differ
_CODES = {"changed": "NP952", "missing": "NP945", "later": "NP946"}


def verify(store: Store, report: Report, watch: Watch = silent) -> int:
    """What is wrong goes to the report (NP945–NP947, NP952, NP953); the number of bags that were looked at."""
    if store.begun():  # an adding that was stopped between the bag and the catalogue
        with suppress(OSError), store.writing():
            finish(store, report)
    every = [version for versions in store.issues() for version in versions]
    for done, version in enumerate(every):
        watch("verify", done, len(every))
        for fault in bag.faults(store.root / version.folder):
            _tell(fault, f"{version.folder}/{fault.file}".rstrip("/"), report)
    for fault in store.faults():
        _tell(fault, fault.file, report)
    _compare_catalogue(store, report)
    return len(every)


def _tell(fault: bag.Fault, file: str, report: Report) -> None:
    if fault.kind == "unreadable":
        report.add("NP947", Span(""), file=file, reason=fault.reason)
    else:
        report.add(_CODES[fault.kind], Span(""), file=file)


def _compare_catalogue(store: Store, report: Report) -> None:
    """Whether every issue of the catalogue is there in its version (else it is missing), and the catalogue knows every
    other (else it is to be made anew, NP953)."""
    folder = str(store.root)
    newest = {versions[-1].issue: versions[-1].number for versions in store.issues()}
    try:
        with Catalogue.open(store.root, readonly=True) as catalogue:
            listed = {row.issue: (catalogue.version(row.issue), row.folder) for row in catalogue.issues()}
    except LayoutError as error:
        if newest:
            report.add("NP953", Span(""), folder=folder, reason=error.report.diagnostics[0].message())
        return
    for issue, (number, place) in sorted(listed.items()):
        if newest.get(issue, 0) < number:
            report.add("NP945", Span(""), file=place)
    unknown = sorted(issue for issue, number in newest.items() if listed.get(issue, (0, ""))[0] < number)
    if unknown:
        report.add("NP953", Span(""), folder=folder, reason=", ".join(unknown[:_FEW]))
