"""Own account: password, sessions, API tokens."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import signed_in
from buuan.base.access.registry import all_rights
from buuan.base.accounts.actions import change_password, end_sessions, issue_token, revoke_token
from buuan.base.accounts.forms import PasswordForm, TokenForm
from buuan.base.accounts.models import Account
from buuan.base.accounts.presenters import device_of
from buuan.base.accounts.queries import has_second_factor, other_sessions, tokens_of
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid, NotFound


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here, my rights, sessions and tokens."""
    return _show(request, TokenForm())


@signed_in
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; my other sessions end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = change_password(request.actor, _me(request), **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác đã bị đăng xuất."))
            return redirect("accounts:account")
    context = {"form": form, "temporary": request.user.password_is_temporary}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else, or end one session."""
    sessions = other_sessions(request.actor, request.session.session_key)
    wanted = request.POST.get("session", "")
    if wanted:
        sessions = sessions.filter(pk=wanted) if wanted.isdecimal() and len(wanted) < 19 else sessions.none()
        if not sessions.exists():
            raise NotFound("session.not_found", _("Phiên này không còn, hoặc không phải của anh/chị."))
    ended = end_sessions(request.actor, _me(request), sessions, at=timezone.now())
    messages.success(request, _("Đã đăng xuất %(n)s phiên khác.") % {"n": ended})
    return redirect("accounts:account")


@signed_in
@require_POST
def token_new(request: HttpRequest) -> HttpResponse:
    """Issue a token and show it this once."""
    form = TokenForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        scopes = tuple(given["scopes"].replace(",", " ").split())
        try:
            _token, text = issue_token(
                request.actor, _me(request), name=given["name"], days=given["days"], scopes=scopes, at=timezone.now()
            )
        except Invalid as error:
            add_refusal(form, error)
        else:
            return _show(request, TokenForm(), new_token=text)
    return _show(request, form, status=422)


@signed_in
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of my tokens."""
    token = tokens_of(request.actor).select_related("account").filter(pk=pk).first()
    if token is None:
        raise NotFound("token.not_found", _("Không tìm thấy mã truy cập này trong các mã của anh/chị."))
    revoke_token(request.actor, token, at=timezone.now())
    messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect("accounts:account")


def _me(request: HttpRequest) -> Account:
    return Account.objects.select_related("organisation").get(pk=request.actor.account_id)


def _show(request: HttpRequest, form: TokenForm, new_token: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "new_token": new_token,
        "tokens": tokens_of(request.actor),
        "sessions": [(one, device_of(one.user_agent)) for one in UserSession.objects.purge_and_list(request.user)],
        "this_session": request.session.session_key,
        "second_factor": has_second_factor(request.actor.account_id),
        "rights": [all_rights()[name] for name in sorted(request.actor.rights)],
    }
    return render(request, "accounts/account.html", context, status=status)
