"""Drafting rows of words, by hand, from a bulletin or from a file; what a machine may never point to is refused and recorded."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action, keep_when_refused
from buuan.base.audit.actions import record
from buuan.engine.catalogue import Row
from buuan.engine.terms import check_row
from buuan.engine.words import read
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.actions.loading import term_from
from buuan.registers.goods.models import Term
from buuan.registers.goods.queries import damper_of, groups
from buuan.registers.goods.reading import Draft
from buuan.registers.goods.rules import ORIGINS, digest, errors_of
from buuan.registers.goods.store import categories_now

__all__ = ["NOT_AUTOMATIC", "Draft", "against", "completed", "draft_term", "draft_terms", "record_refused_row"]

NOT_AUTOMATIC = "catalogue.not_automatic"


def draft_term(actor: Actor, draft: Draft, *, at: datetime) -> Term:
    """Draft one row of words by hand (soạn từ nhận diện); raises as `draft_terms` does."""
    return draft_terms(actor, [draft], at=at)[0]


@action
def draft_terms(actor: Actor, drafts: Sequence[Draft], *, at: datetime, origin: str = "office", batch: str = "") -> list[Term]:
    """Draft rows of words, all or none; they flag nothing before they were tried and another person put them in force.

    The door for other rooms: a bulletin's words come with `origin="bulletin"` and its number as `batch`. Raises Invalid with what
    is to be mended, and Refused for a row that stands already, that the engine cannot carry, or whose category only a person
    decides: that attempt stays on record.
    """
    require(actor, "goods.draft")
    if origin not in ORIGINS or origin == "shipped":
        raise ValueError(f"unknown origin {origin!r}")
    ready = [(completed(one.row), one.why.strip()) for one in drafts]
    known = groups()
    for row, why in ready:
        errors = errors_of(row, why, known)
        if errors:
            raise Invalid(errors)
        reasons = against(row)
        if reasons:
            if reasons[0].code == NOT_AUTOMATIC:
                keep_when_refused(functools.partial(record_refused_row, actor, row, origin=origin, batch=batch, at=at))
            raise reasons[0]

    made = []
    for row, why in ready:
        term = term_from(
            row,
            digest(row),
            origin=origin,
            batch=batch[:40],
            why=why,
            drafted_by_id=actor.account_id,
            drafted_by_name=actor.name,
            drafted_at=at,
        )
        term.save()
        made.append(term)

    for term in made:
        record(
            actor,
            "goods.term_drafted",
            term,
            at=at,
            role=term.role,
            text=term.text,
            category=term.category_id or "",
            strength=term.strength,
            origin=origin,
            batch=batch,
            source=term.source,
        )
    return made


@action
def record_refused_row(actor: Actor, row: Row, *, origin: str, batch: str, at: datetime) -> None:
    """Leave on record that somebody tried to let a machine point to goods that only a person decides."""
    named = row.category or ",".join(row.scope)
    record(
        actor,
        "goods.row_refused",
        f"goods.category:{named}"[:80],
        at=at,
        role=row.role,
        text=row.text[:120],
        category=named,
        origin=origin,
        batch=batch,
    )


def completed(row: Row) -> Row:
    """Give the row with single spaces, and as a damping word with how its group works."""
    row = replace(row, text=" ".join(row.text.split()), source=" ".join(row.source.split()))
    if row.role == "damper" and row.group:
        return replace(row, **damper_of(row.group))
    return row


def against(row: Row) -> list[Refused]:
    """Give why a row cannot be taken at all, the gravest reason first; empty when it can."""
    found = []
    try:
        check_row(row, categories_now())
    except Refused as error:
        found.append(error)
    if not read(row.text).words:
        found.append(Refused("catalogue.bad_words", f"Dòng «{row.text}» không có từ nào.", text=row.text))
    standing = Term.objects.filter(digest=digest(row), state__in=("draft", "tried", "in_force")).first()
    if standing is not None:
        state = standing.get_state_display()
        found.append(Refused("term.exists", f"Từ «{row.text}» đã có trong danh mục ({state}).", term=standing.pk))
    return found
