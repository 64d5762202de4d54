"""Values on the user's shelf, from one run to the next: what each was made from as a digest, the value as its pickle.

The digest takes in all a value depends on: what it is asked by, the faces, the program and the libraries it stands on.
A pickle is opened for the program's own values alone: a shelf is a folder that others may write in.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from layout.fonts import FontBook
from layout.shelf import Shelf
from layout.value import FrozenMap
from layout.version import VERSION

_DIGESTS = 64  # remembered: a key has a dozen parts, and all pages of an issue have most of them together
_HOME = os.path.dirname(__file__)


class Kept:
    """The values of a shelf that were made with one font book."""

    def __init__(self, shelf: Shelf, book: FontBook) -> None:
        self._shelf = shelf
        self._ground = _digest((_program(), tuple(_faces(book)))) if shelf.folder else b""
        self._digests: dict[int, tuple[object, bytes]] = {}

    def get(self, kind: str, key: tuple[Any, ...]) -> Any:
        """What was made from the key, a value; None when it is not here. kind: small letters."""
        piece = self._shelf.take(kind, self._made_from(key)) if self._shelf.folder else None
        if piece is None:
            return None
        try:
            return _Opened(io.BytesIO(piece)).load()
        except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError):
            return None

    def put(self, kind: str, key: tuple[Any, ...], made: object) -> None:
        if self._shelf.folder:
            self._shelf.put(kind, self._made_from(key), pickle.dumps(made, pickle.HIGHEST_PROTOCOL))

    def _made_from(self, key: tuple[Any, ...]) -> bytes:
        return self._ground + b"".join(map(self._part, key))

    def _part(self, part: object) -> bytes:
        """The digest of a part of a key; the house style is the same object for every page of an issue."""
        known = self._digests.get(id(part))
        if known is None or known[0] is not part:
            if len(self._digests) >= _DIGESTS:
                self._digests.clear()
            known = self._digests[id(part)] = part, _digest(part)
        return known[1]


def _digest(value: object) -> bytes:
    return sha256("\0".join(_said(value)).encode("utf-8", "surrogatepass")).digest()


def _said(value: Any) -> Iterator[str]:
    """A value as words, equal for equal values alone: what does not count in comparing is left out."""
    kind = value.__class__
    if kind is str or kind is int or kind is float or value is None:
        yield repr(value)
        return
    compared = getattr(kind, "_compared_", None)
    if compared is not None:
        yield f"{kind.__qualname__}("
        for name in compared:
            yield from _said(getattr(value, name))
        yield ")"
    elif kind is tuple:
        yield "("
        for each in value:
            yield from _said(each)
        yield ")"
    elif kind is bytes:
        yield sha256(value).hexdigest()
    elif kind is FrozenMap or kind is dict:
        yield "{"
        for item in value.items():
            yield from _said(item)
        yield "}"
    else:
        yield repr(value)


def _program() -> tuple[object, ...]:
    """What changes when the program, Python or a library it stands on does.

    A library is known by its `.dist-info`:
    the folder of packages itself is touched by the first import of a module too.
    """
    installed = tuple(
        sorted(
            (each.name, each.stat().st_mtime_ns)
            for place in sys.path
            if place.endswith("-packages") and os.path.isdir(place)
            for each in os.scandir(place)
            if each.name.endswith(".dist-info")
        )
    )
    files = []
    for folder, folders, names in os.walk(_HOME):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "fonts"))
        for name in sorted(names):
            stat = os.stat(os.path.join(folder, name))
            files.append((folder[len(_HOME) :], name, stat.st_size, stat.st_mtime_ns))
    return VERSION, sys.version, installed, tuple(files)


def _faces(book: FontBook) -> Iterator[object]:
    """Faces and roles, and what stands in each file: ours are known by their digests."""
    for face in book.faces:
        stat = os.stat(face.entry.path)
        yield face.entry, stat.st_size, stat.st_mtime_ns
    yield from book.roles.values()


class _Opened(pickle.Unpickler):
    """Opens pickles of the program's values; anything else they name is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("layout."):
            found = super().find_class(module, name)
            if found is FrozenMap or (isinstance(found, type) and hasattr(found, "_compared_")):
                return found
        if (module, name) == ("builtins", "tuple"):  # what the lines of a paragraph are once they are all set
            return tuple
        raise pickle.UnpicklingError(f"{module}.{name}")
