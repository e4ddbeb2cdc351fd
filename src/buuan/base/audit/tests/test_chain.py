"""The chain: written with the act, sealed later, and every tampering is found and named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from buuan.base.action import Model, NoRecord, OutsideAction, action
from buuan.base.audit.actions import record, seal, seal_all
from buuan.base.audit.models import Link, Record, Unsealed
from buuan.base.audit.queries import verify
from buuan.base.audit.rules import canonical, digest_of
from buuan.kit.actor import Actor

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ANYONE = Actor(None, "thu-nghiem", "Người Thử", "officer", None, "cong-an-tinh", "Công an tỉnh", "police")


@action
def note(actor: Actor, text: str) -> Record:
    return record(actor, "test.noted", "test:1", at=AT, text=text)


@action
def forget(actor: Actor) -> None:
    """An action that leaves no record."""


def tamper(sql: str, *values: object) -> None:
    """Change rows as somebody with full power over the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.django_db
def test_records_are_sealed_in_order_and_the_chain_verifies():
    for number in range(5):
        note(ANYONE, f"việc {number}")
    before = verify()
    assert (before.ok, before.records, before.sealed, before.unsealed) == (True, 5, 0, 5)

    assert seal(limit=2) == 2
    assert seal_all() == 3

    after = verify()
    assert (after.ok, after.sealed, after.unsealed) == (True, 5, 0)
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db
@pytest.mark.parametrize("sealed", [True, False])
def test_one_changed_byte_is_found_and_the_record_is_named(sealed):
    rows = [note(ANYONE, f"việc {number}") for number in range(4)]
    if sealed:
        seal_all()

    tamper("UPDATE audit_record SET facts = jsonb_set(facts, '{text}', '\"viêc 2\"') WHERE id = %s", rows[2].pk)

    verdict = verify()
    assert not verdict.ok
    assert verdict.first_bad["record"] == rows[2].pk
    assert "thay đổi" in verdict.first_bad["why"]


@pytest.mark.django_db
def test_a_record_changed_together_with_its_digest_breaks_the_link():
    rows = [note(ANYONE, f"việc {number}") for number in range(3)]
    seal_all()
    row = rows[1]
    forged = digest_of(at=AT, action=row.action, subject=row.subject, label=row.label, actor=row.actor, facts={"text": "khác"})

    tamper('UPDATE audit_record SET facts = \'{"text": "khác"}\', digest = %s WHERE id = %s', forged, row.pk)

    assert verify().first_bad == {"seq": 2, "record": row.pk, "why": "mắt xích không khớp với bản ghi"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM audit_record WHERE id = %s", "mất bản ghi"),
        ("DELETE FROM audit_link WHERE record_id = %s", "mất mắt xích của chuỗi"),
    ],
)
def test_a_removed_record_or_link_is_found(sql, why):
    rows = [note(ANYONE, f"việc {number}") for number in range(3)]
    seal_all()

    tamper(sql, rows[1].pk)

    assert verify().first_bad["why"] == why
    transaction.set_rollback(True)  # the row is gone for good, so the test database's own check must not look for it


@pytest.mark.django_db
def test_a_record_slipped_past_the_queue_is_found():
    row = note(ANYONE, "việc")
    Unsealed.objects.all().delete()

    assert verify().first_bad == {"seq": None, "record": row.pk, "why": "bản ghi nằm ngoài chuỗi và ngoài hàng chờ"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_record SET account = 'ai-do'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_link",
        "UPDATE audit_link SET hash = 'x'",
        "DELETE FROM audit_dayseal",
    ],
)
def test_the_database_refuses_to_change_or_remove(sql):
    note(ANYONE, "việc")
    with pytest.raises(Error, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_an_action_without_a_record_is_refused_and_undone():
    with pytest.raises(NoRecord):
        forget(ANYONE)


@pytest.mark.django_db
def test_a_row_of_the_house_cannot_be_written_outside_an_action():
    from buuan.base.organisations.models import Organisation

    assert issubclass(Organisation, Model)
    with pytest.raises(OutsideAction):
        Organisation.objects.create(code="x", name="x", kind="police", path="x/")
    with pytest.raises(OutsideAction):
        Organisation.objects.all().delete()
    with pytest.raises(OutsideAction):
        Organisation.objects.update(name="y")


@pytest.mark.parametrize("facts", [{"value": 1.5}, {"at": AT}, {1: "x"}, {"deep": [{"x": {"y": 0.1}}]}])
def test_facts_without_one_canonical_form_are_refused(facts):
    with pytest.raises(ValueError, match=r"record|text"):
        canonical(facts)


def test_the_canonical_form_does_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": "đ"}) == canonical({"a": "đ", "b": 1}) == '{"a":"đ","b":1}'.encode()
