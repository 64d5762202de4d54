"""Finished PDF files, ours or anybody's, opened to be read or rearranged. The one door to pikepdf."""

from __future__ import annotations

from io import BytesIO

import pikepdf

__all__ = ["Damaged", "open_pdf", "pikepdf", "saved"]


class Damaged(ValueError):
    """A file that is no PDF, or cannot be opened; its text says why, for the editor."""


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """Raises Damaged: not a PDF, broken past mending, or locked by a password."""
    try:
        return pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        raise Damaged("it is locked by a password") from None
    except pikepdf.PdfError as error:
        raise Damaged(str(error).partition(": ")[2] or str(error)) from None


def saved(pdf: pikepdf.Pdf, packed: bool = True) -> bytes:
    """The file's bytes; the same file gives the same bytes. packed: with object streams, which need PDF 1.5."""
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=mode, linearize=False)
    return out.getvalue()
