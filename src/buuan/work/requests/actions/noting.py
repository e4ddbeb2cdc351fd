"""The register of attempts and the timeline: an act notes what was accepted, a refusal is an act of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action, noting_refusals
from buuan.base.attempts.actions import keep_attempt
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Refusal
from buuan.work.interdiction.rules import GROUNDS
from buuan.work.requests.models import InformationRequest, Part, RequestAttempt, RequestEvent


@action
def note_refusal(actor: Actor, verb: str, subject: Any, error: Refusal, *, at: datetime) -> RequestAttempt:
    """Keep that an attempt was refused, by whom, on which ground and why; what was sought is not repeated."""
    asked = _request_of(subject)
    ground = asked.ground if asked else getattr(subject, "ground", "")
    scope = asked.reach() if asked else getattr(subject, "scope", None)

    attempt = keep_attempt(
        RequestAttempt,
        actor,
        verb_of(verb, asked),
        at=at,
        error=error,
        request=asked,
        ground=ground if ground in GROUNDS else "",
        scope=scope.counts() if scope else {},
    )

    record(actor, "requests.attempt_refused", attempt, at=at, verb=verb, code=error.code, request=asked.number if asked else "")
    return attempt


noted = noting_refusals(note_refusal)


def verb_of(verb: str, asked: InformationRequest | None) -> str:
    """Give how the register calls an act: answering a complaint is to settle it."""
    return "settle" if verb == "answer" and asked is not None and asked.is_complaint else verb


def _request_of(subject: Any) -> InformationRequest | None:
    if isinstance(subject, Part):
        return subject.request
    return InformationRequest.objects.filter(pk=subject.pk).first() if isinstance(subject, InformationRequest) else None


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record who took which rows of a list out, by which filters; the rows themselves are not repeated."""
    require(actor, "requests.read")

    record(actor, "requests.exported", "requests.informationrequest", at=at, **facts)


def note(actor: Actor, verb: str, asked: InformationRequest, *, at: datetime) -> RequestAttempt:
    """Note inside a running action that an attempt was accepted."""
    return keep_attempt(
        RequestAttempt,
        actor,
        verb_of(verb, asked),
        at=at,
        request=asked,
        ground=asked.ground,
        scope=asked.reach().counts(),
    )


def tell(asked: InformationRequest, actor: Actor, kind: str, at: datetime, **facts: Any) -> RequestEvent:
    """Add a line to what happened to the request, inside a running action."""
    return RequestEvent.objects.create(request=asked, at=at, kind=kind, who=actor.name, body=actor.body_name, facts=facts)


def locked(asked: InformationRequest) -> InformationRequest:
    """Give the request as it stands now, locked until the action ends."""
    InformationRequest.objects.select_for_update().values_list("pk").get(pk=asked.pk)
    return InformationRequest.objects.select_related("asker", "case", "ground_row", "drafted_by", "notice").get(pk=asked.pk)
