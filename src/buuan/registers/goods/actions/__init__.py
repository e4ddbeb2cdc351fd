"""Every write to the catalogue: loading what is shipped, drafting, trying, putting in force, retiring, revising a category."""

from buuan.registers.goods.actions.categories import CategoryChange, revise_category
from buuan.registers.goods.actions.deciding import put_in_force, retire_term, withdraw_term
from buuan.registers.goods.actions.drafting import Draft, draft_term, draft_terms
from buuan.registers.goods.actions.importing import import_terms
from buuan.registers.goods.actions.loading import load_goods
from buuan.registers.goods.actions.trying import try_terms

__all__ = [
    "CategoryChange",
    "Draft",
    "draft_term",
    "draft_terms",
    "import_terms",
    "load_goods",
    "put_in_force",
    "retire_term",
    "revise_category",
    "try_terms",
    "withdraw_term",
]
