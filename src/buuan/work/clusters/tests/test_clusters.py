"""A cluster from the archive to a person's answer: found per operator, names hidden, every look recorded."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.utils import timezone

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.clusters.actions import dismiss_cluster, find_in, report_cluster, unmask_cluster
from buuan.work.clusters.models import Cluster
from buuan.work.clusters.queries import looks_at
from buuan.work.clusters.store import cluster_key
from buuan.work.clusters.tests.conftest import FALSE, hand
from buuan.work.intake.models import SuspicionReport
from buuan.work.screening.actions import ManifestHeader, import_manifest

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 23)
WHY = "Đối chiếu với phiếu gửi tại điểm chấp nhận."


def find(cast, who: str = "operator", until: date = UNTIL) -> list[Cluster]:
    return find_in(cast.system, cast.bodies[who], until=until, at=MONDAY + HOUR)


@pytest.fixture
def cluster(stored) -> Cluster:
    (one,) = find(stored)
    return one


def test_the_archive_of_one_operator_is_looked_through_and_counts_are_kept(cluster):
    assert (cluster.items, cluster.names, cluster.state) == (12, 12, "open")
    assert len(cluster.item_ids) == 12
    facts = Record.objects.get(action="clusters.searched").facts
    assert (facts["found"], facts["new"]) == (1, 1)


def test_nothing_personal_is_kept_of_a_cluster_nor_in_its_records(cluster):
    kept = json.dumps([list(Cluster.objects.values()), list(Record.objects.values("facts"))], default=str, ensure_ascii=False)

    assert not any(word in kept for word in ("900000077", "đường Thử", *FALSE))
    assert cluster_key().hex() not in kept


def test_what_is_known_is_not_found_again_even_when_it_was_dismissed(stored, cluster):
    dismiss_cluster(stored.actor("police"), cluster, reason=WHY, at=MONDAY + HOUR)

    assert find(stored) == []
    assert Cluster.objects.get().state == "dismissed"


def test_days_before_the_seven_are_not_looked_at(stored):
    assert find(stored, until=date(2026, 11, 29)) == []


def test_two_operators_halves_of_one_hand_are_not_laid_together(cast):
    import_manifest(cast.operator, cast.bodies["operator"], hand(6), name="a.csv", header=ManifestHeader(), at=MONDAY)
    import_manifest(cast.rival, cast.bodies["rival"], hand(6, "RV"), name="b.csv", header=ManifestHeader(), at=MONDAY)

    assert [*find(cast), *find(cast, "rival")] == []


def test_only_the_platform_itself_searches(stored):
    for who in ("police", "operator", "administrator"):
        with pytest.raises(Forbidden):
            find_in(stored.actor(who), stored.bodies["operator"], until=UNTIL, at=MONDAY)


@pytest.mark.point("3a", "4a")
@pytest.mark.parametrize("who", ["market", "customs", "police", "operator"])
def test_a_report_of_a_cluster_goes_the_way_of_every_report(stored, cluster, who):
    report = report_cluster(stored.actor(who), cluster, at=MONDAY + HOUR)

    cluster.refresh_from_db()
    assert (cluster.state, cluster.report) == ("reported", report)
    assert (report.source, report.item_id) == ("screening", cluster.item_ids[0])
    assert cluster.number in report.text
    assert Record.objects.get(action="clusters.reviewed").facts["by_kind"] == stored.actor(who).body_kind


def test_nobody_decides_twice(stored, cluster):
    dismiss_cluster(stored.actor("market"), cluster, reason=WHY, at=MONDAY + HOUR)

    with pytest.raises(Refused):
        report_cluster(stored.actor("police"), cluster, at=MONDAY + HOUR)
    assert not SuspicionReport.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "xem", "x" * 301])
def test_a_reason_must_say_something(stored, cluster, reason):
    with pytest.raises(Invalid):
        dismiss_cluster(stored.actor("police"), cluster, reason=reason, at=MONDAY)
    with pytest.raises(Invalid):
        unmask_cluster(stored.actor("police"), cluster, reason=reason, at=MONDAY)
    assert not Record.objects.filter(action="clusters.unmasked").exists()


def test_names_are_shown_for_a_reason_that_is_recorded(stored, cluster):
    rows = unmask_cluster(stored.actor("police"), cluster, reason=WHY, at=MONDAY + HOUR)

    assert {row["sender_name"] for row in rows} == set(FALSE[:12])
    (look,) = looks_at(cluster)
    assert (look.facts["reason"], look.facts["items"]) == (WHY, 12)


def test_neither_the_platform_nor_an_administrator_nor_a_rival_sees_names(stored, cluster):
    for actor in (stored.system, stored.actor("administrator"), stored.actor("rival"), stored.actor("clerk")):
        with pytest.raises(Forbidden):
            unmask_cluster(actor, cluster, reason=WHY, at=MONDAY)


def test_the_page_hides_names_until_a_reason_is_given(stored, cluster):
    address = f"/sang-loc/cum/{cluster.number}"
    police = stored.client("police")

    before = police.get(address).content.decode()
    refused = police.post(f"{address}/xem-ten", {"reason": "xem"})
    shown = police.post(f"{address}/xem-ten", {"reason": WHY})

    assert FALSE[0] not in before
    assert "900000077" not in before
    assert refused.status_code == 422
    assert FALSE[0] not in refused.content.decode()
    assert FALSE[0] in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert WHY in police.get(address).content.decode()


def test_the_list_and_the_page_are_for_those_who_review_hits(stored, cluster):
    for who, sees in (("police", True), ("market", True), ("operator", True), ("rival", False)):
        assert (cluster.number in stored.client(who).get("/sang-loc/cum").content.decode()) is sees, who
    assert stored.client("rival").get(f"/sang-loc/cum/{cluster.number}").status_code == 404
    assert stored.client("administrator").get("/sang-loc/cum").status_code == 403


def test_buttons_do_what_they_say(stored, cluster):
    police = stored.client("police")

    assert police.post(f"/sang-loc/cum/{cluster.number}/bo-qua", {"reason": ""}).status_code == 422
    assert police.post(f"/sang-loc/cum/{cluster.number}/bao").status_code == 302
    cluster.refresh_from_db()
    assert cluster.state == "reported"


def test_the_api_tells_counts_and_identifiers_but_no_name(stored, cluster):
    token = stored.bearer("police", timezone.now())
    get = lambda address: stored.client("police").get(f"/api/v1/clusters{address}", headers=token)  # noqa: E731

    line = get("").json()["items"][0]
    one = get(f"/{cluster.number}").json()
    assert (line["items"], line["names"], line["operator_code"]) == (12, 12, cluster.operator.code)
    assert one["item_ids"] == cluster.item_ids
    assert FALSE[0] not in json.dumps([line, one], ensure_ascii=False)
    assert get("?state=khac").status_code == 422
