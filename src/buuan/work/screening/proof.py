"""What in the records of screening proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "screening.hit_reviewed",
        ("3a",),
        "Quản lý thị trường xem một cảnh báo sàng lọc và quyết định giữ, báo hoặc bỏ qua.",
        facts={"by_kind": "market_surveillance"},
    ),
    Proof(
        "screening.hit_reviewed",
        ("4a",),
        "Hải quan xem một cảnh báo sàng lọc và quyết định giữ, báo hoặc bỏ qua.",
        facts={"by_kind": "customs"},
    ),
)
"""A manifest that was screened proves nothing by itself: somebody competent has to look at what was flagged."""
