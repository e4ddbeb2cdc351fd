"""Endpoints of cases, of the work in them and with many, and of their referrals."""

from buuan.base.access.endpoints import Endpoints
from buuan.work.cases.api import cases, desk, referrals, work

router = Endpoints()
router.add_router("", cases.router)
router.add_router("", work.router)
router.add_router("", desk.router)
router.add_router("", referrals.router)
