"""Forms of the directory."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.organisations.models import UNIT_TYPES
from buuan.base.organisations.rules import UNIT_KINDS
from buuan.base.web.widgets import Code, Day, Phone
from buuan.base.web.words import in_words


class ContactForm(forms.Form):
    """Who is named from when."""

    name = forms.CharField(label=_("Họ tên"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, widget=Phone, help_text=_("Số gọi được ngay, kể cả ban đêm."))
    from_on = forms.DateField(label=_("Từ ngày"), widget=Day)


class UnitForm(forms.Form):
    """A new unit below an operator or unit."""

    code = forms.CharField(label=_("Mã"), max_length=60, widget=Code)
    name = forms.CharField(label=_("Tên đầy đủ"), max_length=250)
    short_name = forms.CharField(label=_("Tên gọi tắt"), max_length=120, required=False)
    unit_type = forms.ChoiceField(
        label=_("Loại đơn vị"), choices=[(key, words) for key, words in in_words(UNIT_TYPES).items() if key in UNIT_KINDS]
    )
    area = forms.CharField(
        label=_("Xã, phường"), max_length=200, help_text=_("Mã hoặc tên, như 14797 hoặc phường Hạc Thành."), required=False
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)
    from_on = forms.DateField(label=_("Hoạt động từ ngày"), widget=Day)


class EndForm(forms.Form):
    """The end of an operator or unit."""

    until_on = forms.DateField(label=_("Ngày đầu tiên không còn hoạt động"), widget=Day)
    successor = forms.CharField(
        label=_("Mã doanh nghiệp, đơn vị tiếp nhận"),
        max_length=60,
        required=False,
        widget=Code,
        help_text=_("Để trống nếu không có."),
    )
    source = forms.CharField(label=_("Căn cứ"), max_length=500, help_text=_("Văn bản, thông báo về việc chấm dứt."))
    with_units = forms.BooleanField(label=_("Chấm dứt cả các đơn vị trực thuộc"), required=False)
