"""Make-up (拼版): an issue's stories on the page grid, as display lists.

Rooms, each knowing only those below it: pages (in reading order), planning (which module stands where), quality (checks
and score), modules (rectangles that know what each depth costs), blocks (heads, pictures, tables …), grid.
"""

from layout.makeup.compose import PageMade
from layout.makeup.memo import PageMemo
from layout.makeup.pages import alternates, make_up, staged
from layout.makeup.planning.previous import NO_PREVIOUS, PreviousLayout, read_previous
from layout.makeup.quality import Check
from layout.makeup.room import StoryRoom

__all__ = [
    "NO_PREVIOUS",
    "Check",
    "PageMade",
    "PageMemo",
    "PreviousLayout",
    "StoryRoom",
    "alternates",
    "make_up",
    "read_previous",
    "staged",
]
