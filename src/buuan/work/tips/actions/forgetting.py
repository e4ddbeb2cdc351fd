"""Forgetting what is needed no more."""

from __future__ import annotations

from datetime import datetime

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.work.tips.models import SpentForm, Unlocking


@action
def forget_spent(actor: Actor, *, at: datetime) -> int:
    """Forget forms that are too old to be sent again, and unlockings that are over; gives how many forms."""
    forms, _rows = SpentForm.objects.filter(until_at__lt=at).delete()
    Unlocking.objects.filter(until_at__lt=at).delete()

    record(actor, "tips.forms_forgotten", "tips.spentform", at=at, forms=forms)
    return forms
