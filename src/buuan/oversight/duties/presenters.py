"""How a record reads as proof: a sentence made from its facts when it is read, and where its subject stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.base.audit.models import Record

SENTENCES = {
    "intake.report_received": _("báo cáo nghi vấn, bưu gửi {item}"),
    "intake.report_accepted": _("tiếp nhận, lập vụ việc {case}"),
    "intake.report_joined": _("tiếp nhận, nhập vào vụ việc {case}"),
    "intake.report_declined": _("không thụ lý, bưu gửi {item} được giải tỏa"),
    "cases.opened": _("mở vụ việc, {items} bưu gửi"),
    "cases.outcome": _("ghi kết quả bưu gửi {item}"),
    "cases.referral_accepted": _("nhận vụ việc do cơ quan khác chuyển đến"),
    "cases.concluded": _("kết luận vụ việc"),
    "cases.closed": _("đóng hồ sơ, đã phản hồi {reporters_told} nơi báo"),
    "screening.hit_reviewed": _("xem cảnh báo sàng lọc của bưu gửi {item}"),
    "clusters.reviewed": _("xem một cụm người gửi giả, {items} bưu gửi"),
    "custody.exhibit_taken": _("nhận giữ tang vật của vụ việc {case}"),
    "custody.handed_over": _("bàn giao tang vật của vụ việc {case}"),
    "custody.disposed": _("xử lý tang vật của vụ việc {case}"),
    "goods.category_revised": _("sửa phần giải thích cho người gửi của một nhóm hàng"),
    "interdiction.approved": _("duyệt lệnh ngăn chặn"),
    "interdiction.acknowledged": _("xác nhận đã nhận lệnh ngăn chặn"),
    "interdiction.answered": _("trả lời lệnh ngăn chặn"),
    "requests.approved": _("gửi yêu cầu cung cấp thông tin"),
    "requests.answered": _("trả lời yêu cầu cung cấp thông tin"),
    "tips.received": _("người dân báo tin"),
    "tips.passed": _("lập báo cáo {report} từ tin báo của người dân"),
    "tips.declined": _("trả lời tin báo của người dân, không xử lý thêm"),
}


PAGES = {
    "cases.case": "cases:case",
    "intake.suspicionreport": "intake:receipt",
    "clusters.cluster": "clusters:cluster",
    "custody.exhibit": "custody:exhibit",
    "custody.handover": "custody:hand_over",
    "interdiction.order": "interdiction:order",
    "requests.informationrequest": "requests:request",
    "tips.tip": "tips:tip",
}
"""The page of each kind of record's subject, asked for by the number that people call it."""


class _Facts(dict):
    """Facts for a sentence; what a record does not hold reads as a dash rather than breaking the page."""

    def __missing__(self, key: str) -> str:
        return "—"


def say_record(record: Record) -> str:
    """Give the sentence of a record, without its subject's number."""
    sentence = SENTENCES.get(record.action)
    return str(sentence).format_map(_Facts(record.facts)) if sentence else record.action


def link_of(record: Record) -> str:
    """Give the address of what a record is about, empty when it has no page of its own; the page asks for the right again."""
    kind = record.subject.split(":")[0]
    name = PAGES.get(kind)
    return reverse(name, args=[record.label]) if name and record.label else ""
