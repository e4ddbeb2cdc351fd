"""Who sees clusters, says what becomes of them, and may look at the names: those who review hits."""

from django.utils.translation import gettext_lazy as _

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"
BODIES = "police lead_department market_surveillance customs"
PEOPLE = "leader officer duty_officer clerk"

ROOM = _("Cụm người gửi giả")
RIGHTS = (
    right(
        "clusters.read", "Xem cụm người gửi giả (không có tên)", PEOPLE, OPERATORS + " " + BODIES, also=(("auditor system", ""),)
    ),
    right("clusters.review", "Báo hoặc bỏ qua một cụm", "leader officer duty_officer", OPERATORS + " " + BODIES),
    right("clusters.unmask", "Xem tên người gửi của một cụm, có lý do", "leader officer duty_officer", OPERATORS + " " + BODIES),
    right("clusters.run", "Tìm cụm trong kho bưu gửi", "system"),
)
