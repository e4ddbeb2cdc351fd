"""Owners: the body that a heading or a sentence names, and the kind of organisation that it is proposed to be."""

from __future__ import annotations

import pytest

from buuan.oversight.duties.reading import owner_kind_guess
from buuan.oversight.duties.reading.owners import find_assigned, find_owner


@pytest.mark.parametrize(
    "text",
    [
        "Sở Thông tin và Truyền thông",
        "SỞ XÂY DỰNG",
        "Công an tỉnh",
        "Các sở, ban, ngành cấp tỉnh",
        "Sở, ban, ngành cấp tỉnh",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Lao động - Thương binh và Xã hội",
        "Bộ Chỉ huy Quân sự tỉnh, Bộ đội Biên phòng tỉnh",
        "Ban Chỉ đạo 389 tỉnh",
        "Trung tâm Kiểm soát bệnh tật tỉnh",
        "Bệnh viện đa khoa tỉnh, các bệnh viện đa khoa khu vực",
        "Các cơ sở kinh doanh xăng dầu",
        "Chủ rừng",
        "Giám đốc Sở Y tế, Chủ tịch UBND huyện",
        "Các doanh nghiệp hoạt động trong lĩnh vực bưu chính, chuyển phát trên địa bàn tỉnh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội",
    ],
)
def test_a_name_alone_is_a_heading(text):
    owner = find_owner(text)

    assert (owner.name, owner.rest, owner.form) == (text, "", "alone")


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("Sở Y tế: Chủ trì, phối hợp", "Sở Y tế", "set_off"),
        ("Sở Y tế. Chủ trì việc này", "Sở Y tế", "set_off"),
        ("Sở Y tế - Chủ trì việc này", "Sở Y tế", "set_off"),
        ("Sở Y tế Chủ trì việc này", "Sở Y tế", "sentence"),
        ("SỞ Y TẾ CHỦ TRÌ, PHỐI HỢP VỚI CÁC ĐƠN VỊ", "SỞ Y TẾ", "sentence"),
        ("Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh", "Sở Y tế", "sentence"),
        ("Giao nhiệm vụ cho Sở Y tế theo dõi", "Sở Y tế", "sentence"),
        ("Đề nghị Hội Nông dân tỉnh vận động hội viên", "Hội Nông dân tỉnh", "sentence"),
        ("Trách nhiệm của Công an tỉnh", "Công an tỉnh", "alone"),
        ("ĐỐI VỚI CÁC SỞ, BAN, NGÀNH", "CÁC SỞ, BAN, NGÀNH", "alone"),
        ("Yêu cầu các địa phương:", "các địa phương", "alone"),
        ("Sở Xây dựng xây dựng kế hoạch", "Sở Xây dựng", "sentence"),
        ("Sở Y tế cấp thuốc cho các xã vùng lũ.", "Sở Y tế", "sentence"),
        ("Công an xã giữ trật tự.", "Công an xã", "sentence"),
        ("Ủy ban nhân dân xã, phường tổ chức lực lượng", "Ủy ban nhân dân xã, phường", "sentence"),
        ("Các tổ chức, cá nhân tổ chức thực hiện", "Các tổ chức, cá nhân", "sentence"),
        ("Ban Quản lý chợ kiểm tra bình chữa cháy", "Ban Quản lý chợ", "sentence"),
        ("Chủ đầu tư công trình phải lắp thùng thư", "Chủ đầu tư công trình", "sentence"),
        ("Công an thành phố Hải Sơn chủ trì", "Công an thành phố Hải Sơn", "sentence"),
        ("Các sở, ban, ngành: Y tế, Công Thương, Xây dựng phối hợp", "Các sở, ban, ngành: Y tế, Công Thương, Xây dựng", "sentence"),
        ("Các sở, ngành: Xây dựng kế hoạch, tổ chức", "Các sở, ngành", "set_off"),
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc các sở: Tư pháp, Tài chính; Chủ tịch UBND các xã chịu trách nhiệm thi hành.",
            "Chánh Văn phòng UBND tỉnh, Giám đốc các sở: Tư pháp, Tài chính; Chủ tịch UBND các xã",
            "sentence",
        ),
        (
            "Các sở, ban, ngành cấp tỉnh sử dụng dịch vụ bưu chính có trách nhiệm phối hợp",
            "Các sở, ban, ngành cấp tỉnh sử dụng dịch vụ bưu chính",
            "sentence",
        ),
    ],
)  # fmt: skip
def test_a_name_ends_where_the_task_begins(text, name, form):
    owner = find_owner(text)

    assert (owner.name, owner.form) == (name, form)


