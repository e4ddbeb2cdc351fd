"""Tables of interdiction: grounds, orders with their changes, items with their answers, and the register of every attempt."""

from buuan.work.interdiction.models.attempts import VERBS, Attempt
from buuan.work.interdiction.models.grounds import Ground
from buuan.work.interdiction.models.items import Answer, AnswerPhoto, NotSame, OrderItem
from buuan.work.interdiction.models.orders import Amendment, Order, OrderEvent, WatchVersion
from buuan.work.interdiction.models.told import NoticeWait, PartyNotice

__all__ = [
    "VERBS",
    "Amendment",
    "Answer",
    "AnswerPhoto",
    "Attempt",
    "Ground",
    "NotSame",
    "NoticeWait",
    "Order",
    "OrderEvent",
    "OrderItem",
    "PartyNotice",
    "WatchVersion",
]
