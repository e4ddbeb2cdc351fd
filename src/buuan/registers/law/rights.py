"""Who may read, load and change the law register."""

from buuan.kit.right import right

READERS = "leader officer duty_officer clerk counter_clerk administrator auditor"

RIGHTS = (
    right("law.read", "Xem văn bản pháp luật, thời hạn, lịch làm việc", READERS),
    right("law.load", "Nạp danh mục pháp luật", "administrator system", "lead_department platform"),
    right("law.set_limit", "Sửa thời hạn trong danh mục", "leader officer administrator", "lead_department"),
)
