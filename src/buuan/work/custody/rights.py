"""Who may do what with evidence and exhibits; operators only confirm what passes through their own hands."""

from django.utils.translation import gettext_lazy as _

from buuan.kit.right import right
from buuan.work.cases.rights import HANDLERS, OFFICERS, READERS

ROOM = _("Chứng cứ, tang vật")
OPERATORS = "postal_operator operator_unit agent"
CLERKS = "leader officer duty_officer clerk counter_clerk"

RIGHTS = (
    right(
        "custody.read",
        "Xem chứng cứ, tang vật của vụ việc mình được xem",
        OFFICERS + " clerk",
        READERS,
        also=(("auditor system", ""),),
    ),
    right("custody.open_file", "Mở bản sao tệp chứng cứ (được ghi lại)", OFFICERS + " clerk", READERS),
    right("custody.open_original", "Mở bản gốc tệp chứng cứ, có lý do", OFFICERS, HANDLERS),
    right("custody.add_evidence", "Đưa tệp chứng cứ vào vụ việc", OFFICERS + " clerk", HANDLERS),
    right("custody.mark", "Đổi phạm vi của vụ việc, chứng cứ, có lý do", "leader officer duty_officer", HANDLERS),
    right("custody.take", "Lập tang vật, niêm phong, chuyển nơi để", OFFICERS, HANDLERS),
    right("custody.hand_over", "Đề nghị bàn giao tang vật", OFFICERS, HANDLERS),
    right(
        "custody.read_hand_overs",
        "Xem bàn giao mà đơn vị mình là một bên",
        CLERKS,
        HANDLERS + " " + OPERATORS,
        also=(("auditor system", ""),),
    ),
    right("custody.confirm", "Xác nhận hoặc từ chối bàn giao", CLERKS, HANDLERS + " " + OPERATORS),
    right("custody.dispose", "Xử lý tang vật theo quyết định", "leader officer", HANDLERS),
    right("custody.refer_secret", "Ghi số và nơi giữ của tài liệu mật", OFFICERS + " clerk", HANDLERS),
    right("custody.add_person", "Ghi người liên quan đến hàng hóa của vụ việc", OFFICERS, HANDLERS),
    right("custody.unmask", "Xem dữ liệu cá nhân đã che, có lý do", OFFICERS, HANDLERS),
    right("custody.bundle", "Xuất gói hồ sơ vụ việc, có lý do", OFFICERS, HANDLERS, also=(("system", ""),)),
    right("custody.bundle_originals", "Đưa bản gốc tệp chứng cứ vào gói hồ sơ", "leader officer", HANDLERS),
    right("custody.expire_offers", "Kết thúc đề nghị bàn giao hết hạn", "system"),
)
