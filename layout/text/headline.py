"""Heads."""

from __future__ import annotations
from typing import Any


def headline(setter: Any, lines: Any, style: Any, measure: float, most: int) -> Any:
    raise NotImplementedError
