"""Accounts and API tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from buuan.base.accounts.rules import is_wide
from buuan.base.action import Model, check_writing
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import FoldedText
from buuan.base.web.search import SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.right import ROLES
from buuan.kit.workdays import VIETNAM


class AccountQuerySet(SearchableQuerySet):
    """Accounts, narrowed by actor and words."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the accounts that `actor` may manage or read: all for the auditor and the administrator of the whole province.

        Everybody else, the administrator of an operator or a commune too, sees those of the own tree.
        """
        if actor.role == "auditor" or is_wide(actor.role, actor.body_kind):
            return self.all()
        return self.filter(organisation__path__startswith=actor.tree) if actor.tree else self.none()


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Finds accounts by user name, as sign-in does."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Give the account; names are compared without regard to case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person who works for one organisation in one role (tài khoản)."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    name = models.CharField("họ tên hoặc chức danh", max_length=120)
    role = models.CharField("vai trò", max_length=20, choices=in_words(ROLES))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị", related_name="accounts")
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    until_on = models.DateField("hết hạn ngày (không gồm)", null=True, blank=True)
    password_is_temporary = models.BooleanField(
        "mật khẩu tạm", default=False, help_text="Made by an administrator; its owner must change it before anything else."
    )
    created_at = models.DateTimeField("tạo lúc")
    folded = FoldedText(of=["name", "username"], max_length=200, default="")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = AccountManager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "role"], name="account_body_role"),
            folded_index("account_words"),
        ]
        constraints = [models.UniqueConstraint(Lower("username"), name="one_account_a_name_whatever_the_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Give the name that pages show."""
        return self.name

    @property
    def code(self) -> str:
        """How records call the account: its user name."""
        return self.username

    def works_on(self, on: date) -> bool:
        """Tell whether the account may be used on `on`."""
        return self.is_active and (self.until_on is None or on < self.until_on)

    def works_on_day_of(self, at: datetime) -> bool:
        """Tell whether the account may be used at a moment; days end at midnight in Vietnam."""
        return self.works_on(at.astimezone(VIETNAM).date())

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this account."""
        return Account.objects.visible_to(actor).filter(pk=self.pk).exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the moment of the last sign-in is written by the sign-in itself, everything else by an action."""
        if kwargs.get("update_fields") is None or set(kwargs["update_fields"]) != {"last_login"}:
            check_writing("Account")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; accounts are locked, not deleted, and never outside an action."""
        check_writing("Account")
        return super().delete(*args, **kwargs)


class ApiToken(Model):
    """A key for a system or a command (mã truy cập API): scoped, expiring, its text shown once and never stored."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    name = models.CharField("tên", max_length=80)
    prefix = models.CharField("đầu mã", max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField("phạm vi", default=list, help_text="Rights or rooms; empty for all rights of the account.")
    created_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    last_used_on = models.DateField("dùng gần nhất", null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="token_expires_later", condition=Q(expires_at__gt=models.F("created_at")))]
