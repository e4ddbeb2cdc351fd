"""Loose ends: what a room above started for a case, and which must end before the case may close."""

from __future__ import annotations

from datetime import datetime

from buuan.base.action import check_writing
from buuan.kit.errors import Refused
from buuan.work.cases.models import Case, LooseEnd


def add_loose_end(case: Case, subject: str, name: str, *, at: datetime) -> LooseEnd:
    """Note inside a running action that something was started; `name` is the Vietnamese name that the refusal shows.

    Raises Refused for a closed case. The case is locked, so that it cannot close in the same moment.
    """
    check_writing("LooseEnd")
    state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case.pk)
    if state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    return LooseEnd.objects.create(case=case, subject=subject, name=name, opened_at=at)


def tie_loose_end(case: Case, subject: str, *, at: datetime) -> None:
    """Note inside a running action that it ended."""
    LooseEnd.objects.open().filter(case=case, subject=subject).update(tied_at=at)
