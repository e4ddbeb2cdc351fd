"""Own account: password, sessions, API tokens."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import signed_in
from buuan.base.access.registry import all_rights
from buuan.base.accounts.actions import change_password, issue_token, revoke_token
from buuan.base.accounts.forms import PasswordForm, TokenForm
from buuan.base.accounts.models import Account, ApiToken
from buuan.kit.errors import Invalid


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here, my rights, sessions and tokens."""
    return render(request, "accounts/account.html", _context(request, TokenForm()))


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; my other sessions end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = Account.objects.get(pk=request.actor.account_id)
            person = change_password(request.actor, person, **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            for field, sentences in error.errors.items():
                form.add_error(field, sentences)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác đã bị đăng xuất."))
            return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else, or end one session."""
    sessions = UserSession.objects.filter(user_id=request.actor.account_id).exclude(session_key=request.session.session_key)
    if request.POST.get("session"):
        sessions = sessions.filter(pk=request.POST["session"])
    for one in sessions:
        one.end()
    messages.success(request, _("Đã đăng xuất các phiên được chọn."))
    return redirect("accounts:account")


@signed_in
@require_POST
def token_new(request: HttpRequest) -> HttpResponse:
    """Issue a token and show it this once."""
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            person = Account.objects.get(pk=request.actor.account_id)
            scopes = tuple(form.cleaned_data["scopes"].replace(",", " ").split())
            _token, text = issue_token(
                request.actor,
                person,
                name=form.cleaned_data["name"],
                days=form.cleaned_data["days"],
                scopes=scopes,
                at=timezone.now(),
            )
        except Invalid as error:
            for field, sentences in error.errors.items():
                form.add_error(field, sentences)
        else:
            return render(request, "accounts/account.html", _context(request, TokenForm(), new_token=text))
    return render(request, "accounts/account.html", _context(request, form), status=422)


@signed_in
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of my tokens."""
    token = get_object_or_404(ApiToken, pk=pk, account_id=request.actor.account_id)
    revoke_token(request.actor, token, at=timezone.now())
    messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect("accounts:account")


def _context(request: HttpRequest, form: TokenForm, new_token: str = "") -> dict[str, object]:
    return {
        "form": form,
        "new_token": new_token,
        "tokens": ApiToken.objects.filter(account_id=request.actor.account_id).order_by("-id"),
        "sessions": UserSession.objects.purge_and_list(request.user),
        "this_session": request.session.session_key,
        "rights": [all_rights()[name] for name in sorted(request.actor.rights)],
    }
