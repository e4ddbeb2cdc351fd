"""Invented directives in the layouts that offices use, and the two ways in which the tests put them into files."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import docx


@dataclass(frozen=True)
class Paper:
    """A text, the references that it must give, and the owners of some of them."""

    text: str
    sections: list[str]
    points: list[str]
    owners: dict[str, str | None] = field(default_factory=dict)


PAPERS: dict[str, Paper] = {
    "letters with đ": Paper(
        """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH AN SƠN                  Độc lập - Tự do - Hạnh phúc
-------------                -----------------------------
Số: 08/CT-UBND               An Sơn, ngày 05 tháng 3 năm 2024

CHỈ THỊ
Về việc tăng cường công tác phòng cháy, chữa cháy
tại chợ, trung tâm thương mại trên địa bàn tỉnh

Thời gian qua, công tác phòng cháy, chữa cháy đạt nhiều kết quả. Tuy nhiên, tình hình còn
phức tạp. Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Công an tỉnh
a) Chủ trì kiểm tra các chợ trên địa bàn;
b) Hướng dẫn lắp đặt thiết bị báo cháy;
c) Tổ chức tập huấn cho tiểu thương;
d) Tổng hợp số liệu hằng quý;
đ) Báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12;
e) Công khai danh sách cơ sở vi phạm.
2. Sở Công Thương
a) Rà soát quy hoạch chợ;
b) Phối hợp với Công an tỉnh kiểm tra.
3. Sở Tài chính: Bố trí kinh phí thực hiện.

Chỉ thị này có hiệu lực kể từ ngày ký./.

Nơi nhận:                                   TM. ỦY BAN NHÂN DÂN
- Bộ Công an (để b/c);                             CHỦ TỊCH
- Các sở, ban, ngành;
- Lưu: VT, NC.                                    (Đã ký)

                                               Trần Văn Thử
""",
        ["1", "2", "3"],
        ["1a", "1b", "1c", "1d", "1đ", "1e", "2a", "2b", "3"],
        {"1đ": "Công an tỉnh", "2b": "Sở Công Thương", "3": "Sở Tài chính"},
    ),
    "roman parts": Paper(
        """CHỈ THỊ
Về chủ động ứng phó mưa lũ năm 2023

I. MỤC ĐÍCH, YÊU CẦU
1. Hạn chế thấp nhất thiệt hại về người và tài sản.
2. Bảo đảm giao thông thông suốt.

II. NHIỆM VỤ CỤ THỂ
1. Sở Nông nghiệp và Phát triển nông thôn chủ trì kiểm tra hồ đập, báo cáo trước ngày 30 tháng 6.
2. Sở Giao thông vận tải: Chuẩn bị vật tư dự phòng.
3. Giao Đài Khí tượng Thủy văn tỉnh kịp thời cung cấp bản tin dự báo.

Nơi nhận:
- Như mục II;
- Lưu: VT.
""",
        ["I", "II"],
        ["I.1", "I.2", "II.1", "II.2", "II.3"],
        {
            "I.1": None,
            "II.1": "Sở Nông nghiệp và Phát triển nông thôn",
            "II.2": "Sở Giao thông vận tải",
            "II.3": "Đài Khí tượng Thủy văn tỉnh",
        },
    ),
    "roman parts, sections, letters": Paper(
        """CHỈ THỊ
Về trật tự vỉa hè

I. TÌNH HÌNH CHUNG
Thời gian qua trật tự vỉa hè có chuyển biến.

II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng
a) Hướng dẫn kẻ vạch.
b) Kiểm tra định kỳ.
2. Công an tỉnh
a) Xử lý vi phạm.
b) Bố trí lực lượng.
III. CHẾ ĐỘ BÁO CÁO
Các đơn vị báo cáo trước ngày 20 hằng tháng.
""",
        ["I", "II", "II.1", "II.2", "III"],
        ["I", "II.1a", "II.1b", "II.2a", "II.2b", "III"],
        {"I": None, "II.1a": "Sở Xây dựng", "II.2b": "Công an tỉnh"},
    ),
    "decimals": Paper(
        """CHỈ THỊ
