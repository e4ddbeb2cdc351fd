"""Pages about many cases: acts on the chosen ones, the board, who is away, and the kinds with their templates."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.accounts.models import Account
from buuan.base.web.lists import render_list
from buuan.base.web.words import shown
from buuan.kit.errors import Invalid, NotFound
from buuan.work.cases import actions, forms
from buuan.work.cases.desk_lists import absences_page
from buuan.work.cases.pages.shared import form_page, given
from buuan.work.cases.queries import (
    absence_by_pk,
    absences_for_list,
    board,
    bulk_by_number,
    kinds_on,
    lanes,
    limits_of,
)
from buuan.work.cases.rules import BULK_ACTS, CASE_FLOW, CLOCK_TASKS, LABELS, MOST_AT_ONCE, as_json

LARGEST_FILE = 512 * 1024


@page("cases.note")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to the chosen cases, then show what became of each."""
    post = request.POST
    keys = list(dict.fromkeys(int(one) for one in post.getlist("pick") if one.isascii() and one.isdigit()))
    assignee = post.get("assignee", "")
    person = Account.objects.select_related("organisation").filter(pk=int(assignee)).first() if assignee.isdigit() else None
    order = actions.BulkOrder(
        act=post.get("act", ""),
        assignee=person,
        text=post.get("text", ""),
        labels=tuple(one for one in post.getlist("labels") if one),
        despite_absence=post.get("despite_absence") == "1",
    )
    try:
        run = actions.run_bulk(request.actor, keys[: MOST_AT_ONCE + 1], order, at=timezone.now())
    except Invalid as error:
        for sentence in dict.fromkeys(one for sentences in error.errors.values() for one in sentences):
            messages.warning(request, sentence)
        return redirect("cases:list")
    return redirect("cases:bulk_run", run.number)


@page("cases.read")
def bulk_run(request: HttpRequest, number: str) -> HttpResponse:
    """Show what became of each row of an act on many cases."""
    run = bulk_by_number(request.actor, number)
    given_words = [run.given.get("assignee", ""), ", ".join(shown(LABELS.get(one, one)) for one in run.given.get("labels", []))]
    context = {
        "run": run,
        "act_name": shown(BULK_ACTS[run.act]),
        "given": " ".join(one for one in given_words if one),
        "may_undo": run.is_undoable and request.actor.may("cases.assign"),
    }
    return render(request, "cases/bulk_run.html", context)


@page("cases.assign")
@require_POST
def undo_bulk(request: HttpRequest, number: str) -> HttpResponse:
    """Take back what a run did."""
    run = actions.undo_bulk(request.actor, bulk_by_number(request.actor, number), at=timezone.now())
    undone = sum(bool(one.get("undone")) for one in run.rows)
    messages.success(request, _("Đã hoàn tác %(n)s vụ việc.") % {"n": undone})
    return redirect("cases:bulk_run", run.number)


@page("cases.read")
def show_board(request: HttpRequest) -> HttpResponse:
    """Show the cases that a body leads, by state."""
    bodies = lanes(request.actor)
    wanted = request.GET.get("co-quan", "")
    chosen = next((one for one in bodies if one.code == wanted), None) if wanted else next(iter(bodies), None)
    if wanted and chosen is None:
        raise NotFound()
    here = reverse("cases:board")
    context = {
        "bodies": bodies,
        "tabs": [{"name": str(one), "url": f"{here}?co-quan={one.code}", "active": one == chosen} for one in bodies[:12]],
        "more": bodies[12:],
        "chosen": chosen,
        "columns": [(shown(CASE_FLOW.states[one.state]), one) for one in board(request.actor, chosen)] if chosen else [],
    }
    return render(request, "cases/board.html", context)


# -- absence -------------------------------------------------------------------------------------------------------------


@page("cases.read")
def absences(request: HttpRequest) -> HttpResponseBase:
    """List who is away and who stands in."""
    return render_list(
        request,
        absences_page(),
        absences_for_list(request.actor),
        may_note=request.actor.may("cases.absent"),
        today=timezone.localdate(),
    )


@page("cases.absent")
def note_absence(request: HttpRequest) -> HttpResponse:
    """Say that somebody is away."""
    form = forms.AbsenceForm(given(request), actor=request.actor, on=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        data = {**data, "until_on": actions.days_until(data["until_on"])}
        actions.note_absence(request.actor, data.pop("account"), data.pop("substitute"), **data, at=timezone.now())

    intro = _("Người làm thay thấy việc của người vắng trong danh sách của mình; quyền của ai vẫn của người đó.")
    back = reverse("cases:absences")
    return form_page(request, form, act, title=_("Ghi vắng mặt"), done=_("Đã ghi vắng mặt."), back=back, intro=intro)


@page("cases.absent")
@require_POST
def call_off_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody is back."""
    actions.call_off_absence(request.actor, absence_by_pk(request.actor, pk), at=timezone.now())
    messages.success(request, _("Đã kết thúc lần vắng mặt."))
    return redirect("cases:absences")


# -- kinds ---------------------------------------------------------------------------------------------------------------


@page("cases.read")
def kinds(request: HttpRequest) -> HttpResponse:
    """Show the kinds in force: their clocks with what is known of each, what they ask for, what has to be done."""
    today = timezone.localdate()
    rows = [(one, one.plan) for one in kinds_on(today)]
    limits = limits_of({clock.limit for _row, plan in rows for clock in plan.clocks}, today)
    shown_rows = []
    for row, plan in rows:
        clocks = [(shown(CLOCK_TASKS.get(one.limit, one.limit)), limits.get(one.limit)) for one in plan.clocks]
        shown_rows.append({"row": row, "plan": plan, "clocks": clocks})
    context = {"kinds": shown_rows, "may_keep": request.actor.may("cases.keep_kinds")}
    return render(request, "cases/kinds.html", context)


@page("cases.read")
def kinds_file(request: HttpRequest) -> HttpResponse:
    """Give every row of every kind as a file that `import` reads back."""
    tree = {"format": actions.FORMAT, "kinds": [as_json(one.plan) for one in kinds_on(timezone.localdate())]}
    answer = HttpResponse(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="loai-vu-viec.json"'
    return answer


@page("cases.keep_kinds")
def import_kinds(request: HttpRequest) -> HttpResponse:
    """Take kinds in from a file."""
    form = forms.KindsFileForm(given(request), request.FILES or None)

    def act(data: dict[str, Any]) -> None:
        outcome = actions.import_kinds(request.actor, _tree_of(data["file"]), at=timezone.now())
        taken = [one["name"] for one in outcome if one["outcome"] != "same"]
        said = _("Đã nhập: %(names)s.") % {"names": ", ".join(taken)} if taken else _("Không có gì thay đổi.")
        messages.info(request, said)

    back = reverse("cases:kinds")
    intro = _("Mẫu mới áp dụng cho vụ việc mở từ ngày hiệu lực; vụ việc đã mở giữ mẫu cũ.")
    done = _("Đã đọc tệp mẫu.")
    return form_page(request, form, act, title=_("Nhập mẫu loại vụ việc"), done=done, back=back, intro=intro)


def _tree_of(file: Any) -> Any:
    if file.size > LARGEST_FILE:
        raise Invalid({"file": ["Tệp quá lớn; mẫu loại vụ việc không quá 512 kB."]})
    try:
        return json.loads(file.read().decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid({"file": ["Tệp không phải JSON."]}) from error
