"""A person's answer to a hit: held and reported, or dismissed with a reason; never twice."""

from __future__ import annotations

import pytest

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.items.models import Hit
from buuan.registers.items.queries import may_move
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake.queries import known_hit
from buuan.work.screening.actions import ManifestHeader, accept_hit, dismiss_hit, import_manifest
from buuan.work.screening.tests.conftest import manifest, row


@pytest.fixture
def hit(cast) -> Hit:
    data = manifest(*[row(number, "áo sơ mi") for number in range(1, 6)], row(9, "pháo nổ 36 quả"))
    import_manifest(cast.operator, cast.bodies["operator"], data, name="a.csv", header=ManifestHeader(), at=MONDAY)
    return Hit.objects.get()


@pytest.mark.point("3a", "4a")
@pytest.mark.parametrize("who", ["market", "customs", "police", "operator"])
def test_accepting_a_hit_holds_the_item_and_reports_it(cast, hit, who):
    report = accept_hit(cast.actor(who), hit, at=MONDAY + HOUR)

    hit.refresh_from_db()
    assert (hit.state, hit.decided_by) == ("accepted", cast.actor(who).name)
    assert (report.source, report.item_id) == ("screening", hit.item_id)
    assert not may_move(cast.bodies["operator"].pk, hit.item_id)
    assert Record.objects.get(action="screening.hit_reviewed").facts["by_kind"] == cast.actor(who).body_kind


def test_a_held_item_stands_in_the_list_of_what_may_not_move_for_those_it_concerns(cast, hit):
    accept_hit(cast.market, hit, at=MONDAY + HOUR)

    for who, sees in (("clerk", True), ("operator", True), ("police", True), ("rival", False)):
        assert (hit.item_id in cast.client(who).get("/tam-giu").content.decode()) is sees, who
    assert cast.client("administrator").get("/tam-giu").status_code == 403


def test_who_reports_an_item_is_told_of_the_hit_on_it(cast, hit):
    assert known_hit(cast.operator, hit.item_id) == hit
    assert known_hit(cast.rival, hit.item_id) is None
    assert known_hit(cast.clerk, hit.item_id) is None


def test_dismissing_needs_a_reason_and_lets_the_item_move(cast, hit):
    with pytest.raises(Invalid):
        dismiss_hit(cast.market, hit, reason="  ", at=MONDAY)

    dismiss_hit(cast.market, hit, reason="đồ chơi, đã kiểm tra cùng người gửi", at=MONDAY)

    assert (hit.state, hit.reason) == ("dismissed", "đồ chơi, đã kiểm tra cùng người gửi")
    assert may_move(cast.bodies["operator"].pk, hit.item_id)


def test_two_officers_cannot_decide_the_same_hit(cast, hit):
    other = Hit.objects.get(pk=hit.pk)
    dismiss_hit(cast.market, hit, reason="không phải pháo", at=MONDAY)

    with pytest.raises(Refused) as refused:
        accept_hit(cast.police, other, at=MONDAY + HOUR)

    assert refused.value.code == "hit.decided"
    assert may_move(cast.bodies["operator"].pk, hit.item_id)


def test_another_operator_neither_sees_nor_decides(cast, hit):
    assert not Hit.objects.visible_to(cast.rival).exists()
    assert not Hit.objects.visible_to(cast.administrator).exists()
    with pytest.raises(Forbidden):
        dismiss_hit(cast.rival, hit, reason="x", at=MONDAY)


def test_the_queue_shows_the_marked_words_and_the_buttons_work(cast, hit):
    client = cast.client("market")

    text = client.get("/sang-loc").content.decode()
    answer = client.post(f"/sang-loc/{hit.pk}/bo-qua", {"reason": "đã kiểm tra"})

    assert "<mark>pháo nổ</mark>" in text
    assert answer.status_code == 302
    hit.refresh_from_db()
    assert hit.state == "dismissed"
    assert client.post(f"/sang-loc/{hit.pk}/bo-qua", {"reason": "lần nữa"}).status_code == 302
    assert "đã được xử lý" in client.get("/sang-loc").content.decode()


def test_the_list_costs_the_same_however_many_hits(cast, hit, django_assert_max_num_queries):
    client = cast.client("market")
    client.get("/sang-loc")
    with django_assert_max_num_queries(14):
        client.get("/sang-loc")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_is_exported_as_it_is_filtered(cast, hit, kind):
    answer = cast.client("market").get("/sang-loc", {"tep": kind, "ket_qua": "prohibited", "nghiem_trong": "1"})

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) if answer.streaming else answer.content


# -- many at once, by keyboard, one after another ------------------------------------------------------------------------


@pytest.fixture
def many(cast) -> list[Hit]:
    rows = [row(number, "áo sơ mi") for number in range(1, 9)]
    rows += [row(20 + number, f"pháo nổ {number} quả") for number in range(4)]
    data = manifest(*rows, row(30, "pin sạc dự phòng 20000mAh"))
    import_manifest(cast.operator, cast.bodies["operator"], data, name="a.csv", header=ManifestHeader(), at=MONDAY)
    return list(Hit.objects.order_by("-score", "-pk"))


