"""Pages and endpoints of requests: what each side sees, what is masked, and what comes back refused."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from buuan.base.accounts.actions import lock_account
from buuan.base.dispatch.models import Recipient
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.requests import actions
from buuan.work.requests.actions import AnswerFacts
from buuan.work.requests.models import InformationRequest, RequestAttempt
from buuan.work.requests.queries import open_count
from buuan.work.requests.tests.conftest import BY_PHONE, FIREWORK

pytestmark = [pytest.mark.django_db, pytest.mark.point("7f")]
PHONE, MASKED = "0900000001", "+84•••••••01"
FORM = {
    "title": "Hành trình gói hàng",
    "to": ["SMTEST"],
    "ground": "goods",
    "reason": "Xác minh",
    "category": FIREWORK,
    "items": "SM0001TH",
    "wanted": ["journey"],
    "question": "Ở đâu?",
    "days": "3",
    "officer": "Trực ban",
    "phone": "02373852246",
}


def page_of(made, name="request", **more) -> str:
    return reverse(f"requests:{name}", kwargs={"number": made.number, **more})


def test_a_request_goes_from_draft_to_answer_by_the_pages(cast, now):
    police, chief, operator = cast.client("police"), cast.client("chief"), cast.client("operator")
    sent = police.post(reverse("requests:open"), FORM)
    made = InformationRequest.objects.get()
    assert sent.url == page_of(made)
    assert police.post(page_of(made, "submit")).status_code == 302
    assert "Duyệt, gửi yêu cầu" in chief.get(page_of(made)).content.decode()
    chief.post(page_of(made, "approve"))
    seen = operator.get(page_of(made)).content.decode()
    assert "SM0001TH" in seen
    assert "Gửi trả lời" in seen
    file = SimpleUploadedFile("vi-tri.csv", "mã;nơi\nSM0001TH;bưu cục\n".encode())
    assert operator.post(page_of(made, "answer"), {"text": "Ở bưu cục.", "files": [file]}).status_code == 302
    told = chief.get(page_of(made)).content.decode()
    assert "Ở bưu cục." in told
    assert "vi-tri.csv" in told
    stored = made.parts.get().files.get()
    given = chief.get(page_of(made, "file", pk=stored.pk))
    assert (given.status_code, given.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "bưu cục" in given.content.decode()


def test_a_refused_draft_keeps_every_word_and_says_why(cast, now):
    answer = cast.client("police").post(
        reverse("requests:open"), FORM | {"category": "", "items": "", "persons": "Nguyễn Văn Mẫu; Số 1 đường Thử"}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "phải nói rõ nhóm hàng" in body
    assert "Hành trình gói hàng" in body
    assert RequestAttempt.objects.filter(outcome="refused").count() == 1


def test_who_is_named_and_what_is_told_of_them_stays_masked_until_a_reason_is_given(cast, ask, now):
    made = ask(BY_PHONE)
    actions.answer_request(cast.operator, made, AnswerFacts("Gửi bốn gói hàng mẫu."), at=MONDAY)
    for who in ("police", "operator", "auditor"):
        body = cast.client(who).get(page_of(made)).content.decode()
        assert PHONE[1:] not in body
        assert MASKED in body
        assert "bốn gói" not in body
    client = cast.client("police")
    assert client.post(page_of(made, "unmask"), {"reason": "x"}).status_code == 422
    opened = client.post(page_of(made, "unmask"), {"reason": "Đối chiếu với vụ việc"}).content.decode()
    assert PHONE[1:] in opened
    assert "bốn gói" in opened


def test_a_file_about_a_person_opens_from_the_page_with_the_reason_only(cast, ask, now):
    made = ask(wanted=("parties",))
    file = SimpleUploadedFile("nguoi-gui.txt", "người gửi mẫu".encode())
    cast.client("operator").post(page_of(made, "answer"), {"text": "Xem tệp.", "files": [file]})
    stored = made.parts.get().files.get()
    client, other = cast.client("police"), cast.client("chief")
    address = page_of(made, "file", pk=stored.pk)
    assert client.get(address).status_code == 409
    opened = client.post(page_of(made, "unmask"), {"reason": "Đối chiếu với vụ việc"}).content.decode()
    link = next(one for one in opened.split('"') if one.startswith(address)).replace("&amp;", "&")
    assert client.get(link).status_code == 200
    assert other.get(link).status_code == 409, "the word is signed for the one who gave the reason"


def test_the_page_of_a_request_is_not_found_for_who_is_not_asked(cast, ask, now):
    made = ask()
    for who in ("rival", "market", "stranger", "branch", "administrator"):
        assert cast.client(who).get(page_of(made)).status_code in (403, 404)


def test_the_api_asks_approves_answers_and_masks(client, cast, now):
    keys = {who: cast.bearer(who, now) for who in ("police", "chief", "operator", "auditor")}

    def call(who: str, path: str, body: dict | None = None, method: str = "post"):
        data = json.dumps(body or {})
        return getattr(client, method)(f"/api/v1/requests{path}", data, content_type="application/json", headers=keys[who])

    asked = {
        "title": "Bưu gửi của một số điện thoại", "ground": "goods", "reason": "Xác minh", "question": "Đã gửi gì?",
        "wanted": ["journey"], "to": ["SMTEST"], "officer": "Trực ban", "phone": "02373852246", "phones": [PHONE],
        "category": FIREWORK, "from_at": (MONDAY - 5 * DAY).isoformat(), "until_at": (MONDAY - DAY).isoformat(),
    }  # fmt: skip
    made = call("police", "", asked)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert made.json()["phones"] == [MASKED]
    assert call("police", f"/{number}/submit").json()["state"] == "submitted"
    assert call("chief", f"/{number}/approve").json()["state"] == "sent"
    answered = call("operator", f"/{number}/answer", {"text": "Bốn gói hàng mẫu."}).json()
    assert (answered["state"], answered["parts"][0]["masked"], answered["parts"][0]["answer"]) == ("answered", True, "")
    opened = call("police", f"/{number}/unmask", {"reason": "Đối chiếu vụ việc"}).json()
    assert opened["answers"] == [{"organisation": "SMTEST", "answer": "Bốn gói hàng mẫu."}]
    listed = client.get("/api/v1/requests?state=answered", headers=keys["auditor"]).json()
    assert [one["number"] for one in listed["items"]] == [number]
    assert PHONE[1:] not in json.dumps(listed)


def test_the_api_refuses_with_the_sentence_of_the_page(client, cast, now):
    body = {
        "title": "Mọi bưu gửi của một người", "ground": "danger", "reason": "?", "question": "?", "wanted": ["journey"],
        "to": ["SMTEST"], "officer": "Trực ban", "phone": "02373852246",
        "persons": [{"name": "Nguyễn Văn Mẫu", "address": "Số 1 đường Thử"}],
        "from_at": (MONDAY - DAY).isoformat(), "until_at": MONDAY.isoformat(),
    }  # fmt: skip
    answer = client.post("/api/v1/requests", json.dumps(body), content_type="application/json", headers=cast.bearer("police", now))
    assert (answer.status_code, answer.json()["code"]) == (409, "request.goods_missing")
    naive = client.post(
        "/api/v1/requests", json.dumps(body | {"from_at": "2026-11-01T08:00:00"}), content_type="application/json",
        headers=cast.bearer("police", now),
    )  # fmt: skip
    assert naive.status_code == 422


def test_a_withdrawn_officers_token_asks_nothing_any_more(client, cast, now):
    key = cast.bearer("second", now)
    assert client.get("/api/v1/requests", headers=key).status_code == 200
    lock_account(cast.system, cast.account("second"), reason="chuyển công tác", at=now)
    assert client.get("/api/v1/requests", headers=key).status_code == 401


def test_the_register_shows_refused_attempts_to_the_auditor_only(cast, now):
    client = cast.client("department")
    client.post(reverse("requests:open"), FORM)
    body = cast.client("auditor").get(reverse("requests:register")).content.decode()
    assert "không có thẩm quyền" in body
    assert cast.client("police").get(reverse("requests:register")).status_code in (403, 404)


def test_the_menu_counts_what_is_owed_and_what_waits_for_approval(cast, draft, ask):
    actions.submit_request(cast.police, draft(), at=MONDAY)
    ask(to=("SMTEST", "chi-cuc-hq"), at=MONDAY + HOUR)
    assert [open_count(cast.actor(who)) for who in ("operator", "customs", "chief", "police", "rival")] == [1, 1, 1, 0, 0]


def test_a_branch_is_asked_from_the_page_by_itself(cast, now):
    sent = cast.client("police").post(reverse("requests:open"), FORM | {"to": [], "branches": ["SMTEST-CN1"]})

    assert sent.status_code == 302
    assert [one.organisation.code for one in InformationRequest.objects.get().parts.all()] == ["SMTEST-CN1"]
    page = cast.client("police").get(reverse("requests:open")).content.decode()
    assert "Chi nhánh Đông Thử (SMTEST)" in page


def test_a_body_without_a_ground_is_told_who_may_ask_instead(cast, now):
    commune = cast.client("commune")
    page = commune.get(reverse("requests:open")).content.decode()
    answer = commune.post(reverse("requests:open"), FORM)

    assert "Cơ quan có căn cứ để yêu cầu thay: " in page
    assert "Công an tỉnh" in page
    assert answer.status_code == 422
    assert "Hãy đề nghị cơ quan có căn cứ yêu cầu thay: " in answer.content.decode()
    assert not InformationRequest.objects.exists()


def test_an_answer_with_files_comes_over_the_api(client, cast, ask, now):
    made = ask()
    path = f"/api/v1/requests/{made.number}/answer/files"
    file = SimpleUploadedFile("vi-tri.csv", "mã;nơi\nSM0001TH;bưu cục\n".encode())
    wrong = SimpleUploadedFile("ban.exe", b"MZ\x90\x00" + bytes(200))

    refused = client.post(path, {"text": "Ở bưu cục.", "files": [wrong]}, headers=cast.bearer("operator", now))
    assert refused.status_code in (409, 422)
    assert made.parts.get().state == "waiting", "a bad file answers nothing"
    answer = client.post(path, {"text": "Ở bưu cục.", "files": [file]}, headers=cast.bearer("operator", now))

    assert answer.status_code == 200, answer.content
    assert [one["files"] for one in answer.json()["parts"]] == [1]
    assert made.parts.get().files.get().file.name == "vi-tri.csv"
    assert Recipient.objects.get(notice=InformationRequest.objects.get().notice).answered_at is not None, (
        "nothing waits in the inbox"
    )
    again = client.post(path, {"text": "x", "files": [SimpleUploadedFile("a.txt", b"a")]}, headers=cast.bearer("rival", now))
    assert again.status_code == 404
