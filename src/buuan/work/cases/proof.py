"""What in the records of cases proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "cases.concluded",
        ("2d",),
        "Công an tỉnh xác minh xong và kết luận một vụ việc mình chủ trì.",
        facts={"lead_kind": "police"},
    ),
    Proof(
        "cases.closed",
        ("2d",),
        "Công an tỉnh đóng hồ sơ một vụ việc mình chủ trì, người báo đã được phản hồi.",
        facts={"lead_kind": "police"},
    ),
    Proof(
        "cases.referral_accepted",
        ("2d",),
        "Công an tỉnh nhận một vụ việc do cơ quan khác chuyển đến.",
        facts={"to_kind": "police"},
    ),
    Proof(
        "cases.concluded",
        ("1d",),
        "Sở chủ trì xử lý xong một trường hợp mất an toàn, an ninh.",
        facts={"lead_kind": "lead_department"},
    ),
    Proof(
        "cases.outcome",
        ("3b",),
        "Quản lý thị trường ghi kết quả xử lý một bưu gửi vi phạm, kể cả khi chỉ phối hợp trong vụ việc.",
        facts={"by_kind": "market_surveillance"},
    ),
    Proof(
        "cases.outcome",
        ("4b",),
        "Hải quan ghi kết quả xử lý một bưu gửi trong vụ việc chung.",
        facts={"by_kind": "customs"},
    ),
    Proof(
        "cases.concluded",
        ("6b",),
        "UBND cấp xã xử lý xong một vụ việc trên địa bàn; từ 01/7/2025 cấp xã nhận nhiệm vụ của cấp huyện.",
        facts={"lead_kind": "commune_committee"},
    ),
)
"""Only what the record itself says: who led or who wrote the outcome, never who merely took part."""
