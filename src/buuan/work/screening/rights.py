"""Who may hand in manifests, ask for a verdict, and review hits."""

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"
BODIES = "police lead_department market_surveillance customs"
PEOPLE = "leader officer duty_officer clerk"

RIGHTS = (
    right("screening.import", "Nạp bảng kê của doanh nghiệp mình", "leader officer clerk", OPERATORS, also=(("system", ""),)),
    right("screening.read_uploads", "Đọc tệp bảng kê đã nhận đủ", "system"),
    right("screening.check", "Hỏi kết quả sàng lọc cho nội dung khai", PEOPLE + " counter_clerk", OPERATORS + " " + BODIES),
    right("screening.read", "Xem bảng kê và cảnh báo", PEOPLE, OPERATORS + " " + BODIES, also=(("auditor system", ""),)),
    right("screening.review", "Giữ, báo hoặc bỏ qua cảnh báo", "leader officer duty_officer", OPERATORS + " " + BODIES),
)
