"""Screening over the API: a verdict at once, manifests in bulk, and the error report of each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Schema
from ninja.files import UploadedFile

from buuan.base.access.endpoints import Endpoints
from buuan.engine.run import screen_one
from buuan.kit.errors import Refused
from buuan.registers.goods.queries import FLOWS, terms_at, terms_in_force
from buuan.registers.items.queries import own_operator_or_none
from buuan.registers.items.waiting import MOST_BYTES
from buuan.work.cases.rules import normal_item_id
from buuan.work.interdiction.actions import check_at_counter
from buuan.work.screening.actions import ManifestHeader, import_manifest
from buuan.work.screening.queries import hit_of, manifest_of, operator_by_code
from buuan.work.screening.replaying import judged_again
from buuan.work.screening.reports import report_of
from buuan.work.screening.rules import MAX_SCREENED_AT_ONCE

router = Endpoints()


class ItemIn(Schema):
    """One declaration to judge; code and parties only serve to tell whether an order in force holds the item."""

    id: str | None = Field(default=None, max_length=64)
    declared_content: str = Field(max_length=2000)
    flow: str | None = Field(default=None, description="domestic, inbound_intl, outbound_intl, transit; leave out when unknown")
    service_class: str = Field(default="", max_length=20)
    accept_point: str = Field(default="", max_length=32)
    route: str = Field(default="", max_length=64)
    sender_name: str = Field(default="", max_length=150)
    sender_phone: str = Field(default="", max_length=40)
    sender_address: str = Field(default="", max_length=300)
    receiver_name: str = Field(default="", max_length=150)
    receiver_phone: str = Field(default="", max_length=40)
    receiver_address: str = Field(default="", max_length=300)


class ItemsIn(Schema):
    """Declarations to judge, 1 to 1,000."""

    items: list[ItemIn] = Field(min_length=1, max_length=MAX_SCREENED_AT_ONCE)
    as_of: date | datetime | None = Field(
        default=None, description="Judge by the catalogue in force on this day (at its end, +07:00) or at this moment"
    )


class HitOut(Schema):
    """Why: the rule, where in the text (code points, end excluded), the words, the law."""

    rule: str
    start: int
    end: int
    text: str
    law: str


class StopOut(Schema):
    """The item may not move: the order's number, whom to call, and until when it binds."""

    number: str
    phone: str
    until: datetime | None
    hold: bool = True


class ResultOut(Schema):
    """The verdict of one declaration: clear, conditional or prohibited."""

    id: str | None
    verdict: str
    category: str
    score: float
    hits: list[HitOut]
    advice: str
    order: StopOut | None = Field(default=None, description="there when an order in force holds the item: HOLD, and call")


class ResultsOut(Schema):
    """The verdicts in the order of the question."""

    results: list[ResultOut]
    catalogue: str = Field(description="The version of the catalogue that judged")


class ReplayOut(Schema):
    """A stored hit judged again by the version of the catalogue that judged it then."""

    id: int
    catalogue: str
    same: bool = Field(description="Verdict, category and score are what was stored")
    exact: bool = Field(description="False when today's engine reads that version otherwise than then")
    verdict: str
    category: str
    score: float


class ManifestOut(Schema):
    """What became of a manifest."""

    id: int
    manifest_id: str
    operator_code: str
    revision: int
    status: str
    received_at: datetime
    accepted: int
    refused: int
    warnings: int
    letters_counted: int
    documents: int
    hits: int


@router.post("/items/screen", right="screening.check", response=ResultsOut)
def screen_items(request: HttpRequest, payload: ItemsIn) -> dict[str, Any]:
    """Judge declarations at once, by the catalogue in force or the one of a past day.

    Of the question nothing is kept but the code of an item that an order in force holds.
    """
    actor = request.actor  # type: ignore[attr-defined]
    terms = terms_in_force() if payload.as_of is None else terms_at(payload.as_of)
    verdicts = [screen_one(one.declared_content, terms, FLOWS.get(one.flow or "")) for one in payload.items]
    asked = [
        one.model_dump(exclude={"id", "declared_content", "flow"})
        | {"item_id": normal_item_id(one.id or ""), "category": verdict.category}
        for one, verdict in zip(payload.items, verdicts, strict=True)
    ]
    stops = check_at_counter(actor, own_operator_or_none(actor), asked, at=timezone.now())
    results = []
    for place, (one, verdict) in enumerate(zip(payload.items, verdicts, strict=True)):
        stop = stops.get(place)
        results.append(
            {
                "id": one.id,
                "verdict": verdict.verdict,
                "category": verdict.category,
                "score": verdict.score,
                "hits": [hit.brief() for hit in verdict.hits],
                "advice": verdict.advice,
                "order": {"number": stop.number, "phone": stop.phone, "until": stop.until} if stop else None,
            }
        )
    return {"results": results, "catalogue": terms.version}


