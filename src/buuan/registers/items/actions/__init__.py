"""Every write about items."""

from buuan.registers.items.actions.holds import (
    end_hold,
    end_holds_of,
    end_item_holds,
    end_lapsed_holds,
    keep_holds_of,
    let_holds_lapse,
    place_hold,
)

__all__ = ["end_hold", "end_holds_of", "end_item_holds", "end_lapsed_holds", "keep_holds_of", "let_holds_lapse", "place_hold"]
