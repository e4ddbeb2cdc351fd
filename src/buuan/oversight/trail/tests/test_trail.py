"""The auditor reads every look with its reason, by person, body and day; nobody else reads the trail."""

from __future__ import annotations

import pytest

from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.cases.tests.conftest import case as case
from buuan.work.cases.tests.conftest import now as now
from buuan.work.custody import actions
from buuan.work.custody.actions import PersonFacts

pytestmark = pytest.mark.usefixtures("now")
PAGE = "/kiem-soat/xem-du-lieu"


@pytest.fixture
def looked(cast, case):
    person = actions.add_person(cast.police, case, PersonFacts("sender", "Nguyễn Văn Mẫu"), at=MONDAY)
    actions.unmask_person(cast.police, person, reason="Gọi xác minh người gửi", at=MONDAY + HOUR)
    actions.unmask_person(cast.market, person, reason="Đối chiếu hóa đơn hàng", at=MONDAY - DAY)
    return person


def read(cast, query="", who="auditor"):
    return cast.client(who).get(PAGE + query)


def test_every_look_is_listed_with_its_reason_and_without_the_data(cast, looked):
    page = read(cast).content.decode()
    for words in ("Gọi xác minh người gửi", "Đối chiếu hóa đơn hàng", cast.police.name, looked.case.number):
        assert words in page
    assert "Nguyễn Văn Mẫu" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?ai=thu-police", {"Gọi xác minh"}),
        ("?don-vi=chi-cuc-qltt", {"Đối chiếu hóa đơn"}),
        ("?tu-ngay=2026-11-23", {"Gọi xác minh"}),
        ("?den-ngay=2026-11-22", {"Đối chiếu hóa đơn"}),
        ("?nhom=tep", set()),
        ("?viec=unmasked&nhom=tat-ca", {"Gọi xác minh", "Đối chiếu hóa đơn"}),
    ],
)
def test_the_list_is_narrowed_by_person_body_and_period(cast, looked, query, found):
    page = read(cast, query).content.decode()
    assert {words for words in ("Gọi xác minh", "Đối chiếu hóa đơn") if words in page} == found


@pytest.mark.parametrize("who", ["police", "leader", "administrator", "operator", "department"])
def test_nobody_else_reads_it(cast, looked, who):
    assert read(cast, who=who).status_code == 403
