"""What every test may ask for: the repository's own font book, opened once."""

from __future__ import annotations

import pytest

from layout.fonts import FontBook
from layout.fontset import open_book


@pytest.fixture(scope="session")
def book() -> FontBook:
    """The font set of fonts/, without the user's own faces."""
    return open_book()
