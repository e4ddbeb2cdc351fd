from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from buuan.base.web.look import flow_steps, initials
from buuan.base.web.widgets import Amount, Code, Day, Moment, Phone
from buuan.kit.errors import Invalid, NotFound, Refused
from buuan.kit.flow import Flow, Step

NOW = datetime(2026, 11, 23, 6, 20, tzinfo=UTC)
FLOW = Flow(
    "case",
    {"received": "Tiếp nhận", "verifying": "Xác minh", "closed": "Đóng", "declined": "Không thụ lý"},
    [
        Step("verify", "received", "verifying", "cases.verify", "Xác minh"),
        Step("close", "verifying", "closed", "cases.close", "Đóng"),
        Step("decline", "received", "declined", "cases.decline", "Không thụ lý"),
    ],
)
PATH = ("received", "verifying", "closed")


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with override("vi"):
        yield


def draw(text, **context):
    return Template("{% load web %}" + text).render(Context({"now": NOW, **context})).strip()


def test_texts_given_to_parts_are_escaped():
    bad = "<script>x</script>"
    drawn = [
        draw("{% tag bad %}", bad=bad),
        draw("{% card bad %}{{ bad }}{% endcard %}", bad=bad),
        draw("{% note %}{{ bad }}{% endnote %}", bad=bad),
        draw("{% why bad %}{{ bad }}{% endwhy %}", bad=bad),
        draw("{% empty bad bad %}", bad=bad),
        draw("{% facts pairs %}", pairs=[(bad, bad)]),
        draw("{% masked bad shown=True %}", bad=bad),
        draw("{% button bad bad %}", bad=bad),
        draw("{% kpis figures %}", figures=[{"value": bad, "label": bad}]),
        draw("{% tabs items %}", items=[{"name": bad, "url": bad}]),
        draw("{% timeline entries now %}", entries=[{"at": NOW, "who": bad, "text": bad, "detail": bad}]),
        draw("{% person_line bad bad %}", bad=bad),
    ]

    assert all("&lt;script&gt;" in one and "<script" not in one for one in drawn)


def test_a_clock_chip_tells_the_browser_what_it_needs_to_go_on():
    html = draw("{% clock_chip due now %}", due=NOW - timedelta(hours=3))

    assert 'class="clock late"' in html
    assert "<span>Quá 3 giờ</span><small>10:20 hôm nay</small>" in html
    assert 'datetime="2026-11-23T03:20:00+00:00"' in html
    assert 'title="Hạn: 23/11/2026 10:20"' in html
    assert "<small>" not in draw("{% clock_chip due now bare=True %}", due=NOW)
    assert "data-clock" not in draw("{% clock_chip none now %}", none=None)


def test_a_button_is_a_link_a_form_or_greyed_with_its_reasons():
    link = draw('{% button "Mở" "/vu-viec/1" kind="p" key="m" %}')
    form = draw('{% button "Đóng" "/vu-viec/1/dong" post=True confirm="Chắc?" %}', csrf_token="t0ken")
    grey = draw('{% button "Đóng" "/vu-viec/1/dong" reasons=reasons %}', reasons=[Refused("x", "Còn lệnh đang hiệu lực.")])

    assert 'class="bt p" href="/vu-viec/1" data-key="m"' in link
    assert 'method="post" data-confirm="Chắc?"' in form
    assert 'value="t0ken"' in form
    assert "disabled" in grey
    assert "Còn lệnh đang hiệu lực." in grey
    assert "/vu-viec/1/dong" not in grey


def test_empty_fields_are_left_out_but_a_nought_is_said():
    html = draw("{% facts pairs %}", pairs=[("Số", 0), ("Ghi chú", ""), ("Người", None), ("Tệp", [])])

    assert html.count("<dt>") == 1
    assert "<dd>0</dd>" in html


def test_figures_part_their_thousands_and_open_their_rows():
    html = draw("{% kpis figures %}", figures=[{"value": 1284310, "label": "bưu gửi", "url": "/bg", "hot": True}])

    assert '<a class="kpi hot" href="/bg"><b>1.284.310</b>' in html


def test_a_tab_without_a_count_shows_none_and_a_nought_is_shown():
    html = draw("{% tabs items %}", items=[{"name": "A", "url": "/", "active": True, "count": 0}, {"name": "B", "url": "/b"}])

    assert 'aria-current="page">A<b>0</b>' in html
    assert ">B</a>" in html


def test_the_flow_shows_what_is_behind_at_hand_and_ahead():
    steps = flow_steps(FLOW, "verifying", path=PATH, notes={"received": "07:12"}, late=True)

    assert [(step.name, step.place, step.note, step.late) for step in steps] == [
        ("Tiếp nhận", "done", "07:12", False),
        ("Xác minh", "now", "", True),
        ("Đóng", "next", "", False),
    ]
    html = draw("{% flow_picture steps %}", steps=steps)
    assert '<li class="n late" aria-current="step">' in html


