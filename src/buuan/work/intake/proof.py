"""What in the records of intake proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "intake.report_received",
        ("7c",),
        "Doanh nghiệp bưu chính báo cáo một dấu hiệu nghi vấn và tạm giữ bưu gửi.",
        facts={"by_operator": True},
    ),
    Proof(
        "intake.report_received",
        ("5b",),
        "Sở, ban, ngành cung cấp thông tin về hành vi lợi dụng mạng bưu chính.",
        facts={"reporter_kind": "provincial_department"},
    ),
    Proof(
        "intake.report_received",
        ("6d",),
        "UBND cấp xã cung cấp thông tin về vi phạm trên địa bàn; từ 01/7/2025 cấp xã nhận nhiệm vụ của cấp huyện.",
        facts={"reporter_kind": "commune_committee"},
    ),
    Proof(
        "intake.report_accepted",
        ("2d",),
        "Đầu mối tiếp nhận một báo cáo và lập vụ việc.",
        clocks=("intake.accept",),
    ),
    Proof("intake.report_joined", ("2d",), "Đầu mối tiếp nhận một báo cáo và nhập vào vụ việc đang mở."),
    Proof("intake.report_declined", ("2d",), "Đầu mối xem xét một báo cáo và trả lời không thụ lý, có lý do."),
)
"""Triage is done by the focal point alone, so its records need no further fact."""
