"""The faces of orders: the API as the contract says it, pages of both sides, papers, the register, the drill."""

from __future__ import annotations

import json
import runpy
import urllib.error
import urllib.request
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from buuan.kit import webhook
from buuan.kit.errors import Refused
from buuan.registers.items.models import Hold
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import AnswerFacts
from buuan.work.interdiction.models import Attempt, Order
from buuan.work.interdiction.papers import paper_of
from buuan.work.interdiction.queries.drills import figures_of
from buuan.work.interdiction.rules import Scope
from buuan.work.interdiction.tests.conftest import FIREWORK, facts

CALLER = "0900000001"
CLIENT = Path(__file__).resolve().parents[5] / "examples" / "operator_client.py"


@pytest.fixture
def order(hand_in, issue) -> Order:
    hand_in(("SM0001TH", CALLER, "áo len"), ("SM0002TH", CALLER, "bánh"))
    return issue()


def api(cast, client, method: str, path: str, body=None, who: str = "operator", **headers):
    given = cast.bearer(who, MONDAY) | headers
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items()}
    call = getattr(client, method)
    if body is None:
        return call(f"/api/v1{path}", **extra)
    return call(f"/api/v1{path}", json.dumps(body), content_type="application/json", **extra)


# -- API ---------------------------------------------------------------------------------------------------------------


@pytest.mark.point("7b")
def test_a_system_lists_acknowledges_and_answers(cast, client, order, now):
    listed = api(cast, client, "get", "/orders?state=in_force").json()["items"]
    assert [one["number"] for one in listed] == [order.number]
    assert [one["item_id"] for one in listed[0]["items"]] == ["SM0001TH", "SM0002TH"]
    assert CALLER not in json.dumps(listed)
    assert "900000001" not in json.dumps(listed)

    got = api(cast, client, "post", f"/orders/{order.number}/acknowledge", {})
    assert (got.status_code, got.json()["seconds"]) == (200, 660)
    again = api(cast, client, "post", f"/orders/{order.number}/acknowledge", {})
    assert (again.status_code, again.json()["code"]) == (409, "dispatch.already_acknowledged")

    body = {
        "answers": [
            {"item_id": "SM0001TH", "answer": "held", "place": "kệ C4", "at": "2026-11-23T08:10:00+07:00"},
            {"item_id": "SM9999TH", "answer": "held", "place": "kệ C4"},
        ]
    }
    told = api(cast, client, "post", f"/orders/{order.number}/items", body).json()["results"]
    assert [(one["outcome"], one["code"]) for one in told] == [("recorded", ""), ("refused", "answer.not_in_order")]
    late = api(cast, client, "post", f"/orders/{order.number}/items", {"answers": [body["answers"][1]]})
    assert (late.status_code, late.json()["code"]) == (409, "answer.not_in_order")
    assert Attempt.objects.filter(outcome="refused").count() == 2


def test_a_replayed_request_gives_the_answer_that_stands(cast, client, order, now):
    body = {"answers": [{"item_id": "SM0001TH", "answer": "held", "place": "kệ"}]}
    headers = cast.bearer("operator", MONDAY) | {"Idempotency-Key": "k1"}
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    first, second = (
        client.post(f"/api/v1/orders/{order.number}/items", json.dumps(body), content_type="application/json", **extra)
        for _ in range(2)
    )
    assert first.json() == second.json()
    assert order.items.get(item_id="SM0001TH").answers.count() == 1
    other = {"answers": [{"item_id": "SM0002TH", "answer": "held", "place": "kệ"}]}
    clash = client.post(f"/api/v1/orders/{order.number}/items", json.dumps(other), content_type="application/json", **extra)
    assert (clash.status_code, clash.json()["code"]) == (409, "idempotency.conflict")


def test_a_forged_or_replayed_webhook_is_told_apart(cast):
    secret = webhook.new_secret() if hasattr(webhook, "new_secret") else "whsec_" + "QUFB" * 8
    with pytest.raises(webhook.BadSignature) as bad:
        webhook.verify(
            secret, {"webhook-id": "1", "webhook-timestamp": "1764000000", "webhook-signature": "v1,AAAA"}, b"{}", now=1764000000
        )
    assert bad.value.code == "webhook.forged"
    with pytest.raises(webhook.BadSignature) as old:
        webhook.verify(
            secret, {"webhook-id": "1", "webhook-timestamp": "1763000000", "webhook-signature": "v1,AAAA"}, b"{}", now=1764000000
        )
    assert old.value.code == "webhook.too_old"


