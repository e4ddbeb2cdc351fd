"""A small province with records on every side: what one body sees is foreign to another. Made by the very actions of the rooms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.test import override_settings
from PIL import Image

import buuan
from buuan.base.accounts.actions import create_system_account, issue_token
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.devices.actions import enrol_device, open_enrolment
from buuan.base.dispatch.actions import open_endpoint, plan_shift, send
from buuan.base.files.actions import keep_file, keep_photo
from buuan.base.files.arriving import on_disk
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.oversight.duties.actions import Assignment, assign_point, import_directive, put_in_force
from buuan.oversight.duties.models import Directive
from buuan.registers.items import store
from buuan.registers.items.models import Hold, Manifest
from buuan.work.cases.actions import CaseOpening, ItemFacts, accept_referral, load_kinds, open_case, refer_case, verify_case
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast, make_cast
from buuan.work.custody.actions import (
    EvidenceFacts,
    PersonFacts,
    ThingFacts,
    add_evidence,
    add_exhibit_photo,
    add_person,
    ask_operator,
    offer_hand_over,
    start_upload,
    take_exhibit,
)
from buuan.work.intake.actions import ReportFacts, accept_report, receive_report
from buuan.work.intake.models import SuspicionReport
from buuan.work.interdiction import actions
from buuan.work.interdiction.rules import Scope
from buuan.work.requests.actions import (
    AnswerFacts,
    ComplaintFacts,
    RequestFacts,
    answer_request,
    approve_request,
    draft_request,
    pass_complaint,
    submit_request,
)
from buuan.work.screening.actions import ManifestHeader, import_manifest

DIRECTIVE = Path(buuan.__file__).parent / "oversight" / "duties" / "data" / "chi-thi-2021.txt"
COLUMNS = (
    "item_id,flow,service_class,accepted_at,accept_point,sender_type,sender_name,sender_phone,sender_id_verified,sender_address,"
    "sender_country,receiver_name,receiver_phone,receiver_address,receiver_country,declared_content,gross_weight_g"
)
# Every person is invented.
PARTIES = "person,Nguyễn Văn Mẫu,0900000001,none,Số 1 đường Thử,VN,Trần Thị Mẫu,0900000002,Thôn Mẫu,VN"


@dataclass
class World:
    """The cast and what belongs to whom: `reports`, `cases` and `manifests` by a short name."""

    cast: Cast
    reports: dict[str, SuspicionReport] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    directive: Directive | None = None


@contextmanager
def folders(root: Path) -> Iterator[None]:
    """Let archive, keys and evidence of a test stand in folders of its own."""
    with override_settings(ARCHIVE=root / "archive", KEYS=root / "keys", EVIDENCE=root / "evidence"):
        store.archive.cache_clear()
        yield
    store.archive.cache_clear()


def make_world() -> World:
    """Make the province: reports of an operator, its rival and an agency, cases of three leads, manifests with hits, a directive.

    - report `own`: a counter of the operator reports with a photo; the police takes it into case `police`, market surveillance
      and customs may take part as the goods say; report `waiting`: of the same counter, not taken in yet
    - report `rival`, `agency`: of the other operator, of another department
    - case `passed`: passed on by the market surveillance, which now knows its status only; led by the customs
    - case `restricted`: of the market surveillance alone, restricted; case `far`: of a commune that nobody else has to do with
    """
    create_system_account(at=MONDAY)
    world = World(make_cast())
    cast = world.cast
    _report(world, "own", "clerk", "counter", "SM0001TH", "pháo nổ tự chế", photo=True)
    _report(world, "waiting", "clerk", "counter", "SM0002TH", "dao găm")
    _report(world, "rival", "rival", "rival", "HT0001TH", "thuốc nổ")
    _report(world, "agency", "agency", "agency", "HT0002TH", "tiền giả")
    world.cases["police"] = accept_report(cast.police, world.reports["own"], at=MONDAY + HOUR)
    taken = verify_case(cast.police, world.cases["police"], assignee=cast.account("police"), at=MONDAY + HOUR)
    _case(world, "restricted", "market", "Hàng giả nhãn hiệu", "restricted", "SM0009TH")
    _case(world, "far", "stranger", "Gói hàng vô chủ", "internal", "HT0009TH")
    # Two referrals: one waits for a commune, one of the market surveillance is the customs' now.
    refer_case(cast.police, taken, cast.bodies["commune"], reason="Hàng trong nước", at=MONDAY + HOUR)
    _case(world, "passed", "market", "Hàng nhập lậu", "internal", "HT0008TH")
    passed = refer_case(cast.market, world.cases["passed"], cast.bodies["customs"], reason="Hàng nhập khẩu", at=MONDAY + HOUR)
    accept_referral(cast.customs, passed, at=MONDAY + HOUR)
    _custody(world)
    for name, prefix in (("operator", "SM"), ("rival", "HT")):
        world.manifests[name] = _manifest(world, name, prefix)
    _order(world)
    _requests(world)
    _complaint(world)
    for name, unit in (("operator", "counter"), ("rival", "rival")):
        _enrolment, code = open_enrolment(cast.actor(name), cast.bodies[unit], name="máy quầy", at=MONDAY)
        enrol_device(code, at=MONDAY)
    for name in ("operator", "rival", "police"):
        _row, world.tokens[name] = issue_token(cast.actor(name), cast.account(name), name="máy", days=90, at=MONDAY)
    world.directive = _directive(cast, MONDAY)
    for name in ("operator", "rival", "police"):
        _channels(world, name)
    return world


def _order(world: World) -> None:
    """An order of the police in force, sent to one operator, with one item of it; drafted by one and approved by another."""
    cast = world.cast
    actions.load_grounds(cast.system, at=MONDAY)
    facts = actions.OrderFacts(
        title="Tạm giữ gói nghi có pháo nổ",
        ground="goods",
        reason="nguồn tin",
        scope=Scope(items=("SM0077TH",), category="FWK_BANG", operators=("SMTEST",)),
        asks=("hold",),
        officer="Trực ban Thử",
        phone="02373852246",
        expires_at=MONDAY + 20 * HOUR,
    )
    order = actions.submit_order(cast.police, actions.draft_order(cast.police, facts, at=MONDAY), at=MONDAY)
    actions.approve_order(cast.chief, order, at=MONDAY)


def _requests(world: World) -> None:
    """Two requests of the police: one that the operator has answered with a file, one draft that only its own body knows."""
    cast = world.cast
    facts = RequestFacts(
        title="Hành trình gói nghi có pháo nổ",
        ground="goods",
        reason="Xác minh vụ việc",
        scope=Scope(items=("SM0001TH",), category="FWK_BANG"),
        wanted=("journey", "parties"),
        question="Gói hàng được chấp nhận ở đâu, phát cho ai?",
        to=("SMTEST", "chi-cuc-hq"),
        officer="Trực ban Thử",
        phone="02373852246",
        case=world.cases["police"],
    )
    asked = submit_request(cast.police, draft_request(cast.police, facts, at=MONDAY + HOUR), at=MONDAY + HOUR)
    approve_request(cast.chief, asked, at=MONDAY + HOUR)
    with on_disk(io.BytesIO(_jpeg())) as part:
        file = keep_file(cast.operator, cast.bodies["operator"], part, name="phieu.jpg", title="", at=MONDAY + HOUR)
    answer_request(cast.operator, asked, AnswerFacts("Chấp nhận tại bưu cục, phát cho người nhận."), at=MONDAY + HOUR, files=[file])
    draft_request(cast.police, replace(facts, title="Bản soạn chưa trình", case=None, to=("HTTEST",)), at=MONDAY + HOUR)


def _complaint(world: World) -> None:
    """A user's complaint at the police, passed on to one operator, which sees that piece and not the case."""
    cast = world.cast
    load_kinds(cast.system, at=MONDAY)
    opening = CaseOpening(
        title="Khiếu nại mất gói hàng",
        severity="low",
        source="đơn",
        kind="complaint",
        details={"received_on": "2026-11-20", "route": "domestic"},
        items=(ItemFacts(cast.bodies["operator"], "SM0055TH"),),
    )
    case = world.cases["complaint"] = open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)
    facts = ComplaintFacts("SMTEST", "lost", "Gói chưa phát.", "Trực ban Thử", "02373852246", "SM0055TH")
    pass_complaint(cast.police, case, facts, at=MONDAY)


