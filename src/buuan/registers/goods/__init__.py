"""Goods (nhóm hàng): the catalogue in force, compiled for the engine, and the public's question "may I send this?".

Serves points 1a (public pages that list what may not be sent), 3a, 4a, 7b and 7c.
"""
