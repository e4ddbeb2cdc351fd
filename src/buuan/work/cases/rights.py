"""Who may do what with a case: the bodies that the directive names; operators see only what became of their reports."""

from buuan.kit.right import right

HANDLERS = "police lead_department market_surveillance customs commune_committee"
READERS = HANDLERS + " provincial_peoples_committee provincial_chairman"
OFFICERS = "leader officer duty_officer"

RIGHTS = (
    right("cases.read", "Xem vụ việc của cơ quan mình", OFFICERS + " clerk", READERS, also=(("auditor system", ""),)),
    right("cases.open", "Mở vụ việc do cơ quan mình chủ trì", OFFICERS, HANDLERS),
    right("cases.verify", "Nhận và xác minh vụ việc mình chủ trì", OFFICERS, HANDLERS),
    right("cases.handle", "Xử lý vụ việc, thêm bưu gửi, ghi kết quả bưu gửi", OFFICERS, HANDLERS),
    right("cases.conclude", "Kết luận vụ việc mình chủ trì", OFFICERS, HANDLERS),
    right("cases.close", "Đóng hồ sơ vụ việc mình chủ trì", OFFICERS, HANDLERS),
    right("cases.close_override", "Đóng hồ sơ khi còn việc chưa kết thúc, có lý do", "leader", HANDLERS),
    right("cases.assign", "Phân công, mời phối hợp", OFFICERS, HANDLERS),
    right("cases.refer", "Chuyển vụ việc; nhận hoặc từ chối vụ việc được chuyển đến", OFFICERS, HANDLERS),
    right("cases.absent", "Ghi vắng mặt và người làm thay của mình; lãnh đạo ghi cho cán bộ đơn vị", OFFICERS, HANDLERS),
    right(
        "cases.keep_kinds",
        "Nhập mẫu loại vụ việc: thời hạn, thông tin, nhiệm vụ",
        "leader",
        "police lead_department",
        also=(("system", ""),),
    ),
    right("cases.note", "Ghi chú vào vụ việc", OFFICERS + " clerk", HANDLERS),
)
