"""The tip line (đường dây bao tin): what a citizen tells, sealed so that no stolen database and no log tells who or what.

Serves points 2d (the focal point receives, also from citizens) and 2a (the public takes part). A tip (tin báo) is sealed as it
comes to the focal point's public key; only who knows the focal point's pass phrase reads it. The person gets a receipt code
(mã hồ sơ) of 16 digits, and with it asks, reads the answer and adds to it. Identity is asked by nobody, and if given is sealed
apart: two keepers and a reason open it (mở thông tin người báo).

The public's pages stand on a site of their own, `buuan.site.tipline`: without cookies, accounts, addresses or request lines.
"""
