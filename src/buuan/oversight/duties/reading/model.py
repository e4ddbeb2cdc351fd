"""What a directive says, as frozen values: the form in which the reader gives it and the duties take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """The smallest part that asks something of someone (điểm), under the reference that the paper prints (`7c`, `II.1`, `4-2`).

    A section without points of its own is one point under the section's reference. `owner` is the body as printed, the
    section's unless the point names its own, and `None` where the text names nobody. `text` leaves the point's mark out.
    """

    ref: str
    section_ref: str
    owner: str | None
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give the point's paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part that holds points (mục), with its heading as printed and the body that it addresses.

    `title` is the heading without its number; `paragraphs` is what stands between the heading and the first point.
    `parent_ref` names the part that it stands in (`II` for `II.1`) and is `None` at the outermost level; a part that only
    groups other sections has no points of its own.
    """

    ref: str
    parent_ref: str | None
    title: str
    owner: str | None
    paragraphs: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def text(self) -> str:
        """Give the paragraphs between heading and first point, one a line; empty where a heading leads straight to points."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One entry of the list of recipients (nơi nhận); `purpose` is what its bracket says (`để b/c`), `None` without one."""

    name: str
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: `authority` on whose behalf (`KT. CHỦ TỊCH`), `position` in which office, `name` as printed."""

    authority: str | None
    position: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as read. What the paper leaves blank is `None`, and `warnings` says so in Vietnamese sentences.

    `number` is whole (`15/CT-UBND`) and `None` while the paper carries none; `number_sign` (ký hiệu, `CT-UBND`) is kept
    apart because a draft already has it. `issued_on` is `None` unless day, month and year are all printed and real;
    `issued_month` and `issued_year` stand alone on a draft, and `issued_text` is the printed line. `closing` holds the
    unnumbered paragraphs after the last section, which bind all. `addressees` are those of "Kính gửi" where the paper has
    it, and the owners of its sections and points otherwise.
    """

    kind: str | None
    number: str | None
    number_sign: str | None
    issued_on: date | None
    issued_month: int | None
    issued_year: int | None
    issued_text: str | None
    place: str | None
    issuer: str | None
    title: str | None
    addressees: tuple[str, ...]
    preamble: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    signer: Signer | None
    warnings: tuple[str, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """Give every point of every section, in the order of the paper."""
        return tuple(point for section in self.sections for point in section.points)

    @property
    def issued(self) -> str | None:
        """Give the date of issue as far as it is known: `2021-06-15`, `2021-06`, `2021` or `None`."""
        if self.issued_on is not None:
            return self.issued_on.isoformat()
        if self.issued_year is None:
            return None
        return f"{self.issued_year:04d}-{self.issued_month:02d}" if self.issued_month else f"{self.issued_year:04d}"
