"""The door: signing in with a password and, where it is set up, a one-time code; signing out; the password once more."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_door
from allauth.mfa.base import views as allauth_factor
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buuan.base.access.guard import public
from buuan.base.access.middleware import refusal_page
from buuan.base.accounts.forms import CodeForm, PasswordAgainForm, SecondCodeForm, SignInForm
from buuan.kit.errors import Refusal


class TooMany(Refusal):
    """Too many tries from one place or for one account."""

    status = 429


def _calm(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give our own page where allauth says that there were too many tries."""
    if response.status_code != 429:
        return response
    return refusal_page(request, TooMany("door.too_many", "Quá nhiều lần thử từ nơi này. Hãy chờ một phút rồi thử lại."))


class SignIn(allauth_door.LoginView):
    """The sign-in page."""

    template_name = "accounts/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Give the form in our words."""
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep where to go on only if it is a place of our own."""
        return {**super().get_context_data(**kwargs), "redirect_field_value": self.get_next_url()}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; after too many tries with a page that says so."""
        return _calm(request, super().dispatch(request, *args, **kwargs))


class SignOut(allauth_door.LogoutView):
    """Asks, and signs out on POST only."""

    template_name = "accounts/sign_out.html"


class Code(allauth_factor.AuthenticateView):
    """The one-time code after the password."""

    template_name = "accounts/code.html"

    def get_form_class(self) -> type[CodeForm]:
        """Give the form in our words."""
        return CodeForm


class PasswordAgain(allauth_door.ReauthenticateView):
    """The password once more, before something weighty."""

    template_name = "accounts/again.html"

    def get_form_class(self) -> type[PasswordAgainForm]:
        """Give the form in our words."""
        return PasswordAgainForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; after too many tries with a page that says so."""
        return _calm(request, super().dispatch(request, *args, **kwargs))


class CodeAgain(allauth_factor.ReauthenticateView):
    """The one-time code once more, for who would rather not type the password."""

    template_name = "accounts/again.html"

    def get_form_class(self) -> type[SecondCodeForm]:
        """Give the form in our words."""
        return SecondCodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; after too many tries with a page that says so."""
        return _calm(request, super().dispatch(request, *args, **kwargs))


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Tell whoever knows the password of a locked or ended account whom to ask."""
    return render(request, "accounts/closed.html", status=403)


@public
def ask_administrator(request: HttpRequest) -> HttpResponse:
    """Nobody signs up or resets a password alone: the administrator of the organisation does it."""
    return redirect(settings.LOGIN_URL)
