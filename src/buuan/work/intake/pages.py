"""Pages of intake: the counter form with what it says as one types, the receipt, triage, the list."""

from __future__ import annotations

import functools
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page, public
from buuan.base.devices.sealing import opening_keys
from buuan.base.files.actions import keep_photo
from buuan.base.files.models import StoredFile
from buuan.base.files.rules import MAX_PHOTO_BYTES
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import NotFound, Refusal, Refused
from buuan.work.cases.queries import case_to_join, kinds_on, own_organisation
from buuan.work.intake import actions, forms
from buuan.work.intake.lists import report_url, reports_page
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import near_duplicates, photo_of, report_by_number, reports_for_list
from buuan.work.intake.rules import MOST_PHOTOS, REPORT_FLOW, proposed_kind
from buuan.work.intake.screen import counter_screen, receipt_screen, say_code, say_content, triage_is_late

Kept = list[tuple[StoredFile, str]]


@page("intake.report")
def report(request: HttpRequest) -> HttpResponse:
    """The counter form: hold an item and report it."""
    now = timezone.now()
    options = {"actor": request.actor, "now": now, "on": timezone.localdate(now)}
    if request.method != "POST":
        known = {name: request.GET[name] for name in ("item_id", "declared_content") if name in request.GET}
        return _counter(request, forms.ReportForm(initial=known, **options), [])
    form = forms.ReportForm(request.POST, **options)
    kept, lost = _take_photos(request, forms.unpack_photos(request.actor, request.POST.get("kept", "")))
    duplicates: list[SuspicionReport] = []
    if form.is_valid():
        facts = form.facts()
        if not form.cleaned_data["again"]:
            before = near_duplicates(request.actor, facts.item_id, now).exclude(client_key=facts.client_key)
            duplicates = list(before.select_related("reporter")[:3])
        if not duplicates:
            try:
                made = actions.receive_report(request.actor, form.cleaned_data["point"], facts, at=now, **_by_kind(kept))
            except Refusal as error:
                if not add_refusal(form, error):
                    raise
            else:
                for sentence in lost:
                    messages.warning(request, sentence)
                return redirect(f"{report_url(made)}?moi=1")
    for sentence in lost:
        messages.warning(request, sentence)
    return _counter(request, form, kept, duplicates)


@page("intake.report")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take the counter form from its script, at once or after it waited without a network, and answer in JSON.

    What waited was found and held long ago: nobody is asked any more whether it was meant. What the form does not say well enough
    comes back as one sentence (422), and the page shows the rest.
    """
    now = timezone.now()
    form = forms.ReportForm(request.POST, actor=request.actor, now=now, on=timezone.localdate(now))
    if not form.is_valid():
        return _unsent(" ".join(str(one) for said in form.errors.values() for one in said))
    facts = form.facts()
    if not (form.cleaned_data["again"] or facts.temporary):
        before = near_duplicates(request.actor, facts.item_id, now).exclude(client_key=facts.client_key)
        if before.exists():
            return _unsent(_("Bưu gửi này vừa được báo trong 7 ngày qua."), 409)
    kept, lost = _take_photos(request, forms.unpack_photos(request.actor, request.POST.get("kept", "")))
    try:
        made = actions.receive_report(request.actor, form.cleaned_data["point"], facts, at=now, **_by_kind(kept))
    except Refusal as error:
        listed = error.facts.get("errors") or {}
        return _unsent(" ".join(str(one) for said in listed.values() for one in said) or error.sentence, error.status)
    for sentence in lost if not facts.temporary else ():
        messages.warning(request, sentence)
    said = {"number": made.number, "url": report_url(made), "received_at": made.received_at.isoformat(), "lost": lost}
    return JsonResponse(said, status=201)


def _unsent(sentence: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"detail": sentence}, status=status)


@page("intake.report")
@require_POST
def unseal(request: HttpRequest) -> HttpResponse:
    """Give back the key of what the signed-in account sealed on a phone while there was no network; nobody else's opens with it.

    Of what was sealed before phones named the key of the house there may be several keys, of which one opens it.
    """
    try:
        keys = opening_keys(request.actor.username, request.POST.get("point", ""), request.POST.get("house", ""))
    except Refusal as error:
        return _unsent(error.sentence)
    if not keys:
        return _unsent(_("Không mở được nội dung giữ trên máy."))
    return JsonResponse({"key": keys[0], "keys": keys})


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker of the counter form, from the root so that it may look after `/bao-cao`; it holds no data."""
    return HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8")