@router.get("/hits/{int:pk}/replay", right="screening.read", response=ReplayOut)
def replay_hit(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Judge a stored hit again by the catalogue that judged it then, from the archive while it keeps the item."""
    hit = hit_of(request.actor, pk)  # type: ignore[attr-defined]
    again = judged_again(hit)
    return {
        "id": hit.pk,
        "catalogue": hit.catalogue,
        "same": again.same,
        "exact": again.exact,
        "verdict": again.verdict.verdict,
        "category": again.verdict.category,
        "score": again.verdict.score,
    }


@router.post("/manifests", right="screening.import", response={200: ManifestOut, 202: ManifestOut})
def post_manifest(
    request: HttpRequest,
    file: UploadedFile | None = File(None),  # noqa: B008 - how ninja declares an upload
    operator_code: str = Form(""),
    manifest_id: str = Form(""),
    revision: int = Form(0),
    kind: str = Form(""),
    mapping_profile: str = Form(""),
) -> tuple[int, dict[str, Any]]:
    """Hand a manifest in: 202 when taken, 200 when the same one was taken before, 409 for a conflict, 422 when refused.

    As a form with `file`, or as JSON (postal notes 6.7) or JSON lines in the body itself. 413 for a file that is too large, 415
    for a body of another type. A refused file changes nothing; its complete report stands under `/manifests/{id}/report`.
    """
    data, name = _given_file(request, file)
    actor = request.actor  # type: ignore[attr-defined]
    operator = operator_by_code(actor, operator_code or actor.tree.split("/")[0], timezone.localdate())
    header = ManifestHeader(
        manifest_id=manifest_id or None, revision=revision or None, kind=kind or None, profile=mapping_profile or None
    )
    manifest, reading = import_manifest(actor, operator, data, name=name, header=header, at=timezone.now())
    if reading.refused_whole:
        first = next(iter(reading.errors()), {})
        refused = Refused(
            f"manifest.{str(first.get('code', 'refused')).lower()}", str(first.get("message", "Tệp bị từ chối.")), id=manifest.pk
        )
        refused.status = 409 if first.get("code") == "M109" else 422
        raise refused
    return (200 if reading.already_accepted else 202), _out(manifest)


def _given_file(request: HttpRequest, file: UploadedFile | None) -> tuple[bytes, str]:
    if file is not None:
        if (file.size or 0) > MOST_BYTES:
            raise _saying("manifest.too_large", f"Tệp lớn quá {MOST_BYTES // 2**20} MB; hãy chia nhỏ bảng kê.", 413)
        return file.read(), file.name or "bang-ke"
    if request.content_type in ("application/json", "application/x-ndjson"):
        try:
            return request.body, "bang-ke.json"
        except RequestDataTooBig:
            raise _saying("manifest.too_large", "JSON trong thân yêu cầu quá 8 MB; hãy gửi bằng tệp (trường file).", 413) from None
    raise _saying("manifest.no_file", "Thiếu tệp bảng kê: gửi trường file, hoặc JSON trong thân yêu cầu.", 415)


def _saying(code: str, sentence: str, status: int) -> Refused:
    refused = Refused(code, sentence)
    refused.status = status
    return refused


@router.get("/manifests/{int:pk}", right="screening.read", response=ManifestOut)
def get_manifest(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Give what became of a manifest."""
    return _out(manifest_of(request.actor, pk))  # type: ignore[attr-defined]


@router.get("/manifests/{int:pk}/report", right="screening.read")
def get_report(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Give the report of a manifest: row, item, field, code, severity, message, masked value, fix."""
    return report_of(manifest_of(request.actor, pk)).to_dicts()  # type: ignore[attr-defined]


def _out(manifest: Any) -> dict[str, Any]:
    return {
        "id": manifest.pk,
        "manifest_id": manifest.manifest_id,
        "operator_code": manifest.operator.code,
        "revision": manifest.revision,
        "status": manifest.state,
        "received_at": manifest.received_at,
        "accepted": manifest.accepted,
        "refused": manifest.refused,
        "warnings": manifest.warnings,
        "letters_counted": manifest.letters,
        "documents": manifest.documents,
        "hits": manifest.hits,
    }
