"""Who may see holds, and who ends those that lapse; manifests and hits belong to screening."""

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"
BODIES = "police lead_department market_surveillance customs"

RIGHTS = (
    right(
        "items.read_holds",
        "Xem bưu gửi đang tạm giữ",
        "leader officer duty_officer clerk counter_clerk",
        OPERATORS + " " + BODIES,
        also=(("auditor system", ""),),
    ),
    right(
        "items.report_events",
        "Báo bưu gửi của mình đang ở đâu",
        "leader officer duty_officer clerk counter_clerk",
        OPERATORS,
        also=(("system", ""),),
    ),
    right("items.end_lapsed_holds", "Kết thúc tạm giữ khi hết thời hạn", "system"),
)