def _channels(world: World, name: str) -> None:
    """Give a body an endpoint, a shift to come, and an urgent notice from another body, which goes to both."""
    cast, body = world.cast, world.cast.bodies[name]
    owner = cast.actor("leader") if name == "police" else cast.actor(name)
    owner = replace(owner, tree=body.path, rights=owner.rights | {"dispatch.manage_endpoints", "dispatch.roster"})
    open_endpoint(owner, body, channel="email", name=f"hộp thư {name}", target=f"{name}@example.vn", at=MONDAY)
    hours = {"from_at": MONDAY + 900 * 24 * HOUR, "until_at": MONDAY + 901 * 24 * HOUR}
    plan_shift(owner, body, name=f"Người trực {name}", phone="0912345678", at=MONDAY, **hours)
    _tell(cast.market, body)


@action
def _tell(actor: Actor, body: Organisation) -> None:
    facts = {"title": "Yêu cầu kiểm tra", "urgent": True, "asks": "answer", "cascade": True}
    send(actor, "test.asked", about=body, to=[body], at=MONDAY, **facts)
    record(actor, "test.asked", body, at=MONDAY)


def _report(world: World, name: str, who: str, point: str, item: str, content: str, photo: bool = False) -> None:
    cast, actor = world.cast, world.cast.actor(who)
    photos = [keep_photo(actor, cast.bodies[point], _jpeg(), at=MONDAY)] if photo else []
    facts = ReportFacts(
        item_id=item,
        client_key=f"thử-{name}",
        found_at=MONDAY,
        sent_at=MONDAY,
        declared_content=content,
        signs=("misdeclared",),
        text="Gói nặng bất thường so với nội dung khai.",
        operator=None if point in ("counter", "rival") else cast.bodies["rival"],
    )
    world.reports[name] = receive_report(actor, cast.bodies[point], facts, at=MONDAY, photos=photos)


