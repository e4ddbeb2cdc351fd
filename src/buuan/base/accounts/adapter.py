"""How allauth behaves here: nobody signs up by himself, every sign-in leaves a record, and it speaks our words."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.actions import note_failed_sign_in, note_sign_in
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import account_by_name, actor_of
from buuan.kit.actor import Actor


class AccountAdapter(DefaultAccountAdapter):
    """The platform's rules for allauth."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đang bị khóa hoặc đã hết hạn sử dụng."),
        "enter_current_password": _("Nhập mật khẩu hiện tại."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã dùng rồi. Chờ mã mới trong ứng dụng rồi nhập lại."),
        "invalid_login": _("Không đăng nhập được."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "too_many_login_attempts": _("Sai quá nhiều lần nên việc đăng nhập tạm dừng. Hãy chờ năm phút rồi thử lại."),
        "rate_limited": _("Gửi quá nhiều lần liên tiếp. Hãy chờ một phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are created by an administrator only."""
        return False

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **given: Any) -> None:
        """Say only what the platform words itself; the messages of allauth's own templates are in English and say little."""
        if given.get("message"):
            super().add_message(request, level, None, *args, **given)

    def pre_login(self, request: HttpRequest, user: Account, **given: Any) -> HttpResponse | None:
        """Stop at the door whoever knows the password of an account that is locked or has ended."""
        if not user.works_on(timezone.localdate()):
            note_failed_sign_in(user, at=timezone.now(), address=request.META.get("REMOTE_ADDR", ""))
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **given)

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign the person in and record it."""
        super().login(request, user)
        note_sign_in(_at_the_door(request, user), user, at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        """Sign the person out and record it."""
        user = request.user
        if user.is_authenticated:
            note_sign_in(_at_the_door(request, user), user, at=timezone.now(), ended=True)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password against an account that exists; a name that nobody has leaves nothing."""
        account = account_by_name(credentials.get("username") or "")
        if account is not None:
            note_failed_sign_in(account, at=timezone.now(), address=request.META.get("REMOTE_ADDR", ""))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The platform's rules for the second factor: its secrets are kept sealed, its messages are ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Không tắt được xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Cần bật xác thực hai lớp trước khi tạo mã dự phòng."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key made of the session key, so that a stolen database gives no codes."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; raises InvalidToken after the session key was changed."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"buuan second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def _at_the_door(request: HttpRequest, account: Account) -> Actor:
    return actor_of(account, source="page", address=request.META.get("REMOTE_ADDR", ""))
