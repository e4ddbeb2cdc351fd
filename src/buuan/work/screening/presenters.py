"""What the archive has of an item, in words; persons are no part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from buuan.base.web import formats

CLASSES = {
    "small_packet": "gói nhỏ",
    "parcel": "bưu kiện",
    "express": "chuyển phát nhanh",
    "cod_parcel": "bưu kiện thu hộ",
    "freight": "hàng nặng",
    "other": "khác",
}


def declared_facts(item: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    """Give the facts of a declaration that name no person, each with its label."""
    if item is None:
        return []
    size = [str(item[name]) for name in ("length_mm", "width_mm", "height_mm") if item.get(name)]
    ends = [
        " ".join(str(item[name]) for name in (f"{side}_area", f"{side}_country") if item.get(name))
        for side in ("sender", "receiver")
    ]
    money = {name: formats.vnd(int(item[name])) if item.get(name) is not None else "" for name in ("declared_value", "cod_amount")}
    return [
        (_("Nội dung khai"), item.get("screen_text") or item.get("declared_content")),
        (_("Dịch vụ"), _(CLASSES.get(str(item.get("service_class")), "khác"))),
        (_("Chấp nhận lúc"), formats.moment(item["accepted_at"])),
        (_("Điểm chấp nhận"), item.get("accept_point")),
        (_("Khối lượng"), formats.grams(item["gross_weight_g"]) if item.get("gross_weight_g") else ""),
        (_("Kích thước (mm)"), " × ".join(size)),
        (_("Giá trị khai"), money["declared_value"]),
        (_("Thu hộ"), money["cod_amount"]),
        (_("Địa bàn gửi"), ends[0]),
        (_("Địa bàn nhận"), ends[1]),
        (_("Bảng kê"), f"{item.get('manifest_id')} ({_('lần')} {item.get('revision')})"),
        (_("Số bản khai"), item.get("versions")),
    ]
