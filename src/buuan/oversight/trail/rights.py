"""Who reads the trail: the auditor, and nobody whose own looks stand in it."""

from django.utils.translation import gettext_lazy as _

from buuan.kit.right import right

ROOM = _("Kiểm soát")

RIGHTS = (right("trail.read", "Xem nhật ký xem dữ liệu và lý do", "auditor"),)
