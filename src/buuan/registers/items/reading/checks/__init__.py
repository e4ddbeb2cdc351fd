"""The checks of a manifest's rows: whole columns at a time, each reports what it finds and leaves typed columns."""
