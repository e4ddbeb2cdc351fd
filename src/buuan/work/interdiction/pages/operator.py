"""The operator's side, made for a phone: one touch to acknowledge, one form an item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.files.actions import keep_photo
from buuan.base.files.rules import MAX_PHOTO_BYTES
from buuan.kit.errors import NotFound, Refusal, Refused
from buuan.work.cases.queries import own_organisation
from buuan.work.interdiction import actions, forms
from buuan.work.interdiction.lists import order_url
from buuan.work.interdiction.queries import item_of, order_by_number
from buuan.work.interdiction.rules import ENDED
from buuan.work.interdiction.screen import operator_screen

MOST_PHOTOS = 4


@page("interdiction.answer")
@require_POST
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    """Acknowledge an order in one touch."""
    found = order_by_number(request.actor, number)
    try:
        actions.acknowledge_order(request.actor, found, at=timezone.now())
    except Refused as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("Đã xác nhận lệnh %(number)s.") % {"number": found.number})
    return redirect(order_url(found))


@page("interdiction.answer")
@require_POST
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer for one item, with photos of the held package."""
    actor, now = request.actor, timezone.now()
    found = order_by_number(actor, number)
    item = item_of(actor, found, pk)
    form = forms.AnswerForm(request.POST, item=item, ended=found.state in ENDED)
    if form.is_valid():
        given = form.cleaned_data
        facts = actions.AnswerFacts(
            item_id=item.item_id,
            answer=given["answer"],
            reason=given.get("reason", ""),
            place=given.get("place", "") or item.place,
            note=given.get("note", ""),
            handed_to=given.get("handed_to", ""),
        )
        try:
            actions.answer_items(actor, found, [facts], at=now)
        except Refusal as error:
            if error.status not in (409, 422):
                raise
            form.add_error(None, error.sentence)
        else:
            _keep_photos(request, item, now)
            messages.success(request, _("Đã ghi trả lời cho bưu gửi %(item)s.") % {"item": item.item_id})
            return redirect(f"{order_url(found)}#bg-{item.pk}")
    context = operator_screen(actor, found, now, bound={item.pk: form})
    return render(request, "interdiction/operator.html", context, status=422)


@page("interdiction.read")
@require_GET
def photo(request: HttpRequest, number: str, pk: int, file: int) -> HttpResponse:
    """Give one photo of a held package without its metadata, to those who may see the item."""
    item = item_of(request.actor, order_by_number(request.actor, number), pk)
    found = item.photos.select_related("file").filter(pk=file).first()
    if found is None:
        raise NotFound("order.photo_not_found", _("Không tìm thấy ảnh."))
    response = HttpResponse(found.file.clean_bytes(), content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _keep_photos(request: HttpRequest, item: object, now: object) -> None:
    kept = []
    for one in request.FILES.getlist("photos")[:MOST_PHOTOS]:
        try:
            kept.append(keep_photo(request.actor, own_organisation(request.actor), one.read(MAX_PHOTO_BYTES + 1), at=now))  # type: ignore[arg-type]
        except Refused as error:
            messages.warning(request, _("Ảnh «%(name)s» chưa được lưu: %(why)s") % {"name": one.name, "why": error.sentence})
    if kept:
        actions.add_photos(request.actor, item, kept, at=now)  # type: ignore[arg-type]
