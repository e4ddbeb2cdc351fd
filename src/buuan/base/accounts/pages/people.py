"""The administrator's pages: who has an account, a new one, and what may be done to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.accounts.actions import (
    create_account,
    drop_second_factor,
    lock_account,
    reset_password,
    set_end_date,
    unlock_account,
)
from buuan.base.accounts.actions.passwords import made_password
from buuan.base.accounts.forms import EndDateForm, PersonForm, ReasonForm
from buuan.base.accounts.lists import PEOPLE, state_of
from buuan.base.accounts.models import Account
from buuan.base.accounts.presenters import account_facts, tell
from buuan.base.accounts.queries import account_by_pk, accounts_for_list, what_happened
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Forbidden, Invalid, Refused

MOST_TOLD = 30


@page("accounts.manage")
@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """List the accounts that I may manage."""
    return render_list(request, PEOPLE, accounts_for_list(request.actor))


@page("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Create an account; its first password is shown this once."""
    today = timezone.localdate()
    form = PersonForm(request.POST or None, on=today, initial={"organisation": request.GET.get("don-vi", request.actor.body_code)})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        password = made_password()
        try:
            made = create_account(
                request.actor, given.pop("organisation"), **given, password=password, temporary=True, at=timezone.now()
            )
        except Invalid as error:
            add_refusal(form, error)
        except Forbidden as error:
            form.add_error("organisation", error.sentence)
        else:
            return _show(request, account_by_pk(request.actor, made.pk), new_password=password)
    context = {
        "form": form,
        "title": _("Tài khoản mới"),
        "submit": _("Tạo tài khoản"),
        "intro": _("Mật khẩu đầu tiên do hệ thống đặt, hiện một lần sau khi tạo; người dùng phải đổi ở lần đăng nhập đầu."),
        "cancel_url": reverse("accounts:people"),
        "cancel": _("Tài khoản"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page("accounts.manage")
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account: who, where, until when, and what happened to it."""
    return _show(request, account_by_pk(request.actor, pk))


@page("accounts.manage")
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock an account."""
    return _change(request, pk, "lock", ReasonForm, lock_account, _("Đã khóa; mọi phiên và mã truy cập ngừng ngay."))


@page("accounts.manage")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked account."""
    return _change(request, pk, "unlock", ReasonForm, unlock_account, _("Đã mở khóa."))


@page("accounts.manage")
@require_POST
def end_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Set until when an account may be used."""
    return _change(request, pk, "end", EndDateForm, set_end_date, _("Đã đặt thời hạn sử dụng."))


@page("accounts.manage")
@require_POST
def drop_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor off an account."""
    return _change(request, pk, "drop", ReasonForm, drop_second_factor, _("Đã bỏ xác thực hai lớp của tài khoản."))


@page("accounts.manage")
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a new password, shown this once."""
    made: list[str] = []

    def act(*args: Any, **given: Any) -> None:
        made.append(reset_password(*args, **given)[1])

    answer = _change(request, pk, "reset", ReasonForm, act, "")
    return _show(request, account_by_pk(request.actor, pk), new_password=made[0]) if made else answer


def _change(
    request: HttpRequest, pk: int, name: str, form_class: type[forms.Form], act: Callable[..., Any], done: str
) -> HttpResponse:
    """Read a form, call its action, go back to the account; a refusal stands in the form, with every word still there."""
    account = account_by_pk(request.actor, pk)
    form = form_class(request.POST, prefix=name)
    status = 422
    if form.is_valid():
        try:
            act(request.actor, account, **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            if done:
                messages.success(request, done)
            return redirect("accounts:person", pk)
    return _show(request, account, {name: form}, status=status)


def _show(
    request: HttpRequest,
    account: Account,
    bound: dict[str, forms.Form] | None = None,
    *,
    new_password: str = "",
    status: int = 200,
) -> HttpResponse:
    made = {name: ReasonForm(prefix=name) for name in ("lock", "unlock", "reset", "drop")}
    made["end"] = EndDateForm(prefix="end")
    context = {
        "account": account,
        "state": state_of(account),
        "is_own": account.pk == request.actor.account_id,
        "facts": account_facts(account),
        "forms": made | (bound or {}),
        "bound": next(iter(bound or {}), ""),
        "new_password": new_password,
        "story": [tell(one) for one in what_happened(account)[:MOST_TOLD]],
    }
    return render(request, "accounts/person.html", context, status=status)
