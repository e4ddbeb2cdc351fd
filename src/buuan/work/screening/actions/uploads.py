"""A manifest's file on its way in: begun, taken piece by piece, handed to the worker, and read there, all or nothing."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Refused
from buuan.registers.items import waiting
from buuan.registers.items.models import Upload
from buuan.work.screening.actions.manifests import ManifestHeader, import_manifest

TAKEN = "upload.taken"
"""The code of the refusal to read a file that another worker reads, or has read."""


@action
def begin_upload(
    actor: Actor, operator: Organisation, *, name: str, size: int, mark: str, header: ManifestHeader, at: datetime
) -> Upload:
    """Begin to take a manifest's file in pieces (lượt nạp tệp); raises Refused for one that is empty or too large."""
    require(actor, "screening.import")
    if operator.code != actor.tree.split("/")[0]:
        raise Forbidden("operator.foreign", "Chỉ nạp bảng kê của doanh nghiệp mình.")
    check_size(size)

    upload = Upload.objects.create(
        key=secrets.token_hex(16),
        operator=operator,
        handed_in_by_id=actor.body_id,
        account_id=actor.account_id,
        uploaded_by=actor.name,
        file_name=name[:200],
        size=size,
        mark=mark[:64],
        header={key: value for key, value in asdict(header).items() if value is not None},
        begun_at=at,
    )

    record(actor, "screening.upload_begun", upload, at=at, operator=operator.code, size=size)
    return upload


def check_size(size: int) -> None:
    """Raise Refused for a file that is empty or larger than any manifest may be."""
    if size < 1:
        raise Refused("upload.empty", "Tệp rỗng, không có gì để nạp.")
    if size > waiting.MOST_BYTES:
        refused = Refused("upload.too_large", f"Tệp lớn quá {waiting.MOST_BYTES // 2**20} MB; hãy chia nhỏ bảng kê.")
        refused.status = 413
        raise refused


@action
def hand_over(actor: Actor, upload: Upload, *, at: datetime) -> Upload:
    """Hand a file that is there whole to the worker; doing it twice is harmless. Raises Refused while a part is missing."""
    require(actor, "screening.import", upload)
    there = waiting.received(upload.key)
    if upload.state == "receiving":
        if there != upload.size:
            raise Refused(
                "upload.incomplete", f"Máy chủ mới nhận {there} trong {upload.size} byte của tệp; hãy gửi tiếp.", received=there
            )
        Upload.objects.filter(pk=upload.pk, state="receiving").update(state="waiting", handed_at=at)
        upload.refresh_from_db()

    record(actor, "screening.upload_handed_over", upload, at=at, size=upload.size)
    return upload


@action
def read_upload(actor: Actor, pk: int, *, at: datetime) -> Upload:
    """Read a waiting file as the person who handed it in; raises Refused (`TAKEN`) where another worker has it or it is read.

    The row stays locked until the end, so that a worker that was killed leaves it waiting for the next one, and nothing
    else behind.
    """
    require(actor, "screening.read_uploads")
    upload = (
        Upload.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("operator")
        .filter(pk=pk, state="waiting")
        .first()
    )
    if upload is None:
        raise Refused(TAKEN, "Tệp này đang được đọc, hoặc đã đọc xong.")
    account = Account.objects.select_related("organisation").filter(pk=upload.account_id, is_active=True).first()
    if account is None:
        raise Refused("upload.nobody", "Tài khoản nạp tệp đã bị khóa, tệp không được xử lý.")

    manifest, reading = import_manifest(
        actor_of(account, source="worker"),
        upload.operator,
        waiting.whole(upload.key),
        name=upload.file_name,
        header=ManifestHeader(**upload.header),
        at=at,
        told=partial(waiting.note_progress, upload.key),
    )
    _end(upload, "refused" if reading.refused_whole else "done", at, manifest_id=manifest.pk)

    record(actor, "screening.upload_read", upload, at=at, manifest=manifest.pk, outcome=upload.state)
    return upload


@action
def fail_upload(actor: Actor, pk: int, *, sentence: str, at: datetime) -> None:
    """Say why a waiting file could not be read; the person sends it again."""
    require(actor, "screening.read_uploads")
    upload = Upload.objects.get(pk=pk)
    if upload.state == "waiting":
        _end(upload, "failed", at, sentence=sentence[:300])
    record(actor, "screening.upload_failed", upload, at=at, sentence=sentence[:300])


@action
def drop_uploads(actor: Actor, *, before: datetime, at: datetime) -> int:
    """Drop the files that nobody went on sending since before a moment, with their pieces; gives how many."""
    require(actor, "screening.read_uploads")
    stale = list(Upload.objects.select_for_update(skip_locked=True).filter(state="receiving", begun_at__lt=before)[:500])
    for upload in stale:
        _end(upload, "dropped", at)
    record(actor, "screening.uploads_dropped", "items.upload", at=at, uploads=[one.pk for one in stale])
    return len(stale)


def _end(upload: Upload, state: str, at: datetime, **facts: object) -> None:
    Upload.objects.filter(pk=upload.pk).update(state=state, ended_at=at, **facts)
    upload.refresh_from_db()
    transaction.on_commit(partial(waiting.drop, upload.key))
