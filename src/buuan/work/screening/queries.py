"""What the reader of a manifest has to know, and what the pages show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on
from buuan.base.places.models import Area
from buuan.base.places.queries import area_index
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.registers.goods.queries import terms_in_force
from buuan.registers.items.models import Hit, Manifest, Upload
from buuan.registers.items.queries import hits_for_list, manifests_for_list
from buuan.registers.items.reading import Known
from buuan.registers.items.store import declared_before
from buuan.registers.items.waiting import progress, received
from buuan.work.cases.models import CaseItem
from buuan.work.cases.rules import SETTLED


def operator_by_code(actor: Actor, code: str, on: date) -> Organisation:
    """Give the active operator that `actor` may hand in for; raises Refused with the reason."""
    found = Organisation.objects.filter(code=code.upper(), kind__in=("postal_operator", "operator_unit")).first()
    if found is None or (found.kind == "operator_unit" and not found.reference_only):
        raise Refused("operator.unknown", f"Không có doanh nghiệp bưu chính mã {code}.", status="refused")
    if not found.holds_on(on):
        raise Refused("operator.ended", f"Doanh nghiệp {found} đã ngừng hoạt động.", status="refused")
    if not actor.is_system and found.code != actor.tree.split("/")[0]:
        raise Refused("operator.foreign", "Chỉ nạp bảng kê của doanh nghiệp mình.", status="refused")
    return found


def known_for(operator: Organisation, on: date) -> Known:
    """Give what the database knows for reading a manifest of this operator."""
    points = set(Organisation.objects.filter(path__startswith=operator.path).values_list("code", flat=True))
    accepted = Manifest.objects.filter(operator=operator).exclude(state="refused")
    return Known(
        operators=set(operators_on(on, include_reference=True).values_list("code", flat=True)),
        points=points,
        facilities=points,
        areas=_areas(on),
        declared=declared_before(operator, on),
        revisions={(m, r): sha for m, r, sha in accepted.values_list("manifest_id", "revision", "content_sha256")},
    )


def _areas(on: date) -> Callable[[Sequence[str]], list[str | None]]:
    """Give a function from area texts to official codes, for unique texts only, as the reader asks."""
    index = area_index()
    codes = dict(Area.objects.values_list("pk", "code"))

    def resolve(texts: Sequence[str]) -> list[str | None]:
        return [codes.get(found.area_id) if (found := index.resolve(text, on)).area_id else None for text in texts]

    return resolve


def manifest_of(actor: Actor, pk: int) -> Manifest:
    """Give one manifest with its report; raises NotFound."""
    found = Manifest.objects.visible_to(actor).select_related("operator").filter(pk=pk).first()
    if found is None:
        raise NotFound("manifest.not_found", "Không tìm thấy bảng kê, hoặc anh/chị không được xem.")
    return found


def standing_of(actor: Actor, manifest: Manifest) -> Manifest | None:
    """Give the other row of the same manifest that counts: the one taken instead of a refused one, or the newest revision."""
    if manifest.state not in ("refused", "superseded"):
        return None
    same = Manifest.objects.visible_to(actor).filter(operator=manifest.operator, manifest_id=manifest.manifest_id)
    return same.exclude(state__in=("refused", "superseded")).exclude(pk=manifest.pk).order_by("-revision").defer("report").first()


def hit_of(actor: Actor, pk: int) -> Hit:
    """Give one hit; raises NotFound."""
    found = hits_for_list(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("hit.not_found", "Không tìm thấy cảnh báo, hoặc anh/chị không được xem.")
    return found


def upload_of(actor: Actor, key: str) -> Upload:
    """Give one upload; raises NotFound."""
    found = Upload.objects.visible_to(actor).select_related("operator", "manifest").filter(key=key).first()
    if found is None:
        raise NotFound("upload.not_found", "Không tìm thấy lượt nạp tệp, hoặc anh/chị không được xem.")
    return found


def broken_off(actor: Actor) -> QuerySet[Upload]:
    """Give the actor's own uploads that broke off and can be gone on with, the latest first."""
    return Upload.objects.visible_to(actor).filter(account_id=actor.account_id, state="receiving").order_by("-begun_at")


STAGES = ("receiving", "reading", "screening", "archiving", "done")


def upload_steps(upload: Upload) -> dict[str, Any]:
    """Give how far an upload has come: the stage, its number among `STAGES`, bytes or rows done and in all."""
    if upload.state == "receiving":
        return {"stage": "receiving", "reached": 0, "done": received(upload.key), "total": upload.size}
    if upload.state == "waiting":
        stage, done, total = progress(upload.key)
        known = stage if stage in STAGES else "reading"
        return {"stage": known, "reached": STAGES.index(known), "queued": not stage, "done": done, "total": total}
    return {"stage": "done", "reached": len(STAGES), "done": 1, "total": 1}


def neighbours(actor: Actor, hit: Hit) -> dict[str, int | None]:
    """Give the open hits before and after one in the order of the queue (score, then age), as `previous` and `next`."""
    queue = Hit.objects.visible_to(actor).filter(state="open")
    after = Q(score__lt=hit.score) | Q(score=hit.score, pk__lt=hit.pk)
    before = Q(score__gt=hit.score) | Q(score=hit.score, pk__gt=hit.pk)
    following = queue.filter(after).order_by("-score", "-pk").values_list("pk", flat=True).first()
    # At the end of the queue the work goes on at its top, as long as there is any.
    following = following or queue.exclude(pk=hit.pk).order_by("-score", "-pk").values_list("pk", flat=True).first()
    return {"previous": queue.filter(before).order_by("score", "pk").values_list("pk", flat=True).first(), "next": following}


def items_in_open_cases() -> set[tuple[str, str]]:
    """Give the items of cases that are not settled, by operator's code and identifier: their data are still needed."""
    return set(CaseItem.objects.exclude(case__state__in=SETTLED).values_list("operator__code", "item_id"))


def category_choices() -> list[tuple[str, str]]:
    """Give the categories in force by code, in the order of their names."""
    return sorted(((one.code, one.name) for one in terms_in_force().categories), key=lambda pair: pair[1])


__all__ = ["hit_of", "hits_for_list", "known_for", "manifest_of", "manifests_for_list", "operator_by_code"]
