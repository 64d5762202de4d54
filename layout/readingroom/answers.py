"""What the room answers: bytes or a file, with what a reader's machine may keep of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from layout.value import value

HTML = "text/html; charset=utf-8"
JSON = "application/json"
MANIFEST = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
"""IIIF Presentation API 3.0 §6.1."""
ATOM = "application/atom+xml"
XML = "application/xml"
TEXT = "text/plain; charset=utf-8"
JPEG = "image/jpeg"
PDF = "application/pdf"
BIBTEX = "application/x-bibtex; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"


@value
class Answer:
    """body: what is sent; file: where it stands instead. digest: SHA-256 of it. name: of a file to be saved,
    "" = it is shown."""

    media: str
    body: bytes = b""
    file: Path | None = None
    digest: str = ""
    status: int = 200
    name: str = ""

    def content(self) -> bytes:
        return self.body if self.file is None else self.file.read_bytes()


def answer(media: str, body: bytes, status: int = 200, name: str = "") -> Answer:
    return Answer(media, body, None, sha256(body).hexdigest(), status, name)
