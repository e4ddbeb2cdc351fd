"""Who may read what was told to their organisation."""

from buuan.kit.right import right

RIGHTS = (right("dispatch.read", "Đọc thông báo gửi đơn vị mình", "leader officer duty_officer clerk counter_clerk auditor"),)
