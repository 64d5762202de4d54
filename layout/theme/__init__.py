"""A paper's house style as values: format, grid, text styles, furniture, press; read from YAML with `extends`.

values.py has the shapes; layers.py lays paper.yaml over the themes of data/themes, reading.py makes a Theme of it.
"""

from layout.display import BLACK, PAPER
from layout.theme.layers import BUILT_IN
from layout.theme.reading import PAPER_FILE, find_paper, read_theme, with_fonts
from layout.theme.values import (
    Align,
    Forbidden,
    Format,
    Grid,
    Leader,
    Level,
    Masthead,
    Press,
    Proofreading,
    Punctuation,
    TextStyle,
    Theme,
    in_writing,
)

__all__ = [
    "BLACK",
    "BUILT_IN",
    "PAPER",
    "PAPER_FILE",
    "Align",
    "Forbidden",
    "Format",
    "Grid",
    "Leader",
    "Level",
    "Masthead",
    "Press",
    "Proofreading",
    "Punctuation",
    "TextStyle",
    "Theme",
    "find_paper",
    "in_writing",
    "read_theme",
    "with_fonts",
]
