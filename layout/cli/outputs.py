"""What the verbs write: the name of an output, whether it may stand there, and how it gets there."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from layout.diagnostics import Report, Span, reason_of

if TYPE_CHECKING:
    from layout.issue import Issue
    from layout.pipeline import Proof, Workspace


def page_list(text: str | None) -> frozenset[int] | None:
    """2 · 2-3 · 1,4-5 · A1-A4,B2 → page numbers."""
    if text is None:
        return None
    from layout.pagenames import page_number

    pages: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        try:
            found = range(page_number(first), page_number(last or first) + 1)
        except ValueError:
            found = range(0)
        if not found:
            raise click.UsageError(f"--pages: “{part}” is no page or range; write 2, 2-3, 1,4-5 or A1-A4")
        pages.update(found)
    return frozenset(pages)


def refuse_missing_pages(wanted: frozenset[int] | None, issue: Issue | None) -> None:
    if wanted is None or issue is None:
        return
    there = [page.number for page in issue.pages]
    if missing := sorted(wanted.difference(there)):
        from layout.pagenames import listed, page_name

        missed = page_name(missing[0])
        raise click.UsageError(f"--pages: {issue.file} has no page {missed}; it has {listed(there)}")


def beside(file: str, suffix: str) -> str:
    """The output's name beside its source: issue.yaml → issue.pdf."""
    return os.path.splitext(file)[0] + suffix


def guard(workspace: Workspace, target: str, sources: Iterable[str], report: Report) -> bool:
    """Whether the output may be written; False and NP902 when it would overwrite what it is made from: the sources, or
    anything else that has been read (the paper, copy, pictures)."""
    clash = target != "-" and any(workspace.same(target, source) for source in {*sources, *workspace.read_so_far})
    if clash:
        report.add("NP902", Span(target), file=target)
    return not clash


def write(workspace: Workspace, target: str, data: bytes, report: Report, written: list[str]) -> None:
    """Put an output in place; what hinders it goes to the report (NP901)."""
    try:
        if target == "-":
            if sys.stdout is None:  # closed by the shell
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            workspace.write(target, data)
    except BrokenPipeError:
        raise
    except OSError as error:
        report.add("NP901", Span(target), file=target, reason=reason_of(error))
    else:
        written.append(target)


def write_back(
    workspace: Workspace, target: str, data: bytes, before: bytes, report: Report, written: list[str]
) -> None:
    """Put a source back in place, where it still is what it was when it was read; else NP141."""
    from layout.workspace import Changed, digest_of

    try:
        workspace.write_if_unchanged(target, data, digest_of(before))
    except Changed:
        report.add("NP141", Span(target))
    except OSError as error:
        report.add("NP901", Span(target), file=target, reason=reason_of(error))
    else:
        written.append(target)


def keep(workspace: Workspace, proof: Proof, written: list[str]) -> None:
    """Keep where everything stands beside the issue, when that has changed."""
    result = proof.result
    if result is None or proof.failed:
        return
    data = result.as_bytes()
    with suppress(OSError):  # where nothing may be written, the next build plans anew
        if not workspace.exists(result.file) or workspace.read(result.file) != data:
            workspace.write(result.file, data)
            written.append(result.file)