Về bảo đảm trật tự an toàn giao thông dịp lễ
Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:
1. Sở Giao thông vận tải
1.1. Kiểm tra bến xe.
1.2. Công bố đường dây nóng, số điện thoại
113 và 114 trên báo chí.
2. Công an tỉnh
2.1 Tuần tra khép kín các tuyến quốc lộ
2.2 Xử lý nghiêm vi phạm nồng độ cồn
2.3 Báo cáo kết quả
3. Các doanh nghiệp vận tải thực hiện nghiêm quy định về tốc độ.
""",
        ["1", "2", "3"],
        ["1.1", "1.2", "2.1", "2.2", "2.3", "3"],
        {"1.2": "Sở Giao thông vận tải", "2.3": "Công an tỉnh", "3": "Các doanh nghiệp vận tải"},
    ),
    "dashes and pluses": Paper(
        """CHỈ THỊ
Về phòng, chống rét đậm cho cây trồng, vật nuôi

Chủ tịch UBND tỉnh yêu cầu:
1. Sở Nông nghiệp và Môi trường
- Hướng dẫn che phủ chuồng trại;
- Chuẩn bị giống dự phòng:
+ Lúa;
+ Rau màu.
2. Sở Tài chính
Cân đối, bố trí kinh phí hỗ trợ.
3. Đề nghị Hội Nông dân tỉnh
- Vận động hội viên dự trữ thức ăn;
- Tuyên truyền tại cơ sở.
4. Ủy ban nhân dân các huyện, thị xã,
thành phố
- Thống kê thiệt hại;
- Báo cáo trước 16 giờ hằng ngày.
""",
        ["1", "2", "3", "4"],
        ["1-1", "1-2", "2", "3-1", "3-2", "4-1", "4-2"],
        {
            "1-2": "Sở Nông nghiệp và Môi trường",
            "2": "Sở Tài chính",
            "3-1": "Hội Nông dân tỉnh",
            "4-2": "Ủy ban nhân dân các huyện, thị xã, thành phố",
        },
    ),
    "articles": Paper(
        """QUYẾT ĐỊNH
Về việc phân công phòng cháy rừng

Điều 1. Giao Chi cục Kiểm lâm
1. Tuần tra rừng.
2. Trực 24/24 giờ trong mùa khô.
Điều 2. Sở Tài chính
a) Bố trí kinh phí theo quy định tại Điều 5
Luật Ngân sách;
b) Quyết toán đúng hạn.
Điều 3. Quyết định này có hiệu lực từ ngày ký.
Điều 4. Chánh Văn phòng UBND tỉnh, Giám đốc các sở: Tài chính, Xây dựng và các đơn vị liên quan chịu trách nhiệm thi hành.
""",
        ["1", "2", "3", "4"],
        ["1.1", "1.2", "2a", "2b", "3", "4"],
        {"1.2": "Chi cục Kiểm lâm", "2a": "Sở Tài chính", "3": None},
    ),
    "one level, sentences": Paper(
        """CHỈ THỊ
Về việc nghỉ lễ và trực lãnh đạo

1. Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị liên quan theo dõi việc trực.
2. Công an tỉnh chịu trách nhiệm bảo đảm an ninh, trật tự
trong dịp nghỉ lễ; báo cáo kết quả trước ngày
5. 9 hằng năm theo quy định tại khoản
3. Điều 7 của Quy chế.
3. Thủ trưởng các cơ quan, đơn vị phân công trực.
4. Tổ chức thực hiện: Yêu cầu các sở, ngành, địa phương nghiêm túc thực hiện Chỉ thị này./.
""",
        ["1", "2", "3", "4"],
        ["1", "2", "3", "4"],
        {
            "1": "Sở Nội vụ",
            "2": "Công an tỉnh",
            "3": "Thủ trưởng các cơ quan, đơn vị",
            "4": "các sở, ngành, địa phương",
        },
    ),
    "no punctuation, no blank lines": Paper(
        """CHỈ THỊ
