"""Evidence and exhibits of the month: photos of parcels, sealed things in stores, hand-overs, disposals before a close.

Every name is invented and says that it is a sample.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from buuan.base.files.arriving import on_disk
from buuan.site.demo.photos import draw_package
from buuan.site.demo.stage import Stage
from buuan.work.cases.models import CaseItem
from buuan.work.custody.actions import (
    EvidenceFacts,
    PersonFacts,
    ThingFacts,
    add_evidence,
    add_person,
    confirm_hand_over,
    dispose_exhibit,
    offer_hand_over,
    refer_secret,
    take_exhibit,
)
from buuan.work.custody.models import Custody, Exhibit, HandOver

if TYPE_CHECKING:
    from buuan.site.demo.casework import Work

CHIEF = "chi-huy"
STORES = {"cong-an-tinh": "Kho tang vật Công an tỉnh", "chi-cuc-qltt": "Kho Chi cục QLTT", "chi-cuc-hq-kv-x": "Kho Hải quan"}
HANDS = {"cong-an-tinh": CHIEF, "chi-cuc-qltt": "qltt", "chi-cuc-hq-kv-x": "hai-quan"}
"""The demo's account that acts for each body which holds exhibits."""


def take_seized(stage: Stage, work: Work, item: CaseItem, who: str, quantity: int, unit: str, at: datetime) -> None:
    """Make an exhibit of what was seized, mostly sealed; some pass on to a partner, and some of these wait for it."""
    chance = stage.chance("exhibit", work.case.number, item.item_id)
    if chance.random() > 0.6:
        return
    actor = stage.actor(who)
    seal = f"NP-{chance.randrange(1000, 9999)}" if chance.random() < 0.85 else ""
    said = item.declared_content[:120] or "Hàng trong bưu gửi"
    facts = ThingFacts(said, quantity, unit, STORES.get(actor.body_code, "Trụ sở đơn vị"), seal, item)
    thing = take_exhibit(actor, work.case, facts, at=at)
    others = [code for code in work.parts if code in HANDS and code != actor.body_code]
    if not others or actor.body_code not in HANDS or chance.random() > 0.4:
        return
    giver, receiver = stage.account(HANDS[actor.body_code]), stage.account(HANDS[chance.choice(others)])
    made = offer_hand_over(
        stage.actor(giver.username),
        work.case,
        [thing],
        receiver.organisation,
        reason="Chuyển cơ quan có thẩm quyền xử lý theo lĩnh vực",
        place="Trụ sở bên giao",
        at=at + timedelta(minutes=1),
    )
    if chance.random() < 0.6:
        confirm_hand_over(stage.actor(receiver.username), made, code=made.code, at=at + timedelta(minutes=2))


def bring_evidence(stage: Stage, work: Work, at: datetime) -> None:
    """Bring a photo into some cases, and to a few a restricted one, a person, or the number of a paper that is kept elsewhere."""
    chance = stage.chance("evidence", work.case.number)
    actor = stage.actor(work.officer)
    if chance.random() < 0.3:
        _photo(stage, work, "Ảnh gói hàng khi tiếp nhận", "internal", at)
    if chance.random() < 0.08:
        _photo(stage, work, "Ảnh nhãn có thông tin người gửi", "restricted", at)
    if chance.random() < 0.25:
        name = chance.choice(("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Văn Mẫu"))
        phone = f"09{chance.randrange(10)}000{chance.randrange(10_000):04d}"
        add_person(actor, work.case, PersonFacts("sender", name, phone, "Thôn Mẫu, xã Mẫu"), at=at)
    if chance.random() < 0.05:
        number = f"{chance.randrange(10, 99)}/BC-PA"
        refer_secret(actor, work.case, paper_number=number, keeper="Văn thư Công an tỉnh", at=at)


def dispose_before_close(stage: Stage, work: Work, at: datetime) -> None:
    """Write what became of every exhibit of a case, so that it may close; what still waited for a partner is confirmed first."""
    for waiting in HandOver.objects.filter(case=work.case, state="offered").select_related("receiver"):
        confirm_hand_over(stage.actor(HANDS[waiting.receiver.code]), waiting, code=waiting.code, at=waiting.offered_at)
    for thing in Exhibit.objects.filter(case=work.case, state="held").order_by("pk"):
        chance = stage.chance("disposal", thing.number)
        holder = Custody.objects.select_related("holder").get(exhibit=thing, until_at=None).holder
        dispose_exhibit(
            stage.actor(HANDS.get(holder.code, work.officer)),
            thing,
            way=chance.choice(("destroyed", "destroyed", "auctioned")),
            decision=f"{chance.randrange(10, 400)}/QĐ-XL",
            decided_on=at.date() - timedelta(days=1),
            at=at,
        )


def _photo(stage: Stage, work: Work, caption: str, marking: str, at: datetime) -> None:
    data = draw_package(stage.chance("evidence photo", work.case.number, marking))
    facts = EvidenceFacts(caption=caption, marking=marking, origin="bưu cục", evidence_at=at - timedelta(hours=2))
    with on_disk(io.BytesIO(data)) as part:
        add_evidence(stage.actor(work.officer), work.case, facts, part=part, name="goi-hang.jpg", at=at)
