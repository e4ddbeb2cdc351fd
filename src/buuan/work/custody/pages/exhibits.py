"""Exhibits: the list, one with its custody, and what its holder does with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from buuan.base.access.guard import page
from buuan.base.files.actions import keep_photo
from buuan.base.files.rules import MAX_PHOTO_BYTES
from buuan.base.web.lists import render_list
from buuan.work.cases.queries import case_by_number, own_organisation
from buuan.work.custody import actions, forms
from buuan.work.custody.lists import exhibits_page
from buuan.work.custody.models import Exhibit
from buuan.work.custody.pages.case import case_url
from buuan.work.custody.pages.shared import file_answer, form_page, given
from buuan.work.custody.presenters import label_text, qr_image, say_event
from buuan.work.custody.queries import exhibit_by_number, exhibit_photo, exhibits_for_list


def exhibit_url(one: Exhibit) -> str:
    """Give the address of an exhibit."""
    return reverse("custody:exhibit", args=[one.number])


@page("custody.read")
def exhibits(request: HttpRequest) -> HttpResponseBase:
    """List the exhibits that I may see."""
    return render_list(request, exhibits_page(), exhibits_for_list(request.actor))


@page("custody.read")
def exhibit(request: HttpRequest, number: str) -> HttpResponse:
    """Show one exhibit: who holds it, its seal, what happened to it."""
    found = exhibit_by_number(request.actor, number)
    actor, now = request.actor, found.holder
    is_holder = now is not None and now.holder.path.startswith(actor.tree) and found.case.state != "closed"
    offers = list(found.lines.all())

    def may(right: str, name: str, free: bool = True) -> str:
        allowed = is_holder and actor.may(right) and (not free or not offers)
        return reverse(f"custody:{name}", args=[found.number]) if allowed else ""

    summary = [
        (_("Số lượng"), found.quantity_text()),
        (_("Bưu gửi"), found.item.item_id if found.item else ""),
        (_("Đơn vị giữ"), str(now.holder) if now else ""),
        (_("Người giữ"), now.person if now else ""),
        (_("Nơi để"), found.place if now else ""),
        (_("Số niêm phong"), found.seal or _("đang không niêm phong")),
    ]
    context = {
        "exhibit": found,
        "title": found.description,
        "summary": summary,
        "events": [say_event(one) for one in found.events.all()],
        "custodies": found.custodies.all(),
        "offers": offers,
        "seal_url": may("custody.take", "seal") if not found.seal else "",
        "break_url": may("custody.take", "break_seal") if found.seal else "",
        "move_url": may("custody.take", "move"),
        "photo_url": may("custody.take", "add_photo", free=False),
        "dispose_url": may("custody.dispose", "dispose"),
        "offer_url": reverse("custody:offer", args=[found.case.number]) if may("custody.hand_over", "seal") else "",
        "case_url": case_url(found.case),
    }
    return render(request, "custody/exhibit.html", context)


@page("custody.read")
def label(request: HttpRequest, number: str) -> HttpResponse:
    """Show the label of an exhibit with its code to scan, to print on A6."""
    found = exhibit_by_number(request.actor, number)
    host = request.build_absolute_uri("/").rstrip("/")
    context = {
        "things": [(found, qr_image(label_text(found, host)))],
        "title": _("Tem %(number)s") % {"number": found.number},
        "back": exhibit_url(found),
    }
    return render(request, "custody/labels.html", context)


@page("custody.read")
@require_GET
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give one photo of an exhibit without its metadata."""
    found = exhibit_photo(request.actor, number, pk)
    return file_answer(found.file.clean_bytes(), "image/jpeg", f"{number}-{pk}.jpg", shown=True)


