"""Every write of requests for information."""

from buuan.work.requests.actions.answering import AnswerFacts, answer_request, decline_request
from buuan.work.requests.actions.complaining import ComplaintFacts, pass_complaint
from buuan.work.requests.actions.deciding import approve_request, refuse_request, withdraw_request
from buuan.work.requests.actions.drafting import RequestDecision, RequestFacts, draft_request, submit_request
from buuan.work.requests.actions.noting import note_export, note_refusal
from buuan.work.requests.actions.reading import open_file, unmask_request

__all__ = [
    "AnswerFacts",
    "ComplaintFacts",
    "RequestDecision",
    "RequestFacts",
    "answer_request",
    "approve_request",
    "decline_request",
    "draft_request",
    "note_export",
    "note_refusal",
    "open_file",
    "pass_complaint",
    "refuse_request",
    "submit_request",
    "unmask_request",
    "withdraw_request",
]
