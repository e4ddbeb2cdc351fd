"""The same request sent again: one act, one answer, whatever happens in between."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from buuan.base.access.jobs import forget_old_answers
from buuan.base.access.models import IdempotentAnswer
from buuan.registers.items.models import Manifest
from buuan.site.access.tests.world import COLUMNS, PARTIES, folders
from buuan.work.intake.models import SuspicionReport

REPORT = {"item_id": "SM0500TH", "declared_content": "pháo nổ", "signs": ["misdeclared"]}


@pytest.fixture
def tokens(stage, db) -> dict[str, str]:
    """A fresh token of each operator."""
    return {name: stage.bearer(name, timezone.now())["Authorization"].split()[1] for name in ("operator", "rival")}


def send(token: str, body: dict[str, Any], key: str, address: str = "/reports"):
    """Post to the API with a key."""
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_IDEMPOTENCY_KEY": key}
    return Client().post(f"/api/v1{address}", json.dumps(body), content_type="application/json", **headers)


def test_the_same_key_and_body_give_the_same_answer_and_one_report(tokens):
    token = tokens["operator"]
    first = send(token, REPORT, "khoa-1")
    again = send(token, REPORT, "khoa-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert SuspicionReport.objects.filter(item_id="SM0500TH").count() == 1


def test_the_same_key_with_another_body_or_address_is_refused(tokens):
    token = tokens["operator"]
    assert send(token, REPORT, "khoa-1").status_code == 201
    for address, body in (("/reports", REPORT | {"text": "khác"}), ("/items/screen", {"items": [{"declared_content": "áo"}]})):
        answer = send(token, body, "khoa-1", address)
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.conflict")
    assert SuspicionReport.objects.filter(item_id="SM0500TH").count() == 1


def test_a_key_belongs_to_its_account(tokens):
    assert send(tokens["operator"], REPORT, "khoa-1").status_code == 201
    body = REPORT | {"item_id": "HT0500TH"}
    assert send(tokens["rival"], body, "khoa-1").status_code == 201


def test_a_refusal_is_not_kept_so_that_the_corrected_request_may_use_the_key(tokens):
    token = tokens["operator"]
    bad = send(token, REPORT | {"point": "khong-co"}, "khoa-1")
    assert bad.status_code == 404
    assert not IdempotentAnswer.objects.filter(key="khoa-1").exists()
    assert send(token, REPORT, "khoa-1").status_code == 201


def test_a_key_longer_than_it_may_be_is_refused(tokens):
    answer = send(tokens["operator"], REPORT, "k" * 201)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.key_too_long")


ROW = "SM000777TH,domestic,parcel,2026-11-23T07:00:00+07:00,SMTEST-BC1"


def test_a_manifest_sent_again_with_its_key_is_answered_and_not_read_again(tokens, tmp_path):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {tokens['operator']}", "HTTP_IDEMPOTENCY_KEY": "bang-ke-1"}
    whole = f"{COLUMNS}\n{ROW},{PARTIES},áo sơ mi,500\n".encode()

    def hand_in(content: bytes):
        file = SimpleUploadedFile("bang-ke.csv", content)
        return Client().post("/api/v1/manifests", {"file": file, "manifest_id": "LAP-LAI"}, **headers)

    with folders(tmp_path):
        refused = hand_in(b"item_id\nSM000001TH\n")
        assert refused.status_code == 422
        assert Manifest.objects.get().state == "refused"  # what is wrong with it can be read, although the key is free again

        first, again = hand_in(whole), hand_in(whole)
        assert (first.status_code, again.status_code) == (202, 202)
        assert first.json() == again.json()
        assert hand_in(whole + b"\n").status_code == 409


def test_answers_are_forgotten_after_thirty_days(tokens):
    send(tokens["operator"], {"items": [{"declared_content": "áo"}]}, "khoa-1", "/items/screen")
    send(tokens["operator"], {"items": [{"declared_content": "áo"}]}, "khoa-2", "/items/screen")
    IdempotentAnswer.objects.filter(key="khoa-1").update(at=timezone.now() - timedelta(days=31))

    forget_old_answers(timestamp=0)

    assert list(IdempotentAnswer.objects.values_list("key", flat=True)) == ["khoa-2"]
