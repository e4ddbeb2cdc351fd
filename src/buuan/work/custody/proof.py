"""What in the records of custody proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "custody.exhibit_taken",
        ("2d",),
        "Công an tỉnh thu giữ một tang vật, có niêm phong và người giữ.",
        facts={"by_kind": "police"},
    ),
    Proof(
        "custody.disposed",
        ("2d",),
        "Công an tỉnh xử lý xong một tang vật theo quyết định.",
        facts={"by_kind": "police"},
    ),
    Proof(
        "custody.exhibit_taken",
        ("3b",),
        "Quản lý thị trường thu giữ một tang vật hàng vi phạm.",
        facts={"by_kind": "market_surveillance"},
    ),
    Proof(
        "custody.exhibit_taken",
        ("4b",),
        "Hải quan thu giữ một tang vật trong vụ việc chung.",
        facts={"by_kind": "customs"},
    ),
    Proof(
        "custody.handed_over",
        ("7c",),
        "Doanh nghiệp bàn giao bưu gửi nghi vấn cho cơ quan có thẩm quyền, hai bên xác nhận.",
        facts={"from_operator": True},
    ),
)
"""Only what the record itself says: who took a thing, who disposed of it, whether it came out of an operator's hands."""
