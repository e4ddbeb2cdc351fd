"""The public's question: may I send this? Without an account, without script; the question stands in no log and no table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buuan.base.access.guard import public
from buuan.engine.catalogue import Category
from buuan.kit.errors import NotFound
from buuan.registers.goods.queries import categories_of_kind, category, judge
from buuan.registers.goods.words import examples_of

LONGEST_QUESTION = 300
WAYS = {"": "domestic", "di": "outbound_intl", "ve": "inbound_intl"}
"""Where the parcel goes, as the address says it: inside the country, abroad, from abroad."""


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` in plain words, with the words that decided it and the law; without a question list what there is to know."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    way = request.GET.get("di", "") if request.GET.get("di", "") in WAYS else ""
    verdict = judge(text, WAYS[way]) if text else None
    goods = category(verdict.category) if verdict else None
    context = {
        "text": text,
        "way": way,
        "verdict": verdict,
        "spans": [one.brief() for one in verdict.hits] if verdict else [],
        "lists": [] if text else _lists(),
    }
    return render(request, "goods/ask.html", context | (_described(goods) if goods else {"goods": None}))


@public
@require_safe
def ask_category(request: HttpRequest, code: str) -> HttpResponse:
    """Tell the public about one category: what belongs to it, what is needed, which law says so."""
    goods = category(code)
    if goods is None:
        raise NotFound("goods.unknown_category", "Không có nhóm hàng này trong danh mục.")
    return render(request, "goods/ask_category.html", _described(goods))


def _described(goods: Category) -> dict[str, object]:
    laws = [str(one) for one in goods.legal_basis if one.verified]
    return {"goods": goods, "laws": laws, "unsure": not laws, "examples": examples_of(goods.code)}


def _lists() -> list[dict[str, object]]:
    kinds = (
        ("red", _("Không được gửi"), categories_of_kind("prohibited")),
        ("amb", _("Được gửi khi có đủ giấy tờ, đóng gói"), categories_of_kind("conditional")),
        ("amb", _("Không được gửi ra hoặc từ nước ngoài"), categories_of_kind("export_prohibited", "import_prohibited")),
        ("grn", _("Được gửi, cần lưu ý"), categories_of_kind("advice")),
    )
    return [{"tone": tone, "name": name, "rows": [(one, examples_of(one.code)) for one in rows]} for tone, name, rows in kinds]