def _case(world: World, name: str, who: str, title: str, marking: str, item: str) -> None:
    cast, actor = world.cast, world.cast.actor(who)
    body = next(one for one in cast.bodies.values() if one.pk == actor.body_id)
    holder = cast.bodies["operator" if item.startswith("SM") else "rival"]
    opening = CaseOpening(
        title=title, severity="high", source="kiểm tra", marking=marking, items=(ItemFacts(holder, item, "giày thể thao"),)
    )
    world.cases[name] = open_case(actor, body, opening, at=MONDAY)


def _custody(world: World) -> None:
    """Give the cases of the police and of the market surveillance evidence, an exhibit, a person; the police offers its exhibit."""
    cast = world.cast
    for name, who in (("police", "police"), ("restricted", "market"), ("far", "stranger")):
        case, actor = world.cases[name], cast.actor(who)
        for marking in ("internal", "restricted"):
            with on_disk(io.BytesIO(_jpeg())) as part:
                facts = EvidenceFacts(caption=f"Ảnh gói hàng {name}", marking=marking)
                add_evidence(actor, case, facts, part=part, name="anh.jpg", at=MONDAY + HOUR)
        thing = take_exhibit(actor, case, ThingFacts(f"Hộp hàng {name}", 2, "hộp", "Kho A", f"NP-{name}-01"), at=MONDAY + HOUR)
        add_exhibit_photo(actor, thing, keep_photo(actor, _body(cast, actor), _jpeg(), at=MONDAY + HOUR), at=MONDAY + HOUR)
        add_person(actor, case, PersonFacts("sender", "Nguyễn Văn Mẫu", "0900000001"), at=MONDAY + HOUR)
        start_upload(actor, case, name="phim.mp4", size=99, at=MONDAY + HOUR)
    reason = "Giám định tại kho bên nhận"
    thing = world.cases["police"].exhibits.get()
    offer_hand_over(
        cast.police, world.cases["police"], [thing], cast.bodies["customs"], reason=reason, place="Kho A", at=MONDAY + HOUR
    )
    case = world.cases["police"]
    hold = Hold.objects.get(item_id="SM0001TH")
    facts = ThingFacts("Bưu gửi tại quầy", 1, "gói", "Bưu cục", item=case.items.get(item_id="SM0001TH"))
    ask_operator(cast.police, case, hold, facts, reason=reason, at=MONDAY + HOUR)


def _body(cast: Cast, actor: Actor) -> Organisation:
    return next(one for one in cast.bodies.values() if one.pk == actor.body_id)


def _manifest(world: World, name: str, prefix: str) -> Manifest:
    point = {"operator": "SMTEST-BC1", "rival": "HTTEST"}[name]
    rows = [f"{prefix}{n:06d}TH,domestic,parcel,2026-11-23T07:00:00+07:00,{point},{PARTIES},{what},500" for n, what in _GOODS]
    data = "\n".join([COLUMNS, *rows]).encode()
    body, actor = world.cast.bodies[name], world.cast.actor(name)
    header = ManifestHeader(f"{prefix}-BANG-KE-01")
    return import_manifest(actor, body, data, name=f"{name}.csv", header=header, at=MONDAY)[0]


_GOODS = ((11, "áo sơ mi"), (12, "pháo nổ 36 quả"), (13, "thuốc nổ"))


def _directive(cast: Cast, at: datetime) -> Directive:
    kept = import_directive(cast.system, DIRECTIVE.read_bytes(), name=DIRECTIVE.name, at=at)
    for point in kept.points.filter(owner_kind=""):
        assign_point(cast.system, point, Assignment("provincial_department", (), "continuous"), at=at)
    return put_in_force(cast.system, kept, from_on=at.date().replace(month=1, day=1), at=at)


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 24), "red").save(out, "JPEG")
    return out.getvalue()
