"""Screening (sàng lọc): declared data judged by the catalogue in force, and people who look at what was flagged.

Serves points 3a, 4a, 7b and 7c. A manifest is checked as a whole, kept in the encrypted archive, and every item that is not
clear becomes a hit: a reason to look, never a finding. Letters are only counted, documents kept without parties or content.
"""
