"""Bounds of the engine that rooms ask for without loading it: nothing is imported here, so that a command starts at once."""

from __future__ import annotations

MOST_DAYS = 7
"""Clusters of false senders are looked for in so many days at most."""
