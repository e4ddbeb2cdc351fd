"""The second factor (xác thực hai lớp): allauth's own views in our words, each change with its record."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import views as allauth_base
from allauth.mfa.recovery_codes import views as allauth_codes
from allauth.mfa.totp import views as allauth_totp
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.accounts.actions import note_second_factor
from buuan.base.accounts.forms import SetUpForm


class Overview(allauth_base.IndexView):
    """Whether the second factor is on, and how many reserve codes are left."""

    template_name = "accounts/second_factor.html"


class SetUp(allauth_totp.ActivateTOTPView):
    """Shows the QR picture and takes the first code."""

    template_name = "accounts/second_factor_set_up.html"

    def get_form_class(self) -> type[SetUpForm]:
        """Give the form in our words."""
        return SetUpForm

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it on, with its record."""
        response = super().form_valid(form)
        _note(self.request, "added", _("Đã bật xác thực hai lớp. Hãy cất các mã dự phòng dưới đây ở nơi an toàn."))
        return response


class TurnOff(allauth_totp.DeactivateTOTPView):
    """Turns it off."""

    template_name = "accounts/second_factor_off.html"

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it off, with its record."""
        response = super().form_valid(form)
        self.request.session.pop("second_factor", None)
        _note(self.request, "removed", _("Đã tắt xác thực hai lớp."))
        return response


class Codes(allauth_codes.ViewRecoveryCodesView):
    """The reserve codes that are left."""

    template_name = "accounts/second_factor_codes.html"


class NewCodes(allauth_codes.GenerateRecoveryCodesView):
    """New reserve codes; the old ones stop working."""

    template_name = "accounts/second_factor_new_codes.html"
    success_url = reverse_lazy("mfa_view_recovery_codes")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Make them, with their record."""
        response = super().form_valid(form)
        _note(self.request, "codes", _("Đã tạo mã dự phòng mới; các mã cũ không dùng được nữa."))
        return response


def _note(request: HttpRequest, change: str, said: str) -> None:
    note_second_factor(request.actor, request.user, at=timezone.now(), change=change)  # type: ignore[attr-defined]
    messages.success(request, said)
