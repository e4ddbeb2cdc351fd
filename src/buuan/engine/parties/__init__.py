"""Parties (các bên): items against the stop orders in force and nothing else; there is no other list of people.

`compile_watch` makes an immutable `Watch` of the orders in force, `match` looks at a column-wise table of items as the archive
gives them, `match_one` at a single item at a counter. Exact identifiers and telephone numbers cost one probe; a name with an
address is compared under an order only that rests on goods or danger. A match is a reason to look, never a finding.
"""

from buuan.engine.parties.match import GROUNDS, Match, match, match_one
from buuan.engine.parties.rarity import Rarity
from buuan.engine.parties.scoring import REVIEW_LINE
from buuan.engine.parties.wanted import MAX_ORDERS_WITH_PEOPLE, Wanted
from buuan.engine.parties.watch import Watch, compile_watch

__all__ = [
    "GROUNDS",
    "MAX_ORDERS_WITH_PEOPLE",
    "REVIEW_LINE",
    "Match",
    "Rarity",
    "Wanted",
    "Watch",
    "compile_watch",
    "match",
    "match_one",
]