@functools.cache
def _worker_script() -> bytes:
    found = finders.find("built/counter-worker.js")
    if found is None:
        raise NotFound("page.not_built", _("Phần giao diện chưa được dựng."))
    return Path(str(found)).read_bytes()


@page("intake.report")
@require_GET
def code(request: HttpRequest) -> HttpResponse:
    """Say what the item's code is, as one types."""
    said = say_code(request.actor, request.GET.get("item_id", ""), timezone.now())
    return render(request, "intake/parts/code.html", {"code": said})


@page("intake.report")
@require_GET
def content(request: HttpRequest) -> HttpResponse:
    """Judge what was declared, as one types, and say where the report would go."""
    said = say_content(request.GET.get("declared_content", ""), timezone.now())
    return render(request, "intake/parts/content.html", {"content": said, "part": True})


@page("intake.read")
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show a report: to who sent it as a receipt, to whom it was sent as the thing to decide."""
    return _show(request, report_by_number(request.actor, number))


@page("intake.read")
@require_GET
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give one photo of a report without its metadata, only to those who may see the report."""
    found = photo_of(request.actor, number, pk)
    answer = HttpResponse(found.file.clean_bytes(), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{number}-{pk}.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


@page("intake.report")
@require_POST
def add_photos(request: HttpRequest, number: str) -> HttpResponse:
    """Add photos to a report that was sent in a hurry."""
    found = report_by_number(request.actor, number)
    kept, lost = _take_photos(request, [], room=MOST_PHOTOS - len(found.photos.all()))
    for sentence in lost:
        messages.warning(request, sentence)
    if kept:
        actions.add_photos(request.actor, found, at=timezone.now(), **_by_kind(kept))
        messages.success(request, _("Đã bổ sung %(n)s ảnh.") % {"n": len(kept)})
    elif not lost:
        messages.warning(request, _("Chưa chọn ảnh nào."))
    return redirect(report_url(found))


@page("intake.triage")
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take a report into a new case."""
    found = report_by_number(request.actor, number)
    form = _accept_form(found, timezone.now(), request.POST)

    def act(_given: dict[str, Any]) -> str:
        made = actions.accept_report(request.actor, found, at=timezone.now(), **form.given())
        return _("Đã tiếp nhận, lập vụ việc %(number)s.") % {"number": made.number}

    return _answer(request, found, "accept", form, act)


def _accept_form(found: SuspicionReport, now: datetime, data: QueryDict | None = None, **more: Any) -> forms.AcceptForm:
    """Give the form that takes a report into a case of a kind, the proposed one until another is chosen."""
    kind, _why = proposed_kind(found.source, found.verdict, found.severity)
    kinds = kinds_on(timezone.localdate(now))
    return forms.AcceptForm(data, report=found, kinds=kinds, late=triage_is_late(found, now), **{"kind": kind, **more})


@page("intake.triage")
@require_GET
def kind_asks(request: HttpRequest, number: str) -> HttpResponse:
    """Give what a kind of case asks for at once, when another is chosen."""
    found = report_by_number(request.actor, number)
    form = _accept_form(found, timezone.now(), kind=request.GET.get("kind", ""), auto_id="accept_%s")
    return render(request, "intake/parts/kind_asks.html", {"form": form})


@page("intake.triage")
@require_POST
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Take a report into a case that is open."""
    found = report_by_number(request.actor, number)
    form = forms.JoinForm(request.POST, late=triage_is_late(found, timezone.now()))

    def act(given: dict[str, Any]) -> str:
        case = case_to_join(request.actor, given.pop("case"))
        actions.join_report(request.actor, found, case, at=timezone.now(), **given)
        return _("Đã nhập vào vụ việc %(number)s.") % {"number": case.number}

    return _answer(request, found, "join", form, act)


@page("intake.triage")
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Answer that nothing is to be done."""
    found = report_by_number(request.actor, number)
    form = forms.DeclineForm(request.POST, late=triage_is_late(found, timezone.now()))

    def act(given: dict[str, Any]) -> str:
        actions.decline_report(request.actor, found, at=timezone.now(), **given)
        return _("Đã trả lời không thụ lý; bưu gửi được giải tỏa, đơn vị báo đã được thông báo.")

    return _answer(request, found, "decline", form, act)


@page("intake.triage")
@require_POST
def separate(request: HttpRequest, number: str) -> HttpResponse:
    """Take a report out of the case that it was joined to."""
    found = report_by_number(request.actor, number)
    form = forms.SeparateForm(request.POST)

    def act(given: dict[str, Any]) -> str:
        actions.separate_report(request.actor, found, at=timezone.now(), **given)
        return _("Đã tách; báo cáo chờ tiếp nhận lại.")

    return _answer(request, found, "separate", form, act)


@page("intake.read")
def report_list(request: HttpRequest) -> HttpResponseBase:
    """List the reports that I may see."""
    return render_list(request, reports_page(), reports_for_list(request.actor), may_report=request.actor.may("intake.report"))


def _counter(
    request: HttpRequest, form: forms.ReportForm, kept: Kept, duplicates: list[SuspicionReport] | None = None
) -> HttpResponse:
    context = counter_screen(request.actor, form, timezone.now())
    context |= {
        "kept": len(kept),
        "kept_word": forms.pack_photos(request.actor, kept) if kept else "",
        "duplicates": duplicates or [],
    }
    return render(request, "intake/report.html", context, status=422 if form.is_bound else 200)


def _show(request: HttpRequest, found: SuspicionReport, bound: dict[str, Any] | None = None) -> HttpResponse:
    now = timezone.now()
    context = receipt_screen(request.actor, found, now)
    late = triage_is_late(found, now)
    context["forms"] = {
        "accept": _accept_form(found, now, initial={"title": context["case_title"]}, auto_id="accept_%s"),
        "join": forms.JoinForm(
            late=late, initial={"case": context["suggested"] and context["suggested"].number}, auto_id="join_%s"
        ),
        "decline": forms.DeclineForm(late=late, auto_id="decline_%s"),
        "separate": forms.SeparateForm(auto_id="separate_%s"),
        **(bound or {}),
    }
    context["is_new"] = "moi" in request.GET
    return render(request, "intake/receipt.html", context, status=422 if bound else 200)


def _answer(request: HttpRequest, found: SuspicionReport, verb: str, form: Any, act: Any) -> HttpResponse:
    """Call the action of one of the answers; a refused form comes back on the report's page with its words."""
    REPORT_FLOW.step(found.state, verb)
    form.auto_id = f"{verb}_%s"
    if form.is_valid():
        try:
            said = act(dict(form.cleaned_data))
        except Refusal as error:
            if error.code == "case.not_found":
                form.add_error("case", error.sentence)
            elif not add_refusal(form, error):
                raise
        else:
            messages.success(request, said)
            return redirect(report_url(found))
    return _show(request, found, {verb: form})


def _take_photos(request: HttpRequest, kept: Kept, room: int = MOST_PHOTOS) -> tuple[Kept, list[str]]:
    """Keep the photos that came along; give them with the sentences about those that could not be kept.

    A photo that is none never stops a report: the item must be held first.
    """
    owner, at, lost = own_organisation(request.actor), timezone.now(), []
    taken = list(kept)
    for name, kind in (("photos", "package"), ("scans", "scan")):
        for file in request.FILES.getlist(name):
            if len(taken) >= room:
                lost.append(
                    _("Mỗi báo cáo có nhiều nhất %(n)s ảnh; ảnh «%(name)s» chưa được lưu.") % {"n": MOST_PHOTOS, "name": file.name}
                )
                continue
            try:
                taken.append((keep_photo(request.actor, owner, _read(file), name=file.name or "", at=at), kind))
            except Refused as error:
                lost.append(_("Ảnh «%(name)s» chưa được lưu: %(why)s") % {"name": file.name, "why": error.sentence})
    return taken, lost


def _read(file: UploadedFile) -> bytes:
    """Read an upload, but never more than what is refused anyway."""
    return file.read(MAX_PHOTO_BYTES + 1)


def _by_kind(kept: Kept) -> dict[str, list[StoredFile]]:
    return {
        "photos": [file for file, kind in kept if kind == "package"],
        "scans": [file for file, kind in kept if kind == "scan"],
    }
