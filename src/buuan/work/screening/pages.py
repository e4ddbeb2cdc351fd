"""Manifests, their error reports, and the queue of hits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, FlagFilter, ListPage, Tab, TextFilter, render_list
from buuan.base.web.words import in_words
from buuan.kit.errors import Refused
from buuan.registers.goods.words import in_language
from buuan.work.screening.actions import ManifestHeader, accept_hit, dismiss_hit, import_manifest
from buuan.work.screening.forms import UploadForm
from buuan.work.screening.queries import hit_of, hits_for_list, manifest_of, manifests_for_list, operator_by_code, report_file
from buuan.work.screening.rules import FLAGGED, MANIFEST_STATES

MAX_UPLOAD = 64 * 1024 * 1024
REPORT_SHOWN = 200

MANIFESTS = ListPage(
    name="bang-ke",
    title=gettext_lazy("Bảng kê bưu gửi"),
    columns=(
        Column("manifest_id", gettext_lazy("Bảng kê"), css="lead", link=lambda row: reverse("screening:manifest", args=[row.pk])),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name"),
        Column("received_at", gettext_lazy("Nhận lúc"), sort="received_at"),
        Column("state", gettext_lazy("Trạng thái"), value="get_state_display"),
        Column("accepted", gettext_lazy("Bưu gửi"), css="num"),
        Column("refused", gettext_lazy("Dòng lỗi"), css="num"),
        Column("hits", gettext_lazy("Cảnh báo"), css="num"),
        Column("description_quality", gettext_lazy("Chất lượng mô tả"), css="num"),
    ),
    filters=(
        ChoiceFilter(
            key="trang_thai",
            title=gettext_lazy("Trạng thái"),
            field="state",
            choices=tuple(in_words(MANIFEST_STATES).items()),
        ),
        TextFilter(key="doanh_nghiep", title=gettext_lazy("Mã doanh nghiệp"), field="operator__code__iexact"),
        DayFilter(key="tu", title=gettext_lazy("Từ ngày"), field="received_at", side="from"),
        DayFilter(key="den", title=gettext_lazy("Đến ngày"), field="received_at", side="until"),
    ),
    order=("-received_at",),
)

HITS = ListPage(
    name="canh-bao",
    title=gettext_lazy("Sàng lọc bưu gửi"),
    columns=(
        Column("declared_content", gettext_lazy("Nội dung khai"), css="lead", template="screening/cells/content.html"),
        Column("verdict", gettext_lazy("Kết quả"), value="get_verdict_display", template="screening/cells/verdict.html"),
        Column("law", gettext_lazy("Vì sao"), template="screening/cells/why.html"),
        Column("item_id", gettext_lazy("Bưu gửi"), template="screening/cells/item.html"),
        Column("score", gettext_lazy("Điểm"), css="num", sort="score", shown=False),
        Column("category_name", gettext_lazy("Nhóm hàng"), value=lambda row: in_language(row.category_name), shown=False),
        Column("operator", gettext_lazy("Doanh nghiệp"), value="operator.short_name", shown=False),
        Column("state", gettext_lazy("Trạng thái"), value="get_state_display", shown=False),
        Column("decided_by", gettext_lazy("Người xem"), shown=False),
        Column("reason", gettext_lazy("Lý do"), shown=False),
        Column("act", "", css="act", template="screening/cells/act.html", exported=False),
    ),
    filters=(
        ChoiceFilter(
            key="ket_qua", title=gettext_lazy("Kết quả"), field="verdict", choices=tuple(in_words(FLAGGED).items()), first=True
        ),
        TextFilter(key="nhom_hang", title=gettext_lazy("Nhóm hàng (mã)"), field="category__iexact"),
        TextFilter(key="doanh_nghiep", title=gettext_lazy("Mã doanh nghiệp"), field="operator__code__iexact"),
        TextFilter(key="ma", title=gettext_lazy("Mã bưu gửi"), field="item_id__iexact"),
        FlagFilter(
            key="nghiem_trong", title=gettext_lazy("Chỉ nghiêm trọng"), narrow=lambda rows, _yes: rows.filter(severity="critical")
        ),
    ),
    tabs=(
        Tab("", gettext_lazy("Cần xem"), narrow=lambda rows: rows.filter(state="open")),
        Tab("cam", gettext_lazy("Không được gửi"), narrow=lambda rows: rows.filter(state="open", verdict="prohibited")),
        Tab("dieu-kien", gettext_lazy("Có điều kiện"), narrow=lambda rows: rows.filter(state="open", verdict="conditional")),
        Tab("da-xu-ly", gettext_lazy("Đã xử lý"), narrow=lambda rows: rows.filter(state__in=("accepted", "dismissed"))),
    ),
    order=("-score",),
)


@page("screening.read")
def hits(request: HttpRequest) -> HttpResponse:
    """Show the hits that wait for a look, the highest score first."""
    return render_list(request, HITS, hits_for_list(request.actor))


@page("screening.read")
def manifests(request: HttpRequest) -> HttpResponse:
    """List the manifests."""
    return render_list(request, MANIFESTS, manifests_for_list(request.actor))


@page("screening.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a manifest in; an operator's people hand in for their own operator."""
    actor = request.actor
    own = actor.tree.split("/")[0] if actor.body_kind in OPERATOR_KINDS else ""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"operator": own})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        if file.size > MAX_UPLOAD:
            form.add_error("file", _("Tệp lớn quá 64 MB; hãy chia nhỏ hoặc nạp bằng API."))
        else:
            try:
                operator = operator_by_code(actor, given["operator"] or own, timezone.localdate())
                header = ManifestHeader(
                    manifest_id=given["manifest_id"] or None,
                    revision=given["revision"],
                    kind=given["kind"],
                    profile=given["profile"],
                )
                manifest, reading = import_manifest(actor, operator, file.read(), name=file.name, header=header, at=timezone.now())
            except Refused as error:
                form.add_error("operator" if error.code.startswith("operator") else "file", error.sentence)
            else:
                if reading.already_accepted:
                    messages.info(request, _("Bảng kê này đã được ghi nhận trước đó, không nạp lại."))
                return redirect("screening:manifest", manifest.pk)
    return render(request, "screening/upload.html", {"form": form, "own": own}, status=422 if form.errors else 200)


