"""Putting rows of words in force by a second person, retiring and withdrawing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.goods.actions.versions import begin_version, standing_version
from buuan.registers.goods.models import CatalogueVersion, Term
from buuan.registers.goods.rules import TERM_FLOW, TRIAL_DAYS, WHY_MAX, is_too_wide


@action
def put_in_force(actor: Actor, terms: Sequence[Term], *, at: datetime) -> CatalogueVersion:
    """Let tried rows count from now on (đưa vào áp dụng): a new version of the catalogue begins, in every process within a second.

    Raises Refused for who drafted one of them (four eyes), for rows that were not tried in the last `TRIAL_DAYS` days, and for
    those whose trial flagged too much.
    """
    require(actor, "goods.put_in_force")
    if actor.is_system:
        raise Forbidden("term.person_decides", "Việc này do con người quyết định.")
    if not terms:
        raise Invalid({"terms": ["Chọn ít nhất một từ."]})
    for term in terms:
        TERM_FLOW.step(term.state, "put")
        if term.drafted_by_id == actor.account_id:
            raise Refused("term.four_eyes", f"Người soạn từ «{term.text}» không tự đưa vào áp dụng; cần người khác duyệt.")
        if term.tried_at is None or at - term.tried_at > timedelta(days=TRIAL_DAYS):
            raise Refused("term.trial_old", f"Từ «{term.text}» thử đã quá {TRIAL_DAYS} ngày; hãy thử lại trước khi áp dụng.")
        if term.trial is None or is_too_wide(term.trial) is not None:
            raise Refused("catalogue.too_wide", f"Từ «{term.text}» báo quá nhiều trong lần thử; không đưa vào áp dụng.")
    former = standing_version(at)

    _move(
        terms,
        "tried",
        state="in_force",
        from_at=at,
        approved_by_id=actor.account_id,
        approved_by_name=actor.name,
    )
    version = begin_version(actor, former, what=f"Thêm {_named(terms)}", at=at)

    for term in terms:
        record(
            actor,
            "goods.term_put_in_force",
            term,
            at=at,
            text=term.text,
            category=term.category_id or "",
            drafted_by=term.drafted_by_name,
            version=version.version,
            former=former.version,
        )
    return version


@action
def retire_term(actor: Actor, term: Term, *, reason: str, at: datetime) -> CatalogueVersion:
    """Let a row in force count no more (bãi bỏ), with a reason; past days keep it. Raises Invalid without a reason."""
    require(actor, "goods.put_in_force", term)
    step = TERM_FLOW.step(term.state, "retire")
    words = _reason(reason)
    former = standing_version(at)

    _move([term], step.source, state=step.target, until_at=at, ended_by_name=actor.name, ended_why=words, kept_by_office=True)
    version = begin_version(actor, former, what=f"Bãi bỏ «{term.text}»", at=at)

    record(actor, "goods.term_retired", term, at=at, text=term.text, reason=words, version=version.version, former=former.version)
    return version


@action
def withdraw_term(actor: Actor, term: Term, *, reason: str, at: datetime) -> Term:
    """Take back a draft (rút), with a reason; it stays on record. Raises Invalid without a reason."""
    require(actor, "goods.draft", term)
    step = TERM_FLOW.step(term.state, "withdraw")
    words = _reason(reason)

    _move([term], step.source, state=step.target, ended_by_name=actor.name, ended_why=words)

    record(actor, "goods.term_withdrawn", term, at=at, text=term.text, reason=words)
    return term


def _move(terms: Sequence[Term], source: str, **changes: object) -> None:
    """Bring rows into another state, only if they still stand in `source`; raises Refused when somebody was faster."""
    moved = Term.objects.filter(pk__in=[one.pk for one in terms], state=source).update(**changes)
    if moved != len({one.pk for one in terms}):
        raise Refused("term.changed_meanwhile", "Người khác vừa xử lý một trong các từ này; hãy tải lại trang.")
    for one in terms:
        one.refresh_from_db()


def _named(terms: Sequence[Term]) -> str:
    first = ", ".join(f"«{one.text}»" for one in terms[:5])
    return first if len(terms) <= 5 else f"{first} và {len(terms) - 5} từ khác"


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Invalid({"reason": ["Cần ghi lý do."]})
    if len(words) > WHY_MAX:
        raise Invalid({"reason": [f"Lý do dài quá {WHY_MAX} ký tự."]})
    return words
