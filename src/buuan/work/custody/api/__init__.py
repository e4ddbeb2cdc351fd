"""Endpoints of custody: files and evidence, exhibits with their hand-overs, people."""

from buuan.base.access.endpoints import Endpoints
from buuan.work.custody.api import evidence, things

router = Endpoints()
router.add_router("", evidence.router)
router.add_router("", things.router)