@page("screening.read")
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one manifest: what was taken, every error of the file, and its hits."""
    one = manifest_of(request.actor, pk)
    return render(
        request,
        "screening/manifest.html",
        {
            "manifest": one,
            "report": one.report[:REPORT_SHOWN],
            "report_more": max(0, len(one.report) - REPORT_SHOWN),
            "hits": hits_for_list(request.actor).filter(manifest=one).order_by("-score", "-id")[:50],
        },
    )


@page("screening.read")
def report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the error report as JSON, CSV or XLSX."""
    one = manifest_of(request.actor, pk)
    body, media_type = report_file(one, kind)
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-loi-{one.pk}.{kind}"'
    return response


@page("screening.review")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold and report an item."""
    made = accept_hit(request.actor, hit_of(request.actor, pk), at=timezone.now())
    messages.success(request, _("Đã giữ và báo: %(number)s.") % {"number": made.number})
    return redirect("screening:hits")


@page("screening.review")
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss one hit, or several at once, with one reason; each row's own outcome is told."""
    wanted = [pk, *(int(one) for one in request.POST.getlist("them") if one.isdigit())]
    outcome: dict[str, Any] = {"done": 0, "refused": []}
    for key in dict.fromkeys(wanted):
        try:
            dismiss_hit(request.actor, hit_of(request.actor, key), reason=request.POST.get("reason", ""), at=timezone.now())
            outcome["done"] += 1
        except Refused as error:
            outcome["refused"].append(error.sentence)
    if outcome["done"]:
        messages.success(request, _("Đã bỏ qua %(n)s cảnh báo.") % {"n": outcome["done"]})
    for sentence in outcome["refused"]:
        messages.warning(request, sentence)
    return redirect("screening:hits")
