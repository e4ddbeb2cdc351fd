"""What in the records of clusters proves that points of the directive are served: somebody competent looked and decided."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "clusters.reviewed",
        ("3a",),
        "Quản lý thị trường xem một cụm người gửi giả và quyết định báo hoặc bỏ qua.",
        facts={"by_kind": "market_surveillance"},
    ),
    Proof(
        "clusters.reviewed",
        ("4a",),
        "Hải quan xem một cụm người gửi giả và quyết định báo hoặc bỏ qua.",
        facts={"by_kind": "customs"},
    ),
)
