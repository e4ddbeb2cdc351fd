"""The messages that leave the machine: which endpoints and persons get one, and when it goes out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection
from django.db.models import Max

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.audit.models import subject_of
from buuan.base.dispatch import rules
from buuan.base.dispatch.models import Choice, Delivery, Endpoint, Notice, QuietHours, Recipient
from buuan.base.dispatch.sms import gateway
from buuan.base.organisations.models import Organisation
from buuan.kit.workdays import VIETNAM

WAKE = "buuan_dispatch"
"""The channel on which a committed message wakes the workers."""

LIVE = "buuan_notice"
"""The channel on which pages of a notice hear that something changed; the payload is what the notice is about."""

FEW = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A recipient just written, without the object that nobody reads: its key and its organisation."""

    pk: int
    organisation: Organisation

    @property
    def organisation_id(self) -> int:
        """The key of the organisation."""
        return self.organisation.pk


def write_deliveries(notice: Notice, recipients: Sequence[Recipient | Place], *, at: datetime, round_: int = 0) -> int:
    """Write one message for each endpoint and person of the recipients, and wake the workers when the transaction commits."""
    by_system, by_mail = _reached(recipients)
    rows = [*_to_endpoints(notice, recipients, at, round_)] if by_system else []
    rows += _to_persons(notice, recipients, at, round_) if by_mail else []
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)  # an endpoint that covers units is told once a round
        wake()
    return len(rows)


_REACHED = """
SELECT EXISTS (SELECT 1 FROM dispatch_endpoint e JOIN organisations_organisation o ON o.id = e.organisation_id
               WHERE e.ended_at IS NULL AND o.path = ANY(%s)),
       EXISTS (SELECT 1 FROM accounts_account WHERE organisation_id = ANY(%s) AND is_active AND email <> '')
"""


def _reached(recipients: Sequence[Recipient | Place]) -> tuple[bool, bool]:
    """Tell whether any of the recipients may have an endpoint, and whether a person with an address: mostly neither has."""
    if len(recipients) > FEW:
        return True, True
    paths = {path for one in recipients for path in one.organisation.paths_up()}
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [list(paths), [one.organisation_id for one in recipients]])
        return cursor.fetchone()


def next_round(notice: Notice) -> int:
    """Give the number of the next reminder about a notice."""
    return (notice.deliveries.aggregate(last=Max("round"))["last"] or 0) + 1


def wake() -> None:
    """Wake the workers when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE])


def tell_live(notice: Notice) -> None:
    """Tell open pages, when the transaction commits, that something about the notice's subject changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [LIVE, notice.about])


def _to_endpoints(notice: Notice, recipients: Sequence[Recipient | Place], at: datetime, round_: int) -> Iterable[Delivery]:
    by_path = {one.organisation.path: one for one in recipients}
    paths = sorted(by_path)
    endpoints = Endpoint.objects.in_use().exclude(manner="off").select_related("organisation")
    if len(by_path) <= FEW:
        endpoints = endpoints.filter(organisation__path__in={path for one in recipients for path in one.organisation.paths_up()})
    on = at.astimezone(VIETNAM).date()
    for one in endpoints.order_by("pk"):
        if one.channel == "sms" and (gateway() is None or not notice.urgent):
            continue
        if notice.about == subject_of(one):
            continue  # that an endpoint is dead is not told to the dead
        if not one.organisation.holds_on(on) or not _wants(one, notice.kind):
            continue
        path = one.organisation.path
        recipient = by_path.get(path)
        if recipient is None and one.covers_units:
            first = bisect_left(paths, path)
            below = paths[first] if first < len(paths) and paths[first].startswith(path) else None
            recipient = by_path[below] if below else None
        if recipient is not None:
            yield _message(notice, recipient, one.channel, at, round_, one.manner, rules.QUIET, endpoint=one)


def _wants(endpoint: Endpoint, kind: str) -> bool:
    return not endpoint.kinds or any(kind == one or kind.startswith(f"{one}.") for one in endpoint.kinds)


def _to_persons(notice: Notice, recipients: Sequence[Recipient | Place], at: datetime, round_: int) -> Iterable[Delivery]:
    by_body = {one.organisation_id: one for one in recipients}
    people = Account.objects.filter(is_active=True).exclude(email="").select_related("organisation")
    if len(by_body) <= FEW:
        people = people.filter(organisation_id__in=by_body)
    found = [
        one
        for one in people
        if one.organisation_id in by_body
        and one.works_on_day_of(at)
        and "dispatch.read" in rights_of(one.role, one.organisation.kind)
    ]
    if not found:
        return
    event = rules.event_of(notice.kind)
    chosen = dict(Choice.objects.filter(account__in=found, event=event, channel="email").values_list("account_id", "manner"))
    quiet: dict[int, tuple[time, time]] = defaultdict(lambda: rules.QUIET)
    for account_id, begin, end in QuietHours.objects.filter(account__in=found).values_list("account_id", "from_time", "until_time"):
        quiet[account_id] = (begin, end)
    for one in found:
        manner = chosen.get(one.pk) or rules.default_manner("email", urgent=notice.urgent)
        if manner != "off":
            yield _message(notice, by_body[one.organisation_id], "email", at, round_, manner, quiet[one.pk], account=one)


def _message(
    notice: Notice,
    recipient: Recipient | Place,
    channel: str,
    at: datetime,
    round_: int,
    manner: str,
    quiet: tuple[time, time],
    *,
    endpoint: Endpoint | None = None,
    account: Account | None = None,
) -> Delivery:
    # A system is never asleep; only people are left alone at night.
    never = (time(0), time(0))
    return Delivery(
        notice=notice,
        recipient_id=recipient.pk,
        channel=channel,
        endpoint=endpoint,
        account=account,
        round=round_,
        created_at=at,
        digest=manner == "daily" and not notice.urgent,
        due_at=rules.when_to_send(at, manner, urgent=notice.urgent, quiet=never if channel == "webhook" else quiet),
    )
