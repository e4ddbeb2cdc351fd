"""Reading requests: lists, one whole, what waits for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.models import Case
from buuan.work.interdiction.models import Ground
from buuan.work.requests.models import AnswerFile, InformationRequest, Part, RequestAttempt, RequestQuerySet
from buuan.work.requests.rights import BODIES

MOST_COUNTED = 100


def page_of(asked: InformationRequest) -> str:
    """Give the address of the request's page, which shows each reader his own side."""
    return reverse("requests:request", args=[asked.number])


def may_be_asked(kind: str) -> bool:
    """Tell whether an organisation of this kind can be asked: whoever holds the right to answer."""
    return kind in OPERATOR_KINDS or kind in BODIES.split()


def recipients_for(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Give whom the actor's body may ask on a day: operators and other bodies; branches stand in a list of their own."""
    kinds = ("postal_operator", *BODIES.split())
    rows = Organisation.objects.as_of(on).filter(kind__in=kinds, reference_only=False).exclude(pk=actor.body_id)
    return rows.order_by("kind", "name")


def branches_to_ask(on: date) -> QuerySet[Organisation]:
    """Give the branches and centres of operators that may be asked by themselves on a day, in the order of their operators."""
    rows = Organisation.objects.as_of(on).filter(kind="operator_unit", unit_type__in=("branch", "centre"), reference_only=False)
    return rows.order_by("path")


def who_may_ask(on: date) -> list[str]:
    """Name the provincial bodies that have a ground on a day, for a body that has none and must turn to one of them."""
    kinds = Ground.objects.as_of(on).values("body_kind")
    rows = Organisation.objects.as_of(on).filter(kind__in=kinds, parent=None, reference_only=False)
    return [str(one) for one in rows.order_by("kind", "sort_key")[:4]]


def requests_for_list(actor: Actor) -> RequestQuerySet:
    """Give the requests that `actor` may see, with how many are asked and how many have answered."""
    rows = InformationRequest.objects.visible_to(actor).select_related("asker", "case")
    return rows.annotate(
        part_count=Count("parts", distinct=True),
        done_count=Count("parts", filter=Q(parts__state__in=("answered", "declined")), distinct=True),
    )


def request_by_number(actor: Actor, number: str) -> InformationRequest:
    """Give one request; raises NotFound when there is none or none for this actor."""
    related = ("asker", "case", "ground_row", "drafted_by", "decided_by", "decision_file", "notice")
    found = InformationRequest.objects.visible_to(actor).select_related(*related).filter(number=number).first()
    if found is None:
        raise NotFound("request.not_found", f"Không tìm thấy yêu cầu {number}, hoặc anh/chị không được xem.")
    return found


def parts_of(actor: Actor, asked: InformationRequest) -> QuerySet[Part]:
    """Give the parts that the actor may see: all of its own request, its own of another's."""
    files = Prefetch("files", AnswerFile.objects.select_related("file").order_by("pk"))
    rows = Part.objects.visible_to(actor).filter(request=asked).select_related("organisation", "request")
    return rows.prefetch_related(files).order_by("pk")


def complaints_of(actor: Actor, case: Case) -> list[Part]:
    """Give the complaints of a case that were passed on, the latest first, each as the part of the operator that settles it."""
    rows = Part.objects.visible_to(actor).filter(request__case=case, request__kind="complaint")
    return list(rows.select_related("organisation", "request").order_by("-request__drafted_at", "-pk"))


def operators_to_settle(on: date) -> QuerySet[Organisation]:
    """Give the operators to which a complaint may be passed on, on a day."""
    return Organisation.objects.as_of(on).filter(kind="postal_operator", reference_only=False).order_by("name")


def own_part(actor: Actor, asked: InformationRequest) -> Part | None:
    """Give the part of the actor's own organisation, None where it is not asked."""
    return parts_of(actor, asked).filter(organisation_id=actor.body_id).first()


def file_of(actor: Actor, asked: InformationRequest, pk: int) -> AnswerFile:
    """Give one file of an answer; raises NotFound."""
    rows = AnswerFile.objects.filter(part__in=Part.objects.visible_to(actor).filter(request=asked))
    found = rows.select_related("file", "part__request", "part__organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound("request.file_not_found", "Không tìm thấy tệp, hoặc anh/chị không được xem.")
    return found


def attempts_for_list(actor: Actor) -> QuerySet[RequestAttempt]:
    """Give the register of attempts."""
    return RequestAttempt.objects.visible_to(actor).select_related("body", "request")


def open_count(actor: Actor) -> int:
    """Give the number beside the menu entry: what my organisation owes an answer to, and what waits for my approval."""
    owed = Part.objects.filter(organisation_id=actor.body_id, state="waiting", request__state="sent")[:MOST_COUNTED].count()
    if not actor.may("requests.answer"):
        owed = 0
    if not actor.may("requests.approve"):
        return owed
    waiting = InformationRequest.objects.visible_to(actor).filter(state="submitted", asker_id=actor.body_id)
    return owed + waiting.exclude(drafted_by_id=actor.account_id)[:MOST_COUNTED].count()
