"""The addresses of the house with a few faults put in on purpose, to see that the matrix finds each of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page, signed_in
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.site.urls import handler404, handler500
from buuan.site.urls import urlpatterns as real
from buuan.work.cases.models import Case

__all__ = ["handler404", "handler500", "urlpatterns"]


def unruled(request: HttpRequest) -> HttpResponse:
    """A view that forgot its rule."""
    return HttpResponse("in")


@page("cases.read")
def unscoped(request: HttpRequest, number: str) -> HttpResponse:
    """A detail page that forgot `visible_to`."""
    return HttpResponse(f"<main>{Case.objects.get(number=number).title}</main>")


@page("cases.read")
def forbidden_not_hidden(request: HttpRequest, number: str) -> HttpResponse:
    """A detail page that tells a stranger that the record exists."""
    found = Case.objects.filter(number=number).first()
    if found is None:
        return HttpResponse(status=404)
    return HttpResponse(status=200 if found.is_visible_to(request.actor) else 403)


@signed_in
def all_numbers(request: HttpRequest) -> HttpResponse:
    """A page that counts on nobody looking."""
    return HttpResponse("<main>" + " ".join(Case.objects.values_list("number", flat=True)) + "</main>")


@signed_in
def finds_all(request: HttpRequest) -> HttpResponse:
    """A search that is not narrowed."""
    asked = request.GET.get("q", "")
    found = Case.objects.filter(number=asked).values_list("number", flat=True)
    return HttpResponse(f'<main><input name="q" value="{asked}">{" ".join(f"<a>{one}</a>" for one in found)}</main>')


@action
def _count(request: HttpRequest) -> None:
    record(request.actor, "test.counted", "test.counter", at=Case.objects.earliest("opened_at").opened_at)


@signed_in
def acts_on_get(request: HttpRequest) -> HttpResponse:
    """A link that does something."""
    _count(request)
    return HttpResponse("<main></main>")


@signed_in
def crashes(request: HttpRequest) -> HttpResponse:
    """A bug, with a secret among its variables."""
    secret_of_the_house = "dữ liệu kín"
    raise RuntimeError(secret_of_the_house)


@signed_in
@require_POST
def open_to_all(request: HttpRequest) -> HttpResponse:
    """An act that asks for no right; nobody can tell by walking, since its rule says so."""
    return HttpResponse("done")


urlpatterns = [
    path("thu/khong-quy-tac", unruled),
    path("thu/vu-viec/<str:number>", unscoped),
    path("thu/lo-ton-tai/<str:number>", forbidden_not_hidden),
    path("thu/moi-so", all_numbers),
    path("thu/tim-het", finds_all),
    path("thu/lam-khi-doc", acts_on_get),
    path("thu/hong", crashes),
    path("thu/lam", open_to_all),
    *real,
]
