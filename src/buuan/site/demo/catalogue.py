"""The keeping of the catalogue in the month: words drafted after a case, tried, decided, some waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.engine.catalogue import Row
from buuan.engine.store import keep_version
from buuan.registers.goods.actions import draft_terms, put_in_force, try_terms
from buuan.registers.goods.models import Term
from buuan.registers.goods.reading import Draft
from buuan.registers.goods.shipped import shipped_catalogue
from buuan.registers.goods.store import compiled, path_of
from buuan.site.demo.stage import Stage

SOURCE = "vụ việc mẫu, tên gọi bịa"
DECIDED = (("trà sữa hạt nổ đêm", "DRG_NEW"), ("bút chì khói mây", "TOB_ECIG"))
TRIED = (("cục sạc không tên 50000", "DG_LITHIUM"),)
AHEAD = ((*DECIDED, *TRIED), DECIDED)
"""What is tried together, and what of it is put in force: the two catalogues that the month compiles."""
DRAFTED = (("giấy thi hộ trọn gói", "DOC_FAKE"),)


class CatalogueWork:
    """What the duty desk and the department do about words."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def plan(self) -> None:
        """Let words be drafted and tried in the month's last days, and the first of them decided in its last minutes."""
        end = self.stage.end
        self.stage.story.at(end - timedelta(days=2), lambda at: self._draft("truc-ban", DECIDED, at))
        self.stage.story.at(end - timedelta(days=1, hours=3), lambda at: self._draft("chuyen-vien", (*TRIED, *DRAFTED), at))
        self.stage.story.at(end - timedelta(minutes=40), lambda at: self._try("truc-ban", (*DECIDED, *TRIED), at))
        self.stage.story.at(end - timedelta(minutes=2), self._decide)

    def _draft(self, who: str, words: tuple[tuple[str, str], ...], at: datetime) -> None:
        drafts = [Draft(row_of(text, code), "gặp trong lời khai của vụ việc") for text, code in words]
        draft_terms(self.stage.actor(who), drafts, at=at)

    def _try(self, who: str, words: tuple[tuple[str, str], ...], at: datetime) -> None:
        try_terms(self.stage.actor(who), _terms(words), at=at)

    def _decide(self, at: datetime) -> None:
        put_in_force(self.stage.actor("chi-huy"), _terms(DECIDED), at=at)


def compile_ahead() -> None:
    """Lay the catalogues that these words make where `try_terms` and `put_in_force` look first, in a process beside the month."""
    for words in AHEAD:
        terms = compiled(shipped_catalogue().with_rows(row_of(*one) for one in words))
        keep_version(terms, path_of(terms.version))


def row_of(text: str, code: str) -> Row:
    """Give the row that a word is drafted as."""
    return Row("term", text, code, "sure", source=SOURCE)


def _terms(words: tuple[tuple[str, str], ...]) -> list[Term]:
    return list(Term.objects.filter(text__in=[text for text, _code in words], state__in=("draft", "tried")).order_by("pk"))
