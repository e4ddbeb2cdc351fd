"""Addresses of sign-in and of one's own account."""

from allauth.account import views as account_views
from allauth.mfa.base.views import AuthenticateView
from django.urls import path
from django.views.generic import RedirectView

from buuan.base.access.guard import public
from buuan.base.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("tai-khoan/", pages.account, name="account"),
    path("tai-khoan/mat-khau", pages.password, name="password"),
    path("tai-khoan/phien", pages.end_sessions, name="end_sessions"),
    path("tai-khoan/ma-truy-cap", pages.token_new, name="token_new"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi", pages.token_revoke, name="token_revoke"),
]

_ask_administrator = public(RedirectView.as_view(url="/dang-nhap"))

# Names that allauth looks up itself, so they stand outside the room's namespace.
outside = [
    path("dang-nhap", public(account_views.LoginView.as_view()), name="account_login"),
    path("dang-xuat", public(account_views.LogoutView.as_view()), name="account_logout"),
    path("dang-nhap/xac-thuc", public(AuthenticateView.as_view()), name="mfa_authenticate"),
    # Nobody signs up or resets a password alone: the administrator of the organisation does it.
    path("dang-ky", _ask_administrator, name="account_signup"),
    path("quen-mat-khau", _ask_administrator, name="account_reset_password"),
    path("dang-nhap/tam-khoa", _ask_administrator, name="account_inactive"),
    path("dang-nhap/lai", public(account_views.ReauthenticateView.as_view()), name="account_reauthenticate"),
]
