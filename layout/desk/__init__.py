"""The desk: the paper in a browser while it is written. The page follows the copy; the YAML is never harmed."""
