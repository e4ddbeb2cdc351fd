"""The tab of requests for information on the page of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.requests.models import InformationRequest
from buuan.work.requests.queries import complaints_of


def tabs(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Give the tab with the requests of the case that the actor may see, counted; it opens the list narrowed to the case."""
    if not actor.may("requests.read"):
        return []
    url = f"{reverse('requests:list')}?nhom=tat-ca&vu-viec={case.number}"
    count = InformationRequest.objects.visible_to(actor).filter(case=case).count()
    tab = {"name": _("Yêu cầu thông tin"), "url": url, "active": False, "count": count}
    if case.kind != "complaint" or not actor.may("requests.complain"):
        return [tab]
    passed = {"name": _("Khiếu nại gửi doanh nghiệp"), "url": reverse("requests:complaint", args=[case.number]), "active": False}
    return [tab, passed | {"count": len(complaints_of(actor, case))}]
