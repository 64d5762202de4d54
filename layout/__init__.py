"""From an issue in YAML to a press-ready newspaper page."""
