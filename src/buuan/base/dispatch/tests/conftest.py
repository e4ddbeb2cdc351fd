"""What the tests of dispatch share: an act that tells something, and settings that let webhooks reach this machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import send
from buuan.base.dispatch.models import Notice
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor


@action
def tell(actor: Actor, to: Iterable[Organisation], *, at: datetime, **more: Any) -> Notice:
    """Tell something as a room above would, inside an act of its own."""
    told = list(to)
    facts = {"title": "Lệnh tạm giữ bưu gửi", "about": told[0], "kind": "interdiction.order"} | more
    notice = send(actor, facts.pop("kind"), to=told, at=at, **facts)
    record(actor, "test.told", "test", at=at)
    assert notice is not None
    return notice


@pytest.fixture(autouse=True)
def _reachable(settings, tmp_path):
    """Webhooks may reach this machine; mails and short messages go to files; static files keep their plain names."""
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    settings.SMS_GATEWAY = ""
    settings.KEYS = tmp_path / "keys"
    settings.DATA = tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
