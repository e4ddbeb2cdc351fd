"""Intake (tiếp nhận): the one door for reports, whoever sends them, and the triage that makes them cases.

Serves points 7c (operators report in time), 5b (agencies pass on information) and 2d (the focal point receives).
A report holds the item, reaches the competent bodies, gives a receipt and starts the focal point's clock.
"""
