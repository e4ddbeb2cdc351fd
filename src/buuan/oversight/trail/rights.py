"""Who reads the trail: the auditor, and nobody whose own looks stand in it."""

from buuan.kit.right import right

ROOM = "Kiểm soát"

RIGHTS = (right("trail.read", "Xem nhật ký xem dữ liệu và lý do", "auditor"),)
