"""What citizens tell in the month: a few tips in every state, sealed with pass phrases that the demo publishes."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.base.accounts.queries import system_actor
from buuan.base.organisations.models import Organisation
from buuan.site.demo.reports import DECLINE
from buuan.site.demo.stage import Stage, in_office, words
from buuan.site.demo.triage import FOCAL, Triage
from buuan.work.intake.actions import ReportFacts
from buuan.work.tips.actions import Keeper, decline_tip, make_keys, open_tip, pass_on, receive_tip, say, unlock_line
from buuan.work.tips.models import SealingKey, Tip
from buuan.work.tips.queries import private_key
from buuan.work.tips.rules import Identity, TipFacts

PHRASE, FIRST, SECOND = "tin bao dung thu", "khoa thu nhat dung thu", "khoa thu hai dung thu"
"""Published on purpose, in the demo province only."""

CHIEF = "chi-huy"


def open_line(stage: Stage) -> None:
    """Make the keys at the beginning of the month, unless they stand: the duty officer and the chief keep the halves."""
    if not SealingKey.objects.exists():
        keepers = Keeper(stage.account(FOCAL), FIRST), Keeper(stage.account(CHIEF), SECOND)
        make_keys(stage.actor(CHIEF), PHRASE, keepers, at=stage.start)


def tell_tips(stage: Stage, triage: Triage) -> None:
    """Plan the month's tips and what the focal point does with each."""
    told = words()["tips"]
    for rank, one in enumerate(told):
        share = (rank + 1) / (len(told) + 0.2)
        moment = stage.start + (stage.end - stage.start) * share

        def come_in(at: datetime, one: dict[str, str] = one, rank: int = rank) -> None:
            facts = TipFacts(one["text"], one.get("place", ""), one.get("when", ""))
            identity = Identity(one.get("name", ""), one.get("contact", ""))
            tip, _code = receive_tip(system_actor(source="tipline"), facts, form=f"mau-{rank}", at=at, identity=identity)
            if one["fate"] != "wait":
                stage.story.at(in_office(at + timedelta(hours=3)), lambda then: _work(stage, triage, tip, one, then))

        stage.story.at(moment, come_in)


def _work(stage: Stage, triage: Triage, tip: Tip, one: dict[str, str], at: datetime) -> None:
    officer = stage.actor(FOCAL)
    open_tip(officer, tip, private_key(officer, unlock_line(officer, PHRASE, at=at), at), at=at)
    say(officer, tip, one.get("answer", "Đã nhận tin, đang xem xét. Cảm ơn anh/chị."), at=at)
    if one["fate"] == "decline":
        decline_tip(officer, tip, one["reason"], at=at + timedelta(minutes=20))
    if one["fate"] == "pass":
        focal = Organisation.objects.get(pk=officer.body_id)
        facts = ReportFacts(item_id="", client_key=f"tin-{tip.pk}", found_at=at, sent_at=at, text=one["report"])
        later = at + timedelta(minutes=20)
        triage.take(pass_on(officer, tip, focal, facts, at=later), DECLINE, later)
