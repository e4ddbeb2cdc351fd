"""The errors and warnings of manifest reading: code, severity, what it means and how the operator repairs it.

Severities: F the whole file is refused, E the row is refused, W the row is accepted with a warning, Q quality only.
The codes are those of the project's postal data notes, section 6.5; they are stable and may be relied on. M315, M316
and M402 are ours: rules of section 6.2 that have no code there.
"""

from __future__ import annotations

from dataclasses import dataclass

FILE, ROW, WARNING, QUALITY = "F", "E", "W", "Q"


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its severity, its meaning for the documentation, and the sentence that says how to repair it."""

    code: str
    severity: str
    meaning: str
    fix: str


_TABLE = (
    Code("M101", FILE, "Tệp không đọc được, sai loại, hỏng, có mật khẩu hoặc vượt giới hạn.",
         "Xuất lại bảng kê từ phần mềm của doanh nghiệp (CSV UTF-8, XLSX, Parquet hoặc JSON) rồi gửi lại."),
    Code("M102", FILE, "Bảng mã của tệp không phải UTF-8.",
         "Lưu lại tệp với bảng mã UTF-8 (trong Excel: «CSV UTF-8»), không dùng phông TCVN3 hay VNI."),
    Code("M103", FILE, "Thiếu cột bắt buộc.", "Bổ sung các cột còn thiếu hoặc chọn đúng cấu hình ánh xạ (profile)."),
    Code("M104", FILE, "Tiêu đề cột bị trùng, hoặc không thấy dòng tiêu đề trong 10 dòng đầu.",
         "Để một dòng tiêu đề duy nhất trong 10 dòng đầu, mỗi tên cột chỉ xuất hiện một lần."),
    Code("M105", FILE, "Số lượng khai trong phần đầu không khớp với tệp.",
         "Kiểm tra tệp có bị cắt thiếu không, hoặc sửa item_count, line_count cho đúng."),
    Code("M106", FILE, "Có cột không được phép gửi.",
         "Xóa các cột chứa lời nhắn, nội dung thư, số giấy tờ tùy thân, tài khoản ngân hàng rồi gửi lại."),
    Code("M107", FILE, "Mã doanh nghiệp trong tệp khác với doanh nghiệp đang gửi, hoặc không còn hoạt động.",
         "Dùng đúng tài khoản và mã của doanh nghiệp mình."),
    Code("M108", FILE, "Phiên bản lược đồ không được hỗ trợ.", "Dùng schema_version «1.0»."),
    Code("M109", FILE, "Bảng kê cùng mã và lần sửa đã được nhận với nội dung khác.",
         "Tăng số lần sửa (revision) nếu muốn thay nội dung đã gửi."),
    Code("M110", FILE, "Quá nhiều dòng bị từ chối nên cả tệp không được nhận.",
         "Sửa các dòng lỗi trong báo cáo này rồi gửi lại cả tệp."),
    Code("M201", ROW, "Ô bắt buộc bị bỏ trống.", "Điền giá trị cho ô này."),
    Code("M202", ROW, "Sai kiểu dữ liệu hoặc không có trong danh sách cho phép.", "Sửa theo kiểu và danh sách đã nêu."),
    Code("M203", ROW, "Giá trị ngoài khoảng cho phép.", "Sửa giá trị vào trong khoảng đã nêu, đúng đơn vị."),
    Code("M204", ROW, "Mã S10 sai trên bưu gửi quốc tế.", "Đối chiếu với nhãn trên bưu gửi và nhập lại mã."),
    Code("M205", ROW, "Trùng trong tệp.", "Giữ một dòng cho mỗi mã; dòng đầu tiên đã được nhận."),
    Code("M206", ROW, "Ngày giờ ở tương lai hoặc không có thật.", "Nhập lại ngày giờ đúng, theo ISO 8601 có múi giờ."),
    Code("M207", ROW, "Dòng hàng hóa thuộc bưu gửi không có trong bảng kê.", "Bổ sung bưu gửi hoặc sửa mã ở dòng này."),
    Code("M208", ROW, "Văn bản dài quá mức cho phép.", "Rút gọn văn bản; hệ thống không tự cắt."),
    Code("M209", ROW, "Sửa hoặc hủy bưu gửi chưa từng khai.", "Khai bưu gửi bằng bảng kê loại full hoặc add trước."),
    Code("M210", ROW, "Sửa trường đã khóa của bưu gửi đang bị ngăn chặn.",
         "Liên hệ cơ quan ra lệnh; không được sửa mã, người gửi, người nhận, nội dung."),
    Code("M214", ROW, "Các dòng của cùng một bưu gửi không thống nhất.",
         "Để các cột chung của bưu gửi giống nhau trên mọi dòng của nó."),
    Code("M301", WARNING, "Thời điểm không có múi giờ, hiểu là +07:00.", "Ghi rõ múi giờ, ví dụ +07:00."),
    Code("M302", WARNING, "Số điện thoại không hợp lệ hoặc là số giả.", "Nhập số điện thoại liên hệ được."),
    Code("M303", WARNING, "Không xác định được mã địa bàn.", "Ghi mã hoặc đủ tên xã, phường."),
    Code("M304", WARNING, "Mã dạng S10 trên bưu gửi trong nước không đúng quy tắc.", "Đối chiếu với nhãn."),
    Code("M305", WARNING, "Mã giống mã của doanh nghiệp khác.", "Kiểm tra mã có thuộc doanh nghiệp mình không."),
    Code("M306", WARNING, "Có thể sai đơn vị khối lượng.", "Ghi khối lượng bằng gam, số nguyên."),
    Code("M307", WARNING, "Khai muộn so với thời điểm chấp nhận.", "Gửi bảng kê sớm sau khi chấp nhận."),
    Code("M308", WARNING, "Các dòng hàng hóa không khớp với bưu gửi, hoặc thiếu thông tin.",
         "Kiểm tra khối lượng, giá trị, mã HS của từng dòng."),
    Code("M309", WARNING, "Cột không có trong lược đồ, được giữ trong extra.", "Bỏ cột này nếu không cần."),
    Code("M310", WARNING, "Bảng tính đã làm biến dạng giá trị.", "Định dạng cột là văn bản trước khi nhập."),
    Code("M311", WARNING, "Ô bắt đầu bằng = + - @, được giữ như văn bản.", "Bỏ ký tự này nếu không cố ý."),
    Code("M312", WARNING, "Giá trị của ô công thức lấy từ kết quả đã lưu.", "Dán giá trị thay cho công thức."),
    Code("M313", WARNING, "Điểm chấp nhận chưa có, được tạo tạm.", "Khai báo điểm phục vụ hoặc sửa mã điểm."),
    Code("M314", WARNING, "Cột ghi chú tự do bị bỏ.", "Không gửi cột ghi chú; hệ thống không lưu lời nhắn."),
    Code("M315", WARNING, "Mã số thuế không hợp lệ.", "Ghi mã số thuế 10 hoặc 13 chữ số của tổ chức, hộ kinh doanh."),
    Code("M316", WARNING, "Giá trị giống số định danh cá nhân đã bị bỏ.", "Không gửi số giấy tờ tùy thân."),
    Code("M401", QUALITY, "Mô tả hàng hóa kém chất lượng.", "Ghi tên hàng cụ thể, chất liệu và công dụng."),
    Code("M402", QUALITY, "Tên người gửi hoặc người nhận không phải tên thật.", "Ghi tên như khách đã khai."),
)  # fmt: skip

CODES = {code.code: code for code in _TABLE}
