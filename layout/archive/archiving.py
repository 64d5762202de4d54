"""Many issues into an archive: what each worker makes of one, and how the coordinator puts it in.

A worker makes the files of a bag (adding.kept); only the coordinator writes, one bag at a time.
"""

from __future__ import annotations

from pathlib import Path

from layout.archive import naming
from layout.archive.adding import Kept, add, kept, kept_of, known, made_from, sources
from layout.archive.store import Store
from layout.batch.placing import NO_ROOM, Placed
from layout.batch.values import Bundle, Made, Output
from layout.diagnostics import Report, Span, reason_of
from layout.pipeline import Proof, Session, Watch, silent
from layout.value import replace, value


@value
class Archiving:
    """A task: the options of `layout archive add`. archive: the folder, for a worker on this machine, who leaves out
    what is there already; "" = the worker has no archive."""

    archive: str = ""
    again: bool = False
    fresh: bool = False

    def made(self, session: Session, issue: str, watch: Watch = silent) -> Made:
        """The files of the bag, by their names in it; none where the archive has the issue already."""
        proof = session.check(issue, None, watch, self.fresh)
        outputs: tuple[Output, ...] = ()
        if not proof.failed and proof.job is not None and proof.pages and not self._there(session, proof):
            made = kept(session, proof, watch)
            if made is not None:
                outputs = tuple(Output(name, data) for name, data in made.files.items())
        pages = tuple(replace(page, page=replace(page.page, items=()), bodies=()) for page in proof.pages)
        return Made(outputs, tuple(proof.report.diagnostics), pages, proof.failed)

    def _there(self, session: Session, proof: Proof) -> bool:
        if not self.archive or self.again:
            return False
        store = Store(Path(self.archive))
        version = store.latest(session.edition(proof).about)
        return version is not None and known(store, version, made_from(proof, sources(session, proof)))


class Keeper:
    """Puts what the workers made into an archive; for one run of one coordinator."""

    def __init__(self, store: Store, again: bool) -> None:
        self._store, self._again = store, again
        self._waiting: dict[str, Kept] = {}

    def settle(self, bundle: Bundle, made: Made) -> Made:
        """What the journal is told: the edition in the version that the issue will be. It is there when all of the bag
        is."""
        if made.failed or not made.outputs:
            return made
        issue = self._waiting[bundle.issue] = kept_of({output.name: output.data for output in made.outputs})
        place = self._store.file(self._store.following(issue.edition.about), naming.EDITION)
        return replace(made, outputs=(Output(place.as_posix(), issue.files[naming.EDITION]),))

    def place(self, workspace: object, bundle: Bundle, made: Made) -> Placed:
        """Put the bag in, or see that it is there and in the catalogue."""
        issue = self._waiting.pop(bundle.issue, None)
        if made.failed:
            return Placed()
        root, report = str(self._store.root), Report()
        if issue is None:
            return Placed(same=True)
        try:
            with self._store.writing():
                version = add(self._store, issue, report, self._again)
        except OSError as error:
            report.add("NP901", Span(root), file=root, reason=reason_of(error))
            return Placed((), tuple(report.diagnostics), error.errno in NO_ROOM)
        written = () if version is None else (f"{root}/{version.folder}",)
        return Placed(written, tuple(report.diagnostics), same=version is None and not report.failed)
