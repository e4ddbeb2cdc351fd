"""Who may read the directory of organisations, change it, and name contacts."""

from buuan.kit.right import right

KEEPERS = "lead_department platform"
"""Who keeps the province's directory; an operator's or another body's administrator manages its own accounts only."""

RIGHTS = (
    right(
        "organisations.read",
        "Xem cơ quan, doanh nghiệp, đơn vị và đầu mối",
        "leader officer duty_officer clerk counter_clerk administrator auditor system",
    ),
    right("organisations.load", "Nạp danh mục cơ quan, doanh nghiệp", "administrator system", KEEPERS),
    right(
        "organisations.edit",
        "Mở, chấm dứt cơ quan, doanh nghiệp, đơn vị",
        "administrator system",
        KEEPERS,
        also=(("leader officer", "lead_department"),),
    ),
    right(
        "organisations.name_contact",
        "Cử và xác nhận lãnh đạo phụ trách an toàn, an ninh, đầu mối 24/7",
        "administrator system",
        KEEPERS,
        also=(("leader officer", "lead_department"), ("leader officer clerk", "postal_operator operator_unit agent")),
    ),
)
