"""A file goes up whole or in pieces, goes on after a break, and is taken all or nothing, whoever is killed on the way."""

from __future__ import annotations

import errno
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from buuan.base.action import action
from buuan.base.audit.models import Record
from buuan.kit import whole_files
from buuan.kit.errors import Forbidden, Refused
from buuan.registers.items import waiting
from buuan.registers.items.archive import parquet
from buuan.registers.items.models import Hit, Manifest, Upload
from buuan.registers.items.store import archive, withdraw_orphans
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.screening.actions import (
    ManifestHeader,
    begin_upload,
    drop_uploads,
    fail_upload,
    hand_over,
    import_manifest,
    read_upload,
)
from buuan.work.screening.jobs import read_waiting
from buuan.work.screening.pages import uploads as upload_pages
from buuan.work.screening.queries import upload_steps
from buuan.work.screening.tests.conftest import manifest, row

DATA = manifest(*[row(number, "áo sơ mi nam") for number in range(1, 9)], row(9, "pháo nổ 36 quả"))
FORM = {"profile": "native", "kind": "full"}


def begin(cast, data: bytes = DATA, who: str = "operator", **header) -> Upload:
    return begin_upload(
        cast.actor(who), cast.bodies["operator"], name="a.csv", size=len(data), mark="1", header=ManifestHeader(**header), at=MONDAY
    )


def sent(cast, data: bytes = DATA, **header) -> Upload:
    upload = begin(cast, data, **header)
    waiting.add_piece(upload.key, 0, data[:700])
    waiting.add_piece(upload.key, 700, data[700:])
    return hand_over(cast.operator, upload, at=MONDAY)


def test_a_file_sent_in_pieces_is_read_by_the_worker_as_who_sent_it(cast):
    upload = sent(cast, manifest_id="BK-1")

    done = read_upload(cast.system, upload.pk, at=MONDAY + HOUR)

    assert (done.state, done.manifest.accepted, done.manifest.hits) == ("done", 9, 1)
    assert (done.manifest.manifest_id, done.manifest.uploaded_by) == ("BK-1", cast.operator.name)
    assert done.manifest.handed_in_by == cast.bodies["operator"]


def test_pieces_may_come_twice_and_out_of_order_and_the_file_goes_on_from_what_is_there(cast):
    upload = begin(cast)
    assert waiting.add_piece(upload.key, 700, DATA[700:]) == 0
    assert waiting.add_piece(upload.key, 0, DATA[:700]) == 700
    assert waiting.add_piece(upload.key, 0, DATA[:700]) == 700
    with pytest.raises(Refused) as refused:
        hand_over(cast.operator, upload, at=MONDAY)
    assert refused.value.code == "upload.incomplete"
    assert waiting.add_piece(upload.key, 700, DATA[700:]) == len(DATA)
    assert waiting.whole(upload.key) == DATA


def test_nothing_clear_of_a_waiting_file_stands_on_the_disk_and_a_damaged_piece_is_noticed(cast, settings):
    upload = sent(cast)
    pieces = list((settings.UPLOADS / upload.key).glob("*.piece"))

    assert len(pieces) == 2
    assert all(b"person" not in path.read_bytes() for path in pieces)
    pieces[0].write_bytes(pieces[0].read_bytes()[:-1] + b"x")
    with pytest.raises(Refused) as refused:
        waiting.whole(upload.key)
    assert refused.value.code == "upload.damaged"


