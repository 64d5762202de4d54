"""How annotations look: their appearance streams, and where these stand (ISO 32000-1 §12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.preflight.graphics import Matrix, matrix_of, shown

_HIDDEN, _PRINT = 2, 4  # flags of an annotation (§12.5.3)


def appearances(entry: Any) -> Iterator[tuple[Any, bool]]:
    """The appearance streams of an annotation, and whether each is what is printed."""
    flags = int(entry.get("/F", 0))
    prints = bool(flags & _PRINT) and not flags & _HIDDEN
    state = entry.get("/AS")
    looks = entry.get("/AP")
    for key in ("/N", "/R", "/D"):
        look = None if looks is None else looks.get(key)
        if look is None:
            continue
        if look._type_name == "stream":
            yield look, prints and key == "/N"
        elif look._type_name == "dictionary":
            for name, form in look.items():
                if getattr(form, "_type_name", "") == "stream":
                    yield form, prints and key == "/N" and state is not None and str(state) == name


def appearance_matrix(entry: Any, form: Any) -> Matrix | None:
    """What puts an appearance into its annotation's rectangle (§12.5.5, algorithm 8.1); None for one of no size."""
    x0, y0, x1, y1 = (float(each) for each in entry["/Rect"])
    rect = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    box = tuple(float(each) for each in form["/BBox"])
    left, bottom, right, top = shown(matrix_of(form.get("/Matrix")), box)  # type: ignore[arg-type]
    if right <= left or top <= bottom:
        return None
    wide, high = (rect[2] - rect[0]) / (right - left), (rect[3] - rect[1]) / (top - bottom)
    return wide, 0.0, 0.0, high, rect[0] - left * wide, rect[1] - bottom * high


__all__ = ["appearance_matrix", "appearances"]
