"""The custody of one case: what belongs to it, and the forms that add to it."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.work.cases.queries import case_by_number
from buuan.work.custody import actions, forms
from buuan.work.custody.bundle.build import make_bundle
from buuan.work.custody.lists import evidence_page
from buuan.work.custody.pages.shared import form_page, given, protect
from buuan.work.custody.presenters import label_text, qr_image
from buuan.work.custody.queries import custody_of, evidence_for_list, holds_to_take, person_by_pk, takes_part, to_hand_over
from buuan.work.custody.rules import masked_name

MOST_SHOWN = 50
"""How many of the latest files stand on the page; all of them are on a list of their own, paged by key."""


def case_url(case: Any) -> str:
    """Give the address of the custody of a case."""
    return reverse("custody:case", args=[case.number])


@page("custody.read")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show evidence, exhibits, hand-overs, people and references of a case."""
    found = case_by_number(request.actor, number)
    return _show(request, found)


@page("custody.read")
def case_evidence(request: HttpRequest, number: str) -> HttpResponseBase:
    """List all evidence of a case that I may see, every version."""
    found = case_by_number(request.actor, number)
    return render_list(request, evidence_page(found), evidence_for_list(request.actor).filter(case=found))


@page("custody.add_person")
def add_person(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write a person into a case."""
    found = case_by_number(request.actor, number)
    form = forms.PersonForm(given(request), case=found)

    def act(_given: dict[str, Any]) -> None:
        actions.add_person(request.actor, found, form.facts(), at=timezone.now())

    intro = _("Chỉ ghi người liên quan đến hàng hóa của vụ việc. Dữ liệu được che; ai xem đều phải ghi lý do.")
    return form_page(
        request, form, act, title=_("Thêm người liên quan"), done=_("Đã thêm."), back=f"{case_url(found)}#nguoi", intro=intro
    )


@page("custody.unmask")
def unmask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open the data of one person against a reason; shown once, on this answer only."""
    person = person_by_pk(request.actor, pk)
    form = forms.Reasoned(given(request))

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.unmask_person(request.actor, person, reason=said["reason"], at=timezone.now())
        context = {"person": person, "title": _("Dữ liệu cá nhân"), "back": case_url(person.case)}
        return render(request, "custody/person.html", context)

    return form_page(
        request,
        form,
        act,
        title=_("Xem dữ liệu cá nhân"),
        done="",
        back=f"{case_url(person.case)}#nguoi",
        submit=_("Xem"),
        intro=_("%(role)s %(name)s. Lý do được ghi lại, kiểm soát đọc được.")
        % {"role": person.get_role_display(), "name": masked_name(person.name)},
    )


@page("custody.refer_secret")
def refer_secret(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write down number and place of a paper with State secrets."""
    found = case_by_number(request.actor, number)
    form = forms.SecretForm(given(request))

    def act(said: dict[str, Any]) -> None:
        actions.refer_secret(request.actor, found, **said, at=timezone.now())

    intro = _(
        "Tài liệu có dấu MẬT, TỐI MẬT, TUYỆT MẬT không được đưa vào hệ thống này: chỉ ghi số và nơi giữ, không ghi trích yếu."
    )
    return form_page(
        request,
        form,
        act,
        title=_("Tài liệu mật giữ nơi khác"),
        done=_("Đã ghi."),
        back=f"{case_url(found)}#mat",
        submit=_("Ghi"),
        intro=intro,
    )


@page("custody.mark")
def mark_case(request: HttpRequest, number: str) -> HttpResponseBase:
    """Change who may see a case."""
    found = case_by_number(request.actor, number)
    form = forms.MarkForm(given(request), initial={"marking": found.marking})

    def act(said: dict[str, Any]) -> None:
        actions.mark_case(request.actor, found, **said, at=timezone.now())

    return form_page(request, form, act, title=_("Đổi phạm vi vụ việc"), done=_("Đã đổi phạm vi."), back=case_url(found))


@page("custody.bundle")
def bundle(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take the case out as a bundle that verifies anywhere."""
    found = case_by_number(request.actor, number)
    form = forms.BundleForm(given(request), may_originals=request.actor.may("custody.bundle_originals"))

    def act(said: dict[str, Any]) -> HttpResponseBase:
        out = TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
        make_bundle(request.actor, found, out, reason=said["reason"], originals=said.get("originals", False), at=timezone.now())
        out.seek(0)
        return protect(FileResponse(out, content_type="application/zip"), f"{found.number}.zip")

    intro = _("Gói ZIP có mục lục PDF, tệp chứng cứ, chuỗi bảo quản, bằng chứng của chuỗi ghi nhận và chương trình tự kiểm tra.")
    return form_page(request, form, act, title=_("Xuất gói hồ sơ"), done="", back=case_url(found), intro=intro)


@page("custody.read")
def labels(request: HttpRequest, number: str) -> HttpResponse:
    """Show a sheet of labels for the exhibits of a case, to print."""
    found = case_by_number(request.actor, number)
    host = request.build_absolute_uri("/").rstrip("/")
    things = [(one, qr_image(label_text(one, host))) for one in custody_of(request.actor, found).exhibits]
    context = {"things": things, "title": _("Tem tang vật"), "back": case_url(found), "sheet": True}
    return render(request, "custody/labels.html", context)


def _show(request: HttpRequest, found: Any) -> HttpResponse:
    actor = request.actor
    kept = custody_of(actor, found, latest=MOST_SHOWN)
    is_part = takes_part(actor, found)
    works = is_part and found.state != "closed"

    def may(right: str, name: str) -> str:
        return reverse(f"custody:{name}", args=[found.number]) if works and actor.may(right) else ""

    context = {
        "case": found,
        "title": _("Chứng cứ, tang vật"),
        "evidence": kept.evidence[:MOST_SHOWN],
        "more_evidence": len(kept.evidence) > MOST_SHOWN,
        "all_evidence_url": reverse("custody:case_evidence", args=[found.number]),
        "exhibits": kept.exhibits,
        "hand_overs": kept.hand_overs,
        "people": [(one, masked_name(one.name)) for one in kept.people],
        "references": kept.references,
        "takes_part": is_part,
        "may_unmask": is_part and actor.may("custody.unmask"),
        "add_evidence_url": may("custody.add_evidence", "add_evidence"),
        "take_url": may("custody.take", "take"),
        "take_over_url": may("custody.take", "take_over") if holds_to_take(found) else "",
        "offer_url": may("custody.hand_over", "offer") if to_hand_over(actor, found).exists() else "",
        "person_url": may("custody.add_person", "add_person"),
        "secret_url": may("custody.refer_secret", "refer_secret"),
        "mark_url": may("custody.mark", "mark_case") if found.is_led_by(actor) else "",
        "bundle_url": reverse("custody:bundle", args=[found.number]) if is_part and actor.may("custody.bundle") else "",
        "labels_url": reverse("custody:labels", args=[found.number]) if kept.exhibits else "",
    }
    return render(request, "custody/case.html", context)
