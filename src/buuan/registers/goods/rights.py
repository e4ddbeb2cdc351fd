"""Who reads the catalogue, who reads its terms, and who writes them.

Terms are not for operators nor for bodies that screen nothing: whoever knows the words knows how to write around them
(docs/decisions/0011).
"""

from buuan.kit.right import right

EVERYBODY = "leader officer duty_officer clerk counter_clerk administrator auditor"
SCREENING_BODIES = "police lead_department market_surveillance customs"
KEEPERS = "police lead_department"

RIGHTS = (
    right("goods.read", "Xem danh mục hàng hóa, điều kiện và lời khuyên", EVERYBODY, also=(("system", ""),)),
    right(
        "goods.read_terms",
        "Xem từ nhận diện của danh mục",
        "leader officer duty_officer clerk",
        SCREENING_BODIES,
        also=(("auditor system", ""),),
    ),
    right("goods.draft", "Soạn, thử, rút từ nhận diện", "leader officer duty_officer", KEEPERS, also=(("system", ""),)),
    right("goods.put_in_force", "Đưa từ nhận diện vào áp dụng, bãi bỏ, sửa nhóm hàng", "leader", KEEPERS),
    right("goods.load", "Nạp danh mục hàng hóa kèm theo nền tảng", "administrator system", "lead_department platform"),
)
