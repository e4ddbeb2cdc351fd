"""Pages of the law register: documents, time limits, the working calendar with the ladders."""

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
from buuan.registers.law.actions import set_limit
from buuan.registers.law.forms import LimitForm
from buuan.registers.law.lists import DOCUMENTS, LIMITS
from buuan.registers.law.queries import (
    calendar_years,
    document_by_code,
    documents,
    ladder_choices,
    ladders_in_force,
    limit_history,
    limit_rows,
    special_days_of,
)


@page("law.read")
@require_safe
def document_list(request: HttpRequest) -> HttpResponseBase:
    """List the documents."""
    return render_list(request, DOCUMENTS, documents(), sections=_sections("documents"))


@page("law.read")
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show one document with its provisions and what may be cited of it."""
    found = document_by_code(code)
    today = timezone.localdate()
    return render(request, "law/document.html", {"document": found, "in_force": found.holds_on(today), "today": today})


@page("law.read")
@require_safe
def limit_list(request: HttpRequest) -> HttpResponseBase:
    """List the time limits."""
    return render_list(request, LIMITS, limit_rows(), sections=_sections("limits"))


@page("law.read")
@require_safe
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Show one limit with all its rows, the latest first."""
    return render(request, "law/limit.html", {"rows": limit_history(code), "code": code, "today": timezone.localdate()})


@page("law.set_limit")
def limit_change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a limit from a day on."""
    former, today = limit_history(code)[0], timezone.localdate()
    form = LimitForm(request.POST or None, former=former, ladders=ladder_choices(today))
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            set_limit(request.actor, code, form.change(), from_on=form.from_day(), at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, _("Đã sửa thời hạn. Việc đang chạy giữ thời hạn lúc bắt đầu."))
            return redirect("law:limit", code)
    context = {"form": form, "former": former, "title": former.name, "cancel_url": reverse("law:limit", args=[code])}
    return render(request, "law/limit_change.html", context, status=status)


@page("law.read")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the special days of a year and the ladders in force."""
    today = timezone.localdate()
    years = calendar_years()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    here = reverse("law:calendar")
    context = {
        "year": year,
        "tabs": [{"name": str(one), "url": f"{here}?nam={one}", "active": one == year} for one in years],
        "days": special_days_of(year),
        "ladders": ladders_in_force(today),
        "sections": _sections("calendar"),
    }
    return render(request, "law/calendar.html", context)


def _sections(here: str) -> list[dict[str, object]]:
    parts = {"documents": _("Văn bản"), "limits": _("Thời hạn"), "calendar": _("Lịch làm việc, thang báo")}
    return [{"name": name, "url": reverse(f"law:{key}"), "active": key == here} for key, name in parts.items()]
