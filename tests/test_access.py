"""Who gets in, and how far: the whole matrix, deny by default, tokens, repeated requests, and what an answer gives away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from ninja import Router

from buuan.base.access.endpoints import Endpoints
from buuan.base.access.guard import as_told, require, rule_of
from buuan.base.accounts.actions import issue_token, lock_account, revoke_token, set_end_date
from buuan.base.accounts.models import ApiToken
from buuan.kit.errors import Forbidden, NotFound
from buuan.site import house
from buuan.site.access import matrix
from buuan.site.access.records import foreign_marks, parameters_of
from buuan.site.access.tests.world import World, folders, make_world
from buuan.work.cases.models import Note
from buuan.work.intake.models import SuspicionReport

REPORT = {"item_id": "SM0500TH", "declared_content": "pháo nổ", "signs": ["misdeclared"]}


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with django_db_blocker.unblock(), folders(tmp_path_factory.mktemp("world")), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(stage, db) -> World:
    return stage


@pytest.fixture(scope="module")
def walked(stage, django_db_blocker) -> matrix.Matrix:
    """The whole matrix over that world, walked once."""
    with django_db_blocker.unblock(), override_settings(USERSESSIONS_TRACK_ACTIVITY=False):  # seven milliseconds a page
        return matrix.run_matrix()


@pytest.fixture
def whole(walked, db) -> matrix.Matrix:
    """The same, for tests that are kept together with those that use the database, so that nothing is made twice."""
    return walked


def call(token: str, method: str, address: str, body: object = None, **headers: str):
    """Call the API with a token."""
    given = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    given |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    if body is not None:
        given |= {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(Client(), method.lower())(f"/api/v1{address}", **given)


# -- the matrix --------------------------------------------------------------------------------------------------------


def test_every_address_has_a_rule_and_nobody_sees_or_does_what_is_not_his(whole):
    assert whole.unruled == []
    assert whole.untried == []
    leaks = ["{route} {method} by {role} {kind}, {case}: {status}, {finding}".format(**one) for one in whole.leaks]
    assert not leaks, "\n".join(leaks)


def test_the_walk_is_a_real_one(whole):
    assert whole.routes > 110
    assert {"leader postal_operator", "counter_clerk operator_unit", "administrator lead_department", "anonymous"} <= set(
        whole.people
    )
    answered = {(one.role, one.kind, one.case, one.status) for one in whole.cells if one.route == "/vu-viec/<str:number>"}
    assert {
        ("duty_officer", "police", "own", 200),
        ("duty_officer", "police", "foreign", 404),
        ("leader", "postal_operator", "foreign", 403),
        ("auditor", "lead_department", "own", 200),
        ("administrator", "lead_department", "foreign", 403),
        ("anonymous", "", "foreign", 302),
    } <= answered


def test_the_administrator_meets_a_shut_door_wherever_cases_are(whole, world):
    """The administrator runs the platform and reads nothing of what it is for."""
    numbers = {one.number for one in (*world.cases.values(), *world.reports.values())}
    assert numbers <= set(foreign_marks(world.cast.administrator))  # so that the walk looked for every one of them
    rooms = ("cases.", "intake.", "screening.", "clocks.", "duties.", "overview.", "dispatch.")
    inside = [one for one in whole.cells if one.role == "administrator" and one.rule.startswith(rooms)]
    assert len(inside) > 40
    assert {one.status for one in inside} <= {403, 404, 405}


# -- an operator's own tree --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "reports", "manifests"),
    [("operator", {"own", "waiting"}, {"operator"}), ("clerk", {"own", "waiting"}, set()), ("rival", {"rival"}, {"rival"})],
)
def test_an_operator_lists_what_stands_in_its_own_tree(world, who, reports, manifests):
    client = world.cast.client(who)
    listed = client.get("/bao-cao-nghi-van").content.decode()
    exported = b"".join(client.get("/bao-cao-nghi-van?tep=csv").streaming_content).decode()
    for name, report in world.reports.items():
        assert (report.number in listed, report.number in exported) == (name in reports, name in reports)
    answer = client.get("/bang-ke")
    shown = {name for name, one in world.manifests.items() if one.manifest_id in answer.content.decode()}
    assert shown == manifests


def test_what_the_rival_does_leaves_no_trace_on_any_page_of_mine(world):
    """Counts, badges and figures too: every page reads the same before and after. The directive's tallies are the province's."""

    walker = matrix._walker(world.cast.account("operator"))

    def pages() -> dict[str, str]:
        found = {}
        for route in matrix.all_routes():
            told_to_all = route.address.startswith(("/chi-thi", "/api/v1/directives", "/metrics"))
            never_twice = route.address.endswith("/bat")  # a new secret each time
            wanted = route.method == "GET" and not parameters_of(route.address) and walker.may(route)
            if wanted and not told_to_all and not never_twice:
                found[route.address] = _steady(walker.ask("GET", route.address).text)
        return found

    before = pages()
    call(world.tokens["rival"], "POST", "/reports", REPORT | {"item_id": "HT0500TH"})
    assert SuspicionReport.objects.filter(item_id="HT0500TH").count() == 1

    after = pages()
    assert len(before) > 35
    assert [address for address in before if before[address] != after[address]] == []


def _steady(text: str) -> str:
    """Give a page without what differs every time: form tokens, the time, the sign of the session."""
    text = re.sub(r'name="(csrfmiddlewaretoken|client_key)" value="[^"]*"|data-now="[^"]+"|value="20\d\d-[^"]*"', "", text)
    return re.sub(r"<time[^>]*>.*?</time>|\d{2}:\d{2}( hôm nay)?|\b\d+ (phút|giờ|giây)\b", "", text)


# -- deny by default ---------------------------------------------------------------------------------------------------


def test_a_view_without_a_rule_is_shut_for_everybody_and_told_by_the_house(world, settings):
    settings.ROOT_URLCONF = "buuan.site.access.tests.leaky"
    assert house.route_faults() == ["/thu/khong-quy-tac: rule None"]
    for who in ("police", "leader", "auditor", "administrator"):
        assert world.cast.client(who).get("/thu/khong-quy-tac").status_code == 404
    assert Client().get("/thu/khong-quy-tac").status_code == 404


def test_an_endpoint_cannot_be_offered_without_a_right():
    router = Endpoints()
    for offer in (router.put, router.patch, router.delete):
        with pytest.raises(TypeError, match="names no right"):
            offer("/x")(lambda request: None)
    with pytest.raises(TypeError):
        router.get("/x")(lambda request: None)
    assert isinstance(router, Router)


def test_nobody_holds_no_right_and_what_is_hidden_is_told_as_not_there(world):
    with pytest.raises(Forbidden):
        require(None, "cases.read")
    with pytest.raises(LookupError):
        require(world.cast.police, "cases.invented")
    with pytest.raises(Forbidden) as hidden:
        require(world.cast.stranger, "cases.read", world.cases["police"])
    assert isinstance(as_told(hidden.value), NotFound)
    with pytest.raises(Forbidden) as missing:
        require(world.cast.operator, "cases.read", world.cases["police"])
    assert as_told(missing.value) is missing.value


# -- what is not told --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "address", "hidden", "nobody"),
    [
        ("stranger", "/vu-viec/{}", "case police", "VV-2026-09999"),
        ("stranger", "/vu-viec/{}/ket-luan", "case police", "VV-2026-09999"),
        ("leader", "/vu-viec/{}", "case restricted", "VV-2026-09999"),
        ("rival", "/bao-cao/{}", "report own", "BC-2026-09999"),
        ("rival", "/bao-cao/{}/anh/1", "report own", "BC-2026-09999"),
    ],
)
def test_a_hidden_record_and_none_at_all_sound_alike(world, who, address, hidden, nobody):
    kind, name = hidden.split()
    number = {"case": world.cases, "report": world.reports}[kind][name].number
    client = world.cast.client(who)
    heard = []
    for one in (number, nobody):
        for answer in (client.get(address.format(one)), client.post(address.format(one))):
            heard.append((answer.status_code, _steady(answer.content.decode()).replace(one, "…")))
    assert heard[:2] == heard[2:]
    assert heard[0][0] == 404


@pytest.mark.parametrize(("who", "address"), [("police", "/cases/{}"), ("rival", "/reports/{}"), ("rival", "/manifests/{}")])
def test_the_api_keeps_the_same_silence(world, who, address):
    hidden = {
        "/cases/{}": world.cases["restricted"].number,
        "/reports/{}": world.reports["own"].number,
        "/manifests/{}": world.manifests["operator"].pk,
    }[address]
    nobody = 987654 if isinstance(hidden, int) else f"{hidden[:-5]}09999"
    heard = []
    for one in (hidden, nobody):
        answer = call(world.tokens[who], "GET", address.format(one))
        heard.append((answer.status_code, answer["Content-Type"], answer.content.decode().replace(str(one), "…")))
    assert heard[0] == heard[1]
    assert heard[0][:2] == (404, "application/problem+json")


def test_a_foreign_record_is_not_touched_by_those_who_hold_the_right(world):
    case = world.cases["police"]
    body = {"level": "own", "text": "Ghi chú từ nơi khác"}
    assert world.cast.client("stranger").post(f"/vu-viec/{case.number}/ghi-chu", body).status_code == 404
    for verb in ("xac-minh", "xu-ly", "ket-luan", "dong", "phan-cong", "phoi-hop", "buu-gui"):
        assert world.cast.client("stranger").post(f"/vu-viec/{case.number}/{verb}", {}).status_code == 404
    for report in ("rival", "agency"):
        number = world.reports[report].number
        assert world.cast.client("clerk").post(f"/bao-cao/{number}/anh", {}).status_code == 404
    hit = world.manifests["operator"].hit_rows.first()
    for verb in ("giu", "bo-qua"):
        assert world.cast.client("rival").post(f"/sang-loc/{hit.pk}/{verb}", {"reason": "x"}).status_code == 404
    assert not Note.objects.filter(text=body["text"]).exists()
    hit.refresh_from_db()
    assert hit.state == "open"


def test_a_crash_tells_nothing_of_the_inside(world, settings):
    settings.ROOT_URLCONF = "buuan.site.access.tests.leaky"
    client = world.cast.client("police")
    client.raise_request_exception = False
    answer = client.get("/thu/hong")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in text
    assert not any(word in text for word in ("Traceback", "secret_of_the_house", "dữ liệu kín", "leaky.py", "RuntimeError"))


# -- pages: forms, links, headers --------------------------------------------------------------------------------------


def test_no_page_takes_a_form_without_its_sign(world):
    """Every page that the police may open, posted to without the form's token, with a session: nothing is taken."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.account("police"), backend="buuan.base.accounts.backend.AccountBackend")
    values = {
        "number": world.cases["police"].number,
        "pk": 1,
        "code": "x",
        "ref": "x",
        "purpose": "x",
        "kind": "csv",
        "year": 2025,
        "file": 1,
    }
    taken = {}
    for address, view in house.routes():
        if rule_of(view) is not None and address != "/ngon-ngu":
            filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], "x")), address)
            answer = client.post(filled, {})
            if (answer.status_code, "Phiên làm việc đã hết hạn" in answer.content.decode()) != (409, True):
                taken[address] = answer.status_code
    assert taken == {}


