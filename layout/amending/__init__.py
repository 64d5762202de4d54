"""What the desk writes into an issue: domain operations on its text, every comment and every other line kept.

operations.py has them as values; working.py carries each out a step at a time and holds it to its law; drawings.py
amends a page's drawing; saving.py applies an operation to a file that may have changed meanwhile, and writes it.
"""

from layout.amending.operations import (
    AmendCopy,
    AmendField,
    ChoosePlan,
    DrawIn,
    FieldPath,
    MoveStory,
    Operation,
    PlaceStory,
    SetStoryKey,
    Silence,
    SwapStories,
)
from layout.amending.saving import Amended, Field, amend, amended, field_of, save, target
from layout.workspace import Changed, digest_of

__all__ = [
    "AmendCopy",
    "AmendField",
    "Amended",
    "Changed",
    "ChoosePlan",
    "DrawIn",
    "Field",
    "FieldPath",
    "MoveStory",
    "Operation",
    "PlaceStory",
    "SetStoryKey",
    "Silence",
    "SwapStories",
    "amend",
    "amended",
    "digest_of",
    "field_of",
    "save",
    "target",
]
