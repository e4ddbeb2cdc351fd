"""What the reader of a manifest has to know, and what the pages show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on
from buuan.base.places.models import Area
from buuan.base.places.queries import area_index
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.registers.items.models import Hit, Manifest
from buuan.registers.items.queries import hits_for_list, manifests_for_list
from buuan.registers.items.reading import Header, Known, Reading
from buuan.registers.items.reading.findings import REPORT_SCHEMA
from buuan.registers.items.reading.model import EMPTY_REPORT
from buuan.registers.items.reading.writers import report_csv, report_json, report_xlsx
from buuan.registers.items.store import declared_before


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


_WRITERS = {
    "json": (report_json, "application/json"),
    "csv": (report_csv, "text/csv; charset=utf-8"),
    "xlsx": (report_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def report_file(manifest: Manifest, kind: str) -> tuple[bytes, str]:
    """Give the error report that was kept of a manifest as a file (`json`, `csv`, `xlsx`), with its media type."""
    nothing = pl.DataFrame()
    reading = Reading(
        header=Header(manifest.operator.code, manifest.manifest_id, manifest.revision, manifest.kind, manifest.profile),
        content_hash=manifest.content_sha256,
        status=manifest.state,
        items=nothing,
        lines=nothing,
        documents=pl.DataFrame({"item_id": [None] * manifest.documents}),
        cancelled=nothing,
        report=pl.DataFrame(manifest.report, schema=REPORT_SCHEMA) if manifest.report else EMPTY_REPORT,
        letters_counted=manifest.letters,
        accepted=manifest.accepted,
        refused=manifest.refused,
        warnings=manifest.warnings,
    )
    write, media_type = _WRITERS[kind]
    return write(reading), media_type


def hit_of(actor: Actor, pk: int) -> Hit:
    """Give one hit; raises NotFound."""
    found = hits_for_list(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("hit.not_found", "Không tìm thấy cảnh báo, hoặc anh/chị không được xem.")
    return found


__all__ = ["hit_of", "hits_for_list", "known_for", "manifest_of", "manifests_for_list", "operator_by_code"]
