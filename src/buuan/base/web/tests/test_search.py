from __future__ import annotations

import pytest
from django.db import connection

from buuan.base.action import OutsideAction
from buuan.base.web import search
from buuan.base.web.search import folded_text, prefix_query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Bỉm Sơn", "bim:* & son:*"),
        ("  ĐƯỜNG  ", "duong:*"),
        ("VV-2026-00418", "vv:* & 2026:* & 00418:*"),
        ("a:* | !b & (c) <-> 'd'", "a:* & b:* & c:* & d:*"),
        ("…!?", ""),
        ("", ""),
        ("1 2 3 4 5 6 7 8 9 10", "1:* & 2:* & 3:* & 4:* & 5:* & 6:* & 7:* & 8:*"),
    ],
)
def test_a_text_becomes_word_beginnings_without_operators(text, query):
    assert prefix_query(text) == query


def test_each_word_is_kept_once():
    assert folded_text(["Nga Sơn", None, "", "xã Nga Sơn", 418]) == "nga son xa 418"


def find(parcels, text):
    return list(parcels.Parcel.objects.matching(text).order_by("pk").values_list("number", flat=True))


def test_every_word_must_begin_a_word(parcels):
    parcels.fill(12)

    assert find(parcels, "bg lanh") == ["BG-00002", "BG-00005", "BG-00008", "BG-00011"]
    assert find(parcels, "Lạnh 00005") == ["BG-00005"]
    assert find(parcels, "lạn") == find(parcels, "LANH")
    assert find(parcels, "anh") == []
    assert len(find(parcels, " ? ")) == 12


def test_the_index_is_the_one_that_the_search_uses(parcels):
    parcels.fill(50)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = parcels.Parcel.objects.matching("lanh 00005").explain()

    assert "parcel_words" in plan


def test_a_common_word_is_checked_on_what_the_rare_ones_found_and_the_rows_stay_the_same(parcels, monkeypatch):
    parcels.fill(240)
    before = find(parcels, "bg lanh 00005")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE web_parcel")
        cursor.execute("SET LOCAL enable_seqscan = off")
    monkeypatch.setattr(search, "_common", {})

    plan = parcels.Parcel.objects.matching("bg lanh 00005").explain()

    assert search.is_common("web_parcel", "bg")
    assert not search.is_common("web_parcel", "hiem")
    assert "Index Cond" in plan
    assert "'bg'" not in plan.split("Index Cond")[1].splitlines()[0]
    assert find(parcels, "bg lanh 00005") == before == ["BG-00005"]
    assert len(find(parcels, "bg")) == 240, "a search of common words alone is still a search"


def test_saving_folds_the_words_and_stays_an_act(parcels, monkeypatch):
    parcel = parcels.Parcel(number="Đ-1", kind="lạnh", taken_at="2026-11-01T00:00Z")
    with pytest.raises(OutsideAction):
        parcel.save()

    assert parcel.folded == "d 1 lanh"
