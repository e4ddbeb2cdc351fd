from datetime import timedelta
import pytest
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import *
from buuan.base.dispatch import queries as q
from buuan.work.cases.tests.cast import MONDAY

@action
def tell(actor, to, at, **more):
    n = send(actor, "test.order", about=to[0], to=to, title="Lệnh", at=at, **more)
    record(actor, "test.sent", "test", at=at)
    return n

def test_smoke(cast):
    n = tell(cast.police, [cast.bodies["operator"]], MONDAY, urgent=True, asks="acknowledge", cascade=True)
    assert n.recipients.count() == 3
    M = timedelta(minutes=1)
    assert escalate_due(cast.system, at=MONDAY + 14*M) == 0
    r = n.recipients.get(organisation=cast.bodies["branch"])
    acknowledge(cast.branch, r, at=MONDAY+M)
    assert escalate_due(cast.system, at=MONDAY + 15*M) == 2
    assert escalate_due(cast.system, at=MONDAY + 60*M) == 2
    print(q.standing(cast.police, n), q.standing_by_unit(cast.operator, n), q.phone_list(cast.police, n, MONDAY))
    n2 = tell(cast.police, [cast.bodies["operator"]], MONDAY + 90*M, asks="answer", cascade=True, supersedes=n, answer_by=MONDAY+timedelta(days=3))
    assert n2.version == 2 and q.standing(cast.police, n).owing == 0
    pass_on(cast.operator, n2.recipients.get(), at=MONDAY+91*M)
    answer(cast.operator, n2.recipients.get(organisation=cast.bodies["operator"]), text="xong", at=MONDAY+92*M)
    from buuan.base.dispatch.queries.feed import events_since
    assert len(events_since(cast.operator, 0, 100)) == 5
