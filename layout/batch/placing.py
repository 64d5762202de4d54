"""What the coordinator alone does: outputs put in place, faults of writing told."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from layout.batch.values import Bundle, Made, Output
from layout.diagnostics import Diagnostic, Report, Span, reason_of
from layout.value import value
from layout.workspace import Workspace

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors of a disk that will take no other file either."""

_LEFT_OVER = re.compile(r"\..+\.(\d+)\.tmp")  # what Workspace.write renames once it is whole


@value
class Placed:
    """written: names, in order. faults: of writing. full: the disk takes nothing more. same: it was there already,
    as it is now."""

    written: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    full: bool = False
    same: bool = False


def placed(workspace: Workspace, bundle: Bundle, made: Made) -> Placed:
    """Put what came of an issue in place; nothing is written over what it is made from."""
    return put(workspace, made.outputs, {bundle.issue, *bundle.files})


def put(workspace: Workspace, outputs: Sequence[Output], sources: Collection[str]) -> Placed:
    """Write outputs, each whole or not at all, up to the first that cannot be written (NP901) or would overwrite a
    source (NP902). The plan, which is optional, is made to be overwritten."""
    report, written = Report(), list[str]()
    for output in outputs:
        if not output.optional and any(workspace.same(output.name, source) for source in sources):
            report.add("NP902", Span(output.name), file=output.name)
            break
        try:
            if output.folder:
                workspace.make_folder(os.path.dirname(output.name))
            workspace.write(output.name, output.data)
        except OSError as error:
            full = error.errno in NO_ROOM
            if output.optional and not full:  # where nothing may be written, the next build plans anew
                continue
            report.add("NP901", Span(output.name), file=output.name, reason=reason_of(error))
            return Placed(tuple(written), tuple(report.diagnostics), full)
        written.append(output.name)
    return Placed(tuple(written), tuple(report.diagnostics))


def cleared(workspace: Workspace, folders: Iterable[str]) -> None:
    """Take away what runs that were killed in the middle of writing left in these folders."""
    for folder in folders:
        for name in workspace.names(folder):
            found = _LEFT_OVER.fullmatch(name)
            if found and not _runs(int(found[1])):
                with suppress(OSError):
                    (workspace.root / folder / name).unlink()


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # who knows: there, asking by a signal would stop it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return process != os.getpid()
