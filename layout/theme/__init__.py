"""A paper's house style as values: format, grid, text styles, furniture, press; read from YAML with `extends`.

values.py has the shapes; layers.py lays paper.yaml over the themes of data/themes, reading.py makes a Theme of it,
faces.py finds its fonts in the set.
"""

from layout.display import BLACK, PAPER
from layout.theme.faces import PACKS, with_fonts
from layout.theme.layers import BUILT_IN
from layout.theme.printed import PagesSaid, Printed, read_pages_said, resolved, without_pages
from layout.theme.reading import MOST, PAPER_FILE, find_paper, read_theme
from layout.theme.values import (
    SIMPLIFIED,
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
    "MOST",
    "PACKS",
    "PAPER",
    "PAPER_FILE",
    "SIMPLIFIED",
    "Align",
    "Forbidden",
    "Format",
    "Grid",
    "Leader",
    "Level",
    "Masthead",
    "PagesSaid",
    "Press",
    "Printed",
    "Proofreading",
    "Punctuation",
    "TextStyle",
    "Theme",
    "find_paper",
    "in_writing",
    "read_pages_said",
    "read_theme",
    "resolved",
    "with_fonts",
    "without_pages",
]
