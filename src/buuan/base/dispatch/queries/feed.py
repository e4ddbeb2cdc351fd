"""What happened since a cursor, for systems that cannot take webhooks; nothing is passed over, whatever commits when."""

from __future__ import annotations

from django.db import connection

from buuan.base.dispatch.models.notices import Recipient, RecipientQuerySet
from buuan.kit.actor import Actor

FEED_LOCK = 0x4255_4645
"""The class of the shared locks by which writers tell the number that they write above."""


def horizon() -> int:
    """Give the number up to which every delivery is committed or will never be.

    The last number drawn is read first, then the floors of those who are still writing: whoever drew a number up to the first
    holds a lock that the second sees, or has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM dispatch_recipient_id_seq")
        last = cursor.fetchone()[0]
        cursor.execute(
            "SELECT min(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND pid <> pg_backend_pid()",
            [FEED_LOCK],
        )
        floor = cursor.fetchone()[0]
    if floor is None:
        return last
    return min(last, last - (last - floor) % 2147483647)


def events_since(actor: Actor, cursor: int, limit: int) -> RecipientQuerySet:
    """Give what was told to the actor's organisation and to all below it after `cursor`, in the order of writing."""
    until = horizon()
    rows = Recipient.objects.filter(organisation__path__startswith=actor.tree) if actor.tree else Recipient.objects.none()
    return rows.filter(pk__gt=cursor, pk__lte=until).select_related("notice__sender", "organisation").order_by("pk")[:limit]
