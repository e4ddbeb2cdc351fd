"""Hand-overs: the list, one with its code or its confirmation, and its minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.kit.errors import Refusal
from buuan.work.cases.queries import case_by_number
from buuan.work.custody import actions, forms
from buuan.work.custody.lists import hand_overs_page
from buuan.work.custody.models import HandOver
from buuan.work.custody.pages.case import case_url
from buuan.work.custody.pages.shared import file_answer, form_page, given
from buuan.work.custody.papers import minutes
from buuan.work.custody.presenters import confirm_text, qr_image
from buuan.work.custody.queries import hand_over_by_number, hand_overs_for_list

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def hand_over_url(one: HandOver) -> str:
    """Give the address of a hand-over."""
    return reverse("custody:hand_over", args=[one.number])


@page("custody.read_hand_overs")
def hand_overs(request: HttpRequest) -> HttpResponseBase:
    """List the hand-overs that concern my body."""
    return render_list(request, hand_overs_page(), hand_overs_for_list(request.actor))


@page("custody.read_hand_overs")
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Show one hand-over: to the side that offered its code, to the other side the way to confirm."""
    found = hand_over_by_number(request.actor, number)
    return _show(request, found, forms.ConfirmForm(initial={"code": request.GET.get("ma", "")}))


@page("custody.hand_over")
def offer(request: HttpRequest, number: str) -> HttpResponseBase:
    """Offer exhibits of a case to another body."""
    found = case_by_number(request.actor, number)
    form = forms.OfferForm(given(request), actor=request.actor, case=found, on=timezone.localdate())

    def act(said: dict[str, Any]) -> str:
        made = actions.offer_hand_over(
            request.actor, found, list(said.pop("exhibits")), said.pop("receiver"), **said, at=timezone.now()
        )
        return hand_over_url(made)

    intro = _("Tang vật vẫn do đơn vị anh/chị giữ cho đến khi bên nhận xác nhận.")
    return form_page(
        request,
        form,
        act,
        title=_("Bàn giao tang vật"),
        done=_("Đã lập đề nghị; đưa mã hoặc mã QR cho bên nhận."),
        back=f"{case_url(found)}#tang-vat",
        intro=intro,
        submit=_("Lập đề nghị"),
    )


@page("custody.confirm")
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm a hand-over with its code."""
    found = hand_over_by_number(request.actor, number)
    form = forms.ConfirmForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_hand_over(request.actor, found, code=form.cleaned_data["code"], at=timezone.now())
        except Refusal as error:
            if error.code != "hand_over.wrong_code":
                raise
            form.add_error("code", error.sentence)
        else:
            messages.success(request, _("Hai bên đã xác nhận; in biên bản để ký."))
            return redirect(hand_over_url(found))
    return _show(request, found, form, status=422)


@page("custody.hand_over")
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take an offer back."""
    found = hand_over_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.withdraw_hand_over(request.actor, found, reason=said["reason"], at=timezone.now())

    form = forms.Reasoned(given(request))
    return form_page(request, form, act, title=_("Rút đề nghị bàn giao"), done=_("Đã rút."), back=hand_over_url(found))


@page("custody.confirm")
def decline(request: HttpRequest, number: str) -> HttpResponseBase:
    """Refuse what was offered."""
    found = hand_over_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.decline_hand_over(request.actor, found, reason=said["reason"], at=timezone.now())

    form = forms.Reasoned(given(request))
    return form_page(request, form, act, title=_("Không nhận bàn giao"), done=_("Đã trả lời."), back=hand_over_url(found))


@page("custody.read_hand_overs")
@require_GET
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the minutes to print and sign."""
    found = hand_over_by_number(request.actor, number)
    return file_answer(minutes(found), DOCX, f"Bien-ban-{found.number}.docx")


def _show(request: HttpRequest, found: HandOver, form: forms.ConfirmForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    is_open = found.state == "offered" and timezone.now() < found.expires_at
    is_asking = bool(actor.tree) and found.asking_side.path.startswith(actor.tree)
    is_other = bool(actor.tree) and found.other_side.path.startswith(actor.tree)
    host = request.build_absolute_uri("/").rstrip("/")
    shows_code = is_open and is_asking and actor.may("custody.hand_over")
    summary = [
        (_("Bên giao"), f"{found.giver}" + (f" · {found.giver_name}" if found.giver_name else "")),
        (_("Bên nhận"), f"{found.receiver}" + (f" · {found.receiver_name}" if found.receiver_name else "")),
        (_("Đại diện doanh nghiệp"), found.representative),
        (_("Nơi bàn giao"), found.place),
        (_("Lý do"), found.reason),
        (_("Lý do kết thúc"), found.why_ended),
    ]
    context = {
        "hand_over": found,
        "title": _("Bàn giao %(number)s") % {"number": found.number},
        "summary": summary,
        "form": form,
        "qr": qr_image(confirm_text(found, host)) if shows_code else "",
        "code": f"{found.code[:4]} {found.code[4:]}" if shows_code else "",
        "may_confirm": is_open and is_other and actor.may("custody.confirm"),
        "waits_for": found.other_side if is_open else None,
        "withdraw_url": reverse("custody:withdraw", args=[found.number]) if shows_code else "",
        "decline_url": reverse("custody:decline", args=[found.number]) if is_open and is_other else "",
        "paper_url": reverse("custody:paper", args=[found.number]),
        "case_url": case_url(found.case) if actor.may("custody.read") and found.case.is_visible_to(actor) else "",
    }
    return render(request, "custody/hand_over.html", context, status=status)
