"""Says no to a request that declares more bytes than any file may have, before a single one of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buuan.base.access.endpoints import problem
from buuan.base.files.arriving import too_large

AROUND = 1024 * 1024
"""What a form may say around its file."""


class SizeMiddleware:
    """Stands before whatever reads a body (the check of a form's sign does)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdigit() and int(declared) > settings.MAX_FILE_BYTES + AROUND:
            return self._refuse(request)
        return self.get_response(request)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        error = too_large()
        request.actor = None  # type: ignore[attr-defined]
        answer = (
            problem(error)
            if request.path.startswith("/api/")
            else render(request, "web/error.html", {"error": error, "status": error.status}, status=error.status)
        )
        answer.headers["Connection"] = "close"
        return answer
