"""Endpoints and the log of what left."""

from __future__ import annotations

from django.db.models import Prefetch

from buuan.base.accounts.models import Account
from buuan.base.dispatch.models import Attempt, Delivery, Endpoint
from buuan.base.dispatch.models.channels import EndpointQuerySet
from buuan.base.dispatch.models.deliveries import DeliveryQuerySet
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound


def endpoints_of(actor: Actor) -> EndpointQuerySet:
    """Give the endpoints that the actor may see, those in use first."""
    return Endpoint.objects.visible_to(actor).select_related("organisation").order_by("-ended_at", "organisation__path", "pk")


def endpoint_by_pk(actor: Actor, pk: int) -> Endpoint:
    """Give one of them; raises NotFound."""
    found = endpoints_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("endpoint.not_found", "Không tìm thấy điểm nhận này.")
    return found


def delivery_log(endpoint: Endpoint) -> DeliveryQuerySet:
    """Give what was sent to an endpoint with every try, the latest first."""
    tries = Prefetch("attempts", Attempt.objects.order_by("-number"))
    return Delivery.objects.filter(endpoint=endpoint).select_related("notice").prefetch_related(tries).order_by("-id")


def delivery_by_pk(actor: Actor, pk: int) -> Delivery:
    """Give a message that the actor may see; raises NotFound."""
    rows = Delivery.objects.visible_to(actor).select_related("notice", "endpoint__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("delivery.not_found", "Không tìm thấy bản gửi này.")
    return found


def own_body(actor: Actor) -> Organisation:
    """Give the actor's organisation."""
    return Organisation.objects.get(pk=actor.body_id)


def own_address(actor: Actor) -> str:
    """Give the mail address of the actor's account, empty for none."""
    return Account.objects.filter(pk=actor.account_id).values_list("email", flat=True).first() or ""
