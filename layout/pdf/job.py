"""What the writer is told besides the pages: whose document it is, what the press wants, where pictures come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from layout.diagnostics import resource
from layout.pdf.standards import DEFAULT, STANDARDS, Standard
from layout.value import value


def _no_pictures(name: str) -> bytes:
    raise FileNotFoundError(name)


@value
class Attachment:
    """A file inside the PDF. kind: its media type; relation: to the pages, "Source", "Data" or "Supplement"
    (ISO 19005-3 §6.8)."""

    name: str
    data: bytes
    kind: str
    what: str
    relation: str = "Source"


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to write.

    title, author, publisher: of the document as a whole; the title is never empty. language: BCP 47. date: of the
    issue, None = undated; the clock is never asked. A press file must be dated to call itself PDF/X-4. profile: ICC
    profile of the printing condition, b"" = coldset newsprint (CGATS TR 002); condition: its registered name. marks:
    crop and registration marks, colour bar and slug line round each page. resolution: most pixels an inch a picture is
    given; a newsprint screen shows no more than 250. read: bytes of a picture by the name its display item has; may
    raise OSError. standard: what the file is to keep, a name of standards.STANDARDS. attachments: files to go into an
    "a-3a" file.
    """

    title: str
    author: str = ""
    publisher: str = ""
    language: str = "zh-CN"
    date: date | None = None
    profile: bytes = b""
    condition: str = "CGATS TR 002"
    marks: bool = True
    resolution: int = 250
    read: Callable[[str], bytes] = _no_pictures
    standard: str = DEFAULT
    attachments: tuple[Attachment, ...] = ()

    @property
    def keeps(self) -> Standard:
        """What the standard asks for."""
        return STANDARDS[self.standard]

    @property
    def intent(self) -> bytes:
        """The profile of the output intent."""
        return self.profile or newsprint()


@cache
def newsprint() -> bytes:
    """The profile that comes with the program (layout/data/icc/README.md)."""
    return resource("icc/SNAP_TR002.icc")


def profile_fault(profile: bytes) -> str:
    """Why a profile cannot be an output intent (NP801), "" = it can: a CMYK printer profile,
    both ways (ICC.1:2010 §7.2)."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return "it is no ICC profile"
    if profile[12:16] != b"prtr":
        return "it is not the profile of a printing press"
    if profile[16:20] != b"CMYK":
        return "it is not for CMYK"
    count = int.from_bytes(profile[128:132], "big")
    tags = {profile[at : at + 4] for at in range(132, 132 + 12 * min(count, 200), 12)}
    return "" if {b"A2B0", b"B2A0"} <= tags else "it has no tables for conversion"
