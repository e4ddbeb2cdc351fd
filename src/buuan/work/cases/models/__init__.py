"""Cases and everything that belongs to one."""

from buuan.work.cases.models.cases import (
    INVESTIGATING,
    Case,
    CaseEvent,
    CaseItem,
    CaseQuerySet,
    LooseEnd,
    LooseEndQuerySet,
    Note,
    Participant,
    Reporter,
)
from buuan.work.cases.models.desk import Absence, AbsenceQuerySet, BulkRun, BulkRunQuerySet
from buuan.work.cases.models.kinds import CaseKind
from buuan.work.cases.models.referrals import Referral, ReferralQuerySet
from buuan.work.cases.models.tasks import CaseTask

__all__ = [
    "INVESTIGATING",
    "Absence",
    "AbsenceQuerySet",
    "BulkRun",
    "BulkRunQuerySet",
    "Case",
    "CaseEvent",
    "CaseItem",
    "CaseKind",
    "CaseQuerySet",
    "CaseTask",
    "LooseEnd",
    "LooseEndQuerySet",
    "Note",
    "Participant",
    "Referral",
    "ReferralQuerySet",
    "Reporter",
]
