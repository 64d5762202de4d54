"""Planning: which module stands where on a page, and which story on which page."""
