"""Who may hand in manifests, see hits and holds."""

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"
BODIES = "police lead_department market_surveillance customs"

RIGHTS = (
    right("items.import", "Nạp bảng kê của doanh nghiệp mình", "leader officer clerk system", OPERATORS + " platform"),
    right("items.read_manifests", "Xem bảng kê", "leader officer duty_officer clerk", OPERATORS + " " + BODIES, also=(("auditor system", ""),)),
    right("items.read_hits", "Xem cảnh báo sàng lọc", "leader officer duty_officer clerk", OPERATORS + " " + BODIES, also=(("auditor system", ""),)),
    right(
        "items.read_holds",
        "Xem bưu gửi đang tạm giữ",
        "leader officer duty_officer clerk counter_clerk",
        OPERATORS + " " + BODIES,
        also=(("auditor system", ""),),
    ),
    right("items.end_lapsed_holds", "Kết thúc tạm giữ khi hết thời hạn", "system"),
)