def test_a_record_that_ended_has_all_stops_behind_it_and_a_side_exit_shows_where_it_stopped():
    assert [step.place for step in flow_steps(FLOW, "closed", path=PATH)] == ["done", "done", "done"]
    left = flow_steps(FLOW, "declined", path=PATH, notes={"received": "07:12"})
    assert [(step.name, step.place) for step in left] == [("Tiếp nhận", "done"), ("Không thụ lý", "done")]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Công an tỉnh", "CA"), ("Trần", "T"), ("Bưu chính - Sông Mẫu", "BC"), ("", ""), ("3 miền", "M")],
)
def test_initials(name, letters):
    assert initials(name) == letters


class Report(forms.Form):
    code = forms.CharField(label="Mã bưu gửi", widget=Code, help_text="In trên phiếu gửi.")
    on = forms.DateField(label="Ngày", widget=Day, required=False)
    at = forms.DateTimeField(label="Lúc", widget=Moment, required=False)
    phone = forms.CharField(label="Điện thoại", widget=Phone, required=False)
    amount = forms.IntegerField(label="Số tiền", widget=Amount, required=False)
    signs = forms.MultipleChoiceField(
        label="Dấu hiệu", widget=forms.CheckboxSelectMultiple, choices=[("a", "Mùi lạ"), ("b", "Rò rỉ")], required=False
    )
    grade = forms.ChoiceField(label="Mức độ", widget=forms.RadioSelect, choices=[("1", "Thường"), ("2", "Khẩn")])
    sure = forms.BooleanField(label="Tôi đã đọc lại", required=False)


def test_a_refused_form_keeps_every_word_and_ties_each_error_to_its_field():
    form = Report({"code": "", "on": "23/11/2026", "signs": ["b"], "phone": "<09>", "amount": "mười"})
    html = draw("{% for one in form %}{% field one %}{% endfor %}", form=form)

    assert 'aria-describedby="id_code_helptext id_code_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div id="id_code_error">' in html
    assert 'value="23/11/2026"' in html
    assert 'value="&lt;09&gt;"' in html
    assert 'value="mười"' in html
    assert html.count("checked") == 1
    for field in ("code", "on", "at", "phone", "amount"):
        assert f'for="id_{field}"' in html
    assert "<legend>Mức độ</legend>" in html
    summary = draw("{% form_errors form %}", form=form)
    assert 'href="#id_code"' in summary
    assert 'href="#id_grade' in summary


def test_a_fresh_form_shows_no_errors():
    assert draw("{% form_errors form %}", form=Report()) == ""
    assert "bad" not in draw("{% field form.code %}", form=Report())


def test_choices_on_a_phone_are_chips_without_a_second_label():
    html = draw("{% field form.signs chips=True %}", form=Report())

    assert 'class="chips"' in html
    assert html.count("<label") == 2
    assert "form-check-input" not in html


def test_a_date_control_gets_the_form_that_browsers_want():
    form = Report(initial={"on": NOW.date(), "at": NOW})
    html = draw("{% field form.on %}{% field form.at %}", form=form)

    assert 'value="2026-11-23"' in html
    assert 'value="2026-11-23T13:20"' in html


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("case.taken", "Vụ việc đã có người nhận."), "Vụ việc đã có người nhận."),
        (NotFound(), "Không tìm thấy"),
        (Invalid({"on": ["Ngày chưa đúng."]}), "Ngày chưa đúng."),
    ],
)
def test_a_refusal_says_why_and_what_next(error, words):
    request = RequestFactory().get("/")
    html = render_to_string("web/error.html", {"error": error, "status": error.status, "now": NOW}, request=request)

    assert words in html
    assert "Bước tiếp theo" in html
    assert error.code in html


def test_the_frame_shows_the_menu_the_person_and_the_warning_of_a_demo(actor):
    context = {
        "actor": actor,
        "menu": [{"name": "Vụ việc", "url": "/vu-viec/", "active": True, "count": 1500}],
        "demo": True,
        "may_report": True,
        "may_search": True,
        "now": NOW,
        "messages": [SimpleNamespace(level_tag="error", __str__=lambda self: "x")],
    }
    html = render_to_string("web/base.html", context, request=None)

    assert '<a href="/vu-viec/" aria-current="page"><span>Vụ việc</span><b>1.500</b></a>' in html
    assert "Công an tỉnh" in html
    assert "Dữ liệu giả định" in html
    assert 'role="alert"' in html
    assert 'class="skip" href="#content"' in html
    assert 'action="/tim/" method="get" role="search"' in html
    assert html.count('href="/bao/"') == 2
    assert 'action="/dang-xuat" method="post" data-sign-out' in html
    assert 'name="language" value="en"' in html


def test_public_pages_load_no_script():
    html = render_to_string("web/public.html", {"now": NOW}, request=None)

    assert "<script" not in html
    assert "built/buuan.css" in html
