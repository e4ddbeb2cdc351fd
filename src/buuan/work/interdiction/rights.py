"""Who may draft, approve, answer, review and read orders; the platform's own account may neither draft nor approve."""

from buuan.kit.right import right

ISSUERS = "police market_surveillance customs"
ASKERS = ISSUERS + " lead_department commune_committee"
"""Who may hand in a draft: whether a body has the power is told by its row, so an attempt without power is refused and recorded."""

OPERATORS = "postal_operator operator_unit agent"
OFFICERS = "leader officer duty_officer"

RIGHTS = (
    right(
        "interdiction.read",
        "Xem lệnh ngăn chặn của cơ quan mình hoặc gửi đến mình",
        OFFICERS + " clerk counter_clerk",
        OPERATORS + " " + ASKERS,
        also=(("auditor", ""),),
    ),
    right("interdiction.draft", "Soạn, trình, đề nghị sửa lệnh ngăn chặn", OFFICERS, ASKERS),
    right("interdiction.approve", "Duyệt, không duyệt, gia hạn, dỡ bỏ lệnh (không phải lệnh mình soạn)", "leader", ISSUERS),
    right("interdiction.unmask", "Xem số điện thoại, họ tên trong lệnh, có ghi lý do", OFFICERS, ISSUERS, also=(("auditor", ""),)),
    right("interdiction.let_wait", "Hoãn báo người gửi, người nhận, có lý do", OFFICERS, ISSUERS),
    right("interdiction.review", "Đánh giá lệnh đã kết thúc", "leader officer", ISSUERS),
    right("interdiction.answer", "Xác nhận lệnh, trả lời từng bưu gửi", OFFICERS + " clerk counter_clerk", OPERATORS),
    right("interdiction.call", "Ghi cuộc gọi, ghi thay người nhận", OFFICERS, ISSUERS),
    right(
        "interdiction.audit",
        "Đọc sổ các lần yêu cầu ngăn chặn, kể cả bị từ chối",
        "auditor",
        also=(("leader", "provincial_chairman"),),
    ),
    right("interdiction.drill", "Mở diễn tập ngăn chặn", "leader duty_officer", "police lead_department", also=(("system", ""),)),
    right("interdiction.expire", "Kết thúc lệnh hết hạn", "system"),
    right("interdiction.load", "Nạp danh mục căn cứ", "system administrator", "platform lead_department"),
)
