"""The decision that is attached to an order or a request (quyết định kèm theo), as a form brings it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buuan.base.files.actions import keep_file
from buuan.base.files.arriving import on_disk
from buuan.base.files.models import StoredFile
from buuan.base.files.rules import PAPER
from buuan.kit.actor import Actor
from buuan.work.cases.queries import own_organisation


def keep_decision(actor: Actor, given: Any, *, at: datetime) -> StoredFile:
    """Keep an uploaded decision for the actor's own body; raises Refused for anything that is no such paper."""
    with on_disk(given) as part:
        return keep_file(actor, own_organisation(actor), part, name=given.name or "", title="", at=at, within=PAPER)