def test_the_pages_take_pieces_go_on_after_a_break_and_lead_to_the_progress(cast, worker, monkeypatch):
    monkeypatch.setattr(upload_pages, "enqueue", lambda upload: None)
    client = cast.client("operator")
    told = {**FORM, "name": "b.csv", "size": len(DATA), "mark": "17"}

    first = client.post("/bang-ke/nap/bat-dau", told).json()
    client.post(f"{first['piece']}?tu=0", DATA[:500], content_type="application/octet-stream")
    again = client.post("/bang-ke/nap/bat-dau", told).json()
    assert (again["key"], again["received"]) == (first["key"], 500)
    assert "b.csv" in client.get("/bang-ke/nap").content.decode()
    early = client.post(again["finish"])
    assert early.status_code == 409
    assert early.json()["received"] == 500
    rest = client.post(f"{again['piece']}?tu=500", DATA[500:], content_type="application/octet-stream")
    assert rest.json()["received"] == len(DATA)
    location = client.post(again["finish"]).json()["location"]

    page = client.get(location)
    assert page["Refresh"] == "5"
    assert 'hx-trigger="every 1s"' in page.content.decode()
    read_waiting(Upload.objects.get().pk)
    part = client.get(location, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert "hx-trigger" not in part
    assert f"/bang-ke/{Manifest.objects.get().pk}" in part
    assert client.post(f"{again['piece']}?tu=0", b"x", content_type="application/octet-stream").status_code == 200
    assert cast.client("rival").get(location).status_code == 404
    assert cast.client("police").get(location).status_code == 403


def test_a_large_file_of_a_plain_form_goes_to_the_worker(cast, monkeypatch):
    monkeypatch.setattr(upload_pages, "AT_ONCE", 100)
    monkeypatch.setattr(upload_pages, "enqueue", lambda upload: None)

    answer = cast.client("operator").post("/bang-ke/nap", {**FORM, "file": SimpleUploadedFile("a.csv", DATA)})

    upload = Upload.objects.get()
    assert answer["Location"] == f"/bang-ke/nap/{upload.key}"
    assert waiting.whole(upload.key) == DATA
    assert upload.state == "waiting"


def test_the_progress_tells_the_stage_that_the_worker_has_come_to(cast, monkeypatch):
    upload = sent(cast)
    seen = []
    noted = waiting.note_progress
    monkeypatch.setattr(waiting, "note_progress", lambda key, *facts: (seen.append(facts), noted(key, *facts)))

    assert upload_steps(upload)["queued"]
    read_upload(cast.system, upload.pk, at=MONDAY)

    assert [facts[0] for facts in seen] == ["reading", "screening", "archiving"]
    assert seen[-1][1:] == (9, 9)


@pytest.mark.parametrize("size", [0, waiting.MOST_BYTES + 1])
def test_an_empty_or_too_large_file_is_refused_before_it_is_sent(cast, size):
    with pytest.raises(Refused):
        begin_upload(cast.operator, cast.bodies["operator"], name="a", size=size, mark="", header=ManifestHeader(), at=MONDAY)
    told = {**FORM, "name": "b.csv", "size": size}
    assert cast.client("operator").post("/bang-ke/nap/bat-dau", told).status_code in (409, 413)


def test_a_file_that_grew_on_the_way_is_refused(cast):
    upload = begin(cast)
    answer = cast.client("operator").post(
        f"/bang-ke/nap/{upload.key}/phan?tu=0", DATA + b"more", content_type="application/octet-stream"
    )
    assert answer.status_code == 409
    assert waiting.received(upload.key) == 0


def test_who_may_not_hand_in_begins_nothing(cast):
    for who in ("clerk", "rival", "police", "system"):
        with pytest.raises(Forbidden):
            begin(cast, who=who)


# -- all or nothing ------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process: nothing of the act's own code runs after it."""


@action
def _fails_to_commit(cast, data: bytes, manifest_id: str) -> None:
    import_manifest(
        cast.operator, cast.bodies["operator"], data, name="a.csv", header=ManifestHeader(manifest_id=manifest_id), at=MONDAY
    )
    raise Killed


def test_after_a_rollback_the_same_manifest_comes_in_with_other_content(cast):
    with pytest.raises(Killed):
        _fails_to_commit(cast, DATA, "BK-7")
    assert archive().records.get("SMTEST", "BK-7", 1) is not None
    assert not Manifest.objects.exists()

    other = manifest(*[row(number, "sách giáo khoa") for number in range(1, 6)])
    kept, reading = import_manifest(
        cast.operator, cast.bodies["operator"], other, name="a.csv", header=ManifestHeader(manifest_id="BK-7"), at=MONDAY
    )

    assert (kept.state, reading.accepted) == ("committed", 5)
    assert archive().records.get("SMTEST", "BK-7", 1).content_hash == kept.content_sha256
    assert archive().find_item("SMTEST", "SM000009TH") == []
    assert len(archive().find_item("SMTEST", "SM000001TH")) == 1


def test_after_a_rollback_the_same_content_is_taken_as_it_stands(cast):
    with pytest.raises(Killed):
        _fails_to_commit(cast, DATA, "BK-8")
    kept, _ = import_manifest(
        cast.operator, cast.bodies["operator"], DATA, name="a.csv", header=ManifestHeader(manifest_id="BK-8"), at=MONDAY
    )
    assert kept.accepted == 9
    assert len(archive().find_item("SMTEST", "SM000009TH")) == 1


def test_what_a_killed_process_left_in_the_archive_is_taken_back_and_what_stands_is_not(cast):
    with pytest.raises(Killed):
        _fails_to_commit(cast, DATA, "BK-9")
    import_manifest(
        cast.operator, cast.bodies["operator"], manifest(*[row(n, "vải") for n in range(40, 50)]),
        name="b.csv", header=ManifestHeader(manifest_id="BK-10"), at=MONDAY,
    )  # fmt: skip

    assert withdraw_orphans(MONDAY - HOUR) == 0
    assert withdraw_orphans(MONDAY + HOUR) == 1
    assert archive().find_item("SMTEST", "SM000009TH") == []
    assert len(archive().find_item("SMTEST", "SM000040TH")) == 1


def test_a_worker_killed_while_reading_leaves_the_file_waiting_for_the_next_one(cast, monkeypatch):
    upload = sent(cast)

    def killed(*given, **more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("buuan.work.screening.actions.manifests.keep_items", killed)
        with pytest.raises(Killed):
            read_upload(cast.system, upload.pk, at=MONDAY)
    upload.refresh_from_db()
    assert upload.state == "waiting"
    assert (Manifest.objects.count(), Hit.objects.count(), archive().days("SMTEST")) == (0, 0, [])

    read_upload(cast.system, upload.pk, at=MONDAY + HOUR)
    with pytest.raises(Refused) as refused:
        read_upload(cast.system, upload.pk, at=MONDAY + HOUR)
    assert refused.value.code == "upload.taken"
    assert (Manifest.objects.count(), Hit.objects.count()) == (1, 1)


def _full(*given, **more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_said_and_leaves_nothing_half(cast, worker, monkeypatch):
    upload = sent(cast)
    client = cast.client("operator")
    with monkeypatch.context() as patch:
        patch.setattr(parquet.pq, "write_table", _full)
        read_waiting(upload.pk)
        page = client.post("/bang-ke/nap", {**FORM, "file": SimpleUploadedFile("a.csv", DATA)})
    upload.refresh_from_db()

    assert upload.state == "failed"
    assert "hết chỗ" in upload.sentence
    assert page.status_code == 422
    assert "hết chỗ" in page.content.decode()
    assert (Manifest.objects.count(), Hit.objects.count(), archive().days("SMTEST")) == (0, 0, [])
    assert "hết chỗ" in client.get(f"/bang-ke/nap/{upload.key}").content.decode()


def test_a_full_disk_while_a_piece_comes_is_said_and_the_piece_can_come_again(cast, monkeypatch):
    upload = begin(cast)
    client = cast.client("operator")
    address = f"/bang-ke/nap/{upload.key}/phan?tu=0"
    waiting.add_piece("0" * 32, 0, b"x")  # the key stands already
    with monkeypatch.context() as patch:
        patch.setattr(whole_files.os, "fsync", _full)
        full = client.post(address, DATA[:50], content_type="application/octet-stream")
    again = client.post(address, DATA[:50], content_type="application/octet-stream")

    assert full.status_code == 507
    assert "hết chỗ" in full.json()["message"]
    assert again.json()["received"] == 50


def test_two_people_handing_in_the_same_revision_at_once_make_one_manifest(cast, monkeypatch):
    def lost_race(**given):
        raise IntegrityError

    monkeypatch.setattr(Manifest.objects, "create", lost_race)
    with pytest.raises(Refused) as refused:
        import_manifest(cast.operator, cast.bodies["operator"], DATA, name="a.csv", header=ManifestHeader(), at=MONDAY)
    assert refused.value.code == "manifest.taken_meanwhile"


def test_what_cannot_be_read_says_why_and_a_refused_file_has_its_report(cast, worker):
    upload = sent(cast, b"PK\x03\x04" + b"no workbook" * 200)
    read_waiting(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.manifest.state) == ("refused", "refused")

    other = begin(cast)
    hand_over_state = Upload.objects.get(pk=other.pk).state
    fail_upload(cast.system, other.pk, sentence="thử", at=MONDAY)
    assert hand_over_state == "receiving"
    assert Upload.objects.get(pk=other.pk).state == "receiving"


def test_a_bug_while_reading_stays_loud_and_the_person_is_told(cast, worker, monkeypatch):
    upload = sent(cast)

    def bug(*given, **more):
        raise ZeroDivisionError

    monkeypatch.setattr("buuan.work.screening.actions.manifests.screen_texts", bug)
    with pytest.raises(ZeroDivisionError):
        read_waiting(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, Manifest.objects.count()) == ("failed", 0)
    assert "chưa ghi nhận gì" in upload.sentence


def test_a_file_that_nobody_goes_on_sending_is_dropped_with_its_pieces(cast, django_capture_on_commit_callbacks):
    upload = begin(cast)
    waiting.add_piece(upload.key, 0, DATA[:100])
    assert drop_uploads(cast.system, before=MONDAY - DAY, at=MONDAY) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_uploads(cast.system, before=MONDAY + DAY, at=MONDAY + 2 * DAY) == 1
    assert waiting.keys_on_disk() == []
    assert Upload.objects.get().state == "dropped"
    assert Record.objects.filter(action="screening.uploads_dropped").count() == 2
