"""What several tests of setting share."""

from __future__ import annotations

import pytest

from layout.fonts import FontBook
from layout.text.paragraph import Typesetter


@pytest.fixture(scope="module")
def setter(book: FontBook) -> Typesetter:
    return Typesetter(book)
