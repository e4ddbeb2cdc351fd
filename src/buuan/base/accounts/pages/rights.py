"""The table of rights and roles, made from the very table that the checks read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import signed_in
from buuan.base.accounts.presenters import kinds_to_ask, rights_table
from buuan.base.organisations.models import KINDS
from buuan.base.web.words import in_words
from buuan.kit.errors import Invalid
from buuan.kit.right import ROLES


@signed_in
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show who may do what: every right of every room by role, for all kinds of organisation or for one."""
    kind = request.GET.get("loai", "")
    if kind and kind not in KINDS:
        raise Invalid({"loai": [_("Không có loại cơ quan này.")]})
    context = {
        "roles": list(in_words(ROLES).items()),
        "rooms": rights_table(kind),
        "kind": kind,
        "kind_name": _(KINDS.get(kind, "")),
        "kinds": kinds_to_ask(),
        "own": (request.actor.role, request.actor.body_kind),  # type: ignore[attr-defined]
    }
    return render(request, "accounts/rights.html", context)
