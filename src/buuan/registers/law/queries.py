"""Reading the register: the limit in force on a day, and citations that never make law of what nobody has read."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from buuan.base.action import read_once
from buuan.base.clocks import queries as clocks
from buuan.base.clocks.climbing import LadderedLimit
from buuan.base.clocks.models import LadderRow, SpecialDay
from buuan.kit.errors import NotFound, Refused
from buuan.registers.law.models import DatedSearchQuerySet, LegalDocument, LimitRow, Provision
from buuan.registers.law.reading import ProvisionRow


def limit_row_in_force(code: str, on: date) -> LimitRow:
    """Give the row of a limit that is in force on `on`; raises Refused when there is none, for nothing may be guessed."""
    found = LimitRow.objects.as_of(on).filter(code=code).first()
    if found is None:
        raise Refused(
            "law.no_row_in_force",
            f"Danh mục pháp luật chưa có thời hạn «{code}» có hiệu lực vào ngày {on:%d/%m/%Y}.",
            row=code,
            on=on.isoformat(),
        )
    return found


def limit_in_force(code: str, on: date) -> LadderedLimit:
    """Give the limit of this code in force on `on`, which also names its ladder; raises Refused when there is none."""
    return read_once(("law.limit", code, on), lambda: limit_row_in_force(code, on).limit, of=frozenset({"LimitRow"}))


def limit_rows() -> DatedSearchQuerySet:
    """Give all limits, past, present and to come."""
    return LimitRow.objects.all()


def limit_history(code: str) -> list[LimitRow]:
    """Give the rows of one limit, the latest first; raises NotFound for an unknown code."""
    rows = list(LimitRow.objects.filter(code=code).order_by("-from_on"))
    if not rows:
        raise NotFound("law.unknown_limit", f"Danh mục không có thời hạn «{code}».")
    return rows


def documents() -> DatedSearchQuerySet:
    """Give all documents with what replaced them."""
    return LegalDocument.objects.select_related("replaced_by")


def document_by_code(code: str) -> LegalDocument:
    """Give one document whole; raises NotFound for an unknown code."""
    in_order = Prefetch("provisions", Provision.objects.order_by("position"))
    found = LegalDocument.objects.select_related("replaced_by").prefetch_related(in_order, "amended_by", "amends", "replaces")
    document = found.filter(code=code).first()
    if document is None:
        raise NotFound("law.unknown_document", f"Danh mục không có văn bản «{code}».")
    return document


def calendar_years() -> range:
    """Give the years that the working calendar knows; raises Refused while none is loaded."""
    loaded = clocks.calendar()
    return range(loaded.first_year, loaded.last_year + 1)


def special_days_of(year: int) -> QuerySet[SpecialDay]:
    """Give the days of a year that differ from the week."""
    return clocks.special_days(year)


def ladders_in_force(on: date) -> QuerySet[LadderRow]:
    """Give the ladders in force on `on`, with their steps."""
    return clocks.ladders(on)


def ladder_choices(on: date) -> list[tuple[str, str]]:
    """Give code and name of the ladders in force on `on`."""
    return [(one.code, one.name) for one in clocks.ladders(on)]


def citation(code: str, article: str = "", clause: str = "", point: str = "", *, on: date, official: bool = False) -> str:
    """Give a provision as it is cited on `on`: "Điều 4 khoản 2 Luật Bưu chính 49/2010/QH12".

    What the mark allows decides. A text that was read is cited to the point. Of one known from a summary the document is named
    and the article is not sure. What nobody has read is never made to look like law: on a screen it is followed by "chưa đối
    chiếu", and for an `official` paper it is refused, as is a document that is not in force on that day. Raises NotFound for an
    unknown document.
    """
    document = document_by_code(code)
    marks = {(one.article, one.clause, one.point): one.mark for one in document.provisions.all()}
    place = ProvisionRow(article, clause, point, subject="", source="", mark="M").ref
    mark = marks.get((article, clause, point), "M") if place else document.mark
    if official:
        return _official(document, place, mark, on)
    notes = []
    if mark == "P" and place:
        notes.append("chưa đối chiếu số điều, khoản")
    elif mark not in ("S", "P"):
        notes.append("chưa đối chiếu")
    if not document.holds_on(on):
        notes.append(_say_validity(document, on))
    cited = f"{place} {document.name}".strip()
    return f"{cited} ({'; '.join(notes)})" if notes else cited


def _official(document: LegalDocument, place: str, mark: str, on: date) -> str:
    if not document.holds_on(on):
        raise Refused("law.not_in_force", f"{document.name} {_say_validity(document, on)}, không viện dẫn cho ngày {on:%d/%m/%Y}.")
    if mark == "S" and document.verified:
        return f"{place} {document.name}".strip()
    if mark == "P" and document.verified:
        return document.name
    cited = f"{place} {document.name}".strip()
    raise Refused("law.not_verified", f"{cited} chưa được đối chiếu với văn bản, không viện dẫn trên văn bản hành chính.")


def _say_validity(document: LegalDocument, on: date) -> str:
    if document.from_on is not None and on < document.from_on:
        return f"có hiệu lực từ {document.from_on:%d/%m/%Y}"
    return f"hết hiệu lực từ {document.until_on:%d/%m/%Y}"
