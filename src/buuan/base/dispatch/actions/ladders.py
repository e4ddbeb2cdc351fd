"""Loading the ladders of reminders, as part of the act that sets a province up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch import rules
from buuan.base.dispatch.models import LadderRow, LadderRung
from buuan.kit.actor import Actor

FROM_ON = date(2026, 1, 1)
SOURCE = "Bậc thang do nền tảng đặt, không văn bản nào quy định; mỗi tỉnh đổi bằng một dòng có ngày hiệu lực."


@action
def load_ladders(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Write the shipped ladders as dated rows where no row with their code stands yet; may run again."""
    require(actor, "dispatch.load")

    there = set(LadderRow.objects.values_list("code", flat=True))
    made = 0
    for ladder in rules.LADDERS.values():
        if ladder.code not in there:
            row = LadderRow.objects.create(code=ladder.code, name=ladder.name, from_on=FROM_ON, source=SOURCE, verified=False)
            LadderRung.objects.bulk_create(
                [
                    LadderRung(
                        ladder=row,
                        number=one.number,
                        minutes=one.after // timedelta(minutes=1),
                        anchor=one.anchor,
                        whom=one.whom,
                    )
                    for one in ladder.rungs
                ]
            )
            made += 1

    record(actor, "dispatch.ladders_loaded", "dispatch.ladders", at=at, made=made)
    return {"reminder_ladders": len(rules.LADDERS)}
