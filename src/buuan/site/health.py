"""What a monitor asks, and the switch of the language."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt

from buuan.base.access.guard import public
from buuan.base.audit.models import Link, Unsealed


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Give a few counters in the text form of Prometheus; no personal data, no addresses."""
    head = Link.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    lines = [
        "# TYPE buuan_chain_sealed gauge",
        f"buuan_chain_sealed {head}",
        "# TYPE buuan_chain_waiting gauge",
        f"buuan_chain_waiting {Unsealed.objects.count()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


@public
@csrf_exempt  # it changes a preference and nothing else, and public pages must not set a cookie for its sake
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Vietnamese and English and go back to the page."""
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
