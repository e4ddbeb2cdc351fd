"""Addresses of the door, of one's own account, of the second factor, and of the administrator's pages."""

from django.urls import path

from buuan.base.access.guard import public, signed_in
from buuan.base.accounts.pages import door, own, people, rights, second_factor

app_name = "accounts"
urlpatterns = [
    path("tai-khoan/", own.account, name="account"),
    path("tai-khoan/mat-khau", own.password, name="password"),
    path("tai-khoan/phien", own.end, name="end_sessions"),
    path("tai-khoan/ma-truy-cap", own.token_new, name="token_new"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi", own.token_revoke, name="token_revoke"),
    path("tai-khoan/quyen", rights.rights, name="rights"),
    path("quan-tri/tai-khoan", people.people, name="people"),
    path("quan-tri/tai-khoan/moi", people.person_new, name="person_new"),
    path("quan-tri/tai-khoan/<int:pk>", people.person, name="person"),
    path("quan-tri/tai-khoan/<int:pk>/khoa", people.lock, name="lock"),
    path("quan-tri/tai-khoan/<int:pk>/mo-khoa", people.unlock, name="unlock"),
    path("quan-tri/tai-khoan/<int:pk>/mat-khau", people.reset, name="reset"),
    path("quan-tri/tai-khoan/<int:pk>/thoi-han", people.end_date, name="end_date"),
    path("quan-tri/tai-khoan/<int:pk>/bo-hai-lop", people.drop_factor, name="drop_factor"),
]

# Names that allauth looks up itself, so they stand outside the room's namespace.
outside = [
    path("dang-nhap", public(door.SignIn.as_view()), name="account_login"),
    path("dang-xuat", public(door.SignOut.as_view()), name="account_logout"),
    path("dang-nhap/xac-thuc", public(door.Code.as_view()), name="mfa_authenticate"),
    path("dang-nhap/lai", signed_in(door.PasswordAgain.as_view()), name="account_reauthenticate"),
    path("dang-nhap/lai-ma", signed_in(door.CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("dang-nhap/tam-khoa", door.closed, name="account_inactive"),
    path("dang-ky", door.ask_administrator, name="account_signup"),
    path("quen-mat-khau", door.ask_administrator, name="account_reset_password"),
    path("tai-khoan/xac-thuc-hai-lop", signed_in(second_factor.Overview.as_view()), name="mfa_index"),
    path("tai-khoan/xac-thuc-hai-lop/bat", signed_in(second_factor.SetUp.as_view()), name="mfa_activate_totp"),
    path("tai-khoan/xac-thuc-hai-lop/tat", signed_in(second_factor.TurnOff.as_view()), name="mfa_deactivate_totp"),
    path("tai-khoan/xac-thuc-hai-lop/ma-du-phong", signed_in(second_factor.Codes.as_view()), name="mfa_view_recovery_codes"),
    path("tai-khoan/xac-thuc-hai-lop/ma-moi", signed_in(second_factor.NewCodes.as_view()), name="mfa_generate_recovery_codes"),
]
