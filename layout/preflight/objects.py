"""What is asked of objects of a PDF, whatever they are."""

from __future__ import annotations

from typing import Any

from layout.pdffile import pikepdf

_INLINE_KEYS = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}


def expanded(inline: Any) -> Any:
    """An inline image's dictionary with the names written out (ISO 32000-1 §8.9.7)."""
    return pikepdf.Dictionary({_INLINE_KEYS.get(key, key): entry for key, entry in inline.obj.items()})


def key_of(entry: Any) -> object:
    """What an object is known by: its number, or for one written where it is used, what it says."""
    return entry.objgen if entry.is_indirect else entry.unparse()


def filters_of(entry: Any) -> list[str]:
    """Names of a stream's filters, the first that is undone first."""
    given = entry.get("/Filter")
    return [] if given is None else [str(each) for each in (given if given._type_name == "array" else [given])]


__all__ = ["expanded", "filters_of", "key_of"]
