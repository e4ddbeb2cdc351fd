"""How a room offers endpoints: each with a right, problems as RFC 9457, and POSTs that can be sent again without harm."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema

from buuan.base.access.guard import PUBLIC, require
from buuan.base.access.models import IdempotentAnswer
from buuan.kit.errors import Refusal, Refused

MAX_KEY = 200


class Problem(Schema):
    """An error as RFC 9457 words it; `detail` is the sentence that the page would show, `code` is stable."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: dict[str, list[str]] | None = None


def problem(error: Refusal) -> HttpResponse:
    """Give the problem document of a refusal."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(error.status, "Refused"),
        "status": error.status,
        "detail": error.sentence,
        "code": error.code,
    }
    errors = error.facts.get("errors")
    if errors:
        body["errors"] = errors
    return JsonResponse(
        body, status=error.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    409: "Refused by a rule",
    422: "Invalid input",
}


class Endpoints(Router):
    """A room's part of the API; every endpoint names the right that it needs, `PUBLIC` for none."""

    def get(self, path: str, *, right: str, **kwargs: Any) -> Callable:
        """Offer a reading endpoint."""
        return self._offer(super().get, path, right, kwargs)

    def post(self, path: str, *, right: str, **kwargs: Any) -> Callable:
        """Offer a writing endpoint; the same `Idempotency-Key` with the same body gives the same answer."""
        return self._offer(super().post, path, right, kwargs, once=True)

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
            options = dict(kwargs)
            if right == PUBLIC:
                options["auth"] = None
            return register(path, openapi_extra={"x-right": right, **options.pop("openapi_extra", {})}, **options)(guarded)

        return mark


def _answer_once(request: HttpRequest, act: Callable[[], Any]) -> Any:
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.actor is None:  # type: ignore[attr-defined]
        return act()
    if len(key) > MAX_KEY:
        raise Refused("idempotency.key_too_long", f"Idempotency-Key dài quá {MAX_KEY} ký tự.")
    sha = hashlib.sha256(request.get_full_path().encode() + b"\0" + request.body).hexdigest()
    with transaction.atomic():
        row, is_new = IdempotentAnswer.objects.get_or_create(
            account_id=request.actor.account_id,  # type: ignore[attr-defined]
            key=key,
            defaults={"address": request.path, "body_sha256": sha},
        )
        if not is_new:
            if row.body_sha256 != sha:
                raise Refused("idempotency.conflict", "Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác.")
            return JsonResponse(row.answer, status=row.status, safe=False, json_dumps_params={"ensure_ascii": False})
        answer = act()
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        row.status = status
        row.answer = body.model_dump(mode="json") if isinstance(body, Schema) else body
        row.save()
        return answer
