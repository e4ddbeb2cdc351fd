from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buuan.base.web.lists import Cursor, capped_counts, decode_cursor, encode_cursor, page_by_key
from buuan.kit.errors import Invalid

ORDERS = [
    ("-taken_at",),
    ("taken_at", "kind"),
    ("kind", "-taken_at"),
    ("due_at",),
    ("-due_at",),
    ("office__name", "-kind"),
    ("-pk",),
]


def walk(rows, order, limit):
    """Give the pages from first to last, each cursor having been through an address."""
    pages, cursor = [], None
    while True:
        page = page_by_key(rows, order, cursor, limit)
        pages.append(page)
        if page.next is None:
            return pages
        cursor = decode_cursor(encode_cursor(page.next, order), order)


@pytest.mark.parametrize("order", ORDERS)
def test_walking_forward_gives_every_row_once_in_order(parcels, order):
    parcels.fill(53)
    some = parcels.Office.objects.create(name="Nga Sơn")
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{parcels.Parcel._meta.db_table}" SET office_id = %s WHERE weight_g < 200', [some.pk])  # noqa: S608
    whole = page_by_key(parcels.Parcel.objects.all(), order, limit=100).rows

    pages = walk(parcels.Parcel.objects.all(), order, 10)

    assert [row.pk for page in pages for row in page.rows] == [row.pk for row in whole]
    assert len(whole) == 53
    assert len({row.pk for row in whole}) == 53
    assert [len(page.rows) for page in pages] == [10, 10, 10, 10, 10, 3]


@pytest.mark.parametrize("order", ORDERS)
def test_walking_back_gives_the_same_pages(parcels, order):
    parcels.fill(35)
    forward = walk(parcels.Parcel.objects.all(), order, 10)

    page, back = forward[-1], [forward[-1]]
    while page.previous is not None:
        page = page_by_key(parcels.Parcel.objects.all(), order, page.previous, 10)
        back.append(page)

    assert [[row.pk for row in one.rows] for one in reversed(back)] == [[row.pk for row in one.rows] for one in forward]


def test_empty_values_come_last_in_both_directions(parcels):
    parcels.fill(20)

    up = page_by_key(parcels.Parcel.objects.all(), ("due_at",), limit=20).rows
    down = page_by_key(parcels.Parcel.objects.all(), ("-due_at",), limit=20).rows

    assert [row.due_at for row in up[-4:]] == [None] * 4
    assert [row.due_at for row in down[-4:]] == [None] * 4
    assert up[0].due_at < up[15].due_at
    assert down[0].due_at > down[15].due_at


def test_a_row_that_arrives_meanwhile_neither_repeats_nor_hides_another(parcels):
    parcels.fill(20)
    first = page_by_key(parcels.Parcel.objects.all(), ("-taken_at",), limit=10)
    parcels.fill(3)

    second = page_by_key(parcels.Parcel.objects.all(), ("-taken_at",), first.next, 40)

    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}


def test_a_page_is_one_statement_without_an_offset(parcels):
    parcels.fill(30)
    cursor = page_by_key(parcels.Parcel.objects.all(), ("-taken_at",), limit=10).next

    with CaptureQueriesContext(
        connection,
    ) as seen:
        page_by_key(parcels.Parcel.objects.all(), ("-taken_at",), cursor, 10)

    assert len(seen) == 1
    assert "OFFSET" not in seen[0]["sql"]


def test_an_index_takes_the_reader_straight_to_the_place(parcels):
    parcels.fill(400)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    place = Cursor(("nhanh", 200))
    with CaptureQueriesContext(connection) as seen:
        page_by_key(parcels.Parcel.objects.all(), ("kind",), place, 10)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + seen[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Index Cond: (ROW(" in plan


@pytest.mark.parametrize("text", ["", "x", "????", "W10", "bnVsbA", "eyJhIjoxfQ", "WyJ4Il0", "é", "A" * 5000])
def test_a_damaged_cursor_is_refused(text):
    with pytest.raises(Invalid):
        decode_cursor(text, ("-taken_at",))


def test_a_cursor_of_another_order_is_refused():
    text = encode_cursor(Cursor((5, 7)), ("kind",))
    with pytest.raises(Invalid):
        decode_cursor(text, ("-kind",))


@pytest.mark.parametrize("values", [("khi nào?", 1), (1,), (None, 1), ("2026-11-01T00:00:00Z", "một")])
def test_a_cursor_whose_values_do_not_fit_is_refused(parcels, values):
    order = ("-taken_at",)
    cursor = decode_cursor(encode_cursor(Cursor(values), order), order)
    with pytest.raises(Invalid):
        page_by_key(parcels.Parcel.objects.all(), order, cursor)


def test_counts_are_exact_up_to_the_cap_and_stop_one_past_it_in_one_statement(parcels):
    parcels.fill(30)
    rows = parcels.Parcel.objects.all()

    with CaptureQueriesContext(connection) as seen:
        counts = capped_counts([rows, rows.filter(kind="nhanh"), rows.none(), rows.filter(weight_g__gt=250)], cap=12)

    assert counts == [13, 10, 0, 4]
    assert len(seen) == 1