def test_a_counter_check_over_the_api_says_hold_with_number_and_phone(cast, client, order, now):
    body = {
        "items": [
            {"id": "SM0001TH", "declared_content": "áo len"},
            {"id": "SM0077TH", "declared_content": "áo", "sender_phone": "0900 000 001"},
        ]
    }
    results = api(cast, client, "post", "/items/screen", body, who="clerk").json()["results"]
    assert [one["order"]["number"] for one in results] == [order.number, order.number]
    assert results[0]["order"]["phone"] == order.phone
    assert Hold.objects.filter(item_id="SM0077TH", ground="order").exists()
    clear = api(cast, client, "post", "/items/screen", {"items": [{"id": "SM0555TH", "declared_content": "áo len"}]}, who="clerk")
    assert clear.json()["results"][0]["order"] is None


def test_another_operators_token_finds_no_item_and_a_strangers_no_order(cast, client, order, now):
    assert api(cast, client, "get", f"/orders/{order.number}", who="rival").json()["items"] == []
    assert api(cast, client, "get", f"/orders/{order.number}", who="market").status_code == 404


# -- pages -------------------------------------------------------------------------------------------------------------


def test_the_control_room_shows_who_knows_and_names_nobody(cast, order, now):
    actions.acknowledge_order(cast.operator, order, at=now)
    page = cast.client("police").get(f"/lenh/{order.number}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 / 2" in text
    assert "SM0001TH" in text
    assert "900000001" not in text
    assert "Nguyễn Văn Mẫu" not in text
    part = cast.client("police").get(f"/lenh/{order.number}/phan")
    assert 'id="lenh-song"' in text
    assert "SM0001TH" in part.content.decode()


def test_a_branch_acknowledges_in_one_touch_and_answers_on_its_phone(cast, order, now):
    browser = cast.client("branch")
    assert "Xác nhận đã nhận lệnh" in browser.get(f"/lenh/{order.number}").content.decode()
    browser.post(f"/lenh/{order.number}/xac-nhan")
    item = order.items.get(item_id="SM0001TH")
    refused = browser.post(f"/lenh/{order.number}/buu-gui/{item.pk}", {"answer": "held"})
    assert refused.status_code == 422
    assert "nơi để bưu gửi" in refused.content.decode()
    done = browser.post(f"/lenh/{order.number}/buu-gui/{item.pk}", {"answer": "held", "place": "kệ C4"})
    assert done.status_code == 302
    assert order.items.get(pk=item.pk).state == "held"
    notice = browser.get(f"/lenh/{order.number}/buu-gui/{item.pk}/thong-bao").content.decode()
    assert "không phải kết luận có vi phạm" in notice


def test_a_leader_drafts_on_the_page_and_another_approves(cast, now):
    form = {
        "title": "Giữ gói pháo", "ground": "goods", "reason": "Nguồn tin", "category": FIREWORK, "items": "SM0009TH",
        "asks": ["hold"], "officer": "Trực ban", "phone": "0237 3852 246", "expires_at": "2026-11-23T18:00",
    }  # fmt: skip
    browser = cast.client("police")
    assert browser.get("/lenh/moi").status_code == 200
    wrong = browser.post("/lenh/moi", form | {"expires_at": "2026-11-27T18:00"})
    assert wrong.status_code == 422
    assert "24 giờ" in wrong.content.decode()
    assert browser.post("/lenh/moi", form).status_code == 302
    order = Order.objects.get()
    browser.post(f"/lenh/{order.number}/trinh")
    assert cast.client("chief").post(f"/lenh/{order.number}/duyet").status_code == 302
    order.refresh_from_db()
    assert order.state == "in_force"


def test_the_auditor_reads_every_attempt_and_nobody_else_does(cast, order, now):
    with pytest.raises(Refused, match="không có thẩm quyền"):
        actions.draft_order(cast.department, facts(), at=now)
    page = cast.client("auditor").get("/lenh/so-yeu-cau").content.decode()
    assert "order.body_without_power" not in page
    assert "không có thẩm quyền" in page
    assert cast.client("auditor").get("/lenh/so-yeu-cau?tep=csv").status_code == 200
    for name in ("police", "operator", "department", "market"):
        assert cast.client(name).get("/lenh/so-yeu-cau").status_code == 403, name


def test_a_body_without_power_is_told_so_on_the_page_and_it_is_recorded(cast, now):
    form = {
        "title": "Giữ gói", "ground": "goods", "reason": "x", "category": FIREWORK, "asks": ["hold"], "officer": "A",
        "phone": "0237 3852 246", "expires_at": "2026-11-23T18:00",
    }  # fmt: skip
    answer = cast.client("department").post("/lenh/moi", form)
    assert answer.status_code == 422
    assert "không có thẩm quyền" in answer.content.decode()
    assert Attempt.objects.get().code == "order.body_without_power"


# -- papers ------------------------------------------------------------------------------------------------------------


def words_of(data: bytes) -> str:
    paper = Document(BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def test_the_papers_open_again_with_the_head_of_the_decree_and_name_nobody(cast, order, now):
    text = words_of(paper_of(cast.police, order, "lenh", now))
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", f"Số: {order.number}", "CÔNG AN TỈNH"):
        assert words in text
    assert "ngày 23 tháng 11 năm 2026" in text
    assert "900000001" not in text
    paper = Document(BytesIO(paper_of(cast.police, order, "tra-loi", now)))
    assert round(paper.sections[0].left_margin.mm) == 30
    assert "SM0001TH" in words_of(paper_of(cast.police, order, "tra-loi", now))


def test_law_that_nobody_has_read_is_never_printed(cast, now):
    draft = facts(Scope(items=("SM0001TH",), category=FIREWORK))
    order = actions.submit_order(cast.market, actions.draft_order(cast.market, draft, at=now), at=now)
    assert not order.ground_row.verified
    text = words_of(paper_of(cast.market, order, "lenh", now))
    assert "15/2012/QH13" not in text
    assert "DỰ THẢO" in text


# -- drill -------------------------------------------------------------------------------------------------------------


def test_a_drill_goes_the_way_of_an_order_and_holds_nothing(cast, now):
    order = actions.begin_drill(cast.police, at=now)
    assert (order.number[:3], order.drill, order.notice.drill) == ("DT-", True, True)
    assert not Hold.objects.exists()
    assert actions.check_at_counter(cast.clerk, cast.bodies["operator"], [{"item_id": "SM0001TH"}], at=now) == {}
    assert "DIỄN TẬP" in cast.client("operator").get(f"/lenh/{order.number}").content.decode()
    actions.acknowledge_order(cast.operator, order, at=now + timedelta(seconds=30))
    assert figures_of(order).acknowledged == 1
    found = actions.finish_drill(cast.police, order, at=now + HOUR)
    assert (found.recipients, found.acknowledged, found.p50_s) == (3, 1, 30)
    order.refresh_from_db()
    assert order.state == "reviewed"
    assert words_of(paper_of(cast.police, order, "danh-gia", now)).count("DIỄN TẬP") >= 2


def test_the_command_drills_with_the_clock_speeded_up(cast, monkeypatch):
    from click.testing import CliRunner

    from buuan.kit.console import call
    from buuan.work.interdiction import commands

    monkeypatch.setattr(commands, "system_actor", lambda **_more: cast.actor("system", "command"))
    monkeypatch.setattr(call, "json", True)
    result = CliRunner().invoke(
        commands.interdict, ["drill", "--operators", "2", "--branches", "10", "--silent", "20"], catch_exceptions=False
    )
    told = json.loads(result.stdout.strip().splitlines()[-1])
    assert (told["recipients"], told["acknowledged"], told["escalated"], told["unanswered"]) == (12, 10, 2, 2)
    assert 0 < told["p50_s"] <= told["p95_s"] <= 840
    assert Order.objects.filter(drill=False).count() == 0


def test_answers_of_a_unit_that_is_below_are_seen_above(cast, order, now):
    actions.answer_items(cast.clerk, order, [AnswerFacts("SM0001TH", "held", place="kệ")], at=now)
    assert "Đã tạm giữ" in cast.client("police").get(f"/lenh/{order.number}").content.decode()


# -- the reference client ----------------------------------------------------------------------------------------------


def test_the_reference_client_acknowledges_and_answers_for_its_items(cast, client, order, now, monkeypatch, tmp_path):
    known = tmp_path / "items.json"
    known.write_text(
        json.dumps({"SM0001TH": {"place": "kệ C4"}, "SM0002TH": {"miss": "not_found", "reason": "no_scan"}}), encoding="utf-8"
    )
    monkeypatch.setenv("TOKEN", cast.bearer("operator", MONDAY)["Authorization"].removeprefix("Bearer "))
    monkeypatch.setattr("sys.argv", ["operator_client.py", str(known)])

    def urlopen(ask, timeout):
        headers = {name: ask.get_header(name) for name in ("Authorization", "Idempotency-key")}
        path = ask.full_url.removeprefix("http://127.0.0.1:8000")
        got = client.generic(ask.get_method(), path, ask.data or b"", content_type="application/json", headers=headers)
        if got.status_code >= 400:
            raise urllib.error.HTTPError(ask.full_url, got.status_code, "", None, BytesIO(got.content))
        return BytesIO(got.content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    runpy.run_path(str(CLIENT))

    assert dict(order.items.values_list("item_id", "state")) == {"SM0001TH": "held", "SM0002TH": "not_found"}
    assert order.notice.recipients.get(organisation=cast.bodies["operator"]).acknowledged_at == now
    assert len(CLIENT.read_text("utf-8").splitlines()) <= 60
