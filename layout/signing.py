"""Sign-off (付印签): who signed which bytes, beside the issue.

A signature is a name, a role, a day and the SHA-256 of the PDF that `layout build` makes of the issue. Same issue, same
bytes: so a signature holds exactly as long as nothing that is printed has changed, and nobody needs to keep the PDF.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Protocol

from layout.diagnostics import Report, Span, reason_of
from layout.source import Files
from layout.value import value

_FIELDS = ("role", "name", "date", "sha256")


class Writable(Files, Protocol):
    """What of a workspace is needed here."""

    def write(self, name: str, data: bytes) -> None: ...


@value
class Signature:
    """date: of signing, ISO 8601. sha256: of the PDF as it was signed, hexadecimal."""

    role: str
    name: str
    date: str
    sha256: str

    def holds(self, pdf: bytes) -> bool:
        """Whether these are the bytes that were signed."""
        return self.sha256 == sha256(pdf).hexdigest()


def file_of(issue_file: str) -> str:
    """Where the signatures of an issue stand: issue.yaml → issue.signed.json."""
    return issue_file.rsplit(".", 1)[0] + ".signed.json"


def read_signatures(files: Files, issue_file: str, report: Report) -> tuple[Signature, ...]:
    """The signatures, oldest first; none where nobody has signed. A file that cannot be understood is NP923."""
    name = file_of(issue_file)
    try:
        data = files.read(name)
    except FileNotFoundError:
        return ()
    except OSError as error:
        report.add("NP923", Span(name), file=name, reason=reason_of(error))
        return ()
    try:
        rows = json.loads(data.decode("utf-8"))["signatures"]
        return tuple(Signature(*(_text(row[key]) for key in _FIELDS)) for row in rows)
    except (ValueError, KeyError, TypeError):
        report.add("NP923", Span(name), file=name, reason="it is not what `layout sign` writes")
        return ()


def sign(
    files: Writable, issue_file: str, pdf: bytes, name: str, role: str, day: date, report: Report
) -> Signature | None:
    """Put a signature below those there are, whole or not at all. None, and nothing written, when they cannot be read.

    Raises OSError when the file cannot be written.
    """
    known = len(report)
    there = read_signatures(files, issue_file, report)
    if len(report) > known:
        return None  # writing would wipe out what somebody signed
    signature = Signature(role, name, day.isoformat(), sha256(pdf).hexdigest())
    rows = [{key: getattr(each, key) for key in _FIELDS} for each in (*there, signature)]
    files.write(file_of(issue_file), (json.dumps({"signatures": rows}, ensure_ascii=False, indent=1) + "\n").encode())
    return signature


def check_signatures(
    signatures: tuple[Signature, ...], wanted: tuple[str, ...], pdf: bytes, issue_file: str, report: Report
) -> None:
    """Report roles that have not signed (NP920) and signatures of other bytes than these (NP921).

    The newest signature of a role counts.
    What a role the paper does not list has signed is looked at too (NP922 if changed).
    """
    newest = {signature.role: signature for signature in signatures}
    for role in (*wanted, *(role for role in newest if role not in wanted)):
        signature = newest.get(role)
        if signature is None:
            report.add("NP920", Span(issue_file), role=role)
        elif not signature.holds(pdf):
            code = "NP921" if role in wanted else "NP922"
            report.add(code, Span(issue_file), role=role, name=signature.name, date=signature.date)


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given
