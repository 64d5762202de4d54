"""YAML → Node: what was typed, where it was typed. Scalars stay strings; fields coerce them later.

text.py has the values (files, sources, nodes, places), reading.py turns bytes into text, composing.py text into nodes,
and mending.py turns the YAML library's complaints into an editor's notes. composing.py is the one door to PyYAML. The
way back: edits.py changes a text where its nodes stand (entries, placing, retyping), writing.py makes one of a tree.
"""

from layout.source.composing import compose
from layout.source.reading import beside, line_reader, nearest_file, read_source
from layout.source.text import INVISIBLE, Files, FilesInMemory, Node, Outside, Source, may_name

__all__ = [
    "INVISIBLE",
    "Files",
    "FilesInMemory",
    "Node",
    "Outside",
    "Source",
    "beside",
    "compose",
    "line_reader",
    "may_name",
    "nearest_file",
    "read_source",
]
