"""What in the records of the catalogue proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof(
        "goods.category_revised",
        ("1a",),
        "Sở chủ trì sửa nội dung một nhóm hàng mà người dân đọc trên trang tra cứu.",
        facts={"by_kind": "lead_department"},
    ),
)
"""That the page stands proves nothing by itself; that the department keeps its words right does."""
