"""Who may extend, pause and explain clocks; starting and finishing belong to the acts that the clocks measure."""

from buuan.kit.right import right

RIGHTS = (
    right("clocks.read", "Xem việc của đơn vị", "leader officer duty_officer clerk counter_clerk auditor"),
    right("clocks.extend", "Duyệt gia hạn xử lý", "leader"),
    right("clocks.pause", "Tạm dừng, chạy lại thời hạn", "leader officer duty_officer"),
    right("clocks.explain", "Giải trình việc quá hạn", "leader officer duty_officer"),
    right("clocks.escalate", "Báo lên cấp trên theo thang", "system"),
)
