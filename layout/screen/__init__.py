"""A page as a screen shows it: inks and pictures in its colours, the page as SVG, its type as web fonts."""
