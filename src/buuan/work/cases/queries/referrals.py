"""Reading referrals, and what the rules ask about the body that a case goes to."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of
from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import holder_today
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.models import (
    Case,
    Referral,
    ReferralQuerySet,
)
from buuan.work.cases.queries.cases import with_clock
from buuan.work.cases.queries.steps import provincial_first
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import (
    Addressee,
)


def referrals_for_list(actor: Actor) -> ReferralQuerySet:
    """Give the referrals from and to the actor's body, with what a line of the list shows."""
    return with_clock(Referral.objects.visible_to(actor).select_related("case", "sender", "to"))


def waiting_referrals(actor: Actor) -> ReferralQuerySet:
    """Give the referrals that wait for an answer of the actor's body."""
    return Referral.objects.visible_to(actor).filter(state="open", to__path__startswith=actor.tree)


def referral_by_pk(actor: Actor, pk: int) -> Referral:
    """Give one referral; raises NotFound when there is none or none for this actor."""
    rows = Referral.objects.visible_to(actor).select_related("case", "case__lead", "case__area", "sender", "to")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("referral.not_found", "Không tìm thấy lần chuyển vụ việc này, hoặc anh/chị không được xem.")
    return found


def referral_clock(referral: Referral) -> Clock | None:
    """Give the clock of the receiver's answer, running or finished."""
    return next((one for one in clocks_of(referral) if one.kind == "cases.answer_referral"), None)


def addressee(case: Case, body: Organisation, on: date) -> Addressee:
    """Give what the rules ask about a body that a case is to be referred to."""
    return Addressee(
        name=str(body),
        handles=body.kind in HANDLERS.split() and not body.reference_only,
        exists=body.holds_on(on),
        is_lead=body.pk == case.lead_id,
        successors=() if body.holds_on(on) else tuple(str(one) for one in holder_today(body, on) if one.pk != body.pk),
    )


def bodies_to_refer_to(case: Case, on: date) -> QuerySet[Organisation]:
    """Give the bodies that may take the case over, provincial ones first."""
    rows = Organisation.objects.as_of(on).filter(kind__in=HANDLERS.split(), reference_only=False).exclude(pk=case.lead_id)
    return provincial_first(rows)