Về vệ sinh môi trường
Chủ tịch UBND tỉnh yêu cầu
1. Sở Tài nguyên và Môi trường
a) Kiểm tra bãi rác
b) Hướng dẫn phân loại
2. Sở Y tế
a) Phun khử khuẩn
b) Giám sát nguồn nước
3. UBND các xã, phường
a) Ra quân dọn vệ sinh
b) Thu gom rác
""",
        ["1", "2", "3"],
        ["1a", "1b", "2a", "2b", "3a", "3b"],
        {"3b": "UBND các xã, phường"},
    ),
    "other marks": Paper(
        """CHỈ THỊ
Về tiết kiệm điện

1) Sở Công Thương
a. Xây dựng kế hoạch tiết kiệm điện;
b. Kiểm tra việc thực hiện.
2) Công ty Điện lực tỉnh
a/ Ưu tiên cấp điện cho bệnh viện;
b/ Thông báo lịch cắt điện;
3) Các cơ quan, đơn vị
• Tắt thiết bị khi không sử dụng;
• Thay đèn tiết kiệm điện.
""",
        ["1", "2", "3"],
        ["1a", "1b", "2a", "2b", "3-1", "3-2"],
        {"2b": "Công ty Điện lực tỉnh"},
    ),
    "lists inside points": Paper(
        """CHỈ THỊ
Về kiểm tra hồ chứa

1. Sở Xây dựng
a) Kiểm tra các hồ chứa sau:
- Hồ Bắc;
- Hồ Nam.
b) Lập hồ sơ gồm:
1. Bản đồ;
2. Sổ trực;
3. Danh bạ.
c) Báo cáo kết quả.
2. Công an tỉnh
a) Bảo vệ công trình;
b) Phân luồng giao thông.
""",
        ["1", "2"],
        ["1a", "1b", "1c", "2a", "2b"],
    ),
    "topics with assigned points": Paper(
        """CHỈ THỊ
Về an toàn thực phẩm

1. Công tác tuyên truyền
a) Giao Sở Y tế chủ trì biên soạn tài liệu.
b) Đài Phát thanh và Truyền hình tỉnh: Mở chuyên mục hằng tuần.
2. Về kiểm tra, hậu kiểm: Giao Sở Công Thương kiểm tra các chợ đầu mối.
""",
        ["1", "2"],
        ["1a", "1b", "2"],
        {"1a": "Sở Y tế", "1b": "Đài Phát thanh và Truyền hình tỉnh", "2": "Sở Công Thương"},
    ),
    "reasons numbered before the demand": Paper(
        """CHỈ THỊ
Về chấn chỉnh công tác tiếp công dân

Qua kiểm tra cho thấy:
1. Một số nơi chưa niêm yết lịch.
2. Một số nơi chậm trả lời.
Để khắc phục, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các đơn vị thực hiện các nội dung sau:
1. Thanh tra tỉnh
a) Kiểm tra đột xuất.
b) Tổng hợp báo cáo.
2. Các sở, ngành niêm yết lịch tiếp công dân.
""",
        ["1", "2"],
        ["1a", "1b", "2"],
        {"1a": "Thanh tra tỉnh"},
    ),
    "grounds as dashes before the list": Paper(
        """CHỈ THỊ
Về an toàn lao động

- Căn cứ Luật An toàn, vệ sinh lao động;
- Căn cứ tình hình thực tế;
Chủ tịch Ủy ban nhân dân tỉnh chỉ thị như sau

1. Sở Nội vụ
a) Thanh tra chuyên ngành.
b) Tập huấn an toàn viên.
2. Các doanh nghiệp xây dựng nội quy.
""",
        ["1", "2"],
        ["1a", "1b", "2"],
    ),
    "a section without its number": Paper(
        """CHỈ THỊ
Về phòng, chống dịch trên đàn vật nuôi

1. Sở Nông nghiệp và Môi trường
a) Giám sát dịch bệnh.
b) Cung ứng vắc xin.