@pytest.mark.parametrize(
    "text",
    [
        "", "Tăng cường công tác tuyên truyền", "Ban hành kế hoạch kiểm tra", "BAN HÀNH KẾ HOẠCH", "Tổ chức thực hiện",
        "TỔ CHỨC THỰC HIỆN", "MỤC ĐÍCH, YÊU CẦU", "Phòng cháy, chữa cháy rừng", "PHÒNG CHÁY, CHỮA CHÁY",
        "Công tác tuyên truyền", "Cơ sở dữ liệu", "Thanh tra, kiểm tra", "Các nội dung trọng tâm", "Báo cáo kết quả",
        "Bộ máy", "Giao thông thuận tiện", "Chỉ thị này có hiệu lực", "Kinh phí thực hiện", "Giao", "Các",
    ],
)  # fmt: skip
def test_a_topic_names_nobody(text):
    assert find_owner(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Đẩy mạnh xã hội hóa. Giao Sở Tài chính chủ trì.", "Sở Tài chính"),
        ("Chỉ thị này có hiệu lực từ ngày ký. Giám đốc các sở, ngành chịu trách nhiệm thi hành.", "Giám đốc các sở, ngành"),
        ("Yêu cầu các sở, ngành", "các sở, ngành"),
        ("Tăng cường tuyên truyền. Báo cáo kết quả.", None),
    ],
)
def test_who_is_ordered_may_stand_in_a_later_sentence(text, name):
    assert find_assigned(text) == name


@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        ("Sở Thông tin và Truyền thông", "lead_department"),
        ("Sở TT&TT", "lead_department"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "lead_department"),
        ("Giám đốc Sở Thông tin và Truyền thông", "lead_department"),
        ("Công an tỉnh", "police"),
        ("Công an tỉnh, Công an các huyện", "police"),
        ("Công an các huyện, thị xã, thành phố", "police_district"),
        ("Công an xã, phường", "police_commune"),
        ("Cục Quản lý Thị trường Thanh Hóa", "market_surveillance"),
        ("Chi cục QLTT tỉnh", "market_surveillance"),
        ("Cục Hải quan Thanh Hóa", "customs"),
        ("Chi cục Hải quan khu vực X", "customs"),
        ("Các sở, ban, ngành cấp tỉnh", "provincial_department"),
        ("Sở Y tế", "provincial_department"),
        ("Thanh tra tỉnh", "provincial_department"),
        ("Văn phòng UBND tỉnh", "provincial_department"),
        ("Bộ Chỉ huy Quân sự tỉnh", "provincial_department"),
        ("Ban Chỉ huy Bộ đội Biên phòng tỉnh", "provincial_department"),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", "district_committee"),
        ("Uỷ ban nhân dân huyện Cẩm Thủy", "district_committee"),
        ("Chủ tịch UBND các huyện", "district_committee"),
        ("UBND các xã, phường, thị trấn", "commune_committee"),
        ("Ủy ban nhân dân phường Hạc Thành", "commune_committee"),
        ("Các doanh nghiệp bưu chính hoạt động trên địa bàn tỉnh Thanh Hóa", "postal_operator"),
        ("Các doanh nghiệp cung ứng dịch vụ bưu chính", "postal_operator"),
        ("Bưu điện tỉnh Thanh Hóa", "postal_operator"),
        ("Các bưu cục", "operator_unit"),
        ("Đại lý", "agent"),
        ("Chủ đầu tư các công trình nhiều tầng", "building_owner"),
        ("Đài Truyền thanh cấp huyện", "district_broadcaster"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "provincial_chairman"),
        ("Ủy ban nhân dân tỉnh", "provincial_peoples_committee"),
        ("Thường trực Tỉnh ủy", "provincial_party_committee"),
        ("TTr HĐND tỉnh", "provincial_peoples_council"),
        ("Bộ Thông tin và Truyền thông", "ministry"),
        ("Ban Chỉ đạo 389 tỉnh", "coordination_body"),
        ("Người dân", "public"),
        ("Các cơ quan, tổ chức, cá nhân có liên quan", "all"),
        ("Giám đốc các sở, Thủ trưởng các ban, ngành; Chủ tịch UBND các huyện", "all"),
        ("Các cơ sở kinh doanh xăng dầu", None),
        ("Cán bộ, công chức", None),
        ("Hội Nông dân tỉnh", None),
        ("", None),
    ],
)
def test_the_kind_of_a_printed_owner_is_proposed(owner, kind):
    assert owner_kind_guess(owner) == kind
