"""Setting: copy → lines of glyphs on a measure."""
