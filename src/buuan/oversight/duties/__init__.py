"""Duties (nhiệm vụ): directives as sections and points, who holds each point today, and what proves that it was done.

Serves point 1e (the state of every duty at any date). What counts as proof is a table in each room (`proof.py`): kind of
record → points, and when it counts. Tiles and coverage read only that table and the chained records.
"""
