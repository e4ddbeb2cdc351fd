"""Who knows and who is silent: figures over the recipients of a notice, each level for what stands below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from buuan.base.audit.models import subject_of
from buuan.base.dispatch import rules
from buuan.base.dispatch.models import Delivery, Notice, Recipient, RecipientQuerySet
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound

FACTS = ("delivered_at", "opened_at", "acknowledged_at", "answered_at", "owes")


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One recipient and how far everything at and below it is."""

    recipient: Recipient
    below: rules.Standing

    @property
    def has_units(self) -> bool:
        """Tell whether anything stands below it."""
        return self.below.total > 1


def notice_by_pk(actor: Actor, pk: int) -> Notice:
    """Give a notice that the actor may see; raises NotFound."""
    found = Notice.objects.visible_to(actor).filter(pk=pk).select_related("sender", "supersedes").first()
    if found is None:
        raise NotFound("dispatch.not_found", "Không tìm thấy thông báo, hoặc anh/chị không được xem.")
    return found


def notice_about(about: models.Model, kind: str = "") -> Notice | None:
    """Give the latest notice about a record, of one kind if given."""
    rows = Notice.objects.filter(about=subject_of(about))
    return (rows.filter(kind=kind) if kind else rows).select_related("sender").order_by("-id").first()


def recipients_of(actor: Actor, notice: Notice) -> RecipientQuerySet:
    """Give the recipients of a notice that the actor may see: all for the sender, the own tree for a level on the way."""
    return Recipient.objects.visible_to(actor).filter(notice=notice).select_related("organisation").order_by("organisation__path")


def silent(actor: Actor, notice: Notice) -> RecipientQuerySet:
    """Give those of them that still owe something; the rows behind the figure `owing`."""
    return recipients_of(actor, notice).asking()


def standing(actor: Actor, notice: Notice) -> rules.Standing:
    """Give how far the recipients are that the actor may see."""
    return rules.standing_of(recipients_of(actor, notice).order_by().values_list(*FACTS))


def standings(actor: Actor, notices: Iterable[Notice]) -> dict[int, rules.Standing]:
    """Give `standing` for many notices by their keys, in one query."""
    rows: dict[int, list[tuple]] = defaultdict(list)
    wanted = list(notices)
    for key, *facts in Recipient.objects.visible_to(actor).filter(notice__in=wanted).values_list("notice_id", *FACTS):
        rows[key].append(tuple(facts))
    return {one.pk: rules.standing_of(rows[one.pk]) for one in wanted}


def standing_by_unit(actor: Actor, notice: Notice, parent: Organisation | None = None) -> list[UnitStanding]:
    """Give the recipients directly below `parent` (None: the topmost that the actor may see), each with its sub-tree's figures."""
    rows = Recipient.objects.visible_to(actor).filter(notice=notice)
    if parent is not None:
        rows = rows.filter(organisation__path__startswith=parent.path).exclude(organisation=parent)
    facts = list(rows.order_by("organisation__path").values_list("pk", "organisation__path", *FACTS))
    tops: list[tuple[int, str]] = []
    parts: dict[int, list[tuple]] = {}
    for pk, path, *rest in facts:
        if not tops or not path.startswith(tops[-1][1]):
            tops.append((pk, path))
            parts[pk] = []
        parts[tops[-1][0]].append(tuple(rest))
    found = Recipient.objects.filter(pk__in=parts).select_related("organisation").in_bulk()
    units = [UnitStanding(found[pk], rules.standing_of(parts[pk])) for pk, _path in tops]
    return sorted(units, key=lambda one: (one.below.done_percent, -one.below.owing, one.recipient.organisation.sort_key))


def sent_notices(actor: Actor) -> models.QuerySet:
    """Give what the actor's organisation sent that asks something or goes down a tree, the latest first.

    What only tells one body something needs no following; its line stands with the record that it is about.
    """
    rows = Notice.objects.filter(sender_id=actor.body_id).exclude(asks="", cascade=False)
    return rows.order_by("-id")


def unit_in(actor: Actor, notice: Notice, code: str) -> Organisation:
    """Give a recipient's organisation by its code, whose level is to be opened; raises NotFound."""
    found = Organisation.objects.filter(code=code, received_notices__in=recipients_of(actor, notice)).first()
    if found is None:
        raise NotFound("dispatch.unit_not_found", "Đơn vị này không nhận thông báo.")
    return found


def has_units(actor: Actor) -> bool:
    """Tell whether anything stands below the actor's organisation."""
    return Organisation.objects.filter(parent_id=actor.body_id).exists()


def escalations_of(recipient: Recipient) -> models.QuerySet:
    """Give the rungs that were climbed for a recipient."""
    return recipient.escalations.select_related("told").order_by("at")


def messages_of(actor: Actor, notice: Notice, limit: int = 100) -> list[Delivery]:
    """Give what left the machine about a notice and where it stands, what failed first."""
    rows = Delivery.objects.visible_to(actor).filter(notice=notice).select_related("recipient__organisation", "endpoint")
    return list(rows.order_by("state", "-round", "pk")[:limit])
