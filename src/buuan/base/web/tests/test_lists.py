from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from buuan.base.web.lists import (
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    ListPage,
    Tab,
    TextFilter,
    by_words,
    render_list,
)
from buuan.base.web.lists import export as export_module
from buuan.base.web.lists.cells import CellWriter
from buuan.base.web.lists.export import safe_text
from buuan.base.web.lists.state import ListState
from buuan.kit.errors import Invalid, Refused

KINDS = (("thường", "Thường"), ("nhanh", "Nhanh"), ("lạnh", "Lạnh"))

PARCELS = ListPage(
    name="buu-gui",
    title="Bưu gửi",
    columns=(
        Column("number", "Số", css="ref", sort="number", link=lambda row: f"/buu-gui/{row.pk}"),
        Column("kind", "Loại", sort="kind"),
        Column("taken_at", "Nhận lúc", sort="taken_at"),
        Column("weight_g", "Khối lượng", sort="weight_g"),
        Column("office", "Bưu cục", value="office.name"),
        Column("note", "Ghi chú", value=lambda row: "=1+1" if row.weight_g == 0 else "", shown=False),
    ),
    filters=(
        ChoiceFilter(key="loai", title="Loại", field="kind", choices=KINDS, many=True, first=True),
        DayFilter(key="tu", title="Từ ngày", field="taken_at", side="from"),
        DayFilter(key="den", title="Đến ngày", field="taken_at", side="until"),
        FlagFilter(key="nang", title="Nặng", narrow=lambda rows, _: rows.filter(weight_g__gte=200)),
        TextFilter(key="so", title="Số bắt đầu bằng", field="number__startswith"),
    ),
    tabs=(Tab("", "Tất cả"), Tab("lanh", "Hàng lạnh", narrow=lambda rows: rows.filter(kind="lạnh"))),
    search=by_words,
    order=("-taken_at",),
    per_page=10,
    noun="bưu gửi",
)


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with override("vi"):
        yield


def ask(parcels, actor, query="", **headers):
    request = RequestFactory().get(f"/buu-gui/{query}", headers=headers)
    request.actor = actor
    return render_list(request, PARCELS, parcels.Parcel.objects.select_related("office"))


def numbers_in(text):
    return re.findall(r">(BG-\d{5})<", text)


def read(query, actor, page=PARCELS):
    return ListState(page, QueryDict(query), actor)


def test_the_page_shows_one_page_of_rows_and_says_how_many_there_are(parcels, actor):
    parcels.fill(25)

    text = ask(parcels, actor).content.decode()

    assert len(numbers_in(text)) == 10
    assert "25 bưu gửi" in text
    assert "Xuất 25 bưu gửi" in text
    assert 'aria-current="page">Tất cả<b>25</b>' in text
    assert "Hàng lạnh<b>8</b>" in text
    assert 'aria-sort="descending"' in text


def test_the_controls_show_what_the_address_asks_for(parcels, actor):
    text = ask(parcels, actor, "?q=bg&loai=nhanh&den=2026-11-02&nang=1").content.decode()

    assert 'name="q" type="search" value="bg"' in text
    assert 'value="nhanh" checked' in text
    assert 'type="date" name="den" value="2026-11-02"' in text
    assert 'name="nang" value="1" checked' in text
    assert 'name="tu" value=""' in text


def test_a_cell_may_have_a_template_of_its_own(parcels, actor):
    parcels.fill(1, office=parcels.Office.objects.create(name="<i>"))
    page = replace(
        PARCELS, columns=(Column("office", "Bưu cục", value="office.name", template="web/parts/empty.html", css="mark"),)
    )
    request = RequestFactory().get("/")
    request.actor = actor

    text = render_list(request, page, parcels.Parcel.objects.all()).content.decode()

    assert '<td class="mark"><div class="empty">' in text


