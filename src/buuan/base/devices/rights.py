"""Who enrols phones to a point and gives its clerks their PINs: the operator's own people, each within the own tree."""

from buuan.kit.right import right

OPERATORS = "postal_operator operator_unit agent"

RIGHTS = (
    right(
        "devices.manage",
        "Ghi danh, thu hồi máy quầy; cấp mã PIN cho giao dịch viên của đơn vị mình",
        "leader officer administrator",
        OPERATORS,
    ),
    right("devices.read", "Xem máy quầy của đơn vị mình", "leader officer administrator", OPERATORS, also=(("auditor", ""),)),
)
