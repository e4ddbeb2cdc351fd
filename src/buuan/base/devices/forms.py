"""Forms of counters' phones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.models import Account
from buuan.base.devices.models import Device
from buuan.base.devices.queries import clerks_at
from buuan.base.devices.rules import PIN_DIGITS
from buuan.base.organisations.models import Organisation
from buuan.base.web.widgets import Code

_PAD = {"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]*", "maxlength": PIN_DIGITS}


def _pin(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=PIN_DIGITS, widget=forms.PasswordInput(attrs=_PAD))


class EnrolForm(forms.Form):
    """The code that the head of the point shows."""

    code = forms.CharField(label=_("Mã ghi danh"), max_length=20, widget=Code, help_text=_("Do người phụ trách điểm cho xem."))


class PinSignInForm(forms.Form):
    """Who works, and the PIN."""

    account = forms.ModelChoiceField(queryset=Account.objects.none(), label=_("Giao dịch viên"), empty_label=None)
    pin = _pin(_("Mã PIN"))

    def __init__(self, *args: Any, device: Device, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = clerks_at(device, on)
        self.fields["account"].queryset = Account.objects.filter(pk__in=[one.pk for one in found]).select_related("organisation")


class ChangePinForm(forms.Form):
    """The old PIN and a new one."""

    old = _pin(_("Mã PIN đang dùng"))
    new = _pin(_("Mã PIN mới"))


class NewDeviceForm(forms.Form):
    """A phone to be enrolled."""

    unit = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Điểm phục vụ"), to_field_name="code", empty_label=None
    )
    name = forms.CharField(label=_("Tên máy"), max_length=60, help_text=_("Ví dụ: máy quầy 1."))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RevokeForm(forms.Form):
    """Why a phone is revoked."""

    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=500, widget=forms.Textarea({"rows": 2}))
