"""Which style of its theme a story's copy has, and which its headline."""

from __future__ import annotations

from typing import cast

from layout.issue import Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import VERSES
from layout.theme import Punctuation, TextStyle, Theme
from layout.value import replace

# Roles whose text has a style of its own.
OWN_STYLE = ("comment", "notice", "filler", "list", "correction", "poem", "couplet")


def body_style(story: Story) -> str:
    """The style of its copy: its genre's, its role's, or that of all copy."""
    if story.genre:
        return f"comment-{story.genre}"
    return story.role if story.role in OWN_STYLE else "body"


def copy_style(story: Story, grid: PageGrid, theme: Theme) -> TextStyle:
    """The same as it is on a grid, with the punctuation the story asks for."""
    style = theme.styles[body_style(story)]
    if story.role in VERSES and grid.leading < style.leading:  # among other copy its lines stand as that does
        body = theme.styles["body"]
        style = replace(style, size=body.size, leading=body.leading)
    if story.punctuation:
        style = replace(style, punctuation=cast(Punctuation, story.punctuation))
    return style


def headline_style(story: Story, columns: int) -> str:
    """The style of a headline, by what its story is and how wide."""
    if story.arrived:
        return "headline-jump"
    if story.genre == "editorial":
        return "headline-editorial"
    if story.role in ("comment", "correction"):
        return f"headline-{story.role}"
    if story.role in VERSES:
        return "headline-poem"
    if story.role == "photo-news":
        return "headline-photo"
    if story.role == "notice":
        return "headline-notice"
    if story.role == "filler":
        return "headline-filler"
    if story.role == "lead" or story.rank == 1:
        return "headline-lead"
    if columns == 1:
        return "headline-single"
    return "headline-second" if story.rank == 2 else "headline-third"
