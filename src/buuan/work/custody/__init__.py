"""Custody (chứng cứ, tang vật, bàn giao): files and things of a case, each with one holder at any time and a proof that stands.

Serves points 2d, 3b and 4b: evidence is kept by its hash and never overwritten, an exhibit passes from hand to hand only when
both sides confirm, and a case leaves as a bundle that anybody can verify with plain Python. State secrets stay outside.
"""
