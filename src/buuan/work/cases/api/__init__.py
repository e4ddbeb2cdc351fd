"""Endpoints of cases, and of their referrals."""

from buuan.base.access.endpoints import Endpoints
from buuan.work.cases.api import cases, referrals

router = Endpoints()
router.add_router("", cases.router)
router.add_router("", referrals.router)
