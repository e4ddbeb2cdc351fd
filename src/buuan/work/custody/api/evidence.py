"""Endpoints of files: by pieces, and the evidence of a case by pages."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Schema
from ninja.files import UploadedFile

from buuan.base.access.endpoints import Endpoints
from buuan.base.files.arriving import append, on_disk, own_upload
from buuan.base.web.lists import key_page
from buuan.work.cases.queries import case_by_number, item_by_code
from buuan.work.cases.rules import normal_item_id
from buuan.work.custody import actions
from buuan.work.custody.actions import EvidenceFacts
from buuan.work.custody.models import Evidence
from buuan.work.custody.queries import evidence_by_number, evidence_for_list

router = Endpoints()
NEWEST = ("-pk",)


class UploadIn(Schema):
    """A file that will come in pieces."""

    name: str = Field(max_length=200)
    size: int = Field(description="bytes")


class UploadOut(Schema):
    """How far an upload came; the next piece begins at `received`."""

    token: str
    size: int
    received: int


class EvidenceOut(Schema):
    """A file in one version; `copy_sha256` is empty where no copy without metadata exists."""

    number: str
    case: str
    version: int
    replaces: str
    caption: str
    group: str
    marking: str
    media_type: str
    size: int
    sha256: str
    copy_sha256: str
    evidence_at: datetime | None
    arrived_at: datetime
    scanned: bool


class EvidencePage(Schema):
    """One page of evidence, the latest first; `next` is empty on the last one."""

    items: list[EvidenceOut]
    next: str


class EvidenceIn(Schema):
    """What is said of a finished upload."""

    token: str
    caption: str = Field(max_length=200)
    marking: str = "internal"
    origin: str = Field("", max_length=200)
    evidence_at: datetime | None = None
    item_id: str = ""
    replaces: str = Field("", description="number of the evidence whose new version this is")


@router.post("/cases/{number}/uploads", right="custody.add_evidence", response={201: UploadOut}, summary="Bắt đầu tải tệp lên")
def start_upload(request: HttpRequest, number: str, payload: UploadIn) -> tuple[int, UploadOut]:
    """Begin an upload by pieces; a file that is too large or marked is refused here."""
    case = case_by_number(request.actor, number)
    made = actions.start_upload(request.actor, case, name=payload.name, size=payload.size, at=timezone.now())
    return 201, UploadOut(token=made.token, size=made.size, received=0)


@router.get("/uploads/{token}", right="custody.add_evidence", response=UploadOut, summary="Đã tải đến đâu")
def upload_state(request: HttpRequest, token: str) -> UploadOut:
    """Say where to go on."""
    upload = own_upload(request.actor, token)
    return UploadOut(token=token, size=upload.size, received=upload.received)


@router.post("/uploads/{token}/pieces", right="custody.add_evidence", response=UploadOut, summary="Gửi một phần")
def put_piece(request: HttpRequest, token: str, offset: Form[int], file: File[UploadedFile]) -> UploadOut:
    """Take the piece that begins at `offset`, at most 4 MB; one that is there already is passed over."""
    upload = own_upload(request.actor, token)
    received = append(upload, max(0, offset), file.read())
    return UploadOut(token=token, size=upload.size, received=received)


@router.get("/cases/{number}/evidence", right="custody.read", response=EvidencePage, summary="Chứng cứ của vụ việc")
def list_evidence(request: HttpRequest, number: str, cursor: str = "", limit: int = 50) -> EvidencePage:
    """List the evidence of a case that I may see, every version, the latest first."""
    case = case_by_number(request.actor, number)
    rows, following = key_page(evidence_for_list(request.actor).filter(case=case), NEWEST, cursor, limit)
    return EvidencePage(items=[_evidence(one) for one in rows], next=following)


@router.post("/cases/{number}/evidence", right="custody.add_evidence", response={201: EvidenceOut}, summary="Đưa chứng cứ vào")
def add_evidence(request: HttpRequest, number: str, payload: EvidenceIn) -> tuple[int, EvidenceOut]:
    """Take a finished upload into the case."""
    case = case_by_number(request.actor, number)
    facts = EvidenceFacts(
        caption=payload.caption,
        marking=payload.marking,
        origin=payload.origin,
        evidence_at=payload.evidence_at,
        item=item_by_code(case, normal_item_id(payload.item_id)) if payload.item_id else None,
        replaces=evidence_by_number(request.actor, payload.replaces) if payload.replaces else None,
    )
    return 201, _evidence(actions.add_evidence(request.actor, case, facts, token=payload.token, at=timezone.now()))


@router.post(
    "/cases/{number}/evidence/file", right="custody.add_evidence", response={201: EvidenceOut}, summary="Đưa tệp vào một lần"
)
def add_file(request: HttpRequest, number: str, caption: Form[str], file: File[UploadedFile]) -> tuple[int, EvidenceOut]:
    """Take a file whole, without pieces."""
    case = case_by_number(request.actor, number)
    with on_disk(file) as part:
        made = actions.add_evidence(
            request.actor, case, EvidenceFacts(caption=caption), part=part, name=file.name or "", at=timezone.now()
        )
    return 201, _evidence(made)


@router.get("/evidence/{number}", right="custody.read", response=EvidenceOut, summary="Một chứng cứ")
def get_evidence(request: HttpRequest, number: str) -> EvidenceOut:
    """Give what is known of a piece of evidence, not the file."""
    return _evidence(evidence_by_number(request.actor, number))


def _evidence(one: Evidence) -> EvidenceOut:
    return EvidenceOut(
        number=one.number,
        case=one.case.number,
        version=one.version,
        replaces=one.replaces.number if one.replaces else "",
        caption=one.caption,
        group=one.group,
        marking=one.marking,
        media_type=one.file.media_type,
        size=one.file.size,
        sha256=one.file.sha256,
        copy_sha256=one.file.clean_sha256,
        evidence_at=one.evidence_at,
        arrived_at=one.arrived_at,
        scanned=bool(one.file.scan),
    )
