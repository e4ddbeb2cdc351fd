"""Taking a manifest in: read and checked as a whole, screened, archived, and its hits kept; all of a revision or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import IntegrityError, transaction

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.base.places.queries import areas_on
from buuan.engine.run import screen_texts
from buuan.engine.terms import Terms
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import FLOWS, category, terms_in_force
from buuan.registers.items.models import Hit, Hold, Manifest, ManifestReport
from buuan.registers.items.reading import Header, Reading, read_manifest
from buuan.registers.items.store import keep_items
from buuan.work.interdiction.actions import watch_manifest
from buuan.work.screening.league import tell_reasons
from buuan.work.screening.queries import known_for
from buuan.work.screening.reports import REPORT_SHOWN, packed
from buuan.work.screening.rules import route_of

Told = Callable[[str, int, int], None]
"""Is told the stage (`reading`, `screening`, `archiving`), rows done and rows in all."""


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class ManifestHeader:
    """What form, API or command say about a file; what they leave out is read from the file or takes its default."""

    manifest_id: str | None = None
    revision: int | None = None
    kind: str | None = None
    profile: str | None = None
    created_at: datetime | None = None
    facility_code: str | None = None


@action
def import_manifest(
    actor: Actor,
    operator: Organisation,
    data: bytes,
    *,
    name: str,
    header: ManifestHeader,
    at: datetime,
    told: Told = _silent,
) -> tuple[Manifest, Reading]:
    """Take a manifest of an operator in (nạp bảng kê) and screen it; gives the row and the reading with its complete report.

    A refused file leaves a row with its report and nothing else. The same file again gives the row that stands. Letters are
    only counted; of documents neither parties nor content are kept. Raises Refused where the disk is full: nothing is kept then.
    """
    require(actor, "screening.import")
    if not actor.is_system and operator.code != actor.tree.split("/")[0]:
        raise Forbidden("operator.foreign", "Chỉ nạp bảng kê của doanh nghiệp mình.")
    started = time.monotonic()
    told("reading", 0, 0)
    reading = read_manifest(
        data,
        name=name,
        header=Header(
            operator_code=operator.code,
            manifest_id=header.manifest_id,
            revision=header.revision,
            kind=header.kind,
            profile=header.profile,
            created_at=header.created_at,
            facility_code=header.facility_code,
        ),
        known=known_for(operator, at.astimezone(VIETNAM).date()),
        now=at,
    )
    if reading.already_accepted:
        standing = Manifest.objects.exclude(state="refused").get(
            operator=operator, manifest_id=reading.header.manifest_id, revision=reading.header.revision
        )
        record(actor, "screening.manifest_repeated", standing, at=at)
        return standing, reading

    terms = terms_in_force()  # one catalogue judges the whole file, whatever comes into force meanwhile
    manifest = _row(actor, operator, reading, name, at, terms)
    hits: list[Hit] = []
    if not reading.refused_whole:
        rows = reading.items.height
        _supersede(manifest)
        told("screening", 0, rows)
        hits = _screen(manifest, reading, at, terms)
        Hit.objects.bulk_create(hits, batch_size=1_000)
        categories = {one.item_id: one.category for one in hits}
        watch_manifest(actor, operator, reading.items, [categories.get(one) for one in reading.items["item_id"]], at=at)
        told("archiving", rows, rows)
        keep_items(operator, manifest, reading, at=at)
    manifest.hits = len(hits)
    manifest.seconds_ms = round((time.monotonic() - started) * 1000)
    manifest.save()

    record(
        actor,
        "screening.manifest_refused" if reading.refused_whole else "screening.manifest_committed",
        manifest,
        at=at,
        operator=operator.code,
        manifest_id=manifest.manifest_id,
        revision=manifest.revision,
        accepted=manifest.accepted,
        refused=manifest.refused,
        hits=manifest.hits,
        catalogue=manifest.catalogue,
        content_sha256=manifest.content_sha256,
    )
    _tell_locked(actor, manifest, reading, at)
    return manifest, reading


def _tell_locked(actor: Actor, manifest: Manifest, reading: Reading, at: datetime) -> None:
    """Tell who keeps an item under a stop order that its declaration was to be changed all the same (M210)."""
    touched = reading.report.filter(pl.col("code") == "M210")["item_id"].drop_nulls().unique().sort().to_list()
    if not touched:
        return
    record(actor, "screening.locked_items_amended", manifest, at=at, operator=manifest.operator.code, items=touched[:200])
    holds = Hold.objects.filter(operator=manifest.operator, item_id__in=touched, ground="order", until_at=None)
    for hold in holds.select_related("holder")[:20]:
        send(
            actor, "screening.locked_item_amended", about=hold, to=[hold.holder],
            title=f"Có người tìm cách sửa bản khai của bưu gửi {hold.item_id} đang bị ngăn chặn",
            text=f"Bảng kê {manifest.manifest_id} lần {manifest.revision}; phần bị khóa không được sửa. Lệnh {hold.label}.",
            at=at, urgent=True,
        )  # fmt: skip


def _row(actor: Actor, operator: Organisation, reading: Reading, name: str, at: datetime, terms: Terms) -> Manifest:
    judged = reading.items["description_quality"].drop_nulls()
    total = int(judged.cast(pl.UInt64).sum() or 0)
    reasons, vague = tell_reasons(reading.items)
    try:
        with transaction.atomic():
            manifest = Manifest.objects.create(
                operator=operator,
                manifest_id=(reading.header.manifest_id or "")[:64],
                revision=reading.header.revision or 1,
                kind=(reading.header.kind or "full")[:10],
                profile=(reading.header.profile or "native")[:20],
                content_sha256=reading.content_hash,
                state=reading.status,
                file_name=name[:200],
                received_at=at,
                committed_at=None if reading.refused_whole else at,
                accepted=reading.accepted,
                refused=reading.refused,
                warnings=reading.warnings,
                letters=reading.letters_counted,
                documents=reading.documents.height,
                description_quality=round(total / len(judged)) if len(judged) else None,
                described=len(judged),
                quality_sum=total,
                reasons=reasons,
                vague=vague,
                catalogue=terms.version,
                uploaded_by=actor.name,
                handed_in_by_id=None if actor.is_system else actor.body_id,
                report=json.loads(reading.report.head(REPORT_SHOWN).write_json()),
                report_rows=reading.report.height,
            )
    except IntegrityError:
        # Somebody else handed the same revision in at this very moment; whoever came first stands.
        raise Refused("manifest.taken_meanwhile", "Bảng kê này vừa được nạp ở nơi khác; hãy mở danh sách bảng kê để xem.") from None
    if reading.report.height:
        ManifestReport.objects.create(manifest=manifest, table=packed(reading.report))
    return manifest


def _supersede(manifest: Manifest) -> None:
    """A higher revision takes the place of the ones before; their open hits give way to those of the new one."""
    before = Manifest.objects.filter(
        operator=manifest.operator, manifest_id=manifest.manifest_id, revision__lt=manifest.revision
    ).exclude(state__in=("refused", "superseded"))
    Hit.objects.filter(manifest__in=before, state="open").update(state="superseded")
    before.update(state="superseded")


def _screen(manifest: Manifest, reading: Reading, at: datetime, terms: Terms) -> list[Hit]:
    """Judge the accepted items, flow by flow, and give a row for each that is not clear."""
    found: list[Hit] = []
    names = dict(areas_on("commune", at.astimezone(VIETNAM).date()).values_list("code", "full_name"))
    for flow, part in reading.items.partition_by("flow", as_dict=True).items() if reading.items.height else ():
        columns = screen_texts(part["screen_text"], terms, FLOWS.get(str(flow[0])), threads=2)
        judged = part.with_columns(
            pl.Series("_verdict", columns.verdict),
            pl.Series("_category", columns.category),
            pl.Series("_score", columns.score),
            pl.Series("_hits", columns.hits),
        ).filter(pl.col("_verdict") != "clear")
        found += [_hit(manifest, row, names) for row in judged.iter_rows(named=True)]
    return found


def _hit(manifest: Manifest, row: dict[str, Any], names: dict[str, str]) -> Hit:
    goods = category(row["_category"])
    spans = json.loads(row["_hits"])
    accepted_at = row["accepted_at"]
    return Hit(
        manifest=manifest,
        operator=manifest.operator,
        item_id=row["item_id"],
        day=accepted_at.astimezone(VIETNAM).date(),
        accepted_at=accepted_at,
        point=row["accept_point"] or "",
        declared_content=(row["screen_text"] or "")[:500],
        spans=[one for one in spans if one["end"] <= 500],
        verdict=row["_verdict"],
        category=row["_category"],
        category_name=goods.name if goods else row["_category"],
        severity=goods.severity if goods else "low",
        score=round(row["_score"], 3),
        advice=(goods.advice or goods.condition if goods else "")[:400],
        law="; ".join(dict.fromkeys(one["law"] for one in spans))[:400],
        route=route_of(row, names),
        weight_g=row["gross_weight_g"],
        catalogue=manifest.catalogue,
    )
