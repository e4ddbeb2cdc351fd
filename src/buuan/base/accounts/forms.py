"""Forms of the account pages: they parse; what is allowed is decided by the actions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("Tên mã"), max_length=80, help_text=_("Để sau này biết mã dùng cho việc gì."))
    days = forms.IntegerField(label=_("Số ngày dùng được"), min_value=1, initial=90)
    scopes = forms.CharField(
        label=_("Phạm vi"),
        required=False,
        help_text=_("Tên phân hệ hoặc quyền, cách nhau bằng dấu cách; để trống là mọi quyền của anh/chị."),
    )


class PasswordForm(forms.Form):
    """A new password."""

    old = forms.CharField(label=_("Mật khẩu hiện tại"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự, không chỉ gồm chữ số, không phải mật khẩu phổ biến."),
    )
