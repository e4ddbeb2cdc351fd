"""Who may read what was told to their organisation, act on it, follow what was sent, and set up how it is told."""

from django.utils.translation import gettext_lazy as _

from buuan.kit.right import right

ROOM = _("Thông báo")
STAFF = "leader officer duty_officer clerk"

RIGHTS = (
    right("dispatch.read", "Đọc thông báo gửi đơn vị mình", STAFF + " counter_clerk auditor"),
    right("dispatch.acknowledge", "Xác nhận, trả lời thông báo gửi đơn vị mình", STAFF + " counter_clerk"),
    right("dispatch.pass_on", "Chuyển tiếp thông báo cho cấp dưới", STAFF),
    right("dispatch.follow", "Theo dõi thông báo đã gửi: ai đã biết, ai còn im lặng", STAFF + " auditor"),
    right("dispatch.call", "Gọi theo danh bạ, ghi cuộc gọi, ghi nhận thay, gửi lại", STAFF),
    right("dispatch.roster", "Lập lịch trực, bàn giao ca", STAFF),
    right("dispatch.manage_endpoints", "Đặt điểm nhận của đơn vị: webhook, hộp thư", "leader"),
    right("dispatch.escalate", "Nhắc và báo lên theo thang", "system"),
    right("dispatch.deliver", "Gửi ra các kênh ngoài", "system"),
    right("dispatch.load", "Nạp thang nhắc", "system"),
)
