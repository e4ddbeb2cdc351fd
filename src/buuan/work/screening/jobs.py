"""The worker's part of screening: it reads the files that wait, and tidies up after those that nobody went on with."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from buuan.base.accounts.queries import system_actor
from buuan.kit.errors import Refusal
from buuan.registers.items import waiting
from buuan.registers.items.actions import purge_archive
from buuan.registers.items.models import Upload
from buuan.work.screening.actions import drop_uploads, fail_upload, read_upload
from buuan.work.screening.actions.uploads import TAKEN
from buuan.work.screening.queries import items_in_open_cases

BROKEN = "Máy chủ gặp lỗi khi đọc tệp này và chưa ghi nhận gì; lỗi đã được ghi lại. Hãy báo quản trị trước khi nạp lại."
PATIENCE = timedelta(minutes=1)
"""After this a waiting file is queued again: its worker may have been killed. One that is being read is left alone."""
UNFINISHED = timedelta(days=2)
"""How long a broken upload can be gone on with."""


def enqueue(upload: Upload) -> None:
    """Queue a file for the worker, in the transaction that runs; one that is queued already stays so."""
    try:
        read_waiting.configure(queueing_lock=f"upload-{upload.pk}").defer(upload_id=upload.pk)
    except AlreadyEnqueued:
        return


@app.task(queue="manifests", pass_context=False)
def read_waiting(upload_id: int) -> None:
    """Read one file that waits; what cannot be read says why on its page."""
    if not Upload.objects.filter(pk=upload_id, state="waiting").exists():
        return
    actor = system_actor(source="worker")
    try:
        read_upload(actor, upload_id, at=timezone.now())
    except Refusal as error:
        if error.code != TAKEN:
            fail_upload(actor, upload_id, sentence=error.sentence, at=timezone.now())
    except OSError as error:
        full = waiting.disk_full(error)
        if full is None:
            raise
        fail_upload(actor, upload_id, sentence=full.sentence, at=timezone.now())
    except Exception:
        # A bug stays loud, but the person must not wait for ever, nor the next worker try the same file every minute.
        fail_upload(actor, upload_id, sentence=BROKEN, at=timezone.now())
        raise


@app.periodic(cron="* * * * *")
@app.task(queue="manifests", queueing_lock="queue_waiting_again", pass_context=False)
def queue_waiting_again(timestamp: int) -> None:
    """Queue again what still waits, and drop what nobody went on with."""
    now = timezone.now()
    for upload in Upload.objects.filter(state="waiting", handed_at__lt=now - PATIENCE)[:100]:
        enqueue(upload)
    actor = system_actor(source="worker")
    while Upload.objects.filter(state="receiving", begun_at__lt=now - UNFINISHED).exists():
        drop_uploads(actor, before=now - UNFINISHED, at=now)
    running = Upload.objects.filter(Q(state="receiving") | Q(state="waiting")).values_list("key", flat=True)
    for key in set(waiting.keys_on_disk()) - set(running):
        waiting.drop(key)


@app.periodic(cron="41 2 * * *")
@app.task(queue="manifests", queueing_lock="purge_archive", pass_context=False)
def purge_old_items(timestamp: int) -> None:
    """Delete every night what the archive may no longer keep."""
    purge_archive(system_actor(source="worker"), needed=items_in_open_cases(), at=timezone.now())
