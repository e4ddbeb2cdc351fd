"""What in the records of interdiction proves that points of the directive are served; a drill proves nothing here."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "interdiction.acknowledged",
        ("7b",),
        "Doanh nghiệp bưu chính xác nhận một lệnh ngăn chặn khẩn cấp (không phải diễn tập).",
        facts={"by_operator": True, "drill": False},
        clocks=("interdiction.acknowledge",),
    ),
    Proof(
        "interdiction.answered",
        ("7b",),
        "Doanh nghiệp bưu chính trả lời từng bưu gửi trong lệnh ngăn chặn.",
        facts={"by_operator": True},
        clocks=("interdiction.answer", "interdiction.confirm_release"),
    ),
    Proof(
        "interdiction.approved",
        ("2d",),
        "Công an tỉnh phát một lệnh ngăn chặn khẩn cấp để xử lý vụ việc.",
        facts={"issuer_kind": "police"},
    ),
)
