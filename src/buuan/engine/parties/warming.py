"""Compiles the search under orders before the first item needs it."""

from __future__ import annotations

from buuan.engine.parties.match import match_one
from buuan.engine.parties.wanted import Wanted
from buuan.engine.parties.watch import compile_watch

ITEM = {
    "item_id": "BA000000000VN",
    "sender_name": "Nguyễn Văn Thử",
    "sender_phone": "0900000000",
    "sender_address": "số 0 đường Thử Nghiệm, phường Mẫu",
}


def warm_up() -> None:
    """Match one invented item under one invented order by every ground: each compiled function is called once."""
    order = Wanted(
        "L-0",
        item_ids=(ITEM["item_id"],),
        phones=(ITEM["sender_phone"],),
        people=((ITEM["sender_name"], ITEM["sender_address"]),),
        categories=("FIREWORKS",),
    )
    match_one(ITEM, compile_watch([order]))
