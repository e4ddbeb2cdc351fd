"""Who may ask, approve, answer, unmask and read requests; the platform's own account may neither ask nor unmask."""

from buuan.kit.right import right

ASKERS = "police market_surveillance customs lead_department commune_committee"
"""Who may hand in a draft: whether a body has the power is told by its row of grounds; an attempt without power is recorded."""

OPERATORS = "postal_operator operator_unit agent"
BODIES = ASKERS + " provincial_department"
OFFICERS = "leader officer duty_officer"

RIGHTS = (
    right(
        "requests.read",
        "Xem yêu cầu cung cấp thông tin của cơ quan mình hoặc gửi đến mình",
        OFFICERS + " clerk",
        OPERATORS + " " + BODIES,
        also=(("auditor", ""),),
    ),
    right("requests.draft", "Soạn, trình yêu cầu cung cấp thông tin", OFFICERS, ASKERS),
    right("requests.approve", "Duyệt, không duyệt, rút yêu cầu (không phải yêu cầu mình soạn)", "leader", ASKERS),
    right("requests.answer", "Trả lời yêu cầu cung cấp thông tin", OFFICERS, OPERATORS + " " + BODIES),
    right("requests.complain", "Chuyển khiếu nại của người dùng cho doanh nghiệp giải quyết", OFFICERS, ASKERS),
    right(
        "requests.unmask",
        "Xem dữ liệu cá nhân trong yêu cầu và câu trả lời, có ghi lý do",
        OFFICERS,
        OPERATORS + " " + BODIES,
        also=(("auditor", ""),),
    ),
    right(
        "requests.audit",
        "Đọc sổ các lần yêu cầu cung cấp thông tin, kể cả bị từ chối",
        "auditor",
        also=(("leader", "provincial_chairman"),),
    ),
)
