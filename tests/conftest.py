"""What every test may ask for: the repository's own font book, opened once. No test keeps anything on the user's shelf."""

from __future__ import annotations

import os

import pytest

from layout.fonts import FontBook
from layout.fontset import open_book

os.environ["LAYOUT_CACHE"] = ""


@pytest.fixture(scope="session")
def book() -> FontBook:
    """The font set of fonts/, without the user's own faces."""
    return open_book()
