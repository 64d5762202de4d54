"""Modules: what make-up moves about, rectangles of base columns by rows (a story, a briefs panel, an advert,
an end of a jump)."""