def test_with_its_sign_the_form_is_taken(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.account("police"), backend="buuan.base.accounts.backend.AccountBackend")
    number = world.cases["police"].number
    page = client.get(f"/vu-viec/{number}").content.decode()
    sign = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    answer = client.post(f"/vu-viec/{number}/ghi-chu", {"csrfmiddlewaretoken": sign, "level": "own", "text": "Đã gọi điện"})
    assert answer.status_code == 302
    assert Note.objects.filter(text="Đã gọi điện").exists()


def test_nothing_is_done_by_following_a_link(whole):
    """No GET of the whole walk left the record of an act, and the acts themselves have addresses that refuse GET."""
    assert not [one for one in whole.cells if "when it is only read" in one.finding]
    refusing = {one.route for one in whole.cells if one.method == "GET" and one.status == 405}
    assert {"/vu-viec/<str:number>/ghi-chu", "/bao-cao/<str:number>/tiep-nhan", "/sang-loc/<int:pk>/giu"} <= refusing
    assert {"/tai-khoan/phien", "/tai-khoan/ma-truy-cap", "/quan-tri/tai-khoan/<int:pk>/khoa"} <= refusing


POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/viec", 200),
        ("/", 302),
        ("/dang-nhap", 302),
        ("/khong-co-trang-nay", 404),
        ("/quan-tri/tai-khoan", 403),
        ("/vu-viec/VV-2026-09999", 404),
        ("/vu-viec?nhom=x", 422),
        ("/api/v1/cases", 401),
        ("/thu/hong", 500),
    ],
)
def test_every_answer_carries_the_headers_that_protect_it(world, settings, address, status):
    settings.ROOT_URLCONF = "buuan.site.access.tests.leaky"
    client = world.cast.client("police")
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Content-Security-Policy"].startswith(POLICY)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_static_files_are_not_guessed_at_and_hold_nothing_of_a_person(settings, db):
    file = Path(settings.STATIC_ROOT) / "thu-nghiem.css"
    file.write_text("body{}")
    try:
        answer = Client().get("/static/thu-nghiem.css")
    finally:
        file.unlink()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer


