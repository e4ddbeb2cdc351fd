"""Forms of the account pages: they parse; what is allowed is decided by the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.organisations.models import Organisation
from buuan.base.web.widgets import Code, Day
from buuan.base.web.words import in_words
from buuan.kit.right import ROLES

GIVEN_ROLES = [(role, name) for role, name in in_words(ROLES, capital=True).items() if role != "system"]


# -- at the door ---------------------------------------------------------------------------------------------------------


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, login=_("Tên đăng nhập"), password=_("Mật khẩu"))


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password=_("Mật khẩu"))


class CodeForm(AuthenticateForm):
    """A one-time code, or a reserve code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Mã 6 số hoặc mã dự phòng"))


class SecondCodeForm(CodeAgainForm):
    """A one-time code once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Mã 6 số hoặc mã dự phòng"))


class SetUpForm(ActivateTOTPForm):
    """The first code of the app that was just set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Mã 6 số đang hiện trong ứng dụng"))


def _in_our_words(form: forms.Form, **labels: Any) -> None:
    """Give fields of allauth our labels; its own placeholders and hints go."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        if name == "code":
            field.widget.attrs["inputmode"] = "numeric"


# -- the own account -----------------------------------------------------------------------------------------------------


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

    old = forms.CharField(
        label=_("Mật khẩu hiện tại"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự, không chỉ gồm chữ số, không phải mật khẩu phổ biến."),
    )


# -- for administrators --------------------------------------------------------------------------------------------------


class LastDay(forms.DateField):
    """The last day of use, as people say it; the value is the first day without it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Dùng đến hết ngày"), required=False, widget=Day, help_text=_("Để trống là không có thời hạn."), **kwargs
        )

    def clean(self, value: Any) -> date | None:
        """Give the day after."""
        last = super().clean(value)
        return last + timedelta(days=1) if last else None


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ không dấu, chữ số và các dấu . - _ ở giữa, như nguyen.an."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Họ tên hoặc chức danh"), max_length=120)
    organisation = forms.CharField(
        label=_("Mã cơ quan, đơn vị"), max_length=60, widget=Code, help_text=_("Mã ghi cạnh tên ở trang Doanh nghiệp hoặc Cơ quan.")
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=GIVEN_ROLES)
    until_on = LastDay()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self._on = on
        super().__init__(*args, **kwargs)

    def clean_organisation(self) -> Organisation:
        """Give the body with this code; one that has ended gets no new accounts."""
        code = self.cleaned_data["organisation"].strip()
        found = Organisation.objects.filter(code__iexact=code).exclude(kind="platform").first()
        if found is None:
            raise forms.ValidationError(_("Không có cơ quan, đơn vị nào mang mã này."))
        if not found.holds_on(self._on):
            raise forms.ValidationError(_("Cơ quan, đơn vị này không hoạt động vào hôm nay."))
        return found


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=_("Lưu vào nhật ký.")
    )


class EndDateForm(ReasonForm):
    """Until when an account may be used."""

    until_on = LastDay()

    field_order = ("until_on", "reason")
