"""Categories as everybody signed in reads them, and the versions of the catalogue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods import queries
from buuan.registers.goods.actions import revise_category
from buuan.registers.goods.forms import CategoryForm
from buuan.registers.goods.lists import CATEGORIES, VERSIONS
from buuan.registers.goods.pages.sections import sections
from buuan.registers.goods.words import in_language

TERMS_SHOWN = 200


@page("goods.read")
@require_safe
def categories(request: HttpRequest) -> HttpResponseBase:
    """List the categories."""
    return render_list(request, CATEGORIES, queries.category_rows(), sections=sections(request.actor, "categories"))


@page("goods.read")
@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Show one category: what it asks for, its law, its editions, and to whom may read them its terms."""
    edition = queries.edition_of(code)
    actor = request.actor
    terms = queries.terms_for_list(actor).filter(category_id=code, state__in=("draft", "tried", "in_force"))
    context = {
        "edition": edition,
        "editions": queries.editions_of(code)[:20],
        "terms": terms.order_by("strength", "text")[:TERMS_SHOWN],
        "more": max(0, edition.terms_n + edition.waiting_n - TERMS_SHOWN) if actor.may("goods.read_terms") else 0,
        "exceptions": queries.terms_for_list(actor).filter(state="in_force", scope__contains=[code]).order_by("text")[:TERMS_SHOWN],
        "sections": sections(actor, "categories"),
    }
    return render(request, "goods/category.html", context)


@page("goods.put_in_force")
def category_change(request: HttpRequest, code: str) -> HttpResponse:
    """Revise what is said of a category."""
    edition = queries.edition_of(code)
    form = CategoryForm(request.POST or None, initial=CategoryForm.begun(edition))
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            revise_category(request.actor, code, form.change(), why=form.cleaned_data["why"], at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, _("Đã sửa nhóm hàng; áp dụng từ bây giờ."))
            return redirect("goods:category", code)
    context = {"form": form, "title": in_language(edition.name), "cancel_url": reverse("goods:category", args=[code])}
    return render(request, "goods/category_change.html", context, status=status)


@page("goods.read_terms")
@require_safe
def versions(request: HttpRequest) -> HttpResponseBase:
    """List the versions that were in force."""
    return render_list(request, VERSIONS, queries.versions(), sections=sections(request.actor, "versions"))
