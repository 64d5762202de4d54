"""What a page says, and in what order it is read: one tree from which tags, ALTO, METS, HTML, EPUB and plain text come.

elements.py finds it in the display list, roles.py says what each of its parts is called elsewhere, reading.py gives
its words their boxes.
"""
