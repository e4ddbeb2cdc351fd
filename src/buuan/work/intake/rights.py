"""Who may report, and who takes reports in."""

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"
AGENCIES = "lead_department market_surveillance customs provincial_department commune_committee police"

RIGHTS = (
    right("intake.report", "Báo cáo nghi vấn", "leader officer duty_officer clerk counter_clerk", OPERATORS + " " + AGENCIES),
    right(
        "intake.read",
        "Xem báo cáo nghi vấn của mình hoặc gửi đến mình",
        "leader officer duty_officer clerk counter_clerk",
        OPERATORS + " " + AGENCIES,
        also=(("auditor system", ""),),
    ),
    right("intake.triage", "Tiếp nhận, nhập, không thụ lý báo cáo", "leader officer duty_officer", "police"),
    right("intake.keep_sealing_key", "Đổi, hủy khóa niêm phong của máy quầy", "system"),
)
