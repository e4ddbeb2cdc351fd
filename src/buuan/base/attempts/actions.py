"""Writing into a register of attempts: by the act itself when it is accepted, by an act of its own when it is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from buuan.base.action import check_writing
from buuan.base.attempts.models import AttemptRow
from buuan.kit.actor import Actor
from buuan.kit.errors import Refusal

Row = TypeVar("Row", bound=AttemptRow)


def keep_attempt(register: type[Row], actor: Actor, verb: str, *, at: datetime, error: Refusal | None = None, **about: Any) -> Row:
    """Note inside a running action that an attempt was accepted, or refused by `error`; what was sought is not repeated.

    `about` holds the register's own columns.
    """
    check_writing(register.__name__)
    said = {"outcome": "accepted"}
    if error is not None:
        said = {"outcome": "refused", "code": error.code[:60], "sentence": error.whole_sentence[:1_000]}
    return register.objects.create(
        at=at, verb=verb, body_id=actor.body_id, account=actor.username, name=actor.name, **said, **about
    )
