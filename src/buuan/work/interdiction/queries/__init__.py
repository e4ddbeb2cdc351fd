"""Reading orders: lists, one order whole, who knows and who is silent, and every figure."""

from buuan.work.interdiction.queries.grounds import ground_rows, grounds_of, has_power, verdict_on
from buuan.work.interdiction.queries.names import page_of
from buuan.work.interdiction.queries.orders import (
    attempts_for_list,
    binding,
    figures_by_body,
    item_by_code,
    item_of,
    items_of,
    order_by_number,
    orders_for_list,
    own_recipient,
    people_touched,
    recipient_of,
    running_count,
    standing_of,
)
from buuan.work.interdiction.queries.telling import notice_words, told_of, wait_of

__all__ = [
    "attempts_for_list",
    "binding",
    "figures_by_body",
    "ground_rows",
    "grounds_of",
    "has_power",
    "item_by_code",
    "item_of",
    "items_of",
    "notice_words",
    "order_by_number",
    "orders_for_list",
    "own_recipient",
    "page_of",
    "people_touched",
    "recipient_of",
    "running_count",
    "standing_of",
    "told_of",
    "verdict_on",
    "wait_of",
]
