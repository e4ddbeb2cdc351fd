"""Whose request it is where a server stands in front (`BUUAN_BEHIND_PROXY`): limits and records need the person's address."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse


class ForwardedMiddleware:
    """Takes the address of a request from the last entry of `X-Forwarded-For`: the one that the server in front wrote itself.

    What stands before it in the line may be written by anybody. An entry that is no address leaves the address as it was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        with contextlib.suppress(ValueError):
            request.META["REMOTE_ADDR"] = str(ip_address(last))
        return self.get_response(request)
