"""Blocks: what stands beside or above running text, each set to a width and knowing its rows: heads, pictures, tables,
quotes, codes, borders; and the furniture of a page."""