def test_the_links_lead_through_all_rows_and_back(parcels, actor):
    parcels.fill(25)
    seen, query = [], ""
    while query is not None:
        text = ask(parcels, actor, query).content.decode()
        seen += numbers_in(text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        query = found.group(1).replace("&amp;", "&") if found else None
    back = re.search(r'rel="prev" href="([^"]+)"', text).group(1).replace("&amp;", "&")

    assert len(seen) == len(set(seen)) == 25
    assert numbers_in(ask(parcels, actor, back).content.decode()) == seen[10:20]


def test_two_statements_whatever_the_rows_and_tabs_and_one_more_for_words(parcels, actor):
    ask(parcels, actor, "?q=bg")  # what PostgreSQL knows of the words of a table is asked once in ten minutes
    for count in (3, 40):
        parcels.fill(count, office=parcels.Office.objects.create(name="Nga Sơn"))
        with CaptureQueriesContext(connection) as seen:
            ask(parcels, actor, "?loai=nhanh&loai=thường")
        assert len(seen) == 2, [one["sql"] for one in seen]
        with CaptureQueriesContext(connection) as seen:
            ask(parcels, actor, "?q=bg&loai=nhanh&loai=thường")
        assert len(seen) == 3, [one["sql"] for one in seen]


def test_words_that_find_many_rows_count_only_the_tab_that_is_shown(parcels, actor, monkeypatch):
    parcels.fill(30)
    few = ask(parcels, actor, "?q=bg").content.decode()
    monkeypatch.setattr("buuan.base.web.lists.state.FEW", 5)
    many = ask(parcels, actor, "?q=bg").content.decode()

    assert numbers_in(few) == numbers_in(many)
    assert re.findall(r'class="n"[^>]*>(\d+)<', few) == ["30", "10"] or "10" in few
    assert "30 bưu gửi" in many


def test_a_cell_that_depends_on_one_field_is_drawn_once_for_all_rows_with_the_same(parcels, actor):
    drawn = []
    column = Column("kind", "Loại", value=lambda row: drawn.append(row.pk) or row.kind, by=("kind",))
    parcels.fill(9)
    writer = CellWriter([column], actor, parcels.Parcel.objects.first().taken_at)

    cells = [writer.row(one) for one in parcels.Parcel.objects.order_by("pk")]

    assert len(drawn) == 3
    assert cells[0] == '<td data-name="Loại">thường</td>' == cells[3]


def test_search_filters_and_tab_narrow_together_and_each_can_be_taken_away(parcels, actor):
    parcels.fill(60)

    text = ask(parcels, actor, "?q=bg&loai=lạnh&nang=1&tu=2026-11-01&den=01/11/2026&nhom=lanh").content.decode()

    assert "Tìm: “bg”" in text
    assert "Loại: Lạnh" in text
    assert "Từ ngày: 01/11/2026" in text
    state = read("q=bg&loai=lạnh&nang=1&nhom=lanh&xep=-kind&moc=", actor)
    assert state.address({"loai": None}) == "?q=bg&nang=1&nhom=lanh&xep=-kind"
    rows = state.of_tab(state.narrow(parcels.Parcel.objects.all()))
    assert {row.kind for row in rows} == {"lạnh"}
    assert min(row.weight_g for row in rows) >= 200


def test_a_day_filter_keeps_the_whole_last_day_in_vietnamese_time(parcels, actor):
    parcels.fill(120)
    rows = parcels.Parcel.objects.all()

    kept = read("tu=2026-11-02&den=2026-11-02", actor).narrow(rows)

    assert {one.taken_at.astimezone(export_module.formats.ICT).date() for one in kept} == {date(2026, 11, 2)}
    assert kept.count() == 56  # from 00:00 of the 2nd, 16 hours after the first parcel, to the last one at 13:00


@pytest.mark.parametrize(
    "query",
    [
        "loai=la",
        "loai=nhanh&loai=khac",
        "nang=yes",
        "tu=hôm qua",
        "nhom=khac",
        "xep=office__name",
        "xep=note",
        "moc=abc",
        "xep=-",
    ],
)
def test_what_the_list_does_not_offer_is_refused_rather_than_ignored(query, actor):
    with pytest.raises(Invalid):
        read(query, actor)


def test_sorting_turns_round_and_begins_at_the_first_page(actor):
    state = read("xep=kind&q=a", actor)

    assert state.order == ("kind",)
    assert state.sort_address("kind") == "?q=a&xep=-kind"
    assert state.sort_address("number") == "?q=a&xep=number"
    assert state.sorted_by("kind") == "ascending"
    assert read("", actor).sorted_by("taken_at") == "descending"


def test_htmx_gets_the_part_alone_and_going_back_gets_the_whole_page(parcels, actor):
    parcels.fill(3)

    part = ask(parcels, actor, HX_Request="true", HX_Request_Type="partial").content.decode()
    whole = ask(parcels, actor, HX_Request_Type="partial", HX_History_Restore_Request="true").content.decode()

    assert part.lstrip().startswith('<section id="list"')
    assert 'hx-swap-oob="true"' in part
    assert "<html" not in part
    assert "<html" in whole


def test_an_empty_list_says_so_and_a_filtered_one_leads_out(parcels, actor):
    assert "Chưa có dòng nào" in ask(parcels, actor).content.decode()
    text = ask(parcels, actor, "?q=khongco").content.decode()
    assert "Không có dòng nào khớp" in text
    assert "Bỏ mọi bộ lọc" in text
    assert "Xuất" not in text


def test_what_people_wrote_is_escaped(parcels, actor):
    parcels.fill(1, office=parcels.Office.objects.create(name="<b>&</b>"))

    text = ask(parcels, actor).content.decode()

    assert "&lt;b&gt;&amp;&lt;/b&gt;" in text
    assert "<b>&</b>" not in text


def lines_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_holds_exactly_the_rows_shown_and_says_who_when_and_why(parcels, actor):
    parcels.fill(25)

    answer = ask(parcels, actor, "?loai=lạnh&xep=-number&tep=csv")
    lines = lines_of(answer)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="buu-gui-')
    assert lines[0] == ["Danh sách", "Bưu gửi"]
    assert lines[1] == ["Người xuất", "Trực ban, Công an tỉnh"]
    assert lines[2][0] == "Thời điểm"
    assert lines[2][1].endswith("(+07:00)")
    assert lines[3] == ["Loại", "Lạnh"]
    assert lines[5] == ["Số", "Loại", "Nhận lúc", "Khối lượng", "Bưu cục", "Ghi chú"]
    assert [line[0] for line in lines[6:-1]] == [f"BG-{rank:05d}" for rank in range(23, 0, -3)]
    assert lines[6][2] == "2026-11-01T13:00:00+07:00"
    assert lines[-1] == ["Hết", "8 dòng"]


def test_the_workbook_holds_the_same_rows_with_days_as_days_and_text_as_text(parcels, actor):
    parcels.fill(4)

    answer = ask(parcels, actor, "?xep=number&tep=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[3][:2] == ("Nhóm", "Tất cả")
    assert [row[0] for row in rows[6:10]] == ["BG-00000", "BG-00001", "BG-00002", "BG-00003"]
    assert rows[6][2].isoformat() == "2026-11-01T08:00:00"
    assert rows[7][3] == 10
    cell = sheet.cell(7, 6)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_can_run_as_a_formula(text):
    assert safe_text(text) == f"'{text}"
    assert safe_text(-1) == -1
    assert safe_text("a=1") == "a=1"


def test_a_list_too_long_for_a_file_is_refused_rather_than_cut(parcels, actor, monkeypatch):
    parcels.fill(6)
    monkeypatch.setattr(export_module, "MOST_ROWS", 5)

    with pytest.raises(Refused, match="hơn 5 dòng"):
        ask(parcels, actor, "?tep=csv")


def test_an_unknown_kind_of_file_is_refused(parcels, actor):
    with pytest.raises(Invalid):
        ask(parcels, actor, "?tep=exe")


def test_a_declaration_that_contradicts_itself_is_found_at_start():
    with pytest.raises(ValueError, match="key"):
        ListPage(name="x", title="x", columns=(), filters=(TextFilter(key="moc", title="x"),))
    with pytest.raises(ValueError, match="two columns"):
        ListPage(name="x", title="x", columns=(Column("a", "A"), Column("a", "B")))
