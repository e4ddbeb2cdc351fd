"""Trying drafted rows: the whole catalogue with them, over last month's items and the labelled texts, before anybody decides."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action, keep_when_refused
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.models import Term
from buuan.registers.goods.queries import current_version
from buuan.registers.goods.rules import TERM_FLOW, WIDEST, is_too_wide
from buuan.registers.goods.store import catalogue_at, compiled, terms_of
from buuan.registers.goods.trial import Trial, run_trial


@action
def try_terms(actor: Actor, terms: Sequence[Term], *, at: datetime) -> Trial:
    """Try rows together (thử): what they would have flagged in the last month and on the labelled texts, with examples.

    The figures stay with the rows; the examples, declared contents only, are shown and not kept. Raises Refused with the figure
    when a fifth of last month would be flagged (the attempt stays on record), and when the engine cannot carry the rows.
    """
    require(actor, "goods.draft")
    if not terms:
        raise Invalid({"terms": ["Chọn ít nhất một từ."]})
    for term in terms:
        TERM_FLOW.step(term.state, "try")
    version = current_version()
    if version is None:
        raise Refused("catalogue.not_loaded", "Danh mục hàng hóa chưa được nạp; quản trị chạy «buuan setup».")
    now = catalogue_at(at, version.frame)
    candidate = compiled(now.with_rows(one.as_row() for one in terms))
    trial = run_trial(terms_of(version), candidate, [(one.pk, one.as_row()) for one in terms], at=at)
    share = is_too_wide(trial.figures)
    if share is not None:
        keep_when_refused(functools.partial(record_refused_trial, actor, terms, share, trial.figures, at=at))
        raise Refused(
            "catalogue.too_wide",
            f"Không nhận: {_named(terms)} sẽ báo {share} % số tờ khai đem thử ({_of_what(trial.figures)}); "
            f"từ {WIDEST} % trở lên là quá rộng.",
            share=share,
        )

    for term in terms:
        own = trial.figures | {"own": trial.own[term.pk], "together": len(terms)}
        Term.objects.filter(pk=term.pk, state__in=("draft", "tried")).update(state="tried", tried_at=at, trial=own)
        term.refresh_from_db()

    for term in terms:
        record(actor, "goods.term_tried", term, at=at, text=term.text, own=trial.own[term.pk], **trial.figures)
    return trial


@action
def record_refused_trial(actor: Actor, terms: Sequence[Term], share: int, figures: dict[str, Any], *, at: datetime) -> None:
    """Leave on record that rows were refused because they would flag too much."""
    for term in terms:
        record(actor, "goods.trial_refused", term, at=at, text=term.text, share=share, **figures)


def _named(terms: Sequence[Term]) -> str:
    return f"từ «{terms[0].text}»" if len(terms) == 1 else f"{len(terms)} từ này"


def _of_what(figures: dict[str, Any]) -> str:
    month = f"{figures['new']} trong {figures['items']} bưu gửi tháng qua"
    return f"{month}; {figures['new_alarms']} trong {figures['clear_texts']} câu mẫu bình thường"
