"""Forms of the screening pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

PROFILES = (("native", "Bưu An v1"), ("ghn", "GHN"), ("ghtk", "GHTK"), ("vtp", "Viettel Post"), ("vnpost", "VNPost"), ("jt", "J&T"))
KINDS = (("full", _("toàn bộ")), ("add", _("bổ sung")), ("amend", _("sửa")), ("cancel", _("hủy")))


class UploadForm(forms.Form):
    """A manifest."""

    file = forms.FileField(label=_("Tệp bảng kê"), help_text=_("CSV, XLSX, Parquet hoặc JSON; loại tệp được nhận theo nội dung."))
    operator = forms.CharField(label=_("Mã doanh nghiệp"), max_length=20, required=False)
    profile = forms.ChoiceField(label=_("Kiểu cột"), choices=PROFILES, initial="native")
    kind = forms.ChoiceField(label=_("Loại bảng kê"), choices=KINDS, initial="full")
    manifest_id = forms.CharField(
        label=_("Mã bảng kê"), max_length=64, required=False, help_text=_("Để trống thì lấy theo tên tệp.")
    )
    revision = forms.IntegerField(label=_("Lần"), min_value=1, required=False)
