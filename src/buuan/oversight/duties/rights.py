"""Who may read and who may manage directives."""

from buuan.kit.right import right

EVERYBODY = "leader officer duty_officer clerk auditor system"
OVERSEERS = "lead_department provincial_peoples_committee provincial_chairman police market_surveillance customs"

RIGHTS = (
    right("duties.read", "Xem chỉ thị, nhiệm vụ và tiến độ", EVERYBODY),
    right(
        "duties.manage",
        "Nạp chỉ thị, giao chủ trì, phối hợp, đưa vào thực hiện",
        "leader officer system",
        "lead_department provincial_peoples_committee platform",
    ),
    right(
        "duties.read_all",
        "Xem bản ghi chứng minh của mọi cơ quan",
        "leader officer duty_officer",
        OVERSEERS,
        also=(("auditor system", ""),),
    ),
)
