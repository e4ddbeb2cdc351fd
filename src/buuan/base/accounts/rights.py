"""Who may manage accounts and tokens."""

from buuan.kit.right import right

ALL_PEOPLE = "leader officer duty_officer clerk counter_clerk administrator auditor"

RIGHTS = (
    right("accounts.manage", "Tạo, sửa, khóa tài khoản", "administrator system"),
    right("accounts.own", "Đổi mật khẩu, xem phiên và mã truy cập của mình", ALL_PEOPLE),
    right("accounts.issue_token", "Cấp mã truy cập API cho chính mình", ALL_PEOPLE + " system"),
)
