"""The inbox of an organisation."""

from __future__ import annotations

from buuan.base.dispatch.models import Recipient, RecipientQuerySet
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound

TABS = ("asks", "unread", "urgent", "all")


def inbox(actor: Actor, tab: str = "all") -> RecipientQuerySet:
    """Give what the actor's organisation was told: what asks something first, then the latest.

    `tab` keeps what still asks (`asks`), what nobody opened (`unread`), or what is urgent.
    """
    rows = Recipient.objects.of_body(actor).select_related("notice__sender")
    if tab == "asks":
        rows = rows.asking()
    elif tab == "unread":
        rows = rows.filter(opened_at=None)
    elif tab == "urgent":
        rows = rows.filter(notice__urgent=True)
    return rows.order_by("-owes", "-id")


def unread_count(actor: Actor) -> int:
    """Give how many notices nobody of the organisation has opened, counted to 100 at most."""
    return Recipient.objects.of_body(actor).filter(opened_at=None)[:100].count()


def inbox_counts(actor: Actor) -> dict[str, int]:
    """Give the number on each tab but the last, counted to 100 at most."""
    return {tab: inbox(actor, tab).order_by()[:100].count() for tab in TABS[:-1]}


def recipient_by_pk(actor: Actor, pk: int) -> Recipient:
    """Give one delivery that the actor may see; raises NotFound."""
    found = (
        Recipient.objects.visible_to(actor)
        .filter(pk=pk)
        .select_related("notice__sender", "notice__supersedes", "organisation", "passed_by__organisation")
        .first()
    )
    if found is None:
        raise NotFound("dispatch.not_found", "Không tìm thấy thông báo, hoặc anh/chị không được xem.")
    return found


def inbox_line_pks(actor: Actor, keys: list[int] | None) -> list[Recipient]:
    """Give the unopened lines of the inbox with these keys; None for all of them."""
    rows = Recipient.objects.of_body(actor).filter(opened_at=None)
    return list((rows if keys is None else rows.filter(pk__in=keys)).only("pk"))
