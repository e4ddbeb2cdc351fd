"""Pages for what goes wrong outside a room: an unknown address, a crash, a form from an old session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buuan.base.access.middleware import refusal_page
from buuan.kit.errors import NotFound, Refused


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return refusal_page(request, NotFound("not_found", "Không có trang này, hoặc anh/chị không được xem."))


def crashed(request: HttpRequest) -> HttpResponse:
    """The page after a bug: says that nothing was saved half-way and what to do."""
    return render(request, "web/crashed.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page when a form comes from a session that ended."""
    return refusal_page(
        request,
        Refused("session.ended", "Phiên làm việc đã hết hạn nên biểu mẫu chưa được gửi. Hãy quay lại, tải lại trang rồi gửi lại."),
    )
