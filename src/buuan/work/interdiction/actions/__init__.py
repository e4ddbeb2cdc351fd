"""Every write of interdiction."""

from buuan.work.interdiction.actions.answering import (
    AnswerFacts,
    Outcome,
    acknowledge_by_call,
    acknowledge_order,
    add_photos,
    answer_items,
    note_call,
)
from buuan.work.interdiction.actions.arriving import check_at_counter, take_events, watch_manifest
from buuan.work.interdiction.actions.changing import decide_amendment, extend_order, propose_amendment
from buuan.work.interdiction.actions.deciding import approve_order, refuse_order
from buuan.work.interdiction.actions.drafting import Decision, OrderFacts, draft_order, submit_order
from buuan.work.interdiction.actions.drills import begin_drill, finish_drill
from buuan.work.interdiction.actions.ending import expire_orders, lift_order
from buuan.work.interdiction.actions.loading import load_grounds, note_export
from buuan.work.interdiction.actions.matching import match_found
from buuan.work.interdiction.actions.noting import note_refusal
from buuan.work.interdiction.actions.persons import mark_not_same, unmask_persons
from buuan.work.interdiction.actions.reviewing import review_order
from buuan.work.interdiction.actions.telling import let_notice_wait, tell_party

__all__ = [
    "AnswerFacts",
    "Decision",
    "OrderFacts",
    "Outcome",
    "acknowledge_by_call",
    "acknowledge_order",
    "add_photos",
    "answer_items",
    "approve_order",
    "begin_drill",
    "check_at_counter",
    "decide_amendment",
    "draft_order",
    "expire_orders",
    "extend_order",
    "finish_drill",
    "let_notice_wait",
    "lift_order",
    "load_grounds",
    "mark_not_same",
    "match_found",
    "note_call",
    "note_export",
    "note_refusal",
    "propose_amendment",
    "refuse_order",
    "review_order",
    "submit_order",
    "take_events",
    "tell_party",
    "unmask_persons",
    "watch_manifest",
]
