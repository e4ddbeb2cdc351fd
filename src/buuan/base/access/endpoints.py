"""How a room offers endpoints: each with a right, problems as RFC 9457, and POSTs that can be sent again without harm."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from ninja.decorators import decorate_view

from buuan.base.access.guard import PUBLIC, as_told, require
from buuan.base.access.models import IdempotentAnswer
from buuan.kit.errors import Refusal, Refused

MAX_KEY = 200


def problem(error: Refusal) -> HttpResponse:
    """Give the problem document of a refusal; existence is not told to those who may not know."""
    told = as_told(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(told.status, "Refused"),
        "status": told.status,
        "detail": told.sentence,
        "code": told.code,
    }
    errors = told.facts.get("errors")
    if errors:
        body["errors"] = errors
    return JsonResponse(
        body, status=told.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    409: "Refused by a rule",
    422: "Invalid input",
    429: "Too many requests",
}


class Endpoints(Router):
    """A room's part of the API; every endpoint names the right that it needs, `PUBLIC` for none.

    Only reading (`get`) and acting (`post`) are offered: whoever registers an endpoint by another way meets a TypeError.
    """

    def get(self, path: str, *, right: str, **kwargs: Any) -> Callable:
        """Offer a reading endpoint."""
        return self._offer(super().get, path, right, kwargs)

    def post(self, path: str, *, right: str, **kwargs: Any) -> Callable:
        """Offer a writing endpoint; the same `Idempotency-Key` with the same body gives the same answer."""
        return self._offer(super().post, path, right, kwargs, once=True)

    def api_operation(self, methods: list[str], path: str, **kwargs: Any) -> Callable:
        """Register an endpoint; raises TypeError for one that names no right."""
        if "x-right" not in (kwargs.get("openapi_extra") or {}):
            raise TypeError(f"{methods} {path} names no right")
        return super().api_operation(methods, path, **kwargs)

    def _offer(self, register: Callable, path: str, right: str, kwargs: dict[str, Any], once: bool = False) -> Callable:
        def mark(view: Callable) -> Callable:
            @functools.wraps(view)
            def guarded(request: HttpRequest, *args: Any, **given: Any) -> Any:
                if right != PUBLIC:
                    require(request.actor, right)  # type: ignore[attr-defined]
                if once:
                    return _answer_once(request, lambda: view(request, *args, **given))
                return view(request, *args, **given)

            guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
            guarded.rule = right  # type: ignore[attr-defined]
            decorate_view(_asks(right))(guarded)
            if once:
                decorate_view(_keeps_answer)(guarded)
            options = dict(kwargs)
            if right == PUBLIC:
                options["auth"] = None
            return register(path, openapi_extra={"x-right": right, **options.pop("openapi_extra", {})}, **options)(guarded)

        return mark


def _asks(right: str) -> Callable:
    """Tell the request which right its endpoint asks for, so that the bearer's check can refuse before the input is read."""

    def wrap(run: Callable) -> Callable:
        def asked(request: HttpRequest, **given: Any) -> HttpResponse:
            request.needed_right = right  # type: ignore[attr-defined]
            return run(request, **given)

        return asked

    return wrap


def check_needed_right(request: HttpRequest) -> None:
    """Raise Forbidden unless the actor holds the right that the endpoint asks for; called once the bearer is known.

    So that a caller without the right hears 403, and not first what is wrong with the body.
    """
    right = getattr(request, "needed_right", PUBLIC)
    if right != PUBLIC:
        require(request.actor, right)  # type: ignore[attr-defined]


# -- the same POST sent again --------------------------------------------------------------------------------------------


def _keeps_answer(run: Callable) -> Callable:
    """Keep what a POST with a key answered, in the transaction of its act; a refusal is not kept and may be tried again.

    What an act left before it refused stays, such as the report about a manifest that was refused whole.
    """

    def kept(request: HttpRequest, **given: Any) -> HttpResponse:
        if not request.headers.get("Idempotency-Key"):
            return run(request, **given)
        with transaction.atomic():
            response = run(request, **given)
            row: IdempotentAnswer | None = getattr(request, "kept_answer", None)
            if row is not None and response.status_code >= 400:
                row.delete()
            elif row is not None:
                row.status = response.status_code
                row.answer = json.loads(response.content) if response.content else None
                row.save()
            return response

    return kept


def _answer_once(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Act, unless this account has sent the same key before: then give the answer that stands.

    A second caller with the same key waits at the unique row until the first has committed, and then finds its answer.
    Raises Refused for a key that is too long or that came with another body.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.actor is None:  # type: ignore[attr-defined]
        return act()
    if len(key) > MAX_KEY:
        raise Refused("idempotency.key_too_long", f"Idempotency-Key dài quá {MAX_KEY} ký tự.")
    sha = _fingerprint(request)
    row, is_new = IdempotentAnswer.objects.get_or_create(
        account_id=request.actor.account_id,  # type: ignore[attr-defined]
        key=key,
        defaults={"address": request.path[:200], "body_sha256": sha},
    )
    if is_new:
        request.kept_answer = row  # type: ignore[attr-defined]
        return act()
    if row.body_sha256 != sha:
        raise Refused("idempotency.conflict", "Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác.")
    if row.answer is None:
        return HttpResponse(status=row.status)
    return JsonResponse(row.answer, status=row.status, safe=False, json_dumps_params={"ensure_ascii": False})


def _fingerprint(request: HttpRequest) -> str:
    """Give the SHA-256 of address and body; of a form with files, of its fields and of what the files hold."""
    sha = hashlib.sha256(request.get_full_path().encode() + b"\0")
    if request.content_type != "multipart/form-data":
        sha.update(request.body)
        return sha.hexdigest()
    for name, values in sorted(request.POST.lists()):
        sha.update(json.dumps([name, values]).encode() + b"\0")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            sha.update(json.dumps([name, file.name]).encode() + b"\0")
            for chunk in file.chunks():
                sha.update(chunk)
            file.seek(0)
    return sha.hexdigest()


def forget_answers(before: datetime) -> int:
    """Remove the answers that were kept before a moment and give how many; they may hold what operators declared."""
    return IdempotentAnswer.objects.filter(at__lt=before).delete()[0]
