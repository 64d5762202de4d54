"""An issue: its values, and how they are read from YAML with every fault reported.

values.py has the shapes, reading.py the issue and its pages, stories.py what stands in a story,
copy.py the small Markdown.
"""

from layout.issue.reading import read_issue
from layout.issue.values import (
    Advert,
    AdvertSize,
    Block,
    BlockKind,
    Constraint,
    Copy,
    Ear,
    Emphasis,
    EmphasisKind,
    Entry,
    HeadForm,
    Issue,
    Jump,
    Merged,
    Page,
    Picture,
    PictureGroup,
    Place,
    Plan,
    Role,
    Spread,
    Story,
    Table,
)

__all__ = [
    "Advert",
    "AdvertSize",
    "Block",
    "BlockKind",
    "Constraint",
    "Copy",
    "Ear",
    "Emphasis",
    "EmphasisKind",
    "Entry",
    "HeadForm",
    "Issue",
    "Jump",
    "Merged",
    "Page",
    "Picture",
    "PictureGroup",
    "Place",
    "Plan",
    "Role",
    "Spread",
    "Story",
    "Table",
    "read_issue",
]