Công an tỉnh
a) Kiểm soát vận chuyển.
b) Xử lý vi phạm.

3. Sở Tài chính
a) Bố trí kinh phí.
b) Thẩm định giá.
""",
        ["1", "2", "3"],
        ["1a", "1b", "2a", "2b", "3a", "3b"],
        {"2b": "Công an tỉnh"},
    ),
    "no numbers at all": Paper(
        """CHỈ THỊ
Về trực tết

Sở Y tế:
- Bố trí kíp trực;
- Dự trữ thuốc.

Công an tỉnh:
- Tăng cường tuần tra;
- Bảo đảm an ninh.
""",
        ["1", "2"],
        ["1-1", "1-2", "2-1", "2-2"],
        {"2-1": "Công an tỉnh"},
    ),
    "all on one line": Paper(
        "CHỈ THỊ Về bảo vệ đê điều\n"
        "Chủ tịch UBND tỉnh yêu cầu: 1. Sở Nông nghiệp và Môi trường: a) Kiểm tra đê; b) Chuẩn bị vật tư; c) Tổ chức trực. "
        "2. Công an tỉnh: a) Bảo đảm an ninh; b) Hỗ trợ di dời. 3. Sở Tài chính: Bố trí kinh phí.\n",
        ["1", "2", "3"],
        ["1a", "1b", "1c", "2a", "2b", "3"],
        {"1c": "Sở Nông nghiệp và Môi trường", "3": "Sở Tài chính"},
    ),
    "numbers go on through the parts": Paper(
        """CHỈ THỊ
Về quản lý bến thủy

A. CÁC SỞ, NGÀNH
1. Sở Xây dựng cấp phép bến.
2. Công an tỉnh kiểm tra phương tiện.
B. CÁC ĐỊA PHƯƠNG
3. Ủy ban nhân dân các xã rà soát bến tự phát.
4. Ủy ban nhân dân các phường niêm yết nội quy.
""",
        ["A", "B"],
        ["A.1", "A.2", "B.3", "B.4"],
        {"A.2": "Công an tỉnh", "B.4": "Ủy ban nhân dân các phường"},
    ),
    "broken lines": Paper(
        """CHỈ THỊ
Về phát triển kinh tế - xã hội vùng ven biển

1.
Sở Lao động
- Thương binh và Xã hội
a) Đào tạo nghề, gắn với phát triển kinh tế
- xã hội của địa phương theo quy định tại điểm
a) khoản 2 Điều 6 và các văn bản hướng
dẫn có liên quan.

- 2 -

b) Tuyên tru-
yền về việc làm.
2. Ủy ban nhân dân các huyện, thị xã, thành phố và các doanh
nghiệp
a) Rà soát nhu cầu lao động,

báo cáo trước ngày
15. 7 hằng năm.
b) Hỗ trợ thủ tục.
""",
        ["1", "2"],
        ["1a", "1b", "2a", "2b"],
        {
            "1a": "Sở Lao động - Thương binh và Xã hội",
            "2b": "Ủy ban nhân dân các huyện, thị xã, thành phố và các doanh nghiệp",
        },
    ),
    "mục and phần": Paper(
        """CHỈ THỊ
Về chuyển đổi số

Phần thứ nhất: NHIỆM VỤ CHUNG
1. Rà soát thủ tục.
2. Công khai kết quả.
Phần thứ hai: NHIỆM VỤ CỤ THỂ
1. Sở Khoa học và Công nghệ
a) Xây dựng nền tảng.
b) Đào tạo cán bộ.
2. Sở Tài chính bố trí kinh phí.
""",
        ["I", "II", "II.1", "II.2"],
        ["I.1", "I.2", "II.1a", "II.1b", "II.2"],
        {"II.1b": "Sở Khoa học và Công nghệ", "II.2": "Sở Tài chính"},
    ),
}


def as_docx(text: str) -> bytes:
    """Give `text` as a Word file with a paragraph a line."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """Give the bytes of a Word document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
