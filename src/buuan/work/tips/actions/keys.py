"""Making and changing the keys of the line, and unlocking it for half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nacl.utils import random

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.tips import sealing
from buuan.work.tips.models import KeyShare, SealingKey, Unlocking
from buuan.work.tips.queries import key_in_use
from buuan.work.tips.rules import UNLOCKED_FOR, check_passphrase

LOCKED, SEALED = 1, 2
"""The parts of a key of what is told: locked by a pass phrase while in use, sealed to its successor after it was changed."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """One of the two people who together open an identity, with his own pass phrase."""

    account: Account
    passphrase: str


@action
def make_keys(actor: Actor, passphrase: str, keepers: tuple[Keeper, Keeper], *, at: datetime) -> list[SealingKey]:
    """Open the line (lập khóa): a key for what is told, locked by the focal point's pass phrase, and one for who told it, parted
    between two keepers. Pass phrases are stored nowhere; whoever loses them loses the tips.

    Raises Refused when keys are in use, Invalid for weak or equal pass phrases and for one keeper twice.
    """
    require(actor, "tips.keep_keys")
    if key_in_use("content") or key_in_use("identity"):
        raise Refused("tips.keys_in_use", "Khóa niêm phong đã được lập và đang dùng.")
    _check(actor, passphrase, keepers)

    content_public, content_private = sealing.new_pair()
    person_public, person_private = sealing.new_pair()
    content = SealingKey.objects.create(purpose="content", public_key=content_public, made_at=at, made_by=actor.name)
    persons = SealingKey.objects.create(purpose="identity", public_key=person_public, made_at=at, made_by=actor.name)
    KeyShare.objects.create(key=content, part=1, locked=sealing.lock(content_private, passphrase))
    for part, (half, keeper) in enumerate(zip(sealing.halves(person_private), keepers, strict=True), 1):
        KeyShare.objects.create(key=persons, part=part, holder=keeper.account, locked=sealing.lock(half, keeper.passphrase))

    record(actor, "tips.keys_made", content, at=at, keepers=[one.account.username for one in keepers])
    return [content, persons]


@action
def unlock_line(actor: Actor, passphrase: str, *, at: datetime) -> bytes:
    """Unlock the line for this officer for half an hour, and give the key that only his browser is to hold.

    Raises Refused for a wrong pass phrase; the face then calls `note_wrong_passphrase`, for a refused act leaves nothing behind.
    """
    require(actor, "tips.answer")
    key = key_in_use("content")
    if key is None:
        raise Refused("tips.not_open", "Chưa lập khóa niêm phong nên chưa có tin nào để mở.")
    private = _ring(key, sealing.unlock(key.shares.get(part=1).locked, passphrase))

    browser_key = random(32)
    Unlocking.objects.update_or_create(
        account_id=actor.account_id,
        defaults={"key": key, "wrapped": sealing.wrap(private, browser_key), "until_at": at + UNLOCKED_FOR},
    )

    record(actor, "tips.unlocked", key, at=at)
    return browser_key


@action
def change_key(actor: Actor, passphrase: str, new_passphrase: str, *, at: datetime) -> SealingKey:
    """Change the key of what is told (đổi khóa niêm phong): new tips are sealed to a new one, locked by a new pass phrase.

    The old private key stands from now on only sealed to the new one, so that the old pass phrase opens nothing more and no tip
    is lost. Whoever had unlocked the line unlocks it anew. Raises Refused for a wrong pass phrase, Invalid for a weak new one.
    """
    require(actor, "tips.keep_keys")
    key = key_in_use("content")
    if key is None:
        raise Refused("tips.not_open", "Chưa lập khóa niêm phong nên chưa có gì để đổi.")
    key = SealingKey.objects.select_for_update().get(pk=key.pk)
    if key.retired_at is not None:
        raise Refused("tips.key_changed_meanwhile", "Khóa vừa được người khác đổi.")
    share = key.shares.get(part=LOCKED)
    private = sealing.unlock(share.locked, passphrase)
    if new_passphrase == passphrase:
        raise Invalid({"new_passphrase": ["Cụm mật khẩu mới phải khác cụm đang dùng."]})
    try:
        check_passphrase(new_passphrase)
    except Invalid as error:
        raise Invalid({"new_passphrase": error.errors["passphrase"]}) from error

    public, new_private = sealing.new_pair()
    key.retired_at = at
    key.save()
    made = SealingKey.objects.create(purpose="content", public_key=public, made_at=at, made_by=actor.name)
    KeyShare.objects.create(key=made, part=LOCKED, locked=sealing.lock(new_private, new_passphrase))
    KeyShare.objects.create(key=key, part=SEALED, locked=sealing.seal_bytes(public, private))
    KeyShare.objects.filter(pk=share.pk).delete()
    Unlocking.objects.all().delete()

    record(actor, "tips.key_changed", made, at=at, former=key.pk)
    return made


def _ring(key: SealingKey, private: bytes) -> bytes:
    """Give the private keys of what was ever told, the newest first: each stands sealed to the one that took its place."""
    ring = private
    former = SealingKey.objects.filter(purpose="content", retired_at__isnull=False, pk__lt=key.pk).order_by("-pk")
    for one in former:
        private = sealing.unseal_bytes(private, one.shares.get(part=SEALED).locked)
        ring += private
    return ring


@action
def note_wrong_passphrase(actor: Actor, what: str, *, at: datetime) -> None:
    """Record that a wrong pass phrase was given, and for what."""
    record(actor, "tips.unlock_refused", "tips.sealingkey", at=at, what=what)


@action
def lock_line(actor: Actor, *, at: datetime) -> None:
    """Lock the line again for this officer."""
    require(actor, "tips.answer")
    Unlocking.objects.filter(account_id=actor.account_id).delete()

    record(actor, "tips.locked", "tips.sealingkey", at=at)


def _check(actor: Actor, passphrase: str, keepers: tuple[Keeper, Keeper]) -> None:
    errors: dict[str, list[str]] = {}
    given = {"passphrase": passphrase, "first_passphrase": keepers[0].passphrase, "second_passphrase": keepers[1].passphrase}
    for name, words in given.items():
        try:
            check_passphrase(words)
        except Invalid as error:
            errors[name] = error.errors["passphrase"]
    if not errors and len(set(given.values())) < len(given):
        errors["second_passphrase"] = ["Ba cụm mật khẩu phải khác nhau."]
    if keepers[0].account.pk == keepers[1].account.pk:
        errors["second"] = ["Hai người giữ khóa phải là hai người."]
    for name, keeper in (("first", keepers[0]), ("second", keepers[1])):
        if not keeper.account.organisation.path.startswith(actor.tree):
            errors[name] = ["Người giữ khóa thuộc cơ quan đầu mối."]
    if errors:
        raise Invalid(errors)
