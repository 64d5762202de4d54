"""An operation applied to a file as it stands now, which may not be as it was shown: where another place changed it is
applied all the same, where its own did nothing is written."""

from __future__ import annotations

from layout.amending.operations import AmendCopy, AmendField, Operation
from layout.amending.working import Working, composed
from layout.confined import within
from layout.diagnostics import Diagnostic, Report, Span
from layout.fields import names
from layout.source import Files, Node, Source, beside, may_name
from layout.source.reading import decode, encode_like, read_bytes
from layout.source.scalars import Refused, refuse_unfit
from layout.value import value
from layout.workspace import Changed, Workspace, digest_of


@value
class Amended:
    """A file's new bytes. before: digest of those it was made from."""

    file: str
    data: bytes
    before: str

    @property
    def digest(self) -> str:
        return digest_of(self.data)


@value
class Field:
    """A field as it stands: its text, the file that has it, that file's digest. text None: the key is not given."""

    text: str | None
    file: str
    digest: str


def amend(data: bytes, operation: Operation | AmendCopy, report: Report, file: str = "") -> bytes | None:
    """A file's bytes with an operation carried out; None where it cannot be, with the reason reported (NP140)."""
    source = decode(file, data, report)
    if source is None:
        return None
    try:
        if isinstance(operation, AmendCopy):
            text = _copy(source.text, operation.text)
        else:
            working = Working(file, source.text)
            operation.amend(working, report)
            text = working.text
    except Refused as refused:
        report.extend([Diagnostic("NP140", Span(file), refused.values, refused.reason)])
        return None
    return encode_like(text, data)


def _copy(old: str, new: str) -> str:
    """The text of a file of copy in place of another; line ends, and those at its end, as in the file."""
    refuse_unfit(new.replace("\r", ""))
    end_of_line = "\r\n" if "\r\n" in old else "\n"
    body = new.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    ends = old[len(old.rstrip("\r\n")) :] if old.strip("\r\n") else end_of_line
    return body.replace("\n", end_of_line) + (ends if body else "")


def target(files: Files, file: str, operation: Operation, report: Report) -> tuple[str, Operation | AmendCopy]:
    """The file an operation on an issue has to change, and what it is there: copy that stands in a file of its own
    (`body: {file: …}`) is changed in that."""
    if isinstance(operation, AmendField) and operation.text is not None:
        named = _copy_file(files, file, operation, report)
        if named is not None:
            return named, AmendCopy(operation.text)
    return file, operation


def field_of(
    files: Files, file: str, page: int | None, story: str | None, path: tuple[str | int, ...], report: Report
) -> Field | None:
    """A field as the desk shows it, from the issue or the file of its own; None where it cannot be read."""
    asked = AmendField(page, story, path, "")
    named = _copy_file(files, file, asked, report)
    data = read_bytes(files, named or file, report, Span(file))
    source = decode(named or file, data, report) if data is not None else None
    if data is None or source is None:
        return None
    if named:
        return Field(source.text.replace("\r\n", "\n"), named, digest_of(data))
    node = _node(source, asked)
    text = None if node is None or node.kind != "scalar" else node.value
    return Field(text, file, digest_of(data))


def _copy_file(files: Files, file: str, operation: AmendField, report: Report) -> str | None:
    data = read_bytes(files, file, report, Span(file))
    source = decode(file, data, report) if data is not None else None
    node = _node(source, operation) if source is not None else None
    if node is None or node.kind != "mapping" or operation.path[-1:] != ("body",):
        return None
    named = next((each.value.strip() for key, each in node.pairs if names("copy").get(key.value) == "file"), "")
    name = beside(file, named) if named else None
    if name is not None and not may_name(within(files, file), name):
        report.add("NP144", Span(file, node.span.line, node.span.column), file=named)
        return None
    return name


def _node(source: Source, operation: AmendField) -> Node | None:
    root, _ = composed(source.file, source.text)
    try:
        return operation.node(root) if root is not None else None
    except Refused:
        return None


def amended(
    files: Files,
    file: str,
    base: str,
    operation: Operation,
    report: Report,
    was: bytes | None = None,
) -> Amended | None:
    """The file to be changed with its new bytes; None where it cannot be changed, with the reason reported.

    base: digest of that file as it was shown; was: its bytes then, if they are still known. Raises Changed where it is
    another now and what the operation is about is too, or cannot be compared.
    """
    named, there = target(files, file, operation, report)
    data = read_bytes(files, named, report, Span(file))
    return None if data is None else _amended(data, named, base, there, report, was)


def _amended(
    data: bytes, named: str, base: str, operation: Operation | AmendCopy, report: Report, was: bytes | None
) -> Amended | None:
    now = digest_of(data)
    if now != base and (was is None or digest_of(was) != base or not _same_place(was, data, operation)):
        raise Changed(named)
    new = amend(data, operation, report, named)
    return None if new is None else Amended(named, new, now)


def _same_place(was: bytes, now: bytes, operation: Operation | AmendCopy) -> bool:
    """Whether what an operation is about stands as it did."""
    if isinstance(operation, AmendCopy):
        return False
    found: list[object] = []
    for data in (was, now):
        source = decode("", data, Report())
        root = composed("", source.text)[0] if source is not None else None
        if root is None:
            return False
        try:
            found.append(operation.about(root))
        except Refused:
            return False
    return found[0] == found[1]


def save(
    workspace: Workspace, file: str, base: str, operation: Operation, report: Report, was: bytes | None = None
) -> Amended | None:
    """As amended, and written: whoever else writes at the same time loses nothing. Raises Changed, OSError."""
    named, there = target(workspace, file, operation, report)
    made: list[Amended] = []

    def make(data: bytes | None) -> bytes | None:
        if data is None:
            raise Changed(named)
        new = _amended(data, named, base, there, report, was)
        made.extend([new] if new is not None else [])
        return None if new is None else new.data

    workspace.rewrite(named, make)
    return made[0] if made else None
