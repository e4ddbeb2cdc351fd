"""The public's question: may I send this? Without an account, without script; the question stands in no log and no table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buuan.base.access.guard import public
from buuan.registers.goods.queries import category, judge, prohibited_categories

LONGEST_QUESTION = 300


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` in plain words, with the words that decided it and the law; without a question show what may never be sent."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    verdict = judge(text, "domestic") if text else None
    goods = category(verdict.category) if verdict else None
    return render(
        request,
        "goods/ask.html",
        {
            "text": text,
            "verdict": verdict,
            "spans": [one.brief() for one in verdict.hits] if verdict else [],
            "goods": goods,
            "laws": [str(one) for one in goods.legal_basis if one.verified] if goods else [],
            "unsure": bool(goods) and not any(one.verified for one in goods.legal_basis),
            "prohibited": [] if text else prohibited_categories(),
        },
    )
