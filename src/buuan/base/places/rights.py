"""Who may read the areas and load them."""

from buuan.kit.right import right

RIGHTS = (
    right(
        "places.read",
        "Xem địa bàn, ranh giới và đơn vị kế thừa",
        "leader officer duty_officer clerk counter_clerk administrator auditor system",
    ),
    right("places.load", "Nạp danh mục địa bàn", "administrator system", "lead_department platform"),
)
