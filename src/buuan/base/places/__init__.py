"""Areas (địa bàn): province, districts and communes as dated rows, their outlines, and what became of each.

The statistics office gives codes anew, so the key of an area is its code together with the day from which the row holds.
The room knows no duty of the directives; it says where things were and are for all that do (2b key areas, 6 districts and
communes). It also finds the commune in an address as people write it.
"""
