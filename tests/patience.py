"""How long a test waits for what has to come. Only a test that fails ever waits so long: a machine with much to do may
take its time, and what a test says never depends on it."""

PATIENCE = 120.0
"""Seconds."""
