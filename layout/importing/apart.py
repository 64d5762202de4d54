"""A PDF read in a process of its own, with a clock and a limit of memory: whatever a hostile file does to PDFium, it
does it there, and the desk, which has several threads and PDFium but one, goes on. The child is given the file behind
one line of JSON on its stdin and answers in JSON."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

from layout.importing.container import LARGEST_ALL, Damaged
from layout.pdf.raster import TypedPage, typed
from layout.preflight.apart import Unanswered, answer, answered
from layout.units import Size

SECONDS = 60.0
"""A file of 400 pages takes ten."""


def typed_pages(data: bytes, most: int, largest: int, seconds: float = SECONDS) -> tuple[TypedPage, ...]:
    """The type on the pages of a file, as `typed` gives it. Raises Damaged: NP984 for more than `most` pages or
    `largest` characters, else NP983."""
    asked = json.dumps({"most": most, "largest": largest, "seconds": seconds}).encode() + b"\n" + data
    try:
        told = answered("layout.importing.apart", asked, seconds)
    except Unanswered as error:
        raise Damaged("NP983", reason=str(error)) from None
    if "large" in told:
        raise Damaged("NP984", what=told["large"], most=f"{most} / {largest}")
    if "reason" in told:
        raise Damaged("NP983", reason=told["reason"])
    return tuple(map(_page, told["pages"]))


def _page(row: dict[str, Any]) -> TypedPage:
    return TypedPage(
        Size(*row["size"]),
        tuple((each[0], each[1], each[2], each[3], each[4], each[5], each[6]) for each in row["characters"]),
        row["outside"],
        tuple((b64decode(each[0]), each[1], each[2], each[3], each[4]) for each in row["pictures"]),
    )


# In the child


def _row(page: TypedPage) -> dict[str, Any]:
    return {
        "size": [page.size.width, page.size.height],
        "characters": page.characters,
        "outside": page.outside,
        "pictures": [[b64encode(data).decode(), *place] for data, *place in page.pictures],
    }


def _typed(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    pictures = 0
    try:
        for page in typed(data, asked["most"], asked["largest"]):
            pictures += sum(len(each[0]) for each in page.pictures)
            if pictures > LARGEST_ALL:
                raise ValueError(f"it has more than {LARGEST_ALL >> 20} MB of pictures")
            rows.append(_row(page))
    except ValueError as error:
        return {"large": str(error)}
    except RuntimeError as error:  # PDFium's
        return {"reason": str(error)}
    return {"pages": rows}


if __name__ == "__main__":
    answer(_typed)
