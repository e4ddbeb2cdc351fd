"""The rows of the register as plain values, and the one in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from buuan.base.clocks.rules import ExtensionTerm, Ladder, Limit, Unit
from buuan.kit.errors import Refused

# How somebody knows a rule; only the first two count as verified.
MARKS = {
    "S": "đã đọc văn bản",
    "P": "đã đọc bản tóm tắt",
    "M": "từ hiểu biết chung, chưa đối chiếu",
    "I": "quy ước của nền tảng",
}
READ_MARKS = frozenset("SP")

LIMIT_KINDS = {"statutory": "theo luật", "service": "chỉ tiêu phục vụ"}

FORMS = {
    "hien_phap": "Hiến pháp",
    "bo_luat": "Bộ luật",
    "luat": "Luật",
    "nghi_quyet": "Nghị quyết",
    "nghi_dinh": "Nghị định",
    "thong_tu": "Thông tư",
    "thong_tu_lien_tich": "Thông tư liên tịch",
    "quyet_dinh": "Quyết định",
    "chi_thi": "Chỉ thị",
    "cong_van": "Công văn",
    "dieu_uoc": "Điều ước quốc tế",
}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One dated row of a time limit (thời hạn); `limit` gives it the form that clocks run under.

    `source` is the citation that is shown and `read_in` the page where somebody read it (empty when nobody has); `mark`
    is a key of `MARKS`. `who` is the kind of body that owes the act, `starts` the event, in Vietnamese, that starts it.
    """

    code: str
    kind: str
    name: str
    amount: int
    unit: Unit
    from_on: date
    until_on: date | None
    who: str
    starts: str
    source: str
    read_in: str
    mark: str
    max_extensions: int
    extension_terms: tuple[ExtensionTerm, ...]
    pause_allowed: bool
    rolls: bool
    warn_before: timedelta
    ladder: str
    note: str

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source."""
        return self.mark in READ_MARKS

    @property
    def limit(self) -> Limit:
        """The limit that a clock runs under."""
        return Limit(
            code=self.code,
            amount=self.amount,
            unit=self.unit,
            name=self.name,
            source=self.source,
            verified=self.verified,
            max_extensions=self.max_extensions,
            pause_allowed=self.pause_allowed,
            warn_before=self.warn_before,
            extension_terms=self.extension_terms,
            rolls=self.rolls,
            statutory=self.kind == "statutory",
        )


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One dated row of an escalation ladder (thang báo lên cấp trên)."""

    code: str
    ladder: Ladder
    from_on: date
    until_on: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A provision (quy định) of a document, in our own words; a part that is not known or needed is an empty string."""

    article: str
    clause: str
    point: str
    subject: str
    source: str
    mark: str

    @property
    def verified(self) -> bool:
        """Whether somebody has read the rule in a source."""
        return self.mark in READ_MARKS

    @property
    def may_cite_clause(self) -> bool:
        """Whether article, clause and point may be printed on an official paper: only when the text itself was read."""
        return self.mark == "S"

    @property
    def ref(self) -> str:
        """The place in the document as it is cited: "Điều 9 khoản 1 điểm b"."""
        article = f"Điều {self.article}" if self.article[:1].isdigit() else self.article
        parts = [article, f"khoản {self.clause}" if self.clause else "", f"điểm {self.point}" if self.point else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A legal document (văn bản quy phạm pháp luật) with its validity as far as it is known."""

    code: str
    form: str
    number: str
    title: str
    issuer: str
    signed_on: date | None
    from_on: date | None
    until_on: date | None
    amended_by: tuple[str, ...]
    replaced_by: str
    source: str
    mark: str
    note: str
    provisions: tuple[ProvisionRow, ...]

    @property
    def verified(self) -> bool:
        """Whether somebody has read about the document in a source."""
        return self.mark in READ_MARKS

    @property
    def name(self) -> str:
        """The document as it is cited: "Nghị định 15/2020/NĐ-CP"; a law is cited by its title and number."""
        if self.form in ("luat", "bo_luat", "hien_phap") and not self.title.startswith("Sửa đổi"):
            return f"{self.title} {self.number}".strip()
        return f"{FORMS[self.form]} {self.number}".strip()


class Dated(Protocol):
    """What every dated row has: a code, and the days from which and until which (excluded) it holds."""

    @property
    def code(self) -> str: ...
    @property
    def from_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], code: str, on: date) -> Row:
    """Give the row of `code` in force on the day `on`; refuses when there is none, for nothing may be guessed."""
    for row in rows:
        if row.code == code and row.from_on <= on and (row.until_on is None or on < row.until_on):
            return row
    raise Refused(
        "law.no_row_in_force",
        f"Danh mục pháp luật chưa có dòng «{code}» có hiệu lực vào ngày {on:%d/%m/%Y}.",
        row=code,
        on=on.isoformat(),
    )
