"""A clean file to plant faults in."""

from __future__ import annotations

import pytest
from planting import made

from layout.fonts import FontBook


@pytest.fixture(scope="session")
def clean(book: FontBook) -> bytes:
    """What our own exporter writes."""
    return made(book)
