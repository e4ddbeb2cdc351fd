"""Areas (địa bàn): province, districts and communes as dated rows, their boundaries, and what became of each.

The statistics office reuses codes, so the key of an area is its code together with the day from which the row holds.
"""
