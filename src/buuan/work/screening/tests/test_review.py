"""A person's answer to a hit: held and reported, or dismissed with a reason; never twice."""

from __future__ import annotations

import pytest

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
