"""Pages of the catalogue: the public's question, categories, and the editor of terms."""

from buuan.registers.goods.pages.ask import ask, ask_category
from buuan.registers.goods.pages.categories import categories, category, category_change, versions
from buuan.registers.goods.pages.editor import (
    term,
    term_import,
    term_new,
    term_retire,
    term_withdraw,
    terms,
    terms_put,
    terms_try,
    try_out,
    waiting,
)

__all__ = [
    "ask",
    "ask_category",
    "categories",
    "category",
    "category_change",
    "term",
    "term_import",
    "term_new",
    "term_retire",
    "term_withdraw",
    "terms",
    "terms_put",
    "terms_try",
    "try_out",
    "versions",
    "waiting",
]
