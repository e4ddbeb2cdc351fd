"""The inbox of an organisation."""

from __future__ import annotations

from buuan.base.dispatch.models import Recipient, RecipientQuerySet
from buuan.kit.actor import Actor


def inbox(actor: Actor) -> RecipientQuerySet:
    """Give what the actor's organisation was told, the latest first."""
    return Recipient.objects.visible_to(actor).select_related("notice__sender").order_by("-id")


def unread_count(actor: Actor) -> int:
    """Give how many notices nobody of the organisation has opened, counted to 100 at most."""
    return inbox(actor).filter(opened_at=None)[:100].count()
