"""From hits to a verdict: clear, conditional or prohibited, with category, score, the words, the law and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from buuan.engine.catalogue import KINDS, STRENGTHS
from buuan.engine.hits import HIDDEN_CHANNEL, Hit
from buuan.engine.terms import Terms
from buuan.kit.fold import inside_sentence

CLEAR, CONDITIONAL, PROHIBITED = VERDICTS = ("clear", "conditional", "prohibited")
DOMESTIC, EXPORT, IMPORT = FLOWS = ("domestic", "export", "import")
"""Where an item goes; `None` stands for a flow that is not known."""

CLEAR_ADVICE = "Không thấy dấu hiệu hàng cấm hoặc hàng gửi có điều kiện; nhận gửi theo quy định chung."
EXTRA_HIT = 1
"""Hundredths that each further hit adds to the score of an item."""
HIGHEST_SCORE = 99


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as people are shown it: the row's words, code points of the original (end excluded), its text, the law."""

    rule: str
    start: int
    end: int
    text: str
    law: str
    category: str = ""
    score: float = 0.0
    base: float = 0.0
    """What a hit of this strength is worth as the catalogue writes it; `score` is what is left of it as the text writes it."""
    strength: str = ""
    hidden: bool = False
    """Whether it was found only behind a disguise."""

    def brief(self) -> dict[str, Any]:
        """Give what the contract's `hits` column holds."""
        return {"rule": self.rule, "start": self.start, "end": self.end, "text": self.text, "law": self.law}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one declaration; `category` is empty when nothing was found, `advice` is for the clerk."""

    verdict: str
    category: str
    score: float
    hits: list[ShownHit] = field(default_factory=list)
    advice: str = CLEAR_ADVICE
    version: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the verdict as plain values, for JSON."""
        return asdict(self)


def ranks(flow: str | None) -> tuple[int, ...]:
    """Give for each kind of `catalogue.KINDS` how it counts in this flow: 0 clear, 1 conditional, 2 prohibited.

    Goods that may not leave or enter the country are prohibited when the flow says so, conditional when it is unknown and
    clear inside the country. Raises ValueError for an unknown flow.
    """
    if flow is not None and flow not in FLOWS:
        raise ValueError(f"unknown flow {flow!r}")

    def crossing(banned: str) -> int:
        return 1 if flow is None else 2 if flow == banned else 0

    table = {
        "clear": 0,
        "advice": 0,
        "conditional": 1,
        "prohibited": 2,
        "export_prohibited": crossing(EXPORT),
        "import_prohibited": crossing(IMPORT),
    }
    return tuple(table[k] for k in KINDS)


def leading(hits: Sequence[Hit], terms: Terms, flow: str | None) -> tuple[int, Hit | None, int]:
    """Give the rank of the verdict, the hit that decides it, and the score in hundredths.

    The gravest kind decides, then the score, then what comes first in the text. A hit of kind advice never decides a
    verdict, but names the category when there is nothing graver.
    """
    if not hits:
        return 0, None, 0
    rank = ranks(flow)
    best = min(hits, key=lambda h: (-rank[terms.rules[h.rule].outcome], -h.score, h.start, h.rule))
    return rank[terms.rules[best.rule].outcome], best, min(HIGHEST_SCORE, best.score + EXTRA_HIT * (len(hits) - 1))


def explain(text: str, hits: Sequence[Hit], terms: Terms, flow: str | None = None) -> Verdict:
    """Turn the hits of one text into its verdict, with words, law and advice."""
    rank, best, score = leading(hits, terms, flow)
    if best is None:
        return Verdict(CLEAR, "", 0.0, version=terms.version)
    category = terms.categories[terms.rules[best.rule].category]
    shown = [show(text, hit, terms) for hit in hits]
    return Verdict(VERDICTS[rank], category.code, score / 100, shown, _advice(rank, best, terms, flow), terms.version)


def show(text: str, hit: Hit, terms: Terms) -> ShownHit:
    """Give one hit as people see it."""
    rule = terms.rules[hit.rule]
    category = terms.categories[rule.category]
    law = "; ".join(str(basis) for basis in category.legal_basis)
    return ShownHit(
        rule.text,
        hit.start,
        hit.end,
        text[hit.start : hit.end],
        law,
        category.code,
        hit.score / 100,
        rule.score / 100,
        STRENGTHS[rule.strength],
        hit.channel == HIDDEN_CHANNEL,
    )


def _advice(rank: int, best: Hit, terms: Terms, flow: str | None) -> str:
    """Give the clerk's sentence: what to do, and which papers or packing are needed."""
    rule = terms.rules[best.rule]
    category = terms.categories[rule.category]
    name = inside_sentence(category.name)
    kind = KINDS[rule.outcome]
    if rank == 2:
        return f"Không nhận gửi: nghi là {name}. Giữ nguyên kiện hàng, không tự mở, báo người phụ trách và đầu mối tiếp nhận."
    if rank == 1:
        if kind in ("export_prohibited", "import_prohibited"):
            way = "xuất khẩu" if kind == "export_prohibited" else "nhập khẩu"
            return f"Hỏi rõ nơi gửi, nơi nhận: {name} bị cấm {way}; trong nước thì nhận theo điều kiện chung. {category.advice}"
        return f"Chỉ nhận khi đủ điều kiện ({name}): {category.advice}"
    if kind in ("export_prohibited", "import_prohibited"):
        return CLEAR_ADVICE
    return f"Nhận gửi; lưu ý {name}: {category.advice}"
