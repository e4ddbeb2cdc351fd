"""Endpoints of cases, of the work in them and with many, and of their referrals."""

from buuan.base.access.endpoints import Endpoints
from buuan.work.cases.api import desk, referrals, work

router = Endpoints()
router.add_router("", work.router)  # that of `cases`: an address belongs to one router
router.add_router("", desk.router)
router.add_router("", referrals.router)
