"""A paper's house style as values: format, grid, text styles, furniture, press; read from YAML with `extends`.

values.py has the shapes; reading.py the way from paper.yaml, over the built-in themes of data/themes, to one Theme.
"""

from layout.display import BLACK, PAPER
from layout.theme.reading import BUILT_IN, find_paper, read_theme
from layout.theme.values import (
    Align,
    Format,
    Grid,
    Level,
    Masthead,
    Press,
    Punctuation,
    TextStyle,
    Theme,
)

__all__ = [
    "BLACK",
    "BUILT_IN",
    "PAPER",
    "Align",
    "Format",
    "Grid",
    "Level",
    "Masthead",
    "Press",
    "Punctuation",
    "TextStyle",
    "Theme",
    "find_paper",
    "read_theme",
]