def test_many_hits_are_dismissed_with_one_reason_and_each_row_has_its_own_outcome(cast, many):
    dismiss_hit(cast.market, many[0], reason="đã xem", at=MONDAY)
    client = cast.client("market")

    page = client.post(
        "/sang-loc/loat/bo-qua", {"pick": [many[0].pk, many[1].pk, many[2].pk, 999_999, "x"], "reason": "đồ chơi"}, follow=True
    ).content.decode()

    assert "Đã bỏ qua 2 cảnh báo" in page
    assert f"{many[0].item_id} đã được xử lý" in page
    assert "Không tìm thấy cảnh báo" in page
    assert Hit.objects.filter(state="dismissed", reason="đồ chơi").count() == 2
    assert Record.objects.filter(action="screening.hit_reviewed").count() == 3


def test_many_hits_are_held_and_reported_at_once(cast, many):
    cast.client("police").post("/sang-loc/loat/giu", {"pick": [one.pk for one in many[:3]]})
    assert Hit.objects.filter(state="accepted").count() == 3
    assert not may_move(cast.bodies["operator"].pk, many[0].item_id)


def test_many_without_a_reason_or_a_choice_change_nothing(cast, many):
    client = cast.client("market")
    assert "phải ghi lý do" in client.post("/sang-loc/loat/bo-qua", {"pick": [many[0].pk]}, follow=True).content.decode()
    assert "Chưa chọn" in client.post("/sang-loc/loat/bo-qua", {"reason": "x"}, follow=True).content.decode()
    assert not Hit.objects.exclude(state="open").exists()
    assert cast.client("auditor").post("/sang-loc/loat/bo-qua", {"pick": [many[0].pk], "reason": "x"}).status_code == 403


def test_after_a_decision_on_its_page_the_next_hit_of_the_queue_comes(cast, many):
    client = cast.client("market")
    answer = client.post(f"/sang-loc/{many[1].pk}/bo-qua", {"reason": "đồ chơi", "tiep": "1"})
    assert answer["Location"] == f"/sang-loc/{many[2].pk}"
    last = client.post(f"/sang-loc/{many[4].pk}/bo-qua", {"reason": "đồ chơi", "tiep": "1"})
    assert last["Location"] == f"/sang-loc/{many[0].pk}"
    page = client.get(f"/sang-loc/{many[2].pk}").content.decode()
    assert f'href="/sang-loc/{many[0].pk}"' in page
    assert f'href="/sang-loc/{many[3].pk}"' in page
    bad = client.post(f"/sang-loc/{many[2].pk}/bo-qua", {"reason": " ", "tiep": "1"})
    assert bad.status_code == 422
    assert "phải ghi lý do" in bad.content.decode()


def test_a_decision_in_the_list_leads_back_to_the_list_as_it_was_and_nowhere_else(cast, many):
    client = cast.client("market")
    address = "http://testserver/sang-loc?nhom=cam&diem=0.7"
    back = client.post(f"/sang-loc/{many[0].pk}/bo-qua", {"reason": "x"}, headers={"referer": address})
    assert back["Location"] == address
    away = client.post(f"/sang-loc/{many[1].pk}/bo-qua", {"reason": "x"}, headers={"referer": "http://evil.test/sang-loc"})
    assert away["Location"] == "/sang-loc"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"ket_qua": "conditional"}, 1),
        ({"diem": "0.5"}, None),
        ({"nhom_hang": "explosives_fireworks"}, None),
        ({"doanh_nghiep": "smtest"}, 5),
        ({"ma": "SM000030TH"}, 1),
        ({"tu": "2026-11-23", "den": "2026-11-23"}, 5),
        ({"tu": "2026-11-24"}, 0),
        ({"nhom": "tat-ca", "trang_thai": "dismissed"}, 0),
    ],
)
def test_the_queue_is_narrowed_by_every_filter(cast, many, asked, shown):
    if "nhom_hang" in asked:
        asked = {"nhom_hang": many[0].category}
        shown = sum(1 for one in many if one.category == many[0].category)
    if "diem" in asked:
        shown = sum(1 for one in many if one.score >= 0.5)
    page = cast.client("market").get("/sang-loc", asked).content.decode()
    assert page.count("<tr data-row") == shown


def test_a_branch_sees_only_what_its_own_points_accepted(cast, many):
    assert Hit.objects.visible_to(cast.branch).count() == 5
    _move_to_another_point(cast, many[0])
    assert Hit.objects.visible_to(cast.branch).count() == 4
    assert Hit.objects.visible_to(cast.operator).count() == 5
    assert cast.client("branch").get(f"/sang-loc/{many[0].pk}").status_code == 404
    with pytest.raises(Forbidden):
        dismiss_hit(cast.branch, many[0], reason="không phải pháo", at=MONDAY)


@action
def _move_to_another_point(cast, hit: Hit) -> None:
    Hit.objects.filter(pk=hit.pk).update(point="SMTEST-XA")
    record(cast.system, "test.moved", hit, at=MONDAY)


def test_who_lacks_the_right_sees_no_row_whatever_the_body(cast, many):
    assert not Hit.objects.visible_to(cast.clerk).exists()
    assert not Hit.objects.visible_to(cast.stranger).exists()
    assert Hit.objects.visible_to(cast.auditor).count() == 5
