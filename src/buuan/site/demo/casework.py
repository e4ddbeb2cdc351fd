"""What happens in the cases of the month, step by step, so that at its end every state is there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from buuan.base.organisations.models import Organisation
from buuan.site.demo.custody import bring_evidence, dispose_before_close
from buuan.site.demo.outcomes import settle
from buuan.site.demo.stage import Stage, in_office, words
from buuan.work.cases.actions import (
    CaseOpening,
    ItemFacts,
    accept_referral,
    add_note,
    close_case,
    conclude_case,
    decline_referral,
    handle_case,
    invite_partner,
    open_case,
    refer_case,
    verify_case,
)
from buuan.work.cases.models import Case, LooseEnd, Referral
from buuan.work.intake.models import SuspicionReport

CHIEF = "chi-huy"
OFFICERS = tuple(f"can-bo-{number:02d}" for number in range(1, 6))
PARTNERS = {"chi-cuc-qltt": "qltt", "chi-cuc-hq-kv-x": "hai-quan", "so-khcn-2025": "chuyen-vien"}
"""The demo's account of each body that works on the cases of the police."""
MARKET = "qltt"
STATES = ("closed", "concluded", "handling", "verifying", "received")
VERIFY_TIME = timedelta(days=20)
FEEDBACK_TIME = timedelta(days=6)
LATEST_STEP = timedelta(minutes=11)


@dataclass
class Work:
    """One case with what its story needs: the people who act in it and whether a violation is found."""

    case: Case
    lead: str
    officer: str
    category: str
    verdict: str
    operator_id: int | None
    parts: tuple[str, ...]
    chance: random.Random
    is_settled: bool = False
    is_referred: bool = False
    moments: dict[str, datetime] = field(default_factory=dict)