def test_cookies_of_a_session_stay_out_of_reach_of_scripts_and_other_sites(world):
    client = world.cast.client("police")
    client.get("/viec")
    client.get(f"/vu-viec/{world.cases['police'].number}")
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for name in ("sessionid", "csrftoken"):
        answer = Client().get("/dang-nhap")
        cookie = answer.cookies.get(name) or client.cookies[name]
        assert cookie["samesite"] in ("Lax", "") if name == "sessionid" else cookie["samesite"] == "Lax"
    assert Client().get("/dang-nhap").cookies["csrftoken"]["httponly"] is True


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "http:evil.example"]
)
def test_the_language_switch_leads_to_places_of_our_own_only(db, target):
    answer = Client().post("/ngon-ngu", {"language": "en", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["django_language"].value == "en"


def test_the_language_switch_goes_back_to_the_page_and_knows_two_languages(db):
    answer = Client().post("/ngon-ngu", {"language": "en", "next": "/tra-cuu?q=pin"})
    assert answer["Location"] == "/tra-cuu?q=pin"
    assert "django_language" not in Client().post("/ngon-ngu", {"language": "xx"}).cookies
    assert "django_language" not in Client().get("/ngon-ngu?language=en").cookies


# -- tokens ------------------------------------------------------------------------------------------------------------


def test_a_session_does_not_open_the_api_and_a_token_does_not_open_a_page(world):
    assert world.cast.client("police").get("/api/v1/cases").status_code == 401
    answer = Client().get("/viec", HTTP_AUTHORIZATION=f"Bearer {world.tokens['police']}")
    assert answer["Location"].startswith("/dang-nhap")


@pytest.mark.parametrize("given", ["", "khong-co", "ba_" + "x" * 43, "ba_\u0110".encode().decode("latin-1")])
def test_an_unknown_token_is_answered_with_a_problem(world, given):
    _is_not_signed_in(call(given, "GET", "/cases"))
    _is_not_signed_in(Client().get("/api/v1/cases", HTTP_AUTHORIZATION=f"Basic {given}"))


def _is_not_signed_in(answer) -> None:
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"]) == (401, "token.missing")
    assert body["detail"].endswith(".")


def test_a_token_stops_when_it_ends_is_revoked_or_its_account_does(world):
    cast, now = world.cast, timezone.now()

    def fresh(days: int = 30, at=now) -> tuple[ApiToken, str]:
        token, text = issue_token(cast.actor("second"), cast.account("second"), name="thử", days=days, at=at)
        return token, text

    _ended, text = fresh(days=1, at=now - timedelta(days=2))
    _is_not_signed_in(call(text, "GET", "/cases"))

    token, text = fresh()
    assert call(text, "GET", "/cases").status_code == 200
    revoke_token(cast.actor("second"), token, at=now)
    _is_not_signed_in(call(text, "GET", "/cases"))

    _token, text = fresh()
    set_end_date(
        cast.administrator, cast.account("second"), until_on=timezone.localdate() + timedelta(days=1), reason="thử", at=now
    )
    assert call(text, "GET", "/cases").status_code == 200
    lock_account(cast.administrator, cast.account("second"), reason="thử", at=now)
    _is_not_signed_in(call(text, "GET", "/cases"))


@pytest.mark.parametrize(
    ("scopes", "cases", "clocks", "note"),
    [((), 200, 200, 201), (("cases",), 200, 403, 201), (("cases.read",), 200, 403, 403), (("clocks",), 403, 200, 403)],
)
def test_scopes_narrow_a_token_and_never_widen_it(world, scopes, cases, clocks, note):
    cast = world.cast
    _token, text = issue_token(cast.police, cast.account("police"), name="hẹp", days=1, at=timezone.now(), scopes=scopes)
    assert call(text, "GET", "/cases").status_code == cases
    assert call(text, "GET", "/clocks").status_code == clocks
    body = {"level": "own", "text": "Từ máy"}
    assert call(text, "POST", f"/cases/{world.cases['police'].number}/notes", body).status_code == note


def test_a_scope_that_the_account_does_not_hold_opens_nothing(world):
    cast = world.cast
    _token, text = issue_token(cast.operator, cast.account("operator"), name="rộng", days=1, at=timezone.now(), scopes=("cases",))
    answer = call(text, "GET", "/cases")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (403, "application/problem+json", "forbidden")
