"""The editor of terms: draft, try, put in force, retire; and the box in which a declaration is tried."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.audit.queries import history_of
from buuan.base.web.lists import render_list
from buuan.base.web.look import flow_steps
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods import queries
from buuan.registers.goods.actions import draft_term, import_terms, put_in_force, retire_term, try_terms, withdraw_term
from buuan.registers.goods.actions.importing import problems
from buuan.registers.goods.forms import ImportForm, TermForm, TryOutForm
from buuan.registers.goods.lists import TERMS
from buuan.registers.goods.models import Term
from buuan.registers.goods.pages.sections import sections
from buuan.registers.goods.reading import MAX_BYTES, read_file
from buuan.registers.goods.rules import TERM_FLOW
from buuan.registers.goods.tryout import judge_with_drafts, parts_of
from buuan.registers.goods.words import in_language

PATH = ("draft", "tried", "in_force", "retired")
WAITING_SHOWN = 200


@page("goods.read_terms")
@require_safe
def terms(request: HttpRequest) -> HttpResponseBase:
    """List the rows of words."""
    return render_list(request, TERMS, queries.terms_for_list(request.actor), sections=sections(request.actor, "terms"))


@page("goods.read_terms")
@require_safe
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one row of words: what it does, how its trial went, who did what, and the next step."""
    one = queries.term_of(request.actor, pk)
    context = {
        "term": one,
        "steps": flow_steps(TERM_FLOW, one.state, path=PATH),
        "history": history_of(one),
        "own": one.drafted_by_id == request.actor.account_id,
        "sections": sections(request.actor, "terms"),
    }
    return render(request, "goods/term.html", context)


@page("goods.draft")
def term_new(request: HttpRequest) -> HttpResponse:
    """Draft a row of words."""
    form = TermForm(request.POST or None, initial={"category": request.GET.get("nhom", ""), "role": "term", "strength": "plain"})
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_term(request.actor, form.draft(), at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, _("Đã soạn. Bước tiếp theo: thử trên dữ liệu tháng qua."))
            return redirect("goods:term", made.pk)
    context = {"form": form, "title": _("Soạn từ nhận diện"), "cancel_url": reverse("goods:waiting")}
    return render(request, "goods/term_new.html", context, status=status)


@page("goods.draft")
def term_import(request: HttpRequest) -> HttpResponse:
    """Draft the rows of a file, or only look at them."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "title": _("Nạp từ nhận diện từ tệp"), "cancel_url": reverse("goods:waiting")}
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise Refused("terms.file_too_big", "Tệp lớn quá 2 MB.")
            rows = read_file(file.read(), file.name)
            if form.cleaned_data["only_look"]:
                found = problems(rows)
                return render(request, "goods/term_import.html", context | {"looked": len(rows), "problems": sorted(found.items())})
            made = import_terms(request.actor, rows, batch=f"{timezone.localtime():%Y%m%d-%H%M%S}", at=timezone.now())
        except Invalid as error:
            context["problems"] = list(error.errors.items())
        except Refused as error:
            form.add_error("file", error.sentence)
        else:
            messages.success(request, _("Đã soạn %(n)s từ. Bước tiếp theo: thử.") % {"n": len(made)})
            return redirect("goods:waiting")
    return render(request, "goods/term_import.html", context, status=status)


@page("goods.read_terms")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what is drafted and tried, with figures, and the next step for each or for several together."""
    rows = queries.waiting_terms(request.actor)
    context = {
        "drafts": list(rows.filter(state="draft")[:WAITING_SHOWN]),
        "tried": list(rows.filter(state="tried")[:WAITING_SHOWN]),
        "sections": sections(request.actor, "waiting"),
    }
    return render(request, "goods/waiting.html", context)


@page("goods.draft")
@require_POST
def terms_try(request: HttpRequest) -> HttpResponse:
    """Try the chosen rows together and show what they would have done; the examples are shown once and kept nowhere."""
    chosen = _chosen(request)
    try:
        trial = try_terms(request.actor, chosen, at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
        return redirect("goods:waiting")
    context = {
        "trial": trial,
        "terms": [(one, trial.own[one.pk]) for one in chosen],
        "sections": sections(request.actor, "waiting"),
    }
    return render(request, "goods/trial.html", context)


@page("goods.put_in_force")
@require_POST
def terms_put(request: HttpRequest) -> HttpResponse:
    """Put the chosen rows in force."""
    try:
        version = put_in_force(request.actor, _chosen(request), at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Đã áp dụng. Phiên bản danh mục: %(version)s.") % {"version": version.version})
    return redirect("goods:waiting")


@page("goods.put_in_force")
@require_POST
def term_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a row in force."""
    return _end(request, pk, retire_term, _("Đã bãi bỏ; từ nay không tính nữa."))


@page("goods.draft")
@require_POST
def term_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a draft."""
    return _end(request, pk, withdraw_term, _("Đã rút dự thảo."))


def _end(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act(request.actor, queries.term_of(request.actor, pk), reason=request.POST.get("reason", ""), at=timezone.now())
    except Invalid as error:
        messages.error(request, error.errors["reason"][0])
    except Refused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, done)
    return redirect("goods:term", pk)


def _chosen(request: HttpRequest) -> list[Term]:
    keys = [int(one) for one in request.POST.getlist("tu") if one.isdigit()][:WAITING_SHOWN]
    found = {one.pk: one for one in queries.terms_for_list(request.actor).filter(pk__in=keys)}
    if not found:
        raise Refused("term.none_chosen", "Chưa chọn từ nào.")
    return [found[key] for key in dict.fromkeys(keys) if key in found]


@page("goods.read_terms")
def try_out(request: HttpRequest) -> HttpResponse:
    """Judge a declaration and show verdict, marked words and the parts of the score; nothing of it is kept."""
    form = TryOutForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "sections": sections(request.actor, "try_out")}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        text = " ".join(given["text"].split())
        verdict = judge_with_drafts(text, given["flow"]) if given["drafts"] else queries.judge(text, given["flow"])
        goods = queries.category(verdict.category)
        context |= {
            "text": text,
            "verdict": verdict,
            "spans": [one.brief() for one in verdict.hits],
            "parts": parts_of(verdict),
            "category_name": in_language(goods.name) if goods else "",
        }
    return render(request, "goods/try_out.html", context, status=422 if form.errors else 200)
