"""Reading the tip line: keys in use, one tip by number or by code, the list, how busy it is."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import clocks_of
from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import owners_of_kind
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.queries import with_clock
from buuan.work.tips import sealing
from buuan.work.tips.models import IdentityOpening, KeyShare, SealingKey, Tip, TipMessage, TipQuerySet, Unlocking
from buuan.work.tips.rules import rounded

MOST_COUNTED = 100


def key_in_use(purpose: str) -> SealingKey | None:
    """Give the key to which new tips (`content`) or identities (`identity`) are sealed, None before it is made."""
    return SealingKey.objects.filter(purpose=purpose, retired_at=None).first()


def is_open() -> bool:
    """Tell whether tips can be taken: both keys are made."""
    return SealingKey.objects.filter(retired_at=None).count() == len(SealingKey.PURPOSES)


def recent_count(at: datetime) -> int:
    """Give how many tips came in the quarter of an hour of `at`, counted to a bound: only the toll depends on it."""
    return Tip.objects.filter(received_at=rounded(at))[:2000].count()


def tips_for_list(actor: Actor) -> TipQuerySet:
    """Give the tips that `actor` may know of, with what a line of the list shows."""
    return with_clock(Tip.objects.visible_to(actor).select_related("report").defer("sealed", "identity"))


def tip_by_number(actor: Actor, number: str) -> Tip:
    """Give one tip with its talk; raises NotFound."""
    talk = Prefetch("messages", TipMessage.objects.order_by("pk"))
    rows = Tip.objects.visible_to(actor).select_related("report", "report__case", "key").prefetch_related(talk)
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound("tips.not_found", f"Không tìm thấy tin {number}, hoặc anh/chị không được xem.")
    return found


def tip_by_lookup(lookup: bytes) -> Tip:
    """Give the tip of a receipt code; raises NotFound with the sentence for the citizen."""
    found = Tip.objects.select_related("report", "report__case", "key").filter(lookup=lookup).first()
    if found is None:
        raise NotFound("tips.no_such_code", "Không có hồ sơ nào ứng với mã này. Xem lại phiếu rồi nhập lại.")
    return found


def answers_to(tip: Tip) -> QuerySet[TipMessage]:
    """Give the focal point's answers, oldest first."""
    return tip.messages.filter(is_answer=True).order_by("pk")


def to_read_count(actor: Actor) -> int:
    """Give how many tips or messages nobody has read, counted to 100 at most; zero for those who cannot read them."""
    if not actor.may("tips.answer"):
        return 0
    waiting = Tip.objects.visible_to(actor).filter(state="received") | Tip.objects.visible_to(actor).filter(waiting_messages__gt=0)
    return waiting[:MOST_COUNTED].count()


def answer_clock(tip: Tip) -> Clock | None:
    """Give the focal point's clock for the tip."""
    return next((one for one in clocks_of(tip) if one.kind == "tips.answer"), None)


def focal_point(at: datetime) -> Organisation:
    """Give the body that takes tips on that day; raises Refused when there is none."""
    bodies = owners_of_kind("police", at.astimezone(VIETNAM).date())
    if not bodies:
        raise Refused("intake.no_focal_point", "Chưa khai báo đầu mối tiếp nhận (Công an tỉnh) cho ngày này; báo cho quản trị.")
    return bodies[0]


def public_state(tip: Tip) -> str:
    """Give how far a tip is, as the citizen is told: a key of PUBLIC_STATES."""
    if tip.state == "passed" and tip.report and tip.report.case and tip.report.case.state in ("concluded", "closed"):
        return "settled"
    return tip.state


# -- keys and openings ---------------------------------------------------------------------------------------------------


def private_key(actor: Actor, browser_key: bytes, at: datetime) -> bytes:
    """Give the private key of the tips' content for an officer who has unlocked the line; raises Refused for anybody else."""
    standing = Unlocking.objects.filter(account_id=actor.account_id, until_at__gt=at).first()
    if standing is None or not browser_key:
        raise Refused("tips.locked", "Hãy mở khóa bằng cụm mật khẩu của đầu mối.")
    return sealing.unwrap(standing.wrapped, browser_key)


def share_of(actor: Actor, key: SealingKey) -> KeyShare | None:
    """Give the half of an identity key that `actor` keeps."""
    return key.shares.filter(holder_id=actor.account_id).first()


def opening_of(tip: Tip) -> IdentityOpening | None:
    """Give the latest request to learn who told."""
    return tip.openings.select_related("asked_by", "decided_by").order_by("-pk").first()
