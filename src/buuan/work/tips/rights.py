"""Who reads tips, answers them, keeps the keys, and opens who told."""

from django.utils.translation import gettext_lazy as _

from buuan.kit.right import right

ROOM = _("Tin báo của người dân")

RIGHTS = (
    right("tips.read", "Xem tin báo của người dân", "leader officer duty_officer", "police", also=(("auditor", ""),)),
    right("tips.answer", "Đọc nội dung, trả lời, chuyển xử lý tin báo", "leader officer duty_officer", "police"),
    right("tips.open_identity", "Đề nghị và chấp thuận mở thông tin người báo", "leader officer duty_officer", "police"),
    right("tips.keep_keys", "Lập khóa niêm phong tin báo", "leader", "police"),
)
