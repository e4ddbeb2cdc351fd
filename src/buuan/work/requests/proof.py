"""What in the records of requests proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "requests.answered",
        ("7f",),
        "Doanh nghiệp bưu chính trả lời yêu cầu cung cấp thông tin của cơ quan có thẩm quyền.",
        facts={"by_operator": True},
        clocks=("requests.answer",),
    ),
    Proof(
        "requests.approved",
        ("2d",),
        "Công an tỉnh yêu cầu cung cấp thông tin để xử lý vụ việc.",
        facts={"asker_kind": "police"},
    ),
)