@page("custody.take")
def take(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take a thing into custody."""
    found = case_by_number(request.actor, number)
    form = forms.ThingForm(given(request), case=found)

    def act(_given: dict[str, Any]) -> str:
        return exhibit_url(actions.take_exhibit(request.actor, found, form.facts(), at=timezone.now()))

    return form_page(
        request,
        form,
        act,
        title=_("Lập tang vật"),
        done=_("Đã lập tang vật. In tem và dán ngay."),
        back=f"{case_url(found)}#tang-vat",
        draft=f"tang-vat-{found.number}",
    )


@page("custody.take")
def take_over(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take an item that is held at an operator's point over as an exhibit."""
    found = case_by_number(request.actor, number)
    form = forms.TakeOverForm(given(request), case=found)

    def act(said: dict[str, Any]) -> str:
        made = actions.ask_operator(
            request.actor,
            found,
            form.holds[said["item"].pk],
            form.facts(),
            reason=said["reason"],
            representative=said["representative"],
            at=timezone.now(),
        )
        return reverse("custody:hand_over", args=[made.number])

    intro = _("Doanh nghiệp đang giữ bưu gửi xác nhận giao; từ lúc đó đơn vị anh/chị giữ tang vật.")
    return form_page(
        request,
        form,
        act,
        title=_("Nhận tang vật từ doanh nghiệp"),
        done=_("Đã gửi đề nghị; chờ doanh nghiệp xác nhận."),
        back=f"{case_url(found)}#tang-vat",
        intro=intro,
        submit=_("Đề nghị bàn giao"),
    )


@page("custody.take")
def seal(request: HttpRequest, number: str) -> HttpResponseBase:
    """Put a seal on an exhibit."""
    found = exhibit_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.seal_exhibit(request.actor, found, seal=said["seal"], at=timezone.now())

    return form_page(
        request, forms.SealForm(given(request)), act, title=_("Niêm phong"), done=_("Đã niêm phong."), back=exhibit_url(found)
    )


@page("custody.take")
def break_seal(request: HttpRequest, number: str) -> HttpResponseBase:
    """Open the seal of an exhibit."""
    found = exhibit_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.break_seal(request.actor, found, reason=said["reason"], at=timezone.now())

    return form_page(
        request,
        forms.Reasoned(given(request)),
        act,
        title=_("Mở niêm phong"),
        done=_("Đã ghi mở niêm phong."),
        back=exhibit_url(found),
    )


@page("custody.take")
def move(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write where an exhibit is kept."""
    found = exhibit_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.move_exhibit(request.actor, found, place=said["place"], at=timezone.now())

    form = forms.PlaceForm(given(request), initial={"place": found.place})
    return form_page(request, form, act, title=_("Chuyển nơi để"), done=_("Đã ghi nơi để."), back=exhibit_url(found))


@page("custody.take")
def add_photo(request: HttpRequest, number: str) -> HttpResponseBase:
    """Add a photo of an exhibit."""
    found = exhibit_by_number(request.actor, number)
    form = forms.PhotoForm(given(request), request.FILES or None)

    def act(said: dict[str, Any]) -> None:
        now, file = timezone.now(), said["photo"]
        kept = keep_photo(request.actor, own_organisation(request.actor), file.read(MAX_PHOTO_BYTES + 1), name=file.name, at=now)
        actions.add_exhibit_photo(request.actor, found, kept, at=now)

    return form_page(
        request,
        form,
        act,
        title=_("Thêm ảnh tang vật"),
        done=_("Đã thêm ảnh."),
        back=exhibit_url(found),
        shown_here=("photo.", "secrecy."),
    )


@page("custody.dispose")
def dispose(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write what finally became of an exhibit."""
    found = exhibit_by_number(request.actor, number)

    def act(said: dict[str, Any]) -> None:
        actions.dispose_exhibit(request.actor, found, **said, at=timezone.now())

    form = forms.DisposeForm(given(request))
    return form_page(request, form, act, title=_("Xử lý tang vật"), done=_("Đã ghi xử lý tang vật."), back=exhibit_url(found))
