"""The look of the house: frame, parts, lists, forms and search that every room shares.

Serves every point of the directives through the rooms above; it knows no domain. In Vietnamese: giao diện chung.
"""
