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
    right(
        "items.read_declared",
        "Xem dữ liệu khai của một bưu gửi, người đã che",
        "leader officer duty_officer",
        OPERATORS + " " + BODIES,
    ),
    right(
        "items.unmask",
        "Xem tên, điện thoại, địa chỉ trong dữ liệu khai, ghi lý do",
        "leader officer duty_officer",
        OPERATORS + " " + BODIES,
    ),
    right("items.read_looks", "Xem ai đã xem dữ liệu người", "leader", OPERATORS + " " + BODIES, also=(("auditor", ""),)),
    right("items.legal_hold", "Lưu giữ dữ liệu bưu gửi theo vụ việc", "leader officer duty_officer", BODIES),
    right("items.upkeep", "Xóa theo thời hạn, đổi khóa kho bưu gửi", "system"),
    right("items.end_lapsed_holds", "Kết thúc tạm giữ khi hết thời hạn", "system"),
)
