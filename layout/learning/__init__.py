"""A house style learned from a paper's own PDF pages: glyphs and lines are read (tracing, sheets), put together (lines,
columns, rows, bands, heads, furniture), measured by what most of them say (evidence), and written as a paper.yaml that
says only what differs from the nearest built-in theme (paper).

Nothing is guessed in silence: each value carries how much of the page speaks for it, in a comment and in the JSON.
"""

from layout.learning.measuring import Learned, measure
from layout.learning.values import Measured, Sheet

__all__ = ["Learned", "Measured", "Sheet", "measure"]