class CaseWork:
    """All cases of the month; whatever is opened gets a fate by its place in time: the oldest are mostly closed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.works: list[Work] = []
        self._desk = [(name, row) for name, rows in words()["cases"].items() for row in rows]
        self._fates = fates_of(stage, len(self._desk))
        self._late = {"conclude": 3, "close": 2}

    def opened(self, case: Case, report: SuspicionReport, at: datetime) -> None:
        """Plan what becomes of a case of the police that was opened from a report."""
        number = len(self.works)
        chance = self.stage.chance("case", str(number))
        parts = tuple(case.participants.values_list("organisation__code", flat=True))
        work = Work(
            case,
            lead=CHIEF,
            officer=OFFICERS[chance.randrange(len(OFFICERS))],
            category=report.category,
            verdict=report.verdict,
            operator_id=report.operator_id,
            parts=parts,
            chance=chance,
        )
        self.works.append(work)
        self._plan(work, self._fates.pop(0) if self._fates else "received", at)
        self._plan_notes(work, at)
        if chance.random() < 0.08:
            self.stage.story.at(in_office(at + timedelta(hours=26)), lambda moment: self._invite(work, moment))

    def like(self, report: SuspicionReport) -> Work | None:
        """Give the open case that a report belongs to: of the same operator and goods, else of the same goods, the latest first."""
        alive = [
            one for one in reversed(self.works) if not one.is_settled and one.lead == CHIEF and one.category == report.category
        ]
        same = (one for one in alive if one.operator_id == report.operator_id)
        return next(same, alive[0] if alive and report.category else None)

    def open_desk_cases(self, facts: list[ItemFacts]) -> None:
        """Plan the cases that the department and a commune open by themselves, each about one of these items."""
        states = ("closed", "concluded", "handling", "closed", "verifying")
        for number, (name, row) in enumerate(self._desk):
            local = in_office(self.stage.start + timedelta(days=3 + 4 * number, hours=9))
            state = states[number % len(states)]

            def begin(
                at: datetime, name: str = name, row: dict[str, str] = row, item: ItemFacts = facts[number], state: str = state
            ) -> None:
                own = self.stage.account(name).organisation
                opening = CaseOpening(
                    title=row["title"], severity=row["severity"], source="kiểm tra tại địa bàn", area=own.area, items=(item,)
                )
                case = open_case(self.stage.actor(name), own, opening, at=at)
                chance = self.stage.chance("desk", name, case.title)
                work = Work(case, name, name, "", "conditional", item.operator.pk, (own.code,), chance)
                self.works.append(work)
                self._plan(work, state, at)
                self._refer(work, state, at)

            self.stage.story.at(local, begin)

    # -- the plan of one case --------------------------------------------------------------------------------------------

    def _plan(self, work: Work, fate: str, opened_at: datetime) -> None:
        steps = _steps(work.chance, fate, opened_at, self.stage.end, self._late)
        acts = {
            "verify": self._verify,
            "handle": self._handle,
            "settle": self._settle,
            "conclude": self._conclude,
            "close": self._close,
        }
        for name, moment in steps:
            work.moments[name] = moment
            self.stage.story.at(moment, lambda at, act=acts[name]: act(work, at))
        work.moments["open"] = opened_at

    def _verify(self, work: Work, at: datetime) -> None:
        who = self.stage.actor(work.lead)
        work.case = verify_case(who, work.case, assignee=self.stage.account(work.officer), at=at)

    def _handle(self, work: Work, at: datetime) -> None:
        work.case = handle_case(self.stage.actor(work.officer), work.case, at=at)
        bring_evidence(self.stage, work, at)

    def _settle(self, work: Work, at: datetime) -> None:
        """Half of the items when the case goes on being handled, else all."""
        settle(self.stage, work, at, only_first="conclude" not in work.moments)

    def _conclude(self, work: Work, at: datetime) -> None:
        found = settle(self.stage, work, at - timedelta(minutes=2))
        work.is_settled = True
        kind = "found" if found else "nothing" if work.case.items.exists() else "told"
        said = work.chance.choice(words()["conclusions"][kind])
        late = at - work.moments["open"] > VERIFY_TIME - timedelta(hours=2)
        work.case = conclude_case(
            self.stage.actor(work.lead),
            work.case,
            violation_found=found,
            conclusion=said,
            at=at,
            explanation=words()["late_conclusion"] if late else "",
        )

    def _close(self, work: Work, at: datetime) -> None:
        late = at - work.moments["conclude"] > FEEDBACK_TIME
        explanation = words()["late_feedback"] if late else ""
        dispose_before_close(self.stage, work, at)
        if LooseEnd.objects.open().filter(case=work.case).exists():
            return  # the file waits for whoever was asked and has not answered
        work.case = close_case(self.stage.actor(work.lead), work.case, at=at, explanation=explanation)

    def _invite(self, work: Work, at: datetime) -> None:
        commune = self.stage.account("xa").organisation
        if not work.is_settled and commune.code not in work.parts:
            invite_partner(self.stage.actor(work.lead), work.case, commune, at=at)

    def _refer(self, work: Work, state: str, at: datetime) -> None:
        """Let the first closed case pass to the market surveillance, which declines one and has not answered another."""
        referred = [one for one in self.works if one.is_referred]
        wanted = ("closed", "handling", "verifying")[len(referred) : len(referred) + 1]
        if (state,) != wanted:
            return
        work.is_referred = True
        market = self.stage.account(MARKET).organisation
        moment = at if state == "closed" else work.moments["verify"] + timedelta(minutes=20)

        def refer(at: datetime) -> None:
            reason = words()["referrals"][state]
            referral = refer_case(self.stage.actor(work.lead), work.case, market, reason=reason, at=at)
            if state != "verifying":
                self.stage.story.at(at + timedelta(minutes=4), lambda later: answer(referral, later))

        def answer(referral: Referral, at: datetime) -> None:
            if state == "handling":
                decline_referral(self.stage.actor(MARKET), referral, reason=words()["referrals"]["declined"], at=at)
                return
            accept_referral(self.stage.actor(MARKET), referral, at=at)
            work.case = Case.objects.get(pk=work.case.pk)
            work.lead = work.officer = MARKET

        self.stage.story.at(moment, refer)

    def _plan_notes(self, work: Work, opened_at: datetime) -> None:
        chance = work.chance
        for _number in range(chance.choice((0, 0, 1, 1, 2, 3))):
            moment = in_office(opened_at + timedelta(hours=chance.randrange(2, 160)))
            level = chance.choice(("own", "inter_agency", "inter_agency", "reporter"))
            text = chance.choice(words()["notes"][level])
            partner = chance.choice([PARTNERS[code] for code in work.parts if code in PARTNERS] or [work.officer])
            author = partner if level == "inter_agency" and chance.random() < 0.5 else work.officer

            def note(at: datetime, author: str = author, level: str = level, text: str = text) -> None:
                add_note(self.stage.actor(author), work.case, level=level, text=text, at=at)

            self.stage.story.at(moment, note)


def hire_officers(stage: Stage) -> None:
    """Hire the officers of the police who work on the cases."""
    police = Organisation.objects.get(code="cong-an-tinh")
    for number, username in enumerate(OFFICERS, start=1):
        stage.hire(username, f"Cán bộ xác minh {number:02d}", "officer", police)


def fates_of(stage: Stage, desk: int) -> list[str]:
    """Give the last state of each case of the police in the order in which they are opened: old ones mostly done, but not all.

    The `desk` cases of other bodies are counted in the figures of the size: two closed and one each of the next three states.
    """
    size, chance = stage.size, stage.chance("states")
    wanted = {state: getattr(size, state) for state in STATES}
    for state, taken in (("closed", 2), ("concluded", 1), ("handling", 1), ("verifying", 1)):
        wanted[state] -= taken if desk else 0
    fates = [state for state in STATES for _ in range(wanted[state])]
    spread = len(fates) * 0.12
    keyed = sorted((number + chance.uniform(-spread, spread), number) for number in range(len(fates)))
    fates = [fates[number] for _key, number in keyed]
    old = [number for number in range(len(fates) // 4) if fates[number] == "closed"]
    new = [number for number in range(len(fates) * 2 // 3, len(fates)) if fates[number] in ("verifying", "handling")]
    for one, other in zip(chance.sample(old, min(len(old), max(len(fates) // 18, 1))), new, strict=False):
        fates[one], fates[other] = fates[other], fates[one]
    return fates


def _steps(
    chance: random.Random, fate: str, opened_at: datetime, end: datetime, late: dict[str, int]
) -> list[tuple[str, datetime]]:
    """Give the steps of a case with their moments: in office hours where they fit, in order, all before the end."""
    hours = (end - opened_at).total_seconds() / 3600
    verify = chance.uniform(0.5, 14)
    names = ["verify", "handle", "settle", "conclude", "close"][
        : {"received": 0, "verifying": 1, "handling": 3, "concluded": 4, "closed": 5}[fate]
    ]
    if fate == "closed":
        gaps = [verify, chance.uniform(6, 70), chance.uniform(8, 60), chance.uniform(2, 40), chance.uniform(12, 80)]
        if late["conclude"] and hours > 24 * 26:
            late["conclude"] -= 1
            gaps[3] = 24 * chance.uniform(22.2, 24) - sum(gaps[:3])
        elif late["close"] and hours > 24 * 22:
            late["close"] -= 1
            gaps[4] = 24 * chance.uniform(9, 11)
    elif fate == "concluded":
        recent = chance.uniform(5, 70) if chance.random() < 0.8 or hours < 24 * 16 else 24 * chance.uniform(9, 12)
        rest = max(hours - recent, hours * 0.6)
        gaps = [min(verify, rest * 0.2), rest * 0.3, rest * 0.3, rest * 0.15]
    else:
        gaps = [min(verify, hours * 0.3), hours * chance.uniform(0.15, 0.3), hours * chance.uniform(0.1, 0.25)]
    gaps = gaps[: len(names)]
    fitting = min(1.0, 0.96 * hours / sum(gaps)) if gaps else 1.0
    moments, at = [], opened_at
    for number, gap in enumerate(gaps):
        at = max(at + timedelta(hours=gap * fitting), opened_at + LATEST_STEP)
        moments.append(min(in_office(at), end - LATEST_STEP * (len(gaps) - number)))
    for number in range(1, len(moments)):
        moments[number] = max(moments[number], moments[number - 1] + timedelta(minutes=5))
    return list(zip(names, moments, strict=True))
