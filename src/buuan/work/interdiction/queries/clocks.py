"""The clocks of an order."""

from __future__ import annotations

from datetime import datetime

from buuan.base.audit.models import subject_of
from buuan.base.clocks.models import Clock
from buuan.work.interdiction.models import Order


def is_late(order: Order, kind: str, at: datetime) -> bool:
    """Tell whether a running clock of this kind on the order is over."""
    return Clock.objects.running().filter(subject=subject_of(order), kind=kind, due_at__lt=at).exists()
